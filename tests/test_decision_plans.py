"""However many records there are, what people decide is found by an index: no table is walked."""

import re

import pytest
from sqlite_utils import Database
from test_decisions import AT
from test_store import CHAPTER, take

from harvester import reviewing
from harvester.config import Configuration
from harvester.reviewing import Verdict
from harvester.store import queries, review

#: What may be walked: tables that hold something only for records that somebody decided on, what
#: a part of the statement brought together, and the innards of a full-text index.
_SMALL = re.compile(
    r"SCAN (main\.)?(m|n|v|merged_records|reviewed_\w+|\w+_reviewed|citations|json_each|below|\w+_fts\w*)\b"
    r"|SCAN \(subquery|USING COVERING INDEX review_items_5|VIRTUAL TABLE|CONSTANT ROW"
)


@pytest.fixture
def watched(db: Database, shipped: Configuration) -> tuple[Database, list[str]]:
    """A database in use, and every statement that it is asked from now on."""
    take(db, shipped, CHAPTER)
    take(
        db,
        shipped,
        CHAPTER.replace("9781009000017.006", "9781009000017.007").replace("0A1B2C", "FFFFFF"),
    )
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    return db, asked


def scans(db: Database, asked: list[str]) -> list[str]:
    """The steps of all plans that walk a large table, each with its statement."""
    db.conn.set_trace_callback(None)
    found = []
    for sql in dict.fromkeys(asked):
        if not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE|INSERT)", sql, re.IGNORECASE):
            continue
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
        if "LIMIT" in sql and "USE TEMP B-TREE FOR ORDER BY" not in steps:
            continue  # walked in its own order, and only so far
        steps = [step for step in steps if step != "SCAN b" or "FROM below b" not in sql]
        walked = [step for step in steps if step.startswith("SCAN") and not _SMALL.search(step)]
        found += [f"{step}: {' '.join(sql.split())}" for step in walked]
    return found


def test_a_decision_walks_no_table(watched: tuple[Database, list[str]]) -> None:
    db, asked = watched
    number = reviewing.decide(db, Verdict(1, "title", "correct", "Bread", "", "AB"), AT)
    reviewing.decide(db, Verdict(1, "references.1.csl.title", "accept", None, "", "AB"), AT)
    reviewing.undo(db, number, "", "AB", AT)
    reviewing.merge(db, 1, 2, "", "AB", AT)
    assert scans(db, asked) == []


def test_a_harvest_after_decisions_walks_no_table(
    watched: tuple[Database, list[str]], shipped: Configuration
) -> None:
    db, asked = watched
    reviewing.decide(db, Verdict(1, "title", "correct", "Bread", "", "AB"), AT)
    take(
        db,
        shipped,
        CHAPTER.replace("The grain question", "The grain answer"),
        at=AT,
        captured_at=AT,
    )
    assert scans(db, asked) == []


def test_to_look_at_a_record_walks_no_table(watched: tuple[Database, list[str]]) -> None:
    db, asked = watched
    queries.record_json(db, 1)
    queries.evidence(db, 1)
    review.history(db, 1)
    review.waiting(db, record_id=1)
    for name in ("contributors_reviewed", "references_reviewed"):
        db.execute(f"SELECT * FROM {name} WHERE record_id = 1").fetchall()
    db.execute("SELECT * FROM records_reviewed WHERE id = 1").fetchall()
    db.execute("SELECT * FROM citations WHERE citing_id = 1").fetchall()
    db.execute("SELECT * FROM citations WHERE cited_id = 1").fetchall()
    assert scans(db, asked) == []


def test_the_queue_walks_no_table(watched: tuple[Database, list[str]]) -> None:
    db, asked = watched
    review.waiting(db)
    review.waiting(db, site="cambridge-core", question="role-unknown", after=3)
    review.waiting(db, job="all")
    queries.list_records(db, 50)
    queries.accepted_ids(db)
    assert scans(db, asked) == []
