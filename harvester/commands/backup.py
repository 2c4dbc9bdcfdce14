"""``harvester backup PATH``: a copy of the database, also while a run is writing."""

from pathlib import Path

import click

from harvester.commands.context import Context
from harvester.store.copying import copy_to


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_obj
def command(context: Context, path: Path) -> None:
    """Copy the database to PATH as it is at this moment, also while a run is writing.

    The copy is checked before it takes its place. To restore, put it where the database was.
    A PATH that is a folder gets a file named by the time.

    \b
    Examples:
      harvester backup /mnt/backup/harvest.db
      harvester backup /mnt/backup/
    """
    made = copy_to(context.database(), path)
    context.say(f"Copied {context.db_path} to {made} ({made.stat().st_size:,} bytes).")
