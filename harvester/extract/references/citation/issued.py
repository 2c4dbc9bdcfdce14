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
    r"|20\d\d)\s*\[(?P<earlier>1\d\d\d|20\d\d)\]|(?P<old>1\d\d\d|20\d\d)[;/,]\s*(?:reprint(?:ed)?"
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
    part, first = found[0]
    last = found[-1]
    if len(found) > 1 and _is_reprint(text, part, last[0]) and first.parts and last[1].parts:
        yield "original-date", first, part
        part, first = last
    elif len(found) > 1:
        part, first = max(found, key=lambda pair: _precision(pair[1], found[0][1]))
    yield "issued", first, part


def _is_reprint(text: str, first: Segment, last: Segment) -> bool:
    """Whether the second date is that of a later printing: "1944. Reprint, … 2001"."""
    between = text[first.end : last.start]
    opened = "(" in text[max(first.start - 1, 0) : first.start + 1]
    return bool(REPRINT.search(between)) or (opened and ";" in text[first.end - 2 : first.end + 2])


def _precision(one: Moment, first: Moment) -> int:
    """How precise a date is, if it is of the same year as the first one printed."""
    if not one.parts or not first.parts:
        return 1 if one.parts else 0
    same = one.parts[0][0] == first.parts[0][0]
    return len(one.parts[0]) + len(one.parts) if same else 0
