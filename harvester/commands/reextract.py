"""``harvester reextract``: today's reader over stored captures."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json_line, print_wrapped, safe
from harvester.keys import find
from harvester.lock import only_run

if TYPE_CHECKING:
    from harvester.reextract import Change, Step

#: A value that is longer is cut off where it is shown to a person; ``--json`` has all of it.
_LONGEST = 200


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option("--apply", "applied", is_flag=True, help="Let what is read supersede what stood.")
@click.option("--force", is_flag=True, help="Also what this reader has read already.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=lambda: os.cpu_count() or 1,
    show_default="one a processor",
    help="Processes that read side by side.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a record that changes.")
@click.pass_obj
def command(
    context: Context,
    keys: tuple[str, ...],
    applied: bool,
    force: bool,
    workers: int,
    as_json: bool,
) -> int:
    """Read stored captures again with today's reader, offline.

    Without --apply it says which records would change, field by field, and stores nothing.
    With it, new readings supersede the old ones, which all stay; what a person decided
    stands. Captures that this reader has read with the rules of today are passed over. When
    it is broken off, the same command goes on.

    \b
    Examples:
      harvester reextract
      harvester reextract --apply --workers 8
      harvester reextract 10.1017/… --force --json
    """
    from harvester import reextract
    from harvester.store import rereading

    db = context.matched()
    records = [find(db, context.config, key) for key in keys] or None
    which = reextract.wanted(context.config, records, force)
    total = rereading.count(db, which)
    workers = min(workers, total // 16 + 1)
    with only_run(context.db_path, "reextract"), _progress(context, total) as tell:
        read = failed = 0
        changed: set[str] = set()
        if not applied:
            steps = reextract.proposal(db, context.db_path, context.config, which, workers)
        else:
            steps = reextract.apply(
                db, context.db_path, context.config, which, workers, context.say
            )
        for step in steps if total else ():
            tell(step)
            read, failed = read + step.read, failed + len(step.failed)
            for sentence in step.failed:
                click.echo(safe(sentence), err=True)
            for change in step.changes:
                changed.add(change.key)
                _print(change, as_json)
    context.say(_summary(read, len(changed), applied, bool(keys)))
    return 1 if failed else 0


def _summary(read: int, changed: int, applied: bool, named: bool) -> str:
    if not read:
        return (
            "Nothing to do: this reader has read every capture "
            f"{'of these records ' if named else ''}with the rules of today. See --force."
        )
    verb = "changed" if applied else "would change"
    said = f"{count(read, 'capture')} read; {count(changed, 'record')} {verb}."
    return said if applied or not changed else f"{said} Nothing is stored; see --apply."


def _print(change: "Change", as_json: bool) -> None:
    if as_json:
        print_json_line(
            {
                "id": None if change.is_new else change.record_id,
                "key": change.key,
                "new": change.is_new,
                "fields": [
                    {"field": name, "before": before, "after": after}
                    for name, before, after in change.fields
                ],
            }
        )
        return
    number = "new" if change.is_new else str(change.record_id)
    click.echo(safe(f"{number}  {change.title or change.key}"))
    for line in _lines(change):
        print_wrapped(safe(line), "  ", "    ")


def _lines(change: "Change") -> Iterator[str]:
    """Each field that changes, on a line of its own; of lists what changes in them."""
    for name, before, after in change.fields:
        if name == "references" and before:
            yield from _references(before, after)
        elif isinstance(after, list) or isinstance(before, list):
            yield f"{name}: {_of_list(before)} → {_of_list(after)}"
        else:
            yield f"{name}: {_short(before)} → {_short(after)}"


def _references(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[str]:
    from harvester.extract.references.difference import difference
    from harvester.extract.references.difference_words import sentences
    from harvester.lists import as_references

    yield from sentences(difference(as_references(before), as_references(after)))


def _of_list(values: list[Any] | None) -> str:
    return _short("; ".join(_words(value) for value in values or ()) or None)


def _words(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "role" in value:
        return f"{value['name']} ({value['role']})"
    return str(value.get("title") or value.get("text") or value.get("value") or value)


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@contextmanager
def _progress(context: Context, total: int) -> "Iterator[Callable[[Step], None]]":
    """On a terminal a bar with pages a second and the time that is left; elsewhere nothing."""
    if context.quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, speed="")

        def tell(step: "Step") -> None:
            bar.update(task, advance=step.read)
            speed = bar.tasks[task].speed
            bar.update(task, speed=f"{speed:.0f} pages/s" if speed else "")

        yield tell
