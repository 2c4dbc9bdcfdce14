"""What people ask of the database: one record whole, lists, searches."""

import json
from typing import Any

from sqlite_utils import Database

from harvester.store import review, works
from harvester.store.archival_units import unit_of
from harvester.store.books import assembly
from harvester.store.decisions import shown_as
from harvester.store.entries import references as references
from harvester.store.scripts import original_script

_RECORD = (
    "id key kind level site title number part container_title series publisher place "
    "published_online published_print doi isbn issn volume issue pages language abstract extract "
    "keywords licence access url pdf_url outcome"
).split()
#: A record, and those that were merged into it.
_GROUP = "SELECT ?1 UNION ALL SELECT id FROM merged_records WHERE into_id = ?1"
_JSON = frozenset({"isbn", "issn", "keywords", "affiliations", "flags", "spans"})


def record_id_of(db: Database, identifiers: list[tuple[str, str]]) -> int | None:
    """The record that answers to the first of the identifiers that any record has.

    Schemes ``id``, ``key`` and ``url`` are looked up in the records, ``digest`` also by a
    beginning that only one record has; all others among the identifiers.
    """
    for scheme, value in identifiers:
        rows = db.execute(*_lookup(scheme, value)).fetchall()
        if len(rows) == 1 or (rows and scheme != "digest"):
            return int(rows[0][0])
    return None


def _lookup(scheme: str, value: str) -> tuple[str, tuple[str, ...]]:
    if scheme in ("id", "key"):
        return f"SELECT id FROM records WHERE {scheme} = ?", (value,)
    if scheme == "url":
        return (
            "SELECT r.record_id FROM captures c JOIN readings r ON r.capture_id = c.id "
            "WHERE (c.url = ?1 OR c.requested_url = ?1) AND r.record_id IS NOT NULL "
            "UNION SELECT id FROM records WHERE url = ?1 LIMIT 1",
            (value,),
        )
    if scheme == "doi":  # as a person corrected it, too
        return (
            "SELECT record_id FROM identifiers WHERE scheme = 'doi' AND value = ?1 UNION ALL "
            "SELECT id FROM reviewed_records WHERE doi = ?1 COLLATE NOCASE LIMIT 1",
            (value,),
        )
    like = "value GLOB ? || '*'" if scheme == "digest" else "value = ?"
    return (
        f"SELECT DISTINCT record_id FROM identifiers WHERE scheme = ? AND {like} LIMIT 2",
        (scheme, value),
    )


def body_count(db: Database) -> int:
    """How many bodies are stored."""
    return int(db.execute("SELECT count(*) FROM bodies").fetchone()[0])


def exists(db: Database, record_id: int) -> bool:
    """Whether there is a record of this number."""
    return db.execute("SELECT 1 FROM records WHERE id = ?", (record_id,)).fetchone() is not None


def record_json(db: Database, record_id: int) -> dict[str, Any]:
    """A record with the keys of the contract (design.md, ``show KEY --json``).

    Values are as people decided; a record that was merged into another is that one.
    """
    record_id = shown_as(db, record_id)
    record = _one(db, f"SELECT {', '.join(_RECORD)} FROM records_reviewed WHERE id = ?", record_id)
    record["identifiers"] = _rows(
        db,
        "SELECT scheme, value FROM identifiers WHERE record_id = ? AND scheme <> 'digest' "
        "ORDER BY id",
        record_id,
    )
    record["contributors"] = _rows(
        db,
        "SELECT position, name, family, given, role, level, affiliations, orcid, confidence "
        "FROM contributors_reviewed WHERE record_id = ? ORDER BY position",
        record_id,
    )
    record["references"] = references(db, record_id)
    record["captures"] = captures(db, record_id)
    record["review"] = _rows(
        db,
        f"SELECT field, reason, state FROM review_items WHERE record_id IN ({_GROUP}) ORDER BY id",
        record_id,
    )
    record["original_script"] = original_script(db, record_id)
    record["unit"] = unit_of(db, record_id)
    record["decisions"] = review.history(db, record_id)
    record["parts"] = parts(db, record_id)
    record["assembly"] = assembly(db, record_id)
    record["cited_by"] = works.cited_by(db, record_id)
    record["parent"] = next(
        iter(
            _rows(
                db,
                "SELECT p.id, p.key, p.title FROM records_reviewed p "
                "JOIN records r ON r.parent_id = p.id "
                "WHERE r.id = ?",
                record_id,
            )
        ),
        None,
    )
    return record


def parts(db: Database, record_id: int) -> list[dict[str, Any]]:
    """The works below a container in the order of its contents list; ``depth`` counts from 1."""
    return _rows(
        db,
        "WITH RECURSIVE below(id, depth) AS ("
        "  SELECT id, 1 FROM records WHERE parent_id = ?"
        "  UNION SELECT r.id, below.depth + 1 FROM records r "
        "  JOIN below ON r.parent_id = below.id WHERE below.depth < 20"
        ") SELECT r.id, r.key, r.kind, r.number, r.title, r.byline, r.pages, r.doi, r.parent_id, "
        "r.position, below.depth FROM below JOIN records_reviewed r ON r.id = below.id "
        "ORDER BY r.position, r.id",
        record_id,
    )


def captures(db: Database, record_id: int) -> list[dict[str, Any]]:
    """All captures of a record's own page, oldest first."""
    return _rows(
        db,
        "SELECT DISTINCT c.id, c.captured_at, c.fetched_at, c.url, c.sha256, "
        "c.outcome AS outcome, c.status, r.outcome AS reading_outcome, c.source, c.length "
        "FROM captures c JOIN readings r ON r.capture_id = c.id "
        f"WHERE r.record_id IN ({_GROUP}) ORDER BY c.id",
        record_id,
    )


def record_ids(db: Database) -> list[int]:
    """The numbers of all records, the oldest first; of those that were merged, one."""
    return [row[0] for row in db.execute("SELECT id FROM records_reviewed ORDER BY id")]


def accepted_ids(db: Database) -> list[int]:
    """The records of which no question is left, and that somebody accepted: as a whole, or in all
    that was asked. The oldest first."""
    rows = db.execute(
        "SELECT id FROM records_reviewed WHERE accepted AND id IN ("
        "SELECT id FROM reviewed_records WHERE accepted_in IS NOT NULL "
        "UNION SELECT record_id FROM review_items WHERE decision_id IS NOT NULL) ORDER BY id"
    )
    return [row[0] for row in rows]


def source_of(db: Database, record_id: int) -> dict[str, Any]:
    """A record's key, the newest capture that its values rest on, and what read that."""
    return _one(
        db,
        "SELECT r.key, a.body_sha256 AS capture_sha256, "
        "coalesce(c.captured_at, c.fetched_at) AS captured_at, a.reader_version AS reader "
        "FROM records r LEFT JOIN assertions a ON a.record_id = r.id AND a.superseded_by IS NULL "
        "LEFT JOIN captures c ON c.id = a.capture_id "
        "WHERE r.id = ? ORDER BY c.id DESC, a.id DESC LIMIT 1",
        record_id,
    )


def evidence(db: Database, record_id: int) -> list[dict[str, Any]]:
    """Every assertion of a record, superseded ones too, in the order in which choosing goes."""
    return _rows(
        db,
        "SELECT a.id, a.field, a.position, a.value, a.detail, a.channel, a.generation, a.locator, "
        "a.snippet, a.confidence, a.candidate, a.absence, a.capture_id, a.reader_version, "
        "a.profile, a.body_sha256, a.asserted_at, a.superseded_by, "
        "coalesce(c.captured_at, c.fetched_at) AS captured_at "
        "FROM assertions a JOIN captures c ON c.id = a.capture_id WHERE a.record_id = ? "
        "ORDER BY a.page_id <> a.record_id, a.field, a.position, a.id",
        record_id,
    )


def ledger(db: Database, capture_id: int) -> list[dict[str, Any]]:
    """What was stripped from a capture by its newest reading."""
    return _rows(
        db,
        "SELECT rule, count, characters, sha256 FROM strip_ledger "
        "WHERE reading_id = (SELECT max(id) FROM readings WHERE capture_id = ?) ORDER BY rule",
        capture_id,
    )


def history(db: Database, record_id: int | None, since: str | None) -> list[dict[str, Any]]:
    """Every capture with its reading and record, oldest first; robots.txt files aside."""
    # Two questions, so that either is answered by an index.
    asked = "r.record_id = ?1 AND c.fetched_at >= ?2" if record_id else "c.fetched_at >= ?2"
    return _rows(
        db,
        "SELECT c.id AS capture_id, c.source, c.source_kind, c.fetched_at, c.captured_at, "
        "c.url, n.agent, r.outcome, r.note, r.text_sha256, r.record_id, w.key, w.title, "
        '(SELECT count(*) FROM reference_entries e WHERE e.record_id = w.id) AS "references", '
        "(SELECT count(DISTINCT e.id) FROM reference_entries e JOIN reference_links l "
        "ON l.reference_id = e.id WHERE e.record_id = w.id AND l.kind IN ('crossref', 'doi')) "
        "AS with_doi "
        "FROM captures c JOIN runs n ON n.id = c.run_id JOIN readings r ON r.capture_id = c.id "
        "LEFT JOIN records w ON w.id = r.record_id "
        f"WHERE {asked} ORDER BY c.id, r.id",
        record_id,
        since or "",
    )


def list_records(db: Database, limit: int) -> list[dict[str, Any]]:
    """The newest records first, with counts of references and open questions."""
    return _rows(db, f"{_LISTED} ORDER BY r.id DESC LIMIT ?", limit)


_LISTED = """
    SELECT r.id, r.key, r.kind, r.number, r.title, r.byline, r.container_title, r.site,
           r.published_print, r.published_online, r.doi, r.outcome, r.changed_at,
           (SELECT count(*) FROM reference_entries e WHERE e.record_id IN (
                SELECT r.id UNION ALL SELECT m.id FROM merged_records m WHERE m.into_id = r.id)
            AND NOT EXISTS (SELECT 1 FROM reviewed_references v
                            WHERE v.id = e.id AND v.rejected IS 1)) AS "references",
           (SELECT count(*) FROM review_items i WHERE i.state = 'open' AND i.record_id IN (
                SELECT r.id UNION ALL SELECT m.id FROM merged_records m WHERE m.into_id = r.id))
               AS to_review
    FROM records_reviewed r"""


def search(db: Database, words: str, limit: int) -> list[dict[str, Any]]:
    """Records and references that hold all the words, best first.

    Words are taken literally, never as FTS5 syntax; the last may be the beginning of a word.
    """
    quoted = [f'"{word}"' for word in words.replace('"', " ").split()]
    if not quoted:
        return []
    asked = " ".join(quoted) + "*"
    found = _rows(
        db,
        "SELECT 'record' AS found_in, r.id AS record_id, r.key, r.title, NULL AS position, "
        "snippet(records_fts, -1, '', '', '…', 24) AS text "
        "FROM records_fts JOIN records r ON r.id = records_fts.rowid "
        "WHERE records_fts MATCH ? AND r.id NOT IN (SELECT id FROM reviewed_records) "
        "AND r.id NOT IN (SELECT id FROM merged_records) ORDER BY rank LIMIT ?",
        asked,
        limit,
    )
    found += _rows(
        db,
        "SELECT 'record' AS found_in, r.id AS record_id, r.key, v.title, NULL AS position, "
        "snippet(reviewed_records_fts, -1, '', '', '…', 24) AS text FROM reviewed_records_fts "
        "JOIN reviewed_records v ON v.id = reviewed_records_fts.rowid "
        "JOIN records r ON r.id = v.id WHERE reviewed_records_fts MATCH ? ORDER BY rank LIMIT ?",
        asked,
        limit - len(found),
    )
    return found + _rows(
        db,
        "SELECT 'reference' AS found_in, r.id AS record_id, r.key, r.title, e.position, e.text "
        "FROM reference_entries_fts JOIN reference_entries e "
        "ON e.id = reference_entries_fts.rowid LEFT JOIN reviewed_references v ON v.id = e.id "
        "LEFT JOIN merged_records m ON m.id = e.record_id "
        "JOIN records_reviewed r ON r.id = coalesce(m.into_id, e.record_id) "
        "WHERE v.rejected IS NOT 1 AND reference_entries_fts MATCH ? ORDER BY rank LIMIT ?",
        asked,
        limit - len(found),
    )


def _one(db: Database, sql: str, *values: object) -> dict[str, Any]:
    return _rows(db, sql, *values)[0]


def _rows(db: Database, sql: str, *values: object) -> list[dict[str, Any]]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [
        {
            name: json.loads(value or "[]") if name in _JSON else value
            for name, value in zip(names, row, strict=True)
        }
        for row in cursor
    ]


def last_matches(db: Database) -> dict[str, str]:
    """For each site the day of the newest reading of a page of a work."""
    rows = db.query(
        "SELECT site, substr(max(at), 1, 10) AS day FROM readings "
        "WHERE site IS NOT NULL AND record_id IS NOT NULL AND outcome != 'no-title' GROUP BY site"
    )
    return {row["site"]: row["day"] for row in rows}
