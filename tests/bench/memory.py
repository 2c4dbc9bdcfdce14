"""Whether ``reextract`` needs more memory for more pages.

    python -m tests.bench.memory [PAGES…]

For each number of pages (50 and 500, where none are named) a process of its own reads them all
with two workers, and says how much memory it and its largest worker took at most.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.made_pages import page
from bench.speed import stored, whole
from harvester import config


def one(pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        stored(path, [page(number, references=5, paragraphs=4) for number in range(pages)])
        # What made the pages is no part of what is measured: another process reads.
        words = [sys.executable, "-m", "tests.bench.memory", "--read", str(path), str(pages)]
        subprocess.run(words, check=True)


def read(path: Path, pages: int) -> None:
    whole(config.load(None, {}, Path("/")), path, 2, pages, force=False)
    # VmHWM begins anew with a program; ru_maxrss has in it what its parent took.
    status = Path("/proc/self/status").read_text("utf-8")
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own //= 1024
    print(f"{pages:,} pages: {own} MB, the largest worker {worker} MB", flush=True)


if __name__ == "__main__":
    if "--read" in sys.argv:
        read(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        for number in [int(word) for word in sys.argv[1:]] or [50, 500]:
            one(number)
