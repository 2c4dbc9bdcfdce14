"""Covering dates of archives in EDTF (ISO 8601-2:2019), as far as archivists write them.

``covering`` reads what is printed ("c 1940-1945", "1950s", "undated"); ``of_normal`` reads the
attribute ``normal`` of EAD, which is ISO 8601 with a solidus ("1940/1945-05-08"). What is not
sure to mean one date is not guessed.
"""

import calendar
import re

from harvester.extract.dates import iso_date

_DASH = r"\s*(?:-|–|—|−|\bto\b|\bthrough\b|/)\s*"
_YEAR = r"(?:1\d|20)\d\d"
_ABOUT = re.compile(
    r"^(?:c(?:a|irc|irca)?\.?|about|approximately|um|vers|ок\.?)\s*(?=[\d\[])", re.IGNORECASE
)
_RANGE = re.compile(rf"(?P<from>.*?\d[s?\]]?){_DASH}(?P<to>\S.*)?")
_SHORT = re.compile(r"\d\d[?]?")
_DECADE = re.compile(r"((?:1\d|20)\d)0['’]?s\??")
_CENTURY = re.compile(r"(\d\d)(?:st|nd|rd|th) cent(?:ury|\.)?", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
_MAYBE = re.compile(rf"({_YEAR})(\?)")


def covering(printed: str) -> str | None:
    """The EDTF of printed dates, or None where they cannot be told ("undated", a list)."""
    text = " ".join(printed.split()).strip(" .,;()")
    text = re.sub(r"^(?:bulk|inclusive|dates?):?\s*", "", text, flags=re.IGNORECASE)
    if single := _single(text):
        return single
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    start = _single(match.group("from"))
    rest = (match.group("to") or "").strip()
    if start is None:
        return None
    if not rest or re.fullmatch(r"(?i)present|date|ongoing", rest):
        return f"{start}/.."
    if _SHORT.fullmatch(rest) and re.match(r"\d{4}", start):
        rest = start[:2] + rest  # "1940-45"
    end = _single(rest)
    return f"{start}/{end}" if end and _sortable(start) <= _sortable(end) else None


def of_normal(normal: str) -> str | None:
    """The EDTF of EAD's ``normal``, or None where it is not what the standard asks for."""
    ends = [_iso(end.strip()) for end in normal.strip().split("/")]
    if not 1 <= len(ends) <= 2 or None in ends:
        return None
    start, end = str(ends[0]), str(ends[-1])
    if len(ends) == 1 or start == end:
        return start
    return f"{start}/{end}" if _sortable(start) <= _sortable(end) or end == ".." else None


def _single(text: str) -> str | None:
    """One date: a day, month, year, decade or century, with a ~ or ? where it says so."""
    text = text.strip(" .,;")
    about = _ABOUT.match(text)
    bare = text[about.end() :] if about else text
    inferred = bare.startswith("[") and bare.endswith("]")
    bare = bare.strip("[] ")
    mark = "~" if about or _ABOUT.match(bare) else ""
    bare = _ABOUT.sub("", bare)
    if match := _MAYBE.fullmatch(bare):
        return match.group(1) + ("%" if mark else "?")
    if match := _DECADE.fullmatch(bare):
        return f"{match.group(1)}X"  # a decade is about a time as it is
    if match := _CENTURY.fullmatch(bare):
        return f"{int(match.group(1)) - 1:02}XX"
    found = iso_date(bare) or (bare if re.fullmatch(_YEAR, bare) else None)
    return f"{found}{mark or ('?' if inferred else '')}" if found else None


def _iso(text: str) -> str | None:
    if text in ("..", "open", "9999"):
        return ".."
    match = _WHOLE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if month and not 1 <= int(month) <= 12:
        return None
    if day and not 1 <= int(day) <= calendar.monthrange(int(year) or 4, int(month))[1]:
        return None
    return "-".join(filter(None, (year, month, day)))


def _sortable(date: str) -> str:
    """A date by which two may be compared: the first day that it may mean."""
    return re.sub(r"[~?%]", "", date).replace("X", "0")
