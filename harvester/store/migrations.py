"""The schema, as numbered migrations of sqlite-utils. A released one is never edited.

Times are ISO 8601 text in UTC. ``records``, ``contributors``, ``reference_entries`` and
``reference_links`` show what is chosen now; where each value came from, and what was said
before, is in ``assertions``, of which none is ever changed but for ``superseded_by``.
"""

from sqlite_utils import Database, Migrations

from harvester.store import m0006_decisions as decisions
from harvester.store.full_text import SEARCHED, full_text
from harvester.store.m0002_fetching import STATEMENTS as _FETCHING
from harvester.store.m0003_works import STATEMENTS as _WORKS
from harvester.store.m0007_dictionaries import STATEMENTS as _DICTIONARIES
from harvester.store.m0007_dictionaries import quiet_triggers
from harvester.store.m0008_archival_units import STATEMENTS as _ARCHIVAL_UNITS
from harvester.store.m0010_seals import STATEMENTS as _SEALS

migrations = Migrations("harvester")

#: Marks a file as ours (SQLite's application_id): "hrvs".
APPLICATION_ID = 0x68727673

_TABLES = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY, command TEXT NOT NULL, job TEXT, started_at TEXT NOT NULL,
        ended_at TEXT, agent TEXT NOT NULL, config_sha256 TEXT NOT NULL,
        sources INTEGER NOT NULL DEFAULT 0, well INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0
    )""",
    """
    CREATE TABLE bodies (
        sha256 TEXT PRIMARY KEY, sha1 TEXT NOT NULL, length INTEGER NOT NULL,
        encoding TEXT NOT NULL, data BLOB NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE captures (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, source_kind TEXT NOT NULL,
        requested_url TEXT, url TEXT, status INTEGER, outcome TEXT NOT NULL,
        fetched_at TEXT NOT NULL, captured_at TEXT, sha256 TEXT REFERENCES bodies(sha256),
        length INTEGER, content_type TEXT, truncated INTEGER NOT NULL DEFAULT 0, error TEXT,
        redirects TEXT NOT NULL DEFAULT '[]', request_headers TEXT NOT NULL DEFAULT '[]',
        response_headers TEXT NOT NULL DEFAULT '[]', previous_id INTEGER REFERENCES captures(id),
        run_id INTEGER NOT NULL REFERENCES runs(id)
    )""",
    """
    CREATE TABLE records (
        id INTEGER PRIMARY KEY, title TEXT, byline TEXT, kind TEXT NOT NULL, level TEXT NOT NULL,
        number TEXT, part TEXT, container_title TEXT, series TEXT, publisher TEXT, place TEXT,
        published_online TEXT, published_print TEXT, doi TEXT, isbn TEXT, issn TEXT, volume TEXT,
        issue TEXT, pages TEXT, language TEXT, access TEXT, outcome TEXT, site TEXT,
        key TEXT NOT NULL UNIQUE, url TEXT, pdf_url TEXT, licence TEXT, abstract TEXT,
        extract TEXT, keywords TEXT, parent_id INTEGER REFERENCES records(id), position INTEGER,
        first_harvested_at TEXT NOT NULL, changed_at TEXT NOT NULL
    )""",
    """
    CREATE TABLE readings (
        id INTEGER PRIMARY KEY, capture_id INTEGER NOT NULL REFERENCES captures(id),
        record_id INTEGER REFERENCES records(id), reader_version TEXT NOT NULL,
        profile TEXT NOT NULL, site TEXT, charset TEXT, form TEXT NOT NULL,
        outcome TEXT NOT NULL, note TEXT,
        text_sha256 TEXT NOT NULL, at TEXT NOT NULL
    )""",
    """
    CREATE TABLE assertions (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        page_id INTEGER NOT NULL REFERENCES records(id),
        capture_id INTEGER NOT NULL REFERENCES captures(id),
        reading_id INTEGER NOT NULL REFERENCES readings(id), field TEXT NOT NULL,
        position INTEGER, value TEXT, detail TEXT, channel TEXT NOT NULL, locator TEXT NOT NULL,
        snippet TEXT NOT NULL, generation TEXT NOT NULL, confidence REAL NOT NULL,
        candidate INTEGER NOT NULL, absence TEXT, reader_version TEXT NOT NULL,
        profile TEXT NOT NULL, body_sha256 TEXT NOT NULL, asserted_at TEXT NOT NULL,
        superseded_by INTEGER REFERENCES assertions(id)
    )""",
    """
    CREATE TABLE contributors (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        position INTEGER NOT NULL, name TEXT NOT NULL, family TEXT, given TEXT,
        role TEXT NOT NULL, level TEXT NOT NULL, affiliations TEXT NOT NULL, orcid TEXT,
        confidence REAL NOT NULL, UNIQUE (record_id, position)
    )""",
    """
    CREATE TABLE identifiers (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        scheme TEXT NOT NULL, value TEXT NOT NULL COLLATE NOCASE,
        UNIQUE (record_id, scheme, value)
    )""",
    """
    CREATE TABLE reference_entries (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        position INTEGER NOT NULL, label TEXT, text TEXT NOT NULL, csl TEXT, confidence REAL,
        flags TEXT NOT NULL DEFAULT '[]', UNIQUE (record_id, position)
    )""",
    """
    CREATE TABLE reference_links (
        id INTEGER PRIMARY KEY,
        reference_id INTEGER NOT NULL REFERENCES reference_entries(id) ON DELETE CASCADE,
        kind TEXT NOT NULL, url TEXT, value TEXT
    )""",
    """
    CREATE TABLE strip_ledger (
        id INTEGER PRIMARY KEY, reading_id INTEGER NOT NULL REFERENCES readings(id),
        capture_id INTEGER NOT NULL REFERENCES captures(id), rule TEXT NOT NULL,
        count INTEGER NOT NULL, characters INTEGER NOT NULL, sha256 TEXT NOT NULL
    )""",
    """
    CREATE TABLE review_items (
        id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records(id),
        field TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open',
        reading_id INTEGER NOT NULL REFERENCES readings(id), opened_at TEXT NOT NULL,
        closed_at TEXT
    )""",
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY, type TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
        detail TEXT, agent TEXT NOT NULL, run_id INTEGER REFERENCES runs(id),
        capture_id INTEGER REFERENCES captures(id), reading_id INTEGER REFERENCES readings(id),
        record_id INTEGER REFERENCES records(id), previous_digest TEXT NOT NULL,
        digest TEXT NOT NULL
    )""",
)

_INDEXES = (
    "captures(sha256)",
    "captures(url)",
    "captures(requested_url)",
    "captures(run_id)",
    "readings(capture_id)",
    "readings(record_id)",
    "records(parent_id)",
    "records(doi)",
    "assertions(record_id, superseded_by, field)",
    "assertions(page_id)",
    "assertions(capture_id)",
    "assertions(reading_id)",
    "assertions(superseded_by)",
    "identifiers(scheme, value)",
    "reference_links(reference_id)",
    "reference_links(kind, value)",
    "strip_ledger(reading_id)",
    "strip_ledger(capture_id)",
    "review_items(record_id, state)",
    "review_items(reading_id)",
    "events(capture_id)",
    "events(record_id)",
    "events(reading_id)",
    "events(run_id)",
)

_VIEWS = (
    """
    CREATE VIEW chapters AS
    SELECT r.id, r.key, r.number, r.title, r.byline, r.container_title, r.published_print,
           r.published_online, r.pages, r.doi, r.access, r.outcome,
           (SELECT count(*) FROM reference_entries e WHERE e.record_id = r.id) AS reference_count,
           r.url
    FROM records r WHERE r.kind = 'chapter'""",
    """
    CREATE VIEW review_queue AS
    SELECT i.id, i.record_id, r.title, r.site, i.field, i.reason, i.opened_at
    FROM review_items i JOIN records r ON r.id = i.record_id
    WHERE i.state = 'open'""",
    """
    CREATE VIEW works_cited AS
    SELECT min(e.text) AS text, count(DISTINCT e.record_id) AS cited_by_records,
           count(*) AS entries, group_concat(DISTINCT r.title) AS cited_by
    FROM reference_entries e JOIN records r ON r.id = e.record_id
    GROUP BY lower(trim(e.text, ' .'))""",
)


@migrations()
def m0001_initial(db: Database) -> None:
    """All tables, indexes, views and full-text indexes of the first release."""
    for sql in (*_TABLES, *_VIEWS):
        db.execute(sql)
    for number, columns in enumerate(_INDEXES, start=1):
        table = columns.partition("(")[0]
        db.execute(f"CREATE INDEX {table}_{number} ON {columns}")
    for table, names in SEARCHED.items():
        for sql in full_text(table, names):
            db.execute(sql)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def m0002_fetching(db: Database) -> None:
    """What polite, scheduled, resumable fetching keeps between runs."""
    for sql in _FETCHING:
        db.execute(sql)


@migrations()
def m0003_works(db: Database) -> None:
    """Works, and which entries and records are one; which reading superseded an assertion."""
    for sql in _WORKS:
        db.execute(sql)


@migrations()
def m0004_spans(db: Database) -> None:
    """Where in a printed reference each parsed field stands; the archives that are cited."""
    db.execute("ALTER TABLE reference_entries ADD COLUMN spans TEXT NOT NULL DEFAULT '[]'")
    db.execute(
        "CREATE VIEW archives_cited AS "
        "SELECT json_extract(csl, '$.archive') AS archive, "
        "json_extract(csl, '$.archive_collection') AS collection, count(*) AS entries, "
        "count(DISTINCT record_id) AS records FROM reference_entries "
        "WHERE json_extract(csl, '$.archive') IS NOT NULL GROUP BY 1, 2"
    )


@migrations()
def m0005_oai_lists(db: Database) -> None:
    """Until when each list of a repository was harvested whole; what a run has done already."""
    db.execute("CREATE INDEX queue_5 ON queue(job, source)")
    db.execute(
        "CREATE TABLE oai_lists (job TEXT NOT NULL REFERENCES jobs(name), address TEXT NOT NULL, "
        "harvested_until TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id), "
        "PRIMARY KEY (job, address))"
    )
    db.execute("CREATE INDEX oai_lists_1 ON oai_lists(run_id)")
    # What waits does not know yet which list it belongs to; its harvest is begun again.
    db.execute(
        "UPDATE queue SET state = 'done', outcome = 'begun-again' "
        "WHERE role = 'oai' AND state = 'waiting'"
    )


@migrations()
def m0006_decisions(db: Database) -> None:
    """What people decide, and what is shown because of it."""
    decisions.make(db)


@migrations()
def m0007_dictionaries(db: Database) -> None:
    """What bodies are compressed with; quieter full-text triggers; the site a person named."""
    for sql in (*_DICTIONARIES, *quiet_triggers(SEARCHED)):
        db.execute(sql)


@migrations()
def m0008_archival_units(db: Database) -> None:
    """Units of archives: levels, codes, covering dates, boxes; views of them and of books."""
    for sql in _ARCHIVAL_UNITS:
        db.execute(sql)


@migrations()
def m0009_keys(db: Database) -> None:
    """Works are found by other keys than before: all are matched again, when asked for next."""
    db.execute("UPDATE reference_entries SET form_id = NULL, work_id = NULL")
    db.execute("UPDATE records SET form_id = NULL, work_id = NULL")
    for table in ("work_keys", "work_forms", "works"):
        db.execute(f"DELETE FROM {table}")


@migrations()
def m0010_seals(db: Database) -> None:
    """Events seal the rows they speak of; what is evidence can be neither changed nor deleted."""
    for sql in _SEALS:
        db.execute(sql)
