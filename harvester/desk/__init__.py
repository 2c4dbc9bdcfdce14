"""The Datasette plugin: the review desk; what tables and columns mean, what to ask first.

Works in ``harvester serve`` and in a plain ``datasette data/harvest.db``; databases that are
not ours are left alone.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasette import hookimpl
from markupsafe import Markup

from harvester.desk import access, dashboards, formats
from harvester.desk.descriptions import DATABASE, TABLES
from harvester.desk.ours import our_databases
from harvester.desk.queries import QUERIES
from harvester.desk.routes import ROUTES

if TYPE_CHECKING:  # Datasette loads this plugin while it is itself being loaded.
    from collections.abc import Callable

    from datasette.app import Datasette

#: Tables and views with a row for a work, or for something of one, and its number in them.
_WORKS = {
    "records": "id",
    "records_reviewed": "id",
    "chapters": "id",
    "review_queue": "record_id",
}


@hookimpl
def get_metadata(datasette: "Datasette") -> dict[str, Any]:
    """Titles, descriptions, facets and sort orders for each of our databases.

    Made anew each time: Datasette writes what the user's own metadata says into what it is given.
    """
    ours = our_databases(datasette)
    described = {name: _described() for name in ours}
    return {"databases": described, "plugins": dashboards.plugins(ours)}


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
    return QUERIES if database in our_databases(datasette) else {}


@hookimpl
def extra_css_urls(database: str | None, datasette: "Datasette") -> list[str]:
    """Our style, on the pages of our databases only."""
    ours = database in our_databases(datasette)
    return [datasette.urls.static_plugins("harvester", "desk.css")] if ours else []


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages of the review desk."""
    return ROUTES


@hookimpl
def permission_allowed(
    datasette: "Datasette", actor: dict[str, Any] | None, action: str, resource: Any
) -> bool | None:
    """Who may write at the desk, as far as this plugin knows."""
    return access.is_allowed(datasette, actor, resource) if action == access.PERMISSION else None


@hookimpl
def menu_links(datasette: "Datasette") -> list[dict[str, str]]:
    """The desk in Datasette's menu."""
    return [_link(datasette, "Review desk")] if our_databases(datasette) else []


@hookimpl
def database_actions(datasette: "Datasette", database: str) -> list[dict[str, str]]:
    """The desk in the menu of our database's page."""
    return [_link(datasette, "Review desk")] if database in our_databases(datasette) else []


@hookimpl
def table_actions(datasette: "Datasette", database: str) -> list[dict[str, str]]:
    """The desk in the menu of each of our tables' pages."""
    return [_link(datasette, "Review desk")] if database in our_databases(datasette) else []


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: "Datasette"
) -> Markup | None:
    """The title of a work in a table or view leads to its page at the desk."""
    name = _WORKS.get(table or "") if column == "title" and value else None
    if name is None or database not in our_databases(datasette):
        return None
    path = datasette.urls.path(f"/-/review/record/{int(row[name])}")
    if len(our_databases(datasette)) > 1:
        path += f"?database={quote(database)}"
    return Markup('<a href="{}">{}</a>').format(path, value)


@hookimpl
def extra_template_vars(datasette: "Datasette", template: str | None) -> dict[str, Any]:
    """The address of the desk for Datasette's home page (``templates/index.html``)."""
    if template != "index.html":
        return {}
    ours = our_databases(datasette)
    return {"harvester_desk": datasette.urls.path("/-/review") if ours else None}


def _described() -> dict[str, Any]:
    tables = {
        name: {
            what: {**words} if isinstance(words, dict) else words for what, words in told.items()
        }
        for name, told in TABLES.items()
    }
    return {**DATABASE, "tables": tables}


def _link(datasette: "Datasette", label: str) -> dict[str, str]:
    return {"href": str(datasette.urls.path("/-/review")), "label": label}
