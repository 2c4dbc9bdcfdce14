"""Captures as they leave the database: one after the other, each with its body."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.errors import StorageError
from harvester.store.bodies import read_body
from harvester.store.tombstones import is_forgotten

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

    Those of records that were merged into one of them are its own.

    One body is held at a time. Raises StorageError at a body that is not what was stored.
    """
    chosen = (
        "id IN (SELECT capture_id FROM readings "
        "WHERE record_id IN (SELECT value FROM json_each(?1) UNION SELECT id FROM merged_records "
        "WHERE into_id IN (SELECT value FROM json_each(?1))))"
    )
    cursor = db.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM captures "
        f"WHERE {'1' if record_ids is None else chosen} ORDER BY id",
        () if record_ids is None else (json.dumps(list(record_ids)),),
    )
    for values in cursor:
        row = dict(zip(_COLUMNS, values, strict=True))
        if row["sha256"] and is_forgotten(db, row["sha256"]):
            row["sha256"] = None  # its bytes were removed for a legal need
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
        return read_body(db, sha256)
    except StorageError as fault:
        raise StorageError(
            f"The body of capture {capture_id} is not what was stored: the database is damaged or "
            "was changed by another program. Restore it from a backup."
        ) from fault
