"""A reference list in the forms that people and programs read.

All functions take what ``harvester.store.queries.references`` gives.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from harvester.export import bibtex, csl, csl_json, ris
from harvester.export.items import linked_doi, of_references

_FORMULA = ("=", "+", "-", "@")
_COLUMNS = (
    "position label text doi links confidence flags type author editor translator title "
    "translated_title container_title collection_title volume issue page publisher publisher_place "
    "issued url isbn archive archive_collection archive_location"
).split()


def as_text(entries: Sequence[dict[str, Any]]) -> str:
    """The printed texts, one a line."""
    return "".join(f"{' '.join(entry['text'].split())}\n" for entry in entries)


def as_numbered_text(entries: Sequence[dict[str, Any]]) -> str:
    """The printed texts, one a line, each with its place in the list, set flush right."""
    width = len(str(max((entry["position"] for entry in entries), default=0)))
    return "".join(
        f"{entry['position']:>{width}}. {' '.join(entry['text'].split())}\n" for entry in entries
    )


def as_json_lines(entries: Sequence[dict[str, Any]]) -> str:
    """One JSON object a line, with the keys of ``show --json``."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def as_csv(entries: Sequence[dict[str, Any]]) -> str:
    """Comma-separated values with a heading; the columns after ``flags`` are the parsed fields.

    Where the first entry has ``export``, that is the last column.
    """
    columns = [*_COLUMNS, "export"] if entries and "export" in entries[0] else _COLUMNS
    return table(columns, map(_row, entries))


def _row(entry: dict[str, Any]) -> dict[str, object]:
    item = entry["csl"] or {}
    parsed = {name: csl.shown(item, name.replace("_", "-")) for name in _COLUMNS}
    parsed |= {name: csl.text(item, name) for name in ("archive_collection", "archive_location")}
    return {
        **parsed,
        "translated_title": csl.translated_title(item),
        "url": csl.text(item, "URL"),
        "isbn": csl.text(item, "ISBN"),
        **{name: entry[name] for name in ("position", "label", "text", "confidence")},
        "doi": csl.text(item, "DOI") or linked_doi(entry["links"]),
        "links": " ".join(link["url"] or link["kind"] for link in entry["links"]),
        "flags": " ".join(entry["flags"]),
        "export": entry.get("export"),
    }


def table(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> str:
    """Comma-separated values with a heading (RFC 4180), for UTF-8.

    A cell is one line; one that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def _harmless(value: object) -> str:
    text = csl.fold(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


#: The forms that hold parsed fields: what writes them, from CSL items.
ITEM_FORMATS: dict[str, Callable[[Sequence[csl.Item]], str]] = {
    "bibtex": bibtex.write,
    "csl-json": csl_json.write,
    "ris": ris.write,
}


def _of_items(write: Callable[[Sequence[csl.Item]], str]) -> Callable[..., str]:
    return lambda entries: write(of_references(entries))


FORMATS: dict[str, Callable[[Sequence[dict[str, Any]]], str]] = {
    "csv": as_csv,
    "jsonl": as_json_lines,
    "numbered": as_numbered_text,
    "text": as_text,
    **{name: _of_items(write) for name, write in ITEM_FORMATS.items()},
}
