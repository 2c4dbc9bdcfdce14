"""``harvester forget KEY``: removes captured bytes where the law asks for it."""

import click

from harvester.clock import utc_now
from harvester.commands.context import Context
from harvester.commands.printing import count
from harvester.forgetting import forget
from harvester.keys import find


@click.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why: it stays in the chain of events.")
@click.option(
    "--by", required=True, envvar="HARVESTER_REVIEWER", show_envvar=True, help="Your initials."
)
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be taken back.")
@click.pass_obj
def command(context: Context, key: str, reason: str, by: str, yes: bool) -> None:
    """Remove the captured bytes of a record for a legal need; a tombstone stays.

    The record's values, references and snippets stay, and so do addresses, times and digests of
    its captures. Backups and packages made before still hold the bytes, and the dictionary of a
    site (repack) may hold fragments.

    \b
    Examples:
      harvester forget 12 --reason "Takedown notice of 3 May 2026" --by MK
    """
    db = context.database()
    record_id = find(db, context.config, key)
    if not yes:
        click.confirm(
            f"Remove the captured bytes of record {record_id}? This cannot be taken back.",
            abort=True,
            err=True,
        )
    done = forget(db, record_id, reason, by, utc_now())
    context.say(
        f"Removed {count(done.bodies, 'body', 'bodies')} ({done.length:,} bytes) of "
        f"{count(len(done.captures), 'capture')}; a tombstone stays for each."
    )
