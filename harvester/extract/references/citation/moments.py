"""Dates as references print them, to CSL's ``date-parts``.

Years with letters ("1985b") lose the letter; a range has two parts; months and seasons in the
languages that our users cite. What is no date at all ("n.d.") is a literal.
"""

import re
from dataclasses import dataclass

from harvester.extract.references.citation.words import MONTHS

_YEAR = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)")
_RANGE = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d)\s*[–—/\-‐‑]\s*(\d{1,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_NO_DATE = re.compile(
    r"(?i)\b(?:n\. ?d\.?|s\. ?d\.?|s\. ?a\.?|o\. ?j\.?|б\. ?г\.?|no date|undated)(?!\w)"
)
_STATUS = re.compile(
    r"(?i)\b(forthcoming|in press|in print|submitted|im druck|à paraître|en prensa)\b"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./])\s?(\d{1,2})[./]\s?(1[5-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")

#: Romanised Russian months stand in dates, and are too rare to tell the model.
_MONTHS = MONTHS | {
    name: number
    for number, names in enumerate(
        "ianvaria|yanvarya fevralia|fevralya marta aprelia|aprelya maia|maya iiunia|iyunya "
        "iiulia|iyulya avgusta sentiabria|sentyabrya oktiabria|oktyabrya noiabria|noyabrya "
        "dekabria|dekabrya".split(),
        start=1,
    )
    for name in names.split("|")
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: its parts (one list, or two for a range), or what is printed instead."""

    parts: tuple[tuple[int, ...], ...] = ()
    literal: str = ""
    status: str = ""

    def csl(self) -> dict[str, object]:
        """The CSL date."""
        if self.parts:
            return {"date-parts": [list(part) for part in self.parts]}
        return {"literal": self.literal}


def moment(text: str) -> Moment | None:
    """The date that a text holds, or None."""
    status = _STATUS.search(text)
    if match := _ISO.search(text):
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if 1 <= month <= 12 and day <= 31 and (day or not _RANGE.search(text)):
            return Moment((tuple(part for part in (year, month, day) if part),))
    if match := _NUMERIC.search(text):
        day, month, year = (int(match.group(number)) for number in (1, 3, 4))
        day, month = (month, day) if month > 12 >= day else (day, month)
        if month <= 12 and (day > 12 or match.group(2) == ".") and day:
            return Moment(((year, month, day),))
        return Moment(((year,),))
    years = [(match.start(), int(match.group(1))) for match in _YEAR.finditer(text)]
    if years:
        return Moment(_with_days(text, _years(text, years)), status=_word(status))
    if match := _NO_DATE.search(text):
        return Moment(literal=match.group(0))
    if status:
        return Moment(literal=status.group(0), status=_word(status))
    return None


def _word(match: re.Match[str] | None) -> str:
    return match.group(1).lower() if match else ""


def _years(text: str, years: list[tuple[int, int]]) -> tuple[int, ...]:
    """One year, or the two ends of a range."""
    if match := _RANGE.search(text):
        first, last = match.groups()
        last = first[: 4 - len(last)] + last
        if int(first) < int(last) < 2100:
            return int(first), int(last)
    return (years[0][1],)


def _with_days(text: str, years: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """The years with the months and days that stand beside them."""
    bare = _YEAR.sub(" ", text)
    months = [
        (match, _MONTHS[word])
        for match in _WORD.finditer(bare)
        if (word := match.group().lower()) in _MONTHS
    ]
    if len(years) == 2 or not months:
        return tuple((year,) for year in years)
    found = [(years[0], month, *_day(bare, match)) for match, month in months[:2]]
    if len(found) == 2 and found[0][1:] == found[1][1:]:
        found.pop()
    if len(found) == 1 and len(found[0]) == 3:
        spread = re.search(r"(\d{1,2})\s*[–—\-]\s*(\d{1,2})(?!\d)", bare)
        if spread and int(spread.group(1)) < int(spread.group(2)) <= 31:
            days = (int(spread.group(1)), int(spread.group(2)))
            return tuple((years[0], found[0][1], day) for day in days)
    return tuple(found)


def _day(text: str, month: re.Match[str]) -> tuple[int, ...]:
    """The day beside a month's name: before it or after it."""
    before = re.search(
        r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|er|º|o)?(?:\s+(?:de"
        r"|di))?\s*(?:[–—-]\s*\d{1,2}\.?\s*)?$",
        text[: month.start()],
    )
    after = re.match(r"\.?\s*(\d{1,2})(?!\d|\s*\()(?:st|nd|rd|th)?", text[month.end() :])
    for match in (before, after):
        if match and 1 <= int(match.group(1)) <= 31:
            return (int(match.group(1)),)
    return ()
