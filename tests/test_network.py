"""The picture of who cites whom: what stands in it, and that nothing in it runs."""

import json
import random
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

import collection
from harvester import reviewing
from harvester.desk.layout import picture
from harvester.store.database import open_database
from harvester.store.network import Cited, Network, network

WITT = "Wasserrecht im Wandel"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collection.harvest(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="module")
def page(database: Path) -> Iterator[httpx.Response]:
    with collection.served(database) as address:
        yield httpx.get(f"{address}/-/review/network")


def test_who_cites_whom(database: Path) -> None:
    db = open_database(database)
    found = network(db)
    db.conn.close()
    titles = {work.id: work.title for work in found.nodes}
    weirs, locks, mud, margins = (chapter.title for chapter in collection.CHAPTERS)
    assert {(titles[citing], titles[cited]) for citing, cited in found.edges} == {
        (locks, weirs),
        (mud, weirs),
        (mud, locks),
        (margins, weirs),
        (margins, mud),
        (weirs, WITT),
        (locks, WITT),
        (margins, WITT),
    }
    assert {work.title: (work.year, work.cited_by, work.record_id) for work in found.nodes} == {
        weirs: (1991, 3, 1),
        locks: (1996, 1, 2),
        mud: (2006, 1, 3),
        margins: (2020, 0, 4),
        WITT: (1978, 3, None),
    }
    assert found.whole


def test_of_a_large_collection_the_most_cited_part(database: Path) -> None:
    db = open_database(database)
    found = network(db, most_works=2, most_citing=2)
    db.conn.close()
    assert not found.whole
    assert (found.works_shown, found.works, found.citing_shown, found.citing) == (2, 4, 2, 4)
    assert {work.title for work in found.nodes if work.cited_by == 3} == {"Weirs", WITT}


def test_a_merged_record_is_one_mark(tmp_path: Path) -> None:
    db = open_database(collection.harvest(tmp_path))
    reviewing.merge(db, 2, 3, "the same", "ab", "2026-05-01T00:00:00.000Z")
    found = network(db)
    db.conn.close()
    ids = {work.id for work in found.nodes}
    assert "record-3" not in ids
    assert {end for edge in found.edges for end in edge} == ids
    (kept,) = (work for work in found.nodes if work.id == "record-2")
    assert kept.cited_by == 1  # by 4, which cites 3; that 3 cites 2 counts no more
    assert ("record-2", "record-1") in found.edges
    assert ("record-4", "record-2") in found.edges
    assert all(citing != cited for citing, cited in found.edges)


def test_an_empty_collection(tmp_path: Path) -> None:
    path = tmp_path / "harvest.db"
    db = open_database(path, create=True)
    assert network(db) == Network((), (), 0, 0, 0, 0)
    db.conn.close()
    with collection.served(path) as address:
        answer = httpx.get(f"{address}/-/review/network")
    assert answer.status_code == 200
    assert "No record cites another yet" in answer.text


def test_nothing_in_the_page_runs(page: httpx.Response) -> None:
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    tree = lxml.html.fromstring(page.text)
    assert tree.xpath("//img") == []
    assert tree.xpath("//*[@onerror or @onclick or @style]") == []
    assert [script.get("src").partition("?")[0] for script in tree.xpath("//script")] == [
        "/-/static-plugins/harvester/desk.js"
    ]
    labels = ["".join(label.itertext()) for label in tree.xpath("//svg//a/text")]
    assert '<img src=x onerror="alert(1)"> in…' in labels


def test_marks_lead_to_the_records_and_the_table_says_the_same(page: httpx.Response) -> None:
    tree = lxml.html.fromstring(page.text)
    marks = {
        a.get("href"): "".join(a.xpath("./title")[0].itertext()) for a in tree.xpath("//svg/a")
    }
    assert marks["/-/review/record/1"] == "Weirs (1991): cited by 3 records"
    assert marks["/harvest/works/2"] == f"{WITT} (1978): cited by 3 records, not harvested"
    assert len(tree.xpath("//svg//path")) == 8
    table = {
        "".join(row[0].itertext()).strip(): [
            " ".join("".join(cell.itertext()).split()) for cell in row[1:]
        ]
        for row in tree.xpath("//table/tbody/tr")
    }
    assert table["Locks and Liberties (1996)"] == [
        "yes",
        "1",
        f"{collection.FORMULA} (2006)",
        f"Weirs (1991); {WITT} (1978)",
    ]
    assert len(table) == len(marks) == 5


def test_the_query_reads_an_index_only(database: Path) -> None:
    connection = sqlite3.connect(database)
    plan = connection.execute(
        "explain query plan select work_id, count(distinct record_id) from reference_entries "
        "where work_id is not null group by work_id"
    ).fetchall()
    connection.close()
    assert "COVERING INDEX reference_entries_2" in str(plan)


works = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1500, 2030)), st.integers(0, 500)), max_size=60
)


@given(works, st.integers())
def test_every_mark_has_a_place_of_its_own_in_the_picture(
    facts: list[tuple[int | None, int]], seed: int
) -> None:
    nodes = tuple(
        Cited(f"work-{n}", "A title " * (n % 9), year, None, n, cited)
        for n, (year, cited) in enumerate(facts)
    )
    chance = random.Random(seed)
    edges = tuple(
        {
            (a.id, b.id): None
            for a, b in ((chance.choice(nodes), chance.choice(nodes)) for _ in facts)
            if a != b
        }
    )
    drawn = picture(Network(nodes, edges, 0, 0, 0, 0))
    assert {spot.work for spot in drawn.spots} == set(nodes)
    assert len({(spot.x, spot.y) for spot in drawn.spots}) == len(nodes)
    assert len(drawn.lines) == len(edges)
    assert drawn == picture(Network(nodes, edges, 0, 0, 0, 0))
    for spot in drawn.spots:
        assert spot.radius <= spot.x <= drawn.width - spot.radius
        assert spot.radius <= spot.y <= drawn.height - spot.radius
        assert len(spot.label) <= 34
    dated = sorted((s for s in drawn.spots if s.work.year), key=lambda s: s.x)
    for earlier, later in pairwise(dated):
        assert earlier.x == later.x or (earlier.work.year or 0) <= (later.work.year or 0)


def test_a_network_of_numbers_only(db: Database) -> None:
    """Titles and years may be missing: the key stands for the title."""
    db.execute(
        "insert into works(id, key, year) values (1, 'aaa', null)",
    )
    for number in (1, 2):
        db.execute(
            "insert into records(id, kind, level, key, first_harvested_at, changed_at, published_print) values (?, 'chapter', 'part', ?, '', '', 'n.d.')",
            (number, f"k{number}"),
        )
        db.execute(
            "insert into reference_entries(record_id, position, text, work_id) values (?, 1, '', 1)",
            (number,),
        )
    found = network(db)
    assert {(work.title, work.year) for work in found.nodes} == {
        ("aaa", None),
        ("k1", None),
        ("k2", None),
    }
    json.dumps([heading.text for heading in picture(found).headings])


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Short", "Short"),
        ("A  title\nover lines", "A title over lines"),
        ("x" * 34, "x" * 34),
        ("x" * 35, "x" * 33 + "…"),
        ("中" * 17, "中" * 17),
        ("中" * 18, "中" * 16 + "…"),
    ],
)
def test_a_label_is_as_wide_as_its_column(title: str, label: str) -> None:
    work = Cited("work-1", title, 1999, None, 1, 2)
    (spot,) = picture(Network((work,), (), 1, 1, 1, 1)).spots
    assert spot.label == label
