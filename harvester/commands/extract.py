"""``harvester extract WARC…``: in bulk, WARC files to Parquet tables."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_fields, print_json_line, safe
from harvester.errors import UsageError

if TYPE_CHECKING:
    from harvester.bulk.extract import Tally
    from harvester.bulk.folder import Done


@click.command()
@click.argument("warcs", nargs=-1, metavar="WARC…")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="The folder of the tables, at any address. What is finished there is not done again.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet"]),
    default="parquet",
    show_default=True,
    help="How the tables are written.",
)
@click.option(
    "--cdx",
    multiple=True,
    metavar="FILE",
    help="An index whose lines name file, offset and length of records: CDX, CDXJ, JSON lines, "
    "CSV.",
)
@click.option(
    "--root",
    metavar="ADDRESS",
    help="Where the files lie that the index names. [default: beside the index]",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes on this machine. [default: one a processor]",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do it: tcp://….:8786."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, for programs.")
@click.pass_obj
def command(
    context: Context,
    warcs: tuple[str, ...],
    output: str,
    form: str,
    cdx: tuple[str, ...],
    root: str | None,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Read WARC and WACZ files in bulk into Parquet tables, on one machine or a cluster.

    WARC is a file, a folder of them or a pattern, at any address: a path, s3://…, https://….
    The tables have the columns of the database, one folder a host. A file that is finished
    is not read again; what cannot be read becomes a row with its outcome. Exit code 1 says
    that some file could not be read whole.

    \b
    Examples:
      harvester extract crawl/*.warc.gz -o tables
      harvester extract s3://archive/2024/ -o s3://archive/tables --scheduler tcp://node1:8786
      harvester extract --cdx selected.cdxj --root https://data.commoncrawl.org -o tables
    """
    if not warcs and not cdx:
        raise UsageError("Name WARC files to read, or an index with --cdx.")
    if scheduler and workers:
        raise UsageError("--workers is for this machine; a cluster has its own number of them.")
    with needed():
        from harvester.bulk.extract import Tally, batches_named, extract
        from harvester.bulk.folder import Folder
    config = context.config
    batches = batches_named(warcs, cdx, root)
    folder, tally = Folder(output), Tally()
    with _progress(context, len(batches)) as step:
        made = extract(batches, folder, config, workers or os.cpu_count() or 1, scheduler, tally)
        told = 0
        for batch, done in made:
            step(None if isinstance(done, str) else done)
            if isinstance(done, str):
                pass
            elif as_json:
                print_json_line(asdict(done) | {"files": len(done.files)})
            elif context.verbose:
                context.say(f"{safe(batch.word)}: {count(done.captures, 'capture')}.")
            told = _tell(tally.sentences, told)
    _tell(tally.sentences, told)
    if not as_json:
        _print(tally, output)
    return 1 if tally.sentences else 0


def _tell(sentences: list[str], told: int) -> int:
    """Print what was not well, without what was told before; how much is told now."""
    for sentence in sentences[told:]:
        click.echo(safe(sentence), err=True)
    return len(sentences)


@contextmanager
def needed() -> Iterator[None]:
    """Say plainly what to install where the packages of the extra ``bulk`` are missing."""
    try:
        yield
    except ModuleNotFoundError as fault:
        if (fault.name or "").startswith("harvester"):
            raise
        raise UsageError(
            f"This command needs packages that are not installed ({fault.name}). Install them: "
            "pip install 'harvester[bulk]', or in a clone of the repository pip install '.[bulk]'."
        ) from fault


@contextmanager
def _progress(context: Context, total: int) -> Iterator[Callable[["Done | None"], None]]:
    """A bar on a terminal; nothing elsewhere."""
    if context.quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), Left())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=total)
        pages = 0

        def step(done: "Done | None") -> None:
            nonlocal pages
            pages += done.captures if done else 0
            bar.update(task, advance=1, description=f"files, {count(pages, 'capture')}")

        yield step


def _print(tally: "Tally", output: str) -> None:
    outcomes = ", ".join(
        f"{number:,} {safe(outcome)}" for outcome, number in tally.outcomes.most_common()
    )
    finished = f" ({tally.before:,} finished before)" if tally.before else ""
    click.echo(safe(output))
    print_fields(
        [
            ("batches", f"{tally.batches:,}{finished}"),
            ("captures", f"{tally.captures:,}"),
            ("outcomes", outcomes),
            ("records", f"{tally.records:,}"),
            ("references", f"{tally.references:,}"),
        ]
    )
