"""Two records of one work: proposed by what they print, merged and parted by a person."""

import json

import pytest
from sqlite_utils import Database
from test_decisions import AT, LATER, decide
from test_store import CHAPTER, record, take

from conftest import SEED, Program
from harvester import citing, reviewing
from harvester.config import Configuration
from harvester.errors import UsageError
from harvester.keys import find
from harvester.overlay.likeness import reasons
from harvester.store import queries, review
from harvester.store.database import writing

#: The chapter's page as somebody kept it as text: no address, no DOI, no reference list.
COPY = """Chapter 4 - The grain question

Published online by Cambridge University Press: 9 March 2023

Summary

A copy that somebody made.
"""


@pytest.fixture
def two(db: Database, shipped: Configuration) -> Database:
    """Record 1 is a text copy without identifiers, record 2 the page itself."""
    copy = take(db, shipped, COPY)
    page = take(db, shipped, CHAPTER, at=LATER, captured_at=LATER)
    assert (copy.record_id, page.record_id) == (1, 2), "the machine cannot know that it is one"
    return db


def same_work(db: Database) -> list[tuple[int, str]]:
    rows = review.waiting(db, question="same-work")
    return [(row["record_id"], row["field"]) for row in rows]


def test_the_page_is_proposed_for_the_copy(two: Database) -> None:
    assert same_work(two) == [(2, "same-work.1")]
    (row,) = review.waiting(two, question="same-work")
    assert "of both, the same is the title, the date online (2023-03-09)" in row["reason"]


def test_merged_records_are_one(two: Database, shipped: Configuration) -> None:
    key = record(two, 1)["key"]
    reviewing.merge(two, 2, 1, "the same page", "AB", AT)
    assert same_work(two) == []
    assert find(two, shipped, key) == find(two, shipped, "1") == 2
    assert [row["id"] for row in queries.list_records(two, 9)] == [2]
    assert queries.record_ids(two) == [2]
    one = record(two, 1)
    assert one["id"] == 2
    assert len(one["references"]) == 3
    assert [capture["id"] for capture in one["captures"]] == [1, 2]
    found = queries.search(two, "grain question", 9)
    assert {row["record_id"] for row in found} == {2}
    assert two.execute("select count(*) from records").fetchone() == (2,), "nothing is deleted"


def test_what_one_lacks_the_other_says(two: Database) -> None:
    reviewing.merge(two, 1, 2, "", "AB", AT)
    one = record(two, 2)
    assert one["id"] == 1
    assert one["abstract"] == "A copy that somebody made.", "what the kept one says stays"
    assert one["doi"] and one["container_title"]
    assert [entry["position"] for entry in one["references"]] == [1, 2, 3]
    assert one["contributors"]


def test_undone_they_are_two_again(two: Database, shipped: Configuration) -> None:
    before = [record(two, number) for number in (1, 2)]
    number = reviewing.merge(two, 2, 1, "", "AB", AT)
    reviewing.undo(two, number, "", "AB", LATER)
    after = [record(two, number) for number in (1, 2)]
    for old, new in zip(before, after, strict=True):
        del old["decisions"], new["decisions"]
        assert old == new
    assert same_work(two) == [(2, "same-work.1")]
    assert find(two, shipped, "1") == 1


def test_two_works_are_not_proposed_again(two: Database, shipped: Configuration) -> None:
    reviewing.split(two, 1, 2, "another edition", "AB", AT)
    assert same_work(two) == []
    take(two, shipped, CHAPTER, at="2026-11-23T00:00:00.000Z")
    take(two, shipped, COPY, at="2026-11-23T00:00:00.000Z")
    assert same_work(two) == []
    reviewing.merge(two, 2, 1, "the same after all", "CD", LATER)
    assert queries.record_ids(two) == [2]
    reviewing.split(two, 2, 1, "no", "AB", LATER)
    assert queries.record_ids(two) == [1, 2]


def test_a_later_harvest_does_not_part_them(two: Database, shipped: Configuration) -> None:
    reviewing.merge(two, 1, 2, "", "AB", AT)
    changed = CHAPTER.replace("The grain question", "The grain answer")
    take(two, shipped, changed, at="2026-11-24T00:00:00.000Z")
    take(two, shipped, COPY.replace("that somebody", "which somebody"), at=LATER)
    assert queries.record_ids(two)[0] == 1
    assert record(two, 2)["id"] == 1
    assert record(two, 2)["title"] == "The grain question", "what the kept record says"


def test_works_follow(two: Database, shipped: Configuration) -> None:
    """An entry that cites either cites the one that is shown; the list is not counted twice."""
    citing = (
        "Chapter 9 - Weirs\n\nPublished online by Cambridge University Press: 1 May 2020\n\n"
        "References\n\nThe grain question, https://doi.org/10.1017/9781009000017.006Google Scholar\n"
    )
    take(two, shipped, citing)
    assert [row["id"] for row in record(two, 2)["cited_by"]] == [3]
    number = reviewing.merge(two, 1, 2, "", "AB", AT)
    assert [row["id"] for row in record(two, 1)["cited_by"]] == [3]
    (work,) = two.execute(
        "select record_id from works w where doi = '10.1017/9781009000017.006'"
    ).fetchall()
    assert work == (1,)
    cited = two.execute("select distinct cited_id from citations where citing_id = 3").fetchall()
    assert cited == [(1,)]
    reviewing.undo(two, number, "", "AB", LATER)
    assert [row["id"] for row in record(two, 2)["cited_by"]] == [3]
    assert record(two, 1)["cited_by"] == []


def test_a_list_that_both_print_is_counted_once(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER)
    other = CHAPTER.replace("0A1B2C3D4E5F60718293A4B5C6D7E8F9", "F" * 32)
    take(db, shipped, other.replace("10.1017/9781009000017.006", "10.1017/9781009000017.007"))
    assert db.execute("select count(*) from records").fetchone() == (2,)
    counts = "select sum(entries) from works_cited"
    assert db.execute(counts).fetchone() == (6,)
    number = reviewing.merge(db, 1, 2, "", "AB", AT)
    assert db.execute(counts).fetchone() == (3,)
    reviewing.undo(db, number, "", "AB", AT)
    assert db.execute(counts).fetchone() == (6,)


def test_a_corrected_record_is_another_work(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER)
    decide(db, "title", "correct", "Bread")
    assert db.execute("select title from works where record_id = 1").fetchone() == ("Bread",)


def test_three_records_lead_to_one(two: Database, shipped: Configuration) -> None:
    take(two, shipped, COPY.replace("Summary", "Abstract").replace("A copy", "Another copy"))
    assert two.execute("select count(*) from records").fetchone() == (3,)
    first = reviewing.merge(two, 1, 3, "", "AB", AT)
    second = reviewing.merge(two, 2, 1, "", "AB", AT)
    assert [find(two, shipped, str(number)) for number in (1, 2, 3)] == [2, 2, 2]
    with pytest.raises(UsageError, match="are one already"):
        reviewing.merge(two, 3, 2, "", "AB", AT)
    reviewing.undo(two, second, "", "AB", AT)
    assert [find(two, shipped, str(number)) for number in (1, 2, 3)] == [1, 2, 1]
    reviewing.undo(two, first, "", "AB", AT)
    assert [find(two, shipped, str(number)) for number in (1, 2, 3)] == [1, 2, 3]


def test_merging_on_the_command_line(harvester: Program, two: Database) -> None:
    path = two.execute("pragma database_list").fetchone()[2]
    words = ("--db", path, "review")
    done = harvester(*words, "merge", "2", "1", "--by", "AB", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["kind"] == "merge"
    shown = harvester("--db", path, "show", "1", "--json")
    assert json.loads(shown.stdout)["id"] == 2
    assert harvester(*words, "split", "1", "2", "--by", "AB").returncode == 0
    assert json.loads(harvester("--db", path, "show", "1", "--json").stdout)["id"] == 1


BOOK = {
    "key": "a:1", "site": "a", "title": "The grain question", "doi": None, "number": None,
    "pages": "1-9", "container_title": None, "published_online": None, "published_print": "2001",
    "abstract": None, "extract": None, "people": ["Ann Abel"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"key": "digest:1", "site": None}, True),
        ({"key": "a:2"}, False),  # another id on the same site
        ({"key": "b:2", "site": "b", "pages": "11-19"}, False),
        ({"key": "b:2", "site": "b", "published_print": "2004"}, False),
        ({"key": "b:2", "site": "b", "people": ["Abel, Ann"], "pages": None}, True),
        ({"key": "b:2", "site": "b", "people": [], "pages": None, "published_print": None}, False),
        ({"key": "b:2", "site": "b", "title": "The grain answer"}, False),
    ],
)
def test_what_makes_two_records_alike(other: dict[str, object], found: bool) -> None:
    assert bool(reasons(BOOK, BOOK | other)) is found
    assert bool(reasons(BOOK | other, BOOK)) is found


def groups(db: Database) -> set[tuple[str, ...]]:
    """Which records and entries are one work, and by what title and DOI it is shown."""
    found: dict[int, list[str]] = {}
    for table in ("records", "reference_entries"):
        for number, work_id in db.execute(
            f"select id, work_id from {table} where work_id is not null"
        ):
            found.setdefault(work_id, []).append(f"{table} {number}")
    shown = {row[0]: row[1:] for row in db.execute("select id, title, doi, record_id from works")}
    return {(*sorted(members), str(shown[work_id])) for work_id, members in found.items()}


def test_works_are_those_that_all_would_be_matched_to(
    two: Database, shipped: Configuration
) -> None:
    """After each decision the works are what they would be if all were matched from nothing."""
    take(two, shipped, SEED.read_text("utf-8"))
    title = "references.2.csl.title"
    number = reviewing.merge(two, 1, 2, "", "AB", AT)
    steps = [
        lambda: decide(two, "references.3.names.1", "accept", number=3),
        lambda: decide(two, title, "correct", "The Quarrelling Brothers", number=3),
        lambda: decide(two, "references.4", "reject", number=3),
        lambda: decide(two, "title", "correct", "The Quarrelling Brothers", number=3),
        lambda: decide(two, title, "follow", number=3),
        lambda: reviewing.undo(two, number, "", "AB", AT),
    ]
    for step in steps:
        step()
        now = groups(two)
        with writing(two):
            for table in ("reference_entries", "records"):
                two.execute(f"update {table} set form_id = null, work_id = null")
            for table in ("work_keys", "work_forms", "works"):
                two.execute(f"delete from {table}")
        citing.catch_up(two)
        assert groups(two) == now


def test_a_unit_of_archives_is_no_work(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER)
    decide(db, "kind", "correct", "archival-unit")
    assert db.execute("select work_id from records").fetchone() == (None,)
    assert citing.catch_up(db) == 0
    decide(db, "kind", "correct", "book")
    assert db.execute("select work_id from records").fetchone() != (None,)


def test_names_in_the_list_of_a_merged_record_are_still_asked_about(
    db: Database, shipped: Configuration
) -> None:
    """The list that is shown is the merged record's: its questions are decided on the kept one."""
    take(db, shipped, SEED.read_text("utf-8"))
    take(db, shipped, COPY)
    reviewing.merge(db, 2, 1, "", "AB", AT)
    waiting = review.waiting(db, record_id=2)
    assert [row["question"] for row in waiting] == ["name-order"] * 10
    assert queries.list_records(db, 9)[0]["to_review"] == 10
    (number,) = reviewing.accept_many(db, [waiting[0]["id"]], "", "AB", AT)
    assert record(db, 2)["references"][2]["csl"]["author"] == [{"family": "Li", "given": "Danhui"}]
    assert len(review.waiting(db, record_id=2)) == 9
    reviewing.undo(db, number, "", "AB", AT)
    assert len(review.waiting(db, record_id=2)) == 10
    reviewing.accept_many(db, [row["id"] for row in waiting], "", "AB", AT)
    assert queries.accepted_ids(db) == [], "nobody accepted what is shown of the kept one"
    decide(db, "record", "accept", number=2)
    assert queries.accepted_ids(db) == [2]
