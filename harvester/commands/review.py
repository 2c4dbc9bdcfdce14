"""``harvester review``: what waits for a person, and what that person decides."""

from typing import Any

import click
from sqlite_utils import Database

from harvester import reviewing
from harvester.clock import utc_now
from harvester.commands.context import Context
from harvester.commands.decided import said, short
from harvester.commands.printing import count, print_fields, print_json, print_table
from harvester.keys import find, find_own
from harvester.reviewing import Verdict
from harvester.store import review
from harvester.store.decisions import get

_COLUMNS = (
    ("id", "item"),
    ("record_id", "record"),
    ("question", "question"),
    ("field", "field"),
    ("reason", "reason"),
)
_by = click.option(
    "--by",
    metavar="INITIALS",
    envvar="HARVESTER_REVIEWER",
    show_envvar=True,
    required=True,
    help="Who decides.",
)
_reason = click.option("--reason", default="", metavar="TEXT", help="Why.")
_json = click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")


@click.group(invoke_without_command=True)
@click.option("--site", metavar="NAME", help="Only records of this site.")
@click.option("--job", metavar="NAME", help="Only records that this job harvested.")
@click.option("--question", metavar="WORD", help="Only questions of this kind: role-unknown …")
@click.option("--record", "key", metavar="KEY", help="Only questions on this record.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many."
)
@click.option(
    "--after", type=click.IntRange(min=0), default=0, metavar="ITEM", help="Go on after this item."
)
@click.option("--counts", is_flag=True, help="How many wait, by kind of question and by site.")
@_json
@click.pass_context
def command(ctx: click.Context, /, counts: bool, as_json: bool, **asked: Any) -> None:
    """Print what waits for a person, or decide on it.

    FIELD is a key of "show --json"; a member of a list is counted from 1: contributors.1.role,
    references.3.csl.title, references.3.names.1. What is decided stands above what the machine
    chose; no later harvest undoes it, and it is asked again when its own page changes.

    \b
    Examples:
      harvester review --question role-unknown
      harvester review correct 1 contributors.1.role author --reason "title page" --by ABC
      harvester review accept 1 references.3.names.1 --by ABC
      harvester review undo 7 --by ABC
    """
    if ctx.invoked_subcommand is not None:
        return
    context: Context = ctx.obj
    db = context.database()
    if counts:
        _print_counts(review.counts(db), as_json)
        return
    key = asked.pop("key")
    asked["record_id"] = find(db, context.config, key) if key else None
    rows = review.waiting(db, **asked)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, _COLUMNS)
        if len(rows) == asked["limit"]:
            context.say(f"These are {len(rows)}; go on with --after {rows[-1]['id']}.")
    else:
        context.say("Nothing waits.")


def _print_counts(counts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(counts)
        return
    print_fields([("open", counts["open"]), ("decided", counts["decided"])])
    for name in ("questions", "sites"):
        rows = [{"name": word or "(none)", "count": n} for word, n in counts[name].items()]
        if rows:
            click.echo()
            print_table(rows, (("count", "open"), ("name", name.removesuffix("s"))))


def _verdict(kind: str, help_: str, needs_value: bool = False) -> None:
    """Add the command that gives a verdict of one kind."""

    def decide(
        context: Context, key: str, field: str, value: str | None = None, *,
        reason: str, by: str, as_json: bool,
    ) -> None:  # fmt: skip
        db = context.database()
        record_id = find(db, context.config, key)
        verdict = Verdict(record_id, field, kind, value, reason, by)
        _print_decision(context, db, reviewing.decide(db, verdict, utc_now()), as_json)

    made = click.argument("value", required=needs_value)(click.pass_obj(decide))
    made = click.argument("key")(click.argument("field")(made))
    command.command(kind, help=help_, short_help=help_.partition(";")[0].removesuffix("."))(
        _reason(_by(_json(made)))
    )


_verdict(
    "accept",
    "Say that a value is right; of a suspected name, that it is turned round. FIELD record: all of "
    "it. With VALUE only if that is the value.",
)
_verdict("correct", "Say what the value is instead.", needs_value=True)
_verdict("reject", "Say that a value is wrong, and that there is none.")
_verdict("keep", "Say that what is shown (or VALUE) stays, although the page says otherwise.")
_verdict("follow", "Say that the page is right now: earlier decisions on this stand no more.")


@command.command()
@click.argument("decision", type=int)
@_reason
@_by
@_json
@click.pass_obj
def undo(context: Context, decision: int, reason: str, by: str, as_json: bool) -> None:
    """Take a decision back, by a new one: what held before it holds again."""
    db = context.database()
    number = reviewing.undo(db, decision, reason, by, utc_now())
    _print_decision(context, db, number, as_json)


@command.command()
@click.argument("key")
@click.argument("other")
@_reason
@_by
@_json
@click.pass_obj
def merge(context: Context, key: str, other: str, reason: str, by: str, as_json: bool) -> None:
    """Say that two records are one work: OTHER leads to KEY, and fills in what KEY lacks."""
    db = context.database()
    pair = (find(db, context.config, key), find(db, context.config, other))
    number = reviewing.merge(db, *pair, reason, by, utc_now())
    _print_decision(context, db, number, as_json)


@command.command()
@click.argument("key")
@click.argument("other")
@_reason
@_by
@_json
@click.pass_obj
def split(context: Context, key: str, other: str, reason: str, by: str, as_json: bool) -> None:
    """Say that two records are two works: they part where they were merged, for good."""
    db = context.database()
    pair = (find_own(db, context.config, key), find_own(db, context.config, other))
    number = reviewing.split(db, *pair, reason, by, utc_now())
    _print_decision(context, db, number, as_json)


@command.command()
@click.argument("key")
@_json
@click.pass_obj
def history(context: Context, key: str, as_json: bool) -> None:
    """Print all decisions on a record, the newest first."""
    db = context.database()
    rows = review.history(db, find(db, context.config, key))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print_fields(
            [
                ("decision", f"{row['id']}: {said(row)}"),
                ("by", f"{row['by']} on {row['at']}"),
                ("reason", row["reason"]),
                ("machine", short(row["seen"])),
                ("undone", f"by decision {row['undone_by']}" if row["undone_by"] else ""),
            ]
        )
        click.echo()
    if not rows:
        context.say("Nobody has decided anything on this record.")


def _print_decision(context: Context, db: Database, number: int, as_json: bool) -> None:
    made = get(db, number)
    assert made is not None
    row = next(row for row in review.history(db, made.record_id) if row["id"] == number)
    waiting = len(review.waiting(db, record_id=made.record_id, limit=10_000))
    if as_json:
        print_json(row | {"open": waiting})
        return
    print_fields([(f"decision {number}", said(row))], indent="")
    rest = f"{count(waiting, 'question')} of record {made.record_id} still wait."
    context.say(rest if waiting != 1 else rest.replace("wait", "waits"))
