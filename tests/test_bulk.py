"""In bulk: WARC files to Parquet on a real cluster, killed and gone on with, and back again."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from cases import all_cases
from conftest import ROOT, Program, environment
from harvester.bulk import folder as bulk_folder
from harvester.bulk.batch import make_batch
from harvester.bulk.cdx import ranges_of
from harvester.bulk.folder import Folder
from harvester.bulk.inputs import Range, batches_of_files, batches_of_ranges
from harvester.bulk.load import Selection, captures_wanted
from harvester.bulk.tables import TABLES
from harvester.config import Configuration
from harvester.errors import UsageError
from test_warc import PAGE, Archive

#: What two programs that do the same at two moments do not share, and what only a table tells.
MOMENTS = {"at", "fetched_at", "first_harvested_at", "changed_at", "asserted_at", "opened_at"}
BESIDE = {
    "records": {"parent_key"},
    "captures": {"warc", "warc_offset"},
    "reference_links": {"position"},
}
PAGES = [case for case in all_cases() if case.page.suffix == ".html"]
SITE = "https://www.cambridge.org"


def crawl(path: Path) -> Archive:
    """All pages of tests/sites, one of them twice, and what a crawl holds beside pages."""
    archive = Archive()
    for number, case in enumerate(PAGES):
        archive.page(case.url or f"{SITE}/core/{number}", case.page.read_bytes())
    archive.add("response", f"{SITE}/a", b"", "302 Found", [("Location", "/b")])
    archive.page(f"{SITE}/a.png", b"\x89PNG\r\n\x1a\n\0", ("Content-Type", "image/png"))
    archive.page("https://[2001:db8::1]:8080/x", PAGE)
    archive.add("response", f"{SITE}/gone", b"", "404 Not Found", [("Content-Type", "text/html")])
    again = PAGES[0]
    later = {"WARC_Date": "2023-01-01T00:00:00Z"}
    line, html = "200 OK", [("Content-Type", "text/html; charset=utf-8")]
    body = again.page.read_bytes().replace(b"</title>", b" </title>")
    archive.add("response", again.url or f"{SITE}/core/0", body, line, html, **later)
    path.write_bytes(archive.out.getvalue())
    return archive


def small(path: Path, number: int, pages: int = 3) -> None:
    """A file of a few pages of works of its own."""
    archive = Archive()
    for page in range(pages):
        doi = f"10.5555/{number}.{page}"
        body = f"""<html><head><title>Tides</title><meta name="citation_title" content="Tides {doi}">
            <meta name="citation_doi" content="{doi}"></head><body>On tides.</body></html>"""
        archive.page(f"https://h{page}.example.org/{number}", body.encode())
    path.write_bytes(archive.out.getvalue())


def rows(folder: Path, table: str, sql: str = "SELECT * FROM t") -> list[dict[str, Any]]:
    """What DuckDB finds in a table; ``t`` is the table."""
    files = f"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true)"
    with duckdb.connect() as connection:
        cursor = connection.execute(f"WITH t AS (FROM {files}) {sql}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def stored(path: Path, sql: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(sql)]
    connection.close()
    return found


def extracted(folder: Path, config: Configuration, *names: str) -> Path:
    """Tables of these files, made without a cluster."""
    for batch in batches_of_files([str(folder / name) for name in names]):
        make_batch(batch, str(folder / "tables"), config)
    return folder / "tables"


def files(folder: Path) -> set[str]:
    """The files of the tables, the manifests aside."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "_batches" not in path.parts
    }


# The tables


def test_a_part_tells_what_a_harvest_stores(harvester: Program, tmp_path: Path) -> None:
    """Every row of every table, column by column; and nothing that has no host is lost."""
    crawl(tmp_path / "crawl.warc.gz")
    done = harvester("extract", "crawl.warc.gz", "-o", "tables", "--workers", "2")
    assert done.returncode == 0, done.stderr
    harvester("--db", "harvest.db", "harvest", "crawl.warc.gz")
    for table in TABLES:
        wanted = stored(tmp_path / "harvest.db", f"SELECT * FROM {table} ORDER BY id")
        found = rows(tmp_path / "tables", table, "SELECT * FROM t ORDER BY id")
        columns = wanted[0].keys() - {"form_id", "work_id", "run_id"}
        assert found[0].keys() >= columns | {"key", "batch", "host"}
        assert found[0].keys() - columns <= {"key", "batch", "host"} | BESIDE.get(table, set())
        own = columns - MOMENTS
        assert [{name: row[name] for name in own} for row in found] == [
            {name: row[name] for name in own} for row in wanted
        ], table
    keys = stored(
        tmp_path / "harvest.db",
        "SELECT e.text, r.key FROM reference_entries e JOIN records r ON r.id = e.record_id",
    )
    found = rows(tmp_path / "tables", "reference_entries", "SELECT text, key FROM t")
    assert sorted(map(str, found)) == sorted(map(str, keys))


def test_what_stands_in_a_page_stands_in_the_tables(shipped: Configuration, tmp_path: Path) -> None:
    """What a person reads off the page of a chapter, and where its host puts it."""
    crawl(tmp_path / "crawl.warc.gz")
    tables = extracted(tmp_path, shipped, "crawl.warc.gz")
    [case] = [case for case in PAGES if case.stem == "chapter-2024-by-row"]
    [row] = rows(tables, "records", f"SELECT * FROM t WHERE title = '{case.expected['title']}'")
    assert row["host"] == "www.cambridge.org"
    assert row["kind"] == "chapter"
    outcomes = rows(tables, "readings", "SELECT outcome, count(*) AS n FROM t GROUP BY ALL")
    assert {"outcome": "not-found", "n": 1} in outcomes
    assert {"outcome": "redirect", "n": 1} in outcomes
    [strange] = rows(tables, "captures", "SELECT DISTINCT host FROM t WHERE url LIKE '%2001%'")
    assert strange["host"] == "2001:db8::1"


def test_any_address_of_fsspec(shipped: Configuration, tmp_path: Path) -> None:
    small(tmp_path / "a.warc.gz", 1)
    memory = fsspec.filesystem("memory")
    memory.pipe("/crawl/a.warc.gz", (tmp_path / "a.warc.gz").read_bytes())
    [batch] = batches_of_files(["memory://crawl"])
    assert batch.address == "memory:///crawl/a.warc.gz"
    done = make_batch(batch, "memory://tables", shipped)
    assert (done.captures, done.records, done.sentence) == (3, 3, None)
    [name] = [n for n in done.files if n.startswith("records/host=h1.example.org/")]
    [row] = pq.read_table(io.BytesIO(memory.cat(f"/tables/{name}"))).to_pylist()
    assert (row["key"], row["title"]) == ("10.5555/1.1", "Tides 10.5555/1.1")
    assert Folder("memory://tables").finished() == {batch.name: done}
    again = make_batch(batch, "memory://tables", shipped)
    assert again.files.keys() == done.files.keys()
    assert len(memory.find("/tables")) == len(done.files) + 1
    memory.rm_file(f"/tables/{name}")
    assert Folder("memory://tables").finished() == {}
    memory.rm("/tables", recursive=True)


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_any_host_is_one_folder_of_its_own(one: str, other: str) -> None:
    names = bulk_folder._safe(one), bulk_folder._safe(other)
    assert all("/" not in name and "\0" not in name and len(name) < 256 for name in names)
    assert (names[0] == names[1]) == (one == other)


# Files and ranges


def test_a_torn_file_gives_what_is_whole(harvester: Program, tmp_path: Path) -> None:
    archive = crawl(tmp_path / "whole.warc.gz")
    (tmp_path / "torn.warc.gz").write_bytes(archive.out.getvalue()[:-40])
    (tmp_path / "none.warc.gz").write_bytes(b"what is this?")
    words = ("extract", "torn.warc.gz", "none.warc.gz", "-o", "tables", "--workers", "2")
    done = harvester(*words)
    assert done.returncode == 1
    assert "The WARC file torn.warc.gz is damaged at record" in done.stderr
    assert "The WARC file none.warc.gz is damaged at record 1" in done.stderr
    sql = (
        "SELECT source, count(*) AS n, bool_or(error LIKE '%damaged%') AS said FROM t GROUP BY ALL"
    )
    found = rows(tmp_path / "tables", "captures", f"{sql} HAVING said ORDER BY source")
    assert [(row["source"], row["n"]) for row in found] == [
        ("none.warc.gz", 1),
        ("torn.warc.gz", len(PAGES) + 5),  # all but the last, and the damage
    ]
    damaged = rows(tmp_path / "tables", "readings", "SELECT outcome FROM t WHERE note LIKE '%dam%'")
    assert damaged == [{"outcome": "truncated"}] * 2
    again = harvester(*words)
    assert again.returncode == 1
    assert sorted(again.stderr.splitlines()) == sorted(done.stderr.splitlines())
    assert "2 (2 finished before)" in again.stdout
    crawl(tmp_path / "torn.warc.gz")  # fetched again
    mended = harvester("extract", "torn.warc.gz", "-o", "tables", "--workers", "1")
    assert mended.returncode == 0
    sql = "SELECT count(*) AS n FROM t WHERE source = 'torn.warc.gz'"
    assert rows(tmp_path / "tables", "captures", sql) == [{"n": len(PAGES) + 5}]


def test_a_wacz_file(shipped: Configuration, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", "{}")
        for number in (1, 2):
            small(tmp_path / "x.warc.gz", number)
            wacz.write(tmp_path / "x.warc.gz", f"archive/{number}.warc.gz")
    (tmp_path / "bad.wacz").write_bytes((tmp_path / "a.wacz").read_bytes()[:-30])
    with zipfile.ZipFile(tmp_path / "odd.wacz", "w") as wacz:
        wacz.writestr("archive/a::file:///etc/x.warc", b"")
    (tmp_path / "x.warc.gz").unlink()
    made = {
        Path(batch.word).name: make_batch(batch, str(tmp_path / "tables"), shipped)
        for batch in batches_of_files([str(tmp_path)])
    }
    assert (made["a.wacz"].captures, made["a.wacz"].records) == (6, 6)
    assert made["a.wacz"].sentence is None
    assert "bad.wacz is damaged" in (made["bad.wacz"].sentence or "")
    assert "holds a file called" in (made["odd.wacz"].sentence or "")
    folder = Folder(str(tmp_path / "tables"))
    [wanted] = captures_wanted(folder, Selection(["10.5555/2.1"]))
    assert wanted.warc == f"zip://archive/2.warc.gz::file://{tmp_path}/a.wacz"


def index(path: Path) -> list[tuple[str, int, int]]:
    """Address, offset and length of each response, as warcio's own index tells them."""
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        return [
            (r.rec_headers.get_header("WARC-Target-URI"), records.get_record_offset(), length)
            for r in records
            if (length := records.get_record_length())
        ]


@pytest.mark.parametrize("form", ["cdxj", "json", "cdx", "csv"])
def test_ranges_that_an_index_names(
    shipped: Configuration, tmp_path: Path, form: str, harvester: Program
) -> None:
    """The second and third page of a file, and nothing else of it."""
    (tmp_path / "far").mkdir()
    small(tmp_path / "far" / "a.warc.gz", 7)
    found = index(tmp_path / "far" / "a.warc.gz")[1:]
    name = "far/a.warc.gz"
    lines = {
        "cdxj": [
            f"org,example)/ 20211020114824 {json.dumps({'url': url, 'filename': name, 'offset': str(at), 'length': str(size)})}"
            for url, at, size in found
        ],
        "json": [
            json.dumps(
                {"warc_filename": name, "warc_record_offset": at, "warc_record_length": size}
            )
            for _, at, size in found
        ],
        "cdx": [" CDX N b a m s k r M S V g"]
        + [
            f"org,example)/ 2021 {url} text/html 200 X - - {size} {at} {name}"
            for url, at, size in found
        ],
        "csv": ["url,filename,offset,length"]
        + [f'"{url}",{name},{at},{size}' for url, at, size in found],
    }[form]
    (tmp_path / "index").write_text("\n".join(lines) + "\n")
    [batch] = batches_of_ranges(list(ranges_of(lines, str(tmp_path), "index")), "index")
    done = make_batch(batch, str(tmp_path / "tables"), shipped)
    assert (done.captures, done.sentence) == (2, None)
    sql = "SELECT key, url, warc, warc_offset FROM t ORDER BY key"
    assert rows(tmp_path / "tables", "captures", sql) == [
        {
            "key": f"10.5555/7.{n + 1}",
            "url": f"https://h{n + 1}.example.org/7",
            "warc": f"{tmp_path}/far/a.warc.gz",
            "warc_offset": at,
        }
        for n, (_, at, _) in enumerate(found)
    ]
    if form == "cdxj":  # by the command: the files lie beside the index
        said = harvester("extract", "--cdx", "index", "-o", "more", "--workers", "1")
        assert said.returncode == 0
        assert "captures    2" in said.stdout


def test_a_bad_range_is_a_row_and_the_others_are_read(
    shipped: Configuration, tmp_path: Path
) -> None:
    small(tmp_path / "a.warc.gz", 1)
    address = str(tmp_path / "a.warc.gz")
    [(_, at, size), *_] = index(tmp_path / "a.warc.gz")
    ranges = [
        Range(address, at, size),
        Range(address, at + 1, 100),
        Range(address, at, size - 20),
        Range(address, 10**9, 100),
        Range(str(tmp_path / "none.warc.gz"), 0, 100),
    ]
    [batch] = batches_of_ranges([*ranges, *ranges], "index")
    done = make_batch(batch, str(tmp_path / "tables"), shipped)
    assert done.captures == 5
    assert done.records == 1
    found = rows(tmp_path / "tables", "readings", "SELECT outcome FROM t ORDER BY outcome")
    outcomes = [row["outcome"] for row in found]
    assert outcomes == ["not-found"] * 2 + ["profile-mismatch"] + ["truncated"] * 2
    assert "(And 3 more.)" in (done.sentence or "")


@pytest.mark.parametrize("name", ["../secret.warc", "a/../../b.warc", "zip://a::file:///b", ""])
def test_an_index_leads_to_nothing_beside_the_archive(name: str) -> None:
    line = json.dumps({"filename": name, "offset": 0, "length": 10})
    with pytest.raises(UsageError, match="index, line 1"):
        list(ranges_of([line], "root", "index"))


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_index_gives_ranges_or_a_sentence(lines: list[str]) -> None:
    try:
        found = list(ranges_of(lines, "root", "index"))
    except UsageError as fault:
        assert str(fault).startswith("index, line ")
    else:
        assert all(some.length > 0 <= some.offset for some in found)


def test_many_ranges_are_several_batches() -> None:
    ranges = [Range(f"{n % 7}", n, 1) for n in range(2500)]
    batches = batches_of_ranges(ranges, "index")
    assert [len(batch.ranges) for batch in batches] == [1000, 1000, 500]
    assert batches == batches_of_ranges(ranges[::-1], "index")
    assert len({batch.name for batch in batches}) == 3


# What goes wrong


def test_a_page_on_which_the_reader_fails_is_a_row(shipped: Configuration, tmp_path: Path) -> None:
    """The others are read, and the reader's own words are kept."""

    class Once(Configuration):
        @cached_property
        def archives(self) -> Any:
            self.__dict__["archives"] = shipped.archives  # the next page finds it
            raise RecursionError("too deep")

    archive = Archive()
    page = PAGES[0].page.read_bytes()
    archive.page(f"{SITE}/core/1", page)
    archive.page(f"{SITE}/core/2", page)
    (tmp_path / "a.warc").write_bytes(archive.out.getvalue())
    [batch] = batches_of_files([str(tmp_path / "a.warc")])
    once = Once(shipped.folders, shipped.settings, shipped.jobs)
    once.__dict__.update(general=shipped.general, digest=shipped.digest)  # which need no reader
    done = make_batch(batch, str(tmp_path / "tables"), once)
    assert done.captures == 2
    assert done.outcomes["parser-error"] == 1
    sql = "SELECT url, outcome, error, sha256 IS NOT NULL AS known FROM t ORDER BY id LIMIT 1"
    [row] = rows(tmp_path / "tables", "captures", sql)
    assert row == {
        "url": f"{SITE}/core/1",
        "outcome": "parser-error",
        "error": f"The reader failed on {SITE}/core/1 (RecursionError: too deep).",
        "known": True,
    }
    [row] = rows(tmp_path / "tables", "readings", "SELECT outcome FROM t ORDER BY id LIMIT 1")
    assert row["outcome"] == "parser-error"


def test_what_a_broken_attempt_left_goes_first(shipped: Configuration, tmp_path: Path) -> None:
    """Also files that the same batch will not have again, and never those of another."""
    small(tmp_path / "a.warc.gz", 1)
    small(tmp_path / "b.warc.gz", 2)
    tables = extracted(tmp_path, shipped, "b.warc.gz")
    other = files(tables)
    [batch] = batches_of_files([str(tmp_path / "a.warc.gz")])
    Folder(str(tables)).begin(batch.name)
    for name in (f"{batch.name}.parquet", f"{batch.name}.parquet.0123"):
        (tables / "records" / "host=gone.example").mkdir(exist_ok=True)
        (tables / "records" / "host=gone.example" / name).write_bytes(b"torn")
    assert batch.name not in Folder(str(tables)).finished()
    done = make_batch(batch, str(tables), shipped)
    assert files(tables) == other | set(done.files)
    (tables / next(iter(done.files))).write_bytes(b"")  # as after a power cut
    assert batch.name not in Folder(str(tables)).finished()


FILES = 24


def test_killed_and_gone_on_with(harvester: Program, tmp_path: Path) -> None:
    """Nothing is lost, nothing is there twice, and what was finished is not read again."""
    for number in range(FILES):
        small(tmp_path / f"{number:02}.warc.gz", number, pages=12)
    names = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    words = ["extract", *names, "--workers", "2", "-o"]
    tables = tmp_path / "tables"
    for how in (signal.SIGKILL, signal.SIGINT):  # Ctrl-C goes to all processes too
        wait = len(list(tables.glob("_batches/*.json"))) + 1
        process = subprocess.Popen(
            [sys.executable, "-m", "harvester", *words, "tables"],
            cwd=tmp_path,
            env=environment(),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        end = time.monotonic() + 60
        while len(list(tables.glob("_batches/*.json"))) < wait and time.monotonic() < end:
            time.sleep(0.005)
        os.killpg(process.pid, how)
        _, said = process.communicate()
    if process.returncode:  # else the last batch was done before the signal came
        assert process.returncode == 130 and "Interrupted. What was done is stored." in said
    finished = Folder(str(tables)).finished()
    assert 2 <= len(finished) <= FILES
    before = {
        name: (tables / name).stat().st_mtime_ns for d in finished.values() for name in d.files
    }
    done = harvester(*words, "tables")
    assert done.returncode == 0
    assert f"{FILES} ({len(finished)} finished before)" in done.stdout
    assert {name: (tables / name).stat().st_mtime_ns for name in before} == before
    finished = Folder(str(tables)).finished()
    assert files(tables) == {name for done in finished.values() for name in done.files}
    for table in ("records", "captures", "readings"):
        asked = "SELECT count(*) AS n, count(DISTINCT key) AS keys FROM t"
        assert rows(tables, table, asked) == [{"n": FILES * 12, "keys": FILES * 12}]


def test_a_cluster_that_runs_elsewhere(harvester: Program, tmp_path: Path) -> None:
    script = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
    (tmp_path / "cluster.py").write_text(script)
    small(tmp_path / "a.warc.gz", 1)
    words = ("extract", "many", "-o", "more")
    (tmp_path / "many").mkdir()
    for number in range(20):
        small(tmp_path / "many" / f"{number}.warc.gz", number, pages=12)
    with subprocess.Popen(
        [sys.executable, "cluster.py"],
        cwd=tmp_path,
        start_new_session=True,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as cluster:
        assert cluster.stdout and cluster.stdin
        address = cluster.stdout.readline().strip()
        done = harvester("extract", "a.warc.gz", "-o", "tables", "--scheduler", address, "--json")
        with subprocess.Popen(
            [sys.executable, "-m", "harvester", *words, "--scheduler", address],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            while not list(tmp_path.glob("more/_batches/*.json")) and process.poll() is None:
                time.sleep(0.01)
            os.killpg(cluster.pid, signal.SIGKILL)
            _, said = process.communicate()
    assert (process.returncode, said.count("\n")) == (1, 1), said
    assert "The connection to the Dask scheduler is lost." in said
    assert done.returncode == 0, done.stderr
    [line] = done.stdout.splitlines()
    assert json.loads(line)["captures"] == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-o", "t"], 2, "Name WARC files to read"),
        (["none.warc", "-o", "t"], 1, "There is no WARC or WACZ file none.warc."),
        (["odd://x/a.warc", "-o", "t"], 2, "odd://x/a.warc is no address"),
        (["--cdx", "none", "-o", "t"], 1, "There is no file none."),
        (["--cdx", "index", "-o", "t"], 2, "index, line 1: it does not say file, offset"),
        (["index", "-o", "t", "--scheduler", "tcp://x", "--workers", "2"], 2, "--workers is for"),
        (["index", "-o", "t", "--scheduler", "tcp://127.0.0.1:1"], 2, "There is no Dask scheduler"),
    ],
)
def test_what_cannot_be_asked(
    harvester: Program, tmp_path: Path, words: list[str], code: int, said: str
) -> None:
    (tmp_path / "index").write_text("what?\n")
    done = harvester("extract", *words, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="1s")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_packages_it_says_which(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "pyarrow.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pyarrow'\", name='pyarrow')"
    )
    small(tmp_path / "a.warc.gz", 1)
    paths = f"{tmp_path / 'without'}:{ROOT}"
    for words in (("extract", "a.warc.gz", "-o", "t"), ("load", "t")):
        done = harvester(*words, PYTHONPATH=paths)
        assert done.returncode == 2
        assert "pip install 'harvester[bulk]'" in done.stderr
        assert "(pyarrow)" in done.stderr


@pytest.mark.parametrize("words", [[], ["extract"], ["load"]])
def test_help_imports_none_of_it(words: list[str]) -> None:
    code = (
        "import sys; from harvester.cli import cli\n"
        f"try: cli({[*words, '--help']!r})\n"
        "except SystemExit: pass\n"
        "print([m for m in ('pyarrow', 'dask', 'distributed', 'fsspec') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


# Back into the database


def test_a_selection_comes_with_its_evidence(
    harvester: Program, shipped: Configuration, tmp_path: Path
) -> None:
    """The same captures, readings and assertions as a harvest of those pages."""
    crawl(tmp_path / "crawl.warc.gz")
    keys = rows(
        extracted(tmp_path, shipped, "crawl.warc.gz"),
        "records",
        "SELECT key FROM t WHERE kind = 'article'",
    )
    asked = "".join(f"{row['key']}\n" for row in keys)
    done = harvester("--db", "some.db", "load", "tables", "--keys", "-", stdin=asked.encode())
    assert (done.returncode, done.stderr) == (0, "")
    harvester("--db", "all.db", "harvest", "crawl.warc.gz")
    sql = """SELECT r.key, a.field, a.value, a.channel, a.locator, a.snippet, a.body_sha256,
        c.url, c.captured_at, c.sha256, c.response_headers, b.length, a.superseded_by IS NULL AS live
        FROM assertions a JOIN records r ON r.id = a.record_id
        JOIN captures c ON c.id = a.capture_id JOIN bodies b ON b.sha256 = c.sha256
        WHERE r.kind = 'article' ORDER BY a.id"""
    found = stored(tmp_path / "some.db", sql)
    assert len(found) > 10
    assert found == stored(tmp_path / "all.db", sql)
    assert {row["key"] for row in stored(tmp_path / "some.db", "SELECT key FROM records")} == {
        row["key"] for row in keys
    }
    again = harvester("--db", "some.db", "load", "tables", "--keys", "-", stdin=asked.encode())
    assert again.stdout.startswith("Loaded 0 captures (")
    assert found == stored(tmp_path / "some.db", sql)


def test_a_part_without_a_page_comes_with_its_contents_page(
    harvester: Program, tmp_path: Path, shipped: Configuration
) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    extracted(tmp_path, shipped, "crawl.warc.gz")
    sql = "SELECT key, title FROM t WHERE outcome IS NULL AND kind = 'chapter' ORDER BY id LIMIT 1"
    [row] = rows(tmp_path / "tables", "records", sql)
    wanted = captures_wanted(Folder(str(tmp_path / "tables")), Selection([row["key"]]))
    assert wanted
    harvester("load", "tables", "--key", row["key"])
    sql = f"SELECT title FROM records WHERE key = '{row['key']}'"
    assert stored(tmp_path / "data" / "harvest.db", sql) == [{"title": row["title"]}]


def test_what_changed_since_is_not_loaded(
    harvester: Program, shipped: Configuration, tmp_path: Path
) -> None:
    for number in (1, 2):
        small(tmp_path / f"{number}.warc.gz", number)
    extracted(tmp_path, shipped, "1.warc.gz", "2.warc.gz")
    (tmp_path / "1.warc.gz").write_bytes(b"\0" * 100)
    (tmp_path / "moved").mkdir()
    (tmp_path / "2.warc.gz").rename(tmp_path / "moved" / "2.warc.gz")
    done = harvester("load", "tables", "--host", "h1.example.org")
    assert done.returncode == 1
    assert "There is no file" in done.stderr
    assert done.stdout == "Loaded 0 captures (2 not to be had): 0 records.\n"
    done = harvester("load", "tables", "--host", "h1.example.org", "--warcs", "moved")
    assert done.stdout == "Loaded 1 capture (1 not to be had): 1 record.\n"
    small(tmp_path / "1.warc.gz", 3)  # another file of that name
    done = harvester("load", "tables", "--key", "10.5555/1.0")
    assert "does not hold the capture any more that was read" in done.stderr
    assert len(stored(tmp_path / "data" / "harvest.db", "SELECT 1 FROM captures")) == 1


def test_what_can_be_selected(harvester: Program, shipped: Configuration, tmp_path: Path) -> None:
    small(tmp_path / "1.warc.gz", 1)
    extracted(tmp_path, shipped, "1.warc.gz")
    said = harvester("load", "tables", "--where", "title=Tides 10.5555/1.2", "--where", "position=")
    assert "Nothing in" in said.stderr
    said = harvester("load", "tables", "--where", "title=Tides 10.5555/1.2")
    assert said.stdout == "Loaded 1 capture: 1 record.\n"
    said = harvester("load", "tables")
    assert said.stdout == "Loaded 2 captures (1 here already): 2 records.\n"
    for words, sentence in (
        (["--where", "tittle=x"], 'The records have no column "tittle"'),
        (["--where", "x"], "does not say COLUMN=VALUE"),
        (["--keys", "-"], "There are no keys"),
    ):
        said = harvester("load", "tables", *words)
        assert said.returncode == 2
        assert sentence in said.stderr
    assert "There are no records in" in harvester("load", "none").stderr


def test_the_queries_of_the_readme(
    harvester: Program, shipped: Configuration, tmp_path: Path
) -> None:
    """They run, and tell what the tables tell."""
    crawl(tmp_path / "crawl.warc.gz")
    small(tmp_path / "more.warc.gz", 1)
    crawl(tmp_path / "again.warc.gz")
    words = ("crawl.warc.gz", "more.warc.gz", "again.warc.gz")
    extracted(tmp_path, shipped, *words)
    text = (ROOT / "README.md").read_text("utf-8")
    block = text.partition("<!-- bulk queries -->\n```sql\n")[2].partition("```")[0]
    statements = [line for line in block.split(";") if line.strip()]
    assert len(statements) >= 4
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{tmp_path}'")
        answers = [connection.execute(statement).fetchall() for statement in statements]
        harvester("--db", "all.db", "harvest", *words)
        kinds = stored(tmp_path / "all.db", "SELECT kind, count(*) AS n FROM records GROUP BY kind")
        asked = "SELECT kind, count(*) FROM newest GROUP BY kind"
        assert dict(connection.execute(asked).fetchall()) == {
            row["kind"]: row["n"] for row in kinds
        }
    assert all(answers[-2:])
