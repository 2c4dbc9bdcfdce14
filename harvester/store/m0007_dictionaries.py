"""The seventh migration's SQL: what bodies are compressed with, and the site a person named.

Full-text indexes are no longer written where an update leaves the words as they were: a reader
that parses references anew changes everything about them but their text.
"""

from collections.abc import Iterator, Mapping

STATEMENTS = (
    """
    CREATE TABLE dictionaries (
        id INTEGER PRIMARY KEY, site TEXT NOT NULL, generation INTEGER NOT NULL,
        kind TEXT NOT NULL, sha256 TEXT NOT NULL, length INTEGER NOT NULL, data BLOB NOT NULL,
        samples INTEGER NOT NULL, ratio REAL NOT NULL, made_at TEXT NOT NULL,
        UNIQUE (site, generation)
    )""",
    "ALTER TABLE bodies ADD COLUMN dictionary_id INTEGER REFERENCES dictionaries(id)",
    "ALTER TABLE bodies ADD COLUMN base_sha256 TEXT REFERENCES bodies(sha256)",
    "ALTER TABLE bodies ADD COLUMN level INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE captures ADD COLUMN site TEXT",
    "CREATE INDEX bodies_1 ON bodies(dictionary_id)",
    "CREATE INDEX bodies_2 ON bodies(base_sha256)",
    "CREATE INDEX bodies_3 ON bodies(encoding)",
    # What was found by walking through all records or captures there are.
    "CREATE INDEX records_by_url ON records(url)",
    "CREATE INDEX records_by_kind ON records(kind, container_title, position)",
    "CREATE INDEX captures_by_time ON captures(fetched_at)",
)


def quiet_triggers(searched: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """For each table that is searched, its update trigger anew: silent where no word changed."""
    for table, columns in searched.items():
        fts, names = f"{table}_fts", ", ".join(columns)
        new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
        differs = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
        yield f"DROP TRIGGER {table}_au"
        yield (
            f"CREATE TRIGGER {table}_au AFTER UPDATE OF {names} ON {table} WHEN {differs} BEGIN "
            f"INSERT INTO {fts} ({fts}, rowid, {names}) VALUES ('delete', old.id, {old}); "
            f"INSERT INTO {fts} (rowid, {names}) VALUES (new.id, {new}); END"
        )
