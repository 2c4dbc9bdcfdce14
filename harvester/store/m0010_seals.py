"""The tenth migration's SQL: events seal the rows they speak of, and what is evidence stays.

Triggers refuse to change or delete captures, bodies, readings, assertions, strip ledgers and
events. They allow three things: an assertion is superseded once; a body is stored in another
form while its digest stays; a body is emptied after a tombstone says so.
"""

#: Columns of a body that say what it is; the others say how it is stored.
_BODY = "sha256, sha1, length"
_ASSERTION = (
    "id, record_id, page_id, capture_id, reading_id, field, position, value, detail, channel, "
    "locator, snippet, generation, confidence, candidate, absence, reader_version, profile, "
    "body_sha256, asserted_at"
)


def _refuse(name: str, when: str, why: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT raise(ABORT, '{why}'); END"


def _for_ever(table: str) -> tuple[str, str]:
    why = f"{table} are evidence: what is stored stays as it is"
    return (
        _refuse(f"{table}_stay_as_made", f"UPDATE ON {table}", why),
        _refuse(f"{table}_stay", f"DELETE ON {table}", why),
    )


STATEMENTS = (
    "ALTER TABLE events ADD COLUMN decision_id INTEGER REFERENCES decisions(id)",
    "ALTER TABLE events ADD COLUMN seal TEXT",
    "CREATE INDEX events_5 ON events(decision_id)",
    """
    CREATE TABLE tombstones (
        sha256 TEXT PRIMARY KEY REFERENCES bodies(sha256), reason TEXT NOT NULL,
        "by" TEXT NOT NULL, at TEXT NOT NULL, event_id INTEGER NOT NULL REFERENCES events(id)
    )""",
    "CREATE INDEX tombstones_1 ON tombstones(event_id)",
    *_for_ever("captures"),
    *_for_ever("readings"),
    *_for_ever("events"),
    *_for_ever("strip_ledger"),
    *_for_ever("tombstones"),
    _refuse("bodies_stay", "DELETE ON bodies", "a body is never deleted: harvester forget"),
    _refuse(
        "bodies_stay_what_they_are",
        f"UPDATE OF {_BODY} ON bodies",
        "a body may be stored in another form, but not become another",
    ),
    _refuse(
        "bodies_are_not_emptied",
        "UPDATE ON bodies WHEN new.encoding = 'forgotten' "
        "AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.sha256 = old.sha256)",
        "a body is emptied only after a tombstone: harvester forget",
    ),
    _refuse("assertions_stay", "DELETE ON assertions", "an assertion is superseded, not deleted"),
    _refuse(
        "assertions_stay_as_made",
        f"UPDATE OF {_ASSERTION} ON assertions",
        "an assertion is superseded, never changed",
    ),
    _refuse(
        "assertions_are_superseded_once",
        "UPDATE OF superseded_by, superseded_in ON assertions "
        "WHEN old.superseded_by IS NOT NULL OR new.superseded_by IS NULL",
        "an assertion is superseded once",
    ),
)
