"""Bodies: the bytes of captures, once a digest, each as small as its likes allow.

A body is packed beside the newest dictionary of its site or, where that is much smaller, beside
the body that its address showed before (``base_sha256``). Such chains are short. What is read
is hashed: no body leaves here that is not the one that was stored.
"""

import hashlib
from dataclasses import dataclass

from sqlite_utils import Database

from harvester.bodies import PackedBody
from harvester.errors import StorageError
from harvester.store.packing import (
    GZIP,
    QUICK,
    SMALL,
    ZSTD,
    PackingError,
    can_stand_beside,
    pack,
    unpack,
)

#: So many bodies are unpacked at most before one can be read.
LONGEST_CHAIN = 4
#: Beside its predecessor a body has to be this much smaller than beside a dictionary.
_WORTH_A_LINK = 0.5
#: Beside its predecessor a body of so small a share of its length need not be tried otherwise.
_SMALL_ENOUGH = 0.02


@dataclass(frozen=True, slots=True)
class Packed:
    """A body as it is stored."""

    data: bytes
    dictionary_id: int | None
    base_sha256: str | None
    level: int

    @property
    def columns(self) -> tuple[bytes, int | None, str | None, int]:
        """The values of ``data, dictionary_id, base_sha256, level``."""
        return self.data, self.dictionary_id, self.base_sha256, self.level


def add_body(db: Database, body: bytes, site: str, address: str | None) -> str:
    """Store a body, if it is new; gives its digest. Call inside a transaction.

    ``site`` says whose dictionary fits, ``address`` which body is its predecessor.
    """
    digest = hashlib.sha256(body).hexdigest()
    if db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (digest,)).fetchone() is None:
        packed = best(db, body, newest_dictionary(db, site), predecessor(db, address), QUICK)
        sha1 = hashlib.sha1(body, usedforsecurity=False).hexdigest()
        db.execute(
            "INSERT INTO bodies (sha256, sha1, length, encoding, data, dictionary_id, "
            "base_sha256, level) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (digest, sha1, len(body), ZSTD, *packed.columns),
        )
    return digest


def add_packed(db: Database, packed: PackedBody) -> None:
    """Store a body that was compressed by itself, if it is new. Call inside a transaction."""
    db.execute(
        "INSERT OR IGNORE INTO bodies (sha256, sha1, length, encoding, data) "
        "VALUES (?, ?, ?, ?, ?)",
        (packed.sha256, packed.sha1, packed.length, GZIP, packed.data),
    )


def best(
    db: Database, body: bytes, dictionary_id: int | None, base_sha256: str | None, level: int
) -> Packed:
    """The smallest form of a body, which can be read again: that is tried before it is given."""
    packed, beside = _beside_base(db, body, base_sha256)
    if packed is None or len(packed.data) > len(body) * _SMALL_ENOUGH:
        shared = dictionary(db, dictionary_id) if dictionary_id else None
        whole = Packed(pack(body, shared, level), dictionary_id, None, level)
        if packed is None or len(packed.data) > len(whole.data) * _WORTH_A_LINK:
            packed, beside = whole, shared
    if unpack(packed.data, ZSTD, len(body), beside) != body:
        raise StorageError("A body could not be read back after it was compressed.")
    return packed


def _beside_base(
    db: Database, body: bytes, base_sha256: str | None
) -> tuple[Packed | None, bytes | None]:
    """A body packed beside another, or beside what that leans on where its chain is full."""
    while base_sha256 and chain_of(db, base_sha256) >= LONGEST_CHAIN:
        base_sha256 = base_of(db, base_sha256)
    base = read_body(db, base_sha256) if base_sha256 else b""
    if not can_stand_beside(base):
        return None, None
    # What a page has changed since is found at once: trying harder costs time and wins nothing.
    return Packed(pack(body, base, QUICK), None, base_sha256, SMALL), base


def predecessor(db: Database, address: str | None) -> str | None:
    """The digest of the body that an address brought last, if any."""
    row = db.execute(
        "SELECT sha256 FROM captures WHERE requested_url = ? AND sha256 IS NOT NULL "
        "AND sha256 NOT IN (SELECT sha256 FROM tombstones) ORDER BY id DESC LIMIT 1",
        (address,),
    ).fetchone()
    return row[0] if row else None


def newest_dictionary(db: Database, site: str) -> int | None:
    """The number of a site's newest dictionary."""
    row = db.execute(
        "SELECT id FROM dictionaries WHERE site = ? ORDER BY generation DESC LIMIT 1", (site,)
    ).fetchone()
    return row[0] if row else None


def dictionary(db: Database, number: int) -> bytes:
    """A dictionary's bytes. Raises StorageError where it is not what was stored."""
    data, digest = db.execute(
        "SELECT data, sha256 FROM dictionaries WHERE id = ?", (number,)
    ).fetchone()
    if hashlib.sha256(data).hexdigest() != digest:
        raise StorageError(
            f"Dictionary {number} is not what was stored: the database is damaged or was changed "
            "by another program. Restore it from a backup."
        )
    return bytes(data)


def chain_of(db: Database, sha256: str) -> int:
    """How many bodies have to be unpacked for this one, itself included; at most one too many."""
    links = 0
    here: str | None = sha256
    while here and links <= LONGEST_CHAIN:
        links += 1
        here = base_of(db, here)
    return links


def base_of(db: Database, sha256: str) -> str | None:
    """The body beside which this one is packed, if it is."""
    row = db.execute("SELECT base_sha256 FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None


def read_body(db: Database, sha256: str) -> bytes:
    """The bytes with this digest, as they were captured. Raises StorageError.

    The body at the end of the chain is unpacked first, then those that lean on it.
    """
    chain: list[tuple[bytes, str, int, str]] = []
    beside: bytes | None = None
    here: str | None = sha256
    while here:
        row = db.execute(
            "SELECT data, encoding, length, dictionary_id, base_sha256 FROM bodies "
            "WHERE sha256 = ?",
            (here,),
        ).fetchone()
        if row is None or len(chain) > LONGEST_CHAIN:
            raise _changed(here)
        chain.append((row[0], row[1], row[2], here))
        beside = dictionary(db, row[3]) if row[3] else None
        here = row[4]
    for data, encoding, length, digest in reversed(chain):
        try:
            beside = unpack(data, encoding, length, beside)
        except PackingError as fault:
            raise _changed(digest) from fault
        if hashlib.sha256(beside).hexdigest() != digest:
            raise _changed(digest)
    assert beside is not None
    return beside


def _changed(digest: str) -> StorageError:
    return StorageError(
        f"The body {digest} is not what was stored: the database is damaged or was changed by "
        "another program. Restore it from a backup."
    )
