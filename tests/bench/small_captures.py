"""What captures weigh: gzip -9 (as before), at harvest, and after a repack; and a re-capture.

    python -m tests.bench.small_captures [PAGES]

Pages of one site are made (see made_pages.py), half are stored, repacked, the other half
stored with the new dictionary; then one in four is captured again, nearly unchanged.
"""

import gzip
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlite_utils import Database

from bench.made_pages import page
from harvester import config
from harvester.model import Capture, Source
from harvester.repack import make_dictionaries, repack_bodies
from harvester.store.bodies import read_body
from harvester.store.captures import add_capture
from harvester.store.database import open_database, writing
from harvester.store.events import start_run

_ADDRESS = "https://www.cambridge.org/core/books/harbours/chapter/{}"


def store(db: Database, run_id: int, numbers: range, day: int) -> float:
    """Milliseconds a page."""
    spent = 0.0
    for number in numbers:
        source = Source(_ADDRESS.format(number), "url", _ADDRESS.format(number))
        body = page(number, day=day)
        capture = Capture(source, "ok", "2026-01-01T00:00:00Z", body, url=source.address)
        start = time.process_time()
        with writing(db, durable=False):
            add_capture(db, capture, run_id)
        spent += time.process_time() - start
    return spent / len(numbers) * 1000


def sizes(db: Database, where: str) -> int:
    return int(db.execute(f"SELECT avg(length(data)) FROM bodies WHERE {where}").fetchone()[0] or 0)


def main(pages: int) -> None:
    config.load(None, {}, Path("/"))
    bodies = [page(number) for number in range(min(pages, 20))]
    plain = sum(len(gzip.compress(body, 9)) for body in bodies) / len(bodies)
    print(f"{len(bodies[0]):,} bytes a page; gzip -9 {plain:,.0f}")
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "x.db", create=True)
        with writing(db):
            run_id = start_run(db, "bench", "bench", "", "")
        half = pages // 2
        took = store(db, run_id, range(half), 1)
        print(
            f"first, no dictionary yet: {sizes(db, '1'):,} ({sizes(db, '1') / plain:.2f} x), {took:.0f} ms a page"
        )
        start = time.process_time()
        for made in make_dictionaries(db):
            print(
                f"dictionary: {made.kind}, {made.length:,} bytes, measured {made.ratio:.2f} x; {time.process_time() - start:.1f} s"
            )
        took = store(db, run_id, range(half, pages), 1)
        new = sizes(db, "dictionary_id IS NOT NULL")
        print(f"new, with the dictionary: {new:,} ({new / plain:.2f} x), {took:.0f} ms a page")
        start = time.process_time()
        for _ in repack_bodies(db):
            pass
        took = (time.process_time() - start) / pages * 1000
        shared = db.execute("SELECT sum(length) FROM dictionaries").fetchone()[0] or 0
        small = sizes(db, "1")
        print(
            f"repacked: {small:,} ({small / plain:.2f} x; with its share of the dictionary "
            f"{(small + shared / pages) / plain:.2f} x), {took:.0f} ms a page"
        )
        took = store(db, run_id, range(0, pages, 4), 2)
        again = sizes(db, "base_sha256 IS NOT NULL")
        print(f"captured again, nearly unchanged: {again:,} bytes, {took:.0f} ms a page")
        digests = [row[0] for row in db.execute("SELECT sha256 FROM bodies")]
        start = time.process_time()
        for digest in digests:
            read_body(db, digest)
        print(f"read back: {(time.process_time() - start) / len(digests) * 1000:.1f} ms a page")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
