"""What is compared of two CSL items, and which differences carry no meaning.

Folded in every text: Unicode composition (NFC), the forms of quotation marks and of dashes,
runs of spaces, the printers' marks inside a closing quotation mark (``Tiaoyue,’``) and at the
end. In page ranges also the spaces round the dash, in a DOI also case (DOI Handbook, 2.4). Case
and accents are kept, and so are
abbreviations: ``J. A.`` is not ``J.A.``.

A name is one value, its family and given parts apart; ``words`` of names count each word, the
family's and the given's. A name of one part says the same as ``family`` or ``literal``, and a
name in Han, kana or Hangul, which is printed without a space, is compared undivided.

Of a date are compared the year (of a range both) and the whole date; season and ``circa`` are
not. Not compared: ``note``, ``id``, ``language``, ``citation-number`` and whatever else is not
in ``FIELDS``.
"""

import re
import unicodedata
from collections import Counter
from typing import Any

NAMES = ("author", "editor", "translator", "director")
DATES = ("issued", "original-date", "accessed")
TEXTS = (
    "title",
    "translated-title",
    "container-title",
    "volume-title",
    "collection-title",
    "collection-number",
    "volume",
    "number-of-volumes",
    "issue",
    "number",
    "genre",
    "edition",
    "page",
    "publisher",
    "publisher-place",
    "event-title",
    "event-place",
    "status",
    "archive",
    "archive_collection",
    "archive_location",
    "archive-place",
    "DOI",
    "ISBN",
    "PMID",
    "URL",
)
#: The rows of the tables, in order. ``words`` and ``year`` are looser forms of their neighbours.
FIELDS = (
    *(row for name in NAMES for row in (name, f"{name} words")),
    *TEXTS,
    "year",
    *DATES,
    "type",
)
#: The works whose references general parsers mangle.
HUMANITIES = frozenset(
    ("transliterated", "translated-title", "archival", "edited-source", "original-script")
)

Values = Counter[tuple[str, ...]]

_DASHES = re.compile("[‐‑‒–—―−]")
_QUOTES = re.compile("[“”„‟«»‹›「」『』《》\"'‘’‚‛ʼ`´]")
_END = re.compile(r"[\s.,;:，。、]*('?)[\s.,;:，。、]*$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Compositions, quotation marks, dashes and spaces made alike; nothing taken away."""
    text = unicodedata.normalize("NFC", text)
    return " ".join(_QUOTES.sub("'", _DASHES.sub("-", text)).split())


def folded(value: object, field: str = "") -> str:
    """One value as it is compared."""
    text = _END.sub(r"\1", fold(str(value)))
    if field == "DOI":
        return text.lower()
    return re.sub(r"\s*-\s*", "-", text) if field == "page" else text


def values(csl: dict[str, Any]) -> dict[str, Values]:
    """For each compared field that the item has, its values, each as often as it stands."""
    found: dict[str, Values] = {}
    for field in NAMES:
        names = csl.get(field) or []
        found[field] = Counter(_name(name) for name in names)
        found[f"{field} words"] = Counter(word for name in names for word in _words(name))
    custom = csl.get("custom")
    flat = {**csl, **(custom if isinstance(custom, dict) else {})}
    for field in (*TEXTS, "type"):
        if flat.get(field) not in (None, ""):
            found[field] = Counter([(folded(flat[field], field),)])
    for field in DATES:
        if csl.get(field):
            found[field] = Counter([_date(csl[field])])
    found["year"] = Counter(_years(csl.get("issued") or {}))
    return {field: counted for field, counted in found.items() if counted}


def _name(name: dict[str, str]) -> tuple[str, ...]:
    parts = [folded(name.get(key, "")) for key in ("literal", "family", "given", "suffix")]
    parts = [part for part in parts if part]
    if parts and all(_UNSPACED.match(part) for part in parts):
        return ("".join(parts).replace(" ", ""),)
    return tuple(parts)


def _words(name: dict[str, str]) -> list[tuple[str, ...]]:
    parts = [fold(name.get(key, "")) for key in ("literal", "family", "given", "suffix")]
    if all(_UNSPACED.match(part) for part in parts if part):
        return [_name(name)]
    return [(folded(word),) for part in parts for word in part.split()]


def _date(date: dict[str, Any]) -> tuple[str, ...]:
    if date.get("date-parts"):
        return tuple("-".join(str(int(number)) for number in part) for part in date["date-parts"])
    return (folded(date.get("literal", date.get("raw", ""))),)


def _years(date: dict[str, Any]) -> list[tuple[str, ...]]:
    """The year, or both years of a range; a date in words ("n.d.") is its own year."""
    if not date:
        return []
    if not date.get("date-parts"):
        return [_date(date)]
    return [(year,) for year in dict.fromkeys(str(int(part[0])) for part in date["date-parts"])]
