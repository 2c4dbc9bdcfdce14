"""Exports a WARC file and has pywb index and replay it: pages, unchanged pages, redirects.

    python tests/bench/pywb_replay.py [PYTHON]

pywb needs other versions than we do (its brotlipy is another "brotli"), and so it runs by a
PYTHON that has it; without one it is installed into an environment of its own, for this once.
Prints what each capture was replayed as; exits 1 where one is not what the server sent.
"""

import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import environment
from running import QUICK
from server import Server, in_turn, page, redirect, serving

GRAIN = "<html><head><title>The grain question</title></head><body>rye é</body></html>".encode()
OATS = b"<html><head><title>Oats</title></head><body>the same twice</body></html>"
#: What pywb is asked, by its index; a line each: mime type in the index, address, status,
#: where it leads, and the digest of what was replayed.
REPLAY = """
from gevent.monkey import patch_all
patch_all()
import hashlib, json, pathlib
from pywb.apps.frontendapp import FrontEndApp
from werkzeug.test import Client
client = Client(FrontEndApp(config_file=None))
for line in pathlib.Path("collections/all/indexes/index.cdxj").read_text().splitlines():
    _, moment, rest = line.split(" ", 2)
    entry = json.loads(rest)
    answer = client.get(f"/all/{moment}id_/{entry['url']}")
    leads = answer.headers.get("Location", "-")
    digest = hashlib.sha256(answer.data).hexdigest()
    print("replayed", entry["mime"], entry["url"], answer.status_code, leads, digest)
"""


def main(python: str | None) -> int:
    """Harvest, export, index, replay, compare."""
    with tempfile.TemporaryDirectory() as name, serving() as server:
        folder = Path(name)
        harvest(folder, server)
        python = python or with_pywb(folder / "pywb")
        manager = [python, "-m", "pywb.manager.manager"]
        silent = {"cwd": folder, "check": True, "stderr": subprocess.DEVNULL}
        subprocess.run([*manager, "init", "all"], **silent)
        subprocess.run([*manager, "add", "all", "out.warc.gz"], **silent)
        done = subprocess.run([python, "-c", REPLAY], stdout=subprocess.PIPE, text=True, **silent)
        lines = done.stdout.splitlines()
        shown = sorted(line.split()[1:] for line in lines if line.startswith("replayed "))
        faults = [line for line in wanted(server) if line not in shown]
        for line in shown:
            print(*line[:-1], line[-1][:12])
    for line in faults:
        print("missing:", *line)
    print(f"{len(shown)} captures replayed, {len(faults)} faults")
    return int(bool(faults))


def harvest(folder: Path, server: Server) -> None:
    """Captures of each kind, and their WARC file. Replay tells moments apart by the second."""
    html = "text/html; charset=utf-8"
    whole = page(200, GRAIN, content_type=html, etag='"1"')
    server.answers["/grain"] = in_turn(whole, page(304, b""))
    server.answers["/oats"] = page(200, OATS, content_type=html)
    server.answers["/old"] = redirect("/oats")
    server.answers["/gone"] = page(410, b"gone", content_type="text/plain")
    for path in ("/grain", "/oats", "/old", "/gone", "/grain", "/oats"):
        program(folder, "harvest", server.url(path))
        time.sleep(1.1)
    program(folder, "export", "--format", "warc", "-o", "out.warc.gz")


def program(folder: Path, *words: str) -> None:
    """The program as a user would run it; that a page is gone is no failure here."""
    command = [sys.executable, "-m", "harvester", "--quiet", *words]
    env = {**environment(), **QUICK}
    subprocess.run(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, check=False)


def wanted(server: Server) -> list[list[str]]:
    """What has to be replayed: an unchanged page as the page, both when it is told and seen."""
    from hashlib import sha256

    def line(mime: str, path: str, status: int, body: bytes, leads: str = "-") -> list[str]:
        return [mime, server.url(path), str(status), leads, sha256(body).hexdigest()]

    return [
        line("text/html", "/grain", 200, GRAIN),
        line("warc/revisit", "/grain", 200, GRAIN),
        line("text/html", "/oats", 200, OATS),
        line("warc/revisit", "/oats", 200, OATS),
        line("unk", "/old", 302, b"", "/oats"),
        line("text/plain", "/gone", 410, b"gone"),
    ]


def with_pywb(folder: Path) -> str:
    """The program of a new environment with pywb in it."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "pywb"], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
