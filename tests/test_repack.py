"""Bodies are small, and always readable: by the program, and with sqlite3 and zstd alone."""

import gzip
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from bench.made_pages import page
from conftest import ROOT, Program, environment
from harvester.errors import StorageError
from harvester.model import Capture, Source
from harvester.repack import make_dictionaries, repack_bodies
from harvester.store.bodies import LONGEST_CHAIN, chain_of, read_body
from harvester.store.captures import add_capture
from harvester.store.database import open_database, writing
from harvester.store.events import start_run
from harvester.store.packing import PackingError, pack, unpack

ADDRESS = "https://press.example/chapter/{}"


def store(db: Database, body: bytes, address: str) -> str:
    """Store a body as it comes from an address; gives its digest."""
    source = Source(address, "url", address)
    with writing(db):
        run = start_run(db, "test", "test", "", "")
        add_capture(db, Capture(source, "ok", "2026-01-01T00:00:00Z", body, url=address), run)
    return hashlib.sha256(body).hexdigest()


def as_before(db: Database, body: bytes) -> None:
    """A body as it was stored before there was zstd."""
    digest = hashlib.sha256(body).hexdigest()
    with writing(db):
        db.execute(
            "UPDATE bodies SET encoding = 'gzip', level = 0, dictionary_id = NULL, "
            "base_sha256 = NULL, data = ? WHERE sha256 = ?",
            (gzip.compress(body, 9), digest),
        )


def size(db: Database, digest: str) -> int:
    return int(
        db.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", (digest,)).fetchone()[0]
    )


@pytest.fixture
def pages(db: Database) -> dict[str, bytes]:
    """Twelve pages of one site, stored as gzip."""
    bodies = [page(number, references=20, paragraphs=4) for number in range(12)]
    found = {store(db, body, ADDRESS.format(n)): body for n, body in enumerate(bodies)}
    for body in bodies:
        as_before(db, body)
    return found


def repacked(db: Database) -> None:
    assert [made.likes for made in make_dictionaries(db)] in ([], ["press.example"])
    assert [step.fault for step in repack_bodies(db) if step.fault] == []


def test_pages_of_a_site_take_a_third_of_gzip_and_less(
    db: Database, pages: dict[str, bytes]
) -> None:
    repacked(db)
    (dictionary,) = db.execute("SELECT length, generation, samples FROM dictionaries").fetchall()
    assert dictionary[1:] == (1, 12)
    for digest, body in pages.items():
        assert read_body(db, digest) == body
    gzipped = sum(len(gzip.compress(body, 9)) for body in pages.values())
    stored = sum(size(db, digest) for digest in pages)
    assert stored <= 0.35 * gzipped
    new = page(99, references=20, paragraphs=4)
    assert size(db, store(db, new, ADDRESS.format(99))) <= 0.35 * len(gzip.compress(new, 9))
    before = db.execute("SELECT sha256, data FROM bodies WHERE level = 19").fetchall()
    repacked(db)  # nothing that is small is touched again
    assert set(before) <= set(db.execute("SELECT sha256, data FROM bodies").fetchall())


def test_a_page_that_hardly_changed_takes_next_to_nothing(
    db: Database, pages: dict[str, bytes]
) -> None:
    repacked(db)
    digests = [
        store(db, page(3, references=20, paragraphs=4, day=day), ADDRESS.format(3))
        for day in range(2, 12)
    ]
    assert max(size(db, digest) for digest in digests) <= 1500
    assert max(chain_of(db, digest) for digest in digests) == LONGEST_CHAIN
    for day, digest in enumerate(digests, start=2):
        assert read_body(db, digest) == page(3, references=20, paragraphs=4, day=day)


def test_old_captures_of_one_address_are_put_beside_each_other(db: Database) -> None:
    bodies = [page(1, references=5, paragraphs=1, day=day) for day in range(1, 10)]
    digests = [store(db, body, ADDRESS.format(1)) for body in bodies]
    for body in bodies:
        as_before(db, body)
    repacked(db)
    assert [size(db, digest) <= 1500 for digest in digests] == [False] + [True] * 8
    assert [chain_of(db, digest) for digest in digests] == [1, 2, 3, 4, 4, 4, 4, 4, 4]
    assert [read_body(db, digest) for digest in digests] == bodies


def test_a_page_that_came_back_makes_no_ring(db: Database) -> None:
    first, second = (page(1, references=2, paragraphs=1, day=day) for day in (1, 2))
    for body in (first, second, first, second):
        store(db, body, ADDRESS.format(1))
    as_before(db, first)
    repacked(db)
    for body in (first, second):
        digest = hashlib.sha256(body).hexdigest()
        assert read_body(db, digest) == body
        assert chain_of(db, digest) <= 2


def test_a_damaged_body_is_said_and_left(db: Database, pages: dict[str, bytes]) -> None:
    digest = list(pages)[5]
    junk = gzip.compress(b"another page")
    with writing(db):
        db.execute("UPDATE bodies SET data = ? WHERE sha256 = ?", (junk, digest))
    list(make_dictionaries(db))
    (fault,) = [step.fault for step in repack_bodies(db) if step.fault]
    assert digest in fault
    (kept,) = db.execute("SELECT data FROM bodies WHERE sha256 = ?", (digest,)).fetchone()
    assert kept == junk
    with pytest.raises(StorageError, match="not what was stored"):
        read_body(db, digest)


def test_a_changed_dictionary_is_noticed(db: Database, pages: dict[str, bytes]) -> None:
    repacked(db)
    with writing(db):
        db.execute("UPDATE dictionaries SET data = zeroblob(length)")
    with pytest.raises(StorageError, match="Dictionary 1 is not what was stored"):
        read_body(db, next(iter(pages)))


def test_a_body_claims_no_more_room_than_was_stored() -> None:
    bomb = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(400_000_000))
    unsized = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(400_000_000))
    for data, encoding in (
        (bomb, "zstd"),
        (unsized, "zstd"),
        (gzip.compress(bytes(50_000_000)), "gzip"),
    ):
        with pytest.raises(PackingError):
            unpack(data, encoding, 1000)
    for data in (b"", b"junk", pack(b"x" * 1000)[:-3]):
        with pytest.raises(PackingError):
            unpack(data, "zstd", 1000)
    with pytest.raises(PackingError):
        unpack(gzip.compress(b"x" * 1000)[:-9], "gzip", 1000)


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_whatever_is_packed_is_unpacked(body: bytes, beside: bytes) -> None:
    usable = beside if len(beside) >= 8 and not beside.startswith(b"\x37\xa4\x30\xec") else None
    for level in (12, 19):
        assert unpack(pack(body, usable, level), "zstd", len(body), usable) == body


def test_a_repack_that_is_killed_is_gone_on_with(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "data" / "harvest.db"
    db = open_database(path, create=True)
    bodies = [page(number, references=8, paragraphs=2) for number in range(24)]
    digests = [store(db, body, ADDRESS.format(n)) for n, body in enumerate(bodies)]
    for body in bodies:
        as_before(db, body)
    killed = subprocess.Popen(
        [sys.executable, "-m", "harvester", "repack"], cwd=tmp_path, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def small() -> int:
        return int(db.execute("SELECT count(*) FROM bodies WHERE level = 19").fetchone()[0])

    while killed.poll() is None and not small():
        time.sleep(0.002)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert 0 < small() < 24
    new = page(1000, references=8, paragraphs=2)
    digest = store(db, new, ADDRESS.format(1000))  # a harvest in between
    assert [read_body(db, d) for d in digests] == bodies
    done = harvester("repack", "--vacuum")
    assert (done.returncode, small()) == (0, 25)
    assert re.fullmatch(r"25 bodies of .* MB: stored as .* before, as .* now\.\n", done.stdout)
    assert [read_body(db, d) for d in [*digests, digest]] == [*bodies, new]
    (check,) = db.execute("SELECT outcome FROM events WHERE type = 'fixity check'").fetchall()
    assert check == ("ok",)
    db.conn.close()


@pytest.mark.skipif(not shutil.which("zstd") or not shutil.which("sqlite3"), reason="no tools")
def test_any_body_can_be_had_back_with_plain_tools(
    db: Database, tmp_path: Path, pages: dict[str, bytes]
) -> None:
    repacked(db)
    last = ""
    for day in range(2, 6):  # a chain, at its end a dictionary
        body = page(3, references=20, paragraphs=4, day=day)
        last = store(db, body, ADDRESS.format(3))
    plain = store(db, b"<p>alone", "https://alone.example/")
    old = next(iter(pages))
    as_before(db, pages[old])
    path = tmp_path / "harvest.db"
    readme = (ROOT / "README.md").read_text("utf-8")
    (recipe,) = re.findall(r"<!-- body recipe -->\n```sh\n(.*?)```", readme, re.DOTALL)
    for digest in (last, list(pages)[7], plain, old):
        words = recipe.replace("data/harvest.db", str(path)).replace("DIGEST", digest)
        subprocess.run(["sh", "-euc", words], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
        assert (tmp_path / "page.html").read_bytes() == read_body(db, digest)
        for made in tmp_path.glob("page.html*"):
            made.unlink()


def test_the_schema_says_what_leans_on_what(db: Database, pages: dict[str, bytes]) -> None:
    repacked(db)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("DELETE FROM dictionaries")
    db.conn.rollback()
