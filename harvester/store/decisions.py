"""Decisions as rows: added and read, never changed."""

import json
from typing import Any

from sqlite_utils import Database

from harvester.decision import Decision
from harvester.model import Slot

_COLUMNS = (
    'id record_id field slot member nth kind value seen evidence reason "by" at undoes other_id'
).split()
_NAMES = ", ".join(_COLUMNS)


def add(db: Database, decision: Decision) -> int:
    """Store a decision, whose own ``id`` is not looked at. Call inside a transaction."""
    slot = decision.slot
    values = (
        *(decision.record_id, decision.field, slot.name, slot.member, slot.nth, decision.kind),
        *(_text(decision.value), _text(decision.seen), decision.evidence, decision.reason),
        *(decision.by, decision.at, decision.undoes, decision.other_id),
    )
    marks = ", ".join("?" * len(values))
    cursor = db.execute(
        f"INSERT INTO decisions ({', '.join(_COLUMNS[1:])}) VALUES ({marks})", values
    )
    return int(cursor.lastrowid or 0)


def get(db: Database, decision_id: int) -> Decision | None:
    """The decision of this number."""
    rows = db.execute(f"SELECT {_NAMES} FROM decisions WHERE id = ?", (decision_id,))
    return next((_decision(row) for row in rows), None)


def of_record(db: Database, record_id: int) -> list[Decision]:
    """All decisions on a record, also those on it and another; the oldest first."""
    rows = db.execute(
        f"SELECT {_NAMES} FROM decisions WHERE record_id = ?1 OR other_id = ?1 ORDER BY id",
        (record_id,),
    )
    return [_decision(row) for row in rows]


def merged_into(db: Database, record_id: int) -> int | None:
    """The record that this one leads to since a person merged them."""
    row = db.execute("SELECT into_id FROM merged_records WHERE id = ?", (record_id,)).fetchone()
    return row[0] if row else None


def shown_as(db: Database, record_id: int) -> int:
    """The record that is shown for this one: itself, or the one that it was merged into."""
    return merged_into(db, record_id) or record_id


def merged_with(db: Database, record_id: int) -> list[int]:
    """The records that lead to this one."""
    rows = db.execute("SELECT id FROM merged_records WHERE into_id = ? ORDER BY id", (record_id,))
    return [row[0] for row in rows]


def _decision(row: tuple[Any, ...]) -> Decision:
    (number, record_id, field, name, member, nth, kind, value, seen, *rest) = row
    return Decision(
        number,
        record_id,
        field,
        Slot(name, member, nth),
        kind,
        _value(value),
        _value(seen),
        *rest,
    )


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
