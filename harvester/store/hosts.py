"""Hosts: what politeness keeps between runs, and every request that was made.

The moment of the next request is reserved in the database itself, so that two programs that
ask one host keep its delay together.
"""

import time

from sqlite_utils import Database

from harvester.asked import HostRules, Request
from harvester.model import Capture
from harvester.store.captures import add_capture
from harvester.store.database import writing

_RULES = "robots robots_status robots_at back_off walls paused_until paused_why".split()


class HostBook:
    """The hosts table for one run."""

    def __init__(self, db: Database, run_id: int) -> None:
        self._db = db
        self._run_id = run_id

    def rules(self, host: str) -> HostRules:
        """What is known of a host; a new one is known by its name."""
        row = self._db.execute(
            f"SELECT {', '.join(_RULES)} FROM hosts WHERE host = ?",
            (host,),
        ).fetchone()
        if row is None:
            return HostRules(host)
        values = dict(zip(_RULES, row, strict=True))
        return HostRules(host, **values | {"robots": values["robots"] or ""})

    def save(self, rules: HostRules, robots: Capture | None = None) -> None:
        """Keep what is known of a host; ``robots`` is the capture of its robots.txt, if new."""
        with writing(self._db):
            self._add(rules.host)
            names = ", ".join(f"{name} = ?" for name in _RULES)
            values = [getattr(rules, name) for name in _RULES]
            self._db.execute(
                f"UPDATE hosts SET {names} WHERE host = ?",
                [*values, rules.host],
            )
            if robots is not None:
                capture_id = add_capture(self._db, robots, self._run_id)
                self._db.execute(
                    "UPDATE hosts SET robots_capture_id = ? WHERE host = ?",
                    (capture_id, rules.host),
                )

    def reserve(self, host: str, delay: float) -> float:
        """Reserve the next request to a host; gives the seconds to wait until then."""
        with writing(self._db, durable=False):
            self._add(host)
            (due,) = self._db.execute(
                "SELECT next_request_at FROM hosts WHERE host = ?", (host,)
            ).fetchone()
            now = time.time()
            # A clock that was set back must not lock a host for ever.
            start = max(now, min(due, now + delay))
            self._set_next(host, start + delay)
        return float(start - now)

    def finished(self, request: Request) -> None:
        """Note a request that was made; the host's delay counts from its end."""
        with writing(self._db, durable=False):
            self._add(request.host)
            self._set_next(request.host, time.time() + request.delay)
            self._db.execute(
                "INSERT INTO requests (run_id, host, url, at, status, size, delay, outcome) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._run_id,
                    request.host,
                    request.url,
                    request.at,
                    request.status,
                    request.size,
                    request.delay,
                    request.outcome,
                ),
            )

    def _add(self, host: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO hosts (host) VALUES (?)", (host,))

    def _set_next(self, host: str, moment: float) -> None:
        self._db.execute("UPDATE hosts SET next_request_at = ? WHERE host = ?", (moment, host))
