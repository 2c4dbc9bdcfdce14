"""Addresses and DOIs against a real server on loopback: what is asked, what is kept."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import SITES
from conftest import Program
from harvester.fetch.guard import is_open
from harvester.fetch.sources import parse_source
from server import Server, hang_up, in_turn, page, redirect, serving

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
ID = "0A1B2C3D4E5F60718293A4B5C6D7E8F9"
CONTACT = {"HARVESTER_CONTACT": "mailto:test@library.example"}
ALLOWED = {**CONTACT, "HARVESTER_FETCH_ALLOW_HOSTS": "127.0.0.1", "HARVESTER_FETCH_DELAY": "0"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.answers["/chapter"] = page(200, CHAPTER, content_type="text/html; charset=utf-8")
        yield running


def captures(tmp_path: Path) -> list[dict[str, Any]]:
    connection = sqlite3.connect(tmp_path / "data" / "harvest.db")
    connection.row_factory = sqlite3.Row
    rows = [
        dict(row)
        for row in connection.execute(
            "select * from captures where requested_url not like '%/robots.txt' order by id"
        )
    ]
    connection.close()
    return rows


def test_a_page_is_fetched_read_and_kept(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    done = harvester("harvest", server.url("/chapter"), "--json", **ALLOWED)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["outcome"], result["key"]) == ("abstract-only", f"cambridge-core:{ID}")
    (capture,) = captures(tmp_path)
    assert capture["status"] == 200
    assert capture["content_type"] == "text/html; charset=utf-8"
    assert capture["captured_at"] == capture["fetched_at"]
    assert capture["length"] == len(CHAPTER)


def test_the_request_says_who_asks(harvester: Program, server: Server) -> None:
    harvester("harvest", server.url("/chapter"), **ALLOWED)
    robots, asked = server.asked
    assert robots.path == "/robots.txt"
    assert "mailto:test@library.example" in asked.headers["user-agent"]
    assert asked.headers["host"] == f"127.0.0.1:{server.port}"


def test_without_a_contact_nothing_is_asked(harvester: Program, server: Server) -> None:
    done = harvester("harvest", server.url("/chapter"), HARVESTER_FETCH_ALLOW_HOSTS="127.0.0.1")
    assert done.returncode == 2
    assert 'contact = "mailto:' in done.stderr
    assert server.asked == []


def test_a_private_address_is_refused_unless_allowed(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    done = harvester("harvest", server.url("/chapter"), **CONTACT)
    assert done.returncode == 1
    assert "allow_hosts" in done.stderr
    assert server.asked == []
    assert captures(tmp_path)[0]["outcome"] == "refused-address"


def test_redirects_are_followed_and_recorded(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    server.answers["/old"] = redirect("/older", 301)
    server.answers["/older"] = redirect(server.url("/chapter"), 307)
    done = harvester("harvest", server.url("/old"), **ALLOWED)
    assert done.returncode == 0, done.stderr
    (capture,) = captures(tmp_path)
    assert capture["requested_url"] == server.url("/old")
    assert capture["url"] == server.url("/chapter")
    assert json.loads(capture["redirects"]) == [
        [server.url("/old"), 301, "/older"],
        [server.url("/older"), 307, server.url("/chapter")],
    ]


def test_a_doi_is_resolved_by_redirect(harvester: Program, server: Server) -> None:
    doi = "10.1017/9781009000017.006"
    server.answers[f"/doi/{doi}"] = redirect("/chapter")
    resolver = {"HARVESTER_FETCH_DOI_RESOLVER": server.url("/doi/")}
    for word in (doi, f"doi:{doi}"):
        done = harvester("harvest", word, "--json", **ALLOWED, **resolver)
        assert json.loads(done.stdout)["key"] == f"cambridge-core:{ID}"
    assert server.paths() == [f"/doi/{doi}", "/chapter"] * 2


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("http://169.254.169.254/latest/meta-data/", "refused-address"),
        ("http://127.0.0.9/inside", "refused-address"),
        ("file:///etc/passwd", "refused-address"),
        ("/round", "redirect-loop"),
    ],
)
def test_a_redirect_that_must_not_be_followed(
    harvester: Program, server: Server, tmp_path: Path, target: str, outcome: str
) -> None:
    server.answers["/round"] = redirect(target)
    done = harvester("harvest", server.url("/round"), **ALLOWED)
    assert done.returncode == 1
    (capture,) = captures(tmp_path)
    assert (capture["outcome"], capture["sha256"]) == (outcome, None)
    assert server.paths() == ["/round"]


def test_server_errors_are_tried_again(harvester: Program, server: Server) -> None:
    server.answers["/tired"] = in_turn(page(503, b""), page(502, b""), page(200, CHAPTER))
    done = harvester("harvest", server.url("/tired"), **ALLOWED)
    assert done.returncode == 0, done.stderr
    assert server.paths() == ["/tired"] * 3


def test_a_broken_connection_is_tried_again(harvester: Program, server: Server) -> None:
    server.answers["/rude"] = in_turn(hang_up, page(200, CHAPTER))
    done = harvester("harvest", server.url("/rude"), **ALLOWED)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(404, "not-found"), (410, "gone"), (401, "blocked-login"), (500, "server-error")],
)
def test_a_bad_status_is_an_outcome_and_its_page_is_kept(
    harvester: Program, server: Server, tmp_path: Path, status: int, outcome: str
) -> None:
    server.answers["/bad"] = page(status, b"<html><title>4 - A title</title></html>")
    done = harvester("harvest", server.url("/bad"), **ALLOWED, HARVESTER_FETCH_RETRIES="0")
    assert done.returncode == 1
    assert str(status) in done.stderr
    (capture,) = captures(tmp_path)
    assert (capture["outcome"], capture["status"]) == (outcome, status)
    assert capture["sha256"] is not None


def test_nobody_listens(harvester: Program, server: Server, tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/"
    done = harvester("harvest", url, server.url("/chapter"), **ALLOWED, HARVESTER_FETCH_RETRIES="1")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert [c["outcome"] for c in captures(tmp_path)] == ["unreachable", "ok"]


def test_a_page_beyond_the_limit_is_cut_and_marked(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    done = harvester("harvest", server.url("/chapter"), **ALLOWED, HARVESTER_FETCH_MAX_BYTES="2000")
    assert done.returncode == 1
    assert "max_bytes" in done.stderr
    (capture,) = captures(tmp_path)
    assert (capture["outcome"], capture["truncated"], capture["length"]) == ("too-large", 1, 2000)


def test_the_delay_between_two_requests_is_kept(harvester: Program, server: Server) -> None:
    server.answers["/other"] = page(200, CHAPTER)
    harvester(
        "harvest",
        server.url("/chapter"),
        server.url("/other"),
        **{**ALLOWED, "HARVESTER_FETCH_DELAY": "0.4"},
    )
    first, second = server.pages()
    assert second.at - first.at >= 0.4


def test_cookies_are_not_stored(harvester: Program, server: Server, tmp_path: Path) -> None:
    server.answers["/sweet"] = page(200, CHAPTER, set_cookie="session=secret-1234")
    harvester("harvest", server.url("/sweet"), **ALLOWED)
    assert "secret-1234" not in captures(tmp_path)[0]["response_headers"]
    assert b"secret-1234" not in (tmp_path / "data" / "harvest.db").read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
    ],
)
def test_closed_addresses(address: str) -> None:
    assert not is_open(address)


def test_open_addresses() -> None:
    assert is_open("131.111.150.25")
    assert is_open("2606:4700::6810:84e5")


@pytest.mark.parametrize(
    ("word", "kind", "address"),
    [
        ("10.1017/abc", "doi", "https://doi.org/10.1017/abc"),
        ("doi:10.1017/abc(1)", "doi", "https://doi.org/10.1017/abc(1)"),
        ("https://doi.org/10.1017/abc", "doi", "https://doi.org/10.1017/abc"),
        ("https://www.example.org/x", "url", "https://www.example.org/x"),
        ("page.html", "file", None),
        ("-", "stdin", None),
    ],
)
def test_what_a_word_names(word: str, kind: str, address: str | None) -> None:
    source = parse_source(word)
    assert (source.kind, source.address) == (kind, address)
