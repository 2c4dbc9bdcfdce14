"""``harvester jobs``: the jobs with their last and next run."""

from datetime import UTC, datetime
from typing import Any

import click

from harvester.clock import utc_of
from harvester.commands.context import Context
from harvester.commands.printing import print_json, print_table
from harvester.config import Job
from harvester.schedule import is_due, next_moment
from harvester.store import queue

_COLUMNS = (
    ("name", "job"),
    ("schedule", "schedule"),
    ("last", "last run"),
    ("outcome", "ended"),
    ("next", "next run"),
    ("waiting", "waiting"),
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, as_json: bool) -> None:
    """List the jobs of config/jobs.toml: the last run, how that ended, the next run.

    Times are in UTC.

    \b
    Examples:
      harvester jobs
      harvester jobs --json
    """
    db = context.database() if context.db_path.exists() else None
    now = datetime.now(UTC)
    rows = [
        _row(job, queue.job_row(db, job.name) if db else {}, now) for job in context.config.jobs
    ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, _COLUMNS)
    else:
        context.say("There are no jobs yet: see config/jobs.toml.")


def _row(job: Job, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    upcoming = next_moment(job, now)
    started = known.get("last_started_at")
    return {
        "name": job.name,
        "schedule": job.schedule,
        "timezone": job.timezone,
        "last": started,
        "outcome": known.get("last_outcome") or ("never ran" if not started else "did not end"),
        "next": utc_of(upcoming) if upcoming else None,
        "due": is_due(job, started, now),
        "waiting": known.get("waiting", 0),
    }
