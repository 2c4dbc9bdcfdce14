"""The page from which records are exported, and the plots' address in the desk."""

import re
from typing import TYPE_CHECKING

from datasette import Response
from sqlite_utils import Database

from harvester.desk import dashboards, formats
from harvester.desk.formats import Wanted
from harvester.desk.ours import our_databases
from harvester.desk.visit import Visit, page
from harvester.errors import UsageError
from harvester.keys import find
from harvester.store import queries

if TYPE_CHECKING:
    from harvester.config import Configuration

_FORMS = {
    "csljson": "CSL-JSON (Zotero, pandoc)",
    "bib": "BibTeX (LaTeX)",
    "ris": "RIS (EndNote, Mendeley, Zotero)",
    "csv": "CSV (a spreadsheet)",
}


@page
async def export(here: Visit) -> Response:
    """What can be exported, and in which format."""
    counts = await here.read(
        lambda db: {
            "all": len(queries.record_ids(db)),
            "accepted": len(queries.accepted_ids(db)),
        }
    )
    chosen = here.request.args.get("keys") or ""
    return await here.page(
        "export",
        counts=counts,
        forms=_FORMS,
        most=formats.MOST,
        chosen=chosen,
        asks=await _asks(here),
    )


@page
async def file(here: Visit) -> Response:
    """The file that was asked for. Raises UsageError where it is not clear what is wanted."""
    asked = here.request.args
    extension = asked.get("format") or ""
    if extension not in _FORMS:
        raise UsageError("Choose a format: CSL-JSON, BibTeX, RIS or CSV.")
    wanted = await _wanted(
        here, asked.get("what") or "", asked.get("keys") or asked.get("sql") or ""
    )
    if not wanted.values:
        raise UsageError("There is nothing to export here.")
    return await formats.answer(here.datasette, here.request, here.database, wanted, extension)


@page
async def plots(here: Visit) -> Response:
    """On to the dashboard of this database."""
    made = dashboards.plugins(our_databases(here.datasette))["datasette-dashboards"]
    slug = next(slug for slug, board in made.items() if board["database"] == here.database)
    return Response.redirect(str(here.datasette.urls.path(f"/-/dashboards/{slug}")))


async def _wanted(here: Visit, what: str, text: str) -> Wanted:
    if what == "all":
        return Wanted("records", tuple(await here.read(queries.record_ids)), "all records")
    if what == "accepted":
        return Wanted("records", tuple(await here.read(queries.accepted_ids)), "accepted records")
    if what == "keys":
        config = here.desk.config
        numbers = await here.read(lambda db: _found(db, config, text))
        return Wanted("records", numbers, f"records {', '.join(map(str, numbers))}")
    if what == "sql":
        if not await _asks(here):
            raise UsageError("Queries of one's own are not allowed here.")
        return await formats.of_query(here.datasette, here.database, text)
    raise UsageError("Say what to export: all records, the accepted ones, or some of them.")


def _found(db: Database, config: "Configuration", text: str) -> tuple[int, ...]:
    keys = [key for key in re.split(r"[\s,;]+", text) if key]
    if len(keys) > formats.MOST:
        raise UsageError(f"Name at most {formats.MOST:,} records.")
    return tuple(dict.fromkeys(find(db, config, key) for key in keys))


async def _asks(here: Visit) -> bool:
    """Whether the visitor may ask queries of their own."""
    return bool(
        await here.datasette.permission_allowed(
            here.request.actor, "execute-sql", resource=here.database, default=True
        )
    )
