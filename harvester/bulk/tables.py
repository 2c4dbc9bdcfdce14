"""The rows of a passing database as Parquet: the tables' own columns, and what joins them.

Each row has also the ``key`` of its record, where it belongs to one, and its ``batch``; numbers
(``id``, ``record_id``, …) count within a batch.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
from sqlite_utils import Database

from harvester.bulk.folder import Folder

#: Rows held in memory at once.
_AT_ONCE = 5_000
_TYPES = {"INTEGER": pa.int64(), "REAL": pa.float64(), "TEXT": pa.string()}
#: Columns that mean nothing outside of one database: works are matched within one, and its runs.
_LEFT_OUT = frozenset({"form_id", "work_id", "run_id"})

_OF_RECORD = "JOIN records r ON r.id = t.record_id JOIN record_hosts h ON h.record_id = r.id"
_OF_CAPTURE = (
    "JOIN readings g ON {} LEFT JOIN records r ON r.id = g.record_id "
    "JOIN places p ON p.capture_id = t.{}"
)
#: For each table what gives the host and the key of a row, and its further columns.
TABLES: dict[str, tuple[str, str, dict[str, tuple[str, pa.DataType]]]] = {
    "records": (
        "JOIN record_hosts h ON h.record_id = t.id LEFT JOIN records above ON above.id = "
        "t.parent_id",
        "h.host",
        {"parent_key": ("above.key", pa.string())},
    ),
    "contributors": (_OF_RECORD, "h.host", {}),
    "identifiers": (_OF_RECORD, "h.host", {}),
    "reference_entries": (_OF_RECORD, "h.host", {}),
    "reference_links": (
        "JOIN reference_entries e ON e.id = t.reference_id JOIN records r ON r.id = e.record_id "
        "JOIN record_hosts h ON h.record_id = r.id",
        "h.host",
        {"position": ("e.position", pa.int64())},
    ),
    "assertions": (_OF_RECORD, "h.host", {}),
    "review_items": (_OF_RECORD, "h.host", {}),
    "captures": (
        _OF_CAPTURE.format("g.capture_id = t.id", "id"),
        "p.host",
        {"warc": ("p.warc", pa.string()), "warc_offset": ("p.warc_offset", pa.int64())},
    ),
    "readings": (_OF_CAPTURE.format("g.id = t.id", "capture_id"), "p.host", {}),
    "strip_ledger": (_OF_CAPTURE.format("g.id = t.reading_id", "capture_id"), "p.host", {}),
}

_PLACES = (
    "CREATE TABLE places (capture_id INTEGER PRIMARY KEY, warc TEXT, warc_offset INTEGER, "
    "host TEXT NOT NULL)"
)
#: A record's host: that of the first page of its own, else of a page that speaks of it.
_HOSTS = """
    CREATE TABLE record_hosts AS SELECT id AS record_id, coalesce(
        (SELECT p.host FROM readings g JOIN places p ON p.capture_id = g.capture_id
            WHERE g.record_id = records.id ORDER BY g.id LIMIT 1),
        (SELECT p.host FROM assertions a JOIN places p ON p.capture_id = a.capture_id
            WHERE a.record_id = records.id ORDER BY a.id LIMIT 1), '') AS host
    FROM records"""


def prepare(db: Database) -> None:
    """Make an empty database one to pass through: no full-text indexes, and where captures lay.

    Call inside a transaction.
    """
    indexing = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%_fts%'"
    for (name,) in db.execute(indexing).fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute(_PLACES)


def note_place(
    db: Database, capture_id: int, warc: str | None, offset: int | None, host: str
) -> None:
    """Note where a capture lies. Call inside a transaction."""
    db.execute("INSERT INTO places VALUES (?, ?, ?, ?)", (capture_id, warc, offset, host))


def place_records(db: Database) -> None:
    """Find the host of each record. Call inside a transaction, when all captures were read."""
    db.execute(_HOSTS)
    db.execute("CREATE UNIQUE INDEX record_hosts_1 ON record_hosts(record_id)")


def write_tables(
    db: Database, folder: Folder, batch: str, about: dict[str, str]
) -> list[tuple[str, str]]:
    """Write all rows to files under other names; gives these with the files' own names.

    ``about`` is noted in each file. Few rows are held at a time, and one file is open.
    """
    aside: list[tuple[str, str]] = []
    for table, (joins, host, further) in TABLES.items():
        columns = {
            column.name: _TYPES[column.type]
            for column in db[table].columns
            if column.name not in _LEFT_OUT
        }
        told = {name: f"t.{name}" for name in columns}
        columns |= {name: kind for name, (_, kind) in further.items()}
        told |= {name: sql for name, (sql, _) in further.items()}
        if "key" not in columns:
            columns["key"], told["key"] = pa.string(), "r.key"
        columns["batch"], told["batch"] = pa.string(), f"'{batch}'"
        schema = pa.schema(list(columns.items()), metadata=about)
        names = ", ".join(f"{told[name]} AS {name}" for name in columns)
        cursor = db.execute(
            f"SELECT {host}, {names} FROM {table} t {joins} ORDER BY {host}, t.id",
        )
        for where, rows in groupby(cursor, key=itemgetter(0)):
            with folder.table(table, where, batch, schema, aside) as writer:
                for some in _some(rows, schema):
                    writer.write_batch(some)
    return aside


def _some(rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    some: list[tuple[Any, ...]] = []
    for row in rows:
        some.append(row[1:])
        if len(some) == _AT_ONCE:
            yield _as_arrow(some, schema)
            some.clear()
    if some:
        yield _as_arrow(some, schema)


def _as_arrow(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    values = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
