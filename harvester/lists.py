"""A record's reference list as it was at each of its captures."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.choose import DEFAULT_ORDER, choose, reference
from harvester.extract.references.difference import difference
from harvester.model import Assertion, Link, Reference, Span
from harvester.store import history, records


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that one capture shows, and when it shows it."""

    capture_id: int
    shown_at: str
    references: tuple[Reference, ...]


def list_of_channel(
    db: Database, record_id: int, channel: str
) -> tuple[Listed | None, Listed | None]:
    """The list that stands of all other channels (the page's), and that of one channel."""
    rows = history.references_now(db, record_id)
    mine = [row for row in rows if row[2].channel != channel]
    if mine:  # one list: of the channel that is chosen first
        ranks = {name: rank for rank, name in enumerate(DEFAULT_ORDER)}
        best = min((row[2].channel for row in mine), key=lambda name: ranks.get(name, 99))
        mine = [row for row in mine if row[2].channel == best]
    return _of_rows(mine), _of_rows([row for row in rows if row[2].channel == channel])


def _of_rows(rows: list[tuple[int, str, Assertion]]) -> Listed | None:
    if not rows:
        return None
    entries = sorted((row[2] for row in rows), key=lambda entry: entry.position or 0)
    capture_id, shown_at, _ = max(rows, key=lambda row: row[0])
    return Listed(capture_id, shown_at, tuple(map(reference, entries)))


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
    choice = choose(said, site, (), config.orders(site))
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
