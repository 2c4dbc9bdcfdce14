"""Opens the database file, and the one way to write to it.

Every write opens with BEGIN IMMEDIATE: a plain BEGIN that reads and then writes fails at once
with "locked" while another process writes, whatever the timeout.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from harvester.errors import DatabaseError, HarvesterError, NotFoundError, StorageError
from harvester.store.migrations import APPLICATION_ID, migrations

#: Seconds that a write waits for another process to finish its own.
BUSY_TIMEOUT = 60.0


def open_database(path: Path, create: bool = False) -> Database:
    """The database at ``path``, migrated to the newest schema.

    ``create``: make the file, and its folder, where there is none. Raises NotFoundError
    when there is none and ``create`` is false, DatabaseError when the file is not ours or a
    newer harvester wrote it, StorageError when it cannot be opened.
    """
    if not path.exists() and not create:
        raise NotFoundError(
            f"There is no database at {path} yet. Harvest something first, or name another "
            "file with --db."
        )
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database(_connect(path, create), execute_plugins=False)
        _check_ours(db, path)
        db.execute("PRAGMA foreign_keys = ON")
        if migrations.pending(db):
            _write_ahead(db)
            with writing(db, path):
                migrations.apply(db)
    return db


@contextmanager
def writing(db: Database, path: Path | None = None, durable: bool = True) -> Iterator[None]:
    """One transaction that holds the write lock from its start.

    ``durable``: on the disk when the block ends, and so safe from a power cut; otherwise
    safe from everything but that. Raises StorageError, with nothing of the transaction kept,
    when SQLite refuses.
    """
    with _in_words(path or _path_of(db)):
        db.conn.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:  # Ctrl-C too leaves nothing half written; it goes on up
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def trying(db: Database) -> Iterator[None]:
    """A transaction that is taken back whatever happens: nothing that it writes is kept."""
    with _in_words(_path_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            db.conn.execute("ROLLBACK")


def vacuum(db: Database) -> None:
    """Give the room that is not used back to the disk. Raises StorageError."""
    with _in_words(_path_of(db)):
        db.conn.execute("VACUUM")


def _check_ours(db: Database, path: Path) -> None:
    """Refuse a file of another program, and one from a newer version of this one."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        raise DatabaseError(
            f"{path} is an SQLite database, but not one of harvester's. Nothing in it was "
            "touched. Name another file with --db."
        )
    known = {step.name for step in migrations.pending(Database(memory=True))}
    newer = [step.name for step in migrations.applied(db) if step.name not in known]
    if newer:
        raise DatabaseError(
            f"{path} was written by a newer harvester (it has {newer[-1]}, unknown here). "
            "Nothing in it was touched. Upgrade harvester, or name another file with --db."
        )


def _write_ahead(db: Database) -> None:
    """Keep a write-ahead log, so that readers and a writer do not wait for each other.

    SQLite refuses this at once, whatever the timeout, while another program makes the same
    file; so it is asked again until the timeout.
    """
    end = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _connect(path: Path, create: bool) -> sqlite3.Connection:
    """A connection that can be read from. A file on a read-only medium is opened as one."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as fault:
        code = fault.sqlite_errorcode & 0xFF
        if create or code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    return connection


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """SQLite's and the file system's refusals as errors of ours, in a sentence."""
    try:
        yield
    except HarvesterError:
        raise
    except sqlite3.DatabaseError as fault:
        raise _explain(fault, path) from fault
    except OSError as fault:
        raise StorageError(
            f"The database {path} cannot be made: {fault.strerror}. Nothing was stored; name "
            "another place with --db."
        ) from fault


def _explain(fault: sqlite3.DatabaseError, path: Path) -> HarvesterError:
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return DatabaseError(
            f"{path} is not an SQLite database. Nothing in it was touched. Name another file "
            "with --db."
        )
    reasons = {
        sqlite3.SQLITE_FULL: "the disk is full",
        sqlite3.SQLITE_IOERR: "the disk refused to read or write (it may be full)",
        sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened; its folder may be missing or read-only",
        sqlite3.SQLITE_BUSY: f"another program held it for over {BUSY_TIMEOUT:.0f} seconds",
        sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a backup",
    }
    reason = reasons.get(code, f"SQLite says: {fault}")
    return StorageError(
        f"The database {path} refused: {reason}. What was reported stored before is safe; "
        "mend this and try again."
    )


def _path_of(db: Database) -> Path:
    return Path(db.conn.execute("PRAGMA database_list").fetchone()[2] or ":memory:")
