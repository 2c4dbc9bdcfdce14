"""``harvester references KEY``: a record's reference list, ready to use elsewhere."""

import click

from harvester.commands.context import Context
from harvester.export.references import FORMATS, ITEM_FORMATS
from harvester.keys import find
from harvester.store import queries


@click.command()
@click.argument("key")
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(FORMATS)),
    default="text",
    show_default=True,
    help="text: as printed, one a line. numbered: with the place in the list. jsonl: one JSON "
    "object a line. csv: for a spreadsheet. csl-json, bibtex, ris: for Zotero and the like, with "
    "the printed text as a note.",
)
@click.pass_obj
def command(context: Context, key: str, form: str) -> None:
    """Print a record's reference list. KEY is its number, its key, its DOI or its address.

    \b
    Examples:
      harvester references 1
      harvester references 1 --format csv > references.csv
      harvester references 1 --format ris > references.ris
    """
    db = context.database()
    record_id = find(db, context.config, key)
    entries = queries.references(db, record_id)
    if form in ITEM_FORMATS:
        source = queries.source_of(db, record_id)
        entries = [{**entry, "source": source} for entry in entries]
    click.echo(FORMATS[form](entries), nl=False)
    if not entries:
        context.say("This record has no reference list.")
