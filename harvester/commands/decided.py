"""Decisions as people read them, on one line each."""

from collections.abc import Iterable
from typing import Any

from harvester.commands.printing import value_text

_SHORT = 200


def said(row: dict[str, Any]) -> str:
    """What was decided: "correct contributors.1.role author"."""
    if row["kind"] == "undo":
        return f"undo of decision {row['undoes']} ({row['field']})"
    if row["other_id"]:
        return f"{row['kind']} of records {row['record_id']} and {row['other_id']}"
    value = "" if row["value"] is None else f" {short(row['value'])}"
    return f"{row['kind']} {row['field']}{value}"


def holding(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a record's history, newest first, what holds: the last of each field, not undone."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["kind"] != "undo" and row["undone_by"] is None:
            kept.setdefault((row["record_id"], *row["slot"]), row)
    return list(kept.values())[::-1]


def told(row: dict[str, Any]) -> str:
    """A decision with who, when and why, and what the machine had chosen."""
    why = f": {row['reason']}" if row["reason"] else ""
    machine = "" if row["other_id"] else f"; the machine chose {short(row['seen']) or 'nothing'}"
    return f"{said(row)} (decision {row['id']} by {row['by']} on {row['at'][:10]}{why}){machine}"


def short(value: Any) -> str:
    """A value on one line, cut off where it is long."""
    text = value_text(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
