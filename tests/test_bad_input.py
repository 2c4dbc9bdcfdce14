"""Bad input: a clear sentence, an exit code, nothing lost, and never a traceback."""

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from conftest import SEED, Program, environment
from harvester.config import Site

GENERATED = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "paper.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "picture.html": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "archive.txt": b"PK\x03\x04\x14\x00\x00\x00",
    "noise.html": bytes(range(256)) * 40,
    "feed.html": b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
    "chrome-only.txt": (
        b"Skip to main content Accessibility help\n"
        b"Hostname: page-component-544b6db54f-zts5g Total loading time: 0.291 "
        b"Render date: 2021-10-20T11:48:24.522Z Has data issue: true Feature Flags: { }\n"
        b"Get access\n\nCited by\n\nSend book to Kindle\n\nAvailable formats\n"
    ),
    "login.html": (
        b"<html><head><title>Log in | Cambridge Core</title></head><body><form>"
        b"<input type='password'></form><p>Log in to read.</p></body></html>"
    ),
    "captcha.html": (
        b"<html><head><title>Just a moment...</title></head><body><form id='challenge-form'>"
        b"</form><p>Checking your browser.</p></body></html>"
    ),
    "cookies.html": b"<html><body><p>Please enable cookies to go on.</p></body></html>",
    "gone.html": b"<html><head><title>404 - Page not found</title></head><body>Sorry.</body></html>",
    "listing.html": (
        b"<html><head><meta property='og:site_name' content='Cambridge Core'></head><body>"
        b"<h1>Search results</h1><div>Refine listing</div><ul><li>4 - The grain question</li></ul>"
        b"</body></html>"
    ),
    "nothing-known.txt": b"A shopping list: flour, yeast, salt.\n",
}
OUTCOMES = {
    "empty.txt": "empty-after-strip",
    "blank.txt": "empty-after-strip",
    "paper.html": "wrong-content-type",
    "picture.html": "wrong-content-type",
    "archive.txt": "wrong-content-type",
    "noise.html": "wrong-content-type",
    "feed.html": "wrong-content-type",
    "chrome-only.txt": "empty-after-strip",
    "login.html": "blocked-login",
    "captcha.html": "blocked-captcha",
    "cookies.html": "blocked-cookie",
    "gone.html": "not-found",
    "listing.html": "listing",
    "nothing-known.txt": "profile-mismatch",
}


def query(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(tmp_path / "data" / "harvest.db")
    rows = connection.execute(sql).fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("name", GENERATED)
def test_a_page_that_is_no_work(harvester: Program, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(GENERATED[name])
    done = harvester("harvest", path)
    said = done.stdout + done.stderr
    assert OUTCOMES[name] in said
    assert "The capture is stored" in said
    assert "Traceback" not in said
    assert done.returncode == (0 if OUTCOMES[name] in ("listing", "profile-mismatch") else 1)
    assert query(tmp_path, "select count(*) from records") == [(0,)]
    assert query(tmp_path, "select outcome from readings") == [(OUTCOMES[name],)]


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("missing.html", "no file"),
        ("www.cambridge.org/core/x", "https://"),
        (".", "folder"),
    ],
)
def test_no_such_file(harvester: Program, word: str, part: str) -> None:
    done = harvester("harvest", word)
    assert done.returncode == 1
    assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_each_source_stands_alone(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(GENERATED["paper.html"])
    done = harvester("harvest", "missing.txt", tmp_path / "paper.pdf", SEED)
    assert done.returncode == 1
    assert "1 source well, 2 failed" in done.stderr
    assert query(tmp_path, "select title from records") == [("The Sino-Soviet split",)]
    assert query(tmp_path, "select sources, well, failed from runs") == [(3, 1, 2)]


def test_fifty_megabytes_of_junk(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "junk.txt"
    path.write_bytes(b"lorem ipsum dolor sit amet 1999\n" * 1_600_000)
    done = harvester("harvest", path)
    assert done.returncode == 1
    assert "too-large" in done.stderr + done.stdout
    assert query(tmp_path, "select length from captures") == [(51_200_000,)]


def test_invalid_utf8_is_read_and_said(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    text = "Пример текста в тысячу слов. " * 40
    path.write_bytes(
        b"<html><head><meta charset='utf-8'><meta name='citation_title' content='Prim\xe9r'>"
        b"</head><body><p>" + text.encode() + b"</p></body></html>"
    )
    done = harvester("harvest", path)
    assert done.returncode == 0
    assert "not valid utf-8" in done.stdout


def test_an_unknown_site_gives_what_its_metadata_says(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><meta name='DC.title' content='Eine Chronik'>"
        "<meta name='DC.creator' content='Ada Vogt'><meta name='dc.date' content='1998'></head>"
        "<body><p>Text.</p></body></html>"
    )
    done = harvester("harvest", path)
    assert done.returncode == 0
    assert "profile-mismatch" in done.stdout
    rows = query(tmp_path, "select title, byline, published_print, outcome from records")
    assert rows == [("Eine Chronik", "Ada Vogt (author)", "1998", "profile-mismatch")]


@pytest.mark.parametrize(
    ("name", "text", "parts"),
    [
        ("settings.toml", '[harvester]\ncontact = "mailto:a@b.c\n', ["settings.toml, line 2"]),
        ("settings.toml", "[fetch]\n\ntimeot = 3\n", ["line 3", "timeot", "no setting"]),
        ("settings.toml", '[harvester]\ncontact = "me"\n', ["line 2", "mailto:"]),
        ("jobs.toml", '[[job]]\nname = "Cold War"\nsources = []\n', ["jobs.toml, line 2", "name"]),
        (
            "sites/cambridge-core.toml",
            '[[strip]]\nrule = "x"\nlines = ["(("]\n',
            ["line 3", "'(('"],
        ),
        (
            "sites/cambridge-core.toml",
            '[[field]]\nfield = "title"\nchannel = "visible"\nselect = "h1[["\n',
            ["cambridge-core.toml, line 4", "field.0.select", "'h1[['", "as many ] as ["],
        ),
        (
            "sites/cambridge-core.toml",
            '[recognise]\nhtml = ["#main, p > a", "p:nope(1)"]\n',
            ["line 2", "recognise.html.1", "'p:nope(1)'", "is not a CSS selector", ":nope"],
        ),
        (
            "sites/cambridge-core.toml",
            '[[contributors]]\nrow = "li"\ndrop = ""\nname = ["a", "b,"]\n',
            ["line 4", "contributors.0.name.1", "'b,'"],
        ),
        (
            "sites/cambridge-core.toml",
            '[[references]]\ncontainer = "ol"\nitem = ""\n',
            ["line 3", "references.0.item", "''", "it is empty"],
        ),
        (
            "general.toml",
            '[[outcomes]]\noutcome = "gone"\nmessage = "."\nselect = "a::before"\n',
            ["general.toml, line 4", "outcomes.0.select", "'a::before'", "pseudo-element"],
        ),
    ],
)
def test_a_broken_configuration(
    harvester: Program, tmp_path: Path, name: str, text: str, parts: list[str]
) -> None:
    path = tmp_path / "mine" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    done = harvester("--config", "mine", "harvest", SEED)
    assert done.returncode == 2
    assert all(part in done.stderr for part in parts), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


#: The tables that hold selectors, with what else they need.
TABLES = {
    "field": {"field": "title", "channel": "visible", "line": "x"},
    "strip": {"rule": "x"},
    "kind": {"kind": "book"},
    "contributors": {"row": "li", "name": ["a"]},
    "references": {"container": "ol", "item": "li"},
    "contents": {"item": "li", "title": ["a"]},
    "outcomes": {"outcome": "gone", "message": "."},
}
SELECTORS = {
    "field": "drop",
    "strip": "select",
    "kind": "select",
    "contributors": "row label affiliation drop",
    "references": "container item text label unless outside",
    "contents": "item author doi pages online pdf total",
    "outcomes": "select",
}


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table in SELECTORS for key in SELECTORS[table].split()]
)
def test_every_selector_is_checked(table: str, key: str) -> None:
    site = {"name": "x", "title": "X", "version": "2026-01-01"}
    for css in ("h1, h2 > a:has(> b)", *([] if key in TABLES[table] else [""])):
        Site.model_validate(site | {table: [TABLES[table] | {key: css}]})
    with pytest.raises(ValidationError, match="is not a CSS selector"):
        Site.model_validate(site | {table: [TABLES[table] | {key: "h1[["}]})


def test_a_broken_variable(harvester: Program) -> None:
    done = harvester("harvest", SEED, HARVESTER_FETCH_DELAY="soon")
    assert done.returncode == 2
    assert "HARVESTER_FETCH_DELAY" in done.stderr


def make_other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table birds (name)")
    connection.commit()
    connection.close()


def make_newer_database(path: Path) -> None:
    from harvester.store.database import open_database

    db = open_database(path, create=True)
    db["_sqlite_migrations"].insert(
        {"migration_set": "harvester", "name": "m9999_of_tomorrow", "applied_at": "2030-01-01"}
    )
    db.conn.close()


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (make_other_database, "not one of harvester's"),
        (make_newer_database, "m9999_of_tomorrow"),
        (lambda path: path.write_text("no database, " * 100), "not an SQLite database"),
    ],
)
@pytest.mark.parametrize("command", [["list"], ["harvest", str(SEED)]], ids=["list", "harvest"])
def test_a_database_that_is_not_ours(
    harvester: Program, tmp_path: Path, make: object, part: str, command: list[str]
) -> None:
    path = tmp_path / "some.db"
    assert callable(make)
    make(path)
    before = path.read_bytes()
    done = harvester("--db", path, *command)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == before


def test_no_database_yet(harvester: Program) -> None:
    done = harvester("show", "1")
    assert done.returncode == 1
    assert "no database" in done.stderr


def run_limited(
    tmp_path: Path, *words: str, before: list[str], largest: int | None = None
) -> subprocess.CompletedProcess[str]:
    """The program started by ``before``, where no file may grow beyond ``largest`` bytes."""

    def limit() -> None:
        if largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        [*before, sys.executable, "-m", "harvester", *words],
        cwd=tmp_path,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        # Coverage of this process would be a file that may not grow either.
        env={k: v for k, v in environment().items() if not k.startswith("COVERAGE")},
        check=False,
    )


def test_a_full_disk(tmp_path: Path) -> None:
    done = run_limited(tmp_path, "harvest", str(SEED), before=[], largest=40_000)
    assert done.returncode == 1
    assert "disk" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_database(harvester: Program, tmp_path: Path) -> None:
    assert harvester("harvest", SEED).returncode == 0
    folder = tmp_path / "data"
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    # Root may write anywhere, unless it lays that power down.
    drop = ["setpriv", "--inh-caps=-dac_override", "--bounding-set=-dac_override"]
    before = drop if os.geteuid() == 0 else []
    done = run_limited(tmp_path, "harvest", str(SEED), before=before)
    shown = run_limited(tmp_path, "show", "1", before=before)
    folder.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "read-only" in done.stderr
    assert shown.returncode == 0, shown.stderr
    assert "The Sino-Soviet split" in shown.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["harvest"],
        ["harvest", "ftp://host/x"],
        ["harvest", "https://user:secret@host/x"],
        ["harvest", str(SEED), "--captured-at", "yesterday"],
        ["harvest", str(SEED), "--site", "nowhere"],
        ["harvest", str(SEED), str(SEED), "--url", "https://www.example.org/"],
        ["--config", "nowhere", "harvest", str(SEED)],
        ["dance"],
    ],
    ids=" ".join,
)
def test_a_wrong_command(harvester: Program, words: list[str]) -> None:
    done = harvester(*words)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
