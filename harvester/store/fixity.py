"""What can be checked of a database by itself: bodies, chain, seals, keys, indexes.

Each check is a generator of faults, a sentence each, in the order in which rows were made; the
first one of a check is the first broken row.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.errors import HarvesterError, StorageError
from harvester.store import events, seals
from harvester.store.bodies import read_body
from harvester.store.database import writing

_EVENT = (
    "id type at outcome detail agent run_id capture_id reading_id record_id decision_id seal "
    "previous_digest digest"
).split()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is checked: captures fetched since a moment (ISO 8601, UTC), and a share of them.

    ``one_in``: of so many bodies and records one is looked at. The same ones each time, by the
    number of the row; ``turn`` moves on to others.
    """

    since: str = ""
    one_in: int = 1
    turn: int = 0

    def takes(self, number: int) -> bool:
        """Whether the row of this number is looked at."""
        return (number + self.turn) % self.one_in == 0


@dataclass
class Counted:
    """How many rows a check has looked at."""

    rows: int = 0


def bodies(db: Database, extent: Extent, counted: Counted) -> Iterator[str]:
    """Each body is read back and hashed; what was forgotten by law is passed over."""
    rows = db.execute(
        "SELECT min(c.id), c.sha256, b.sha256 IS NULL, b.length, b.encoding FROM captures c "
        "LEFT JOIN bodies b ON b.sha256 = c.sha256 "
        "WHERE c.sha256 IS NOT NULL AND c.fetched_at >= ? GROUP BY c.sha256 ORDER BY 1",
        (extent.since,),
    )
    for capture_id, sha256, missing, length, encoding in rows:
        if not extent.takes(capture_id) or encoding == "forgotten":
            continue
        counted.rows += 1
        if missing:
            yield f"The body of capture {capture_id} is gone (sha256 {sha256})."
        elif fault := _fault_of_body(db, sha256, length):
            yield f"The body of capture {capture_id} {fault} (sha256 {sha256})."


def _fault_of_body(db: Database, sha256: str, length: int) -> str | None:
    try:
        body = read_body(db, sha256)
    except StorageError as fault:
        return f"cannot be read back: {fault}"
    if hashlib.sha256(body).hexdigest() != sha256:
        return "is not what was captured: its digest is another"
    return None if len(body) == length else f"has {len(body):,} bytes instead of {length:,}"


def chain(db: Database, counted: Counted) -> Iterator[str]:
    """Each event holds the digest of the one before it, and its own fits what it says."""
    previous, last = events.GENESIS, 0
    for row in db.execute(f"SELECT {', '.join(_EVENT)} FROM events ORDER BY id"):
        event = dict(zip(_EVENT, row, strict=True))
        number = event["id"]
        counted.rows += 1
        if event["previous_digest"] != previous:
            yield f"Event {number} does not follow on event {last}: one between them was cut out."
        if events.event_digest(event) != event["digest"]:
            yield f"Event {number} ({event['type']}, {event['at']}) was changed after it was made."
        previous, last = event["digest"], number


def sealed(db: Database, extent: Extent, counted: Counted) -> Iterator[str]:
    """Each capture, reading and decision is as it was when its event was made."""
    for number, type_, capture_id, reading_id, decision_id, seal in db.execute(
        "SELECT id, type, capture_id, reading_id, decision_id, seal FROM events "
        "WHERE seal IS NOT NULL AND at >= ? ORDER BY id",
        (extent.since,),
    ):
        if not extent.takes(number):
            continue
        counted.rows += 1
        if type_ == events.CAPTURE:
            now, what = seals.of_capture(db, capture_id), f"Capture {capture_id}"
        elif type_ == events.METADATA_EXTRACTION:
            now = seals.of_reading(db, reading_id)
            what = f"Reading {reading_id} (with what it says, of capture {capture_id})"
        else:
            now, what = seals.of_decision(db, decision_id), f"Decision {decision_id}"
        if now != seal:
            yield f"{what} is not as it was when event {number} was made."


#: Rows that must have an event, and the column by which it names them.
_TOLD = (("captures", "capture_id", events.CAPTURE),
         ("readings", "reading_id", events.METADATA_EXTRACTION),
         ("decisions", "decision_id", events.METADATA_MODIFICATION))  # fmt: skip


def told(db: Database, counted: Counted) -> Iterator[str]:
    """Each capture, reading and decision has its event: a chain that was cut short shows.

    Decisions made before events were sealed are named in the words of their events alone.
    """
    for table, column, type_ in _TOLD:
        sealed_since = db.execute(
            f"SELECT min({column}) FROM events WHERE type = ? AND seal IS NOT NULL", (type_,)
        ).fetchone()[0]
        first = sealed_since or 1 if table == "decisions" else 1
        counted.rows += db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for (number,) in db.execute(
            f"SELECT id FROM {table} t WHERE id >= ? AND NOT EXISTS "
            f"(SELECT 1 FROM events e WHERE e.{column} = t.id AND e.type = ?) ORDER BY id",
            (first, type_),
        ):
            one = table.removesuffix("s").capitalize()
            yield f"{one} {number} has no event: the chain of events was cut off."


def foreign_keys(db: Database, counted: Counted) -> Iterator[str]:
    """SQLite's own checks: the file's structure, and that no row names one that is not there."""
    for (words,) in db.execute("PRAGMA quick_check(20)"):
        counted.rows += 1
        if words != "ok":
            yield f"SQLite finds the file damaged: {words}."
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"Row {rowid} of {table} names a row of {parent} that is not there."


def full_text(db: Database, counted: Counted) -> Iterator[str]:
    """Each full-text index holds the words of its table, and no others."""
    names = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%USING fts5%' ORDER BY 1"
    ).fetchall()
    for (name,) in names:
        counted.rows += 1
        try:
            with writing(db, durable=False):
                db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
        except HarvesterError as fault:
            if not isinstance(fault.__cause__, sqlite3.DatabaseError):
                raise
            yield (
                f"The full-text index {name} does not fit its table: a search misses or invents "
                "words."
            )


def head(db: Database) -> tuple[int, str]:
    """Number and digest of the last event: what somebody outside may keep."""
    row = db.execute("SELECT id, digest FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, events.GENESIS)


def digest_at(db: Database, number: int) -> str | None:
    """The digest of one event; None where there is none of that number."""
    row = db.execute("SELECT digest FROM events WHERE id = ?", (number,)).fetchone()
    return row[0] if row else (events.GENESIS if number == 0 else None)
