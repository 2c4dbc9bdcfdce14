"""A book of its parts: what is missing in it, and who its editors are. Pure.

Pages tell what is missing. Front matter has roman pages, counted apart. A gap of up to
``LEAVES`` pages is a part's title and blank leaves; a longer one is named.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: A part's title page with its blank back, and a blank page before each.
LEAVES = 4
#: On so many chapters a name has to stand before it is taken for an editor's.
ENOUGH = 3
_ROMAN = re.compile(r"(?i)m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LETTERS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Listed:
    """One part as the contents list has it. ``number`` and ``pages`` are as printed."""

    title: str
    number: str | None
    pages: str | None
    kind: str = "chapter"


@dataclass(frozen=True, slots=True)
class Stand:
    """Who stands on one harvested chapter: keys of names, each with its role ("" unknown)."""

    record_id: int
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a name on a chapter is to the volume, because of the records that show it."""

    role: str
    because: str
    records: tuple[int, ...]


def roman(text: str) -> int | None:
    """The number that roman digits write, or None for what are none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    numbers = [_LETTERS[letter] for letter in text.casefold()]
    following = [*numbers[1:], 0]
    return sum(-n if n < after else n for n, after in zip(numbers, following, strict=True))


def page_range(pages: str | None) -> tuple[bool, int, int] | None:
    """Whether roman, first and last page: "xi-xx" is (True, 11, 20). None where not told."""
    match = re.fullmatch(r"\s*(\w{1,12})(?:\s*[-–]\s*(\w{1,12}))?\s*", pages or "")
    if match is None:
        return None
    first, last = match.group(1), match.group(2) or match.group(1)
    for is_roman, read in ((False, _arabic), (True, roman)):
        ends = read(first), read(last)
        if ends[0] is not None and ends[1] is not None:
            end = _completed(ends[0], ends[1], last) if not is_roman else ends[1]
            return (is_roman, ends[0], end) if end >= ends[0] else None
    return None


def missing(parts: Sequence[Listed]) -> Iterator[str]:
    """What a list of parts leaves out, each in a sentence: pages, then chapters by number."""
    leaves = [part for part in parts if part.kind != "part"]
    for is_roman in (True, False):
        told = [(page_range(part.pages), part) for part in leaves]
        placed = [(pages, part) for pages, part in told if pages and pages[0] is is_roman]
        placed.sort(key=lambda it: it[0][1:])
        yield from _gaps(placed, is_roman)
    yield from _numbers(leaves)
    silent = [part for part in leaves if not page_range(part.pages)]
    if silent and len(silent) < len(leaves):
        names = [f"“{part.title}”" for part in silent]
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        yield f"The list gives no pages for {shown}: what is missing there cannot be told."


def editors(stands: Sequence[Stand], of_book: Mapping[str, str]) -> dict[str, Resolved]:
    """Names whose role on chapters is unknown → what they are to the volume.

    The book's own page tells it (``of_book``: names with their roles). Else: a name that stands
    on every harvested chapter that names people, on ``ENOUGH`` of them, is an editor's, where
    other people stand on chapters too and nothing calls the name an author. Where the same
    people and nobody else stand on all chapters, they may as well have written the book: that
    is left to a person.
    """
    telling = [stand for stand in stands if stand.roles]
    unsure = {key for stand in telling for key, role in stand.roles.items() if not role}
    found: dict[str, Resolved] = {}
    everywhere = {key for key in unsure if all(key in stand.roles for stand in telling)}
    everywhere -= {k for s in telling for k, role in s.roles.items() if role == "author"}
    others = {key for stand in telling for key in stand.roles} - everywhere
    shows = tuple(stand.record_id for stand in telling)
    for key in sorted(unsure):
        if of_book.get(key) in ("editor", "author"):
            where = tuple(stand.record_id for stand in telling if key in stand.roles)
            found[key] = Resolved(of_book[key], "is named so by the book's own page", where)
        elif key in everywhere and len(telling) >= ENOUGH and len(others) > 1:
            words = f"stands on each of the {len(telling)} chapters that were harvested"
            found[key] = Resolved("editor", words, shows)
    return found


def _arabic(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else None


def _completed(first: int, last: int, printed: str) -> int:
    """The last page in full: "349-72" ends on 372."""
    if last < first and len(printed) < len(str(first)):
        return int(str(first)[: -len(printed)] + printed)
    return last


def _gaps(placed: Sequence[tuple[tuple[bool, int, int], Listed]], is_roman: bool) -> Iterator[str]:
    end, before = 0, None
    for (_, first, last), part in placed:
        if first - end - 1 > LEAVES:
            pages = f"{_shown(end + 1, is_roman)}-{_shown(first - 1, is_roman)}"
            where = f"before “{part.title}”"
            if before:
                where = f"between “{before.title}” and “{part.title}”"
            yield f"Pages {pages} stand in no part of the list, {where}."
        elif before and end - first >= 1:
            pages = f"{_shown(first, is_roman)}-{_shown(min(end, last), is_roman)}"
            yield f"“{before.title}” and “{part.title}” both claim pages {pages}."
        if last > end:
            end, before = last, part


def _numbers(parts: Sequence[Listed]) -> Iterator[str]:
    """Chapters whose numbers are left out; each part of a book may count from one again."""
    numbers = [n for part in parts if (n := _number(part.number)) is not None]
    for before, after in pairwise(numbers):
        if after - before == 2:
            yield f"Chapter {before + 1} is not in the list."
        elif after - before > 2:
            yield f"Chapters {before + 1}-{after - 1} are not in the list."
    if numbers and numbers[0] > 1:
        first = "Chapter 1 is" if numbers[0] == 2 else f"Chapters 1-{numbers[0] - 1} are"
        yield f"{first} not in the list."


def _number(text: str | None) -> int | None:
    bare = re.sub(r"(?i)^chapter\s+", "", (text or "").strip()).strip(" .")
    return _arabic(bare) if bare[:1].isdigit() else roman(bare)


def _shown(number: int, is_roman: bool) -> str:
    return _in_roman(number) if is_roman else str(number)


def _in_roman(number: int) -> str:
    signs = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
        (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    text = ""
    for value, sign in signs:
        text += sign * (number // value)
        number %= value
    return text
