"""Copies of the whole database by SQLite's own backup: a file copy of a database that is being
written can be torn."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from harvester.clock import utc_now
from harvester.errors import StorageError, UsageError


def copy_to(db: Database, path: Path) -> Path:
    """Copy the database as it is at one moment; gives where the copy stands.

    A folder gets a file named by the time (UTC). The copy is checked, and comes to its place
    when it is whole or not at all. Raises UsageError where the copy would take the place of the
    database, StorageError where it cannot be written.
    """
    if path.is_dir():
        path = path / f"harvest-{utc_now()[:19].replace(':', '')}Z.db"
    own = Path(db.conn.execute("PRAGMA database_list").fetchone()[2])
    if path.exists() and own.exists() and path.samefile(own):
        raise UsageError(f"{path} is the database itself. Name another place.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it, or name another.")
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _copy(db, aside)
        aside.replace(path)
    except (sqlite3.Error, OSError) as fault:
        raise StorageError(
            f"The copy {path} cannot be written: {fault}. What was there before is as it was."
        ) from fault
    finally:
        for left in (aside, aside.with_name(f"{aside.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return path


def _copy(db: Database, path: Path) -> None:
    path.unlink(missing_ok=True)
    target = sqlite3.connect(path)
    try:
        db.conn.backup(target)
        target.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, and no second
        (said,) = target.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        target.close()
    if said != "ok":
        raise StorageError(f"The copy {path} is not whole ({said}); it was not kept.")
    with path.open("rb+") as file:
        os.fsync(file.fileno())
