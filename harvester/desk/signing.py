"""The one-time link that ``harvester serve`` prints: who opens it may decide."""

from typing import TYPE_CHECKING

from datasette import Forbidden, Request, Response

from harvester.desk.access import GUEST
from harvester.desk.desk import Desk, desk_of

if TYPE_CHECKING:
    from datasette.app import Datasette


def link(datasette: "Datasette", desk: Desk) -> str:
    """The path of a new one-time link; an older one opens no more."""
    return f"{datasette.urls.path('/-/review/sign-in')}?token={desk.invite()}"


async def sign_in(datasette: "Datasette", request: Request) -> Response:
    """``/-/review/sign-in?token=…``: signs in until the server stops.

    As Datasette's own ``--root``: the cookie is signed with a secret that each start makes anew.
    """
    if not desk_of(datasette).take(request.args.get("token") or ""):
        raise Forbidden(
            "This link was used already, or is none. harvester serve prints a new one when it is "
            "started again."
        )
    answer = Response.redirect(datasette.urls.path("/-/review"), status=303)
    actor = {"id": GUEST, "display": "reviewer"}
    secure = request.scheme == "https"
    cookie = datasette.sign({"a": actor}, "actor")
    answer.set_cookie("ds_actor", cookie, httponly=True, secure=secure, samesite="lax")
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["cache-control"] = "no-store"
    return answer
