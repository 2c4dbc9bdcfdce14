"""Records: what is chosen now of each work. Kept in step with the live assertions."""

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from harvester.model import Contributor, Record, Reference

#: Schemes of identifiers that different works may share.
SHARED = frozenset({"isbn", "issn", "related-isbn"})
#: What a decision on two records is about, and a question whether they are one work.
SAME_WORK = "same-work"
#: No book is divided more deeply.
_DEEPEST = 20
_LISTS = ("isbn", "issn", "keywords")
_PLAIN = (
    "key kind level site title number part container_title series publisher place "
    "published_online published_print doi volume issue pages language abstract extract licence "
    "access url pdf_url"
).split()


def find_record(
    db: Database, identifiers: Sequence[tuple[str, str]], sites: set[str], key: str
) -> int | None:
    """The record of the work with these identifiers, strongest first.

    Two works may print the same words ("Preface"): a digest counts only where the record
    found has no site's id or DOI other than the one asked for.
    """
    strong = {scheme: value.casefold() for scheme, value in identifiers if scheme != "digest"}
    for scheme, value in identifiers:
        if scheme in SHARED:
            continue
        rows = db.execute(
            "SELECT DISTINCT record_id FROM identifiers WHERE scheme = ? AND value = ?",
            (scheme, value),
        ).fetchall()
        matches = [row[0] for row in rows if not _conflicts(db, row[0], scheme, strong, sites)]
        if len(matches) == 1 or (matches and scheme != "digest"):
            return int(matches[0])
    row = db.execute("SELECT id FROM records WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else None


def _conflicts(
    db: Database, record_id: int, scheme: str, strong: dict[str, str], sites: set[str]
) -> bool:
    """Whether a record that shares one identifier differs in a stronger one."""
    if scheme not in ("doi", "pii", "digest"):
        return False  # the number that a site, a repository or a catalogue gives
    weaker = SHARED | {"pii", "digest"}
    rows = db.execute(
        "SELECT scheme, value FROM identifiers WHERE record_id = ?", (record_id,)
    ).fetchall()
    return any(
        (other in sites if scheme != "digest" else other not in weaker)
        and other in strong
        and strong[other] != value.casefold()
        for other, value in rows
    )


def dois(db: Database, record_id: int) -> set[str]:
    """The DOIs that lead to a record, in small letters."""
    rows = db.execute(
        "SELECT value FROM identifiers WHERE record_id = ? AND scheme = 'doi'", (record_id,)
    )
    return {value.casefold() for (value,) in rows}


def site_of(db: Database, record_id: int) -> str | None:
    """The site that a record was read from last."""
    row = db.execute("SELECT site FROM records WHERE id = ?", (record_id,)).fetchone()
    return row[0] if row else None


def title_of(db: Database, record_id: int) -> str | None:
    """The title of a record."""
    row = db.execute("SELECT title FROM records WHERE id = ?", (record_id,)).fetchone()
    return row[0] if row else None


def has_title(db: Database, record_id: int) -> bool:
    """Whether a record has a title."""
    row = db.execute("SELECT title FROM records WHERE id = ?", (record_id,)).fetchone()
    return bool(row and row[0])


def with_same_doi(db: Database, record_id: int) -> list[tuple[int, str]]:
    """Each other record with the same DOI, and that."""
    return db.execute(
        # As a join, SQLite would walk all DOIs there are, for each record.
        "SELECT DISTINCT record_id, value FROM identifiers WHERE scheme = 'doi' "
        "AND record_id <> ?1 AND value IN "
        "(SELECT value FROM identifiers WHERE record_id = ?1 AND scheme = 'doi')",
        (record_id,),
    ).fetchall()


def near(db: Database, record_id: int, most: int, limit: int) -> list[int]:
    """Other records with the same title, or a key by which works are found; up to ``limit``.

    Of more forms with one key ``most`` are looked at.
    """
    rows = db.execute(
        "SELECT r.id FROM records own JOIN records r ON r.title = own.title COLLATE NOCASE "
        "WHERE own.id = ?1 AND r.id <> ?1 ORDER BY r.id LIMIT ?2",
        (record_id, limit),
    ).fetchall()
    keys = db.execute(
        "SELECT k.key FROM records own JOIN work_keys k ON k.form_id = own.form_id "
        "WHERE own.id = ?",
        (record_id,),
    ).fetchall()
    for (key,) in keys:
        rows += db.execute(
            "SELECT r.id FROM (SELECT form_id FROM work_keys WHERE key = ?2 LIMIT ?3) o "
            "JOIN records r ON r.form_id = o.form_id WHERE r.id <> ?1",
            (record_id, key, most),
        ).fetchall()
    return sorted({row[0] for row in rows})[:limit]


def printed(db: Database, record_id: int) -> dict[str, Any]:
    """What a record tells of itself that another record of the same work would tell too."""
    names = (
        "key site title doi number pages container_title published_online published_print "
        "abstract extract"
    ).split()
    row = db.execute(f"SELECT {', '.join(names)} FROM records WHERE id = ?", (record_id,))
    people = db.execute("SELECT name FROM contributors WHERE record_id = ?", (record_id,))
    return dict(zip(names, row.fetchone(), strict=True)) | {"people": [one for (one,) in people]}


def new_record(db: Database, key: str, kind: str, level: str, at: str) -> int:
    """An empty record with its key, to hang assertions on. Call inside a transaction."""
    cursor = db.execute(
        "INSERT INTO records (key, kind, level, first_harvested_at, changed_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (key, kind, level, at, at),
    )
    return int(cursor.lastrowid or 0)


def add_identifiers(db: Database, record_id: int, identifiers: Sequence[tuple[str, str]]) -> None:
    """Note identifiers, each once. Call inside a transaction."""
    for scheme, value in identifiers:
        db.execute(
            "INSERT OR IGNORE INTO identifiers (record_id, scheme, value) VALUES (?, ?, ?)",
            (record_id, scheme, value),
        )


def identifiers_of(db: Database, record_id: int) -> tuple[tuple[str, str], ...]:
    """All that leads to a record: schemes and values, in the order in which they were met."""
    rows = db.execute(
        "SELECT scheme, value FROM identifiers WHERE record_id = ? ORDER BY id", (record_id,)
    )
    return tuple((scheme, value) for scheme, value in rows)


def set_outcome(db: Database, record_id: int, outcome: str) -> None:
    """The outcome of the record's newest reading. Call inside a transaction."""
    db.execute("UPDATE records SET outcome = ? WHERE id = ?", (outcome, record_id))


def save_record(db: Database, record_id: int, record: Record, at: str) -> bool:
    """Bring the record's rows in step; true where anything changed. Call inside a transaction."""
    values: dict[str, Any] = {name: getattr(record, name) for name in _PLAIN}
    values |= {name: json.dumps(getattr(record, name), ensure_ascii=False) for name in _LISTS}
    values["byline"] = "; ".join(f"{p.name} ({p.role})" for p in record.contributors) or None
    names = list(values)
    before = db.execute(
        f"SELECT {', '.join(names)} FROM records WHERE id = ?",
        (record_id,),
    ).fetchone()
    changed = tuple(before) != tuple(values.values())
    if changed:
        setters = ", ".join(f"{name} = :{name}" for name in names)
        db.execute(
            f"UPDATE records SET {setters}, changed_at = :at WHERE id = :id",
            values | {"at": at, "id": record_id},
        )
    people = _sync_contributors(db, record_id, record.contributors)
    return _sync_references(db, record_id, record.references) or people or changed


def place_part(db: Database, record_id: int, parent_id: int, position: int) -> None:
    """Hang a part under its container, but never under one of its own parts.

    Call inside a transaction.
    """
    above: int | None = parent_id
    for _ in range(_DEEPEST):
        if above is None:
            break
        if above == record_id:
            return
        (above,) = db.execute("SELECT parent_id FROM records WHERE id = ?", (above,)).fetchone()
    db.execute(
        "UPDATE records SET parent_id = ?, position = ? WHERE id = ? AND id <> ? "
        "AND (parent_id IS NOT ? OR position IS NOT ?)",
        (parent_id, position, record_id, parent_id, parent_id, position),
    )


def _sync_contributors(db: Database, record_id: int, people: Sequence[Contributor]) -> bool:
    columns = "position name family given role level affiliations orcid confidence".split()
    rows = []
    for person in people:
        row = [getattr(person, name) for name in columns]
        row[columns.index("affiliations")] = json.dumps(person.affiliations, ensure_ascii=False)
        rows.append(tuple(row))
    return _sync(db, "contributors", record_id, columns, rows)


def _sync_references(db: Database, record_id: int, references: Sequence[Reference]) -> bool:
    columns = "position label text csl confidence flags spans".split()
    rows = [
        (
            *(r.position, r.label, r.text, r.csl, r.confidence, json.dumps(r.flags)),
            json.dumps([{"field": s.field, "start": s.start, "end": s.end} for s in r.spans]),
        )
        for r in references
    ]
    changed = _sync(db, "reference_entries", record_id, columns, rows)
    for entry in references:
        changed |= _sync_links(db, record_id, entry)
    return changed


def _sync_links(db: Database, record_id: int, entry: Reference) -> bool:
    number = db.execute(
        "SELECT id FROM reference_entries WHERE record_id = ? AND position = ?",
        (record_id, entry.position),
    ).fetchone()[0]
    wanted = [(link.kind, link.url, link.value) for link in entry.links]
    stored = db.execute(
        "SELECT kind, url, value FROM reference_links WHERE reference_id = ? ORDER BY id", (number,)
    ).fetchall()
    if stored == wanted:
        return False
    db.execute("DELETE FROM reference_links WHERE reference_id = ?", (number,))
    for link in wanted:
        db.execute(
            "INSERT INTO reference_links (reference_id, kind, url, value) VALUES (?, ?, ?, ?)",
            (number, *link),
        )
    return True


def _sync(
    db: Database, table: str, record_id: int, columns: list[str], rows: list[tuple[Any, ...]]
) -> bool:
    """Rows of a list by position (the first column): changed ones are updated, so ids stay."""
    names = ", ".join(columns)
    stored = {
        row[0]: tuple(row)
        for row in db.execute(
            f"SELECT {names} FROM {table} WHERE record_id = ?",
            (record_id,),
        )
    }
    changed = False
    for row in rows:
        before = stored.pop(row[0], None)
        if before == row:
            continue
        changed = True
        if before is None:
            marks = ", ".join("?" * (len(columns) + 1))
            sql = f"INSERT INTO {table} ({names}, record_id) VALUES ({marks})"
            db.execute(sql, (*row, record_id))
        else:
            setters = ", ".join(f"{name} = ?" for name in columns)
            sql = f"UPDATE {table} SET {setters} WHERE record_id = ? AND position = ?"
            db.execute(sql, (*row, record_id, row[0]))
    for position in stored:
        sql = f"DELETE FROM {table} WHERE record_id = ? AND position = ?"
        db.execute(sql, (record_id, position))
    return changed or bool(stored)
