"""The store: nothing is overwritten, one work is one record, writers do not lock each other out."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from cases import SITES
from conftest import SEED
from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.harvest import Options, Result, open_run
from harvester.keys import find
from harvester.model import Capture, Source
from harvester.store import queries
from harvester.store.bodies import read_body
from harvester.store.database import open_database, writing
from harvester.store.events import GENESIS, event_digest
from harvester.store.migrations import migrations

PAGES = SITES / "cambridge-core"
CHAPTER = (PAGES / "chapter-2024-by-row.html").read_text("utf-8")
BOOK = (PAGES / "book-2023-contents.html").read_bytes()
CORE = "https://www.cambridge.org/core/books"
ID = "0A1B2C3D4E5F60718293A4B5C6D7E8F9"


def take(
    db: Database,
    config: Configuration,
    body: bytes | str,
    url: str | None = None,
    at: str = "2026-01-01T00:00:00.000Z",
    captured_at: str | None = None,
) -> Result:
    """Harvest a page that was captured at a time."""
    data = body.encode() if isinstance(body, str) else body
    source = Source(url or "page", "file", url, "page")
    with open_run(db, config, "test") as run:
        return run.take(Capture(source, "ok", at, data, url=url), Options(captured_at=captured_at))


def count(db: Database, table: str, where: str = "1") -> int:
    return int(db.execute(f"select count(*) from {table} where {where}").fetchone()[0])


def record(db: Database, number: int | None) -> dict[str, Any]:
    assert number is not None
    return queries.record_json(db, number)


def test_the_same_bytes_again(db: Database, shipped: Configuration) -> None:
    first = take(db, shipped, SEED.read_bytes())
    before = count(db, "assertions")
    second = take(db, shipped, SEED.read_bytes())
    assert first.record_id == second.record_id
    assert (first.changed, second.changed) == (True, False)
    assert (count(db, "captures"), count(db, "readings")) == (2, 2)
    assert (count(db, "bodies"), count(db, "records")) == (1, 1)
    assert count(db, "events") == 6
    assert count(db, "assertions") == before
    assert count(db, "assertions", "superseded_by is not null") == 0


def test_a_body_is_kept_byte_for_byte(db: Database, shipped: Configuration) -> None:
    take(db, shipped, SEED.read_bytes())
    (digest,) = db.execute("select sha256 from captures").fetchone()
    assert read_body(db, digest) == SEED.read_bytes()


def test_a_changed_page_supersedes_and_keeps(db: Database, shipped: Configuration) -> None:
    take(
        db, shipped, CHAPTER, at="2026-01-01T00:00:00.000Z", captured_at="2026-01-01T00:00:00.000Z"
    )
    changed = CHAPTER.replace("Bread and Tariffs", "Bread and Duties").replace(
        "Published online by Cambridge University Press:&nbsp; 09 March",
        "Published online by Cambridge University Press: 10 March",
    )
    result = take(db, shipped, changed, captured_at="2026-02-01T00:00:00.000Z")
    now = record(db, result.record_id)
    assert result.changed
    assert now["published_online"] == "2023-03-10"
    assert "Bread and Duties" in now["references"][1]["text"]
    old = db.execute(
        "select a.value, b.value from assertions a join assertions b on b.id = a.superseded_by "
        "where a.field = 'published_online' and a.channel = 'visible'"
    ).fetchall()
    assert old == [("2023-03-09", "2023-03-10")]
    superseded = db.execute(
        "select position, value from assertions where field = 'reference' and superseded_by is not null"
    ).fetchall()
    assert [row[0] for row in superseded] == [2]  # only the reference that changed
    assert "Bread and Tariffs" in superseded[0][1]


def test_what_is_gone_from_the_page_is_said(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, captured_at="2026-01-01T00:00:00.000Z")
    shorter = CHAPTER.replace("Port of Tallinn, Council minutes, TLA f. 230, n. 1, s. 77.", "")
    shorter = shorter.replace('<div class="part-title">from Part II - Provisioning</div>', "")
    result = take(db, shipped, shorter, captured_at="2026-02-01T00:00:00.000Z")
    now = record(db, result.record_id)
    assert len(now["references"]) == 2
    assert now["part"] is None
    absent = db.execute(
        "select absence from assertions where field = 'part' and superseded_by is null"
    ).fetchall()
    assert absent == [("not on the page",)]


def test_an_older_capture_does_not_undo_a_newer_one(db: Database, shipped: Configuration) -> None:
    take(
        db,
        shipped,
        CHAPTER.replace("The grain question", "The grain answer"),
        captured_at="2026-02-01T00:00:00.000Z",
    )
    older = take(db, shipped, CHAPTER, captured_at="2020-01-01T00:00:00.000Z")
    assert record(db, older.record_id)["title"] == "The grain answer"
    assert count(db, "assertions", "value = 'The grain question'") > 0
    assert count(db, "assertions", "value = 'The grain question' and superseded_by is null") == 0


def test_a_wall_does_not_empty_a_record(db: Database, shipped: Configuration) -> None:
    url = f"{CORE}/harbour-cities/grain-question/{ID}"
    first = take(db, shipped, CHAPTER, url)
    wall = "<html><head><title>Just a moment...</title></head><body>Checking.</body></html>"
    result = take(db, shipped, wall, url, captured_at="2027-01-01T00:00:00.000Z")
    assert result.outcome == "blocked-captcha"
    assert result.record_id == first.record_id
    now = record(db, first.record_id)
    assert now["title"] == "The grain question"
    assert now["outcome"] == "blocked-captcha"
    assert len(now["references"]) == 3


def test_a_list_lost_behind_a_wall_stays(db: Database, shipped: Configuration) -> None:
    first = take(db, shipped, CHAPTER, captured_at="2026-01-01T00:00:00.000Z")
    start = CHAPTER.index('<div id="references-list"')
    walled = CHAPTER[:start] + "</div></body></html>"
    result = take(db, shipped, walled, captured_at="2026-02-01T00:00:00.000Z")
    assert result.outcome == "abstract-only"
    assert len(record(db, first.record_id)["references"]) == 3


@pytest.mark.parametrize(
    "url",
    [
        f"{CORE}/harbour-cities-in-the-long-nineteenth-century/grain-question/{ID}",
        f"{CORE}/abs/harbour-cities-in-the-long-nineteenth-century/grain-question/{ID}",
        f"{CORE}/old-slug/div-class-title-grain-div/{ID.lower()}?x=1#refs",
        f"http://cambridge.org/core/product/{ID}",
        f"https://core-prod.cambridgecore.org/core/books/a/b/{ID}",
        f"https://www-cambridge-org.proxy.university.edu/core/books/a/b/{ID}",
        f"https://www.cambridge.org/core/product/{ID}/core-reader",
        "10.1017/9781009000017.006",
        "doi:10.1017/9781009000017.006",
        "https://doi.org/10.1017/9781009000017.006",
        f"cambridge-core:{ID}",
        "1",
    ],
)
def test_a_record_answers_to_all_its_names(db: Database, shipped: Configuration, url: str) -> None:
    take(db, shipped, CHAPTER)
    assert find(db, shipped, url) == 1


def test_no_record_of_this_name(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER)
    with pytest.raises(NotFoundError):
        find(db, shipped, "10.1017/other")


def test_one_work_under_many_addresses_is_one_record(db: Database, shipped: Configuration) -> None:
    bare = CHAPTER.replace("og:url", "og:nothing").replace('rel="canonical"', 'rel="other"')
    urls = [
        f"{CORE}/a/b/{ID}",
        f"{CORE}/abs/c/d/{ID}",
        f"https://core-cms.prod.aop.cambridge.org/core/books/a/b/{ID.lower()}",
        f"https://www.cambridge.org/core/product/{ID}",
    ]
    assert {take(db, shipped, bare, url).record_id for url in urls} == {1}


def test_the_key_grows_stronger(db: Database, shipped: Configuration) -> None:
    """A text capture knows the DOI alone; the page tells the site's own id; the old key leads on."""
    text = (
        "4 - The grain question\n\nPublished online by Cambridge University Press: 9 March 2023\n\n"
        "Summary\n\nPort councils bought grain.\n\nType\nChapter\nInformation\n"
        "DOI: https://doi.org/10.1017/9781009000017.006\n"
    )
    first = take(db, shipped, text)
    assert record(db, first.record_id)["key"] == "10.1017/9781009000017.006"
    second = take(db, shipped, CHAPTER)
    assert second.record_id == first.record_id
    assert record(db, first.record_id)["key"] == f"cambridge-core:{ID}"
    assert find(db, shipped, "10.1017/9781009000017.006") == first.record_id


def test_two_works_that_print_the_same_are_two(db: Database, shipped: Configuration) -> None:
    preface = (
        "Preface\n\nPublished online by Cambridge University Press:  15 February 2018\n\nAbstract\n"
    )
    first, second = (
        take(db, shipped, preface, f"{CORE[:-5]}journals/x/article/preface/{digit * 32}").record_id
        for digit in "AB"
    )
    assert first != second
    assert first and second


def test_a_book_and_its_parts(db: Database, shipped: Configuration) -> None:
    book = take(db, shipped, BOOK, captured_at="2026-01-01T00:00:00.000Z")
    chapter = take(db, shipped, CHAPTER, captured_at="2026-01-02T00:00:00.000Z")
    now = record(db, chapter.record_id)
    assert now["parent"]["title"] == "Provisioning"
    assert now["abstract"].startswith("Port councils")
    # The contents page looked at again takes nothing from what the chapter's page says.
    take(db, shipped, BOOK + b"<!-- again -->", captured_at="2026-03-01T00:00:00.000Z")
    again = record(db, chapter.record_id)
    assert again["abstract"] == now["abstract"]
    assert again["contributors"] == now["contributors"]
    assert [part["depth"] for part in record(db, book.record_id)["parts"]] == [1, 1, 2, 2, 1]


def test_ids_of_references_stay(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, captured_at="2026-01-01T00:00:00.000Z")
    ids = db.execute("select id from reference_entries order by position").fetchall()
    take(
        db,
        shipped,
        CHAPTER.replace("Limanda bir yıl [A", "Limanda iki yıl [A"),
        captured_at="2026-02-01T00:00:00.000Z",
    )
    assert db.execute("select id from reference_entries order by position").fetchall() == ids


def test_questions_close_when_they_no_longer_arise(db: Database, shipped: Configuration) -> None:
    details = (PAGES / "chapter-2021-details-only.html").read_text("utf-8")
    result = take(db, shipped, details, captured_at="2021-01-01T00:00:00.000Z")
    assert [item["state"] for item in record(db, result.record_id)["review"]] == ["open"]
    row = (
        '<div class="row contributor-type"><span class="contributor-type__label">By</span>'
        '<span class="contributor-type__contributor"><a>Ruth Dace</a></span></div><dl class="authors-details">'
        '<div class="row author"><dt>Ruth Dace</dt></div></dl><dl class="old">'
    )
    better = details.replace('<dl class="authors-details">', row)
    take(db, shipped, better, captured_at="2022-01-01T00:00:00.000Z")
    now = record(db, result.record_id)
    assert [person["name"] for person in now["contributors"] if person["role"] == "author"] == [
        "Ruth Dace"
    ]


def test_every_field_is_asserted_or_said_to_be_absent(db: Database, shipped: Configuration) -> None:
    from harvester.extract.read import FIELDS

    take(db, shipped, SEED.read_bytes())
    fields = {row[0] for row in db.execute("select distinct field from assertions")}
    assert set(FIELDS) <= fields
    reasons = dict(
        db.execute(
            "select field, absence from assertions where value is null order by id"
        ).fetchall()
    )
    assert reasons["abstract"] == "behind a wall"
    assert reasons["doi"] == "not on the page"


def test_every_assertion_shows_where_it_came_from(db: Database, shipped: Configuration) -> None:
    for page in sorted(PAGES.glob("*.[ht]*")):
        take(db, shipped, page.read_bytes())
    rows = db.execute(
        "select field, channel, locator, snippet, length(body_sha256), profile, reader_version "
        "from assertions where value is not null"
    ).fetchall()
    assert len(rows) > 300
    for field, channel, locator, snippet, digest, profile, version in rows:
        assert channel and locator and digest == 64 and profile and version, field
        assert snippet or field in ("kind", "site_id"), (field, channel, locator)


def test_the_chain_of_events_holds(db: Database, shipped: Configuration) -> None:
    take(db, shipped, SEED.read_bytes())
    take(db, shipped, CHAPTER)
    previous = GENESIS
    for row in db["events"].rows_where(order_by="id"):
        assert row["previous_digest"] == previous
        assert row["digest"] == event_digest(row)
        previous = row["digest"]


def test_search_finds_words_without_accents(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER)
    assert [row["position"] for row in queries.search(db, "limanda yil", 10)] == []
    assert [row["position"] for row in queries.search(db, "dergah", 10)] == [1]
    assert queries.search(db, 'grain "question OR (', 10) == []
    assert queries.search(db, "GRAIN quest", 10)[0]["found_in"] == "record"
    assert queries.search(db, '" *', 10) == []


def test_the_full_text_index_is_in_step(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, captured_at="2026-01-01T00:00:00.000Z")
    take(db, shipped, CHAPTER.replace("Tariffs", "Duties"), captured_at="2026-02-01T00:00:00.000Z")
    for table in ("records", "reference_entries"):
        db.execute(f"insert into {table}_fts ({table}_fts) values ('integrity-check')")
    assert queries.search(db, "Tariffs", 10) == []


def test_integrity(db: Database, shipped: Configuration) -> None:
    for page in sorted(PAGES.glob("*.[ht]*")):
        take(db, shipped, page.read_bytes())
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    assert db.execute("pragma foreign_key_check").fetchall() == []


def test_a_fresh_database_has_all_migrations(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", create=True)
    assert migrations.pending(db) == []
    db.conn.close()
    again = open_database(tmp_path / "x.db")
    assert again.execute("pragma journal_mode").fetchone() == ("wal",)
    again.conn.close()


def test_a_failed_write_leaves_nothing(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), writing(db):
        db.execute(
            "insert into runs (command, started_at, agent, config_sha256) values (1, 2, 3, 4)"
        )
        raise ZeroDivisionError
    assert count(db, "runs") == 0


def test_two_harvests_at_once(tmp_path: Path) -> None:
    """Two programs and a reader on one database: nobody is told that it is locked."""
    pages = [str(page) for page in sorted(PAGES.glob("*.[ht]*"))] * 4
    words = [sys.executable, "-m", "harvester", "--quiet", "harvest", "--json", *pages]
    running = [
        subprocess.Popen(
            words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in running]
    for out, err in outputs:
        assert err == ""
        assert len(out.splitlines()) == len(pages)
    connection = sqlite3.connect(tmp_path / "data" / "harvest.db")
    assert connection.execute("select count(*) from captures").fetchone() == (2 * len(pages),)
    keys = {json.loads(line)["key"] for out, _ in outputs for line in out.splitlines()} - {None}
    stored = {row[0] for row in connection.execute("select key from records")}
    assert (
        keys <= stored
        and len(stored) == connection.execute("select count(*) from records").fetchone()[0]
    )
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
