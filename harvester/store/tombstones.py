"""Bodies whose bytes were removed: what they were stays, and why they went."""

from dataclasses import dataclass

from sqlite_utils import Database

#: How a body is stored of which nothing is left.
FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that still has its bytes, and the captures that brought it."""

    sha256: str
    length: int
    captures: tuple[int, ...]


def bodies_of(db: Database, record_id: int) -> list[Body]:
    """The bodies of the captures that were read into a record, in the order of captures."""
    rows = db.execute(
        "SELECT DISTINCT b.sha256, b.length FROM readings r JOIN captures c ON c.id = r.capture_id "
        "JOIN bodies b ON b.sha256 = c.sha256 WHERE r.record_id = ? AND b.encoding <> ?",
        (record_id, FORGOTTEN),
    ).fetchall()
    found = [
        Body(
            sha256,
            length,
            tuple(
                number
                for (number,) in db.execute(
                    "SELECT id FROM captures WHERE sha256 = ? ORDER BY id", (sha256,)
                )
            ),
        )
        for sha256, length in rows
    ]
    return sorted(found, key=lambda body: body.captures)


def bury(db: Database, sha256: str, reason: str, by: str, at: str, event_id: int) -> None:
    """Note why a body goes, and empty it. Call inside a transaction, after its event."""
    db.execute(
        'INSERT INTO tombstones (sha256, reason, "by", at, event_id) VALUES (?, ?, ?, ?, ?)',
        (sha256, reason, by, at, event_id),
    )
    db.execute(
        "UPDATE bodies SET data = x'', encoding = ?, dictionary_id = NULL, base_sha256 = NULL "
        "WHERE sha256 = ?",
        (FORGOTTEN, sha256),
    )


def wipe(db: Database) -> None:
    """Take what was emptied out of the write-ahead log too. Call outside a transaction."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def is_forgotten(db: Database, sha256: str) -> bool:
    """Whether a body's bytes were removed."""
    row = db.execute("SELECT 1 FROM tombstones WHERE sha256 = ?", (sha256,)).fetchone()
    return row is not None
