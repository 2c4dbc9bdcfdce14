"""Items as RIS, for Zotero, EndNote, Mendeley and library systems.

The tags are those that Zotero reads into the field that is meant (a book's editor is A3, its
series T3; a report's number SN). What has no tag of its own is a note "variable: value". Every
value is one line, so no printed text can end an entry or begin another.
"""

from collections.abc import Sequence
from typing import Any

from rispy import RisWriter, dumps

from harvester.export import csl
from harvester.export.csl import Item
from harvester.export.items import remarks

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "collection": "MANSCPT",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "motion_picture": "MPCT",
    "paper-conference": "CONF",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
#: CSL variables of one text each, and rispy's names of the tags that may hold them. A tag
#: holds one value; a variable that finds none free becomes a note.
_FIELDS = {
    "title": "title",  # TI
    "container-title": "secondary_title",  # T2
    "collection-title": "tertiary_title",  # T3
    "volume": "volume",
    "issue": "number",  # IS
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "place_published",  # CY
    "DOI": "doi",
    "ISBN": "issn",  # SN
    "ISSN": "issn",
    "genre": "type_of_work",  # M3
    "title-short": "short_title",
    "language": "language",
    "abstract": "abstract",
    "archive": "name_of_database",  # DB
    "original-date": "original_publication",  # OP
}
_DONE = frozenset("id type custom note author editor translator issued page URL keyword".split())
_ARCHIVED = ("archive_collection", "archive_location")


class _Writer(RisWriter):
    """RIS as its readers expect it, without a number before each entry."""

    def set_header(self, count: int) -> str:
        return ""


def write(items: Sequence[Item]) -> str:
    """The items one after the other, UTF-8, each from TY to ER."""
    return str(dumps([_entry(item) for item in items], implementation=_Writer))


def _entry(item: Item) -> dict[str, Any]:
    """One entry by rispy's names, in the order in which it is written."""
    kind = csl.text(item, "type")
    entry: dict[str, Any] = {"type_of_reference": _TYPES.get(kind, "GEN")}
    entry["id"] = csl.text(item, "id")
    editors = "tertiary_authors" if kind == "book" else "secondary_authors"  # A3, A2
    for tag, variable in (
        ("authors", "author"),
        (editors, "editor"),
        ("subsidiary_authors", "translator"),  # A4
    ):
        entry[tag] = [name.inverted for name in csl.names(item, variable)]
    notes = [csl.text(item, "note")]
    fields = _FIELDS | ({"number": "issn"} if kind == "report" else {})
    for variable, tag in fields.items():
        value = csl.shown(item, variable)
        if value and tag in entry:
            notes.append(f"{variable}: {value}")
        elif value:
            entry[tag] = value
    entry["translated_title"] = csl.translated_title(item)  # TT
    entry["accession_number"] = ", ".join(filter(None, (csl.text(item, v) for v in _ARCHIVED)))
    entry |= _dates(item) | _pages(csl.text(item, "page"))
    entry["urls"] = [csl.text(item, "URL").replace(" ", "%20")]
    entry["keywords"] = csl.text(item, "keyword").split("; ")
    rest = [v for v in item if v not in _DONE and v not in fields and v not in _ARCHIVED]
    notes.extend(f"{csl.fold(v)}: {value}" for v in rest if (value := csl.shown(item, v)))
    entry["notes"] = notes + remarks(item)
    for tag in ("urls", "keywords", "notes"):
        entry[tag] = [value for value in entry[tag] if value]
    return {tag: value for tag, value in entry.items() if value}


def _dates(item: Item) -> dict[str, str]:
    """PY the year; DA year/month/day/other, where more is known. A range stands in "other"."""
    days = csl.days(item, "issued")
    if not days:
        return {"year": csl.date_text(item, "issued")}
    first = days[0]
    dates = {"year": f"{first[0]:04}"}
    if len(first) > 1 or len(days) > 1:
        month, day = ([f"{part:02}" for part in first[1:]] + ["", ""])[:2]
        other = " to ".join(map(csl.iso, days)) if len(days) > 1 else ""
        dates["date"] = f"{first[0]:04}/{month}/{day}/{other}"
    return dates


def _pages(printed: str) -> dict[str, str]:
    """SP and EP of "12-34"; all other pages as printed in SP."""
    first, dash, last = printed.partition("-")
    if dash and first.strip().isalnum() and last.strip().isalnum():
        return {"start_page": first.strip(), "end_page": last.strip()}
    return {"start_page": printed}
