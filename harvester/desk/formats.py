"""Records and references as CSL-JSON, BibTeX, RIS, CSV or text, from any page of Datasette.

Datasette offers the formats on each table and query that says which records, references or
works its rows are (:func:`subject_of`). All its rows are exported, not only those of the page
that is shown, up to ``MOST``; each record is exported whole.
"""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now
from harvester.desk import access
from harvester.desk.ours import our_databases
from harvester.errors import HarvesterError, UsageError
from harvester.export.provenance import Stamp
from harvester.store import whole

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response

#: What one export from the desk holds at most; the command exports any number.
MOST = 5000

#: The file's ending in Datasette: our name of the format, its media type.
FORMS = {
    "csljson": ("csl-json", "application/vnd.citationstyles.csl+json"),
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    "txt": ("text", "text/plain; charset=utf-8"),
}
CSV = ("csv", "text/csv; charset=utf-8")

#: What the rows of our tables and views are, and by which column.
_ROWS: dict[str | None, tuple[str, str] | None] = {
    "records": ("records", "id"),
    "records_reviewed": ("records", "id"),
    "chapters": ("records", "id"),
    "reference_entries": ("references", "id"),
    "references_reviewed": ("references", "id"),
    "works": ("works", "id"),
    "works_cited": ("works", "work_id"),
    "works_not_harvested": ("works", "work_id"),
    "work_forms": None,
    "work_keys": None,
}
#: What the rows of others are, and of queries: the first whose columns are all there tells.
_TOLD = (
    ("references", "reference_id", ()),
    ("references", "id", ("record_id", "position", "text")),
    ("works", "work_id", ("cited_by_records",)),
    ("records", "record_id", ()),
    ("records", "key", ()),
    ("works", "work_id", ()),
)
#: How Datasette ends the query of a table's page.
_LIMIT = re.compile(r" limit \d+(?: offset \d+)?\s*\Z")

TOO_MANY = (
    f"These are more than {MOST:,} rows, and the desk exports no more at once. Narrow them, or use "
    "the command: harvester export."
)
UNTOLD = (
    "Nothing here says which records or references these rows are: a column record_id, "
    "reference_id, work_id or key does."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What rows are (records, references or works), and the column that says which."""

    kind: str
    column: str

    @property
    def forms(self) -> frozenset[str]:
        """The endings that are offered. Only references and works have a printed text."""
        return frozenset(FORMS) - ({"txt"} if self.kind == "records" else set())


def subject_of(table: str | None, columns: Iterable[str]) -> Subject | None:
    """What the rows of a table, or of a query (``table`` None), are; None where it is not told.

    Of a query, ``id`` alone does not tell: it may be the number of anything.
    """
    names = set(columns)
    if table in _ROWS:
        told = _ROWS[table]
        return Subject(*told) if told and told[1] in names else None
    return next(
        (Subject(kind, by) for kind, by, also in _TOLD if names >= {by, *also}),
        None,
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of Datasette: a table's, a view's or (``table`` None) a query's."""

    database: str
    table: str | None
    columns: list[str]
    rows: list[Any]
    data: dict[str, Any]


async def render(
    datasette: "Datasette", request: "Request", page: Page, extension: str
) -> "Response":
    """A page of Datasette as a file.

    Raises Datasette's BadRequest, with a sentence, where it cannot be.
    """
    from datasette.utils import path_with_removed_args
    from datasette.utils.asgi import BadRequest, Response

    subject = subject_of(page.table, page.columns)
    if subject is None:
        raise BadRequest(UNTOLD)
    if extension not in subject.forms:
        raise BadRequest("Records have no printed text: take csljson, bib or ris.")
    if "_next" in request.args:  # a later page: what is asked for are all
        return Response.redirect(datasette.urls.path(path_with_removed_args(request, {"_next"})))
    try:
        values = await _values(datasette, request, page, subject.column)
        wanted = Wanted(subject.kind, tuple(values), _asked(request, page))
        return await answer(datasette, request, page.database, wanted, extension)
    except HarvesterError as fault:
        raise BadRequest(str(fault)) from fault


def _asked(request: "Request", page: Page) -> str:
    """The address in plain letters; of a query that has a name its SQL too."""
    address = unquote_plus(request.full_path)
    if page.table or "sql" in request.args:
        return address
    return f"{address}: {page.data['query']['sql']}"


async def _values(datasette: "Datasette", request: "Request", page: Page, column: str) -> list[Any]:
    more = page.data.get("next") or page.data.get("truncated")
    if not more or "_size" in request.args:
        return [_plain(row[column]) for row in page.rows]
    query = page.data["query"]
    sql = _LIMIT.sub("", query["sql"]) if page.table else query["sql"]
    _, rows = await _whole(datasette, page.database, sql, query["params"])
    return [row[column] for row in rows]


def _plain(value: Any) -> Any:
    """A cell's value; Datasette gives a foreign key with its label."""
    return value["value"] if isinstance(value, dict) else value


async def _whole(
    datasette: "Datasette", database: str, sql: str, parameters: Any
) -> tuple[list[str], list[Any]]:
    """Columns and rows of a query, all of them, whatever Datasette shows.

    Raises UsageError where they are more than ``MOST``, where SQLite refuses, or where it takes
    longer than Datasette allows.
    """
    from datasette.utils import sqlite_timelimit

    def read(conn: sqlite3.Connection) -> tuple[list[str], list[Any]]:
        with sqlite_timelimit(conn, datasette.setting("sql_time_limit_ms")):
            cursor = conn.execute(sql, parameters)
            return [column[0] for column in cursor.description], cursor.fetchmany(MOST + 1)

    try:
        found: tuple[list[str], list[Any]] = await datasette.get_database(database).execute_fn(read)
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise UsageError(f"The query could not be run to its end: {fault}.") from fault
    if len(found[1]) > MOST:
        raise UsageError(TOO_MANY)
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported: ids (or keys) of one kind, and how that was asked for."""

    kind: str
    values: tuple[Any, ...]
    query: str


async def of_query(datasette: "Datasette", database: str, sql: str) -> Wanted:
    """What a query asks for. Raises UsageError where it cannot be run, or does not tell."""
    from datasette.utils import InvalidSql, validate_sql_select

    try:
        validate_sql_select(sql)
    except InvalidSql as fault:
        raise UsageError(f"This is no query that only reads: {fault}.") from fault
    columns, rows = await _whole(datasette, database, sql, {})
    subject = subject_of(None, columns)
    if subject is None:
        raise UsageError(UNTOLD)
    return Wanted(subject.kind, tuple(row[subject.column] for row in rows), sql)


async def answer(
    datasette: "Datasette", request: "Request", database: str, wanted: Wanted, extension: str
) -> "Response":
    """The file, to be saved; never shown as a page.

    Raises NotFoundError at an id that is none, UsageError where there are too many, and
    Datasette's Forbidden for who may not see what is exported.
    """
    from datasette.utils.asgi import Response

    await access.ask_to_read(datasette, request.actor, database)
    form, media = CSV if extension == "csv" else FORMS[extension]
    stamp = Stamp(utc_now(), wanted.query, f"harvester {__version__}")
    text: str = await datasette.get_database(database).execute_fn(
        lambda conn: written(Database(conn, execute_plugins=False), wanted, form, stamp)
    )
    name = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', database)}-{wanted.kind}.{extension}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "x-content-type-options": "nosniff",
    }
    return Response(text.encode(), headers=headers, content_type=media)


def written(db: Database, wanted: Wanted, form: str, stamp: Stamp) -> str:
    """The text of the file. Each record, reference or work stands in it once."""
    values = list(dict.fromkeys(value for value in wanted.values if value is not None))
    if len(values) > MOST:
        raise UsageError(TOO_MANY)
    if wanted.kind == "works":
        return stamp.references(form, whole.printed_works(db, _numbers(values)))
    if wanted.kind == "references":
        return stamp.references(form, whole.whole_references(db, _numbers(values)))
    if all(isinstance(value, int) for value in values):
        return stamp.records(form, whole.whole_records(db, values))
    return stamp.records(form, whole.whole_records(db, whole.ids_of_keys(db, values)))


def _numbers(values: list[Any]) -> list[int]:
    wrong = next((value for value in values if not isinstance(value, int)), None)
    if wrong is not None:
        raise UsageError(f"{str(wrong)[:60]} is not the number of a row.")
    return values


def renderer(extension: str) -> dict[str, Any]:
    """One format, as Datasette registers it."""
    from datasette.utils.asgi import NotFound

    def can_render(
        datasette: "Datasette", database: str, columns: list[str], table: str | None
    ) -> bool:
        subject = subject_of(table, columns) if database in our_databases(datasette) else None
        return subject is not None and extension in subject.forms

    async def rendered(
        datasette: "Datasette",
        columns: list[str],
        rows: list[Any],
        database: str,
        table: str | None,
        request: "Request",
        data: dict[str, Any],
    ) -> "Response":
        if database not in our_databases(datasette):
            raise NotFound(f"{database} is not a database of harvester.")
        page = Page(database, table, columns, rows, data)
        return await render(datasette, request, page, extension)

    return {"extension": extension, "render": rendered, "can_render": can_render}
