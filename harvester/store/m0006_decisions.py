"""The sixth migration: decisions of people, and what is shown because of them.

``decisions`` is only ever added to. The ``reviewed_`` tables and ``merged_records`` follow from
it and from what the machine chose; they can be made again at any time, and hold rows only for
records that somebody decided on, so that the views cost one look-up a row.
"""

import json
import re

from sqlite_utils import Database

from harvester.store.full_text import SEARCHED, full_text

#: What is shown of a record in one value, in the order of the table ``records``.
SHOWN = (
    "title byline kind level number part container_title series publisher place published_online "
    "published_print doi isbn issn volume issue pages language access url pdf_url licence abstract "
    "extract keywords"
).split()
#: The other columns of ``records``, which no decision touches.
KEPT = (
    "id key site outcome parent_id position first_harvested_at changed_at form_id work_id"
).split()
PERSON = "position name family given role level affiliations orcid confidence".split()
ENTRY = "position label text confidence flags spans form_id work_id".split()

_TABLES = (
    """
    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        field TEXT NOT NULL, kind TEXT NOT NULL, value TEXT, seen TEXT, evidence TEXT NOT NULL,
        reason TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        undoes INTEGER UNIQUE REFERENCES decisions(id), other_id INTEGER REFERENCES records(id),
        slot TEXT NOT NULL, member TEXT, nth INTEGER NOT NULL
    )""",
    """
    CREATE TRIGGER decisions_stay_as_made BEFORE UPDATE ON decisions
    BEGIN SELECT raise(ABORT, 'a decision is never changed: undo is a new one'); END""",
    """
    CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
    BEGIN SELECT raise(ABORT, 'a decision is never deleted: undo is a new one'); END""",
    """
    CREATE TABLE merged_records (
        id INTEGER PRIMARY KEY REFERENCES records(id),
        into_id INTEGER NOT NULL REFERENCES records(id)
    )""",
    f"""
    CREATE TABLE reviewed_records (
        id INTEGER PRIMARY KEY REFERENCES records(id), {", ".join(SHOWN)},
        people INTEGER NOT NULL, accepted_in INTEGER REFERENCES decisions(id)
    )""",
    """
    CREATE TABLE reviewed_contributors (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        position INTEGER NOT NULL, name TEXT NOT NULL, family TEXT, given TEXT,
        role TEXT NOT NULL, level TEXT NOT NULL, affiliations TEXT NOT NULL, orcid TEXT,
        confidence REAL NOT NULL, UNIQUE (record_id, position)
    )""",
    """
    CREATE TABLE reviewed_references (
        id INTEGER PRIMARY KEY REFERENCES reference_entries(id) ON DELETE CASCADE,
        csl TEXT, rejected INTEGER NOT NULL
    )""",
    "ALTER TABLE review_items ADD COLUMN question TEXT NOT NULL DEFAULT 'other'",
    "ALTER TABLE review_items ADD COLUMN path TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE review_items ADD COLUMN about TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE review_items ADD COLUMN decision_id INTEGER REFERENCES decisions(id)",
    "CREATE INDEX records_3 ON records(title COLLATE NOCASE)",
    "CREATE INDEX decisions_1 ON decisions(record_id)",
    "CREATE INDEX decisions_2 ON decisions(other_id)",
    "CREATE INDEX merged_records_1 ON merged_records(into_id)",
    "CREATE INDEX reviewed_records_1 ON reviewed_records(accepted_in)",
    "CREATE INDEX reviewed_records_2 ON reviewed_records(doi COLLATE NOCASE)",
    "CREATE INDEX review_items_3 ON review_items(state)",
    "CREATE INDEX review_items_4 ON review_items(state, question)",
    "CREATE INDEX review_items_5 ON review_items(decision_id, record_id) "
    "WHERE decision_id IS NOT NULL",
    "DROP VIEW review_queue",
    "DROP VIEW chapters",
    "DROP VIEW citations",
    "DROP VIEW works_cited",
)


def _records_reviewed() -> str:
    shown = ", ".join(f"CASE WHEN v.id IS NULL THEN r.{n} ELSE v.{n} END AS {n}" for n in SHOWN)
    kept = ", ".join(f"r.{name}" for name in KEPT)
    waits = "review_items i WHERE i.state = 'open' AND i.record_id"
    return f"""
    CREATE VIEW records_reviewed AS
    SELECT {kept}, {shown}, v.id IS NOT NULL AS reviewed,
           NOT EXISTS (SELECT 1 FROM {waits} = r.id)
           AND NOT EXISTS (SELECT 1 FROM merged_records o CROSS JOIN {waits} = o.id
                           AND o.into_id = r.id)
           AND (v.accepted_in IS NOT NULL OR EXISTS (SELECT 1 FROM review_items i
                WHERE i.record_id = r.id AND i.decision_id IS NOT NULL)) AS accepted
    FROM records r LEFT JOIN reviewed_records v ON v.id = r.id
    WHERE NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = r.id)"""


def _contributors_reviewed() -> str:
    names = ", ".join(f"c.{name}" for name in PERSON)
    return f"""
    CREATE VIEW contributors_reviewed AS
    SELECT c.record_id, {names} FROM contributors c
    WHERE NOT EXISTS (SELECT 1 FROM reviewed_records v WHERE v.id = c.record_id AND v.people)
    AND NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = c.record_id)
    UNION ALL SELECT c.record_id, {names} FROM reviewed_contributors c"""


def _references_reviewed() -> str:
    names = ", ".join(f"e.{name}" for name in ENTRY)
    csl = "CASE WHEN v.id IS NULL THEN e.csl ELSE v.csl END AS csl"
    return f"""
    CREATE VIEW references_reviewed AS
    SELECT e.id, e.record_id, {names}, {csl}
    FROM reference_entries e LEFT JOIN reviewed_references v ON v.id = e.id
    WHERE v.rejected IS NOT 1
    AND NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = e.record_id)
    UNION ALL SELECT e.id, m.into_id AS record_id, {names}, {csl}
    FROM merged_records m JOIN reference_entries e ON e.record_id = m.id
    LEFT JOIN reviewed_references v ON v.id = e.id
    WHERE v.rejected IS NOT 1"""


def _citations() -> str:
    """Who cites whom: of records that were merged, the one that is shown.

    In three parts, so that each is found by an index: neither record was merged; the citing one
    was; the cited one was, and is another work by what it prints.
    """
    shown = "(SELECT v.title FROM records_reviewed v WHERE v.id = {}) AS {}"

    def part(citing: str, cited: str, tables: str) -> str:
        return (
            f"SELECT e.id AS reference_id, {citing} AS citing_id, "
            f"{shown.format(citing, 'citing')}, e.position, e.text, {cited} AS cited_id, "
            f"{shown.format(cited, 'cited')}, e.work_id FROM {tables}"
        )

    return "CREATE VIEW citations AS " + " UNION ALL ".join(
        (
            part(
                "e.record_id",
                "b.id",
                "records b JOIN reference_entries e ON e.work_id = b.work_id "
                "WHERE e.record_id <> b.id "
                "AND NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = b.id) "
                "AND NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = e.record_id)",
            ),
            part(
                "n.into_id",
                "b.id",
                "merged_records n JOIN reference_entries e ON e.record_id = n.id "
                "JOIN records b ON b.work_id = e.work_id WHERE n.into_id <> b.id "
                "AND NOT EXISTS (SELECT 1 FROM merged_records m WHERE m.id = b.id)",
            ),
            part(
                "coalesce(n.into_id, e.record_id)",
                "m.into_id",
                "merged_records m CROSS JOIN records b ON b.id = m.id "  # in this order
                "JOIN records r ON r.id = m.into_id AND r.work_id IS NOT b.work_id "
                "JOIN reference_entries e ON e.work_id = b.work_id "
                "LEFT JOIN merged_records n ON n.id = e.record_id "
                "WHERE coalesce(n.into_id, e.record_id) <> m.into_id",
            ),
        )
    )


_VIEWS = (
    _citations(),
    """
    CREATE VIEW works_cited AS
    SELECT w.text, count(DISTINCT r.id) AS cited_by_records, count(*) AS entries,
           group_concat(DISTINCT r.title) AS cited_by, w.title, w.author, w.year, w.type, w.doi,
           w.record_id, w.id AS work_id
    FROM works w JOIN reference_entries e ON e.work_id = w.id
    LEFT JOIN merged_records m ON m.id = e.record_id
    JOIN records r ON r.id = CASE WHEN m.id IS NULL THEN e.record_id ELSE m.into_id END
    GROUP BY w.id""",
    _records_reviewed(),
    _contributors_reviewed(),
    _references_reviewed(),
    """
    CREATE VIEW review_queue AS
    SELECT i.id, i.record_id, r.title, r.site, i.question, i.path AS field, i.reason, i.opened_at
    FROM review_items i JOIN records r ON r.id = i.record_id
    WHERE i.state = 'open'""",
    """
    CREATE VIEW chapters AS
    SELECT r.id, r.key, r.number, r.title, r.byline, r.container_title, r.published_print,
           r.published_online, r.pages, r.doi, r.access, r.outcome,
           (SELECT count(*) FROM reference_entries e WHERE e.record_id IN (
                SELECT r.id UNION ALL SELECT m.id FROM merged_records m WHERE m.into_id = r.id)
            AND NOT EXISTS (SELECT 1 FROM reviewed_references v
                            WHERE v.id = e.id AND v.rejected IS 1))
               AS reference_count,
           r.url
    FROM records_reviewed r WHERE r.kind = 'chapter'""",
)

#: What kind of question an item is that was opened before questions had a kind.
_QUESTIONS = (
    ("role-unknown", "field = 'contributors'"),
    ("same-work", "field = 'doi' AND reason LIKE 'Record % has the same DOI %'"),
    ("field-missing", "reason = 'No title was found on the page.'"),
    ("channels-disagree", "reason LIKE 'The page''s places disagree (%'"),
    ("name-order", "field LIKE 'reference %'"),
    ("text-damaged", "field = 'text'"),
    ("list-continues", "field = 'parts'"),
)
_NAMED = re.compile("“([^”]{1,200})” may be ")


def make(db: Database) -> None:
    """Make the tables and views, and give the questions that wait a kind and a path."""
    searched = full_text("reviewed_records", SEARCHED["records"])
    for sql in (*_TABLES, *_VIEWS, *searched):
        db.execute(sql)
    db.execute("UPDATE review_items SET path = field")
    for question, where in _QUESTIONS:
        db.execute(f"UPDATE review_items SET question = ? WHERE {where}", (question,))
    for number, record_id, field, reason in db.execute(
        "SELECT id, record_id, field, reason FROM review_items WHERE question = 'name-order'"
    ).fetchall():
        path = _path_of_name(db, record_id, field, reason)
        db.execute("UPDATE review_items SET path = ? WHERE id = ?", (path, number))


def _path_of_name(db: Database, record_id: int, field: str, reason: str) -> str:
    """Which name of its reference a question is about, told by the words that it quotes."""
    position = field.removeprefix("reference ")
    row = db.execute(
        "SELECT csl FROM reference_entries WHERE record_id = ? AND position = ?",
        (record_id, position),
    ).fetchone()
    item = json.loads(row[0]) if row and row[0] else {}
    quoted = _NAMED.match(reason)
    people = [*item.get("author", ()), *item.get("editor", ())]
    for number, person in enumerate(people, start=1):
        if quoted and quoted.group(1) == f"{person.get('family')}, {person.get('given')}":
            return f"references.{position}.names.{number}"
    return f"references.{position}"
