"""``harvester verify``: whether what is stored is what was harvested and decided."""

import sys
from pathlib import Path

import click

from harvester.clock import utc_now, utc_text
from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, print_table, print_wrapped
from harvester.store.fixity import Extent
from harvester.verifying import Verification, verify

#: Faults of one check that are printed for a person; ``--json`` has them all.
_SHOWN = 5


@click.command()
@click.option(
    "--sample",
    type=click.FloatRange(0, 100, min_open=True),
    default=100.0,
    metavar="PERCENT",
    help="Only this share of bodies, seals and records; other ones each day.",
)
@click.option("--since", metavar="ISO", help="Only captures and changes since this day or moment.")
@click.option(
    "--heads",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of heads of the chain, written down outside (setting heads).",
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(
    context: Context, sample: float, since: str | None, heads: Path | None, as_json: bool
) -> int:
    """Check that what is stored is what was harvested and decided; exit code 1 if not.

    Every body is read back and hashed; the chain of events is walked, and each event compared
    with the rows it speaks of; records are made again from their evidence. The check itself
    becomes an event.

    \b
    Examples:
      harvester verify
      harvester verify --sample 5 --heads /mnt/other/heads.txt
    """
    one_in = max(1, round(100 / sample))
    at = utc_now()
    extent = Extent(utc_text(since) if since else "", one_in, int(at[8:10]))
    db = context.database()
    if heads is None and context.config.settings.harvester.heads:
        heads = Path(context.config.settings.harvester.heads)
    found = verify(db, context.config, extent, heads, at, lambda name: _begin(context, name))
    if as_json:
        print_json(_json(found))
    else:
        _print(context, found)
    return 1 if found.faults else 0


def _begin(context: Context, name: str) -> None:
    if sys.stderr.isatty():
        context.say(f"checking {name} …")


def _print(context: Context, found: Verification) -> None:
    rows = [
        {
            "check": check.name,
            "rows": f"{check.rows:,}",
            "found": count(len(check.faults), "fault") if check.faults else "well",
            "note": check.note,
        }
        for check in found.checks
    ]
    columns = (("check", "check"), ("rows", "looked at"), ("found", "found"), ("note", ""))
    if found.faults or not context.quiet:
        print_table(rows, columns, wrap=True)
    for check in found.checks:
        for fault in check.faults[:_SHOWN]:
            print_wrapped(fault, "! ", "  ")
        if len(check.faults) > _SHOWN:
            click.echo(f"  … and {len(check.faults) - _SHOWN:,} more of {check.name} (--json)")
    number, digest = found.head
    context.say(f"Head of the chain: event {number}, {digest}")


def _json(found: Verification) -> dict[str, object]:
    number, digest = found.head
    return {
        "well": not found.faults,
        "head": {"event": number, "digest": digest},
        "checks": [
            {"check": c.name, "rows": c.rows, "faults": c.faults, "note": c.note or None}
            for c in found.checks
        ],
    }
