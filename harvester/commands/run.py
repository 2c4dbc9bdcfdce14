"""``harvester run [JOB…]``: scheduled runs."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from harvester.addresses import host_of
from harvester.clock import utc_now
from harvester.commands.context import Context
from harvester.commands.printing import count, print_json_line, print_table, safe
from harvester.config import Job
from harvester.errors import StorageError, UsageError
from harvester.harvest import Result
from harvester.lock import only_run
from harvester.schedule import is_due
from harvester.store import queue

if TYPE_CHECKING:
    from harvester.run import JobResult


@click.command()
@click.argument("names", nargs=-1, metavar="[JOB…]")
@click.option("--due", is_flag=True, help="Only jobs whose schedule says so: for cron.")
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file to add a line to for each event.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, for programs.")
@click.pass_obj
def command(
    context: Context, names: tuple[str, ...], due: bool, log: Path | None, as_json: bool
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
        from harvester.run import run_jobs

        results: list[JobResult] = []
        with _log(log) as write, _progress(context, as_json) as tell:

            def told(result: Result) -> None:
                write(result.outcome, result.name, result.sentence)
                tell(result)
                if as_json:
                    print_json_line(_as_json(result))

            def say(text: str) -> None:
                write("note", "-", text)
                context.say(text)

            for result in run_jobs(db, context.config, jobs, say, told):
                write("end", result.job, _sentence(result))
                results.append(result)
    if not as_json and not context.quiet:
        _summary(results)
    return 1 if any(result.failed for result in results) else 0


def _jobs(context: Context, names: Sequence[str]) -> list[Job]:
    known = {job.name: job for job in context.config.jobs}
    if strange := [name for name in names if name not in known]:
        shown = ", ".join(known) or "none"
        raise UsageError(f'There is no job "{strange[0]}" in jobs.toml. Known are: {shown}.')
    return [known[name] for name in names] if names else list(known.values())


@contextmanager
def _log(path: Path | None) -> Iterator[Callable[[str, str, str | None], None]]:
    """A log that a person can read: time, what happened, to what, and a sentence."""
    file: TextIO | None = None
    if path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a", encoding="utf-8")
        except OSError as fault:
            raise StorageError(f"The log {path} cannot be written: {fault.strerror}.") from fault

    def write(outcome: str, source: str, sentence: str | None) -> None:
        if file:
            words = f"{utc_now()}  {outcome:<16}  {safe(source)}"
            file.write(words + (f"  {safe(sentence)}" if sentence else "") + "\n")
            file.flush()

    try:
        yield write
    finally:
        if file:
            file.close()


@contextmanager
def _progress(context: Context, as_json: bool) -> Iterator[Callable[[Result], None]]:
    """A line a host on a terminal; elsewhere a line for each source that is not well."""
    if context.quiet or as_json or not sys.stderr.isatty():

        def plain(result: Result) -> None:
            if not result.well:
                click.echo(
                    f"{safe(result.name)}: {result.outcome}. {safe(result.sentence or '')}",
                    err=True,
                )

        yield plain
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        TextColumn("{task.completed} done"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def step(result: Result) -> None:
            host = host_of(result.source.address) or "saved pages"
            if host not in tasks:
                tasks[host] = bar.add_task(safe(host), total=None)
            bar.update(tasks[host], advance=1)

        yield step


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
    print_table(rows, (("job", "job"), ("ended", "ended"), ("what", "what it did")))


def _as_json(result: Result) -> dict[str, object]:
    return {
        "source": result.source.word,
        "url": result.source.address,
        "outcome": result.outcome,
        "well": result.well,
        "message": result.sentence,
        "capture_id": result.capture_id,
        "id": result.record_id,
        "changed": result.changed,
    }
