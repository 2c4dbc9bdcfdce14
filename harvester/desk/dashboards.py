"""The dashboard of a collection: plots that the plugin datasette-dashboards draws.

It reads what it draws from Datasette's metadata, and serves its own JavaScript (Vega), so that
no outside host is asked. Vega makes functions from text, which a strict Content-Security-Policy
forbids: the dashboards' pages have a policy of their own, which allows that and no other host.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from copy import deepcopy
from typing import Any

from harvester.desk import plots

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Any, _Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)

_LAYOUT = [
    ["references-by-year", "references-by-year", "references-by-language"],
    ["fields-by-month", "fields-by-month", "fields-by-month"],
    ["outcomes-by-host", "outcomes-by-host", "review-progress"],
]


def plugins(databases: Iterable[str]) -> dict[str, Any]:
    """The settings of plugins, as Datasette's metadata has them, for databases of ours.

    One dashboard for each, called by its name. Columns are never read as Markdown (a part of
    the dashboards would, by the column's name): pages could ask for pictures from elsewhere.
    Made anew each time: Datasette writes into it what the user's own metadata says.
    """
    made: dict[str, Any] = {}
    for database in databases:
        slug = name = re.sub(r"[^A-Za-z0-9_-]+", "-", database)
        number = 2
        while slug in made:
            slug, number = f"{name}-{number}", number + 1
        made[slug] = _dashboard(database)
    if not made:
        return {}
    return {"datasette-dashboards": made, "datasette-render-markdown": {"patterns": []}}


def _dashboard(database: str) -> dict[str, Any]:
    return {
        "database": database,
        "title": f"The collection {database}",
        "description": "References, what pages tell from month to month, how fetching ends, and "
        "what waits for review. Each plot has a page of its own, with the query behind it.",
        "layout": [list(row) for row in _LAYOUT],
        "filters": {
            "site": {"name": "Site", "type": "select", "db": database, "query": plots.SITES},
        },
        "charts": {
            name: {"db": database, "library": "vega-lite", **chart}
            for name, chart in deepcopy(plots.CHARTS).items()
        },
    }


def guarded(app: App) -> App:
    """The application with ``POLICY`` on the dashboards' pages.

    A prefix of the address (Datasette's ``base_url``) may or may not be there.
    """

    async def answer(scope: MutableMapping[str, Any], receive: Any, send: _Send) -> None:
        async def with_policy(message: _Message) -> None:
            if message["type"] == "http.response.start":
                header = (b"content-security-policy", POLICY.encode())
                message = {**message, "headers": [*message.get("headers", ()), header]}
            await send(message)

        ours = scope["type"] == "http" and "/-/dashboards" in scope["path"]
        await app(scope, receive, with_policy if ours else send)

    return answer
