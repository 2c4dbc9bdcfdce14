"""A reference list as text, JSON lines or CSV."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("position", "label", "text", "doi", "links", "confidence", "flags")


def as_text(entries: Sequence[dict[str, Any]]) -> str:
    """The printed texts, one a line."""
    return "".join(f"{' '.join(entry['text'].split())}\n" for entry in entries)


def as_json_lines(entries: Sequence[dict[str, Any]]) -> str:
    """One JSON object a line, with the keys of ``show --json``."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def as_csv(entries: Sequence[dict[str, Any]]) -> str:
    """Comma-separated values with a heading (RFC 4180), UTF-8.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        links = entry["links"]
        doi = next((link["value"] for link in links if link["kind"] in ("crossref", "doi")), None)
        row = {
            **entry,
            "doi": doi,
            "links": " ".join(link["url"] or link["kind"] for link in links),
            "flags": " ".join(entry["flags"]),
        }
        writer.writerow(_harmless(row[name]) for name in _COLUMNS)
    return out.getvalue()


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


FORMATS: dict[str, Callable[[Sequence[dict[str, Any]]], str]] = {
    "csv": as_csv,
    "jsonl": as_json_lines,
    "text": as_text,
}
