"""Dates as pages print them, to ISO 8601 as precise as the page was."""

import calendar
import re

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_WORDS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)"
_FORMS = (
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[T\s].*)?",
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<word>{_WORDS})\.?,?\s+{_YEAR}",
    rf"(?P<word>{_WORDS})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
    rf"(?P<word>{_WORDS})\.?,?\s+{_YEAR}",
    _YEAR,
)
_PATTERNS = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)


def iso_date(text: str) -> str | None:
    """ "28 September 2010" → "2010-09-28"; "2010/09" → "2010-09"; None for what is no date.

    Numeric dates are read year first only: in "03/04/2010" nobody knows the month.
    """
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text.strip())
        if match:
            return _compose(match.groupdict())
    return None


def _compose(parts: dict[str, str | None]) -> str | None:
    year = int(parts["year"] or 0)
    word = parts.get("word")
    month = _MONTHS[word.casefold()] if word else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    if month > 12 or (day and (not month or day > calendar.monthrange(year, month)[1])):
        return None
    return "-".join([f"{year:04}"] + [f"{part:02}" for part in (month, day) if part])
