"""``harvester references KEY --against crossref``: the page's list beside that of a register."""

from collections.abc import Iterator
from typing import Any

import click
from sqlite_utils import Database

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, print_wrapped, safe
from harvester.extract.references.difference import Difference, difference
from harvester.lists import Listed, list_of_channel
from harvester.model import Reference


def say(context: Context, db: Database, record_id: int, channel: str, as_json: bool) -> None:
    """Print what only one of the lists has, and where their DOIs differ, with both dates."""
    page, other = list_of_channel(db, record_id, channel)
    if page is None or other is None:
        who = "page gives" if page is None else f"channel {channel} has given"
        context.say(f"Nothing to compare: the {who} no reference list of this record.")
        if as_json:
            print_json({"page": _listed(page), channel: _listed(other)})
        return
    found = difference(page.references, other.references)
    if as_json:
        print_json({"page": _listed(page), channel: _listed(other)} | _json(found, channel))
        return
    for name, listed in (("the page", page), (channel, other)):
        number = count(len(listed.references), "reference")
        click.echo(f"{name}: {number}, capture {listed.capture_id} of {listed.shown_at}")
    told = list(_sentences(found, channel))
    for sentence in told or ["Both lists hold the same works."]:
        print_wrapped(safe(sentence), "  ", "    ")


def _sentences(found: Difference, channel: str) -> Iterator[str]:
    for entry in found.removed:
        yield f"only on the page: {_one_line(entry)}"
    for entry in found.added:
        yield f"only in {channel}: {_one_line(entry)}"
    for change in found.changed:
        mine, yours = change.dois
        if change.doi_changed and yours:
            known = f"where the page links {mine}" if mine else "where the page links none"
            yield f"reference {change.old.position} has the DOI {yours} in {channel}, {known}"


def _one_line(entry: Reference) -> str:
    return f"{entry.position}. {' '.join(entry.text.split())}"


def _listed(listed: Listed | None) -> dict[str, Any] | None:
    if listed is None:
        return None
    return {
        "capture_id": listed.capture_id,
        "captured_at": listed.shown_at,
        "references": len(listed.references),
    }


def _json(found: Difference, channel: str) -> dict[str, Any]:
    return {
        "only_on_the_page": [{"position": e.position, "text": e.text} for e in found.removed],
        f"only_in_{channel}": [{"position": e.position, "text": e.text} for e in found.added],
        "dois": [
            {"position": c.old.position, "page": c.dois[0], channel: c.dois[1]}
            for c in found.changed
            if c.doi_changed and c.dois[1]
        ],
    }
