"""A record's reference list as it is shown: as printed, with what people decided on it."""

import json
from collections import Counter
from typing import Any

from sqlite_utils import Database

from harvester.decision import Decision, standing
from harvester.store import decisions

#: A machine's suspicion, which is none any more when a person has looked.
_SUSPECTED = "name-order-suspected"
_TOLD = ("field", "kind", "by", "at", "reason")


def references(db: Database, record_id: int) -> list[dict[str, Any]]:
    """A record's reference list in printed order, each with its links.

    Where people decided on an entry, it has ``decisions``: field, kind, by whom, when and why.
    """
    return list(numbered(db, record_id).values())


def numbered(db: Database, record_id: int) -> dict[int, dict[str, Any]]:
    """The same, each entry by its number in the table."""
    links: dict[int, list[dict[str, Any]]] = {}
    for number, *link in db.execute(
        "SELECT reference_id, kind, url, value FROM reference_links WHERE reference_id IN "
        "(SELECT id FROM references_reviewed WHERE record_id = ?) ORDER BY id",
        (record_id,),
    ):
        links.setdefault(number, []).append(dict(zip(("kind", "url", "value"), link, strict=True)))
    decided = _decided(db, record_id)
    rows = db.execute(
        "SELECT id, position, label, text, csl, confidence, flags, spans FROM references_reviewed "
        "WHERE record_id = ? ORDER BY position",
        (record_id,),
    )
    made = {}
    for number, position, label, text, item, confidence, flags, spans in rows:
        entry = {
            "position": position,
            "label": label,
            "text": text,
            "links": links.get(number, []),
            "csl": json.loads(item) if item else None,
            "confidence": confidence,
            "flags": json.loads(flags),
            "spans": json.loads(spans),
        }
        made[number] = _with(entry, decided[number]) if number in decided else entry
    return made


def _with(entry: dict[str, Any], made: list[Decision]) -> dict[str, Any]:
    """An entry with the decisions on it. Of its names none is only suspected any more."""
    told = [{name: getattr(row, name) for name in _TOLD if getattr(row, name)} for row in made]
    seen = any(".names." in row.slot.name or row.slot.name == "references.*" for row in made)
    flags = [flag for flag in entry["flags"] if not (seen and flag == _SUSPECTED)]
    return entry | {"flags": flags, "decisions": told}


def _decided(db: Database, record_id: int) -> dict[int, list[Decision]]:
    """The decisions that hold on entries of a record's list, by the number of the entry."""
    holding: dict[tuple[str | None, int], list[Decision]] = {}
    for made in standing(decisions.of_record(db, record_id)):
        if made.slot.name.startswith("references."):
            holding.setdefault((made.slot.member, made.slot.nth), []).append(made)
    if not holding:
        return {}
    seen: Counter[tuple[int, str]] = Counter()
    found = {}
    for number, owner, text in db.execute(
        "SELECT id, record_id, text FROM reference_entries WHERE record_id = ?1 OR record_id IN "
        "(SELECT id FROM merged_records WHERE into_id = ?1) ORDER BY record_id, position",
        (record_id,),
    ):
        seen[owner, text] += 1
        if (text, seen[owner, text]) in holding:
            found[number] = holding[text, seen[owner, text]]
    return found
