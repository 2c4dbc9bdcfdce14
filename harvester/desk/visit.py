"""One request at the desk: what it reads, what it writes, and the page that answers it."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

from datasette import Forbidden, NotFound, Request, Response
from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now
from harvester.desk import access, words
from harvester.desk.desk import Desk, desk_of
from harvester.desk.ours import our_databases
from harvester.desk.places import PLACES, TABLES
from harvester.errors import DatabaseError, HarvesterError, NotFoundError, UsageError
from harvester.store.database import open_database
from harvester.store.migrations import migrations

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
#: A form of the desk is smaller, even with every item of a page chosen.
_LARGEST_FORM = 1_000_000
_MOST_FIELDS = 5000
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Visit:
    """A request for a page of the desk, by somebody who may read the database."""

    datasette: "Datasette"
    request: Request
    desk: Desk
    database: str
    writes: bool

    async def read(self, ask: Callable[[Database], T]) -> T:
        """What a question to the database gives."""

        def asked(connection: Any) -> T:
            return ask(Database(connection, execute_plugins=False))

        answer: T = await self._own.execute_fn(asked)  # Datasette has no types
        return answer

    async def write(self, change: Callable[[Database], T]) -> T:
        """Change the database, as a command would. Raises Forbidden, and what ``change`` does.

        In Datasette's thread for writing, one after another, over a connection of our own: it
        waits for a harvest that is writing, as Datasette's would not.
        """

        def written(_connection: Any) -> T | HarvesterError:
            db = None
            try:
                db = open_database(Path(self._own.path))
                return change(db)
            except HarvesterError as fault:
                return fault
            finally:
                if db is not None:
                    db.conn.close()

        self.must_write()
        result: T | HarvesterError = await self._own.execute_write_fn(written)
        if isinstance(result, HarvesterError):
            raise result
        return result

    @property
    def _own(self) -> Any:
        return self.datasette.databases[self.database]

    def must_write(self) -> None:
        """Raises Forbidden for a visitor who may not write, or comes from another site's page."""
        access.check_origin(self.request)
        if not self.writes:
            raise Forbidden(
                "Only a reviewer may decide. Open the link that harvester serve prints, or sign "
                "in. Nothing was stored."
            )

    async def form(self) -> dict[str, list[str]]:
        """The fields of a form that a reviewer sent. Raises Forbidden, UsageError."""
        self.must_write()
        body = await self.request.post_body()
        if len(body) > _LARGEST_FORM:
            raise UsageError("This form is too large. Nothing was stored.")
        try:
            return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        except ValueError as fault:
            raise UsageError("This form cannot be read. Nothing was stored.") from fault

    def path(self, *words: str | int, **query: object) -> str:
        """The address of a page of the desk. A query without a value is left out."""
        asked = [(name, value) for name, value in query.items() if value not in (None, "")]
        if self._is_one_of_several:
            asked.append(("database", self.database))
        address = "/".join((self._desk, *map(str, words)))
        return f"{address}?{'&'.join(map(_pair, asked))}" if asked else address

    @cached_property
    def _desk(self) -> str:
        return str(self.datasette.urls.path("/-/review"))

    @cached_property
    def _is_one_of_several(self) -> bool:
        return len(our_databases(self.datasette)) > 1

    def back(self, given: str, otherwise: str) -> str:
        """Where to go on after a form: the desk's own page that it named, else another."""
        parts = urlsplit(given)
        plain = not parts.scheme and not parts.netloc and given.isprintable() and "\\" not in given
        own = parts.path == self._desk or parts.path.startswith(f"{self._desk}/")
        return given if plain and own else otherwise

    async def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """An answer in HTML, under a policy that lets nothing run but the desk's own script."""
        nonce = secrets.token_urlsafe(16)
        body = await self.datasette.render_template(
            f"harvester/{template}.html",
            {
                **context,
                "visit": self,
                "nonce": nonce,
                "initials": self.initials(),
                "here": self.request.full_path,
                "database": self.database,
                "words": words,
            },
            self.request,
            view_name="harvester",
        )
        return Response.html(body, status=status, headers=_headers(nonce))

    @property
    def version(self) -> str:
        """Changes with the desk's script and style, so that a browser takes the new ones."""
        return _version()

    @property
    def harvester(self) -> str:
        """The version of harvester."""
        return __version__

    def now(self) -> str:
        """The time, for what is printed."""
        return utc_now()

    def places(self) -> list[dict[str, str]]:
        """The links of the desk's navigation."""
        own = [{"href": self.path(*filter(None, (at,))), "label": label} for at, label in PLACES]
        urls = self.datasette.urls
        rest = [{"href": str(urls.table(self.database, t)), "label": label} for t, label in TABLES]
        return own + rest

    def redirect(self, path: str) -> Response:
        """An answer that leads on to another page, after a form."""
        return Response.redirect(path, status=303)

    def say(self, text: str, warning: bool = False) -> None:
        """A sentence on the next page that is shown."""
        kind = self.datasette.WARNING if warning else self.datasette.INFO
        self.datasette.add_message(self.request, text, kind)

    def signed(self, by: str) -> str:
        """Initials as a decision keeps them: of a person who signed in by name, with the name."""
        name = self._name
        return f"{by} ({name})" if by.strip() and name and by.strip() != name else by

    @property
    def _name(self) -> str:
        actor = self.request.actor or {}
        return "" if actor.get("id") in (access.GUEST, "root") else str(actor.get("id") or "")[:40]

    def initials(self) -> str:
        """By whom the next decision is made: as the last one was, else as the actor is called."""
        known = unquote(self.request.cookies.get("harvester_by", ""))
        return known[:40] or self._name


def _pair(asked: tuple[str, object]) -> str:
    """A name and value of a query. A long page has a thousand: what is plain is not quoted."""
    name, text = asked[0], str(asked[1])
    return f"{name}={text if _PLAIN.fullmatch(text) else quote(text, safe='')}"


@cache
def _version() -> str:
    files = sorted((Path(__file__).parent / "static").iterdir())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _headers(nonce: str) -> dict[str, str]:
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        f"script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "private, no-cache",
    }


async def visit(datasette: "Datasette", request: Request) -> Visit:
    """The visit that a request is. Raises NotFound without a database, Forbidden to read it."""
    names = our_databases(datasette)
    wanted = request.args.get("database") or (names[0] if names else None)
    if wanted not in names:
        raise NotFound("No database of harvester's is open here.")
    await access.ask_to_read(datasette, request.actor, wanted)
    writes = await access.may_write(datasette, request.actor, wanted)
    return Visit(datasette, request, desk_of(datasette), wanted, writes)


def _must_be_new(db: Database) -> None:
    """Raises DatabaseError for a database that an older harvester wrote."""
    if migrations.pending(db):
        raise DatabaseError(
            "An older harvester wrote this database. Bring it up to date with harvester list, "
            "and start this server again."
        )


async def answer(here: Visit, fault: HarvesterError) -> Response:
    """A page that says what is wrong, in the sentence of the error."""
    status = 404 if isinstance(fault, NotFoundError) else 400
    return await here.page("sentence", status, sentence=str(fault))


def page(handler: Callable[[Visit], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """A handler as Datasette calls a page of its own."""

    async def view(datasette: "Datasette", request: Request) -> Response:
        here = await visit(datasette, request)
        try:
            if here.database not in here.desk.checked:
                await here.read(_must_be_new)
                here.desk.checked.add(here.database)
            return await handler(here)
        except HarvesterError as fault:
            return await answer(here, fault)

    return view
