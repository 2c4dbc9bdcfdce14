"""``harvester run [JOB…]``: scheduled runs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvester.commands import log
from harvester.commands.context import Context
from harvester.commands.printing import count, print_json_line, print_table, result_json
from harvester.commands.progress import shown
from harvester.config import Job
from harvester.errors import UsageError
from harvester.harvest import Result
from harvester.lock import only_run
from harvester.schedule import is_due
from harvester.store import queue

if TYPE_CHECKING:
    from sqlite_utils import Database

    from harvester.run import JobResult


@click.command()
@click.argument("names", nargs=-1, metavar="[JOB…]")
@click.option("--due", is_flag=True, help="Only jobs whose schedule says so: for cron.")
@click.option(
    "--log",
    "log_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file to add a line to for each event.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, for programs.")
@click.pass_obj
def command(
    context: Context, names: tuple[str, ...], due: bool, log_path: Path | None, as_json: bool
) -> int:
    """Work off the jobs of config/jobs.toml: all, those named, or those that are due.

    Only one run at a time works on a database (exit code 3 says that another one does). A run
    that was broken off is gone on with.

    \b
    Examples:
      harvester run
      harvester run cold-war
      harvester --quiet run --due --log data/harvest.log
    """
    jobs = _jobs(context, names)
    with only_run(context.db_path):
        db = context.database(create=True)
        if due:
            now = datetime.now(UTC)
            jobs = [
                job
                for job in jobs
                if queue.unfinished_run(db, job.name)
                or is_due(job, queue.job_started(db, job.name), now)
            ]
        if not jobs:
            context.say(
                "Nothing is due." if due else "There are no jobs yet: see config/jobs.toml."
            )
            return 0
        results = _work(context, db, jobs, log_path, as_json)
    if not as_json and not context.quiet:
        _summary(results)
    return 1 if any(result.failed for result in results) else 0


def _work(
    context: Context, db: "Database", jobs: Sequence[Job], path: Path | None, as_json: bool
) -> list["JobResult"]:
    """Work the jobs off, and tell of it on the terminal, in the log, and as JSON lines."""
    from harvester.run import run_jobs

    results: list[JobResult] = []
    with log.opened(path) as write, shown(context, db, as_json) as show:

        def tell(result: Result) -> None:
            write("page", **_fields(result))
            show.tell(result)
            if as_json:
                print_json_line(result_json(result))

        def say(text: str) -> None:
            write("note", message=text)
            show.say(text)

        for job in jobs:
            write("start", job=job.name)
            for result in run_jobs(db, context.config, [job], say, tell, show.waits):
                write("end", **asdict(result))
                results.append(result)
    return results


def _jobs(context: Context, names: Sequence[str]) -> list[Job]:
    known = {job.name: job for job in context.config.jobs}
    if strange := [name for name in names if name not in known]:
        shown = ", ".join(known) or "none"
        raise UsageError(f'There is no job "{strange[0]}" in jobs.toml. Known are: {shown}.')
    return [known[name] for name in names] if names else list(known.values())


def _sentence(result: "JobResult") -> str:
    said = ", ".join(f"{number} {outcome}" for outcome, number in sorted(result.outcomes.items()))
    left = f"; {count(result.left, 'source')} left for later" if result.left else ""
    return f"{said or 'nothing to do'}; {count(result.requests, 'request')}{left}"


def _summary(results: Sequence["JobResult"]) -> None:
    """What each job did, as a table."""
    rows = [
        {"job": result.job, "ended": result.outcome, "what": _sentence(result)}
        for result in results
    ]
    print_table(rows, (("job", "job"), ("ended", "ended"), ("what", "what it did")), wrap=True)


def _fields(result: Result) -> dict[str, object]:
    """A source as it stands in the log."""
    return {
        "outcome": result.outcome,
        "source": result.name,
        "capture": result.capture_id,
        "record": result.record_id,
        "changed": "yes" if result.changed else None,
        "message": result.sentence,
    }
