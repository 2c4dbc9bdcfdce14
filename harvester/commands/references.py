"""``harvester references KEY``: a record's reference list, ready to use elsewhere."""

import click

from harvester.commands import difference
from harvester.commands.context import Context
from harvester.export.references import FORMATS, ITEM_FORMATS
from harvester.keys import find
from harvester.store import queries


@click.command()
@click.argument("key")
@click.argument("captures", nargs=-1, type=int, metavar="[OLD NEW]")
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
@click.option("--diff", is_flag=True, help="What changed between two captures of the list.")
@click.option(
    "--against",
    type=click.Choice(["crossref"]),
    help="What the page's list and that of a register do not share.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="With --diff or --against: JSON, for programs."
)
@click.pass_obj
def command(
    context: Context,
    key: str,
    captures: tuple[int, ...],
    form: str,
    diff: bool,
    against: str | None,
    as_json: bool,
) -> None:
    """Print a record's reference list. KEY is its number, its key, its DOI or its address.

    With --diff, say what changed between the captures OLD and NEW (numbers of "show --captures"),
    else between the last two whose lists differ.

    \b
    Examples:
      harvester references 1
      harvester references 1 --format csv > references.csv
      harvester references 1 --format ris > references.ris
      harvester references 1 --diff
      harvester references 1 --against crossref
    """
    db = context.database()
    record_id = find(db, context.config, key)
    if against:
        from harvester.commands import against as register

        register.say(context, db, record_id, against, as_json)
        return
    if diff or as_json or captures:
        difference.say(context, db, record_id, captures, diff, as_json)
        return
    entries = queries.references(db, record_id)
    if form in ITEM_FORMATS:
        source = queries.source_of(db, record_id)
        entries = [{**entry, "source": source} for entry in entries]
    click.echo(FORMATS[form](entries), nl=False)
    if not entries:
        context.say("This record has no reference list.")
