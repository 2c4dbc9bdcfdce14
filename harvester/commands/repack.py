"""``harvester repack``: stored pages made small."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, safe
from harvester.lock import only_run

if TYPE_CHECKING:
    from harvester.repack import Step


@click.command()
@click.option(
    "--vacuum", is_flag=True, help="Make the file smaller too; no other program may write then."
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, vacuum: bool, as_json: bool) -> int:
    """Compress stored pages anew, with what the pages of a site have in common.

    It may work beside a harvest and be broken off: each page is one transaction, and is read
    back and compared before its old form goes. New pages use the new dictionaries at once.

    \b
    Examples:
      harvester repack
      harvester repack --vacuum
    """
    from harvester.harvest import open_run
    from harvester.repack import Total, make_dictionaries, note, repack_bodies
    from harvester.store import queries
    from harvester.store.database import vacuum as shrink

    db = context.database()
    total = Total()
    with (
        only_run(context.db_path, "repack"),
        open_run(db, context.config, "repack", context.say) as run,
    ):
        for new in make_dictionaries(db):
            total.dictionaries += 1
            kind = "trained" if new.kind == "trained" else f"made of {new.kind}"
            context.say(safe(f"A dictionary for {new.likes or 'pages of no site'}, {kind}."))
        with _progress(context, queries.body_count(db)) as tell:
            for step in repack_bodies(db):
                tell(step)
                total.add(step)
                if step.fault:
                    click.echo(safe(step.fault), err=True)
        run.well, run.failed = total.bodies - total.damaged, total.damaged
        if total.hashed:
            note(db, run.id, total.hashed, total.damaged)
        if vacuum:
            shrink(db)
    if as_json:
        print_json(asdict(total))
    else:
        click.echo(
            f"{count(total.bodies, 'body', 'bodies')} of {_size(total.bytes)}: stored as "
            f"{_size(total.stored_before)} before, as {_size(total.stored_after)} now."
        )
    if total.stored_before > total.stored_after and not vacuum:
        context.say("The room is used for what comes next; --vacuum makes the file smaller.")
    return 1 if total.damaged else 0


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 1e6 else f"{number / 1e3:,.1f} KB"


@contextmanager
def _progress(context: Context, total: int) -> "Iterator[Callable[[Step], None]]":
    """On a terminal a bar with the time that is left; elsewhere nothing."""
    if context.quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda step: bar.update(task, advance=1)
