"""Harvests a repository of many records, with a refused token and a deleted record; then again.

    python tests/bench/oai_run.py [RECORDS]

The repository is tests/oai_provider.py in a process of its own. Prints times and counts; exits 1
where a record is missing, stored twice or not as it should be. The short form in CI is
tests/test_repository.py.
"""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import environment
from oai_provider import DELETED, identifier
from running import QUICK, jobs

PROVIDER = Path(__file__).parents[1] / "oai_provider.py"
COUNTS = """
    select count(*), count(distinct r.key), sum(r.outcome = 'ok'), sum(r.outcome = 'gone'),
           max(case when r.outcome = 'gone' then i.value end)
    from records r join identifiers i on i.record_id = r.id and i.scheme = 'oai'
"""


def main(records: int) -> int:
    """The first harvest, and the next one, which finds nothing new."""
    program = [sys.executable, str(PROVIDER), "0", str(records)]
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as provider,
    ):
        assert provider.stdout is not None
        base = provider.stdout.readline().strip().replace("/oai", "/refuse/oai")
        folder = Path(name)
        jobs(
            folder,
            f'[[job]]\nname = "oai"\nmax_requests = 100000\nsources = [{{ oai = "{base}" }}]\n',
        )
        took = [run(folder), run(folder)]
        provider.terminate()
        connection = sqlite3.connect(folder / "data" / "harvest.db")
        found = connection.execute(COUNTS).fetchone()
        requests = connection.execute("select count(*) from requests").fetchone()[0]
        connection.close()
        size = (folder / "data" / "harvest.db").stat().st_size
    wanted = (records, records, records - 1, 1, identifier(DELETED))
    print(
        f"{records:,} records in {took[0]:.1f} s ({records / took[0]:.0f} a second), again in "
        f"{took[1]:.1f} s, {requests} requests, {size / 1e6:.0f} MB, "
        f"{'all there' if found == wanted else f'{found} and not {wanted}'} "
        f"({platform.machine()}, {os.cpu_count()} cores)"
    )
    return int(found != wanted)


def run(folder: Path) -> float:
    """One run of the job; the seconds it took."""
    start = time.monotonic()
    command = [sys.executable, "-m", "harvester", "--quiet", "run"]
    subprocess.run(command, cwd=folder, env={**environment(), **QUICK}, check=True)
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
