"""The Datasette plugin: what tables and columns mean, what to filter by, what to ask first.

Works in ``harvester serve`` and in a plain ``datasette data/harvest.db``; databases that are
not ours are left alone.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from harvester.desk import dashboards, formats
from harvester.desk.descriptions import DATABASE, TABLES
from harvester.desk.queries import QUERIES
from harvester.store.migrations import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    # Datasette loads this plugin while it is itself being loaded.
    from datasette.app import Datasette

#: Where SQLite keeps the application id in a database file (file format, section 1.3).
_APPLICATION_ID_AT = slice(68, 72)


@hookimpl
def get_metadata(datasette: "Datasette") -> dict[str, Any]:
    """Titles, descriptions, facets and sort orders for each of our databases."""
    described = {**DATABASE, "tables": TABLES}
    ours = _our_databases(datasette)
    return {"databases": dict.fromkeys(ours, described), "plugins": dashboards.plugins(ours)}


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> "Callable[[dashboards.App], dashboards.App]":
    """The policy of the dashboards' pages."""
    return dashboards.guarded


@hookimpl
def register_output_renderer(datasette: "Datasette") -> list[dict[str, Any]]:
    """The formats of bibliographies, on each page that says which records it shows."""
    return [formats.renderer(extension) for extension in formats.FORMS]


@hookimpl
def canned_queries(datasette: "Datasette", database: str) -> dict[str, Any]:
    """The questions that people ask first, ready to run and to change."""
    return QUERIES if database in _our_databases(datasette) else {}


@hookimpl
def extra_css_urls(database: str | None, datasette: "Datasette") -> list[str]:
    """Our style, on the pages of our databases only."""
    ours = database in _our_databases(datasette)
    return [datasette.urls.static_plugins("harvester", "desk.css")] if ours else []


def _our_databases(datasette: "Datasette") -> list[str]:
    return [
        name
        for name, database in datasette.databases.items()
        if database.path and _is_ours(Path(database.path))
    ]


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(100)[_APPLICATION_ID_AT] == APPLICATION_ID.to_bytes(4, "big")
