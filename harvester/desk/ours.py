"""Which of Datasette's databases are ours. Others are left alone."""

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from harvester.store.migrations import APPLICATION_ID

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being loaded.
    from datasette.app import Datasette

_KNOWN: "WeakKeyDictionary[Any, bool]" = WeakKeyDictionary()


def our_databases(datasette: "Datasette") -> list[str]:
    """The names of the databases that harvester made."""
    return [name for name, database in datasette.databases.items() if _is_ours(database)]


def _is_ours(database: Any) -> bool:
    """Whether a database bears our application id; asked of SQLite, and once.

    Never by opening the file: when a program closes a file, POSIX drops all its locks on it,
    SQLite's too, and another program may then take away the log that is still in use
    (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
    """
    if database.path is None:
        return False
    if database not in _KNOWN:
        _KNOWN[database] = _application_id(database) == APPLICATION_ID
    return _KNOWN[database]


def _application_id(database: Any) -> int | None:
    from datasette.utils.sqlite import sqlite3  # the same library as Datasette's connections

    connection = database.connect()
    try:
        return int(connection.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
