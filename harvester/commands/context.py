"""What the global options say, and what every command opens by them."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlite_utils import Database

    from harvester.config import Configuration


@dataclass
class Context:
    """What the global options say, and what is opened by them when it is first needed."""

    db_path: Path
    config_folder: str | None = None
    quiet: bool = False
    verbose: bool = False
    _open: list["Database"] = field(default_factory=list)

    @cached_property
    def config(self) -> "Configuration":
        """The whole configuration, read and checked."""
        from harvester.config import load

        return load(self.config_folder, os.environ, Path.cwd())

    def database(self, create: bool = False) -> "Database":
        """The database, closed when the program ends."""
        from harvester.store.database import open_database

        db = open_database(self.db_path, create)
        self._open.append(db)
        return db

    def matched(self) -> "Database":
        """The database with every reference matched, as after an upgrade they are not."""
        from harvester.citing import catch_up

        db = self.database()
        catch_up(db, self.say)
        return db

    def close(self) -> None:
        """Close what was opened."""
        for db in self._open:
            db.conn.close()

    def say(self, text: str) -> None:
        """A line for the person at the terminal, unless they asked for quiet."""
        if not self.quiet:
            click.echo(text, err=True)
