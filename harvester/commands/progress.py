"""What a run shows while it works: on a terminal a line for each host, kept up to date."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from sqlite_utils import Database

from harvester.addresses import host_of
from harvester.commands.context import Context
from harvester.commands.printing import safe
from harvester.harvest import Result
from harvester.store import queue

if TYPE_CHECKING:  # rich is slow to import, and wanted on a terminal alone
    from rich.table import Table

SAVED = "saved pages"


@dataclass
class Host:
    """One host's line: how many of its sources are done, and what it waits for until when."""

    done: int = 0
    failed: int = 0
    waiting: int = 0
    what: str = ""
    until: float = 0.0

    def now(self) -> str:
        """What it waits for, in a few words."""
        if self.done and not self.waiting and "until" not in self.what:
            return "done"
        left = self.until - time.monotonic()
        return f"{self.what} {left:.0f} s" if left >= 1 else self.what


@dataclass
class HostLines:
    """A line for each host, those that have something left to do first."""

    db: Database
    hosts: dict[str, Host] = field(default_factory=dict)
    counted_at: float = 0.0
    room: int = 20

    def tell(self, result: Result) -> None:
        """A source is done; one that was put off is left."""
        if result.outcome != "put-off":
            host = self._host(host_of(result.source.address))
            host.done += 1
            host.failed += not result.well
        self._count()

    def waits(self, host: str, what: str, seconds: float) -> None:
        """A host waits for something, for some seconds where that is known."""
        line = self._host(host)
        line.what, line.until = what, time.monotonic() + seconds
        self._count()

    def _host(self, name: str) -> Host:
        return self.hosts.setdefault(name or SAVED, Host())

    def _count(self) -> None:
        """How much is left, looked up a few times a second and no more."""
        if time.monotonic() - self.counted_at < 0.25:
            return
        waiting = queue.waiting_by_host(self.db)
        for name in waiting.keys() - self.hosts.keys():
            self._host(name)
        for name, host in self.hosts.items():
            host.waiting = waiting.get("" if name == SAVED else name, 0)
        self.counted_at = time.monotonic()

    def __rich__(self) -> "Table":
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column("host", no_wrap=True, overflow="ellipsis")
        for name in ("done", "failed", "left"):
            table.add_column(name, justify="right", min_width=len(name))
        table.add_column("waits for", no_wrap=True, min_width=24)
        lines = sorted(self.hosts.items(), key=lambda line: not line[1].waiting)
        for name, host in lines[: self.room]:
            numbers = (str(host.done), str(host.failed or ""), str(host.waiting or ""))
            table.add_row(Text(safe(name)), *numbers, Text(safe(host.now())))
        if len(lines) > self.room:
            table.add_row(f"and {len(lines) - self.room} more hosts")
        return table


@dataclass(frozen=True)
class Shown:
    """Where a run tells what it does."""

    say: Callable[[str], None]
    tell: Callable[[Result], None]
    waits: Callable[[str, str, float], None] | None = None


@contextmanager
def shown(context: Context, db: Database, as_json: bool) -> Iterator[Shown]:
    """Lines of hosts on a terminal; everywhere a line for each source that is not well."""
    if context.quiet or as_json or not sys.stderr.isatty():

        def tell(result: Result) -> None:
            if not result.well:
                click.echo(_sentence(result), err=True)

        yield Shown(context.say, tell)
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    lines = HostLines(db, room=max(console.height - 4, 3))

    def say(text: str) -> None:
        console.print(Text(safe(text)))

    def step(result: Result) -> None:
        if not result.well and result.outcome != "put-off":  # that stands in the host's line
            say(_sentence(result))
        lines.tell(result)

    with Live(lines, console=console, transient=True, redirect_stdout=False, redirect_stderr=False):
        yield Shown(say, step, lines.waits)


def _sentence(result: Result) -> str:
    return safe(f"{result.name}: {result.outcome}. {result.sentence or ''}").rstrip()
