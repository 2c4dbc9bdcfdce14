"""``harvester cron``: the crontab line to paste."""

import shlex
import sys
from pathlib import Path

import click

from harvester.commands.context import Context


@click.command()
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    default=Path("data/harvest.log"),
    show_default=True,
    help="The log that the line writes.",
)
@click.pass_obj
def command(context: Context, log: Path) -> None:
    """Print the crontab line that runs what is due, with absolute paths for all.

    It looks every quarter of an hour; the jobs' own schedules and time zones decide what is
    due, and a missed run is caught up once. It is silent unless something failed.

    \b
    Examples:
      harvester cron
      (crontab -l; harvester cron) | crontab -
    """
    program = Path(sys.argv[0]).resolve()
    start = [str(program)] if program.name == "harvester" else [sys.executable, "-m", "harvester"]
    words = [*start, "--quiet", "--db", str(context.db_path.resolve())]
    folder = context.config.folders.layers[-1]
    if len(context.config.folders.layers) > 1 or context.config_folder:
        words += ["--config", str(folder)]
    words += ["run", "--due", "--log", str(log.resolve())]
    # In a crontab a percent sign ends the command.
    line = " ".join(shlex.quote(word) for word in words).replace("%", r"\%")
    contact = context.config.settings.harvester.contact
    if contact:
        click.echo(f"HARVESTER_CONTACT={contact}")
    else:
        context.say(
            'Set a contact address first: [harvester] contact = "mailto:…" in settings.toml.'
        )
    click.echo(f"*/15 * * * * {line}")
