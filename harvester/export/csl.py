"""A CSL-JSON item as the writers of other formats look at it: texts, names and dates.

An item is a dict with the variables of CSL 1.0.2. Its values come from printed text and from
pages: nothing here trusts their types.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]

#: CSL variables that hold names, and those that hold dates (CSL 1.0.2, appendix IV).
NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator "
    "director editor editorial-director executive-producer guest host illustrator interviewer "
    "narrator organizer original-author performer producer recipient reviewed-author "
    "script-writer series-creator translator".split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
_HALVES = re.compile("[\ud800-\udfff]")
_PARTICLES = ("dropping-particle", "non-dropping-particle")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, each on one line; a body, or a name not taken apart, is ``literal``."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def inverted(self) -> str:
        """ "Leffler, Melvyn P." """
        return self.literal or ", ".join(
            part for part in (self.family, self.given, self.suffix) if part
        )


def fold(value: object) -> str:
    """A value as text on one line: white space is one space each, controls are U+FFFD.

    This is the folding that RIS and BibTeX need, whose lines have a meaning. Nothing else of a
    text is changed: marks of direction, accents and signs stay.
    """
    text = " ".join(("" if value is None else str(value)).split())
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def whole(text: str) -> str:
    """A text without halves of surrogate pairs, which UTF-8 cannot say: each is U+FFFD."""
    return _HALVES.sub("\ufffd", text)


def text(item: Item, variable: str) -> str:
    """The value of a variable that holds text or a number, folded; "" without one."""
    value = item.get(variable)
    return "" if isinstance(value, dict | list) else fold(value)


def translated_title(item: Item) -> str:
    """The translation of the title that was printed in brackets after it; "" without one."""
    custom = item.get("custom")
    return fold(custom.get("translated-title")) if isinstance(custom, dict) else ""


def about(item: Item) -> dict[str, Any]:
    """What harvester itself says of an item (``custom.harvester``)."""
    custom = item.get("custom")
    said = custom.get("harvester") if isinstance(custom, dict) else None
    return said if isinstance(said, dict) else {}


def names(item: Item, variable: str) -> list[Name]:
    """The names of a variable in their order; those without any text are left out."""
    found = []
    people = item.get(variable) or []
    for given in people if isinstance(people, list) else [people]:
        if not isinstance(given, dict):
            given = {"literal": given}
        words = (fold(given.get(part)) for part in (*_PARTICLES, "family"))
        name = Name(
            " ".join(word for word in words if word),
            fold(given.get("given")),
            fold(given.get("suffix")),
            fold(given.get("literal")),
        )
        if name.inverted:
            found.append(name)
    return found


def days(item: Item, variable: str) -> list[tuple[int, ...]]:
    """The dates of a variable: (year), (year, month) or (year, month, day); two for a range."""
    value = item.get(variable)
    parts = value.get("date-parts") if isinstance(value, dict) else None
    found = [_day(part) for part in parts[:2] or ()] if isinstance(parts, list) else []
    return [day for day in found if day]


def iso(day: tuple[int, ...]) -> str:
    """ISO 8601, as precise as is known: "2000", "2000-08", "2000-08-03"."""
    return "-".join([f"{day[0]:04}", *(f"{part:02}" for part in day[1:])])


def date_text(item: Item, variable: str) -> str:
    """A date as text: ISO 8601, a range with a slash between; else as printed ("n.d.")."""
    value = item.get(variable)
    if found := days(item, variable):
        return "/".join(map(iso, found))
    if isinstance(value, dict):
        return fold(value.get("literal") or value.get("raw"))
    return text(item, variable)


def shown(item: Item, variable: str) -> str:
    """Any variable as text: names divided by semicolons, dates as ISO 8601."""
    if variable in DATES:
        return date_text(item, variable)
    value = item.get(variable)
    if isinstance(value, list):
        if variable in NAMES:
            return "; ".join(name.inverted for name in names(item, variable))
        return "; ".join(map(fold, value))
    return fold(value)


def _day(parts: object) -> tuple[int, ...]:
    """Year, month and day, as far as they are numbers that a calendar has."""
    day: list[int] = []
    for part, (low, high) in zip(
        parts if isinstance(parts, list) else (), ((-9999, 9999), (1, 12), (1, 31)), strict=False
    ):
        try:
            number = int(str(part))
        except ValueError:
            break
        if not low <= number <= high:
            break
        day.append(number)
    return tuple(day)
