"""``harvester references KEY --diff``: what changed between two captures of a list."""

from typing import Any

import click
from sqlite_utils import Database

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, print_wrapped, safe
from harvester.errors import UsageError
from harvester.extract.references.difference import Difference, difference
from harvester.extract.references.difference_words import sentences
from harvester.lists import Listed, lists_of
from harvester.model import Link


def say(
    context: Context,
    db: Database,
    record_id: int,
    captures: tuple[int, ...],
    diff: bool,
    as_json: bool,
) -> None:
    """Print what changed. Raises UsageError unless ``--diff`` stands with no or two captures."""
    if not diff:
        raise UsageError(
            'Captures and --json are said with --diff: "references KEY --diff OLD NEW".'
        )
    if len(captures) not in (0, 2):
        raise UsageError("Name two captures, or none: harvester references KEY --diff OLD NEW")
    lists = lists_of(db, context.config, record_id, captures)
    old, new = (lists[0], lists[-1]) if lists else (None, None)
    found = difference(old.references, new.references) if old and new else Difference()
    if as_json:
        print_json(_json(old, new, found))
        return
    if old is None or new is None:
        context.say("No capture shows this record's page yet.")
        return
    if not found:
        which = "These two captures" if captures else "All captures of this record"
        context.say(f"{which} show the same list ({count(len(new.references), 'reference')}).")
        return
    click.echo(f"Capture {old.capture_id} of {old.shown_at} → {new.capture_id} of {new.shown_at}")
    for sentence in sentences(found):
        print_wrapped(safe(sentence), "  ", "    ")


def _json(old: Listed | None, new: Listed | None, found: Difference) -> dict[str, Any]:
    return {
        "old": _capture(old),
        "new": _capture(new),
        "removed": [{"position": e.position, "text": e.text} for e in found.removed],
        "added": [{"position": e.position, "text": e.text} for e in found.added],
        "changed": [
            {
                "old_position": change.old.position,
                "new_position": change.new.position,
                "moved": change.moved,
                "old_text": change.old.text,
                "new_text": change.new.text,
                "words": [{"old": edit.old, "new": edit.new} for edit in change.words],
                "old_label": change.old.label,
                "new_label": change.new.label,
                "links_gained": [_link(link) for link in change.gained],
                "links_lost": [_link(link) for link in change.lost],
                "old_doi": change.dois[0],
                "new_doi": change.dois[1],
                "parsed": list(change.parsed),
            }
            for change in found.changed
        ],
    }


def _capture(listed: Listed | None) -> dict[str, Any] | None:
    if listed is None:
        return None
    return {
        "capture_id": listed.capture_id,
        "captured_at": listed.shown_at,
        "references": len(listed.references),
    }


def _link(link: Link) -> dict[str, str | None]:
    return {"kind": link.kind, "url": link.url, "value": link.value}
