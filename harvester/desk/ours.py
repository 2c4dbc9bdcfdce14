"""Which of Datasette's databases are ours. Others are left alone."""

from pathlib import Path
from typing import TYPE_CHECKING

from harvester.store.migrations import APPLICATION_ID

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being loaded.
    from datasette.app import Datasette

#: Where SQLite keeps the application id in a database file (file format, section 1.3).
_APPLICATION_ID_AT = slice(68, 72)


def our_databases(datasette: "Datasette") -> list[str]:
    """The names of the databases that harvester made."""
    return [
        name
        for name, database in datasette.databases.items()
        if database.path and _is_ours(Path(database.path))
    ]


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(100)[_APPLICATION_ID_AT] == APPLICATION_ID.to_bytes(4, "big")
