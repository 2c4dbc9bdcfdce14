"""A record's reference list as it was at each of its captures."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.choose import choose
from harvester.extract.references.difference import difference
from harvester.model import Link, Reference, Span
from harvester.store import history, records


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that one capture shows, and when it shows it."""

    capture_id: int
    shown_at: str
    references: tuple[Reference, ...]


def lists_of(
    db: Database, config: Configuration, record_id: int, captures: tuple[int, ...] = ()
) -> list[Listed]:
    """The lists at two captures, or where none are named at the last two that differ.

    Captures are in the order of the time that they show. Fewer than two where there are no
    two that differ. Raises NotFoundError for a capture that does not tell of the record.
    """
    known = history.captures_read(db, record_id)
    if captures:
        by_number = {row["capture_id"]: row for row in known}
        if missing := [number for number in captures if number not in by_number]:
            raise NotFoundError(
                f"Capture {missing[0]} does not show this record. See its captures: "
                f"harvester show {record_id} --captures"
            )
        known = [by_number[number] for number in captures]
        return [_listed(db, config, record_id, row) for row in known]
    newer: Listed | None = None
    for row in reversed(known):
        older = _listed(db, config, record_id, row)
        if newer and difference(older.references, newer.references):
            return [older, newer]
        newer = older
    return [newer] if newer else []


def _listed(db: Database, config: Configuration, record_id: int, row: dict[str, object]) -> Listed:
    """The list that the rule of choosing makes of what a capture's page said."""
    said = history.said_at(db, record_id, int(str(row["reading_id"])), "reference")
    site = records.site_of(db, record_id)
    profile = next((known for known in config.sites if known.name == site), None)
    choice = choose(said, site, (), profile.choose if profile else {})
    return Listed(int(str(row["capture_id"])), str(row["shown_at"]), choice.record.references)


def as_references(entries: Iterable[Mapping[str, Any]]) -> tuple[Reference, ...]:
    """The references of a record in the form of ``show KEY --json``."""
    return tuple(
        Reference(
            entry["position"],
            entry["text"],
            entry["label"],
            tuple(Link(**link) for link in entry["links"]),
            json.dumps(entry["csl"], ensure_ascii=False) if entry["csl"] else None,
            entry["confidence"],
            tuple(entry["flags"]),
            tuple(Span(**span) for span in entry["spans"]),
        )
        for entry in entries
    )
