"""Scheduled runs: jobs, queue, locks, what is due; against real servers and real processes."""

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from cases import SITES
from conftest import SEED, Program, environment
from harvester.config import Job
from harvester.schedule import is_due, last_moment, next_moment
from running import QUICK, jobs, rows
from server import Server, in_turn, page, serving

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()


def chapter(number: int) -> bytes:
    """A chapter's page of its own: another id, DOI and title."""
    body = CHAPTER.replace(b"0A1B2C3D4E5F60718293A4B5C6D7E8F9", f"{number:032X}".encode())
    body = body.replace(b"9781009000017.006", f"9781009000017.{number:03}".encode())
    return body.replace(b"The grain question", f"The grain question {number}".encode())


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        for number in range(1, 10):
            running.answers[f"/{number}"] = page(200, chapter(number), content_type="text/html")
        yield running


def test_a_job_of_addresses_and_a_list(harvester: Program, server: Server, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "watch.txt").write_text(
        f"# two more\n{server.url('/2')}\n\n{server.url('/3')}\n"
    )
    jobs(tmp_path, f'[[job]]\nname = "rivers"\nsources = ["{server.url("/1")}", "watch.txt"]\n')
    done = harvester("run", **QUICK)
    assert done.returncode == 0, done.stderr
    assert sorted(server.paths()) == ["/1", "/2", "/3"]
    assert "3 abstract-only" in done.stdout
    assert len(rows(tmp_path, "select * from records")) == 3
    # Looked at a moment ago: nothing is due to be asked again.
    assert harvester("run", **QUICK).returncode == 0
    assert len(server.paths()) == 3


def test_a_contents_page_brings_its_chapters(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    links = "".join(f'<a href="/core/books/b/c/{n:032X}">{n}</a>' for n in range(1, 4))
    server.answers["/book"] = page(
        200, f"<html><body>{links}</body></html>".encode(), content_type="text/html"
    )
    folder = tmp_path / "config" / "sites"
    folder.mkdir(parents=True)
    (folder / "cambridge-core.toml").write_text('hosts = ["127.0.0.1"]\n')
    for number in range(1, 4):
        server.answers[f"/core/books/b/c/{number:032X}"] = page(200, chapter(number))
    jobs(
        tmp_path, f'[[job]]\nname = "book"\nsources = [{{ contents = "{server.url("/book")}" }}]\n'
    )
    done = harvester("run", **QUICK)
    assert len(server.paths()) == 4, done.stdout + done.stderr
    assert len(rows(tmp_path, "select * from records where kind = 'chapter'")) == 3


def test_an_unchanged_contents_page_still_brings_its_chapters(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    meta = '<meta name="citation_title" content="A book"><meta name="citation_isbn" content="9781009000017">'
    place = f"/core/books/b/c/{1:032X}"
    body = f'<html><head>{meta}</head><body><a href="{place}">1</a></body></html>'.encode()
    whole = page(200, body, content_type="text/html", etag='"1"')
    server.answers["/book"] = in_turn(whole, page(304, b""))
    server.answers[place] = page(200, chapter(1))
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "cambridge-core.toml").write_text('hosts = ["127.0.0.1"]\n')
    contents = f'{{ contents = "{server.url("/book")}" }}'
    jobs(tmp_path, f'[[job]]\nname = "book"\nlook_again_hours = 0\nsources = [{contents}]\n')
    for _ in range(2):
        assert harvester("run", **QUICK).returncode == 0
    assert server.paths() == ["/book", place] * 2
    assert "not-modified" in {
        row["outcome"] for row in rows(tmp_path, "select outcome from captures")
    }


def test_a_feed_and_a_sitemap(harvester: Program, server: Server, tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>x</title><link>{server.url(f'/{n}')}</link></item>" for n in (1, 2)
    )
    feed = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'
    )
    server.answers["/feed"] = page(200, feed.encode(), content_type="application/rss+xml")
    urls = "".join(f"<url><loc>{server.url(f'/{n}')}</loc></url>" for n in (2, 3))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    server.answers["/sitemap.xml"] = page(200, sitemap.encode(), content_type="application/xml")
    jobs(
        tmp_path,
        f'[[job]]\nname = "new"\nsources = [{{ feed = "{server.url("/feed")}" }}, '
        f'{{ sitemap = "{server.url("/sitemap.xml")}" }}]\n',
    )
    done = harvester("run", **QUICK)
    assert done.returncode == 0, done.stderr
    assert sorted(server.paths()) == ["/1", "/2", "/3", "/feed", "/sitemap.xml"]


def test_a_feed_that_is_none_is_said(harvester: Program, server: Server, tmp_path: Path) -> None:
    server.answers["/feed"] = page(200, b"no feed at all", content_type="text/plain")
    jobs(tmp_path, f'[[job]]\nname = "new"\nsources = [{{ feed = "{server.url("/feed")}" }}]\n')
    done = harvester("run", **QUICK)
    assert done.returncode == 1
    assert "feed" in done.stderr
    assert rows(tmp_path, "select state from queue") == [{"state": "done"}]


def test_a_folder_of_saved_pages_is_read_once(harvester: Program, tmp_path: Path) -> None:
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    (inbox / "seed.txt").write_bytes(SEED.read_bytes())
    jobs(tmp_path, '[[job]]\nname = "inbox"\nsources = [{ folder = "data/inbox" }]\n')
    assert harvester("run").returncode == 0
    (inbox / "chapter.html").write_bytes(CHAPTER)
    assert harvester("run").returncode == 0
    assert [row["source"] for row in rows(tmp_path, "select source from captures order by id")] == [
        row["source"] for row in rows(tmp_path, "select source from queue order by id")
    ]
    assert len(rows(tmp_path, "select * from captures")) == 2


def test_the_budget_of_requests_is_kept(harvester: Program, server: Server, tmp_path: Path) -> None:
    words = ", ".join(f'"{server.url(f"/{n}")}"' for n in range(1, 7))
    jobs(tmp_path, f'[[job]]\nname = "many"\nmax_requests = 4\nsources = [{words}]\n')
    done = harvester("run", **QUICK)
    assert len(server.asked) == 4  # robots.txt among them
    assert "3 sources left for later" in done.stdout
    harvester("run", **QUICK)
    assert sorted(server.paths()) == [f"/{n}" for n in range(1, 7)]


def test_hosts_are_asked_side_by_side(harvester: Program, server: Server, tmp_path: Path) -> None:
    with serving("127.0.0.2") as other:
        for number in range(1, 4):
            other.answers[f"/{number}"] = page(200, chapter(number + 20))
        words = ", ".join(f'"{s.url(f"/{n}")}"' for s in (server, other) for n in range(1, 4))
        jobs(tmp_path, f'[[job]]\nname = "two"\nsources = [{words}]\n')
        assert harvester("run", **{**QUICK, "HARVESTER_FETCH_DELAY": "0.3"}).returncode == 0
        for one in (server, other):
            moments = [asked.at for asked in one.asked]
            assert min(b - a for a, b in pairwise(moments)) >= 0.3
        assert server.asked[0].at < other.asked[-1].at and other.asked[0].at < server.asked[-1].at


def test_a_put_off_source_waits(harvester: Program, server: Server, tmp_path: Path) -> None:
    server.answers["/busy"] = page(503, b"", retry_after="9999")
    jobs(tmp_path, f'[[job]]\nname = "busy"\nsources = ["{server.url("/busy")}"]\n')
    done = harvester("run", **{**QUICK, "HARVESTER_FETCH_RETRIES": "1"})
    assert done.returncode == 1
    assert rows(tmp_path, "select state, outcome from queue") == [
        {"state": "waiting", "outcome": "put-off"}
    ]
    harvester("run", **QUICK)
    assert server.paths() == ["/busy"]


def test_two_runs_at_once(harvester: Program, server: Server, tmp_path: Path) -> None:
    jobs(
        tmp_path,
        f'[[job]]\nname = "slow"\nsources = ["{server.url("/1")}", "{server.url("/2")}"]\n',
    )
    words = [sys.executable, "-m", "harvester", "run"]
    slow = {**environment(), **QUICK, "HARVESTER_FETCH_DELAY": "2"}
    first = subprocess.Popen(words, cwd=tmp_path, env=slow, stdout=subprocess.DEVNULL)
    while not server.asked:
        time.sleep(0.02)
    second = harvester("run", **QUICK)
    assert second.returncode == 3
    assert "Another run" in second.stderr
    first.kill()
    first.wait()
    third = harvester("run", **QUICK)
    assert third.returncode == 0, third.stderr
    assert "going on with run" in third.stderr


def test_a_killed_run_is_gone_on_with(tmp_path: Path, server: Server) -> None:
    """The short form of tests/bench/kill_runs.py."""
    words = ", ".join(f'"{server.url(f"/{n}")}"' for n in range(1, 10))
    jobs(tmp_path, f'[[job]]\nname = "all"\nsources = [{words}]\n')
    command = [sys.executable, "-m", "harvester", "--quiet", "run"]
    env = {**environment(), **QUICK, "HARVESTER_FETCH_DELAY": "0.05"}
    for attempt in range(40):
        process = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL)
        try:
            if process.wait(timeout=0.5 * 1.1**attempt) == 0:
                break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    else:
        raise AssertionError("the job never ended")
    stored = rows(
        tmp_path, "select requested_url from captures where requested_url not like '%robots.txt'"
    )
    assert sorted(row["requested_url"] for row in stored) == sorted(
        server.url(f"/{n}") for n in range(1, 10)
    )
    assert rows(tmp_path, "pragma integrity_check") == [{"integrity_check": "ok"}]
    assert rows(tmp_path, "pragma foreign_key_check") == []
    assert {row["state"] for row in rows(tmp_path, "select state from queue")} == {"done"}


def test_the_cron_line_works_from_nowhere(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text(
        '[harvester]\ncontact = "mailto:test@library.example"\n[fetch]\ndelay = 0\nallow_hosts = ["127.0.0.1"]\n'
    )
    jobs(
        tmp_path,
        f'[[job]]\nname = "nightly"\nschedule = "0 3 * * *"\nsources = ["{server.url("/1")}"]\n',
    )
    printed = harvester("cron").stdout.splitlines()[-1]
    match = re.fullmatch(r"(?:\S+ ){5}(.+)", printed)
    assert match
    done = subprocess.run(
        ["env", "-i", "/bin/sh", "-c", match.group(1)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert server.paths() == ["/1"]
    log = (tmp_path / "data" / "harvest.log").read_text()
    assert "abstract-only" in log and server.url("/1") in log
    assert all(Path(word).is_absolute() for word in shlex.split(match.group(1)) if "/" in word)
    (row,) = json.loads(harvester("jobs", "--json").stdout)
    assert (row["name"], row["outcome"], row["due"]) == ("nightly", "ok", False)
    assert "nightly" in harvester("jobs").stdout


def job(schedule: str, timezone: str = "UTC") -> Job:
    return Job(name="j", schedule=schedule, timezone=timezone, sources=[])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "zone", "last", "now", "due"),
    [
        ("0 3 * * *", "UTC", None, "2026-11-24T12:00:00", True),
        ("0 3 * * *", "UTC", "2026-11-24T03:00:01.000Z", "2026-11-24T12:00:00", False),
        ("0 3 * * *", "UTC", "2026-11-23T03:00:01.000Z", "2026-11-24T02:59:00", False),
        ("0 3 * * *", "UTC", "2026-11-23T03:00:01.000Z", "2026-11-24T03:00:00.500000", True),
        ("0 3 * * *", "UTC", "2026-11-10T03:00:01.000Z", "2026-11-24T03:10:00", True),
        ("0 3 * * *", "America/New_York", "2026-11-24T03:30:00.000Z", "2026-11-24T07:59:00", False),
        ("0 3 * * *", "America/New_York", "2026-11-24T03:30:00.000Z", "2026-11-24T08:01:00", True),
        # Spring forward in London, 28 March 2027: 01:30 does not exist, and runs once all the same.
        ("30 1 * * *", "Europe/London", "2027-03-27T01:30:01.000Z", "2027-03-28T02:00:00", True),
        # Fall back, 25 October 2026: 01:30 exists twice, and runs once.
        ("30 1 * * *", "Europe/London", "2026-10-25T00:30:05.000Z", "2026-10-25T01:45:00", False),
    ],
)
def test_what_is_due(schedule: str, zone: str, last: str | None, now: str, due: bool) -> None:
    assert is_due(job(schedule, zone), last, at(now)) is due


def test_next_and_last_moments() -> None:
    nightly = job("0 3 * * *", "Europe/London")
    assert next_moment(nightly, at("2026-07-01T12:00:00")) == at("2026-07-02T02:00:00")
    assert last_moment(nightly, at("2026-07-01T12:00:00")) == at("2026-07-01T02:00:00")
    assert next_moment(Job(name="j", sources=[]), at("2026-07-01T12:00:00")) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('name = "a"\nschedule = "61 * * * *"\nsources = []', "cron expression"),
        ('name = "a"\ntimezone = "London"\nsources = []', "time zone"),
        ('name = "a"\nsources = [{ film = "x" }]', "exactly one of"),
        ('name = "a"\nsources = [{ feed = "x", set = "y" }]', "knows no set"),
        ('name = "a"\nsources = ["missing.txt"]', "cannot be read"),
        ('name = "a"\nsources = [{ folder = "nowhere" }]', "does not exist"),
    ],
)
def test_a_wrong_job(harvester: Program, tmp_path: Path, text: str, part: str) -> None:
    jobs(tmp_path, f"[[job]]\n{text}\n")
    done = harvester("run", **QUICK)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_job(harvester: Program) -> None:
    done = harvester("run", "moon")
    assert done.returncode == 2
    assert "moon" in done.stderr
