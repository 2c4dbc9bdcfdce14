"""A run that stores records while people decide: lock errors, lost decisions, how long each waits.

    python tests/bench/reviewers.py [RECORDS] [CLIENTS]

Uses a server of its own on loopback. Prints what it did; exits 1 where anything is lost, changed
or broken, or anybody is told that the database is locked. The short form in CI is
tests/test_reviewers.py.
"""

import os
import platform
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_run import chapter

from reviewers import faults, harvest_and_review
from server import serving


def main(records: int, clients: int) -> int:
    """One run; the number of faults."""
    bodies = [chapter(number) for number in range(1, records + 1)]
    start = time.monotonic()
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        lines, complaints = harvest_and_review(Path(folder), server, bodies, clients)
        took = time.monotonic() - start
        found = complaints + faults(Path(folder) / "data" / "harvest.db", lines, records)
    waits = sorted(line["seconds"] for line in lines)
    print(
        f"{records} records in {took:.0f} s while {clients} people made {len(lines)} decisions: "
        f"{len(found)} faults; a decision took {waits[len(waits) // 2] * 1000:.0f} ms in the "
        f"median, {waits[int(len(waits) * 0.99)] * 1000:.0f} ms at the 99th percentile, "
        f"{waits[-1] * 1000:.0f} ms at most ({platform.machine()}, {os.cpu_count()} cores)"
    )
    for fault in found[:20]:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [2000, 4][len(given) :])))
