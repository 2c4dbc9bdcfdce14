"""``harvester receipt``: how politely each host was asked, to show to a publisher who asks."""

from typing import Any

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_fields, print_json
from harvester.store import politeness


@click.command()
@click.argument("hosts", nargs=-1, metavar="[HOST…]")
@click.option("--since", metavar="ISO", help="Only requests since this day or moment.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, hosts: tuple[str, ...], since: str | None, as_json: bool) -> None:
    """Print, for each host: requests, bytes, delays kept, its robots.txt, who asked.

    \b
    Examples:
      harvester receipt
      harvester receipt www.cambridge.org --since 2026-11-01
    """
    rows = politeness.receipt(context.database(), since)
    overrides = {
        name: host.reason
        for name, host in context.config.settings.hosts.items()
        if host.ignore_robots
    }
    rows = [
        row | {"robots_override": overrides.get(row["host"])}
        for row in rows
        if not hosts or row["host"] in hosts
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(row["host"])
        print_fields(_fields(row))
    if not rows:
        context.say(f"No host was asked yet ({count(0, 'request')}).")


def _fields(row: dict[str, Any]) -> list[tuple[str, object]]:
    pause = row["shortest_pause"]
    kept = f"; the shortest pause was {pause:g} seconds" if pause is not None else ""
    paused = f"until {row['paused_until']}: {row['paused_why']}" if row["paused_until"] else ""
    return [
        ("requests", f"{row['requests']:,} from {row['first']} to {row['last']}"),
        ("bytes", f"{row['bytes']:,}"),
        ("delay", f"{row['delay']:g} seconds{kept}"),
        ("robots.txt", row["robots"]),
        ("passed over", row["robots_override"]),
        ("who asked", row["user_agent"]),
        ("left alone", paused),
        ("ended as", ", ".join(f"{n} {outcome}" for outcome, n in row["outcomes"].items())),
    ]
