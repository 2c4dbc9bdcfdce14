"""Evidence that holds up: what is changed behind harvester's back is found, and said where."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cases import SITES
from conftest import SEED, Program, environment
from harvester.config import Configuration
from harvester.harvest import Options, open_run
from harvester.model import Capture, Source
from harvester.reviewing import Verdict, decide
from harvester.store.bodies import base_of, read_body
from harvester.store.database import open_database, writing
from harvester.store.fixity import Extent, head
from harvester.store.freeing import free_from
from harvester.store.repacking import bodies
from harvester.verifying import verify

AT = "2026-11-20T10:00:00.000Z"
CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
BOOK = (SITES / "cambridge-core" / "book-2023-contents.html").read_bytes()


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, shipped: Configuration) -> Path:
    """The seed, a chapter that changed once, a book with its parts, and a decision."""
    path = tmp_path_factory.mktemp("stored") / "harvest.db"
    db = open_database(path, create=True)
    changed = CHAPTER.replace(b"Bread and Tariffs", b"Bread and Duties")
    pages = [SEED.read_bytes(), CHAPTER, changed, BOOK]
    with open_run(db, shipped, "test") as run:
        for number, body in enumerate(pages, start=1):
            capture = Capture(Source(f"page {number}", "file", None, "x"), "ok", AT, body)
            run.take(capture, Options(captured_at=f"2026-0{number}-01T00:00:00.000Z"))
    decide(db, Verdict(1, "contributors.1.role", "correct", "editor", "title page", "MK"), AT)
    db.conn.close()
    return path


@pytest.fixture
def copy(stored: Path, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "harvest.db"
    path.parent.mkdir()
    shutil.copy(stored, path)
    return path


def faults(path: Path, config: Configuration, heads: Path | None = None) -> list[str]:
    db = open_database(path)
    found = verify(db, config, Extent(), heads, AT).faults
    db.conn.close()
    return found


def attack(path: Path, *statements: str) -> None:
    """Change the file as somebody would who knows SQL, and takes the triggers away first."""
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if "stay" in name or "once" in name or "emptied" in name:
            db.execute(f"DROP TRIGGER {name}")
    for sql in statements:
        db.execute(sql)
    db.commit()
    db.close()


def test_what_was_harvested_and_decided_is_well(copy: Path, shipped: Configuration) -> None:
    assert faults(copy, shipped) == []
    assert faults(copy, shipped) == [], "the check before is an event like any other"


REFUSED = {
    "an address": "UPDATE captures SET url = 'https://elsewhere.example/'",
    "a capture": "DELETE FROM captures",
    "a digest": "UPDATE bodies SET sha256 = 'x'",
    "a body": "DELETE FROM bodies",
    "an emptied body": "UPDATE bodies SET data = x'', encoding = 'forgotten'",
    "a reading": "UPDATE readings SET outcome = 'ok'",
    "a value": "UPDATE assertions SET value = 'x'",
    "an assertion": "DELETE FROM assertions",
    "an assertion that is superseded": "UPDATE assertions SET superseded_by = 1",
    "an event": "UPDATE events SET outcome = 'ok'",
    "the last event": "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
    "a decision": "UPDATE decisions SET \"by\" = 'XY'",
    "the ledger": "DELETE FROM strip_ledger",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_sqlite_refuses_to_change_evidence(copy: Path, sql: str) -> None:
    with sqlite3.connect(copy) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(sql)


FOUND = {
    "a title": ("UPDATE records SET title = 'Another' WHERE id = 1", "Record 1 is not what its evidence says: title"),
    "a role": ("UPDATE contributors SET role = 'author' WHERE record_id = 2", "Record 2 is not what its evidence says: contributors"),
    "a printed reference": ("UPDATE reference_entries SET text = text || '!' WHERE record_id = 1 AND position = 3", "Record 1 is not what its evidence says: references"),
    "a parsed reference": ("UPDATE reference_entries SET csl = NULL WHERE record_id = 1 AND position = 3", "Record 1 is not what its evidence says: references"),
    "a decided value": ("UPDATE reviewed_contributors SET role = 'author'", "Record 1 is not shown as people decided"),
    "an address": ("UPDATE captures SET url = 'x' WHERE id = 2", "Capture 2 is not as it was when event"),
    "a snippet": ("UPDATE assertions SET snippet = 'x' WHERE id = 3", "Reading 1 (with what it says, of capture 1) is not as it was"),
    "an assertion taken out": ("DELETE FROM assertions WHERE reading_id = 4 AND field = 'isbn'", "Reading 4 (with what it says"),
    "who decided": ("UPDATE decisions SET \"by\" = 'XY'", "Decision 1 is not as it was"),
    "an event": ("UPDATE events SET outcome = 'gone' WHERE id = 4", "was changed after it was made"),
    "an event cut out": ("DELETE FROM events WHERE id = 5", "Event 6 does not follow on event 4"),
    "a tail cut off": ("DELETE FROM events WHERE id > 8", "has no event: the chain of events was cut off"),
    "a body": ("UPDATE bodies SET data = (SELECT data FROM bodies ORDER BY sha256 LIMIT 1)", "cannot be read back"),
    "a word of the index": ("INSERT INTO records_fts (records_fts, rowid, title) VALUES ('delete', 1, 'The Sino-Soviet split')", "The full-text index records_fts does not fit"),
    "a link to nothing": ("UPDATE contributors SET record_id = 99 WHERE record_id = 1 AND position = 1", "names a row of records that is not there"),
}  # fmt: skip


@pytest.mark.parametrize(("sql", "sentence"), FOUND.values(), ids=FOUND)
def test_what_was_changed_is_found(
    copy: Path, shipped: Configuration, sql: str, sentence: str
) -> None:
    attack(copy, sql)
    found = faults(copy, shipped)
    assert any(sentence in fault for fault in found), found


def test_a_flipped_bit_is_found(copy: Path, shipped: Configuration) -> None:
    db = sqlite3.connect(copy)
    sha256, data = db.execute("SELECT sha256, data FROM bodies ORDER BY sha256 LIMIT 1").fetchone()
    db.execute(
        "UPDATE bodies SET data = ? WHERE sha256 = ?",
        (data[:40] + bytes([data[40] ^ 1]) + data[41:], sha256),
    )
    db.commit()
    db.close()
    found = faults(copy, shipped)
    assert len([fault for fault in found if sha256 in fault]) >= 1, found


def test_a_chain_made_anew_is_found_by_the_heads_outside(
    copy: Path, shipped: Configuration, tmp_path: Path
) -> None:
    """Whoever cuts the last capture out with all its rows leaves a file that fits itself."""
    db = open_database(copy)
    number, digest = head(db)
    db.conn.close()
    heads = tmp_path / "heads.txt"
    heads.write_text(f"{AT} 3 {'0' * 64}\n{AT} {number} {digest}\n")
    assert faults(copy, shipped, heads) == [
        "Event 3 is not the one that was written down outside: it was rewritten."
    ]
    heads.write_text(f"{AT} {number} {digest}\n")
    attack(copy, f"DELETE FROM events WHERE id >= {number}", "DELETE FROM decisions")
    assert f"Event {number} was written down outside and is gone: the chain was cut off." in faults(
        copy, shipped, heads
    )


def test_the_command_says_it_and_ends_with_1(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('[harvester]\nheads = "../heads.txt"\n')
    assert harvester("harvest", SEED).returncode == 0
    assert len((tmp_path / "heads.txt").read_text().splitlines()) == 1
    well = harvester("verify")
    assert well.returncode == 0, well.stderr
    assert "heads outside" in well.stdout and "Head of the chain: event" in well.stderr
    attack(tmp_path / "data" / "harvest.db", "UPDATE records SET title = 'Another'")
    ill = harvester("verify")
    assert ill.returncode == 1
    assert "! Record 1 is not what its evidence says: title." in ill.stdout
    as_json = json.loads(harvester("verify", "--json").stdout)
    assert as_json["well"] is False
    events = sqlite3.connect(tmp_path / "data" / "harvest.db").execute(
        "SELECT outcome FROM events WHERE type = 'fixity check' ORDER BY id"
    )
    assert [row[0] for row in events] == ["ok", "failed", "failed"]
    (tmp_path / "heads.txt").write_text("no head\n")
    assert "Line 1 of" in harvester("verify").stderr


def test_a_sample_looks_at_other_rows_each_day() -> None:
    taken = [{n for n in range(1, 101) if Extent("", 4, day).takes(n)} for day in range(4)]
    assert [len(numbers) for numbers in taken] == [25, 25, 25, 25]
    assert set.union(*taken) == set(range(1, 101))


def test_forget_removes_bytes_and_leaves_the_rest(
    copy: Path, harvester: Program, shipped: Configuration
) -> None:
    assert harvester("forget", "2", "--by", "MK", "--reason", " ", "--yes").returncode == 2
    done = harvester("forget", "2", "--by", "MK", "--reason", "Takedown of 3 May", "--yes")
    assert done.returncode == 0, done.stderr
    assert "Removed 2 bodies" in done.stderr and "2 captures" in done.stderr
    db = open_database(copy)
    assert [body.sha256 for body in bodies(db)], "the others are still there"
    kept = db.execute("SELECT length(data), encoding FROM bodies WHERE encoding = 'forgotten'")
    assert kept.fetchall() == [(0, "forgotten")] * 2
    assert (
        db.execute("SELECT title FROM records WHERE id = 2").fetchone()[0] == "The grain question"
    )
    told = db.execute("SELECT detail, agent FROM events WHERE type = 'deletion'").fetchall()
    assert [agent for _, agent in told] == ["MK", "MK"] and "Takedown of 3 May" in told[0][0]
    db.conn.close()
    assert faults(copy, shipped) == []
    again = harvester("forget", "2", "--by", "MK", "--reason", "twice", "--yes")
    assert again.returncode == 1 and "no captured bytes" in again.stderr
    assert harvester("reextract").returncode == 0
    assert harvester("repack").returncode == 0
    assert harvester("export", "--format", "warc", "-o", "all.warc").returncode == 0


def test_what_leans_on_a_body_that_goes_stays_readable(
    tmp_path: Path, shipped: Configuration
) -> None:
    db = open_database(tmp_path / "harvest.db", create=True)
    address = "https://www.cambridge.org/core/books/x/y/0123456789ABCDEF0123456789ABCDEF"
    changed = CHAPTER.replace(b"Bread and Tariffs", b"Bread and Duties")
    with open_run(db, shipped, "test") as run:
        for body in (CHAPTER, changed):
            run.take(Capture(Source(address, "url", address), "ok", AT, body, address), Options())
    first, second = (hashlib.sha256(body).hexdigest() for body in (CHAPTER, changed))
    assert base_of(db, second) == first
    with writing(db):
        assert free_from(db, first) == 1
        db.execute("UPDATE bodies SET data = x'' WHERE sha256 = ?", (first,))
    assert (base_of(db, second), read_body(db, second)) == (None, changed)
    db.conn.close()


def test_a_backup_is_whole_while_a_run_writes(copy: Path, tmp_path: Path) -> None:
    """A writer that never rests does not tear the copy, nor keep it waiting for ever."""
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\n"
            f"db = sqlite3.connect({str(copy)!r}, timeout=30)\n"
            "while True:\n"
            " db.execute(\"UPDATE records SET changed_at = changed_at || '' \")\n"
            " db.commit()\n",
        ]
    )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "harvester", "backup", "copy.db"],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        writer.kill()
        writer.wait()
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data"]
    made = sqlite3.connect(tmp_path / "copy.db")
    assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert made.execute("SELECT count(*) FROM captures").fetchone() == (4,)


def test_a_backup_takes_no_other_place(copy: Path, harvester: Program, tmp_path: Path) -> None:
    assert "is the database itself" in harvester("backup", "data/harvest.db").stderr
    assert "no folder" in harvester("backup", "nowhere/copy.db").stderr
    (tmp_path / "backups").mkdir()
    assert harvester("backup", "backups").returncode == 0
    assert [path.suffix for path in (tmp_path / "backups").iterdir()] == [".db"]
