"""``harvester load DIR``: a selection of what was read in bulk, into the database."""

from collections.abc import Iterable

import click

from harvester.commands.context import Context
from harvester.commands.extract import needed
from harvester.commands.printing import count, safe
from harvester.errors import UsageError


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--key", "keys", multiple=True, metavar="KEY", help="A record's key or its DOI.")
@click.option(
    "--keys",
    "listed",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="A file of keys or DOIs, one a line; - for standard input.",
)
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="All records of a host.")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Records with this value in this column, such as kind=chapter.",
)
@click.option(
    "--warcs", metavar="DIR", help="Where the WARC files lie now, if not where they were read."
)
@click.pass_obj
def command(
    context: Context,
    folder: str,
    keys: tuple[str, ...],
    listed: Iterable[str] | None,
    hosts: tuple[str, ...],
    where: tuple[str, ...],
    warcs: str | None,
) -> int:
    """Bring records that were read in bulk into the database, with their captures.

    DIR is what "harvester extract" wrote. Each capture of the selected records is read again
    from its WARC file and compared with its digest, and then harvested: so every value has its
    evidence. What is in the database already stays as it is. Exit code 1 says that some
    capture could not be had.

    \b
    Examples:
      harvester load tables --key 10.1017/9780511712203.018
      harvester load tables --host www.cambridge.org --where kind=chapter
      duckdb -noheader -list -c "SELECT key FROM …" | harvester load tables --keys -
    """
    pairs = [tuple(word.split("=", 1)) for word in where]
    if odd := [word for word, pair in zip(where, pairs, strict=True) if len(pair) < 2]:
        raise UsageError(f'"{odd[0]}" does not say COLUMN=VALUE, such as kind=chapter.')
    named = [*keys, *(line.strip() for line in listed or () if line.strip())]
    if listed is not None and not named:
        raise UsageError("There are no keys in the file that --keys names.")
    with needed():
        from harvester.bulk.folder import Folder
        from harvester.bulk.load import Selection, captures_wanted, load
    from harvester.harvest import open_run

    selection = Selection(named, hosts, [(pair[0], pair[-1]) for pair in pairs])
    wanted = captures_wanted(Folder(folder), selection)
    db = context.database(create=True)
    records: set[int] = set()
    loaded = here = missing = 0
    with open_run(db, context.config, "load", context.say) as run:
        for result in load(db, run, wanted, warcs):
            if result is None:
                here += 1
            elif isinstance(result, str):
                missing += 1
                click.echo(safe(result), err=True)
            else:
                loaded += 1
                records |= {result.record_id} if result.record_id else set()
    beside = [f"{here:,} here already"] * bool(here) + [f"{missing:,} not to be had"] * bool(
        missing
    )
    rest = f" ({', '.join(beside)})" if beside else ""
    click.echo(f"Loaded {count(loaded, 'capture')}{rest}: {count(len(records), 'record')}.")
    return 1 if missing else 0
