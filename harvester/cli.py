"""The command line: parses words, calls the library, prints. Commands load when they are used.

Results go to standard output, everything else to standard error. Every error of ours is one
sentence and an exit code; a traceback shows only with ``--verbose``.
"""

import gc
import importlib
import os
import sys
import traceback
from pathlib import Path

import click

from harvester import __version__
from harvester.commands.context import Context
from harvester.errors import HarvesterError

#: The commands, each a module in harvester.commands, with its one-line help: it stands here so
#: that ``--help`` need not import them all.
COMMANDS = {
    "backup": "Copy the database to PATH as it is at this moment, also while a run is writing.",
    "cited": "List the works that several records cite, most cited first.",
    "cron": "Print the crontab line that runs what is due, with absolute paths for all.",
    "diary": "Tell what was harvested, when and with what result; with KEY, of one record.",
    "export": "Export records, or the captures that they were read from.",
    "extract": "Read WARC and WACZ files in bulk into Parquet tables, on one machine or a cluster.",
    "forget": "Remove the captured bytes of a record for a legal need; a tombstone stays.",
    "harvest": "Harvest pages: addresses, DOIs, saved files, or - for standard input.",
    "jobs": "List the jobs of config/jobs.toml: the last run, how that ended, the next run.",
    "list": "List the records, the newest first.",
    "load": "Bring records that were read in bulk into the database, with their captures.",
    "parse": "Parse a list of references.",
    "receipt": "Print, for each host: requests, bytes, delays kept, its robots.txt, who asked.",
    "reextract": "Read stored captures again with today's reader, offline.",
    "references": "Print a record's reference list.",
    "review": "Print what waits for a person, or decide on it.",
    "repack": "Compress stored pages anew, with what the pages of a site have in common.",
    "run": "Work off the jobs of config/jobs.toml: all, those named, or those that are due.",
    "search": "Find records and references that hold all the words.",
    "serve": "Look at the records in a browser, and review them: Datasette with the review desk.",
    "show": "Show one record.",
    "sites": "List the sites, or with NAME the rules of one of them.",
    "verify": "Check that what is stored is what was harvested and decided; exit code 1 if not.",
}


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"harvester.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The names and one-line helps, without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("data/harvest.db"),
    envvar="HARVESTER_DB",
    show_default=True,
    show_envvar=True,
    help="The database file.",
)
@click.option(
    "--config",
    metavar="DIR",
    envvar="HARVESTER_CONFIG",
    show_envvar=True,
    help="A folder of settings, jobs and sites, laid over the shipped one. [default: ./config]",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but results and errors.")
@click.option("--verbose", "-v", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, prog_name="harvester")
@click.pass_context
def cli(ctx: click.Context, db: Path, config: str | None, quiet: bool, verbose: bool) -> None:
    """Turns publisher and catalogue pages into evidence.

    Pages are kept byte for byte, stripped of boilerplate, read into records and reference
    lists, and stored in one SQLite file, each value with the place that it came from.

    \b
    Examples:
      harvester harvest data/samples/cambridge-core-chapter.txt
      harvester harvest page.html --url https://www.cambridge.org/core/books/…
      harvester show 1 --evidence
      harvester serve
    """
    ctx.obj = Context(db, config, quiet, verbose)
    ctx.call_on_close(ctx.obj.close)


def main() -> None:
    """Run the program; the one place where errors become sentences and exit codes."""
    gc.set_threshold(50_000, 20, 20)  # imports make many objects and no garbage
    verbose = bool({"-v", "--verbose"} & set(sys.argv[1:]))
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        code = fault.exit_code
    except HarvesterError as fault:
        if verbose:
            traceback.print_exc()
        click.echo(f"Error: {fault}", err=True)
        code = fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted. What was done is stored.", err=True)
        code = 130
    except BrokenPipeError:
        # The reader of our output went away (``| head``): that is no failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as fault:
        click.echo(f"Error: {fault.strerror or fault}", err=True)
        code = 1
    gc.freeze()  # what is left goes with the process: looking through it would take a while
    sys.exit(code if isinstance(code, int) else 0)
