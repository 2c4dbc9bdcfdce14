"""Works, and the forms in which entries and records write them down.

A form is the facts of one or more entries or records that are alike in all that is compared
(``work_forms``); forms that mean one work share it. Which do is not decided here. All that
writes is called inside a transaction.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

#: Rows that hold a form and its work. What stands in them is kept in step with the form's.
_HOLDERS = ("reference_entries", "records")


def entries_of(db: Database, record_id: int, only: set[int] | None = None) -> list[dict[str, Any]]:
    """A record's entries with all that their facts come from, as people decided on them.

    ``only``: these of them; None for all.
    """
    if only is not None and not only:
        return []
    links: dict[int, list[tuple[str, str | None]]] = {}
    for number, kind, value in db.execute(
        "SELECT l.reference_id, l.kind, l.value FROM reference_links l "
        "JOIN reference_entries e ON e.id = l.reference_id WHERE e.record_id = ? ORDER BY l.id",
        (record_id,),
    ):
        links.setdefault(number, []).append((kind, value))
    rows = db.execute(
        "SELECT e.id, e.text, CASE WHEN v.id IS NULL THEN e.csl ELSE v.csl END, e.form_id, "
        "coalesce(v.rejected, 0) FROM reference_entries e LEFT JOIN reviewed_references v "
        "ON v.id = e.id WHERE e.record_id = ? ORDER BY e.position",
        (record_id,),
    )
    names = ("id", "text", "csl", "form_id", "rejected")
    return [
        dict(zip(names, row, strict=True)) | {"links": links.get(row[0], [])}
        for row in rows
        if only is None or row[0] in only
    ]


def record_of(db: Database, record_id: int) -> dict[str, Any]:
    """What a record tells of itself as a work, with its contributors' names in order."""
    names = (
        "id title kind doi volume container_title pages published_print published_online form_id"
    ).split()
    row = (
        db.execute(
            f"SELECT {', '.join(names)} FROM records_reviewed WHERE id = ?", (record_id,)
        ).fetchone()
        or db.execute(
            f"SELECT {', '.join(names)} FROM records WHERE id = ?", (record_id,)
        ).fetchone()
    )
    people = db.execute(
        "SELECT name, family, given, role, level FROM contributors_reviewed WHERE record_id = ? "
        "ORDER BY position",
        (record_id,),
    )
    columns = ("name", "family", "given", "role", "level")
    return dict(zip(names, row, strict=True)) | {
        "people": [dict(zip(columns, person, strict=True)) for person in people]
    }


def forms_held(db: Database, record_id: int) -> set[int]:
    """The forms that a record and its entries hold now."""
    rows = db.execute(
        "SELECT form_id FROM reference_entries WHERE record_id = ?1 AND form_id IS NOT NULL "
        "UNION SELECT form_id FROM records WHERE id = ?1 AND form_id IS NOT NULL",
        (record_id,),
    )
    return {row[0] for row in rows}


def works_held(db: Database, record_id: int, only: set[int]) -> set[int]:
    """The work that a record is, and those that some of its entries cite."""
    rows = db.execute(
        "SELECT work_id FROM records WHERE id = ? UNION SELECT work_id FROM reference_entries "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (record_id, json.dumps(sorted(only))),
    )
    return {row[0] for row in rows if row[0] is not None}


def unmatched(db: Database, limit: int) -> list[int]:
    """Records of which some entry, or the record itself, has no form yet."""
    rows = db.execute(
        "SELECT record_id FROM (SELECT record_id FROM reference_entries WHERE form_id IS NULL "
        "LIMIT ?1) UNION SELECT id FROM (SELECT id FROM records WHERE form_id IS NULL "
        "AND kind <> 'archival-unit' LIMIT ?1) "
        "ORDER BY 1",
        (limit,),
    )
    return [row[0] for row in rows]


def find_form(db: Database, digest: str) -> tuple[int, int | None] | None:
    """The number and the work of a form, if it is known."""
    row = db.execute("SELECT id, work_id FROM work_forms WHERE digest = ?", (digest,)).fetchone()
    return (row[0], row[1]) if row else None


def add_form(db: Database, digest: str, facts: str, keys: Iterable[int]) -> int:
    """A new form, of no work yet, to be found by its keys."""
    cursor = db.execute("INSERT INTO work_forms (digest, facts) VALUES (?, ?)", (digest, facts))
    number = int(cursor.lastrowid or 0)
    db.conn.executemany(
        "INSERT INTO work_keys (key, form_id) VALUES (?, ?)", [(key, number) for key in keys]
    )
    return number


def hold(db: Database, table: str, row_id: int, form_id: int, work_id: int | None) -> None:
    """Let an entry or a record hold a form and its work."""
    assert table in _HOLDERS
    db.execute(
        f"UPDATE {table} SET form_id = ?, work_id = ? WHERE id = ?", (form_id, work_id, row_id)
    )


def is_held(db: Database, form_id: int) -> bool:
    """Whether any entry or record holds a form."""
    return any(
        db.execute(f"SELECT 1 FROM {table} WHERE form_id = ? LIMIT 1", (form_id,)).fetchone()
        for table in _HOLDERS
    )


def forms_with(db: Database, key: int, limit: int) -> list[tuple[int, str, int | None]]:
    """Number, facts and work of the forms that share a key: the oldest, up to ``limit``."""
    return db.execute(
        "SELECT f.id, f.facts, f.work_id FROM work_keys k JOIN work_forms f ON f.id = k.form_id "
        "WHERE k.key = ? ORDER BY k.form_id LIMIT ?",
        (key, limit),
    ).fetchall()


def form(db: Database, form_id: int) -> tuple[str, int | None]:
    """The facts of a form, as JSON, and its work."""
    row = db.execute("SELECT facts, work_id FROM work_forms WHERE id = ?", (form_id,)).fetchone()
    return row[0], row[1]


def move_form(db: Database, form_id: int, work_id: int | None) -> None:
    """Give a form, and all that hold it, another work."""
    db.execute("UPDATE work_forms SET work_id = ? WHERE id = ?", (work_id, form_id))
    for table in _HOLDERS:
        db.execute(f"UPDATE {table} SET work_id = ? WHERE form_id = ?", (work_id, form_id))


def remove_form(db: Database, form_id: int) -> None:
    """Forget a form that nothing holds any more, with its keys."""
    db.execute("DELETE FROM work_forms WHERE id = ?", (form_id,))


def add_work(db: Database, key: str) -> int:
    """A new work."""
    return int(db.execute("INSERT INTO works (key) VALUES (?)", (key,)).lastrowid or 0)


def remove_work_if_empty(db: Database, work_id: int) -> bool:
    """Forget a work of which no form is left; true where it went."""
    held = db.execute("SELECT 1 FROM work_forms WHERE work_id = ? LIMIT 1", (work_id,)).fetchone()
    if held is None:
        db.execute("DELETE FROM works WHERE id = ?", (work_id,))
    return held is None


def key_of(db: Database, work_id: int) -> str:
    """The digest of the form by which a work is shown."""
    key: str = db.execute("SELECT key FROM works WHERE id = ?", (work_id,)).fetchone()[0]
    return key


def printed(db: Database, work_id: int, key: str) -> tuple[str | None, str | None]:
    """Text and CSL of the entry by which a work is shown: one of its first form, if any is.

    Of those that are alike the first in the alphabet, so that it is the same on every machine.
    """
    asked = (
        "SELECT e.text, e.csl FROM work_forms f JOIN reference_entries e ON e.form_id = f.id "
        "WHERE f.digest = ? ORDER BY e.csl IS NULL, e.text, e.csl LIMIT 1",
        "SELECT text, csl FROM reference_entries WHERE work_id = ? "
        "ORDER BY csl IS NULL, text, csl LIMIT 1",
    )
    for sql, value in zip(asked, (key, work_id), strict=True):
        row = db.execute(sql, (value,)).fetchone()
        if row:
            return row[0], row[1]
    return None, None


def harvested(db: Database, work_id: int) -> int | None:
    """The record that is a work; the first, where several are."""
    row = db.execute(
        "SELECT min(coalesce(m.into_id, r.id)) FROM records r "
        "LEFT JOIN merged_records m ON m.id = r.id WHERE r.work_id = ?",
        (work_id,),
    ).fetchone()
    return row[0] if row else None


def save_work(db: Database, work_id: int, values: dict[str, Any]) -> None:
    """Bring what is shown of a work in step."""
    names = list(values)
    before = db.execute(f"SELECT {', '.join(names)} FROM works WHERE id = ?", (work_id,)).fetchone()
    if tuple(before) != tuple(values.values()):
        setters = ", ".join(f"{name} = :{name}" for name in names)
        db.execute(f"UPDATE works SET {setters} WHERE id = :id", values | {"id": work_id})


def works_cited(db: Database, at_least: int, missing: bool, limit: int) -> list[dict[str, Any]]:
    """Works by the number of harvested records that cite them, most cited first."""
    found = db.execute(
        "SELECT work_id, count(DISTINCT coalesce(m.into_id, record_id)) AS n, count(*) "
        "FROM reference_entries LEFT JOIN merged_records m ON m.id = record_id "
        "WHERE work_id IS NOT NULL GROUP BY work_id HAVING n >= ?1 "
        "AND NOT (?2 AND EXISTS (SELECT 1 FROM records r WHERE r.work_id = "
        "reference_entries.work_id)) ORDER BY n DESC, work_id LIMIT ?3",
        (at_least, missing, limit),
    ).fetchall()
    names = "key title author year type doi text record_id".split()
    made: list[dict[str, Any]] = []
    for work_id, records, entries in found:
        row = db.execute(
            f"SELECT {', '.join(names)} FROM works WHERE id = ?", (work_id,)
        ).fetchone()
        counts = {"cited_by_records": records, "entries": entries}
        work = {"id": work_id} | dict(zip(names, row, strict=True)) | counts
        made.append(work | {"cited_by": citing(db, work_id)})
    return made


def cited_by(db: Database, record_id: int) -> list[dict[str, Any]]:
    """The harvested records that cite a record, or one that was merged into it.

    Each with the places in its list.
    """
    rows = db.execute(
        "SELECT DISTINCT work_id FROM records WHERE work_id IS NOT NULL AND (id = ?1 OR id IN "
        "(SELECT id FROM merged_records WHERE into_id = ?1)) ORDER BY work_id",
        (record_id,),
    ).fetchall()
    found: dict[int, dict[str, Any]] = {}
    for (work_id,) in rows:
        for entry in citing(db, work_id):
            held = found.setdefault(entry["id"], entry)
            held["positions"] = sorted({*held["positions"], *entry["positions"]})
    return [found[number] for number in sorted(found) if number != record_id]


def citing(db: Database, work_id: int) -> list[dict[str, Any]]:
    """The records that cite a work, each with the places in its list."""
    found: dict[int, dict[str, Any]] = {}
    for number, key, title, position in db.execute(
        "SELECT r.id, r.key, r.title, e.position FROM reference_entries e "
        "LEFT JOIN merged_records m ON m.id = e.record_id "
        "JOIN records_reviewed r ON r.id = coalesce(m.into_id, e.record_id) "
        "WHERE e.work_id = ? ORDER BY r.id, e.position",
        (work_id,),
    ):
        row = found.setdefault(number, {"id": number, "key": key, "title": title, "positions": []})
        row["positions"].append(position)
    return list(found.values())
