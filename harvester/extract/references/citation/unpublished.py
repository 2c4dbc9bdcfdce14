"""The parts of a citation of an unpublished source, once its archive and numbers are known.

What stands around them is what the source is ("Chervonenko to the Foreign Ministry") and its
date. The model knows few of these; the order of the parts is free, so rules read them.
"""

import re
from collections.abc import Iterator

from harvester.extract.references.citation.segments import Segment
from harvester.extract.references.citation.words import GIVEN, MONTHS
from harvester.extract.references.holding import Holding

_MONTH = "|".join(sorted((month for month in MONTHS if len(month) > 2), key=len, reverse=True))
_DATE = re.compile(
    rf"(?i)(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s?[–-]\s?\d{{1,2}}\.?)?\s+(?:de )?"
    rf"(?:{_MONTH}|[^\W\d_]{{3,9}}ia)\.?,?\s+(?:de )?1\d\d\d"
    rf"|(?:{_MONTH})\.?\s+\d{{1,2}},?\s+1\d\d\d|(?:{_MONTH})\.?\s+1\d\d\d"
    r"|\d{1,2}[./]\d{1,2}[./]1\d\d\d|1[4-9]\d\d(?:\s?[–-]\s?\d{2,4})?年?)"
    r"(?!\w)(?:\s?(?:g|г)\.)?"
)


#: A further number behind the holding: ", CM 59(56)", ", núm. 51", ", folder “China 1–3/78”".
_CODE = re.compile(
    r",\s(?P<code>[A-Z]{1,5}[\s.]?[\d(][\w()/.\-]*|(?:núm|no|nr)\. ?\d+"
    r"|folder [“\"][^”\"]{1,60}[”\"])(?=[,;.]|$)"
)


def unpublished(text: str, holding: Holding) -> list[Segment]:
    """The segments around the holding, in printed order: title, date, and what is left."""
    first = min(span.start for span in holding.spans)
    last = max(span.end for span in holding.spans)
    found: list[Segment] = []
    if code := _CODE.match(text, last):
        found.append(Segment("code", code.start("code"), code.end("code")))
        last = code.end()
    author = writer(text[:first])
    if author:
        found.append(Segment("author", 0, author))
    for start, end in ((author, first), (last, len(text))):
        found.extend(_around(text, start, end, {part.label for part in found}))
    return found


#: "Kennan, George F. Diary.": who wrote it, before a stop.
_WRITER = re.compile(
    r"^(?P<name>[A-Z][\w’'-]{1,20}, [A-Z][\w’'-]{1,15}(?: [A-Z]\.){0,2}(?<!\.\.)\.? )(?=[A-Z“\"])"
)
#: "Ottoline Frayne, Commonplace Book": a known given name and another word with a capital.
_SPOKEN = re.compile(
    r"^(?P<given>[A-Z][\w’'-]{2,15})(?: [A-Z]\.){0,2} [A-Z][\w’'-]{2,20}, (?=[A-Z“\"‘])"
)


def writer(text: str) -> int:
    """Where the name of who wrote an unpublished source ends; 0 where none is printed first."""
    if (match := _WRITER.match(text)) and "." in match["name"]:
        return match.end("name")
    match = _SPOKEN.match(text)
    return match.end() if match and match["given"].casefold() in GIVEN else 0


def _around(text: str, start: int, end: int, known: set[str]) -> Iterator[Segment]:
    """The date and the words of one side."""
    date = None if "date" in known else last_date(text, start, end)
    pieces = [(start, end)] if date is None else [(start, date.start()), (date.end(), end)]
    if date is not None:
        yield Segment("date", date.start(), date.end())
    for first, last in pieces:
        words = text[first:last].strip(" \t.,;:()[]–—")
        if len(words) > 2 and any(sign.isalpha() for sign in words):
            yield Segment("note" if "title" in known else "title", first, last)
            known = known | {"title"}


def last_date(text: str, start: int, end: int) -> re.Match[str] | None:
    """The date nearest to the holding: a title may begin with another."""
    found = None
    for match in _DATE.finditer(text, start, end):
        if found is None or len(match.group()) >= 8 or len(found.group()) < 8:
            found = match
    return found
