"""Bulk extraction: two workers against one, and the memory of a worker as its file grows.

    python tests/bench/bulk_extract.py [PAGES] [ROUNDS]      pages/s, 1 and 2 workers in turn
    python tests/bench/bulk_extract.py memory [PAGES…]       largest process, one file of so many

Pages are made: chapters with reference lists, each a work of its own. A round runs the program
as a user does, on eight WARC files, with its start and its end; the load of the machine by
others is printed beside. Memory is the largest resident size that any process of the cluster
has had.
"""

import io
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import psutil
from read_time import chapter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from conftest import ROOT, environment

_FILES = 8


def write(path: Path, pages: int, first: int, size: int, references: int) -> None:
    """A WARC file of so many chapters, numbered from ``first``."""
    model = chapter(size, references)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(first, first + pages):
            body = model.replace(b"AB" * 16, b"%032X" % number)
            body = body.replace(b"9781009999999.004", b"9781009999999.%d" % number)
            body = body.replace(b"Ledgers", b"Ledgers %d" % number)
            address = f"https://www.cambridge.org/core/books/harbours/ledgers/{number:032X}"
            headers = [("Content-Type", "text/html; charset=utf-8")]

            record = writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
            )
            writer.write_record(record)


def run(folder: Path, workers: int, watch: bool = False) -> tuple[float, float, int]:
    """Seconds of one extraction, those of processors, and the largest process where watched."""
    with tempfile.TemporaryDirectory() as tables:
        words = ["extract", str(folder), "-o", tables, "--workers", str(workers)]
        start, used = time.monotonic(), _used()
        process = subprocess.Popen(
            [sys.executable, "-m", "harvester", "--quiet", *words],
            cwd=folder,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        largest = 0
        while watch and process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                try:
                    largest = max(largest, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            time.sleep(0.2)
        assert process.wait() == 0
        return time.monotonic() - start, _used() - used, largest // 2**20


def _used() -> float:
    """Seconds of processors that programs started from here have used, when they have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def speed(pages: int, rounds: int) -> None:
    """Pages a second with one and with two workers, in turn; each round's ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        each = pages // _FILES
        for number in range(_FILES):
            write(folder / f"{number}.warc.gz", each, number * each, 100_000, 40)
        ratios = []
        for _ in range(rounds):
            (one, cost, _), (two, costs, _) = run(folder, 1), run(folder, 2)
            ratios.append(one / two)
            made = each * _FILES
            print(
                f"1 worker {made / one:.1f} pages/s ({cost / made * 1000:.0f} ms of a processor a "
                f"page), 2 workers {made / two:.1f} ({costs / made * 1000:.0f} ms), "
                f"{one / two:.2f} x (load {os.getloadavg()[0]:.1f})",
                flush=True,
            )
        middle = sorted(ratios)[len(ratios) // 2]
        print(f"2 workers against 1: {middle:.2f} x ({platform.machine()}, {os.cpu_count()} cores)")


def memory(counts: list[int]) -> None:
    """The largest process for one file of so many pages."""
    for pages in counts:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name) / "one.warc.gz", pages, 0, 20_000, 5)
            seconds, _, largest = run(Path(name), 1, watch=True)
            print(
                f"{pages:,} pages: {largest} MB at most, {pages / seconds:.1f} pages/s", flush=True
            )


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["memory"]:
        memory([int(word) for word in given[1:]] or [1_000, 10_000, 100_000])
    else:
        speed(int(given[0]) if given else 400, int(given[1]) if len(given) > 1 else 3)
