"""``harvester cited``: the works that the harvested records cite."""

from typing import Any

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, print_wrapped, safe
from harvester.store import works

_NAMED = 3


@click.command()
@click.option(
    "--at-least",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Works that so many records cite.",
)
@click.option("--missing", is_flag=True, help="Only works that are not harvested themselves.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many."
)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, at_least: int, missing: bool, limit: int, as_json: bool) -> None:
    """List the works that several records cite, most cited first.

    Entries are one work where their DOIs are the same, or their printed texts, or where title,
    author and year agree. With --missing it is a list of what to acquire.

    \b
    Examples:
      harvester cited
      harvester cited --at-least 1 --missing --limit 1000 --json
    """
    db = context.matched()
    found = works.works_cited(db, at_least, missing, limit)
    if as_json:
        print_json(found)
        return
    for work in found:
        _print(work)
    if not found:
        kind = "No work that is not harvested" if missing else "No work"
        hint = "" if at_least == 1 else " Try --at-least 1."
        context.say(f"{kind} is cited by {count(at_least, 'record')} or more.{hint}")
    elif len(found) == limit:
        context.say(f"These are the first {limit}; see --limit.")


def _print(work: dict[str, Any]) -> None:
    print_wrapped(safe(name_of(work)))
    citing = "; ".join(
        f"{row['title'] or row['key']} ({row['id']})" for row in work["cited_by"][:_NAMED]
    )
    more = len(work["cited_by"]) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    here = f"; harvested as record {work['record_id']}" if work["record_id"] else ""
    said = f"cited by {count(work['cited_by_records'], 'record')}: {citing}{others}{here}"
    print_wrapped(safe(said), "  ", "  ")


def name_of(work: dict[str, Any]) -> str:
    """A work on one line: as it is printed, where it is not parsed."""
    if not work["title"]:
        return str(work["text"] or work["doi"])
    year = f" ({work['year']})" if work["year"] else ""
    return f"{work['author']}, {work['title']}{year}" if work["author"] else work["title"] + year
