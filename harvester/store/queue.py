"""Jobs, their queue, and when a watched page is looked at again.

An item is done in the same transaction that stores what it brought: a program that dies at
any moment leaves it either waiting or done, never in between.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Item:
    """One source of a job. ``role`` says what to do with it: a page, a feed, a list …"""

    role: str
    source: str
    host: str
    options: dict[str, str] = field(default_factory=dict)
    id: int = 0


def note_job(db: Database, name: str, schedule: str | None, timezone: str) -> None:
    """Keep what the configuration says of a job. Call inside a transaction."""
    db.execute(
        "INSERT INTO jobs (name, schedule, timezone) VALUES (?1, ?2, ?3) ON CONFLICT (name) "
        "DO UPDATE SET schedule = ?2, timezone = ?3",
        (name, schedule, timezone),
    )


def job_started(db: Database, name: str) -> str | None:
    """When a job last started, or None."""
    row = db.execute("SELECT last_started_at FROM jobs WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def job_row(db: Database, name: str) -> dict[str, str | int | None]:
    """What is known of a job: its last start and end, its outcome, and how many items wait."""
    row = db.execute(
        "SELECT last_started_at, last_ended_at, last_outcome, (SELECT count(*) FROM queue q "
        "WHERE q.job = j.name AND q.state = 'waiting') FROM jobs j WHERE name = ?",
        (name,),
    ).fetchone()
    names = ("last_started_at", "last_ended_at", "last_outcome", "waiting")
    return dict(zip(names, row, strict=True)) if row else {}


def unfinished_run(db: Database, name: str) -> int | None:
    """The run of a job that never ended: its program died."""
    row = db.execute(
        "SELECT max(id) FROM runs WHERE job = ? AND ended_at IS NULL", (name,)
    ).fetchone()
    return row[0] if row else None


def start_job(db: Database, name: str, run_id: int, at: str) -> None:
    """Note that a job runs. Call inside a transaction."""
    db.execute("UPDATE runs SET job = ? WHERE id = ?", (name, run_id))
    db.execute(
        "UPDATE jobs SET last_run_id = ?, last_started_at = ?, last_ended_at = NULL, "
        "last_outcome = NULL WHERE name = ?",
        (run_id, at, name),
    )


def end_job(db: Database, name: str, outcome: str, at: str) -> None:
    """Note how a job ended. Call inside a transaction."""
    db.execute(
        "UPDATE jobs SET last_ended_at = ?, last_outcome = ? WHERE name = ?", (at, outcome, name)
    )


def enqueue(
    db: Database, job: str, items: Sequence[Item], at: str, but_not_of_run: int | None = None
) -> int:
    """Add items that are not waiting already and whose time has come; gives how many.

    ``but_not_of_run``: nor such as this run has done already. Call inside a transaction.
    """
    added = 0
    for item in items:
        not_now = db.execute(
            "SELECT 1 FROM watched WHERE source = ?1 AND next_look_at > ?2 UNION ALL "
            "SELECT 1 FROM queue WHERE run_id = ?3 AND job = ?4 AND source = ?1 LIMIT 1",
            (item.source, at, but_not_of_run, job),
        ).fetchone()
        if not_now is None:
            cursor = db.execute(
                "INSERT OR IGNORE INTO queue (job, role, source, host, options, added_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (job, item.role, item.source, item.host, json.dumps(item.options), at),
            )
            added += cursor.rowcount
    return added


def waiting(db: Database, job: str) -> int:
    """How many items of a job wait, those that were put off among them."""
    row = db.execute(
        "SELECT count(*) FROM queue WHERE job = ? AND state = 'waiting'", (job,)
    ).fetchone()
    return int(row[0])


def waiting_by_host(db: Database) -> dict[str, int]:
    """How many items of each host wait, of all jobs."""
    rows = db.execute("SELECT host, count(*) FROM queue WHERE state = 'waiting' GROUP BY host")
    return dict(rows.fetchall())


def hosts_waiting(db: Database, job: str, at: str) -> list[str]:
    """The hosts of which an item may be worked off now; "" stands for saved pages."""
    rows = db.execute(
        "SELECT DISTINCT host FROM queue WHERE job = ? AND state = 'waiting' "
        "AND (not_before IS NULL OR not_before <= ?)",
        (job, at),
    ).fetchall()
    return [row[0] for row in rows]


def next_item(db: Database, job: str, host: str, at: str) -> Item | None:
    """The first item of a host that may be worked off now, or None."""
    row = db.execute(
        "SELECT role, source, host, options, id FROM queue WHERE job = ? AND state = 'waiting' "
        "AND host = ? AND (not_before IS NULL OR not_before <= ?) ORDER BY id LIMIT 1",
        (job, host, at),
    ).fetchone()
    return Item(row[0], row[1], row[2], json.loads(row[3]), row[4]) if row else None


def finish(
    db: Database, item: Item, run_id: int, outcome: str, at: str, capture_id: int | None = None
) -> None:
    """An item is done. Call inside the transaction that stores what it brought."""
    db.execute(
        "UPDATE queue SET state = 'done', run_id = ?, outcome = ?, done_at = ?, capture_id = ? "
        "WHERE id = ?",
        (run_id, outcome, at, capture_id, item.id),
    )


def finish_if_waiting(db: Database, item: Item, run_id: int, outcome: str, at: str) -> None:
    """An item is done, if nothing has said so before. Call inside a transaction."""
    db.execute(
        "UPDATE queue SET state = 'done', run_id = ?, outcome = ?, done_at = ? "
        "WHERE id = ? AND state = 'waiting'",
        (run_id, outcome, at, item.id),
    )


def note_taken(db: Database, item: Item) -> None:
    """One more capture of a file is stored. Call inside the transaction that stores it."""
    db.execute(
        "UPDATE queue SET options = json_set(options, '$.taken', "
        "CAST(coalesce(json_extract(options, '$.taken'), 0) + 1 AS TEXT)) WHERE id = ?",
        (item.id,),
    )


def is_taken(db: Database, item: Item, capture_id: int | None) -> bool:
    """Whether anything of a file is stored: its last capture, or some before that."""
    (taken,) = db.execute(
        "SELECT json_extract(options, '$.taken') FROM queue WHERE id = ?", (item.id,)
    ).fetchone()
    return capture_id is not None or taken is not None


def put_off(db: Database, item: Item, until: str, capture_id: int | None = None) -> None:
    """An item waits until a later run. Call inside a transaction."""
    db.execute(
        "UPDATE queue SET not_before = ?, outcome = 'put-off', capture_id = ? WHERE id = ?",
        (until, capture_id, item.id),
    )


def look_again(
    db: Database, job: str, source: str, capture_id: int | None, text_sha256: str, unchanged: int,
    at: str, next_at: str,
) -> None:  # fmt: skip
    """When a page is looked at again. Call inside a transaction."""
    db.execute(
        "INSERT INTO watched (source, job, capture_id, text_sha256, unchanged, looked_at, "
        "next_look_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (source) DO UPDATE SET "
        "job = ?2, capture_id = ?3, text_sha256 = ?4, unchanged = ?5, looked_at = ?6, "
        "next_look_at = ?7",
        (source, job, capture_id, text_sha256, unchanged, at, next_at),
    )


def last_look(db: Database, source: str) -> tuple[str | None, int]:
    """The digest of the stripped text at the last look, and for how many it stayed the same."""
    row = db.execute(
        "SELECT text_sha256, unchanged FROM watched WHERE source = ?", (source,)
    ).fetchone()
    return (row[0], row[1]) if row else (None, 0)
