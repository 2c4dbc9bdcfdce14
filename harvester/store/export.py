"""What leaves the database: captures, each with its body; records and references, whole."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.errors import NotFoundError, StorageError
from harvester.store import queries
from harvester.store.entries import numbered
from harvester.store.captures import read_body

_COLUMNS = (
    "id url status outcome fetched_at captured_at sha256 content_type truncated "
    "request_headers response_headers redirects"
).split()


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture with its body. ``url`` is the final address; None where none is known.

    ``hops`` are the redirects on the way to it: address, status and target.
    """

    id: int
    url: str | None
    status: int | None
    outcome: str
    fetched_at: str
    captured_at: str | None
    sha256: str | None
    content_type: str | None
    truncated: bool
    request_headers: tuple[tuple[str, str], ...]
    response_headers: tuple[tuple[str, str], ...]
    body: bytes | None
    hops: tuple[tuple[str, int, str], ...]


def capture_rows(db: Database, record_ids: Sequence[int] | None) -> Iterator[CaptureRow]:
    """The captures of these records' own pages, or all where None, in the order of their ids.

    One body is held at a time. Raises StorageError at a body that is not what was stored.
    """
    chosen = (
        "id IN (SELECT capture_id FROM readings "
        "WHERE record_id IN (SELECT value FROM json_each(?)))"
    )
    cursor = db.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM captures "
        f"WHERE {'1' if record_ids is None else chosen} ORDER BY id",
        () if record_ids is None else (json.dumps(list(record_ids)),),
    )
    for values in cursor:
        row = dict(zip(_COLUMNS, values, strict=True))
        body = _body(db, row["id"], row["sha256"]) if row["sha256"] else None
        row["truncated"] = bool(row["truncated"])
        for name in ("request_headers", "response_headers"):
            row[name] = tuple((header, value) for header, value in json.loads(row[name]))
        hops = tuple(
            (url, status, target) for url, status, target in json.loads(row.pop("redirects"))
        )
        yield CaptureRow(**row, body=body, hops=hops)


def _body(db: Database, capture_id: int, sha256: str) -> bytes:
    """A body that still has the digest that it was stored with."""
    try:
        body = read_body(db, sha256)
    except (OSError, EOFError, zlib.error) as fault:  # gzip: damaged data
        raise _changed(capture_id) from fault
    if hashlib.sha256(body).hexdigest() != sha256:
        raise _changed(capture_id)
    return body


def _changed(capture_id: int) -> StorageError:
    return StorageError(
        f"The body of capture {capture_id} is not what was stored: the database is damaged or "
        "was changed by another program. Restore it from a backup."
    )


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
