"""How fast pages are read, against other ways to do it: ratios from one run on one machine.

    python -m tests.bench.speed [PAGES] [--workers N]

Peers (parsel, trafilatura, Scrapy) are installed from the registry into an environment of their
own. Pages are made (made_pages.py: 330 KB, 80 references). The bound of ``reextract`` is to
decompress, parse with lexbor and insert the same references, and nothing else.
"""

import json
import os
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from selectolax.lexbor import LexborHTMLParser

from bench.made_pages import page
from engines import by_soup
from harvester import config, reextract
from harvester.choosing import form_opinions
from harvester.config import Configuration
from harvester.extract.read import read
from harvester.model import Capture, Source
from harvester.rereading import _references
from harvester.store.bodies import read_body
from harvester.store.captures import add_capture
from harvester.store.database import open_database, writing
from harvester.store.events import start_run

_HOME = Path(tempfile.gettempdir()) / "harvester-bench" / "pages"
_PEERS = ("parsel", "trafilatura", "lxml_html_clean", "scrapy")


def peer(kind: str, folder: Path) -> float:
    """Milliseconds a page of a peer, in its own environment."""
    python = _HOME / "bin" / "python"
    if not python.exists():
        venv.create(_HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-qq", *_PEERS], check=True)
    script = Path(__file__).with_name("page_peers.py")
    with tempfile.TemporaryDirectory() as cwd:
        done = subprocess.run(
            [python, script, kind, folder], cwd=cwd, capture_output=True, text=True, check=True
        )
    return float(json.loads(done.stdout.splitlines()[-1])["ms"])


def cpu(work: Callable[[], object], pages: int) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) / pages * 1000


def extraction(settings: Configuration, bodies: list[bytes], folder: Path) -> None:
    """One process, reading alone."""
    some = bodies[:20]
    read(some[0], settings)
    ours = cpu(lambda: [read(body, settings) for body in some], len(some))
    readings = [read(body, settings) for body in some]
    form_opinions(_references(settings, readings[0]), settings.archives)
    opinion = cpu(
        lambda: [form_opinions(_references(settings, r), settings.archives) for r in readings],
        len(some),
    )
    rivals = {
        "parsel, the same fields": peer("parsel", folder),
        "trafilatura, fast mode, no references": peer("trafilatura", folder),
        "BeautifulSoup, the same rules": cpu(
            lambda: [read(body, settings, parse=by_soup) for body in some[:4]], 4
        ),
    }
    bare = cpu(lambda: [LexborHTMLParser(body) for body in some], len(some))
    print(f"reading: {ours:.1f} ms a page (and {opinion:.1f} to parse its 80 references)")
    for name, spent in rivals.items():
        print(f"  {name}: {spent:.1f} ms, {spent / ours:.2f} x ours")
    print(f"  bare lexbor parse: {bare:.2f} ms; ours is {ours / bare:.1f} x that")


def stored(path: Path, bodies: list[bytes]) -> None:
    """A database of captures that no reader has read."""
    db = open_database(path, create=True)
    with writing(db):
        run_id = start_run(db, "bench", "bench", "", "")
        for number, body in enumerate(bodies):
            address = f"https://www.cambridge.org/core/books/harbours/{number}"
            when = "2026-01-01T00:00:00.000Z"
            source = Source(address, "url", address)
            add_capture(db, Capture(source, "parser-error", when, body, url=address), run_id)
    db.conn.close()


def bound(path: Path, pages: int) -> float:
    """Milliseconds a page: decompress, parse, insert 80 references, and nothing else."""
    db = open_database(path)
    plain = sqlite3.connect(path.with_name("bound.db"))
    plain.execute("CREATE TABLE refs (record_id, position, text)")
    digests = [row[0] for row in db.execute("SELECT sha256 FROM captures ORDER BY id")]
    start = time.process_time()
    for number, digest in enumerate(digests):
        tree = LexborHTMLParser(read_body(db, digest))
        items = tree.css(".circle-list__item")
        rows = [(number, place, item.text()) for place, item in enumerate(items)]
        plain.executemany("INSERT INTO refs VALUES (?, ?, ?)", rows)
        plain.commit()
    return (time.process_time() - start) / pages * 1000


def processor() -> float:
    """Seconds of processor time of this process and of all that have ended below it."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def timed(work: Callable[[], object], pages: int) -> tuple[float, float]:
    """Milliseconds a page by the clock, and of processor time: that counts on a busy machine."""
    start, began = processor(), time.perf_counter()
    work()
    return (time.perf_counter() - began) / pages * 1000, (processor() - start) / pages * 1000


def whole(settings: Configuration, path: Path, workers: int, pages: int, force: bool) -> None:
    """All of ``reextract --apply``."""
    db = open_database(path)
    which = reextract.wanted(settings, None, force)
    steps = reextract.apply(db, path, settings, which, workers, lambda text: None)
    done = sum(step.read for step in steps)
    assert done == pages, done
    db.conn.close()


def main(pages: int, workers: int) -> None:
    settings = config.load(None, {}, Path("/"))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {pages} pages"
    )
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name) / "pages", Path(name) / "x.db"
        folder.mkdir()
        bodies = [page(number) for number in range(pages)]
        for number, body in enumerate(bodies):
            (folder / f"{number:06}.html").write_bytes(body)
        extraction(settings, bodies, folder)
        stored(path, bodies)
        least = bound(path, pages)
        first = timed(lambda: whole(settings, path, workers, pages, force=False), pages)
        again = timed(lambda: whole(settings, path, workers, pages, force=True), pages)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        scrapy = timed(lambda: peer("scrapy", folder), pages)
    print(
        f"Scrapy + parsel + SQLite: {scrapy[0]:.0f} ms a page ({scrapy[1]:.0f} of processor time)"
    )
    for what, spent in (("first reading", first), ("read again, unchanged", again)):
        print(
            f"reextract, {workers} workers, {what}: {spent[0]:.0f} ms a page ({spent[1]:.0f} of "
            f"processor time); by that {scrapy[1] / spent[1]:.2f} x Scrapy, "
            f"{least / spent[1]:.3f} of the bound ({least:.1f} ms)"
        )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory at most: {own} MB here, {largest} MB in a worker")


if __name__ == "__main__":
    words = sys.argv[1:]
    number = int(words.pop(words.index("--workers") + 1)) if "--workers" in words else 2
    main(next((int(word) for word in words if word.isdigit()), 200), number)
