"""WARC files in and out: what warcio wrote is read, what is written warcio reads."""

import gzip
import hashlib
import io
import json
import random
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cases import SITES
from conftest import SEED, Program
from harvester.commands.context import Context
from harvester.commands.export import command
from harvester.config import Configuration
from harvester.errors import NotFoundError, SourceError, StorageError, UsageError
from harvester.export.warc import WarcRow, write_warc
from harvester.fetch.files import is_warc
from harvester.fetch.warc import captures_from, captures_in
from harvester.harvest import Options, open_run
from harvester.model import Capture, Hop, Source
from harvester.store.captures import add_capture
from harvester.store.database import open_database, writing
from harvester.store.events import start_run
from harvester.store.export import capture_rows

NOW = "2026-03-01T00:00:00.000Z"
DATE = "2021-10-20T11:48:24.500Z"
PAGE = b"<!DOCTYPE html><html><head><title>Grain</title></head><body>Corn &amp; rye</body></html>"
URL = "https://books.example.org/chapter?id=1"
HTML = ("Content-Type", "text/html; charset=utf-8")


class Archive:
    """A WARC file that a test fills by warcio."""

    def __init__(self, packed: bool = True) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed, warc_version="1.1")

    def add(
        self,
        kind: str,
        uri: str,
        body: bytes = b"",
        line: str = "",
        headers: Iterable[tuple[str, str]] = (),
        **named: str,
    ) -> str:
        """Write a record; ``named`` are its WARC fields with _ for -. Its id."""
        http = None
        if line:
            http = StatusAndHeaders(line, list(headers), is_http_request=line.startswith("GET"))
            http.protocol = http.protocol or "HTTP/1.1"
        record = self.writer.create_warc_record(
            uri,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type=named.pop("media", ""),
            warc_headers_dict={
                "WARC-Date": DATE,
                **{name.replace("_", "-"): value for name, value in named.items()},
            },
            http_headers=http,
        )
        self.writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def page(self, uri: str = URL, body: bytes = PAGE, *headers: tuple[str, str]) -> str:
        """Write a response."""
        return self.add("response", uri, body, "200 OK", headers or [HTML])


def read(folder: Path, content: bytes | Archive, limit: int = 10**6) -> list[Capture]:
    """The captures in a WARC file of this content."""
    return list(reading(folder, content, limit))


def reading(folder: Path, content: bytes | Archive, limit: int = 10**6) -> Iterator[Capture]:
    path = folder / "pages.warc.gz"
    path.write_bytes(content.out.getvalue() if isinstance(content, Archive) else content)
    source = Source("pages.warc.gz", "file", path=str(path))
    return captures_in(path, source, NOW, limit)


def until_damaged(captures: Iterator[Capture]) -> tuple[list[Capture], str]:
    """What was given before the error, and the error."""
    given: list[Capture] = []
    with pytest.raises(SourceError) as caught:
        given.extend(captures)  # extend keeps what came before
    return given, str(caught.value)


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


# Reading


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_response_is_a_capture(tmp_path: Path, packed: bool) -> None:
    archive = Archive(packed)
    archive.add("warcinfo", "", b"software: x\r\n")
    start = archive.out.tell()
    archive.page(URL, PAGE, HTML, ("Set-Cookie", "secret=1"), ("X-Title", "Tourné"))
    [capture] = read(tmp_path, archive)
    assert is_warc(archive.out.getvalue()[:100])
    assert capture == Capture(
        source=Source("pages.warc.gz", "warc", URL, str(tmp_path / "pages.warc.gz"), start),
        outcome="ok",
        fetched_at=NOW,
        body=PAGE,
        url=URL,
        status=200,
        captured_at=DATE,
        content_type="text/html; charset=utf-8",
        response_headers=(
            ("content-type", "text/html; charset=utf-8"),
            ("set-cookie", "(not kept)"),
            ("x-title", "Tourn%C3%A9"),  # as warcio wrote it
        ),
    )


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("", bytes),
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    ],
)
@pytest.mark.parametrize("chunks", [True, False])
def test_codings_are_undone(tmp_path: Path, coding: str, pack: Any, chunks: bool) -> None:
    archive = Archive()
    body = chunked(pack(PAGE)) if chunks else pack(PAGE)
    headers = [HTML, ("Content-Encoding", coding)]
    if chunks:
        headers.append(("Transfer-Encoding", "chunked"))
    archive.page(URL, body, *headers)
    archive.page(f"{URL}&next", b"next")
    first, second = read(tmp_path, archive)
    assert (first.body, first.outcome, second.body) == (PAGE, "ok", b"next")


def test_codings_that_were_undone_already(tmp_path: Path) -> None:
    """Many who write WARC files undo them and leave the headers."""
    archive = Archive()
    both = [HTML, ("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]
    archive.page(URL, PAGE, *both)
    archive.page(URL, b"", *both)
    assert [(c.body, c.outcome) for c in read(tmp_path, archive)] == [(PAGE, "ok"), (b"", "ok")]


def test_a_body_that_cannot_be_unpacked(tmp_path: Path) -> None:
    archive = Archive()
    archive.page(URL, b"\x00\x01\x02", HTML, ("Content-Encoding", "zip"))
    [capture] = read(tmp_path, archive)
    assert (capture.outcome, capture.body) == ("wrong-content-type", None)
    assert "packed with zip" in (capture.error or "")


def test_a_body_in_part(tmp_path: Path) -> None:
    archive = Archive()
    archive.page(URL, PAGE * 1000)
    archive.page(URL, gzip.compress(b"a" * 10**6), HTML, ("Content-Encoding", "gzip"))
    archive.page(URL, chunked(PAGE)[:40], HTML, ("Transfer-Encoding", "chunked"))
    archive.page(URL, b"ffff\r\nshort", HTML, ("Transfer-Encoding", "chunked"))
    archive.add("response", URL, PAGE, "200 OK", [HTML], WARC_Truncated="disconnect")
    archive.add("response", URL, PAGE, "200 OK", [HTML], WARC_Segment_Number="1")
    archive.page(URL, PAGE)
    *parts, whole = read(tmp_path, archive, limit=5000)
    assert {(part.outcome, part.truncated) for part in parts} == {("truncated", True)}
    assert [len(part.body or b"") for part in parts[:2]] == [5000, 5000]
    assert PAGE.startswith(parts[2].body or b"-")
    assert [part.body for part in parts[3:]] == [b"short", PAGE, PAGE]
    assert "larger than 5,000 bytes" in (parts[0].error or "")
    assert "(disconnect)" in (parts[4].error or "")
    assert (whole.outcome, whole.truncated) == ("ok", False)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_the_request_beside_its_response(tmp_path: Path, before: bool) -> None:
    archive = Archive()
    line, headers = "GET /chapter HTTP/1.1", [("User-Agent", "x"), ("Cookie", "secret=1")]
    response = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    if before:
        archive.add("request", URL, b"", line, headers, WARC_Concurrent_To=response)
    archive.add("response", URL, PAGE, "200 OK", [HTML], WARC_Record_ID=response)
    if not before:
        archive.add("request", URL, b"", line, headers, WARC_Concurrent_To=response)
    archive.page()
    first, second = read(tmp_path, archive)
    assert first.request_headers == (("user-agent", "x"), ("cookie", "(not kept)"))
    assert second.request_headers == ()


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_capture_can_be_read_again_from_its_place(tmp_path: Path, packed: bool) -> None:
    """From its request on where that stands before it, whatever else the file holds."""
    archive = Archive(packed)
    for number in range(40):
        named = f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"
        line, headers = "GET / HTTP/1.1", [("User-Agent", str(number))]
        if number % 3 == 0:
            archive.add("request", URL, b"", line, headers, WARC_Concurrent_To=named)
        body = PAGE + random.Random(number).randbytes(number * 900)
        archive.add("response", f"{URL}&n={number}", body, "200 OK", [HTML], WARC_Record_ID=named)
        if number % 3 == 1:
            archive.add("request", URL, b"", line, headers, WARC_Concurrent_To=named)
    found = read(tmp_path, archive)
    assert len(found) == 40
    for capture in found:
        assert capture.source.offset is not None
        with (tmp_path / "pages.warc.gz").open("rb") as file:
            file.seek(capture.source.offset)
            again = next(captures_from(file, Source("pages.warc.gz", "file"), NOW))
        where = replace(capture.source, path=None)
        at = where.offset if not packed else 0
        assert again == replace(capture, source=replace(where, offset=at))


def test_records_packed_together_have_no_place(tmp_path: Path) -> None:
    archive = Archive(packed=False)
    archive.page()
    archive.page()
    found = read(tmp_path, gzip.compress(archive.out.getvalue()))
    assert [capture.source.offset for capture in found] == [0, None]


def test_a_request_of_another_response(tmp_path: Path) -> None:
    archive = Archive()
    archive.add("request", URL, b"", "GET / HTTP/1.1", [("User-Agent", "x")])
    archive.page()
    assert [capture.request_headers for capture in read(tmp_path, archive)] == [()]


def test_revisits_and_resources(tmp_path: Path) -> None:
    archive = Archive()
    archive.add("revisit", URL, b"", "200 OK", [HTML], WARC_Profile="x")
    archive.add("revisit", URL, WARC_Profile="x")
    archive.add("resource", URL, PAGE, media="text/html")
    archive.add("resource", URL, b"\x89PNG", media="image/png")
    archive.add("resource", "urn:x", PAGE, media="text/html")
    archive.add("metadata", URL, b"a: b")
    archive.add("response", "dns:example.org", b"1.2.3.4", media="text/dns")
    found = [(c.outcome, c.status, c.body, c.content_type) for c in read(tmp_path, archive)]
    assert found == [
        ("not-modified", 200, None, None),
        ("not-modified", None, None, None),
        ("ok", None, PAGE, "text/html"),
    ]


def test_statuses(tmp_path: Path) -> None:
    archive = Archive(packed=False)
    for line in ("404 Not Found", "503", "304 Not Modified", "403 No", "OK"):
        archive.add("response", URL, PAGE, line, [HTML])
    archive.add("resource", URL, PAGE, media="application/http; msgtype=response")
    content = archive.out.getvalue().replace(b"WARC-Type: resource", b"WARC-Type: response")
    found = [(c.outcome, c.status, c.body) for c in read(tmp_path, content)]
    assert found == [
        ("not-found", 404, PAGE),
        ("server-error", 503, PAGE),
        ("not-modified", 304, None),
        ("blocked-paywall", 403, PAGE),
        ("ok", None, PAGE),
        ("ok", None, PAGE),  # bytes without any header of HTTP
    ]


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("../../etc/passwd", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("http://[", None),
        ("http://a.example/\x1b[2J", None),
        ("http://reader:secret@a.example/x", "http://a.example/x"),
        ("<http://a.example/x>", "http://a.example/x"),
        ("http://a.example/a b", "http://a.example/a%20b"),
    ],
)
def test_an_address_is_believed_only_when_it_is_one(
    tmp_path: Path, uri: str, url: str | None
) -> None:
    archive = Archive()
    archive.page(uri)
    archive.page()
    first, second = read(tmp_path, archive)
    assert (first.url, first.source.address, first.body) == (url, url, PAGE)
    assert first.source.path == str(tmp_path / "pages.warc.gz")
    assert second.url == URL


@pytest.mark.parametrize("date", ["yesterday", "", "0001-01-01T00:00:00+14:00"])
def test_a_date_that_is_none(tmp_path: Path, date: str) -> None:
    archive = Archive()
    archive.add("response", URL, PAGE, "200 OK", [HTML], WARC_Date=date or "x")
    assert [capture.captured_at for capture in read(tmp_path, archive)] == [None]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_file_that_breaks_off_anywhere(tmp_path: Path, packed: bool) -> None:
    """Whole records are given, and that the file is broken is said, wherever it breaks."""
    archive = Archive(packed)
    archive.page(f"{URL}&n=1", PAGE)
    second = archive.out.tell()
    archive.page(f"{URL}&n=2", PAGE)
    whole = archive.out.getvalue()
    for end in range(second + 1, len(whole) - 4):
        given, sentence = until_damaged(reading(tmp_path, whole[:end]))
        assert [capture.url for capture in given][:1] == [f"{URL}&n=1"], end
        assert all(capture.body == PAGE for capture in given)
        assert "pages.warc.gz is damaged at record" in sentence
        assert "the file ends in the middle of it" in sentence
        assert f"({len(given)})" in sentence
    assert len(read(tmp_path, whole)) == 2


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize(
    "junk",
    [
        b"what is this?\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: -1\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"WARC/1.1\r\n" + b"x" * 1_100_000,
    ],
    ids=["text", "no length", "negative", "huge", "endless"],
)
def test_junk_in_the_middle(tmp_path: Path, packed: bool, junk: bytes) -> None:
    archive = Archive(packed)
    archive.page()
    archive.out.write(gzip.compress(junk) if packed else junk)
    archive.page()
    given, sentence = until_damaged(reading(tmp_path, archive))
    assert [capture.body for capture in given] == [PAGE]
    assert "damaged at record 2 (byte " in sentence
    assert ("of the unpacked file" in sentence) == packed


def test_packed_data_that_is_damaged(tmp_path: Path) -> None:
    archive = Archive()
    archive.page()
    middle = archive.out.tell()
    archive.page(URL, random.Random(1).randbytes(50_000))
    archive.page()
    content = bytearray(archive.out.getvalue())
    for at in (middle, middle + 20_000):
        damaged = content.copy()
        damaged[at : at + 50] = b"\xff" * 50
        given, sentence = until_damaged(reading(tmp_path, bytes(damaged)))
        assert [capture.body for capture in given] == [PAGE]
        assert "damaged at record 2" in sentence


def test_one_gzip_around_all_records(tmp_path: Path) -> None:
    """Not as the standard says, but people do it."""
    archive = Archive(packed=False)
    archive.page()
    archive.page()
    assert len(read(tmp_path, gzip.compress(archive.out.getvalue()))) == 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    source = Source("gone.warc", "file", path="gone.warc")
    with pytest.raises(SourceError, match=r"gone\.warc cannot be read"):
        list(captures_in(tmp_path / "gone.warc", source, NOW))


def test_what_is_a_warc() -> None:
    assert is_warc(b"WARC/1.0\r\n")
    assert is_warc(gzip.compress(b"WARC/1.1\r\n" * 100)[:60])
    for other in (b"", b"WAR", b"<html>", b"\x1f\x8b", gzip.compress(b"text"), b"\x1f\x8b" * 20):
        assert not is_warc(other)


@given(st.binary(max_size=300), st.integers(0, 10**6))
def test_any_bytes_give_captures_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int
) -> None:
    archive = Archive(packed=False)
    archive.page(URL, chunked(PAGE), HTML, ("Transfer-Encoding", "chunked"))
    archive.page()
    content = archive.out.getvalue()
    at %= len(content)
    path = tmp_path_factory.getbasetemp() / "any.warc"
    path.write_bytes(content[:at] + junk + content[at + len(junk) :])
    try:
        for capture in captures_in(path, Source("any.warc", "file", path="any.warc"), NOW):
            assert capture.fetched_at == NOW
    except SourceError as fault:
        assert str(fault).endswith(".")


def test_a_large_record_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """200 MB of one chunk, packed to 200 KB, in a file packed to less."""
    archive = Archive()
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    headers = [HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    archive.page(URL, chunked(bomb, len(bomb)), *headers)
    archive.page(URL, bytes(50_000_000))
    archive.page()
    del bomb
    captures = reading(tmp_path, archive, limit=100_000)
    del archive
    tracemalloc.start()
    sizes = [len(capture.body or b"") for capture in captures]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sizes == [100_000, 100_000, len(PAGE)]
    assert peak < 4_000_000


@pytest.mark.parametrize(
    ("uri", "line", "headers", "body", "outcome"),
    [
        (URL, "301 Moved", [("Location", "/there")], b"", "redirect"),
        (URL, "302 Found", [HTML, ("Location", "/there")], PAGE, "redirect"),
        (URL, "200 OK", [("Content-Type", "image/png")], b"\x89PNG\r\n", "skipped"),
        (URL, "404 Not Found", [("Content-Type", "image/png")], b"", "skipped"),
        (URL, "200 OK", [("Content-Type", "text/css; charset=utf-8")], b"a { }", "skipped"),
        (
            URL,
            "200 OK",
            [("Content-Type", "image/png"), ("Content-Encoding", "x")],
            b"\0",
            "skipped",
        ),
        ("https://a.example/robots.txt", "404 No", [HTML], PAGE, "skipped"),
        ("https://a.example/robots.txt/1", "404 No", [HTML], PAGE, "not-found"),
        (URL, "404 Not Found", [HTML], PAGE, "not-found"),
        (URL, "304 Not Modified", [], b"", "not-modified"),
        (URL, "200 OK", [("Content-Type", "Application/XHTML+xml")], PAGE, "ok"),
        (URL, "200 OK", [], PAGE, "ok"),
    ],
)
def test_what_is_a_page(
    tmp_path: Path,
    uri: str,
    line: str,
    headers: list[tuple[str, str]],
    body: bytes,
    outcome: str,
) -> None:
    archive = Archive()
    archive.add("response", uri, body, line, headers)
    [capture] = read(tmp_path, archive)
    assert capture.outcome == outcome
    if outcome == "redirect":
        assert capture.error and capture.error.startswith(f"{URL} led to /there (")


def test_an_import_says_what_is_what(harvester: Program, tmp_path: Path) -> None:
    """A crawl as a browser makes one: the pages are well, and so all is well."""
    chapter = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
    archive = Archive()
    archive.add(
        "response", "http://a.example/1", b"", "302 Found", [("Location", "https://a.example/1")]
    )
    archive.page("https://a.example/1", chapter)
    archive.page("https://a.example/1.png", b"\x89PNG\r\n\x1a\n\0", ("Content-Type", "image/png"))
    archive.page("https://a.example/2.png", b"\x89PNG\r\n\x1a\n\0\1", ("X-Type", "none"))
    archive.page(
        "https://a.example/feed", b"<?xml version='1.0'?><rss/>", ("Content-Type", "text/xml")
    )
    archive.add("response", "https://a.example/1", b"", "302 Found", [("Location", "/login")])
    (tmp_path / "crawl.warc.gz").write_bytes(archive.out.getvalue())
    done = harvester("harvest", "crawl.warc.gz")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("https://a.example/1\n")
    assert "png" not in done.stdout + done.stderr
    assert "2 redirects recorded." in done.stderr
    assert "3 captures skipped" in done.stderr
    lines = harvester("harvest", "crawl.warc.gz", "--json").stdout.splitlines()
    said = [json.loads(line) for line in lines]
    assert [(one["url"], one["outcome"]) for one in said] == [
        ("http://a.example/1", "redirect"),
        ("https://a.example/1", "abstract-only"),
        ("https://a.example/1.png", "skipped"),
        ("https://a.example/2.png", "skipped"),
        ("https://a.example/feed", "skipped"),
        ("https://a.example/1", "redirect"),
    ]
    assert {one["source"] for one in said} == {"crawl.warc.gz"}
    shown = harvester("--verbose", "harvest", "crawl.warc.gz").stdout
    assert "http://a.example/1: redirect\n  http://a.example/1 led to https://a.example/1" in shown
    diary = " ".join(harvester("diary").stdout.split())
    assert "skipped" not in diary
    assert "http://a.example/1 from crawl.warc.gz: redirect" in diary
    record = json.loads(harvester("show", "1", "--json").stdout)
    assert record["outcome"] == "abstract-only"


def test_a_page_that_is_missing_is_no_success(harvester: Program, tmp_path: Path) -> None:
    archive = Archive()
    archive.page(URL, PAGE)
    archive.add("response", f"{URL}2", b"gone", "404 Not Found", [HTML])
    (tmp_path / "crawl.warc").write_bytes(archive.out.getvalue())
    done = harvester("harvest", "crawl.warc")
    assert done.returncode == 1
    assert f"{URL}2: not-found" in done.stderr
    assert "1 source well, 1 failed" in done.stderr


# Writing

FETCHED = Capture(
    source=Source(URL, "url", URL),
    outcome="ok",
    fetched_at="2026-01-01T00:00:00.250Z",
    captured_at="2026-01-01T00:00:00.250Z",
    body=PAGE,
    url=URL,
    status=200,
    content_type="text/html",
    request_headers=(("host", "books.example.org"), ("user-agent", "harvester")),
    response_headers=(
        ("content-type", "text/html"),
        ("content-encoding", "br"),
        ("transfer-encoding", "chunked"),
        ("content-length", "12"),
        ("set-cookie", "(not kept)"),
        ("x-folded", "one\r\n two"),
    ),
)
LATER = "2026-02-01T00:00:00.000Z"
#: In the order of their ids: what a database may hold.
CAPTURES = (
    FETCHED,
    replace(FETCHED, fetched_at=LATER, captured_at=LATER),
    Capture(Source("page.txt", "file", path="/home/ann/page.txt"), "ok", LATER, SEED.read_bytes()),
    Capture(Source("page.html", "file", URL + "#2"), "ok", LATER, PAGE + b" ", url=URL + "#2"),
    replace(FETCHED, outcome="not-modified", status=304, body=None, fetched_at=LATER),
    Capture(Source(URL, "url", URL), "unreachable", LATER, url=URL, error="No network."),
    replace(
        FETCHED, url="https://a.example/é x", body=b"part", truncated=True, outcome="truncated"
    ),
    replace(FETCHED, url="https://a.example/404", body=b"", status=404, outcome="not-found"),
    replace(FETCHED, url="https://a.example/new", outcome="not-modified", status=304, body=None),
    replace(FETCHED, url="https://a.example/old", outcome="not-modified", body=None),
    Capture(Source("a.warc", "file"), "ok", LATER, b"odd", status=200, content_type="a/b\r\nc"),
)


def stored(db: Database, captures: Iterable[Capture]) -> None:
    with writing(db):
        run = start_run(db, "test", "test", "", NOW)
        for capture in captures:
            add_capture(db, capture, run)


def rows_of(db: Database, record_ids: list[int] | None = None) -> Iterator[WarcRow]:
    for row in capture_rows(db, record_ids):
        yield WarcRow(**{field.name: getattr(row, field.name) for field in fields(row)})


def written(db: Database) -> bytes:
    out = io.BytesIO()
    write_warc(rows_of(db), out, "harvester test")
    return out.getvalue()


def records_in(content: bytes) -> list[dict[str, Any]]:
    """What warcio reads, every digest checked by warcio."""
    found = []
    for record in ArchiveIterator(io.BytesIO(content), check_digests="raise"):
        fields = dict(record.rec_headers.headers)
        found.append(
            fields
            | {
                "http": record.http_headers,
                "body": record.content_stream().read(),
                "version": record.rec_headers.protocol,
            }
        )
        assert record.digest_checker.passed is not False
    return found


#: What the server answered to CAPTURES[4].
NOT_MODIFIED = (
    b"HTTP/1.1 304 Not Modified\r\ncontent-type: text/html\r\nset-cookie: (not kept)\r\n"
    b"x-folded: one two\r\n\r\n"
)


def test_what_is_written_can_be_read_by_warcio(db: Database) -> None:
    stored(db, CAPTURES)
    info, *records = records_in(written(db))
    assert info["WARC-Type"] == "warcinfo"
    assert b"software: harvester test\r\nformat: WARC File Format 1.1\r\n" in info["body"]
    shown = [(r["WARC-Type"], r.get("WARC-Target-URI"), r["WARC-Date"], r["body"]) for r in records]
    first = CAPTURES[0].captured_at
    urn = f"urn:sha256:{hashlib.sha256(SEED.read_bytes()).hexdigest()}"
    assert shown == [
        ("response", URL, first, PAGE),
        ("request", URL, first, b""),
        ("revisit", URL, LATER, b""),
        ("request", URL, LATER, b""),
        ("resource", urn, LATER, SEED.read_bytes()),
        ("resource", URL + "#2", LATER, PAGE + b" "),
        ("revisit", URL, first, b""),
        ("metadata", None, first, NOT_MODIFIED),  # with a target, pywb would replay it
        ("request", URL, first, b""),
        ("response", "https://a.example/%C3%A9%20x", first, b"part"),
        ("request", "https://a.example/%C3%A9%20x", first, b""),
        ("response", "https://a.example/404", first, b""),
        ("request", "https://a.example/404", first, b""),
        ("response", "https://a.example/new", first, b""),
        ("request", "https://a.example/new", first, b""),
        ("resource", f"urn:sha256:{hashlib.sha256(b'odd').hexdigest()}", LATER, b"odd"),
    ]
    assert {record["version"] for record in records} == {"WARC/1.1"}
    assert len({record["WARC-Record-ID"] for record in records}) == len(records)
    assert b"/home/ann" not in b"".join(gzip.decompress(written(db)).splitlines())


def test_a_response_says_what_is_true_of_it(db: Database) -> None:
    stored(db, CAPTURES)
    _, response, request, *_ = records_in(written(db))
    http = response["http"]
    assert (http.protocol, http.statusline) == ("HTTP/1.1", "200 OK")
    assert http.headers == [
        ("content-type", "text/html"),
        ("set-cookie", "(not kept)"),
        ("x-folded", "one two"),
        ("content-length", str(len(PAGE))),
    ]
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert (request["http"].protocol, request["http"].statusline) == (
        "GET",
        "/chapter?id=1 HTTP/1.1",
    )
    assert request["http"].headers == list(FETCHED.request_headers)


def test_a_revisit_refers_to_what_was_written(db: Database) -> None:
    stored(db, CAPTURES)
    _, response, *rest = records_in(written(db))
    same, unchanged = (record for record in rest if record["WARC-Type"] == "revisit")
    profile = "http://netpreserve.org/warc/1.1/revisit/"
    assert same["WARC-Profile"] == f"{profile}identical-payload-digest"
    assert same["WARC-Payload-Digest"] == response["WARC-Payload-Digest"]
    assert unchanged["WARC-Profile"] == f"{profile}server-not-modified"
    for revisit in (same, unchanged):
        assert revisit["WARC-Refers-To"] == response["WARC-Record-ID"]
        assert revisit["WARC-Refers-To-Target-URI"] == URL
        assert revisit["WARC-Refers-To-Date"] == response["WARC-Date"]
    assert same["http"].get_header("content-length") == str(len(PAGE))
    assert unchanged["http"] is None  # a replay shows the page, and not an answer without one
    (answer,) = (record for record in rest if record["WARC-Type"] == "metadata")
    assert answer["WARC-Concurrent-To"] == unchanged["WARC-Record-ID"]
    assert answer["Content-Type"] == "application/http; msgtype=response"


def test_a_failure_between_is_not_what_has_not_changed() -> None:
    same = WarcRow(3, "not-modified", NOW, url=URL, status=304)
    rows = [
        WarcRow(1, "ok", DATE, url=URL, status=200, body=PAGE),
        WarcRow(2, "server-error", DATE, url=URL, status=500, body=b"Sorry"),
        same,
    ]
    out = io.BytesIO()
    assert write_warc(rows, out, "x") == 3
    _, page, _, revisit, _ = records_in(out.getvalue())
    assert revisit["WARC-Refers-To"] == page["WARC-Record-ID"]


def test_other_fields(db: Database) -> None:
    stored(db, CAPTURES)
    records = {record.get("WARC-Target-URI"): record for record in records_in(written(db))[1:]}
    assert records[URL + "#2"]["Content-Type"] == "text/html"
    kinds = [r["Content-Type"] for r in records_in(written(db)) if r["WARC-Type"] == "resource"]
    assert kinds == ["application/octet-stream", "text/html", "a/b c"]
    cut = next(r for r in records_in(written(db)) if r["body"] == b"part")
    assert cut["WARC-Truncated"] == "unspecified"


def test_the_same_captures_give_the_same_bytes(db: Database) -> None:
    stored(db, CAPTURES)
    assert written(db) == written(db)


def test_the_way_out_and_back(db: Database, tmp_path: Path) -> None:
    stored(db, CAPTURES)
    back = read(tmp_path, written(db))
    assert [(c.outcome, c.url, c.captured_at, c.body) for c in back] == [
        ("ok", URL, FETCHED.captured_at, PAGE),
        ("not-modified", URL, LATER, None),
        ("ok", URL + "#2", LATER, PAGE + b" "),
        ("not-modified", URL, FETCHED.captured_at, None),
        ("truncated", "https://a.example/%C3%A9%20x", FETCHED.captured_at, b"part"),
        ("not-found", "https://a.example/404", FETCHED.captured_at, b""),
        ("not-modified", "https://a.example/new", FETCHED.captured_at, None),
    ]
    assert {c.request_headers for c in back if c.url == URL} == {FETCHED.request_headers}
    unchanged = back[3]
    assert unchanged.status == 304
    assert dict(unchanged.response_headers)["x-folded"] == "one two"


def test_redirects_on_the_way_are_written(db: Database, tmp_path: Path) -> None:
    hops = (
        Hop("https://doi.org/10.5555/1", 302, "https://a.example/old page"),
        Hop("https://a.example/old page", 301, URL),
    )
    stored(db, [replace(FETCHED, source=Source("doi:10.5555/1", "doi", hops[0].url), hops=hops)])
    _, _, _, first, second = records_in(written(db))
    assert [
        (r["WARC-Type"], r["WARC-Target-URI"], r["http"].statusline) for r in (first, second)
    ] == [
        ("response", "https://doi.org/10.5555/1", "302 Found"),
        ("response", "https://a.example/old%20page", "301 Moved Permanently"),
    ]
    assert first["http"].headers == [
        ("location", "https://a.example/old page"),
        ("content-length", "0"),
    ]
    assert [c.status for c in read(tmp_path, written(db))] == [200, 302, 301]


def test_an_answer_beside_what_it_does_not_belong_to(tmp_path: Path) -> None:
    archive = Archive()
    http = "application/http; msgtype=response"
    there = "<urn:uuid:00000000-0000-4000-8000-000000000001>"
    archive.add("revisit", URL, WARC_Profile="x", WARC_Record_ID=there)
    archive.add("metadata", URL, b"a: b", WARC_Concurrent_To=there)
    archive.add("revisit", URL, WARC_Profile="x")
    archive.add("metadata", URL, NOT_MODIFIED, media=http)
    archive.add("resource", URL, PAGE, media="text/html", WARC_Record_ID=there)
    archive.add("metadata", URL, NOT_MODIFIED, media=http, WARC_Concurrent_To=there)
    assert [c.status for c in read(tmp_path, archive)] == [None, None, None]


def test_nothing_to_write() -> None:
    out = io.BytesIO()
    assert write_warc([], out, "x") == 0
    assert write_warc([WarcRow(1, "unreachable", NOW, url=URL)], out, "x") == 0
    assert out.getvalue() == b""


def test_strange_headers_stay_on_their_lines() -> None:
    row = WarcRow(
        1, "ok", NOW, None, URL, 299, "0" * 64, body=b"x",
        response_headers=(("x tür", "a\r\nWARC-Type: b\0"), ("n", "Tourné; f=\"é\"")),
    )  # fmt: skip
    out = io.BytesIO()
    assert write_warc([row], out, "x") == 1
    _, response = records_in(out.getvalue())
    assert response["http"].statusline == "299"
    assert response["http"].headers == [
        ("x_t_r", "a WARC-Type: b%00"),
        ("n", 'Tourn%C3%A9; f="%C3%A9"'),
        ("content-length", "1"),
    ]


def test_three_thousand_captures_in_bounded_memory(tmp_path: Path) -> None:
    """15 MB of bodies, no two the same, go through 3 MB, most of it what was written where."""
    db = open_database(tmp_path / "many.db", create=True)
    chance = random.Random(1)
    stored(db, (replace(FETCHED, body=chance.randbytes(5_000)) for _ in range(3000)))
    with (tmp_path / "many.warc.gz").open("wb") as out:
        tracemalloc.start()
        number = write_warc(rows_of(db), out, "x")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    db.conn.close()
    assert number == 3000
    assert (tmp_path / "many.warc.gz").stat().st_size > 15_000_000
    assert peak < 3_000_000


# The command


def run(db: Database, *words: str | Path) -> Result:
    path = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    context = Context(path)
    try:
        return CliRunner().invoke(command, [*map(str, words)], obj=context)
    finally:
        context.close()


def test_export_to_a_file(db: Database, tmp_path: Path) -> None:
    stored(db, CAPTURES)
    path = tmp_path / "out.warc.gz"
    path.write_bytes(b"old")
    done = run(db, "--format", "warc", "-o", path)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        f"Exported 9 captures to {path}; 2 fetches that brought nothing left out.\n"
    )
    assert len(records_in(path.read_bytes())) == 17
    assert sorted(entry.name for entry in tmp_path.iterdir() if "warc" in entry.name) == [path.name]


def test_export_to_standard_output(db: Database) -> None:
    stored(db, CAPTURES[:1])
    done = run(db, "--format", "warc", "-o", "-")
    assert done.exit_code == 0
    assert done.stderr == "Exported 1 capture to standard output.\n"
    assert len(records_in(done.stdout_bytes)) == 3


def test_export_of_some_records(db: Database, shipped: Configuration, tmp_path: Path) -> None:
    source = Source("page", "file")
    with open_run(db, shipped, "test") as harvest:
        harvest.take(Capture(source, "ok", NOW, SEED.read_bytes()), Options())
        other = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
        found = harvest.take(Capture(source, "ok", NOW, other, url=URL), Options())
    assert found.record_id == 2
    path = tmp_path / "out.warc.gz"
    assert run(db, "2", "2", "--format", "warc", "-o", path).exit_code == 0
    assert [record["body"] for record in records_in(path.read_bytes())[1:]] == [other]
    assert isinstance(run(db, "7", "--format", "warc", "-o", path).exception, NotFoundError)


def test_an_export_that_fails_leaves_what_was_there(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "out.warc.gz"
    path.write_bytes(b"old")
    assert isinstance(run(db, "--format", "warc", "-o", path).exception, NotFoundError)
    stored(db, CAPTURES)
    with writing(db):
        db.execute("UPDATE bodies SET data = ?", (gzip.compress(b"changed"),))
    done = run(db, "--format", "warc", "-o", path)
    assert isinstance(done.exception, StorageError)
    assert "capture 1 is not what was stored" in str(done.exception)
    with writing(db):
        db.execute("UPDATE bodies SET data = ?", (b"junk",))
    assert isinstance(run(db, "--format", "warc", "-o", path).exception, StorageError)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir() if "part" in entry.name] == []


def test_places_that_cannot_be_written(db: Database, tmp_path: Path) -> None:
    stored(db, CAPTURES)
    done = run(db, "--format", "warc", "-o", tmp_path / "none" / "x.warc.gz")
    assert isinstance(done.exception, UsageError)
    done = run(db, "--format", "warc", "-o", tmp_path / ("x" * 250))
    assert isinstance(done.exception, StorageError)
    assert run(db, "--format", "warc", "-o", tmp_path).exit_code == 2
    assert run(db, "--format", "warc", "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()
