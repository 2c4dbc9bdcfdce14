"""What tests of scheduled runs share: settings, a file of jobs, the rows of the database."""

import sqlite3
from pathlib import Path
from typing import Any

QUICK = {
    "HARVESTER_CONTACT": "mailto:test@library.example",
    "HARVESTER_FETCH_ALLOW_HOSTS": "127.0.0.1,127.0.0.2,127.0.0.3",
    "HARVESTER_FETCH_DELAY": "0",
    "HARVESTER_FETCH_RETRIES": "0",
}


def jobs(folder: Path, text: str) -> None:
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "jobs.toml").write_text(text, "utf-8")


def rows(folder: Path, sql: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(folder / "data" / "harvest.db")
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(sql)]
    connection.close()
    return found
