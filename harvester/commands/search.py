"""``harvester search WORDS``: full-text search in records and references."""

import click

from harvester.commands.context import Context
from harvester.commands.printing import print_json, print_wrapped, safe
from harvester.store import queries


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many."
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find records and references that hold all the words. Accents and case do not count.

    \b
    Examples:
      harvester search sino-soviet split
      harvester search zhongsu guanxi --json
    """
    rows = queries.search(context.database(), " ".join(words), limit)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = f"record {row['record_id']}"
        if row["position"] is not None:
            where += f", reference {row['position']}"
        print_wrapped(safe(row["text"]), f"{where}: ", "    ")
    if not rows:
        context.say("Nothing holds all these words.")
