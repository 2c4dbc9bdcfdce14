"""Frees other bodies from one that is to go: they are packed anew, so that they stay readable."""

from sqlite_utils import Database

from harvester.store.bodies import best, read_body
from harvester.store.packing import QUICK, ZSTD


def free_from(db: Database, sha256: str) -> int:
    """Pack anew all that leans on a body, or on a dictionary that holds it whole.

    Such dictionaries go. Gives how many bodies were packed anew. Call inside a transaction.
    """
    body = read_body(db, sha256)
    holding = [
        number
        for number, data in db.execute("SELECT id, data FROM dictionaries").fetchall()
        if body in data
    ]
    freed = _pack_alone(db, "base_sha256 = ?", sha256)
    for number in holding:
        freed += _pack_alone(db, "dictionary_id = ?", number)
        db.execute("DELETE FROM dictionaries WHERE id = ?", (number,))
    return freed


def _pack_alone(db: Database, where: str, value: object) -> int:
    """Pack the bodies that lean on something so that they lean on nothing."""
    found = db.execute(f"SELECT sha256 FROM bodies WHERE {where}", (value,)).fetchall()
    for (digest,) in found:
        packed = best(db, read_body(db, digest), None, None, QUICK)
        db.execute(
            "UPDATE bodies SET encoding = ?, data = ?, dictionary_id = ?, base_sha256 = ?, "
            "level = ? WHERE sha256 = ?",
            (ZSTD, *packed.columns, digest),
        )
    return len(found)
