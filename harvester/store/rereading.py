"""Which stored captures today's reader has not read yet, and one of them whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.model import Capture, Hop, Source
from harvester.store.bodies import read_body

#: Of captures with bytes, those that were read once or that the reader failed on; robots.txt
#: files are not, nor what stands beside the pages of a WARC file.
_READABLE = """
    FROM captures c LEFT JOIN readings r
    ON r.id = (SELECT max(id) FROM readings WHERE capture_id = c.id)
    WHERE c.id > :after AND c.sha256 IS NOT NULL
    AND c.sha256 NOT IN (SELECT sha256 FROM tombstones) AND c.outcome NOT IN ('redirect', 'skipped')
    AND (r.id IS NOT NULL OR c.outcome = 'parser-error')
    AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.capture_id = c.id
        AND q.role IN ('feed', 'sitemap', 'identify'))"""
#: Read by this very reader, with the rules that it would use today. Where no profile served,
#: a new one may: then nothing of the rules may have changed.
_READ_TODAY = """
    r.reader_version IS :version AND (r.profile IN (SELECT value FROM json_each(:profiles))
    AND (r.site IS NOT NULL OR r.form LIKE 'oai%') OR EXISTS (
        SELECT 1 FROM events e JOIN runs n ON n.id = e.run_id
        WHERE e.reading_id = r.id AND n.config_sha256 = :config))"""
_OF_RECORDS = """
    c.id IN (SELECT capture_id FROM readings
    WHERE record_id IN (SELECT value FROM json_each(:records)))"""
_DONE_IN_RUN = "EXISTS (SELECT 1 FROM events e WHERE e.capture_id = c.id AND e.run_id = :run)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which captures are to be read: all that ``version`` and ``profiles`` have not read yet.

    ``force``: those too, but for what ``run_id`` has done already. ``records``: only captures
    of these records' pages.
    """

    version: str
    profiles: Sequence[str]
    config_sha256: str
    records: Sequence[int] | None = None
    force: bool = False
    run_id: int | None = None

    def sql(self) -> tuple[str, dict[str, Any]]:
        """The end of a query and its values, ``after`` aside."""
        parts = [_READABLE]
        parts.append("" if self.force else f" AND NOT coalesce({_READ_TODAY}, 0)")
        parts.append(f" AND NOT {_DONE_IN_RUN}" if self.run_id is not None else "")
        parts.append(f" AND {_OF_RECORDS}" if self.records is not None else "")
        values = {
            "version": self.version,
            "profiles": json.dumps(list(self.profiles)),
            "config": self.config_sha256,
            "records": json.dumps(list(self.records or ())),
            "run": self.run_id,
        }
        return "".join(parts), values


def count(db: Database, wanted: Wanted) -> int:
    """How many captures are to be read."""
    sql, values = wanted.sql()
    return int(db.execute(f"SELECT count(*) {sql}", values | {"after": 0}).fetchone()[0])


def some(db: Database, wanted: Wanted, after: int, limit: int) -> list[int]:
    """The next captures that are to be read, the oldest first."""
    sql, values = wanted.sql()
    rows = db.execute(
        f"SELECT c.id {sql} ORDER BY c.id LIMIT :limit", values | {"after": after, "limit": limit}
    )
    return [row[0] for row in rows]


def unfinished_run(db: Database, command: str, agent: str, config_sha256: str) -> int | None:
    """The last run of a command, where it did not end and would do the same today."""
    row = db.execute(
        "SELECT id, ended_at, agent, config_sha256 FROM runs WHERE command = ? "
        "ORDER BY id DESC LIMIT 1",
        (command,),
    ).fetchone()
    return row[0] if row and row[1:] == (None, agent, config_sha256) else None


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture as it was stored, and in which role a job asked for it ("" where none did)."""

    capture: Capture
    sha256: str
    role: str


def stored(db: Database, capture_id: int) -> Stored:
    """A capture with its body. Raises StorageError where that is not what was stored."""
    names = (
        "source source_kind requested_url url status outcome fetched_at captured_at content_type "
        "truncated error redirects site sha256"
    ).split()
    values = db.execute(
        f"SELECT {', '.join(names)} FROM captures WHERE id = ?", (capture_id,)
    ).fetchone()
    row: Mapping[str, Any] = dict(zip(names, values, strict=True))
    role = db.execute("SELECT role FROM queue WHERE capture_id = ?", (capture_id,)).fetchone()
    return Stored(
        Capture(
            source=Source(row["source"], row["source_kind"], row["requested_url"]),
            outcome=row["outcome"],
            fetched_at=row["fetched_at"],
            body=read_body(db, row["sha256"]),
            url=row["url"],
            status=row["status"],
            captured_at=row["captured_at"],
            content_type=row["content_type"],
            hops=tuple(Hop(*hop) for hop in json.loads(row["redirects"])),
            truncated=bool(row["truncated"]),
            error=row["error"],
            site=row["site"],
        ),
        row["sha256"],
        role[0] if role else "",
    )


def address_of(db: Database, capture_id: int) -> tuple[str | None, str]:
    """A capture's final address and the digest of its body."""
    row = db.execute("SELECT url, sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return row[0], row[1]
