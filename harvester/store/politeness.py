"""What was asked of each host, and how: the figures of the receipt."""

import json
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlite_utils import Database


def receipt(db: Database, since: str | None = None) -> list[dict[str, Any]]:
    """One row a host: counts, bytes, delays, what its robots.txt was, who asked.

    ``shortest_pause`` is the least time in seconds between two requests of one run, from the
    log of requests itself; None where a host was asked once.
    """
    hosts = db.execute(
        "SELECT host, robots_status, robots_at, paused_until, paused_why FROM hosts ORDER BY host"
    ).fetchall()
    rows = []
    for host, status, robots_at, paused_until, paused_why in hosts:
        asked = db.execute(
            "SELECT at, size, delay, outcome FROM requests WHERE host = ? AND at >= ? ORDER BY id",
            (host, since or ""),
        ).fetchall()
        if not asked:
            continue
        outcomes: dict[str, int] = {}
        for *_, outcome in asked:
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        rows.append(
            {
                "host": host,
                "requests": len(asked),
                "bytes": sum(row[1] for row in asked),
                "first": asked[0][0],
                "last": asked[-1][0],
                "delay": max(row[2] for row in asked),
                "shortest_pause": _shortest([row[0] for row in asked]),
                "robots": _robots(status, robots_at),
                "user_agent": _user_agent(db, host),
                "paused_until": paused_until,
                "paused_why": paused_why,
                "outcomes": dict(sorted(outcomes.items())),
            }
        )
    return rows


def _shortest(moments: list[str]) -> float | None:
    times = [datetime.fromisoformat(moment.replace("Z", "+00:00")) for moment in moments]
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    return min(gaps) if gaps else None


def _robots(status: int | None, at: str | None) -> str:
    if status is None:
        return "not asked for"
    if status == 0 or status >= 500:
        return f"could not be had at {at}, so the host is waited for"
    if status >= 400:
        return f"there is none (status {status}, asked at {at}): all is allowed"
    return f"kept as of {at}"


def _user_agent(db: Database, host: str) -> str | None:
    """The User-Agent of the last capture from a host."""
    row = db.execute(
        "SELECT request_headers FROM captures WHERE url LIKE ? OR url LIKE ? "
        "ORDER BY id DESC LIMIT 1",
        (f"http://{host}%", f"https://{host}%"),
    ).fetchone()
    return dict(json.loads(row[0])).get("user-agent") if row else None
