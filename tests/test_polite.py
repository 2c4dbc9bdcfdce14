"""Politeness and hostility: a real server that misbehaves, and its own log as the witness."""

import gzip
import json
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from cases import SITES
from conftest import Program
from harvester.asked import HostRules
from harvester.fetch.coding import DamagedBodyError, unpack
from harvester.fetch.retries import retry_after
from harvester.fetch.robots import verdict
from server import Server, in_turn, page, redirect, serving

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
QUICK = {
    "HARVESTER_CONTACT": "mailto:test@library.example",
    "HARVESTER_FETCH_ALLOW_HOSTS": "127.0.0.1,127.0.0.2,127.0.0.3",
    "HARVESTER_FETCH_DELAY": "0",
    "HARVESTER_FETCH_RETRIES": "1",
    "HARVESTER_FETCH_TIMEOUT": "1",
}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.answers["/chapter"] = page(200, CHAPTER, content_type="text/html")
        yield running


def rows(tmp_path: Path, sql: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(tmp_path / "data" / "harvest.db")
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(sql)]
    connection.close()
    return found


def pages(tmp_path: Path) -> list[dict[str, Any]]:
    return rows(
        tmp_path, "select * from captures where requested_url not like '%robots.txt' order by id"
    )


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for longer than anybody should wait."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"<")
        handler.wfile.flush()
        time.sleep(0.2)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A body without an end."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(2_000):
        handler.wfile.write(b"<p>again and again</p>" * 500)


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    """Fewer bytes than were announced, then nothing."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(CHAPTER)))
    handler.end_headers()
    handler.wfile.write(CHAPTER[:3000])
    handler.wfile.flush()
    handler.connection.close()


def packed(coding: str, body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    return page(200, body, content_type="text/html", content_encoding=coding)


@pytest.mark.parametrize(
    ("answer", "outcome", "has_body"),
    [
        (drip, "timeout", True),
        (endless, "too-large", True),
        (breaks_off, "truncated", True),
        (packed("gzip", gzip.compress(b"\0" * 50_000_000)), "too-large", True),
        (packed("br", brotli.compress(b"\0" * 50_000_000)), "too-large", True),
        (packed("zstd", zstandard.compress(b"\0" * 50_000_000)), "too-large", True),
        (packed("gzip", b"this is no gzip"), "wrong-content-type", False),
        (page(429, b"slow down", retry_after="9999"), "put-off", False),
        (
            page(
                503,
                b"",
                retry_after=format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True),
            ),
            "put-off",
            False,
        ),
        (redirect("http://169.254.169.254/"), "refused-address", False),
        (redirect("file:///etc/passwd"), "refused-address", False),
        (
            page(200, b"<title>Just a moment...</title><form id='challenge-form'></form>"),
            "blocked-captcha",
            True,
        ),
        (
            page(200, b"<html><title>Too many requests</title><p>Too many requests</p>"),
            "rate-limited",
            True,
        ),
        (page(200, b"%PDF-1.7 not a page", content_type="text/html"), "wrong-content-type", True),
        (page(410, b"gone"), "gone", True),
    ],
    ids=lambda value: getattr(value, "__name__", str(value))[:20],
)
def test_a_hostile_answer_ends_in_its_outcome(
    harvester: Program, server: Server, tmp_path: Path, answer: Any, outcome: str, has_body: bool
) -> None:
    server.answers["/x"] = answer
    start = time.monotonic()
    patient = {} if answer is drip else {"HARVESTER_FETCH_TOTAL_TIMEOUT": "60"}
    settings = {**QUICK, **patient, "HARVESTER_FETCH_MAX_BYTES": "1000000"}
    done = harvester("harvest", server.url("/x"), "--json", **settings)
    assert answer is not drip or time.monotonic() - start < 15
    assert json.loads(done.stdout)["outcome"] == outcome
    assert done.returncode == 1
    (capture,) = pages(tmp_path)
    assert (capture["sha256"] is not None) == has_body
    if has_body:
        assert capture["length"] <= 1_000_000
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstandard.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
    ],
)
def test_content_codings(coding: str, pack: Callable[[bytes], bytes]) -> None:
    assert unpack(pack(CHAPTER), coding, 1_000_000) == (CHAPTER, False)
    body, more = unpack(pack(CHAPTER), coding, 1000)
    assert (body, more) == (CHAPTER[:1000], True)


def test_an_unknown_coding() -> None:
    with pytest.raises(DamagedBodyError):
        unpack(b"x", "compress", 10)


def test_429_with_seconds_is_waited_for_and_slows_the_host(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    server.answers["/x"] = in_turn(page(429, b"", retry_after="1"), page(200, CHAPTER))
    done = harvester("harvest", server.url("/x"), **QUICK)
    assert done.returncode == 0, done.stderr
    first, second = server.pages()
    assert second.at - first.at >= 1.0
    assert rows(tmp_path, "select back_off from hosts") == [{"back_off": 1.0}]
    assert "asked too often" in done.stderr


def test_robots_rules_are_kept(harvester: Program, server: Server, tmp_path: Path) -> None:
    rules = b"User-agent: *\nCrawl-delay: 0.5\nDisallow: /private/*\nDisallow: /*.php$\nAllow: /private/open\n"
    server.answers["/robots.txt"] = page(200, rules, content_type="text/plain")
    for path in ("/a", "/b", "/private/x", "/private/open", "/page.php"):
        server.answers[path] = page(200, CHAPTER)
    words = [server.url(p) for p in ("/a", "/b", "/private/x", "/private/open", "/page.php")]
    done = harvester("harvest", "--json", *words, **QUICK)
    outcomes = [json.loads(line)["outcome"] for line in done.stdout.splitlines()]
    assert outcomes == [
        "abstract-only",
        "abstract-only",
        "blocked-robots",
        "abstract-only",
        "blocked-robots",
    ]
    assert server.paths() == ["/a", "/b", "/private/open"]
    moments = [request.at for request in server.pages()]
    assert min(b - a for a, b in pairwise(moments)) >= 0.5
    (robots,) = rows(
        tmp_path,
        "select c.status, h.robots from hosts h join captures c on c.id = h.robots_capture_id",
    )
    assert robots["robots"].startswith("User-agent")
    # The copy is used again by the next program.
    harvester("harvest", server.url("/b"), **QUICK)
    assert [request.path for request in server.asked].count("/robots.txt") == 1


def test_robots_500_means_wait(harvester: Program, server: Server, tmp_path: Path) -> None:
    server.answers["/robots.txt"] = page(500, b"")
    done = harvester("harvest", server.url("/chapter"), **QUICK)
    assert done.returncode == 1
    assert server.paths() == []
    assert pages(tmp_path)[0]["outcome"] == "put-off"


def test_passing_over_robots_needs_a_reason(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    server.answers["/robots.txt"] = page(200, b"User-agent: *\nDisallow: /\n")
    folder = tmp_path / "mine"
    folder.mkdir()
    settings = folder / "settings.toml"
    settings.write_text('[hosts."127.0.0.1"]\nignore_robots = true\n')
    done = harvester("--config", "mine", "harvest", server.url("/chapter"), **QUICK)
    assert done.returncode == 2
    assert "reason" in done.stderr
    settings.write_text('[hosts."127.0.0.1"]\nignore_robots = true\nreason = "Leave of 3 May"\n')
    assert harvester("--config", "mine", "harvest", server.url("/chapter"), **QUICK).returncode == 0
    assert "Leave of 3 May" in harvester("--config", "mine", "receipt").stdout


def test_unchanged_pages_are_not_sent_again(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == '"v1"':
            page(304, b"", etag='"v1"')(handler)
        else:
            page(
                200,
                CHAPTER,
                content_type="text/html",
                etag='"v1"',
                last_modified="Mon, 01 Jan 2024 00:00:00 GMT",
            )(handler)

    server.answers["/x"] = answer
    assert harvester("harvest", server.url("/x"), **QUICK).returncode == 0
    again = harvester("harvest", server.url("/x"), "--json", **QUICK)
    assert (again.returncode, json.loads(again.stdout)["outcome"]) == (0, "not-modified")
    assert server.pages()[1].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    first, second = pages(tmp_path)
    assert (second["outcome"], second["sha256"], second["previous_id"]) == (
        "not-modified",
        None,
        first["id"],
    )
    record = json.loads(harvester("show", "1", "--json").stdout)
    assert (record["outcome"], len(record["captures"])) == ("abstract-only", 2)
    forced = harvester("harvest", "--force", server.url("/x"), "--json", **QUICK)
    assert json.loads(forced.stdout)["outcome"] == "abstract-only"
    assert "if-none-match" not in server.pages()[2].headers


def test_a_new_render_date_is_no_change(harvester: Program, server: Server, tmp_path: Path) -> None:
    later = CHAPTER.replace(b"Render date: 2024-03-28", b"Render date: 2024-04-28")
    server.answers["/x"] = in_turn(page(200, CHAPTER), page(200, later))
    for _ in range(2):
        harvester("harvest", server.url("/x"), **QUICK)
    texts = rows(tmp_path, "select distinct text_sha256 from readings where record_id is not null")
    assert (len(texts), len(rows(tmp_path, "select * from bodies where length > 5000"))) == (1, 2)
    assert "nothing changed since" in harvester("diary", "1").stdout


def test_a_host_that_puts_up_walls_is_left_alone(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    wall = page(200, b"<title>Just a moment...</title><form id='challenge-form'></form>")
    words = []
    for number in range(5):
        server.answers[f"/{number}"] = wall
        words.append(server.url(f"/{number}"))
    done = harvester("harvest", *words, **QUICK)
    assert len(server.pages()) == 3
    assert "left alone" in done.stderr
    assert [p["outcome"] for p in pages(tmp_path)] == ["blocked-captcha"] * 3 + ["put-off"] * 2
    assert "left alone" in harvester("receipt").stdout


def test_cookies_live_for_a_run_and_go_home_only(harvester: Program, server: Server) -> None:
    with serving("127.0.0.2") as other:
        server.answers["/a"] = page(200, CHAPTER, set_cookie="k=v1; Path=/")
        server.answers["/b"] = page(200, CHAPTER)
        other.answers["/c"] = page(200, CHAPTER)
        harvester("harvest", server.url("/a"), server.url("/b"), other.url("/c"), **QUICK)
        assert [r.headers.get("cookie") for r in server.pages()] == [None, "k=v1"]
        assert [r.headers.get("cookie") for r in other.pages()] == [None]


def test_the_receipt_tells_how_it_was_asked(harvester: Program, server: Server) -> None:
    harvester("harvest", server.url("/chapter"), **{**QUICK, "HARVESTER_FETCH_DELAY": "0.3"})
    (row,) = json.loads(harvester("receipt", "--json").stdout)
    assert (row["host"], row["requests"], row["delay"]) == ("127.0.0.1", 2, 0.3)
    assert row["shortest_pause"] >= 0.3
    assert "mailto:test@library.example" in row["user_agent"]
    assert "there is none" in row["robots"]


@pytest.mark.parametrize(
    ("text", "seconds"), [("120", 120.0), (None, None), ("soon", None), ("", None)]
)
def test_retry_after_in_words(text: str | None, seconds: float | None) -> None:
    assert retry_after(text) == seconds


def test_retry_after_as_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    assert 85 < (retry_after(format_datetime(later, usegmt=True)) or 0) <= 90
    assert retry_after("Mon, 01 Jan 2001 00:00:00 GMT") == 0


@pytest.mark.parametrize(
    ("status", "text", "allowed", "wait"),
    [
        (404, "", True, False),
        (403, "User-agent: *\nDisallow: /", True, False),
        (500, "", False, True),
        (0, "", False, True),
        (200, "", True, False),
        (200, "<html><body>Not found</body></html>", True, False),
        (200, "User-agent: *\nDisallow: /", False, False),
        (200, "user-agent: harvester\ndisallow: /\n\nuser-agent: *\nallow: /", False, False),
        (200, "User-agent: other\nDisallow: /", True, False),
    ],
)
def test_what_robots_txt_means(status: int, text: str, allowed: bool, wait: bool) -> None:
    said = verdict(HostRules("h", text, status, "2026-01-01T00:00:00.000Z"), "https://h/x")
    assert (said.allowed, said.wait) == (allowed, wait)
