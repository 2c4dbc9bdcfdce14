"""How long the desk's pages take over a large store, and whether any query walks a whole table.

    python -m tests.bench.desk_pages [FILE] [RECORDS]

Makes a store of 100,000 records and 2,000,000 references (once, at FILE), opens it in Datasette
with the desk, and asks for pages as a reviewer does. Prints the times of a page from request to
answer (and of the processor alone, for a machine that is busy), the plan of each query that walks
a table, and how many rows that table has.
"""

import asyncio
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm

from harvester.store.database import open_database

RECORDS = 100_000
REFERENCES = 20
PAGES = 200

_SERIES = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :records)"
_LISTED = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :records), "
    "m(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM m WHERE j < :references)"
)
_TEXT = "'Vance, O., Horn and Bell, volume ' || j || ' of ' || i || ' (London: Tench, 1961).'"
_CSL = (
    """'{"author": [{"family": "Vance", "given": "O."}], "issued": {"date-parts": [[1961]]}, """
    """"publisher": "Tench", "publisher-place": "London", "title": "Horn and Bell", """
    """"type": "book"}'"""
)
_SPANS = (
    """'[{"field": "author", "start": 0, "end": 9}, {"field": "title", "start": 11, "end": 24}]'"""
)
_AT = "'2026-01-02T03:04:05.000Z'"
_FILL = (
    f"INSERT INTO runs (id, command, started_at, agent, config_sha256) VALUES (1, 'bench', {_AT}, 'bench', '')",
    "INSERT INTO jobs (name) SELECT 'job-' || value FROM json_each('[1, 2, 3]')",
    f"""{_SERIES} INSERT INTO captures (id, source, source_kind, requested_url, url, status, outcome,
        fetched_at, captured_at, run_id) SELECT i, 'https://press.example/' || i, 'url',
        'https://press.example/' || i, 'https://press.example/' || i, 200, 'ok', {_AT}, {_AT}, 1 FROM n""",
    f"""{_SERIES} INSERT INTO records (id, key, kind, level, site, title, byline, publisher, published_print,
        doi, url, outcome, access, isbn, issn, keywords, first_harvested_at, changed_at)
        SELECT i, 'press:' || i, 'chapter', 'part', 'press-' || (i % 7), 'Chapter ' || i, 'A. Abel (author)',
        'Tench', '1961', '10.5555/' || i, 'https://press.example/' || i, 'ok', 'open', '[]', '[]', '[]',
        {_AT}, {_AT} FROM n""",
    f"""{_SERIES} INSERT INTO readings (id, capture_id, record_id, reader_version, profile, site, form, outcome,
        text_sha256, at) SELECT i, i, i, '0.1.0', 'press', 'press-' || (i % 7), 'html', 'ok', 'x', {_AT} FROM n""",
    f"""{_SERIES}, m(j) AS (SELECT 1 UNION SELECT 2) INSERT INTO contributors (record_id, position, name, role,
        level, affiliations, confidence) SELECT i, j, 'Abel ' || j, 'author?', 'part', '[]', 0.8 FROM n, m""",
    f"""{_LISTED} INSERT INTO reference_entries (record_id, position, text, csl, confidence, flags, spans)
        SELECT i, j, {_TEXT}, {_CSL}, 0.9, '["no-link"]', {_SPANS} FROM n, m""",
    """INSERT INTO reference_links (reference_id, kind, url) SELECT id, 'google-scholar',
        'https://scholar.example/' || id FROM reference_entries WHERE id % 4 = 0""",
    f"""{_SERIES} INSERT INTO assertions (record_id, page_id, capture_id, reading_id, field, value, channel, locator,
        snippet, generation, confidence, candidate, reader_version, profile, body_sha256, asserted_at)
        SELECT i, i, i, i, f.value, 'Chapter ' || i, CASE WHEN c.value = 1 THEN 'meta' ELSE 'visible' END,
        'html > body > h1', '<h1>Chapter ' || i || '</h1>', 'g', 0.9, 0, '0.1.0', 'press', 'x', {_AT}
        FROM n, json_each('["title", "publisher", "published_print", "doi", "url", "pages", "language"]') f,
        json_each('[1, 2]') c""",
    f"""{_SERIES}, m(j) AS (SELECT 1 UNION SELECT 2) INSERT INTO assertions (record_id, page_id, capture_id,
        reading_id, field, position, value, channel, locator, snippet, generation, confidence, candidate,
        reader_version, profile, body_sha256, asserted_at) SELECT i, i, i, i, 'contributor', j, 'Abel ' || j,
        'visible', 'p', '<p>Abel</p>', 'g', 0.8, 0, '0.1.0', 'press', 'x', {_AT} FROM n, m""",
    f"""{_LISTED} INSERT INTO assertions (record_id, page_id, capture_id, reading_id, field, position, value,
        channel, locator, snippet, generation, confidence, candidate, reader_version, profile, body_sha256,
        asserted_at) SELECT i, i, i, i, 'reference', j, {_TEXT}, 'visible', '#r' || j, {_TEXT}, 'g', 0.9, 0,
        '0.1.0', 'press', 'x', {_AT} FROM n, m""",
    f"""{_SERIES} INSERT INTO review_items (record_id, field, reason, reading_id, opened_at, question, path)
        SELECT i, 'contributors', 'The page does not say who Abel is.', i, {_AT},
        CASE i % 3 WHEN 0 THEN 'role-unknown' WHEN 1 THEN 'channels-disagree' ELSE 'name-order' END,
        'contributors' FROM n""",
    f"""{_SERIES} INSERT INTO strip_ledger (reading_id, capture_id, rule, count, characters, sha256)
        SELECT i, i, 'menu', 3, 400, 'x' FROM n""",
    f"""{_SERIES} INSERT INTO queue (job, role, source, host, state, added_at, capture_id)
        SELECT 'job-' || (1 + i % 3), 'page', 'https://press.example/' || i, 'press.example', 'done', {_AT}, i FROM n""",
    "ANALYZE",
)


def make(path: Path, records: int) -> None:
    """Fill a new store. Full-text indexes are left out: the desk's pages do not search."""
    db = open_database(path, create=True)
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_a[iud]'"
    ).fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA synchronous = OFF")
    for sql in _FILL:
        db.execute(sql, {"records": records, "references": REFERENCES})
        db.conn.commit()
    db.conn.close()


class Trace:
    """Every statement that Datasette's connections ran."""

    __name__ = "trace"  # Datasette asks its plugins for their names

    def __init__(self) -> None:
        self.statements: list[str] = []

    @hookimpl
    def prepare_connection(self, conn: sqlite3.Connection) -> None:
        conn.set_trace_callback(self.statements.append)


def times_of(datasette: Datasette, cookies: dict[str, str], paths: list[str]) -> list[float]:
    """Milliseconds from request to answer, for each path."""

    async def ask() -> list[float]:
        taken: list[float] = []
        for path in paths:
            start = time.perf_counter()
            answer = await datasette.client.get(path, cookies=cookies)
            taken.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (path, answer.text[-500:])
        return taken

    return asyncio.run(ask())


def walks(db: sqlite3.Connection, statements: list[str]) -> set[tuple[str, str]]:
    """The steps of queries that walk a table or an index of ours from end to end."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found: set[tuple[str, str]] = set()
    for sql in set(statements):
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            continue
        names = dict(re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)", sql, re.IGNORECASE))
        aliases = {alias: name for name, alias in names.items()}
        for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}"):
            scan = re.match(r"SCAN (\w+)", step)
            table = aliases.get(scan.group(1), scan.group(1)) if scan else ""
            if table in tables:
                count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                found.add((f"{step}: {count:,} rows", " ".join(sql.split())[:110]))
    return found


def main() -> None:
    folder = tempfile.mkdtemp()
    path = Path(sys.argv[1] if len(sys.argv) > 1 else Path(folder) / "harvest.db")
    records = int(sys.argv[2]) if len(sys.argv) > 2 else RECORDS
    if not path.exists():
        start = time.perf_counter()
        make(path, records)
        print(f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
    db = sqlite3.connect(path)
    counted = {n: db.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in
               ("records", "reference_entries", "assertions", "review_items")}  # fmt: skip
    print(", ".join(f"{count:,} {name}" for name, count in counted.items()))
    trace = Trace()
    pm.register(trace)
    datasette = Datasette([str(path)])
    asyncio.run(datasette.invoke_startup())
    cookies = {"ds_actor": datasette.sign({"a": {"id": "root"}}, "actor")}
    chance = random.Random(1)
    some = [chance.randrange(1, counted["records"] + 1) for _ in range(PAGES)]
    asked = {
        "record page": [f"/-/review/record/{number}" for number in some],
        "queue": ["/-/review"] * 20,
        "queue, far on": [f"/-/review?after={number}" for number in some[:50]],
        "queue of a question": ["/-/review?question=name-order"] * 20,
        "queue of a site": ["/-/review?site=press-3"] * 20,
        "queue of a job": ["/-/review?job=job-2"] * 20,
        "sheet": [f"/-/review/record/{number}/sheet" for number in some[:50]],
        "form": [f"/-/review/record/{number}/decide?field=title" for number in some[:50]],
    }
    for name, paths in asked.items():
        times_of(datasette, cookies, paths[:3])
        trace.statements.clear()
        start = time.process_time()
        taken = times_of(datasette, cookies, paths)
        computing = (time.process_time() - start) * 1000 / len(paths)
        worst = statistics.quantiles(taken, n=20)[-1]
        print(
            f"{name:20} median {statistics.median(taken):6.1f} ms, 95 % under {worst:6.1f} ms, "
            f"of computing {computing:5.1f} ms"
        )
        for step, sql in sorted(walks(db, trace.statements)):
            print(f"    walks {step}\n        {sql} …")


if __name__ == "__main__":
    main()
