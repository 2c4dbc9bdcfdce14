"""What people decided, as it goes along with what is exported."""

from collections.abc import Iterable, Mapping
from typing import Any

from harvester.export import csl

_PAST = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "keep": "kept against the page",
    "follow": "left to the page",
    "merge": "merged",
    "split": "kept apart",
}
_KEPT = ("field", "kind", "by", "at", "reason")


def holding(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of all decisions on a record what holds: of each field the last that was not undone.

    ``rows`` are what ``harvester.store.review.history`` gives, the newest first; the oldest
    comes first here.
    """
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["kind"] != "undo" and row["undone_by"] is None:
            kept.setdefault((row["record_id"], *row["slot"]), dict(row))
    return list(kept.values())[::-1]


def provenance(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of decisions: which field, what kind, by whom, when and why."""
    return [{name: row[name] for name in _KEPT if row[name]} for row in rows]


def of_record(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What holds of a record itself; what is about its references goes with them."""
    return provenance(
        row for row in holding(rows) if not str(row["slot"][0]).startswith("references")
    )


def words(said: Iterable[Mapping[str, Any]]) -> list[str]:
    """Decisions as lines for a note, each beginning with a word and a colon."""
    lines = []
    for row in said:
        why = f" ({csl.fold(row['reason'])})" if row.get("reason") else ""
        kind = _PAST.get(str(row["kind"]), csl.fold(row["kind"]))
        lines.append(
            f"decided: {csl.fold(row['field'])} {kind} by {csl.fold(row['by'])} on "
            f"{csl.fold(row['at'])[:10]}{why}"
        )
    return lines
