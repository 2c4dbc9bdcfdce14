"""Seals: the digest of the rows that an event speaks of, kept in the event itself.

A row of a capture, a reading or a decision that is changed later no longer fits its event;
and an event that is changed to fit no longer fits the one after it.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

#: Columns that are sealed, by table. Names may be added for new columns, never taken away.
CAPTURE = (
    "source source_kind requested_url url status outcome fetched_at captured_at sha256 length "
    "content_type truncated error redirects request_headers response_headers previous_id "
    "run_id site"
).split()
READING = (
    "capture_id record_id reader_version profile site charset form outcome note text_sha256 at"
).split()
LEDGER = "capture_id rule count characters sha256".split()
ASSERTION = (
    "id record_id page_id capture_id field position value detail channel locator snippet "
    "generation confidence candidate absence reader_version profile body_sha256 asserted_at"
).split()
DECISION = (
    'id record_id field kind value seen evidence reason "by" at undoes other_id slot member nth'
).split()


def of_capture(db: Database, capture_id: int) -> str:
    """The seal of a capture's row."""
    return _digest(_rows(db, "captures", CAPTURE, "id", capture_id))


def of_reading(db: Database, reading_id: int) -> str:
    """The seal of a reading, of its strip ledger, and of all assertions that it brought."""
    rows = _rows(db, "readings", READING, "id", reading_id)
    rows += _rows(db, "strip_ledger", LEDGER, "reading_id", reading_id)
    rows += _rows(db, "assertions", ASSERTION, "reading_id", reading_id)
    return _digest(rows)


def of_decision(db: Database, decision_id: int) -> str:
    """The seal of a decision's row."""
    return _digest(_rows(db, "decisions", DECISION, "id", decision_id))


def _rows(db: Database, table: str, names: list[str], by: str, number: int) -> list[Any]:
    return db.execute(
        f"SELECT {', '.join(names)} FROM {table} WHERE {by} = ? ORDER BY id", (number,)
    ).fetchall()


def _digest(rows: list[Any]) -> str:
    digest = hashlib.sha256()
    for line in _lines(rows):
        digest.update(line)
    return digest.hexdigest()


def _lines(rows: list[Any]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
