"""Today's reader over stored captures: proposed first, then superseding; never overwriting."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cases import SITES
from conftest import Program, environment
from harvester.store.database import open_database

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_text("utf-8")
#: Says when something was done; all else is the same on every machine and at every time.
_TIMES = frozenset({"at", "asserted_at", "changed_at", "opened_at", "closed_at", "started_at"})
_CHAINED = frozenset({"digest", "previous_digest", "ended_at", "fetched_at", "first_harvested_at"})
_TABLES = (
    "records contributors reference_entries reference_links identifiers readings assertions "
    "strip_ledger review_items works"
).split()


def chapter(number: int) -> str:
    """The chapter of a case as another chapter of its book, with a title of its own."""
    page = CHAPTER.replace("The grain question", f"Grain, part {number}")
    return page.replace("0A1B2C3D4E5F60718293A4B5C6D7E8F9", f"{number:032X}").replace(
        "9781009000017.006", f"9781009000017.{number + 100}"
    )


@pytest.fixture
def other_rules(tmp_path: Path) -> Path:
    """A configuration in which "by" names translators."""
    folder = tmp_path / "other"
    (folder / "sites").mkdir(parents=True)
    (folder / "sites" / "cambridge-core.toml").write_text('roles = { "by" = "translator" }\n')
    return folder


@pytest.fixture
def two(harvester: Program, tmp_path: Path) -> Path:
    """A database with two chapters."""
    return harvested(harvester, tmp_path, 2)


def harvested(harvester: Program, folder: Path, count: int) -> Path:
    pages = []
    for number in range(1, count + 1):
        path = folder / f"page{number}.html"
        path.write_text(chapter(number), "utf-8")
        pages.append(path)
    assert harvester("harvest", *pages).returncode == 0
    return folder / "data" / "harvest.db"


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
    connection.close()
    return found


def stored(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All that a reader made, without the times."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in _TIMES | _CHAINED}
            for row in rows(path, table)
        ]
        for table in _TABLES
    }


def roles(path: Path) -> list[str]:
    return [row["role"] for row in rows(path, "contributors") if row["level"] == "part"]


def test_a_reader_that_has_not_changed_has_nothing_to_do(harvester: Program, two: Path) -> None:
    before = stored(two)
    for words in ([], ["--apply"]):
        done = harvester("reextract", *words)
        assert (done.returncode, done.stdout) == (0, "")
        assert "Nothing to do" in done.stderr
    assert stored(two) == before


def test_a_dry_run_says_what_would_change_and_stores_nothing(
    harvester: Program, two: Path, other_rules: Path
) -> None:
    before, events, runs = stored(two), rows(two, "events"), rows(two, "runs")
    done = harvester("--config", other_rules, "reextract", "--json")
    proposed = [json.loads(line) for line in done.stdout.splitlines()]
    assert [change["id"] for change in proposed] == [1, 2]
    (field,) = proposed[0]["fields"]
    assert field["field"] == "contributors"
    assert [p["role"] for p in field["before"]] == ["author", "editor", "editor"]
    assert [p["role"] for p in field["after"]] == ["translator", "editor", "editor"]
    assert "2 records would change. Nothing is stored" in done.stderr
    said = harvester("--config", other_rules, "reextract").stdout
    assert "Ilse Brandt-Oyelaran (author)" in said and "→" in said
    assert (stored(two), rows(two, "events"), rows(two, "runs")) == (before, events, runs)


def test_what_is_read_anew_supersedes(harvester: Program, two: Path, other_rules: Path) -> None:
    done = harvester("--config", other_rules, "reextract", "--apply", "1")
    assert "1 capture read; 1 record changed." in done.stderr
    assert roles(two) == ["translator", "author"]
    said = [
        (row["superseded_by"] is not None, json.loads(row["detail"])["role"])
        for row in rows(two, "assertions")
        if row["field"] == "contributor"
        and row["record_id"] == 1
        and row["value"] == "Ilse Brandt-Oyelaran"
        and row["channel"] == "visible"
    ]
    assert sorted(said) == [(False, "translator"), (True, "author")]
    assert len([r for r in rows(two, "readings") if r["capture_id"] == 1]) == 2
    (run,) = [row for row in rows(two, "runs") if row["command"] == "reextract --apply"]
    assert (run["sources"], run["well"], run["ended_at"] is None) == (1, 1, False)
    again = harvester("--config", other_rules, "reextract", "--apply")
    assert "1 capture read; 1 record changed." in again.stderr  # only the other one
    forced = harvester("--config", other_rules, "reextract", "--apply", "--force")
    assert "2 captures read; 0 records changed." in forced.stderr


def test_any_number_of_workers_makes_the_same(
    harvester: Program, tmp_path: Path, other_rules: Path
) -> None:
    path = harvested(harvester, tmp_path, 20)
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    for db, workers in ((path, "1"), (other, "3")):
        done = harvester(
            "--db", db, "--config", other_rules, "reextract", "--apply", "--workers", workers
        )
        assert "20 captures read; 20 records changed." in done.stderr
    assert stored(path) == stored(other)


def test_one_that_is_killed_is_gone_on_with(
    harvester: Program, tmp_path: Path, other_rules: Path
) -> None:
    path = harvested(harvester, tmp_path, 36)
    whole = tmp_path / "whole.db"
    whole.write_bytes(path.read_bytes())
    words = ["--config", str(other_rules), "reextract", "--apply", "--force", "--workers", "1"]
    assert harvester("--db", whole, *words).returncode == 0
    killed = subprocess.Popen(
        [sys.executable, "-m", "harvester", *words], cwd=tmp_path, env=environment(),
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while killed.poll() is None and len(rows(path, "readings")) == 36:
        time.sleep(0.005)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    read = len(rows(path, "readings")) - 36
    done = harvester(*words)
    assert 0 < read < 36
    assert f"{36 - read} captures read" in done.stderr
    assert stored(path) == stored(whole)


def test_a_damaged_body_stops_no_other(harvester: Program, two: Path, other_rules: Path) -> None:
    db = open_database(two)
    db.execute(
        "UPDATE bodies SET data = zeroblob(40) "
        "WHERE sha256 = (SELECT sha256 FROM captures WHERE id = 1)"
    )
    db.conn.commit()
    db.conn.close()
    done = harvester("--config", other_rules, "reextract", "--apply")
    assert done.returncode == 1
    assert "Capture 1: The body" in done.stderr and "not what was stored" in done.stderr
    assert roles(two) == ["author", "translator"]


def test_a_profile_that_a_person_named_is_used_again(harvester: Program, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<h1 class="chapter-title">Weirs</h1>'
        '<div class="contributor-type__contributor">A. Quay</div>',
        "utf-8",
    )
    where = ("--url", "https://elsewhere.example/x")
    harvester("harvest", page, *where, "--site", "cambridge-core")
    harvester("reextract", "--apply", "--force")
    assert [row["site"] for row in rows(tmp_path / "data" / "harvest.db", "readings")] == [
        "cambridge-core",
        "cambridge-core",
    ]


def test_only_one_at_a_time(harvester: Program, two: Path) -> None:
    from harvester.lock import only_run

    with only_run(two, "reextract"):
        assert harvester("reextract", "--apply", "--force").returncode == 3
    with only_run(two):  # a run that harvests is no hindrance
        assert harvester("reextract", "--apply", "--force").returncode == 0
