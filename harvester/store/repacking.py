"""What ``harvester repack`` asks of the database and writes to it: one body a transaction."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.store.bodies import Packed, base_of, best, newest_dictionary, read_body
from harvester.store.captures import likes_of
from harvester.store.database import writing
from harvester.store.packing import SMALL, ZSTD

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it is stored, where it was seen first, and which pages it is like.

    ``is_first``: nothing came from its address before it.
    """

    sha256: str
    likes: str
    address: str | None
    capture_id: int
    length: int
    size: int
    encoding: str
    dictionary_id: int | None
    base_sha256: str | None
    level: int
    is_first: bool


def bodies(db: Database) -> Iterator[Body]:
    """Every body, in the order in which they were first seen."""
    after = 0
    while rows := db.execute(
        "SELECT c.sha256, (SELECT r.site FROM readings r WHERE r.capture_id = c.id "
        "AND r.site IS NOT NULL ORDER BY r.id DESC LIMIT 1), coalesce(c.url, c.requested_url), "
        "c.requested_url, c.id, b.length, length(b.data), b.encoding, b.dictionary_id, "
        "b.base_sha256, b.level, c.previous_id IS NULL "
        "FROM captures c JOIN bodies b ON b.sha256 = c.sha256 "
        "WHERE c.id > ? AND b.encoding <> 'forgotten' AND NOT EXISTS "
        "(SELECT 1 FROM captures d WHERE d.sha256 = c.sha256 AND d.id < c.id) "
        "ORDER BY c.id LIMIT ?",
        (after, _PAGE),
    ).fetchall():
        after = rows[-1][4]
        for sha256, site, url, address, *rest in rows:
            yield Body(sha256, likes_of(site, url), address, *rest)


def dictionary_of(db: Database, likes: str) -> tuple[int, int] | None:
    """The number of the newest dictionary for some likes, and of how many bodies it was made."""
    number = newest_dictionary(db, likes)
    if number is None:
        return None
    row = db.execute("SELECT id, samples FROM dictionaries WHERE id = ?", (number,)).fetchone()
    return row[0], row[1]


def add_dictionary(
    db: Database, likes: str, kind: str, data: bytes, samples: int, ratio: float, at: str
) -> int:
    """The next generation of a dictionary. Call inside a transaction."""
    cursor = db.execute(
        "INSERT INTO dictionaries (site, generation, kind, sha256, length, data, samples, ratio, "
        "made_at) VALUES (?1, 1 + (SELECT coalesce(max(generation), 0) FROM dictionaries "
        "WHERE site = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (likes, kind, hashlib.sha256(data).hexdigest(), len(data), data, samples, ratio, at),
    )
    return int(cursor.lastrowid or 0)


def is_small(body: Body, dictionary_id: int | None) -> bool:
    """Whether a body is packed as well as can be."""
    beside = body.base_sha256 is not None or body.dictionary_id == dictionary_id
    return body.encoding == ZSTD and body.level >= SMALL and beside


def repack(db: Database, body: Body, dictionary_id: int | None) -> int:
    """Pack a body anew; gives its size then. Raises StorageError where it is damaged.

    It is read and hashed, packed, unpacked and compared before the old form goes. The bytes
    that others lean on stay the same; a body that others lean on leans on no other than
    before, so that chains stay short.
    """
    data = read_body(db, body.sha256)
    base = base_of(db, body.sha256)
    if base is None and not _is_leant_on(db, body.sha256):
        base = _before(db, body)
    packed: Packed | None = best(db, data, dictionary_id, base, SMALL)
    assert packed is not None
    if len(packed.data) >= body.size and body.encoding == ZSTD:
        packed = None  # the old form stays, and is not tried again at this level
    with writing(db, durable=False):
        return _write(db, body, packed)


def _write(db: Database, body: Body, packed: Packed | None) -> int:
    if packed is None:
        db.execute("UPDATE bodies SET level = ? WHERE sha256 = ?", (SMALL, body.sha256))
        return body.size
    linked = packed.base_sha256 and packed.base_sha256 != body.base_sha256
    if linked and _is_leant_on(db, body.sha256):
        return body.size  # a harvest came in between
    db.execute(
        "UPDATE bodies SET encoding = ?, data = ?, dictionary_id = ?, base_sha256 = ?, level = ? "
        "WHERE sha256 = ?",
        (ZSTD, *packed.columns, body.sha256),
    )
    return len(packed.data)


def _is_leant_on(db: Database, sha256: str) -> bool:
    found = db.execute("SELECT 1 FROM bodies WHERE base_sha256 = ? LIMIT 1", (sha256,)).fetchone()
    return found is not None


def _before(db: Database, body: Body) -> str | None:
    """What the body's address brought before it. A base is always older: no chain is a ring."""
    row = db.execute(
        "SELECT sha256 FROM captures WHERE requested_url = ? AND sha256 <> ? AND id < ? "
        "ORDER BY id DESC LIMIT 1",
        (body.address, body.sha256, body.capture_id),
    ).fetchone()
    return row[0] if row else None
