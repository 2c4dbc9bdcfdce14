"""Stores what is chosen of a record, and brings in step all that rests on it."""

from sqlite_utils import Database

from harvester import citing
from harvester.model import Record
from harvester.overlay.settle import is_touched, settle
from harvester.store import archival_units, records


def store_choice(
    db: Database, record_id: int, record: Record, at: str, matching: bool = True
) -> bool:
    """Store a record as it is chosen now; true where that changed it. Call inside a transaction.

    ``matching``: its works are matched with those of the other records.
    """
    held = citing.forms_held(db, record_id) if matching else set()
    changed = records.save_record(db, record_id, record, at)
    changes: dict[int, set[int] | None] = {}  # of each record the entries; None: all
    if is_touched(db, record_id):
        changes |= settle(db, record_id)
    if changed and record.unit is None:  # nobody cites "Letters"
        changes[record_id] = None
    for number in sorted(changes) if matching else ():
        forms = held if number == record_id else citing.forms_held(db, number)
        citing.match(db, number, forms, changes[number])
    return archival_units.save(db, record_id, record.unit) or changed
