"""What a record costs when there are many: harvest, search, list, show.

    python -m tests.bench.growth [RECORDS…] [--at PATH]

Fills a database by plain SQL to each number of records in turn (10,000 and 100,000, where none
are named), with 20 references a record, and measures after each. Beside its references a made
record has a capture, a reading, six assertions and one person; one reference in ten is of a
work of its own. The full-text indexes are rebuilt after each filling.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlite_utils import Database

from bench.made_pages import Words, page
from harvester import config
from harvester.config import Configuration
from harvester.extract.references.facts import Facts
from harvester.harvest import Options, open_run
from harvester.keys import find
from harvester.model import Capture, Source
from harvester.store import queries
from harvester.store.database import open_database, writing
from harvester.store.full_text import SEARCHED
from harvester.store.works import works_cited

REFERENCES = 20
_AT_ONCE = 10_000
_WHEN = "2026-01-01T00:00:00.000Z"
_WORDS = Words(7)
_HALVES = [_WORDS.title(6) for _ in range(30_000)]
_FACTS = Facts(text="0" * 32).as_json()
_FIELDS = ("title", "doi", "publisher", "published_print", "url", "contributor")


def many(db: Database, sql: str, rows: Iterator[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * (sql.count(",") + 1))
    db.conn.executemany(f"INSERT INTO {sql} VALUES ({marks})", rows)


def fill(db: Database, first: int, last: int) -> None:
    """Records from one number to another, and all that hangs on them."""
    lot = random.Random(first)

    def text() -> str:
        return f"{lot.choice(_HALVES)}, {lot.choice(_HALVES)} ({lot.randrange(1880, 2020)})"

    for start in range(first, last, _AT_ONCE):
        ids = range(start, min(start + _AT_ONCE, last))
        forms = range(start * 2, ids[-1] * 2 + 2)
        entries = [(n * REFERENCES + p, n, p) for n in ids for p in range(REFERENCES)]
        with writing(db, durable=False):
            many(db, "captures (id, source, source_kind, requested_url, url, outcome, fetched_at, run_id)",
                 ((n, "x", "url", url(n), url(n), "ok", _WHEN, 1) for n in ids))  # fmt: skip
            many(db, "works (id, text, title, key)", ((n, "t", "t", f"w{n}") for n in forms))
            many(
                db,
                "work_forms (id, digest, facts, work_id)",
                ((n, f"w{n}", _FACTS, n) for n in forms),
            )
            many(
                db,
                "work_keys (key, form_id)",
                ((lot.getrandbits(60), n) for n in forms for _ in range(3)),
            )
            many(db, "records (id, key, kind, level, title, container_title, publisher, doi, url, site, outcome, isbn, issn, keywords, form_id, work_id, first_harvested_at, changed_at)",
                 ((n, f"made:{n}", "chapter", "part", text(), lot.choice(_HALVES), "Quay", f"10.5555/{n}", url(n), "made", "ok", "[]", "[]", "[]", n * 2, n * 2, _WHEN, _WHEN) for n in ids))  # fmt: skip
            many(db, "readings (id, capture_id, record_id, reader_version, profile, site, form, outcome, text_sha256, at)",
                 ((n, n, n, "0", "made", "made", "html", "ok", "0", _WHEN) for n in ids))  # fmt: skip
            many(db, "identifiers (record_id, scheme, value)",
                 ((n, *pair) for n in ids for pair in (("doi", f"10.5555/{n}"), ("made", str(n)))))  # fmt: skip
            many(db, "contributors (record_id, position, name, role, level, affiliations, confidence)",
                 ((n, 1, lot.choice(_HALVES), "author", "part", "[]", 1) for n in ids))  # fmt: skip
            many(db, "assertions (record_id, page_id, capture_id, reading_id, field, value, channel, locator, snippet, generation, confidence, candidate, reader_version, profile, body_sha256, asserted_at)",
                 ((n, n, n, n, name, "value", "meta", "meta", "<meta>", "made", 1, 0, "0", "made", "0", _WHEN) for n in ids for name in _FIELDS))  # fmt: skip
            many(db, "events (type, at, outcome, agent, run_id, capture_id, reading_id, record_id, previous_digest, digest)",
                 (("capture", _WHEN, "ok", "bench", 1, n, n, n, "0", "0") for n in ids))  # fmt: skip
            shared = [(e, n, p, forms[lot.randrange(len(forms))]) for e, n, p in entries]
            many(db, "reference_entries (id, record_id, position, text, confidence, form_id, work_id)",
                 ((e, n, p, text(), 0.9, f, f) for e, n, p, f in shared))  # fmt: skip
            many(db, "reference_links (reference_id, kind, url, value)",
                 ((e, "doi", f"https://doi.org/10.5555/{e}", f"10.5555/{e}") for e, _, _ in entries))  # fmt: skip


def url(number: int) -> str:
    return f"https://made.example/{number}"


def grow(db: Database, first: int, last: int) -> None:
    """Fill without the triggers of the full-text indexes, which are rebuilt at the end."""
    kept = [
        db.execute(
            "SELECT name, sql FROM sqlite_master WHERE name = ?", (f"{table}_ai",)
        ).fetchone()
        for table in SEARCHED
    ]
    for name, _ in kept:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA foreign_keys = OFF")
    fill(db, first, last)
    db.execute("PRAGMA foreign_keys = ON")
    for name, sql in kept:
        db.execute(sql)
        table = name.removesuffix("_ai")
        with writing(db, durable=False):
            db.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def harvest(db: Database, settings: Configuration, numbers: range) -> list[float]:
    """Milliseconds of each page through the whole road: read, stored, matched."""
    spent = []
    with open_run(db, settings, "bench") as run:
        for number in numbers:
            source = Source("page", "file", None, "page")
            body = page(number, references=REFERENCES, paragraphs=2)
            start = time.process_time()
            run.take(Capture(source, "ok", _WHEN, body), Options(captured_at=_WHEN))
            spent.append((time.process_time() - start) * 1000)
    return spent


def times(work: Callable[[int], object], numbers: list[int]) -> float:
    spent = []
    for number in numbers:
        start = time.process_time()
        work(number)
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


def measure(db: Database, settings: Configuration, filled: int, fresh: int) -> dict[str, float]:
    lot = random.Random(fresh)
    some = [lot.randrange(1, filled) for _ in range(30)]
    words = [" ".join(_HALVES[lot.randrange(len(_HALVES))].split()[:2]) for _ in range(30)]
    return {
        "harvest": statistics.median(harvest(db, settings, range(fresh, fresh + 25))),
        "show": times(lambda n: queries.record_json(db, n), some),
        "find by address": times(lambda n: find(db, settings, url(n)), some),
        "list": times(lambda n: queries.list_records(db, 50), some[:10]),
        "search two words": times(lambda n: queries.search(db, words[n % 30], 20), some),
        "search a rare word": times(lambda n: queries.search(db, words[n % 30].split()[-1] + " 1901", 20), some),
        "cited": times(lambda n: works_cited(db, 2, False, 50), some[:1]),
    }  # fmt: skip


def main(sizes: list[int], path: Path) -> None:
    settings = config.load(None, {}, Path("/"))
    db = open_database(path, create=True)
    with writing(db):
        db.execute(
            "INSERT INTO runs (command, started_at, agent, config_sha256) VALUES ('made', '', 'bench', '')"
        )
    found: dict[int, dict[str, float]] = {}
    done, began = 1, time.monotonic()
    for step, size in enumerate(sizes):
        grow(db, done, size)
        # What is harvested takes the next free numbers: leave room for it.
        done = size + 1_000
        filled = time.monotonic() - began
        found[size] = measure(db, settings, sizes[0], step * 1_000)
        gigabytes = path.stat().st_size / 1e9
        print(f"{size:,} records: filled after {filled:.0f} s, {gigabytes:.1f} GB", flush=True)
        print(
            "  " + json.dumps({name: round(ms, 2) for name, ms in found[size].items()}), flush=True
        )
    first, last = found[sizes[0]], found[sizes[-1]]
    print(f"\n| milliseconds | {sizes[0]:,} | {sizes[-1]:,} | ratio |\n|---|---|---|---|")
    for name, before in first.items():
        print(f"| {name} | {before:.1f} | {last[name]:.1f} | {last[name] / before:.2f} |")


if __name__ == "__main__":
    words = sys.argv[1:]
    at = Path(words[words.index("--at") + 1]) if "--at" in words else None
    wanted = [int(word) for word in words if word.isdigit()] or [10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        main(wanted, at or Path(folder) / "made.db")
