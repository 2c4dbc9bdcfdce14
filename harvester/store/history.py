"""What was said of a record at each of its captures: from assertions, superseded ones too."""

from typing import Any

from sqlite_utils import Database

from harvester.model import Assertion
from harvester.store.readings import ASSERTED, TELLING, assertion_of


def captures_read(db: Database, record_id: int) -> list[dict[str, Any]]:
    """The captures of a record's own page that tell of it, by the time at which they show it.

    Each with ``reading_id``, its newest reading, and ``shown_at``.
    """
    rows = db.execute(
        "SELECT c.id, max(r.id), coalesce(c.captured_at, c.fetched_at) AS shown_at, "
        "max(r.form LIKE 'html%' OR r.form LIKE 'text%') "
        "FROM captures c JOIN readings r ON r.capture_id = c.id "
        f"WHERE r.record_id = ? AND r.outcome IN ({TELLING}) GROUP BY c.id ORDER BY shown_at, c.id",
        (record_id,),
    )
    names = ("capture_id", "reading_id", "shown_at")
    found = rows.fetchall()
    pages = [row for row in found if row[3]] or found  # what stands beside a page is no page
    return [dict(zip(names, row[:3], strict=True)) for row in pages]


def references_now(db: Database, record_id: int) -> list[tuple[int, str, Assertion]]:
    """The entries of all reference lists that stand of a record: capture, its time, the entry."""
    names = ", ".join(f"a.{name}" for name in ASSERTED)
    rows = db.execute(
        f"SELECT a.capture_id, coalesce(c.captured_at, c.fetched_at), {names} FROM assertions a "
        "JOIN captures c ON c.id = a.capture_id WHERE a.record_id = ? AND a.field = 'reference' "
        "AND a.value IS NOT NULL AND a.superseded_by IS NULL ORDER BY a.id",
        (record_id,),
    )
    return [(row[0], row[1], assertion_of(row[2:])) for row in rows]


def said_at(db: Database, record_id: int, reading_id: int, field: str) -> list[Assertion]:
    """What a record's own page said of a field as a reading found it.

    A reading of an older capture supersedes at once what it says otherwise than a newer one:
    that is then all of it. Every other reading found what stood when it was done.
    """
    names = ", ".join(f"a.{name}" for name in ASSERTED)
    sql = (
        f"SELECT {names} FROM assertions a JOIN readings own ON own.id = ?3 "
        "JOIN readings r ON r.id = a.reading_id AND r.form = own.form AND r.site IS own.site "
        "WHERE a.record_id = ?1 AND a.page_id = ?1 AND a.field = ?2 AND a.value IS NOT NULL AND "
    )
    for which in (
        "a.reading_id = ?3 AND a.superseded_in = ?3",
        "a.reading_id <= ?3 AND (a.superseded_in IS NULL OR a.superseded_in > ?3)",
    ):
        rows = db.execute(f"{sql}{which} ORDER BY a.id", (record_id, field, reading_id)).fetchall()
        if rows:
            return [assertion_of(row) for row in rows]
    return []


def fields_said(db: Database, record_id: int) -> list[str]:
    """The fields of which a record's own page ever said anything."""
    rows = db.execute(
        "SELECT DISTINCT field FROM assertions WHERE record_id = ?1 AND page_id = ?1 "
        "AND value IS NOT NULL ORDER BY field",
        (record_id,),
    )
    return [field for (field,) in rows]
