"""Which entries and which harvested records are one work: kept in step as records change.

Each entry, and each record itself, is a form (``extract/references/facts.py``). Where a form
comes or goes, all forms that can be reached from it through forms that mean the same work are
looked at again, and only they; so a harvest costs what its own references cost, however large
the store is, and what comes out does not depend on the order of harvests. Two things do: the
numbers of works, which stay as long as they can, and what happens beyond ``_MOST`` forms that
share a key, of which the oldest are looked at.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from harvester.extract.references.facts import (
    Facts,
    facts_of_entry,
    facts_of_item,
    facts_of_json,
    shown,
)
from harvester.extract.references.match import cluster, keys, same
from harvester.model import Link
from harvester.store import works
from harvester.store.database import writing

#: Of more forms with one key the oldest are looked at.
_MOST = 500
#: Records matched in one transaction where many wait.
_AT_ONCE = 50
_TYPES = {"article": "article-journal"}

forms_held = works.forms_held


def match(db: Database, record_id: int, before: set[int], only: set[int] | None = None) -> None:
    """Match a record and its entries, which held the forms ``before`` until they changed.

    ``only``: the entries that changed; None for all. Call inside the transaction that changed
    them.
    """
    new: dict[int, Facts] = {}
    for entry in works.entries_of(db, record_id, only):
        links = [Link(kind, value=value) for kind, value in entry["links"]]
        item = json.loads(entry["csl"]) if entry["csl"] else None
        facts = Facts() if entry["rejected"] else facts_of_entry(entry["text"], item, links)
        _hold(db, "reference_entries", entry, facts, new)
    record = works.record_of(db, record_id)
    is_unit = record["kind"] == "archival-unit"  # nobody cites "Letters"
    _hold(db, "records", record, Facts() if is_unit else _facts_of_record(record), new)
    after = works.forms_held(db, record_id)
    gone = [number for number in sorted(before - after) if not works.is_held(db, number)]
    touched = _rearrange(db, new, gone)
    shown = _works_of(db, record_id) if only is None else works.works_held(db, record_id, only)
    for number in sorted(touched | shown):
        _show(db, number)


def catch_up(db: Database, say: Callable[[str], None] = lambda text: None) -> int:
    """Match what is not matched yet, as after an upgrade; gives the number of records."""
    done = 0
    while waiting := works.unmatched(db, _AT_ONCE):
        if not done:
            say("The references of this database are matched with each other, this once.")
        with writing(db):
            for record_id in waiting:
                match(db, record_id, works.forms_held(db, record_id))
        done += len(waiting)
    return done


def _hold(
    db: Database, table: str, row: dict[str, Any], facts: Facts, new: dict[int, Facts]
) -> None:
    """Let a row hold the form with these facts, which is noted in ``new`` where it is new."""
    found = works.find_form(db, facts.digest)
    if found is None:
        found = works.add_form(db, facts.digest, facts.as_json(), keys(facts)), None
        if facts.tells:
            new[found[0]] = facts
    if row["form_id"] != found[0]:
        works.hold(db, table, row["id"], *found)


def _rearrange(db: Database, new: dict[int, Facts], gone: list[int]) -> set[int]:
    """Settle anew which forms mean one work, as far as the new and the gone ones reach.

    Gives the works that have changed and are still there.
    """
    left = {number: facts_of_json(works.form(db, number)[0]) for number in gone}
    reached, homes = _reach(db, new | left)
    touched = {home for number in reached if (home := homes[number]) is not None}
    for number in gone:
        del reached[number]
    numbers = sorted(reached)
    claimed: set[int] = set()
    for group in cluster([reached[number] for number in numbers]):
        members = [numbers[index] for index in group]
        key = reached[members[0]].digest
        free = {home for number in members if (home := homes[number]) is not None} - claimed
        work_id = min(free) if free else works.add_work(db, key)
        claimed.add(work_id)
        touched.add(work_id)
        for number in members:
            if homes[number] != work_id:
                works.move_form(db, number, work_id)
        works.save_work(db, work_id, {"key": key})
    for number in gone:
        works.remove_form(db, number)
    return {number for number in touched if not works.remove_work_if_empty(db, number)}


def _reach(db: Database, seeds: dict[int, Facts]) -> tuple[dict[int, Facts], dict[int, int | None]]:
    """All forms that lead on from the seeds, each the same as one before; and their works."""
    reached = dict(seeds)
    homes = {number: works.form(db, number)[1] for number in seeds}
    seen: dict[int, Facts] = dict(seeds)
    left: dict[int, dict[int, None]] = {}  # of each key asked for, those not reached by it yet
    waiting = sorted(seeds)
    while waiting:
        facts = reached[waiting.pop()]
        for key in keys(facts):
            if key not in left:
                left[key] = {}
                for number, text, home in works.forms_with(db, key, _MOST):
                    left[key][number] = None
                    if number not in seen:
                        seen[number], homes[number] = facts_of_json(text), home
            for number in [number for number in left[key] if number in reached]:
                del left[key][number]
            for number in left[key]:
                if number not in reached and same(facts, seen[number]):
                    reached[number] = seen[number]
                    waiting.append(number)
    return reached, homes


def _works_of(db: Database, record_id: int) -> set[int]:
    return {
        home
        for number in works.forms_held(db, record_id)
        if (home := works.form(db, number)[1]) is not None
    }


def _show(db: Database, work_id: int) -> None:
    """What people see of a work: of the record that it is, else of an entry that cites it."""
    key = works.key_of(db, work_id)
    text, csl = works.printed(db, work_id, key)
    found = works.find_form(db, key)
    facts = facts_of_json(works.form(db, found[0])[0]) if found else Facts()
    record_id = works.harvested(db, work_id)
    item = json.loads(csl) if csl else {}
    if record_id is not None:
        item = _item_of_record(works.record_of(db, record_id))
    values = {"text": text, "csl": csl, "doi": facts.doi or None, "record_id": record_id}
    works.save_work(db, work_id, values | shown(item))


def _facts_of_record(record: dict[str, Any]) -> Facts:
    return facts_of_item(_item_of_record(record), doi=record["doi"] or "")


def _item_of_record(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a CSL-JSON item, as far as works are compared by it."""
    year = (record["published_print"] or record["published_online"] or "")[:4]
    item = {
        "type": _TYPES.get(record["kind"], record["kind"]),
        "title": record["title"],
        "volume": record["volume"],
        "container-title": record["container_title"],
        "page": record["pages"],
        "issued": {"date-parts": [[int(year)]]} if year.isdecimal() else None,
    }
    of_whole = item["type"] == "book"
    for role in ("author", "editor"):
        people = [
            {"family": person["family"], "given": person["given"]}
            if person["family"]
            else {"literal": person["name"]}
            for person in record["people"]
            if person["role"].rstrip("?") == role and (of_whole or person["level"] == "part")
        ]
        if people and not (role == "editor" and not of_whole):
            item[role] = people
    return {name: value for name, value in item.items() if value}
