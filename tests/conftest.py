"""What the tests share: a configuration, a database of their own, the program itself."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from harvester import config
from harvester.config import Configuration
from harvester.store.database import open_database

ROOT = Path(__file__).parents[1]
SEED = ROOT / "data" / "samples" / "cambridge-core-chapter.txt"

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def shipped() -> Configuration:
    """The shipped configuration, without the environment's say."""
    return config.load(None, {}, Path("/"))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty database in a file."""
    opened = open_database(tmp_path / "harvest.db", create=True)
    yield opened
    opened.conn.close()


@pytest.fixture
def harvester(tmp_path: Path) -> Program:
    """Run the program as a user would, in an empty folder."""

    def run(
        *words: str | Path, stdin: bytes = b"", **environ: str
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-m", "harvester", *map(str, words)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**environment(), **environ},
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run


def environment() -> dict[str, str]:
    """The environment without what the person at this machine may have set for harvester."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HARVESTER_")}
    return kept | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
