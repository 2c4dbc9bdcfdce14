"""Works in the store: joined as records come and go, the same in whatever order they come."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from cases import SITES
from conftest import SEED, Program
from harvester import citing
from harvester.config import Configuration
from harvester.extract.references.facts import facts_of_entry, facts_of_json
from harvester.extract.references.match import cluster
from harvester.harvest import Options, open_run
from harvester.model import Capture, Contributor, Link, Record, Reference, Source
from harvester.store import records, works
from harvester.store.database import open_database, writing
from harvester.store.migrations import migrations

AT = "2026-01-01T00:00:00.000Z"


def csl(title: str, by: str, year: int, kind: str = "book", **more: str) -> str:
    family, given_name = by.split(", ")
    item = {"type": kind, "title": title, "author": [{"family": family, "given": given_name}]}
    return json.dumps(item | {"issued": {"date-parts": [[year]]}} | more)


def entry(text: str, item: str | None = None, doi: str | None = None) -> Reference:
    links = (Link("crossref", f"https://doi.org/{doi}", doi),) if doi else ()
    return Reference(0, text, links=links, csl=item)


CHEN = csl("Mao's China and the Cold War", "Chen, Jian", 2001)
LUTHI = csl("The Sino-Soviet Split: Cold War in the Communist World", "Lüthi, Lorenz", 2008)


def put(
    db: Database,
    key: str,
    entries: Sequence[Reference] = (),
    title: str | None = None,
    by: str | None = None,
    year: str | None = None,
    doi: str | None = None,
    kind: str = "chapter",
) -> int:
    """Store a record with its list through the store's own functions, as keeping does."""
    with writing(db):
        row = db.execute("select id from records where key = ?", (key,)).fetchone()
        number = row[0] if row else records.new_record(db, key, kind, "part", AT)
        held = citing.forms_held(db, number)
        level = "container" if kind == "book" else "part"
        family, _, given_name = (by or "").partition(", ")
        people = (Contributor(1, by, "author", level, family, given_name),) if by else ()
        listed = tuple(
            Reference(n, e.text, e.label, e.links, e.csl) for n, e in enumerate(entries, start=1)
        )
        record = Record(
            key, kind, "part", title=title or key, doi=doi, published_print=year,
            contributors=people, references=listed,
        )  # fmt: skip
        records.save_record(db, number, record, AT)
        citing.match(db, number, held)
    return int(number)


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    return db.execute(sql).fetchall()


def check(db: Database) -> None:
    """What must hold of the tables at any time."""
    assert rows(db, "pragma foreign_key_check") == []
    held = (
        "select form_id, work_id from reference_entries union "
        "select form_id, work_id from records where form_id is not null"
    )
    assert set(rows(db, held)) == set(rows(db, "select id, work_id from work_forms"))
    assert rows(db, "select id from works except select work_id from work_forms") == []
    assert rows(db, "select key from works except select digest from work_forms") == []


def test_works_cited_by_several(db: Database) -> None:
    put(db, "a", [entry("Chen Jian, Mao's China (2001).", CHEN), entry("Lüthi, Split.", LUTHI)])
    put(db, "b", [entry("Jian, Chen. Mao’s China and the Cold War. 2001.", CHEN)])
    put(db, "c", [entry("Nothing else (1990).")])
    found = rows(db, "select title, cited_by_records, entries, cited_by, year from works_cited")
    assert sorted(found, key=str) == [
        ("Mao's China and the Cold War", 2, 2, "a,b", 2001),
        ("The Sino-Soviet Split: Cold War in the Communist World", 1, 1, "a", 2008),
        (None, 1, 1, "c", None),
    ]
    check(db)


def test_the_view_keeps_its_columns(db: Database) -> None:
    names = [row[1] for row in rows(db, "pragma table_info(works_cited)")]
    assert names[:4] == ["text", "cited_by_records", "entries", "cited_by"]


@pytest.mark.parametrize("first", ["citing", "cited"])
def test_the_record_that_is_cited(db: Database, first: str) -> None:
    def store_cited() -> int:
        return put(
            db, "luthi", title="The Sino-Soviet Split: Cold War in the Communist World",
            by="Lüthi, Lorenz M.", year="2008-03", kind="book",
        )  # fmt: skip

    early = store_cited() if first == "cited" else None
    one = put(db, "a", [entry("Chen.", CHEN), entry("Lüthi, Split (2008).", LUTHI)])
    cited = early or store_cited()
    said = {"id": one, "key": "a", "title": "a", "positions": [2]}
    assert works.cited_by(db, cited) == [said]
    assert rows(db, "select citing_id, position, cited_id from citations") == [(one, 2, cited)]
    assert rows(db, "select title from works_not_harvested") == [("Mao's China and the Cold War",)]
    found = works.works_cited(db, 1, False, 9)
    assert {work["title"]: work["record_id"] for work in found} == {
        "Mao's China and the Cold War": None,
        "The Sino-Soviet Split: Cold War in the Communist World": cited,
    }
    check(db)


def test_a_record_is_found_by_its_doi(db: Database) -> None:
    one = put(db, "a", [entry("Litai, Enemies.", doi="10.1000/ABC")])
    cited = put(db, "b", doi="10.1000/abc", title="Quite another title", kind="article")
    assert [row["id"] for row in works.cited_by(db, cited)] == [one]


def test_a_record_is_not_a_chapter_of_its_name(db: Database) -> None:
    put(db, "a", [entry("Chen, 2001.", CHEN)])
    chapter = put(db, "b", title="Mao's China and the Cold War", by="Chen, Jian", year="2001")
    assert works.cited_by(db, chapter) == []


def test_two_works_become_one_and_two_again(db: Database) -> None:
    text = "Xue Litai, Enemies (2009)."
    put(db, "a", [entry("Litai.", doi="10.1000/a")])
    put(db, "b", [entry(text)])
    before = rows(db, "select id from works where record_id is null order by id")
    put(db, "c", [entry(text, doi="10.1000/a")])
    (joined,) = rows(db, "select work_id, cited_by_records, doi from works_cited")
    assert joined == (before[0][0], 3, "10.1000/a")
    check(db)
    put(db, "c", [])
    assert sorted(rows(db, "select cited_by_records, doi from works_cited"), key=str) == [
        (1, "10.1000/a"),
        (1, None),
    ]
    check(db)


def test_a_list_that_goes_leaves_nothing(db: Database) -> None:
    put(db, "a", [entry("Chen.", CHEN), entry("Lüthi.", LUTHI)])
    put(db, "a", [])
    assert rows(db, "select * from works_cited") == []
    assert rows(db, "select count(*) from works") == [(1,)]  # the record itself
    check(db)


def test_what_is_shown_follows_the_entry(db: Database) -> None:
    put(db, "a", [entry("CHEN, Mao's China.", CHEN)])
    put(db, "a", [entry("Chen, Mao's China", CHEN)])
    assert rows(db, "select text from works_cited") == [("Chen, Mao's China",)]


def test_ibid_cites_no_work_of_its_own(db: Database) -> None:
    put(db, "a", [entry("Chen (2001).", CHEN), entry("Ibid., 23."), entry("———. Poems. 1990.")])
    put(db, "b", [entry("Ibid., 23.")])
    assert rows(db, "select cited_by_records, text from works_cited") == [(1, "Chen (2001).")]
    check(db)


def test_only_entries_that_share_a_key_are_compared(tmp_path: Path) -> None:
    """Names in the other order and a year's difference at once: too far apart, from any side."""
    title = "Mao and his war on words"
    lists = {
        "a": [entry("Two.", csl(title, "Chen, Jian", 2000))],
        "b": [entry("Two.", csl(title, "Jian, Chen", 2000, "article-journal"))],
        "c": [entry("One.", csl(title, "Chen, Jian", 2001, "article-journal"))],
    }
    found = set()
    for order in ("abc", "cba", "bca"):
        db = open_database(tmp_path / f"{order}.db", create=True)
        for key in order:
            put(db, key, lists[key])
        found.add(str(partition(db)))
        at_once = str(matched_at_once(db))
        db.conn.close()
    assert found == {at_once}


ENTRIES = st.builds(
    entry,
    st.sampled_from(["One.", "Two.", "Three.", "Ibid."]),
    st.none()
    | st.builds(
        csl,
        st.sampled_from(
            ["Mao and his war on words", "Mao and his wars on words", "On Mao: A life"]
        ),
        st.sampled_from(["Chen, Jian", "Jian, Chen", "Zubok, V."]),
        st.sampled_from([2000, 2001, 2002]),
        st.sampled_from(["book", "article-journal"]),
    ),
    st.sampled_from([None, None, "10.1000/a", "10.1000/b"]),
)
STEPS = st.lists(st.tuples(st.sampled_from("abcd"), st.lists(ENTRIES, max_size=3)), max_size=6)


def partition(db: Database) -> list[list[str]]:
    """The forms of each work."""
    found: dict[int, list[str]] = {}
    for work, digest in rows(
        db, "select work_id, digest from work_forms where work_id is not null"
    ):
        found.setdefault(work, []).append(digest)
    return sorted(sorted(group) for group in found.values())


def matched_at_once(db: Database) -> list[list[str]]:
    """The forms of each work, as they come out where all are looked at."""
    facts = [facts_of_json(row[0]) for row in rows(db, "select facts from work_forms")]
    telling = [fact for fact in facts if fact.tells]
    return sorted(sorted(telling[n].digest for n in group) for group in cluster(telling))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_of_harvests_does_not_count(
    steps: list[tuple[str, list[Reference]]], chance: random.Random
) -> None:
    """Lists that change step by step end as the last lists stored at once in another order."""
    one, other = Database(memory=True), Database(memory=True)
    for db in (one, other):
        db.execute("pragma foreign_keys = on")
        migrations.apply(db)
    for key, entries in steps:
        put(one, key, entries)
    last = list(dict(steps).items())
    chance.shuffle(last)
    for key, entries in last:
        put(other, key, entries)
    check(one)
    assert partition(one) == partition(other)
    shown = "select key, text, title, author, year, type, doi from works order by key"
    assert rows(one, shown) == rows(other, shown)
    assert matched_at_once(one) == partition(one)
    for db in (one, other):
        db.conn.close()


def test_what_was_stored_before_is_matched_later(db: Database) -> None:
    put(db, "a", [entry("Chen.", CHEN)])
    put(db, "b", [entry("Chen, 2001.", CHEN)])
    with writing(db):
        for sql in (
            "update reference_entries set form_id = null, work_id = null",
            "update records set form_id = null, work_id = null",
            "delete from work_keys",
            "delete from work_forms",
            "delete from works",
        ):
            db.execute(sql)
    assert citing.catch_up(db) == 2
    assert rows(db, "select cited_by_records from works_cited") == [(2,)]
    assert citing.catch_up(db) == 0
    check(db)


def test_a_harvest_matches(db: Database, shipped: Configuration) -> None:
    """The seed, and another page that prints one of its references with another full stop."""
    other = (
        "Chapter 9 - Weirs\n\nPublished online by Cambridge University Press: 1 May 2020\n\n"
        'References\n\nHERSHBERG, James G. and Jian, Chen, "Informing the Enemy: Sino-American '
        "'Signaling' and the Vietnam War, 1965\", in Roberts, Priscilla (ed.), Behind the Bamboo "
        "Curtain: China, Vietnam, and the World beyond Asia (Washington, DC, and Stanford, CA: "
        "Woodrow Wilson Center Press and Stanford University Press, 2006)Google Scholar\n"
        "Abel, Weirs (London, 1999).Google Scholar\n"
    )
    with open_run(db, shipped, "test") as run:
        for body in (SEED.read_bytes(), other.encode()):
            run.take(Capture(Source("x", "file", None, "x"), "ok", AT, body), Options())
    (text,) = rows(db, "select text from works_cited where cited_by_records = 2")
    assert "Informing the Enemy" in text[0]
    facts = facts_of_entry("Abel, Weirs (London, 1999).", None, ())
    assert rows(db, f"select count(*) from works where key = '{facts.digest}'") == [(1,)]
    assert db.execute("select count(*) from reference_entries where work_id is null").fetchone() == (0,)  # fmt: skip
    check(db)


@pytest.fixture
def collection(harvester: Program, tmp_path: Path) -> Program:
    db = open_database(tmp_path / "data" / "harvest.db", create=True)
    put(db, "a", [entry("Chen (2001).", CHEN), entry("Lüthi (2008).", LUTHI)], title="First")
    put(db, "b", [entry("Chen, 2001", CHEN)], title="Second")
    put(db, "luthi", title="The Sino-Soviet Split", by="Lüthi, L. M.", year="2008", kind="book")
    db.conn.close()
    return harvester


def test_cited_for_people(collection: Program) -> None:
    shown = collection("cited").stdout
    assert "Chen, Jian" in shown and "Lüthi" not in shown
    assert "cited by 2 records" in shown
    every = collection("cited", "--at-least", "1").stdout
    assert "harvested as record 3" in every


def test_cited_for_programs(collection: Program) -> None:
    found = json.loads(collection("cited", "--at-least", "1", "--json").stdout)
    assert [work["cited_by_records"] for work in found] == [2, 1]
    assert set(found[0]) == {
        "id", "key", "title", "author", "year", "type", "doi", "text", "record_id",
        "cited_by_records", "entries", "cited_by",
    }  # fmt: skip
    assert found[0]["cited_by"][1] == {"id": 2, "key": "b", "title": "Second", "positions": [1]}
    missing = json.loads(collection("cited", "--at-least", "1", "--missing", "--json").stdout)
    assert [work["title"] for work in missing] == ["Mao's China and the Cold War"]


def test_nothing_is_cited_so_often(collection: Program) -> None:
    done = collection("cited", "--at-least", "3")
    assert (done.returncode, done.stdout) == (0, "")
    assert "--at-least" in done.stderr


def test_show_says_who_cites(collection: Program) -> None:
    assert json.loads(collection("show", "3", "--json").stdout)["cited_by"] == [
        {"id": 1, "key": "a", "title": "First", "positions": [2]}
    ]
    assert "Cited by (1)" in collection("show", "3").stdout
    assert "Cited by" not in collection("show", "1").stdout


def test_an_old_database_is_matched_when_asked(harvester: Program, tmp_path: Path) -> None:
    """A database as it was before works: the third migration taken back."""
    harvester("harvest", SEED, *sorted((SITES / "cambridge-core").glob("*.txt")))
    path = tmp_path / "data" / "harvest.db"
    db = open_database(path)
    before = [dict(row) for row in db.query("select * from works_cited order by text")]
    for sql in (
        "update reference_entries set form_id = null, work_id = null",
        "update records set form_id = null, work_id = null",
        "delete from work_keys", "delete from work_forms", "delete from works",
    ):  # fmt: skip
        db.execute(sql)
    db.conn.commit()
    db.conn.close()
    found = json.loads(harvester("cited", "--at-least", "1", "--limit", "999", "--json").stdout)
    assert sorted(work["text"] for work in found) == [row["text"] for row in before]
