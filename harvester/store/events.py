"""Runs and events: who did what to which object, when, with what result (PREMIS 3 words).

Each event carries the digest of the one before it and the seal of the rows that it has
brought (``seals.py``), so that a row changed later shows.
"""

import hashlib
import json
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.store import seals

#: Digest before the first event.
GENESIS = "0" * 64

#: Columns of events that were added after the first release.
LATER = frozenset({"decision_id", "seal"})

CAPTURE = "capture"
MESSAGE_DIGEST = "message digest calculation"
DELETION = "deletion"
METADATA_EXTRACTION = "metadata extraction"
METADATA_MODIFICATION = "metadata modification"
FIXITY_CHECK = "fixity check"


@dataclass(frozen=True, slots=True)
class Objects:
    """The rows that an event is about."""

    capture_id: int | None = None
    reading_id: int | None = None
    record_id: int | None = None
    decision_id: int | None = None


def start_run(db: Database, command: str, agent: str, config_sha256: str, at: str) -> int:
    """A new run; ``agent`` names the program and its version. Call inside a transaction."""
    cursor = db.execute(
        "INSERT INTO runs (command, agent, config_sha256, started_at) VALUES (?, ?, ?, ?)",
        (command, agent, config_sha256, at),
    )
    return int(cursor.lastrowid or 0)


def end_run(db: Database, run_id: int, well: int, failed: int, at: str) -> None:
    """Close a run with its counts. Call inside a transaction."""
    db.execute(
        "UPDATE runs SET ended_at = ?, sources = ?, well = ?, failed = ? WHERE id = ?",
        (at, well + failed, well, failed, run_id),
    )


def add_event(
    db: Database,
    run_id: int | None,
    type_: str,
    outcome: str,
    at: str,
    about: Objects,
    detail: str = "",
    agent: str = "",
) -> int:
    """Append an event to the chain. ``agent``: who did it, where that is no run.

    Call inside a transaction.
    """
    last = db.execute("SELECT digest FROM events ORDER BY id DESC LIMIT 1").fetchone()
    if run_id is not None:
        agent = db.execute("SELECT agent FROM runs WHERE id = ?", (run_id,)).fetchone()[0]
    row = {
        "type": type_,
        "at": at,
        "outcome": outcome,
        "detail": detail or None,
        "agent": agent,
        "run_id": run_id,
        "capture_id": about.capture_id,
        "reading_id": about.reading_id,
        "record_id": about.record_id,
        "decision_id": about.decision_id,
        "seal": _seal(db, type_, about),
        "previous_digest": last[0] if last else GENESIS,
    }
    row["digest"] = event_digest(row)
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = db.execute(f"INSERT INTO events ({names}) VALUES ({marks})", row)
    return int(cursor.lastrowid or 0)


def _seal(db: Database, type_: str, about: Objects) -> str | None:
    """The seal of the rows that an event has brought; those that only name rows have none."""
    if type_ == CAPTURE and about.capture_id is not None:
        return seals.of_capture(db, about.capture_id)
    if type_ == METADATA_EXTRACTION and about.reading_id is not None:
        return seals.of_reading(db, about.reading_id)
    if type_ == METADATA_MODIFICATION and about.decision_id is not None:
        return seals.of_decision(db, about.decision_id)
    return None


def event_digest(row: dict[str, object]) -> str:
    """SHA-256 over an event's columns, its own id and digest aside, as canonical JSON.

    Columns that came later (``LATER``) count where they hold something, so that the digests of
    events before them stay what they are.
    """
    kept = {
        name: value
        for name, value in row.items()
        if name not in ("id", "digest") and not (name in LATER and value is None)
    }
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
