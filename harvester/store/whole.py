"""Records, references and works whole, for exports: any of them, in the order that is asked."""

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from harvester.errors import NotFoundError
from harvester.store import queries
from harvester.store.entries import numbered


def whole_records(db: Database, record_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Records as ``show --json`` prints them, in this order, each with its ``source``.

    Records that were merged are one. Raises NotFoundError where there is no such record.
    """
    _check(db, "records", record_ids)
    found: dict[int, dict[str, Any]] = {}
    for number in record_ids:
        record = queries.record_json(db, number)
        found.setdefault(record["id"], {**record, "source": queries.source_of(db, record["id"])})
    return list(found.values())


def whole_references(db: Database, reference_ids: Sequence[int]) -> list[dict[str, Any]]:
    """References of any records, in this order, each with the ``source`` of its list.

    As ``queries.references`` gives them, and so without those that a person rejected. Raises
    NotFoundError where there is no such reference.
    """
    _check(db, "reference_entries", reference_ids)
    lists = db.execute(
        "SELECT id, record_id FROM references_reviewed "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(reference_ids)),),
    ).fetchall()
    entries: dict[int, dict[str, Any]] = {}
    for record_id in {record_id for _, record_id in lists}:
        source = queries.source_of(db, record_id)
        for number, entry in numbered(db, record_id).items():
            entries[number] = {**entry, "source": source}
    return [entries[number] for number in reference_ids if number in entries]


def printed_works(db: Database, work_ids: Sequence[int]) -> list[dict[str, Any]]:
    """Works, each as one of the references to it is printed and parsed, in this order.

    A work that nothing cites is printed as its title. Raises NotFoundError where there is none.
    """
    _check(db, "works", work_ids)
    works = {
        number: {"text": text or title or doi or "", "csl": json.loads(csl) if csl else None}
        for number, text, title, doi, csl in db.execute(
            "SELECT id, text, title, doi, csl FROM works "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(work_ids)),),
        )
    }
    bare: dict[str, Any] = {
        "position": None,
        "label": None,
        "links": [],
        "confidence": None,
        "flags": [],
    }
    return [{**bare, **works[number]} for number in work_ids]


def ids_of_keys(db: Database, keys: Sequence[str]) -> list[int]:
    """The numbers of the records with these keys. Raises NotFoundError where there is none."""
    known = dict(
        db.execute(
            "SELECT key, id FROM records WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        ).fetchall()
    )
    missing = next((key for key in keys if key not in known), None)
    if missing is not None:
        raise NotFoundError(f"No record has the key {missing}.")
    return [known[key] for key in keys]


def _check(db: Database, table: str, numbers: Sequence[int]) -> None:
    missing = db.execute(
        f"SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM {table}) LIMIT 1",
        (json.dumps(list(numbers)),),
    ).fetchone()
    if missing:
        name = {"records": "record", "reference_entries": "reference", "works": "work"}[table]
        raise NotFoundError(f"There is no {name} {missing[0]}.")
