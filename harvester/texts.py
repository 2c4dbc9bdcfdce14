"""A capture's page as lines of text: what the reader worked on, and what was stripped."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.document import Line
from harvester.extract.marks import Stretch, find
from harvester.extract.page import stripped
from harvester.store import captures

#: Channels whose words stand in the text of a page, and not in its head or its address.
SHOWN = frozenset({"visible", "text", "contents"})
#: A value of so many characters is found by its words alone.
_TELLING = 20
#: So many values are searched for by their words, and so many lines belong to one value.
_SEARCHES = 200
_LINES = 200


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a page. ``removed``: it was stripped as boilerplate.

    ``number`` is the one that locators name: of a text capture its lines, of an HTML page the
    blocks that were kept; what was removed from that has none.
    """

    number: int | None
    text: str
    locator: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A value that was read off a page: a name for it, and where it says that it stands."""

    name: int
    locator: str
    value: str


def text_of(db: Database, config: Configuration, capture_id: int) -> tuple[TextLine, ...]:
    """The lines of a capture, in the order of the page; none where it has no page, or no more.

    It is read anew, by today's rules. Raises NotFoundError for a number that is no capture's.
    """
    row = db.execute(
        "SELECT c.content_type, (SELECT r.site FROM readings r "
        "WHERE r.capture_id = c.id ORDER BY r.id DESC LIMIT 1) FROM captures c WHERE c.id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise NotFoundError(f"There is no capture {capture_id}.")
    content_type, site = row
    known = site if any(profile.name == site for profile in config.sites) else None
    body, url = captures.body_of(db, capture_id)
    bare = stripped(body or b"", config, content_type, url, known)
    return tuple(_woven(bare.document.lines, bare.lines)) if bare else ()


def _woven(whole: Iterable[Line], kept: Iterable[Line]) -> Iterator[TextLine]:
    """All lines of a page: each that was kept as the reader saw it, and between them the rest."""
    waiting: dict[str, deque[Line]] = {}
    for line in kept:
        waiting.setdefault(line.locator(), deque()).append(line)
    last = ""
    for line in whole:
        place = line.locator()
        if lines := waiting.get(place):
            found = lines.popleft()
            last = found.text
            yield TextLine(found.number, last, place)
        elif not last.endswith(line.text):  # else the reader joined it to the label before
            yield TextLine(
                line.number if line.node is None else None, line.text, place, removed=True
            )


def places(lines: Iterable[TextLine], said: Iterable[Said]) -> dict[int, list[Stretch]]:
    """Where in the lines the values stand: number of the line → spans, each with a name.

    A value that its line prints otherwise ("28 September 2010") is the whole line. Where its
    place is not among the lines, a long value is the first that prints it, and a short one none.
    """
    page = _Page(list(lines))
    found: dict[int, list[Stretch]] = {}
    for one in said:
        for number in page.at(one.locator) or page.printing(one.value):
            text = page.lines[number].text
            start, end = find(text, one.value) or (0, len(text))
            found.setdefault(number, []).append(Stretch(start, end, one.name))
    return found


class _Page:
    """The lines of a page by their places. What a hostile page may ask of it is bounded."""

    def __init__(self, lines: list[TextLine]) -> None:
        self.lines = lines
        self._by_place: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            for place in {line.locator, f"line {line.number}"}:
                self._by_place.setdefault(place, []).append(number)
        self._sorted = sorted(self._by_place)
        self._searches = _SEARCHES

    def at(self, locator: str) -> list[int]:
        """The lines that a locator means: of the element, of the block it is in, or in it."""
        if locator.startswith("lines "):
            first, _, last = locator.removeprefix("lines ").partition("-")
            if not (first.isdecimal() and last.isdecimal()):
                return []
            wanted = range(int(first), min(int(last), int(first) + _LINES) + 1)
            return [n for line in wanted for n in self._by_place.get(f"line {line}", ())]
        above = locator
        while above:
            if above in self._by_place:
                return self._by_place[above][:_LINES]
            above = above.rpartition(" > ")[0]
        return list(islice(self._inside(f"{locator} > "), _LINES))

    def _inside(self, beginning: str) -> Iterator[int]:
        for at in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            if not self._sorted[at].startswith(beginning):
                return
            yield from self._by_place[self._sorted[at]]

    def printing(self, value: str) -> list[int]:
        """The first line that prints a value, if it is too long to be another by chance."""
        if len(value) < _TELLING or not self._searches:
            return []
        self._searches -= 1
        return list(islice((n for n, line in enumerate(self.lines) if find(line.text, value)), 1))
