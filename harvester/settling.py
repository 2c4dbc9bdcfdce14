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
    touched = settle(db, record_id) if is_touched(db, record_id) else set()
    own = {record_id} if changed and record.unit is None else set()  # nobody cites "Letters"
    for number in sorted(touched | own) if matching else ():
        citing.match(db, number, held if number == record_id else citing.forms_held(db, number))
    return archival_units.save(db, record_id, record.unit) or changed
