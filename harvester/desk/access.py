"""Who may read and who may write at the desk.

Reading follows Datasette's own permissions. Writing asks for an actor whom the permission
``harvester-review`` is given to: the holder of the one-time link, Datasette's ``--root``, the
actors that the plugin's ``allow`` block names, or whomever another plugin allows.

Datasette lets a POST without cookies past its check of CSRF tokens, so every handler that writes
asks here for the actor and for the Origin too.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from datasette import Forbidden, Request, actor_matches_allow

if TYPE_CHECKING:
    from datasette.app import Datasette

PERMISSION = "harvester-review"
#: The actor whom the one-time link makes of a visitor, until the server stops.
GUEST = "harvester-desk"
#: The tables that the desk's pages show: who may not see one of them in Datasette may not here.
_SHOWN = (
    "records contributors reference_entries assertions captures readings review_items decisions"
).split()


async def ask_to_read(datasette: "Datasette", actor: dict[str, Any] | None, database: str) -> None:
    """Raises Forbidden for an actor who may not see the database, or a table that is shown."""
    for table in _SHOWN:
        await datasette.ensure_permissions(
            actor,
            [("view-table", (database, table)), ("view-database", database), "view-instance"],
        )


async def may_write(datasette: "Datasette", actor: dict[str, Any] | None, database: str) -> bool:
    """Whether an actor may decide on records of this database."""
    if actor is None or not datasette.databases[database].is_mutable:
        return False
    return bool(await datasette.permission_allowed(actor, PERMISSION, database, default=False))


def is_allowed(datasette: "Datasette", actor: dict[str, Any] | None, database: str) -> bool | None:
    """What this plugin itself says of an actor who would write; None where it says nothing."""
    if actor is None:
        return None
    allow = (datasette.plugin_config("harvester", database=database) or {}).get("allow")
    if allow is not None:
        return bool(actor_matches_allow(actor, allow)) or actor.get("id") == GUEST
    return True if actor.get("id") in (GUEST, "root") else None


def check_origin(request: Request) -> None:
    """Raises Forbidden for a request that no page of this very server sent.

    Every browser says with a POST which page sends it; a form of another site says so too.
    """
    origin = request.headers.get("origin", "")
    if not origin or urlsplit(origin).netloc.casefold() != request.host.casefold():
        raise Forbidden(
            "This was not sent from a page of this desk, and nothing was stored. (Behind a "
            "proxy, let it pass on the Host header.)"
        )
