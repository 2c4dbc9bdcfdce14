"""``forget``: the bytes of a record's captures are removed where the law asks for it.

What was harvested, when, from where, and that it was removed, by whom and why, stays: a
tombstone for each body, an event in the chain. Nothing else in harvester deletes.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from harvester.errors import NotFoundError, UsageError
from harvester.store import events, tombstones
from harvester.store.database import writing
from harvester.store.freeing import free_from


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed: so many bodies of so many captures, in bytes as captured."""

    captures: tuple[int, ...]
    bodies: int
    length: int


def forget(db: Database, record_id: int, reason: str, by: str, at: str) -> Forgotten:
    """Empty the bodies of all captures that were read into a record.

    Its values, references and snippets stay, and so do the captures' addresses, times and
    digests. Raises UsageError without a reason or initials, NotFoundError where nothing is left
    to remove.
    """
    reason, by = reason.strip(), " ".join(by.split())
    if not reason or not by:
        raise UsageError(
            "To forget needs a reason and initials, which stay in the chain of events: "
            '--reason "…" --by ABC'
        )
    with writing(db):
        db.execute("PRAGMA secure_delete = ON")
        found = tombstones.bodies_of(db, record_id)
        if not found:
            raise NotFoundError(
                f"Record {record_id} has no captured bytes (any more): nothing was removed."
            )
        captures = tuple(capture for body in found for capture in body.captures)
        for body in found:
            free_from(db, body.sha256)
            event_id = events.add_event(
                db, None, events.DELETION, "ok", at,
                events.Objects(capture_id=body.captures[0], record_id=record_id),
                f"bytes removed, sha256:{body.sha256}; {reason}", by,
            )  # fmt: skip
            tombstones.bury(db, body.sha256, reason, by, at, event_id)
    tombstones.wipe(db)
    return Forgotten(captures, len(found), sum(body.length for body in found))
