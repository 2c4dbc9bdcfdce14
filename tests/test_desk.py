"""Datasette over HTTP, started as people start it: every table described, every query answered."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cases import all_cases
from conftest import Program, environment
from harvester.desk.descriptions import TABLES
from harvester.desk.queries import QUERIES
from harvester.store.database import open_database
from server import free_port

#: A chapter that cites one of the cases.
CITING = (
    "Chapter 9 - Weirs\n\nPublished online by Cambridge University Press: 1 May 2020\n\n"
    "References\n\nThe grain question, https://doi.org/10.1017/9781009000017.006Google Scholar\n"
    "Abel, Weirs (London, 1999).Google Scholar\n"
)


def start(words: list[str], folder: Path, port: int) -> "subprocess.Popen[str]":
    """Start a server and wait until it answers."""
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/")
        except httpx.TransportError:
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        else:
            return process
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module", params=["harvester serve", "datasette"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the desk: by our own command, and in a plain Datasette."""
    folder = tmp_path_factory.mktemp("desk")
    pages = [str(case.page) for case in all_cases()]
    citing = folder / "citing.txt"
    citing.write_text(CITING, "utf-8")
    pages.append(str(citing))
    subprocess.run(
        [sys.executable, "-m", "harvester", "-q", "harvest", *pages],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    port, path = free_port(), str(folder / "data" / "harvest.db")
    words = {
        "harvester serve": ["-m", "harvester", "--db", path, "serve", "--port", str(port)],
        "datasette": ["-m", "datasette", "serve", path, "--port", str(port)],
    }[request.param]
    process = start([sys.executable, *words], folder, port)
    yield f"http://127.0.0.1:{port}/harvest"
    process.terminate()
    process.communicate(timeout=20)


def get(url: str) -> Any:
    answer = httpx.get(url)
    assert answer.status_code == 200, answer.text[:500]
    return answer.json()


def test_the_seed_is_found_by_search(desk: str) -> None:
    rows = get(f"{desk}/records.json?_shape=array&_search=sino-soviet")
    assert [row["title"] for row in rows] == ["The Sino-Soviet split"]
    found = get(f"{desk}/reference_entries.json?_shape=array&_search=koloskov")
    assert [row["position"] for row in found] == [2]


@pytest.mark.parametrize("name", QUERIES)
def test_canned_query(desk: str, name: str) -> None:
    answer = get(f"{desk}/{name}.json?_shape=objects")
    assert answer["rows"], "each query has something to show for the cases"


def test_waiting_for_review_names_the_seed(desk: str) -> None:
    rows = get(f"{desk}/waiting_for_review.json?_shape=array")
    assert "The Sino-Soviet split" in {row["title"] for row in rows}


def test_a_record_that_another_cites(desk: str) -> None:
    rows = get(f"{desk}/who_cites_whom.json?_shape=array")
    assert [(row["citing"], row["cited"], row["position"]) for row in rows] == [
        ("Weirs", "The grain question", 1)
    ]


def test_facets_are_offered(desk: str) -> None:
    facets = get(f"{desk}/records.json?_size=0")["facet_results"]
    assert {"kind", "site", "outcome", "access"} <= set(facets)


def test_pages_show_titles_and_descriptions(desk: str) -> None:
    page = httpx.get(f"{desk}/records").text
    assert "the values chosen now" in page
    assert "Stable name of the work" in page
    home = httpx.get(desk).text
    assert "Chapters with their reference counts" in home


@pytest.mark.parametrize("table", ["records", "reference_entries", "assertions", "captures"])
def test_a_row_page_opens(desk: str, table: str) -> None:
    assert httpx.get(f"{desk}/{table}/1").status_code == 200


def test_a_body_is_offered_as_a_download_and_never_as_a_page(desk: str) -> None:
    (digest, *_) = [row["sha256"] for row in get(f"{desk}/bodies.json?_shape=array&_col=sha256")]
    answer = httpx.get(f"{desk}/bodies/{digest}.blob?_blob_column=data")
    assert answer.headers["content-type"] == "application/binary"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "/record/1", "/record/1/sheet", "/record/1/text?capture=1"])
def test_the_review_desk_is_served(desk: str, path: str) -> None:
    server = desk.removesuffix("/harvest")
    assert httpx.get(f"{server}/-/review{path}").status_code == 200
    form = {"verdict": "accept|title|", "record": "1", "by": "CK"}
    answer = httpx.post(f"{server}/-/review/decide", data=form, headers={"origin": server})
    assert answer.status_code == 403


def test_the_review_desk_is_linked(desk: str) -> None:
    for page in (desk.removesuffix("/harvest"), desk, f"{desk}/records"):
        assert 'href="/-/review"' in httpx.get(page).text


def test_a_harvest_beside_the_desk_loses_nothing(desk: str, tmp_path: Path) -> None:
    """The desk must not open the file by itself: that drops SQLite's locks on it (POSIX)."""
    server = desk.removesuffix("/harvest")
    before = len(get(f"{desk}/captures.json?_shape=array&_col=id&_size=max"))
    for number in range(3):
        page = tmp_path / f"{number}.txt"
        page.write_text(CITING.replace("Weirs", f"Weirs {number}"), "utf-8")
        path = get(f"{server}/-/databases.json")[0]["path"]
        subprocess.run(
            [sys.executable, "-m", "harvester", "--db", path, "-q", "harvest", str(page)],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        assert httpx.get(f"{server}/-/review").status_code == 200
        now = get(f"{desk}/captures.json?_shape=array&_col=id&_size=max")
        assert len(now) == before + number + 1


def test_every_table_and_column_is_described(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", create=True)
    missing: list[str] = []
    for table in [*db.table_names(), *db.view_names()]:
        described = TABLES.get(table, {})
        if described.get("hidden"):
            continue
        missing += [] if described.get("description") else [table]
        if table in db.table_names():
            columns = {column.name for column in db[table].columns} - {"id"}
            missing += [
                f"{table}.{name}" for name in columns - set(described.get("columns", {})) - {"id"}
            ]
            missing += [
                f"no {table}.{name}"
                for name in set(described.get("columns", {})) - columns - {"id"}
            ]
    db.conn.close()
    assert missing == []


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    other = sqlite3.connect(tmp_path / "birds.db")
    other.execute("create table records (name)")
    other.commit()
    other.close()
    port = free_port()
    process = start(
        [sys.executable, "-m", "datasette", "birds.db", "--port", str(port)], tmp_path, port
    )
    page = httpx.get(f"http://127.0.0.1:{port}/birds/records").text
    process.terminate()
    process.communicate(timeout=20)
    assert "the values chosen now" not in page


def test_a_port_in_use(harvester: Program, tmp_path: Path) -> None:
    import socket

    open_database(tmp_path / "data" / "harvest.db", create=True).conn.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = harvester("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_queries_name_only_what_exists(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", create=True)
    for query in QUERIES.values():
        db.execute(query["sql"]).fetchall()
    db.conn.close()
    json.dumps(TABLES)
