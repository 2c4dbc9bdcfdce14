"""Whatever a source turns out to be, its item is done or put off: nothing is asked for for ever."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from conftest import Program, environment
from harvester import config as configuration
from harvester import reading
from harvester.errors import StorageError
from harvester.fetch.retries import retry_after
from harvester.run import run_jobs
from oai_provider import providing
from running import QUICK, jobs, rows
from server import Answer, Server, free_port, hang_up, page, redirect, serving
from test_warc import Archive

CHAPTER = b"<html><head><meta name='citation_title' content='Grain'></head></html>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def states(folder: Path) -> list[tuple[str, str]]:
    """How each item ended; one that waits has to wait for a time to come."""
    found = rows(folder, "select state, outcome, not_before from queue order by id")
    now = datetime.now(UTC).isoformat()
    assert all(row["state"] == "done" or (row["not_before"] or "") > now for row in found)
    return [(row["state"], row["outcome"]) for row in found]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("http://me:secret@127.0.0.1/", "refused-address"),
        ("ftp://127.0.0.1/x", "refused-address"),
        ("http://", "refused-address"),
        ("http://[::1", "refused-address"),
        ("http://127.0.0.1:99999/", "refused-address"),
        ("http://a..b.example/", "unreachable"),
        ("http://169.254.169.254/", "refused-address"),
        (f"http://127.0.0.1:{free_port()}/", "unreachable"),
        ("missing.html", "not-found"),
        ("/", "not-found"),
    ],
)
def test_words_in_a_list(harvester: Program, tmp_path: Path, word: str, outcome: str) -> None:
    jobs(tmp_path, '[[job]]\nname = "odd"\nsources = ["list.txt"]\n')
    (tmp_path / "config" / "list.txt").write_text(f"{word}\n")
    done = harvester("run", **QUICK)
    assert "Traceback" not in done.stderr
    if outcome == "refused-address" and done.returncode == 2:
        return  # refused before anything was put into the queue
    assert done.returncode == 1, done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert states(tmp_path) == [("done", outcome)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (hang_up, "unreachable"),
        (page(204, b""), "empty-after-strip"),
        (page(301, b""), "empty-after-strip"),
        (page(404, b""), "not-found"),
        (page(500, b""), "server-error"),
        (redirect("/page"), "redirect-loop"),
        (redirect("http://[/"), "refused-address"),
        (redirect("mailto:me"), "refused-address"),
        (redirect("javascript:0"), "refused-address"),
        (redirect("//"), "redirect-loop"),
        (redirect("http:/gone"), "not-found"),
        (redirect("http://127.0.0.1:99999/"), "refused-address"),
        (page(503, b"", retry_after="9" * 400), "put-off"),
        (page(503, b"", retry_after="Fri, 31 Dec 9999 23:59:59 GMT"), "put-off"),
        (page(503, b"", retry_after="Fri, 31 Dec 99999 23:59:59 GMT"), "server-error"),
        (page(503, b"", retry_after="\xb2"), "server-error"),
        (page(200, b"<html>", content_type="text/html; charset=nonsense"), "empty-after-strip"),
    ],
)
def test_answers(
    harvester: Program, server: Server, tmp_path: Path, answer: Answer, outcome: str
) -> None:
    server.answers["/page"] = answer
    jobs(tmp_path, f'[[job]]\nname = "odd"\nsources = ["{server.url("/page")}"]\n')
    done = harvester("run", **QUICK)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert states(tmp_path) == [("waiting" if outcome == "put-off" else "done", outcome)]
    assert len(server.paths()) <= 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("9" * 400, 31_536_000.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 31_536_000.0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        ("Fri, 31 Dec 999999999999 23:59:59 GMT", None),
        ("²", None),
        ("-1", None),
        ("soon", None),
        ("", None),
    ],
)
def test_what_a_host_asks_for(text: str, seconds: float | None) -> None:
    assert retry_after(text) == seconds


@pytest.mark.parametrize(
    ("content", "outcomes"),
    [
        (b"", ["empty-after-strip"]),
        (b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", []),
        (b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n", []),
        (b"WARC/1.1\r\n", []),
        (b"\x1f\x8b\x08\x00", ["wrong-content-type"]),
    ],
    ids=["empty", "no-capture", "cut", "head-only", "gzip-only"],
)
def test_saved_files(
    harvester: Program, tmp_path: Path, content: bytes, outcomes: list[str]
) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "file").write_bytes(content)
    jobs(tmp_path, '[[job]]\nname = "inbox"\nsources = [{ folder = "inbox" }]\n')
    done = harvester("run", **QUICK)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert states(tmp_path) == [("done", outcomes[0] if outcomes else "not-found")]
    assert [row["outcome"] for row in rows(tmp_path, "select outcome from readings")] == outcomes
    harvester("run", **QUICK)
    captures = rows(tmp_path, "select * from captures")
    assert len(captures) == len(outcomes)  # what was taken is not taken again


def warc_of(number: int) -> bytes:
    archive = Archive()
    for each in range(number):
        archive.page(f"https://a.example/{each}", CHAPTER + b"<!-- %d -->" % each)
    return archive.out.getvalue()


def test_a_file_of_many_is_gone_on_with(tmp_path: Path) -> None:
    """A run that is killed within a WARC file: each capture is stored once."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "crawl.warc.gz").write_bytes(warc_of(300))
    jobs(tmp_path, '[[job]]\nname = "inbox"\nsources = [{ folder = "inbox" }]\n')
    words = [sys.executable, "-m", "harvester", "--quiet", "run"]
    killed = 0
    for wanted in (20, 90, 200, None):
        process = subprocess.Popen(words, cwd=tmp_path, env={**environment(), **QUICK})
        while wanted and process.poll() is None and stored(tmp_path) < wanted:
            time.sleep(0.01)
        if wanted and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed
    found = rows(tmp_path, "select url from captures order by id")
    assert [row["url"] for row in found] == [f"https://a.example/{n}" for n in range(300)]
    assert states(tmp_path) == [("done", "profile-mismatch")]


def stored(folder: Path) -> int:
    try:
        return int(rows(folder, "select count(*) n from captures")[0]["n"])
    except sqlite3.OperationalError:
        return 0  # not made yet


def test_a_damaged_file_of_many_is_read_once(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "crawl.warc.gz").write_bytes(warc_of(5)[:-20])
    jobs(tmp_path, '[[job]]\nname = "inbox"\nsources = [{ folder = "inbox" }]\n')
    for _ in range(2):
        harvester("run", **QUICK)
        assert len(rows(tmp_path, "select * from captures")) == 4
    assert states(tmp_path) == [("done", "not-found")]


def test_lists_that_lead_back_to_themselves(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    here = server.url("/sitemap.xml")
    there = server.url("/other.xml")
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    for path, target in (("/sitemap.xml", there), ("/other.xml", here)):
        body = (
            f'<sitemapindex xmlns="{space}"><sitemap><loc>{target}</loc></sitemap></sitemapindex>'
        )
        server.answers[path] = page(200, body.encode(), content_type="application/xml")
    feed = f'<rss version="2.0"><channel><item><link>{server.url("/gone")}</link></item></channel></rss>'
    server.answers["/1"] = server.answers["/2"] = page(200, feed.encode())
    jobs(
        tmp_path,
        f'[[job]]\nname = "round"\nsources = [{{ sitemap = "{here}" }}, '
        f'{{ feed = "{server.url("/1")}" }}, {{ feed = "{server.url("/2")}" }}]\n',
    )
    harvester("run", **QUICK)
    assert sorted(server.paths()) == ["/1", "/2", "/gone", "/other.xml", "/sitemap.xml"]
    assert {state for state, _ in states(tmp_path)} == {"done"}


def test_a_contents_page_with_links_that_may_not_be_asked(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    place = "/core/books/b/c/" + "0" * 31
    links = [
        server.url(f"{place}1").replace("//", "//me:secret@"),
        server.url(f"{place}2").replace("http:", "ftp:"),
        server.url(f"{place}3"),
    ]
    body = "".join(f'<a href="{link}">1</a>' for link in links)
    server.answers["/book"] = page(200, f"<html><body>{body}</body></html>".encode())
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "cambridge-core.toml").write_text('hosts = ["127.0.0.1"]\n')
    jobs(
        tmp_path, f'[[job]]\nname = "book"\nsources = [{{ contents = "{server.url("/book")}" }}]\n'
    )
    harvester("run", **QUICK)
    assert server.paths() == ["/book", f"{place}3"]
    assert {state for state, _ in states(tmp_path)} == {"done"}
    assert rows(tmp_path, "select * from queue where source like '%secret%'") == []


def test_a_token_that_leads_back_to_itself(harvester: Program, tmp_path: Path) -> None:
    with providing(150) as provider:
        provider.turning = True
        jobs(tmp_path, f'[[job]]\nname = "oai"\nsources = [{{ oai = "{provider.url()}" }}]\n')
        done = harvester("run", **QUICK)
        assert done.returncode == 1
        assert "for ever" in done.stderr
        assert len(provider.asked) == 3  # Identify, the first page, the one that leads to itself
    assert rows(tmp_path, "select * from oai_lists") == []


def work(db: Database, folder: Path, say: list[str]) -> None:
    loaded = configuration.load(str(folder / "config"), QUICK, folder)
    for _ in run_jobs(db, loaded, loaded.jobs, say.append, lambda result: None):
        pass


def test_a_fault_of_our_own_stops_one_run_and_not_the_next(
    db: Database, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the reader could not read a page: the capture is kept, and the page is passed over."""
    for number in (1, 2):
        server.answers[f"/{number}"] = page(200, CHAPTER)
    words = f'"{server.url("/1")}", "{server.url("/2")}"'
    jobs(tmp_path, f'[[job]]\nname = "two"\nsources = [{words}]\n')

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:  # no page is known on which the reader fails
        patch.setattr(reading, "read", fails)
        with pytest.raises(ZeroDivisionError):
            work(db, tmp_path, [])
    ended = "select source, outcome from queue where state = 'done' order by id"
    assert [row[1] for row in db.execute(ended)] == ["parser-error"]
    assert db.execute("select outcome from captures order by id desc").fetchone() == (
        "parser-error",
    )
    work(db, tmp_path, [])
    assert [row[1] for row in db.execute(ended)][:2] == ["parser-error", "profile-mismatch"]


def test_a_database_that_refuses_loses_nothing(
    db: Database, server: Server, tmp_path: Path
) -> None:
    server.answers["/1"] = page(200, CHAPTER)
    jobs(tmp_path, f'[[job]]\nname = "one"\nsources = ["{server.url("/1")}"]\n')
    db.execute(
        "create trigger full before insert on readings begin select raise(abort, 'full'); end"
    )
    with pytest.raises(StorageError):
        work(db, tmp_path, [])
    assert db.execute("select state from queue").fetchall() == [("waiting",)]
    db.execute("drop trigger full")
    work(db, tmp_path, [])
    assert db.execute("select distinct state from queue").fetchall() == [("done",)]
