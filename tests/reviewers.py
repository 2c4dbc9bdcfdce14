"""People who decide while a run stores records: for the test, and at length for the bench.

As a program (``python reviewers.py DATABASE NUMBER STOP``) it is one of them: it decides and
undoes until the file STOP is there, and prints what it did as JSON lines.
"""

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from conftest import environment
from harvester import reviewing
from harvester.clock import utc_now
from harvester.reviewing import Verdict
from harvester.store.database import open_database
from harvester.store.events import GENESIS, event_digest
from running import QUICK, jobs
from server import Server, page

#: Seconds between two decisions of a person, who is quick.
_PAUSE = 0.05


def decide_until(path: Path, number: int, stop: Path) -> None:
    """One reviewer, who takes any record that there is."""
    chance, name = random.Random(number), f"R{number}"
    db = open_database(path)
    made: list[int] = []
    while not stop.exists() or not made:
        (last,) = db.execute("SELECT max(id) FROM records").fetchone()
        if last is None:
            time.sleep(0.02)
            continue
        start, record_id = time.monotonic(), chance.randint(1, last)
        if made and chance.random() < 0.2:
            undone = made.pop(chance.randrange(len(made)))
            said: dict[str, Any] = {"undoes": undone, "value": None}
            decision = reviewing.undo(db, undone, "", name, utc_now())
        else:
            value = f"{name} {chance.random()}"
            field = chance.choice(["title", "publisher", "contributors.1.affiliations"])
            said = {"undoes": None, "value": [value] if field[0] == "c" else value}
            verdict = Verdict(record_id, field, "correct", value, "", name)
            decision = reviewing.decide(db, verdict, utc_now())
            made.append(decision)
        said |= {"id": decision, "seconds": time.monotonic() - start}
        print(json.dumps(said), flush=True)
        time.sleep(_PAUSE)


def harvest_and_review(
    folder: Path, server: Server, bodies: list[bytes], clients: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """Run a job over pages while reviewers decide; what they did, and what anybody complained of."""
    for number, body in enumerate(bodies):
        server.answers[f"/{number}"] = page(200, body, content_type="text/html")
    sources = ", ".join(f'"{server.url(f"/{number}")}"' for number in range(len(bodies)))
    jobs(folder, f'[[job]]\nname = "all"\nmax_requests = 100000\nsources = [{sources}]\n')
    path, stop = folder / "data" / "harvest.db", folder / "stop"
    open_database(path, create=True).conn.close()
    env = {**environment(), **QUICK}

    def start(*words: str | Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *map(str, words)], cwd=folder, env=env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    run = start("-m", "harvester", "--quiet", "run")
    people = [start(Path(__file__), path, str(number), stop) for number in range(clients)]
    try:
        _, complaint = run.communicate(timeout=3600)
    finally:
        stop.touch()
    said = [one.communicate(timeout=120) for one in people]
    lines = [json.loads(line) for out, _ in said for line in out.splitlines()]
    return lines, [text for text in (complaint, *(err for _, err in said)) if text]


def faults(path: Path, lines: list[dict[str, Any]], records: int) -> list[str]:
    """What was lost, changed or broken, in words."""
    db = open_database(path)
    found = []
    stored = {
        number: (json.loads(value) if value else None, undoes)
        for number, value, undoes in db.execute("SELECT id, value, undoes FROM decisions")
    }
    for line in lines:
        if stored.pop(line["id"], None) != (line["value"], line["undoes"]):
            found.append(f"decision {line['id']} was lost or changed")
    found += [f"decision {number} is nobody's" for number in stored]
    (count,) = db.execute("SELECT count(*) FROM records").fetchone()
    if count != records:
        found.append(f"{count} records instead of {records}")
    for field in ("title", "publisher"):
        rows = db.execute(
            f"SELECT r.id, r.{field}, v.{field}, (SELECT d.value FROM decisions d "
            "LEFT JOIN decisions u ON u.undoes = d.id WHERE d.record_id = r.id AND d.slot = ? "
            "AND d.undoes IS NULL AND u.id IS NULL ORDER BY d.id DESC LIMIT 1) "
            "FROM records r JOIN records_reviewed v ON v.id = r.id",
            (field,),
        )
        for number, machine, shown, decided in rows:
            if shown != (json.loads(decided) if decided else machine):
                found.append(f"record {number} shows {shown} as its {field}")
    cursor = db.execute("SELECT * FROM events ORDER BY id")
    names, before = [column[0] for column in cursor.description], GENESIS
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        if row["previous_digest"] != before or row["digest"] != event_digest(row):
            found.append(f"the chain of events breaks at {row['id']}")
        before = row["digest"]
    if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        found.append("the database is damaged")
    db.conn.close()
    return found


if __name__ == "__main__":
    decide_until(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
