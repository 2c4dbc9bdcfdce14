"""Decisions as people read them, on one line each."""

from typing import Any

from harvester.commands.printing import names, value_text

_SHORT = 200


def said(row: dict[str, Any]) -> str:
    """What was decided: "correct contributors.1.role author"."""
    if row["kind"] == "undo":
        return f"undo of decision {row['undoes']} ({row['field']})"
    if row["other_id"]:
        return f"{row['kind']} of records {row['record_id']} and {row['other_id']}"
    value = "" if row["value"] is None else f" {short(row['value'])}"
    return f"{row['kind']} {row['field']}{value}"


def told(row: dict[str, Any]) -> str:
    """A decision with who, when and why, and what the machine had chosen."""
    why = f": {row['reason']}" if row["reason"] else ""
    whole = row["other_id"] or row["field"] == "record"
    machine = "" if whole else f"; the machine chose {short(row['seen']) or 'nothing'}"
    return f"{said(row)} (decision {row['id']} by {row['by']} on {row['at'][:10]}{why}){machine}"


def short(value: Any) -> str:
    """A value on one line, cut off where it is long."""
    if isinstance(value, dict) and "values" in value:
        return "as it is shown"
    if isinstance(value, dict) and "family" in value and "role" not in value:
        return ", ".join(filter(None, (value["family"], value.get("given"))))
    people = [value] if isinstance(value, dict) else value
    if isinstance(people, list) and people and all(_is_person(person) for person in people):
        return names(people)
    text = value_text(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _is_person(value: Any) -> bool:
    return isinstance(value, dict) and {"name", "role"} <= value.keys()
