"""Which of the dates that a reference prints is the date of issue, and which an older one."""

import re
from collections.abc import Iterator, Sequence

from harvester.extract.references.citation.moments import Moment, moment
from harvester.extract.references.citation.segments import Segment

#: Words that tell a later printing.
REPRINT = re.compile(
    r"(?i)\b(?:reprint(?:ed)?|repr|orig(?:inal(?:ly)?)?|first published|nachdruck|réimpr)\b"
)
_TWO_YEARS = re.compile(
    r"\[(?P<first>1\d\d\d|20\d\d)\]\s*(?P<second>1\d\d\d|20\d\d)|(?P<later>1\d\d\d"
    r"|20\d\d)\s*\[(?P<earlier>1\d\d\d|20\d\d)(?:\s?[–-]\s?\d{2,4})?\]|(?P<old>1\d\d\d"
    r"|20\d\d)[;/,]\s*(?:reprint(?:ed)?"
    r"|repr\.?|rpt\.?)\s*(?P<new>1\d\d\d|20\d\d)",
    re.I,
)


def issued(text: str, parts: Sequence[Segment]) -> Iterator[tuple[str, Moment, Segment]]:
    """The CSL variable, the date and its place: ``issued``, and ``original-date`` if printed."""
    found = [(part, known) for part in parts if (known := moment(part.of(text)))]
    for part, _ in found:
        if match := _TWO_YEARS.search(part.of(text)):
            old = match["first"] or match["earlier"] or match["old"]
            new = match["second"] or match["later"] or match["new"]
            yield "issued", Moment(((int(new),),)), part
            yield "original-date", Moment(((int(old),),)), part
            return
    if not found:
        return
    if len(found) == 1 and (day := _day_apart(text, parts, found[0])):
        yield "issued", day, found[0][0]
        return
    part, first = found[0]
    last = found[-1]
    if len(found) > 1 and (_is_reprint(text, found[0], last) or _is_document(text, found[0], last)):
        yield "original-date", first, part
        part, first = last
    elif len(found) > 1:
        part, first = max(found, key=lambda pair: _precision(pair[1], found[0][1]))
    yield "issued", first, part


def _day_apart(text: str, parts: Sequence[Segment], found: tuple[Segment, Moment]) -> Moment | None:
    """The whole date where the year stands first and the day later: "(2008) …, 16 September"."""
    part, known = found
    if len(known.parts) != 1 or len(known.parts[0]) != 1:
        return None
    for other in parts:
        if other.start > part.end:
            whole = moment(f"{other.of(text).strip(' ,.;()')} {known.parts[0][0]}")
            if whole and whole.parts and len(whole.parts[0]) > 1:
                return whole
    return None


def _is_reprint(text: str, one: tuple[Segment, Moment], two: tuple[Segment, Moment]) -> bool:
    """Whether the second date is that of a later printing: "1944. Reprint, … 2001"."""
    (first, older), (last, newer) = one, two
    between = text[first.end : last.start]
    opened = "(" in text[max(first.start - 1, 0) : first.start + 1]
    told = REPRINT.search(between) or (opened and ";" in text[first.end - 2 : first.end + 2])
    return bool(told and older.parts and newer.parts)


def _is_document(text: str, one: tuple[Segment, Moment], two: tuple[Segment, Moment]) -> bool:
    """Whether a document's day stands before the year of the edition that prints it."""
    if not one[1].parts or not two[1].parts or len(one[1].parts[0]) < 3:
        return False
    return two[1].parts[0][0] > one[1].parts[0][0] and "(" in text[one[0].end : two[0].start + 1]


def _precision(one: Moment, first: Moment) -> int:
    """How precise a date is, if it is of the same year as the first one printed."""
    if not one.parts or not first.parts:
        return 1 if one.parts else 0
    same = one.parts[0][0] == first.parts[0][0]
    return len(one.parts[0]) + len(one.parts) if same else 0
