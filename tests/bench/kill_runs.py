"""Kills runs at random moments and goes on with them: every address stored exactly once.

    python tests/bench/kill_runs.py [KILLS]

Uses a server of its own on loopback. Prints what it did; exits 1 where anything is lost, stored
twice, or broken. The short form in CI is tests/test_run.py.
"""

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import environment
from server import page, serving

SETTINGS = {
    "HARVESTER_CONTACT": "mailto:test@library.example",
    "HARVESTER_FETCH_ALLOW_HOSTS": "127.0.0.1",
    "HARVESTER_FETCH_DELAY": "0.02",
}


def main(kills: int) -> int:
    """Kill and go on, in rounds of a fresh database each, until the kills are spent."""
    chance = random.Random(20261124)
    done = rounds = faults = 0
    with serving() as server:
        for number in range(60):
            body = f"<html><head><meta name='citation_title' content='Work {number}'></head></html>"
            server.answers[f"/{number}"] = page(200, body.encode(), content_type="text/html")
        while done < kills:
            with tempfile.TemporaryDirectory() as folder:
                done += one_round(Path(folder), server.url(""), chance)
                faults += check(Path(folder), [server.url(f"/{n}") for n in range(60)])
            rounds += 1
    print(f"{done} runs killed in {rounds} rounds of 60 addresses: {faults} faults")
    return 1 if faults else 0


def one_round(folder: Path, base: str, chance: random.Random) -> int:
    """Runs of one job, killed until one of them ends by itself; gives the number of kills."""
    (folder / "config").mkdir()
    words = ", ".join(f'"{base}/{number}"' for number in range(60))
    (folder / "config" / "jobs.toml").write_text(f'[[job]]\nname = "all"\nsources = [{words}]\n')
    command = [sys.executable, "-m", "harvester", "--quiet", "run"]
    kills = 0
    while True:
        process = subprocess.Popen(
            command, cwd=folder, env={**environment(), **SETTINGS}, stdout=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=chance.uniform(0.2, 1.6))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            continue
        return kills


def check(folder: Path, wanted: list[str]) -> int:
    """The faults of one round."""
    connection = sqlite3.connect(folder / "data" / "harvest.db")
    stored = [
        row[0]
        for row in connection.execute(
            "select requested_url from captures where requested_url not like '%/robots.txt'"
        )
    ]
    faults = sorted(stored) != sorted(wanted)
    faults += connection.execute("pragma integrity_check").fetchone() != ("ok",)
    faults += connection.execute("pragma foreign_key_check").fetchall() != []
    connection.close()
    if faults:
        print(f"stored {len(stored)} of {len(wanted)}, {len(set(stored))} of them distinct")
    return int(faults)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
