"""A capture's page as lines of text: what the reader worked on, and what was stripped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.document import Line
from harvester.extract.marks import Stretch, find
from harvester.extract.read import stripped
from harvester.store import bodies

#: Channels whose words stand in the text of a page, and not in its head or its address.
SHOWN = frozenset({"visible", "text", "contents"})


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page, with its number there. ``removed``: it was stripped as boilerplate."""

    number: int
    text: str
    locator: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A value that was read off a page: a name for it, and where it says that it stands."""

    name: int
    locator: str
    value: str
    snippet: str = ""


def text_of(db: Database, config: Configuration, capture_id: int) -> tuple[TextLine, ...]:
    """The lines of a capture, in the order of the page. None where it brought no page.

    It is read anew, by today's rules. Raises NotFoundError for a number that is no capture's.
    """
    row = db.execute(
        "SELECT c.sha256, c.content_type, c.url, (SELECT r.site FROM readings r "
        "WHERE r.capture_id = c.id ORDER BY r.id DESC LIMIT 1) FROM captures c WHERE c.id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no capture {capture_id}.")
    sha256, content_type, url, site = row
    known = site if any(profile.name == site for profile in config.sites) else None
    body = bodies.read_body(db, sha256) if sha256 else b""
    bare = stripped(body, config, content_type, url, known)
    return tuple(_woven(bare.document.lines, bare.lines)) if bare else ()


def _woven(whole: Iterable[Line], kept: Iterable[Line]) -> Iterator[TextLine]:
    """All lines of a page: each that was kept as the reader saw it, and between them the rest."""
    waiting: dict[str, list[Line]] = {}
    for line in kept:
        waiting.setdefault(line.locator(), []).append(line)
    last = ""
    for line in whole:
        place = line.locator()
        if lines := waiting.get(place):
            last = lines.pop(0).text
            yield TextLine(line.number, last, place)
        elif not last.endswith(line.text):  # else the reader joined it to the label before
            yield TextLine(line.number, line.text, place, removed=True)


def places(lines: Iterable[TextLine], said: Iterable[Said]) -> dict[int, list[Stretch]]:
    """Where in the lines the values stand: number of the line → spans, each with a name.

    A value that its line prints otherwise ("28 September 2010") is the whole line; one whose
    place is not among the lines has no span.
    """
    known = list(lines)
    by_place: dict[str, list[int]] = {}
    for number, line in enumerate(known):
        by_place.setdefault(line.locator, []).append(number)
    found: dict[int, list[Stretch]] = {}
    for one in said:
        for number in _lines_at(one.locator, by_place):
            start, end = find(known[number].text, one.value) or (0, len(known[number].text))
            found.setdefault(number, []).append(Stretch(start, end, one.name))
    return found


def _lines_at(locator: str, by_place: dict[str, list[int]]) -> list[int]:
    """The lines that a locator means: of the element, of the block it is in, of those in it."""
    if locator.startswith("lines "):
        first, _, last = locator.removeprefix("lines ").partition("-")
        if not (first.isdecimal() and last.isdecimal()):
            return []
        wanted = range(int(first), min(int(last), int(first) + len(by_place)) + 1)
        return [number for line in wanted for number in by_place.get(f"line {line}", ())]
    above = locator
    while above:
        if above in by_place:
            return by_place[above]
        above = above.rpartition(" > ")[0]
    inside = f"{locator} > "
    return [n for place, numbers in by_place.items() if place.startswith(inside) for n in numbers]
