"""Wall time of a run over many hosts against the bound that politeness sets.

    python tests/bench/run_time.py [HOSTS] [PAGES] [DELAY]

The bound is the longest host's requests times its delay. Prints the ratio and the machine.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import environment
from server import page, serving


def main(hosts: int, pages: int, delay: float) -> None:
    """One run; its wall time, the bound, and the ratio."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as name:
        servers = [stack.enter_context(serving(f"127.0.0.{n + 2}")) for n in range(hosts)]
        words: list[str] = []
        for server in servers:
            for number in range(pages):
                title = f"Work {number} of {server.host}"
                body = f"<html><head><meta name='citation_title' content='{title}'></head></html>"
                server.answers[f"/{number}"] = page(200, body.encode(), content_type="text/html")
                words.append(f'"{server.url(f"/{number}")}"')
        folder = Path(name)
        (folder / "config").mkdir()
        (folder / "config" / "jobs.toml").write_text(
            f'[[job]]\nname = "all"\nmax_requests = 100000\nsources = [{", ".join(words)}]\n'
        )
        env = {
            **environment(),
            "HARVESTER_CONTACT": "mailto:test@library.example",
            "HARVESTER_FETCH_ALLOW_HOSTS": ",".join(server.host for server in servers),
            "HARVESTER_FETCH_DELAY": str(delay),
        }
        start = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "harvester", "--quiet", "run"], cwd=folder, env=env, check=True
        )
        took = time.monotonic() - start
        bound = max(len(server.asked) for server in servers) * delay
        print(
            f"{hosts} hosts x {pages} pages at {delay:g} s: {took:.2f} s, bound {bound:.2f} s, "
            f"ratio {took / bound:.2f} ({platform.machine()}, {os.cpu_count()} cores)"
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 20,
        int(given[1]) if len(given) > 1 else 10,
        float(given[2]) if len(given) > 2 else 0.2,
    )
