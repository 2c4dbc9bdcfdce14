"""``harvester list``: the records."""

import click

from harvester.commands.context import Context
from harvester.commands.printing import print_json, print_table
from harvester.store import queries

_COLUMNS = (
    ("id", "id"),
    ("kind", "kind"),
    ("outcome", "outcome"),
    ("references", "refs"),
    ("to_review", "review"),
    ("title", "title"),
)


@click.command()
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many."
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, limit: int, as_json: bool) -> None:
    """List the records, the newest first.

    \b
    Examples:
      harvester list
      harvester list --limit 500 --json
    """
    rows = queries.list_records(context.database(), limit)
    if as_json:
        print_json(rows)
    elif rows:
        print_table(rows, _COLUMNS)
    else:
        context.say("Nothing is harvested yet.")
