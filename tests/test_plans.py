"""No query that the product ships walks through a large table, but for those that are listed.

The program is used as people use it, every statement that it runs is noted, and SQLite is
asked how it would find the rows.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cases import SITES
from harvester.cli import cli
from harvester.desk.queries import QUERIES
from harvester.store.database import open_database

PAGES = SITES / "cambridge-core"
#: Tables of which there are few rows, however much is harvested.
SMALL = frozenset("runs jobs hosts dictionaries oai_lists _sqlite_migrations sqlite_master".split())
#: Statements that look at all of a large table, because all of it is asked for.
WHOLE = {
    "SELECT id FROM records_reviewed ORDER BY id": "export of everything",
    "SELECT count(*) FROM bodies": "repack looks at every body, and says how many there are",
    "SELECT c.id AS capture_id, c.source": "diary without --since: all that ever happened",
    "SELECT work_id, count(DISTINCT": "cited: works by the number of records that cite them",
}
#: Statements that begin at one end of a table and stop after some rows, whatever they hold.
FIRST_ROWS = {
    "SELECT digest FROM events ORDER BY id DESC LIMIT 1": "the last event",
    "SELECT r.id, r.key, r.kind, r.number": "list: the newest records",
}
#: Canned queries that have to look at everything before their first row can be shown.
COUNTED = {
    "cited_by_several": "counts the records that cite each work",
    "cited_and_not_harvested": "counts the records that cite each work",
    "who_cites_whom": "sorts what three questions find",
    "books_with_chapters_to_harvest": "counts the chapters of every book",
}
TOUR = (
    "harvest {chapter} {book} {article}",
    "harvest {seed}",
    "list",
    "search grain tariffs",
    "show 1 --evidence",
    "show 1 --captures",
    "show 10.1017/9781009000017.006",
    "show https://www.cambridge.org/core/books/harbours/grain",
    "show digest:abc",
    "references 1",
    "references 1 --diff",
    "cited --at-least 1 --missing",
    "diary",
    "diary 1",
    "receipt",
    "jobs",
    "export --format csl-json -o {folder}/x.json",
    "export 1 --format warc -o {folder}/x.warc.gz",
    "reextract",
    "reextract 1 --apply --force",
    "repack",
    "diary --since 2020-01-01",
    "review",
)


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """The database after a tour through the program, and all that was asked of it."""
    folder = tmp_path_factory.mktemp("plans")
    path = folder / "harvest.db"
    noted: dict[str, None] = {}
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def listened(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_trace_callback(lambda sql: noted.setdefault(sql))
        return connection

    places = {
        "chapter": PAGES / "chapter-2024-by-row.html",
        "book": PAGES / "book-2023-contents.html",
        "article": PAGES / "article-2022-footnotes.html",
        "seed": Path(__file__).parents[1] / "data" / "samples" / "cambridge-core-chapter.txt",
        "folder": folder,
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", listened)
        patch.chdir(folder)
        open_database(path, create=True).conn.close()
        noted.clear()  # a migration may touch all that there is, once
        for words in TOUR:
            asked = [word.format(**places) for word in words.split()]
            done = CliRunner().invoke(cli, ["--db", str(path), *asked])
            assert done.exception is None or "No record" in str(done.exception), (words, done)
    yield path, list(noted)


def walked(connection: sqlite3.Connection, sql: str, streams: bool = False) -> list[str]:
    """The large tables that a statement walks through from end to end.

    ``streams``: whoever asks stops when there is enough to show, as Datasette does after a
    thousand rows.
    """
    if not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE|INSERT)\b", sql, re.IGNORECASE):
        return []
    known = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'index'"))
    tables = {name for name, made in known.items() if made.lstrip().startswith("CREATE TABLE")}
    views = []
    while more := [
        made
        for name, made in known.items()
        if name not in tables and made not in views and any(name in text for text in (*views, sql))
    ]:
        views.extend(more)
    aliases: dict[str, str] = {}
    for text in (*views, sql):
        for name, alias in re.findall(
            r"(?:FROM|JOIN|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", text, re.IGNORECASE
        ):
            if name in tables or alias not in aliases:  # a view may use the same letter inside
                aliases[alias or name] = name
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    sorted_whole = any(re.search(r"TEMP B-TREE FOR (?!RIGHT|LAST)", step) for step in steps)
    first = next((step for step in steps if step.startswith("SCAN ")), None)
    if streams and first and not sorted_whole:
        steps.remove(first)
    # What a view found by an index is gathered first, and walked through then: the last of
    # the steps that walk under its name.
    for step in [step for step in steps if step.startswith(("MATERIALIZE ", "CO-ROUTINE "))]:
        alias = re.search(rf"\b{step.split()[1]}\s+(?:AS\s+)?(\w+)", sql)
        if alias and f"SCAN {alias.group(1)}" in steps:
            steps.remove(f"SCAN {alias.group(1)}")
    found = []
    for step in steps:
        scanned = re.match(r"SCAN (\w+)(?!.*(?:VIRTUAL TABLE|CONSTANT))", step)
        name = aliases.get(scanned.group(1), scanned.group(1)) if scanned else ""
        if name in tables - SMALL or "AUTOMATIC" in step:
            found.append(f"{name}: {' '.join(sql.split())}")
    return found


def begins(sql: str, known: Iterable[str]) -> bool:
    return any(" ".join(sql.split()).startswith(words) for words in known)


def test_no_statement_walks_through_a_large_table(statements: tuple[Path, list[str]]) -> None:
    path, noted = statements
    assert len(noted) > 100
    connection = sqlite3.connect(path)
    found = {
        step
        for sql in noted
        if not begins(sql, WHOLE)
        for step in walked(connection, sql, streams=begins(sql, FIRST_ROWS))
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("name", QUERIES)
def test_canned_queries(statements: tuple[Path, list[str]], name: str) -> None:
    connection = sqlite3.connect(statements[0])
    sql = re.sub(r":\w+", "1", QUERIES[name]["sql"])
    assert bool(walked(connection, sql, streams=True)) == (name in COUNTED)


@pytest.mark.parametrize("name", ["chapters", "review_queue", "records_reviewed"])
def test_views(statements: tuple[Path, list[str]], name: str) -> None:
    """The first rows of a view, as Datasette shows it, come without a walk through the rest."""
    connection = sqlite3.connect(statements[0])
    assert walked(connection, f"SELECT * FROM {name} LIMIT 101", streams=True) == []
