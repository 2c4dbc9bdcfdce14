"""OAI-PMH lists: until when each was harvested whole, by the repository's own clock."""

from sqlite_utils import Database


def harvested_until(db: Database, job: str, address: str) -> str | None:
    """The time of the repository's first answer in a job's last whole harvest of a list."""
    row = db.execute(
        "SELECT harvested_until FROM oai_lists WHERE job = ? AND address = ?", (job, address)
    ).fetchone()
    return row[0] if row else None


def is_harvested(db: Database, job: str, address: str, until: str, run_id: int) -> None:
    """A list was harvested to its end. Call inside the transaction that stores its last page."""
    db.execute(
        "INSERT INTO oai_lists (job, address, harvested_until, run_id) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (job, address) DO UPDATE SET harvested_until = ?3, run_id = ?4",
        (job, address, until, run_id),
    )


def is_under_way(db: Database, job: str, address: str) -> bool:
    """Whether a page of a job's list waits: then its harvest goes on, and none is begun."""
    row = db.execute(
        "SELECT 1 FROM queue WHERE job = ? AND state = 'waiting' AND role = 'oai' "
        "AND json_extract(options, '$.list') = ?",
        (job, address),
    ).fetchone()
    return row is not None
