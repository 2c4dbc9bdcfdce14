"""Units of archives: what a record is as one, kept beside the record."""

from dataclasses import fields

from sqlite_utils import Database

from harvester.model import Unit

NAMES = tuple(column.name for column in fields(Unit))
_COLUMNS = ", ".join(NAMES)


def save(db: Database, record_id: int, unit: Unit | None) -> bool:
    """Bring a record's row in step; true where anything changed. Call inside a transaction."""
    before = db.execute(
        f"SELECT {_COLUMNS} FROM archival_units WHERE record_id = ?", (record_id,)
    ).fetchone()
    values = tuple(getattr(unit, name) for name in NAMES) if unit else None
    if before == values:
        return False
    if values is None:
        db.execute("DELETE FROM archival_units WHERE record_id = ?", (record_id,))
    else:
        marks = ", ".join("?" * (len(NAMES) + 1))
        db.execute(
            f"INSERT OR REPLACE INTO archival_units (record_id, {_COLUMNS}) VALUES ({marks})",
            (record_id, *values),
        )
    return True


def unit_of(db: Database, record_id: int) -> dict[str, str | None] | None:
    """A record as a unit of archives, or None where it is none."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM archival_units WHERE record_id = ?", (record_id,)
    ).fetchone()
    return dict(zip(NAMES, row, strict=True)) if row else None
