"""What people decide: it is shown, a later harvest does not undo it, and its own page reopens it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from test_store import CHAPTER, CORE, ID, record, take

from conftest import SEED, Program
from harvester import reviewing
from harvester.config import Configuration
from harvester.errors import NotFoundError, UsageError
from harvester.keys import find
from harvester.reviewing import Verdict
from harvester.store import queries, review
from harvester.store.database import open_database
from harvester.store.migrations import migrations

AT = "2026-11-20T10:00:00.000Z"
LATER = "2026-11-21T10:00:00.000Z"
URL = f"{CORE}/harbour-cities/grain-question/{ID}"
SEEN = SEED.read_text("utf-8")


@pytest.fixture
def seeded(db: Database, shipped: Configuration) -> Database:
    """A database with the seed, which prints two names without a role, as record 1."""
    assert take(db, shipped, SEEN).record_id == 1
    return db


def decide(db: Database, field: str, kind: str, value: Any = None, number: int = 1) -> int:
    return reviewing.decide(db, Verdict(number, field, kind, value, "the title page", "AB"), AT)


def open_fields(db: Database, question: str | None = None) -> list[str]:
    return [row["field"] for row in review.waiting(db, question=question, limit=1000)]


def roles(db: Database) -> list[str]:
    return [person["role"] for person in record(db, 1)["contributors"]]


def test_a_corrected_role_stands_after_a_harvest(seeded: Database, shipped: Configuration) -> None:
    assert roles(seeded) == ["editor?", "editor?"]
    decide(seeded, "contributors.1.role", "correct", "author")
    assert roles(seeded) == ["author", "editor?"]
    assert "contributors" in open_fields(seeded), "the other name still waits"
    decide(seeded, "contributors.2.role", "accept")
    assert roles(seeded) == ["author", "editor"]
    assert "contributors" not in open_fields(seeded)
    take(seeded, shipped, SEEN, at=LATER)
    assert roles(seeded) == ["author", "editor"]
    assert "contributors" not in open_fields(seeded)
    machine = seeded.execute("select role from contributors order by position").fetchall()
    assert machine == [("editor?",), ("editor?",)], "what the machine chose stays"


def test_only_the_field_that_changed_is_asked_again(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, captured_at=AT)
    decide(db, "title", "correct", "The Grain Question")
    decide(db, "published_print", "accept")
    decide(db, "contributors.1.role", "correct", "translator")
    changed = CHAPTER.replace("The grain question", "The grain answer")
    assert changed != CHAPTER
    before = open_fields(db)
    assert take(db, shipped, changed, at=LATER, captured_at=LATER).record_id == 1
    assert record(db, 1)["title"] == "The Grain Question"
    assert roles(db)[0] == "translator"
    assert db.execute("select title from records").fetchone() == ("The grain answer",)
    assert open_fields(db, "page-changed") == ["title"]
    assert open_fields(db) == [*before, "title"]
    decide(db, "title", "keep")
    assert open_fields(db, "page-changed") == []
    assert record(db, 1)["title"] == "The Grain Question"
    decide(db, "title", "follow")
    assert record(db, 1)["title"] == "The grain answer"


def test_undo_is_a_new_decision(seeded: Database) -> None:
    first = decide(seeded, "title", "correct", "One")
    second = decide(seeded, "title", "correct", "Two")
    undone = reviewing.undo(seeded, second, "a slip", "CD", LATER)
    assert record(seeded, 1)["title"] == "One"
    reviewing.undo(seeded, first, "", "CD", LATER)
    assert record(seeded, 1)["title"] == "The Sino-Soviet split"
    rows = seeded.execute("select id, undoes from decisions order by id").fetchall()
    assert rows == [(1, None), (2, None), (3, 2), (4, 1)]
    for number, words in ((second, "undone already, by decision 3"), (undone, "is itself an undo")):
        with pytest.raises(UsageError, match=words):
            reviewing.undo(seeded, number, "", "CD", LATER)
    with pytest.raises(NotFoundError):
        reviewing.undo(seeded, 99, "", "CD", LATER)


def test_undo_opens_the_question_again(seeded: Database) -> None:
    before = open_fields(seeded)
    number = decide(seeded, "contributors", "accept")
    assert roles(seeded) == ["editor", "editor"]
    assert len(open_fields(seeded)) == len(before) - 1
    reviewing.undo(seeded, number, "", "AB", LATER)
    assert open_fields(seeded) == before


def test_a_decision_is_never_changed(seeded: Database) -> None:
    decide(seeded, "title", "accept")
    for sql in ("update decisions set value = 'x'", "delete from decisions"):
        with pytest.raises(sqlite3.IntegrityError, match="undo is a new one"):
            seeded.execute(sql)


def test_a_turned_name_is_swapped_and_its_printed_form_stays(seeded: Database) -> None:
    item = next(row for row in review.waiting(seeded) if row["field"] == "references.3.names.1")
    (number,) = reviewing.accept_many(seeded, [item["id"]], "", "AB", AT)
    entry = record(seeded, 1)["references"][2]
    assert entry["csl"]["author"] == [{"family": "Li", "given": "Danhui"}]
    assert entry["csl"]["editor"] == [{"family": "Jinghe", "given": "Luan"}], "the other waits"
    assert entry["text"].startswith("Danhui, Li, “1964 nian")
    assert "references.3.names.1" not in open_fields(seeded)
    reviewing.undo(seeded, number, "", "AB", LATER)
    entry = record(seeded, 1)["references"][2]
    assert entry["csl"]["author"] == [{"family": "Danhui", "given": "Li"}]


def test_a_decision_follows_its_member(seeded: Database, shipped: Configuration) -> None:
    """A reference that moves takes its decision along; one that is gone leaves it to nobody."""
    decide(seeded, "references.3.names.1", "accept")
    entries = [entry["text"] for entry in record(seeded, 1)["references"]]
    third = SEEN[SEEN.index(entries[2]) :].split("\n")[0] + "\n"
    moved = SEEN.replace(third, "").replace(entries[0], third + "\n" + entries[0], 1)
    take(seeded, shipped, moved, url=record(seeded, 1)["url"], at=LATER)
    first, *_ = record(seeded, 1)["references"]
    assert first["text"] == entries[2]
    assert first["csl"]["author"] == [{"family": "Li", "given": "Danhui"}]
    assert open_fields(seeded, "page-changed") == []
    gone = SEEN.replace(third, "")
    take(seeded, shipped, gone, url=record(seeded, 1)["url"], at="2026-11-22T10:00:00.000Z")
    assert len(record(seeded, 1)["references"]) == len(entries) - 1
    (asked,) = review.waiting(seeded, question="page-changed")
    assert "is printed no more" in asked["reason"]
    items = [entry["csl"] or {} for entry in record(seeded, 1)["references"]]
    assert [{"family": "Li", "given": "Danhui"}] not in [item.get("author") for item in items]


@pytest.mark.parametrize(
    ("field", "kind", "value", "words"),
    [
        ("titel", "accept", None, 'There is no field "titel". There are: record, abstract'),
        ("contributors.7.role", "accept", None, "this record has contributors.1 to contributors.2"),
        ("contributors.1.shoe", "accept", None, "There are: role, name, family"),
        ("references.3.text", "correct", "x", "printed text, label and links are never changed"),
        ("published_print", "correct", "soon", "a date is 2010, 2010-09 or 2010-09-28"),
        ("isbn", "correct", "978", '"978" cannot be a value of isbn'),
        ("title", "correct", "", "Correct title to what"),
        ("title", "accept", "x", "to give one is to correct it"),
        ("level", "reject", None, "level cannot be nothing"),
        ("access", "correct", "ajar", "access is open, restricted or unknown"),
        ("title", "praise", None, '"praise" is no decision'),
        ("record", "correct", "x", "field by field"),
        ("same-work", "accept", None, "review merge"),
    ],
)
def test_what_cannot_be_decided_is_said(
    seeded: Database, field: str, kind: str, value: Any, words: str
) -> None:
    with pytest.raises(UsageError) as fault:
        decide(seeded, field, kind, value)
    assert words in str(fault.value)
    assert seeded.execute("select count(*) from decisions").fetchone() == (0,)


def test_who_decides_must_be_said(seeded: Database) -> None:
    with pytest.raises(UsageError, match="initials"):
        reviewing.decide(seeded, Verdict(1, "title", "accept"), AT)
    with pytest.raises(NotFoundError):
        reviewing.decide(seeded, Verdict(9, "title", "accept", by="AB"), AT)


def test_an_event_tells_of_it(seeded: Database) -> None:
    decide(seeded, "title", "correct", "One")
    row = seeded.execute(
        "select type, outcome, agent, record_id, detail from events order by id desc limit 1"
    ).fetchone()
    assert row == ("metadata modification", "ok", "AB", 1, "decision 1: correct title")


def test_search_finds_what_is_shown(seeded: Database) -> None:
    decide(seeded, "title", "correct", "Quarrelling brothers")
    assert [row["found_in"] for row in queries.search(seeded, "quarrelling brothers", 9)] == [
        "record",
        "reference",
    ]


def test_a_page_that_its_profile_reads_no_more_is_asked_about(
    db: Database, shipped: Configuration
) -> None:
    take(db, shipped, CHAPTER, url=URL, captured_at=AT)
    assert open_fields(db) == []
    changed = "<html><head><title>New look</title></head><body><p>Soon here.</p></body></html>"
    for at in (LATER, "2026-11-22T10:00:00.000Z"):
        take(db, shipped, changed, url=URL, at=at, captured_at=at)
    (asked,) = review.waiting(db, question="profile-mismatch")
    assert asked["field"] == "profile"
    assert record(db, 1)["title"] == "The grain question"
    decide(db, "title", "accept")
    assert open_fields(db) == ["profile"], "a decision on something else does not answer it"
    reviewing.accept_many(db, [asked["id"]], "the site was away", "AB", LATER)
    assert open_fields(db) == []
    assert queries.accepted_ids(db) == [1]
    take(db, shipped, CHAPTER, url=URL, at="2026-11-23T10:00:00.000Z")
    assert open_fields(db) == []


def test_a_reader_of_another_day_undoes_nothing(harvester: Program, seeded: Database) -> None:
    decide(seeded, "title", "correct", "The Split")
    decide(seeded, "references.3.names.1", "accept")
    before = record(seeded, 1)
    path = seeded.execute("pragma database_list").fetchone()[2]
    done = harvester("--db", path, "reextract", "--apply", "--force")
    assert done.returncode == 0, done.stderr
    after = record(seeded, 1)
    assert seeded.execute("select count(*) from readings").fetchone() == (2,)
    assert {**after, "cited_by": 0} == {**before, "cited_by": 0}


def test_what_is_accepted_is_exported(harvester: Program, seeded: Database) -> None:
    path = seeded.execute("pragma database_list").fetchone()[2]
    words = ("--db", path, "export", "--accepted", "--format", "csl-json", "-o", "-")
    done = harvester(*words)
    assert done.returncode == 1
    assert "No record is accepted yet" in done.stderr
    decide(seeded, "title", "correct", "The Split")
    assert decide(seeded, "record", "accept")
    assert queries.accepted_ids(seeded) == [], "its references are still asked about"
    waiting = [row["id"] for row in review.waiting(seeded)]
    reviewing.accept_many(seeded, waiting, "", "AB", AT)
    (item,) = json.loads(harvester(*words).stdout)
    assert item["title"] == "The Split"
    assert [person["family"] for person in item["editor"]] == ["Leffler", "Westad"]
    said = item["custom"]["harvester"]
    assert "flags" not in said, "nobody's role is unsure any more"
    assert said["decisions"][0] == {
        "field": "title", "kind": "correct", "by": "AB", "at": AT, "reason": "the title page",
    }  # fmt: skip
    text = harvester("--db", path, "references", "1", "--format", "ris").stdout
    assert f"decided: references.3.names.1 accepted by AB on {AT[:10]}" in text


def test_on_the_command_line(harvester: Program, seeded: Database) -> None:
    path = seeded.execute("pragma database_list").fetchone()[2]
    words = ("--db", path, "review")
    queue = harvester(*words).stdout.splitlines()
    assert queue[1].split()[:4] == ["1", "1", "role-unknown", "contributors"]
    rows = json.loads(harvester(*words, "--question", "name-order", "--json").stdout)
    assert {row["question"] for row in rows} == {"name-order"}
    assert json.loads(harvester(*words, "--counts", "--json").stdout)["open"] == 11
    done = harvester(*words, "correct", "1", "contributors.1.role", "author", "--by", "AB")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "decision 1  correct contributors.1.role author\n"
    assert done.stderr == "11 questions of record 1 still wait.\n"
    assert harvester(*words, "undo", "1", HARVESTER_REVIEWER="CD").returncode == 0
    history = json.loads(harvester(*words, "history", "1", "--json").stdout)
    assert [(row["kind"], row["by"]) for row in history] == [("undo", "CD"), ("correct", "AB")]
    assert harvester(*words, "accept", "1", "titel", "--by", "AB").returncode == 2
    assert harvester(*words, "accept", "1", "title").returncode == 2, "nobody says who"
    shown = harvester("--db", path, "show", "1", "--evidence").stdout
    assert "+ correct" not in shown, "what was undone does not hold"


def test_a_corrected_doi_leads_to_the_record(seeded: Database, shipped: Configuration) -> None:
    decide(seeded, "doi", "correct", "https://doi.org/10.1017/CHOL9780521837194.018")
    assert record(seeded, 1)["doi"] == "10.1017/CHOL9780521837194.018"
    assert find(seeded, shipped, "10.1017/chol9780521837194.018") == 1


def test_people_can_be_added_and_put_in_order(seeded: Database, shipped: Configuration) -> None:
    people = '[{"name": "Sergey Radchenko", "role": "author"}, {"name": "Odd Arne Westad", "role": "editor"}]'
    decide(seeded, "contributors", "correct", people)
    shown = [
        (person["position"], person["name"], person["family"], person["role"], person["level"])
        for person in record(seeded, 1)["contributors"]
    ]
    assert shown == [
        (1, "Sergey Radchenko", "Radchenko", "author", "part"),
        (2, "Odd Arne Westad", "Westad", "editor", "container"),
    ]
    decide(seeded, "contributors.2", "reject")
    take(seeded, shipped, SEEN, at=LATER)
    assert [person["name"] for person in record(seeded, 1)["contributors"]] == ["Sergey Radchenko"]
    byline = seeded.execute("select byline from records_reviewed").fetchone()
    assert byline == ("Sergey Radchenko (author)",)


def test_an_entry_that_is_no_reference_is_left_out(seeded: Database) -> None:
    before = record(seeded, 1)["references"]
    decide(seeded, "references.2", "reject")
    after = record(seeded, 1)["references"]
    assert [entry["position"] for entry in after] == [1, *range(3, len(before) + 1)]
    assert seeded.execute("select count(*) from reference_entries").fetchone() == (len(before),)
    decide(seeded, "references.2", "follow")
    assert [entry["text"] for entry in record(seeded, 1)["references"]] == [
        entry["text"] for entry in before
    ]


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("keywords", "grain; trade", ["grain", "trade"]),
        ("isbn", "0-521-83719-7", ["9780521837194"]),
        ("pages", "pp. 349 – 372", "349-372"),
        ("published_print", "2010-09", "2010-09"),
        ("references.1.csl.issued", "1999-02-03", {"date-parts": [[1999, 2, 3]]}),
        ("references.1.csl.issued", "n.d.", {"literal": "n.d."}),
        (
            "references.1.csl.author",
            "Brandt, Ilse; Port of Tallinn",
            [{"family": "Brandt", "given": "Ilse"}, {"literal": "Port of Tallinn"}],
        ),
        ("references.3.names.1", "Li, Danhui", {"family": "Li", "given": "Danhui"}),
        ("contributors.1.affiliations", "Oslo; Bergen", ["Oslo", "Bergen"]),
    ],
)
def test_a_value_is_stored_in_the_form_of_its_field(
    seeded: Database, field: str, value: str, stored: Any
) -> None:
    decide(seeded, field, "correct", value)
    assert review.history(seeded, 1)[0]["value"] == stored


def test_questions_of_an_older_database_get_a_kind(tmp_path: Path) -> None:
    """As they were asked before there were decisions."""
    db = Database(tmp_path / "x.db")
    migrations.apply(db, stop_before="m0006_decisions")
    db.execute(
        "insert into runs (command, started_at, agent, config_sha256) values ('', '', '', '')"
    )
    db.execute(
        "insert into captures (source, source_kind, outcome, fetched_at, run_id) "
        "values ('', 'file', 'ok', '', 1)"
    )
    db.execute(
        "insert into records (key, kind, level, first_harvested_at, changed_at) "
        "values ('a', 'chapter', 'part', '', '')"
    )
    db.execute(
        "insert into readings (capture_id, record_id, reader_version, profile, form, outcome, "
        "text_sha256, at) values (1, 1, '', '', '', 'ok', '', '')"
    )
    csl = '{"author": [{"family": "Xue", "given": "Litai"}, {"family": "Danhui", "given": "Li"}]}'
    db.execute(
        "insert into reference_entries (record_id, position, text, csl) values (1, 3, 'x', ?)",
        (csl,),
    )
    asked = {
        ("contributors", "The page does not say the role of A."): ("role-unknown", "contributors"),
        ("doi", "Record 4 has the same DOI (10.1/x)."): ("same-work", "doi"),
        ("title", "No title was found on the page."): ("field-missing", "title"),
        ("pages", "The page's places disagree (meta: 1; text: 2)."): ("channels-disagree", "pages"),
        ("reference 3", "“Danhui, Li” may be Li Danhui turned round: so."): (
            "name-order",
            "references.3.names.2",
        ),
        ("text", "2 bytes were not valid utf-8 and show as x."): ("text-damaged", "text"),
    }
    for field, reason in asked:
        db.execute(
            "insert into review_items (record_id, field, reason, reading_id, opened_at) "
            "values (1, ?, ?, 1, '')",
            (field, reason),
        )
    db.conn.commit()
    db.conn.close()
    opened = open_database(tmp_path / "x.db")
    found = {
        (field, reason): (question, path)
        for field, reason, question, path in opened.execute(
            "select field, reason, question, path from review_items"
        )
    }
    assert found == asked
    assert len(review.waiting(opened)) == len(asked)
    opened.conn.close()


def test_another_witness_that_says_the_same_asks_nothing(
    db: Database, shipped: Configuration
) -> None:
    """A meta tag that the page gains is new evidence only where it says something new."""
    take(db, shipped, CHAPTER, captured_at=AT)
    decide(db, "title", "correct", "The Grain Question")
    meta = '<meta property="og:title" content="{}"></head>'
    for number, said in enumerate(("The grain question", "The corn question"), start=1):
        page = CHAPTER.replace("</head>", meta.format(said), 1)
        at = f"2026-11-2{number}T12:00:00.000Z"
        take(db, shipped, page, at=at, captured_at=at)
        told = db.execute(
            "select count(*) from assertions where field = 'title' and superseded_by is null "
            "and value = ?",
            (said,),
        ).fetchone()
        assert told[0] >= 1
        assert open_fields(db, "page-changed") == ([] if number == 1 else ["title"])
