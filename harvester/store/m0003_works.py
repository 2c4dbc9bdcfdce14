"""The third migration's SQL: works, and which entries and records are one.

``superseded_in`` is the reading that superseded an assertion. Where that was not noted, it is
taken to be the earliest that it can be: the assertion's own where an older capture was read,
else that of its successor, else the next reading of the page.
"""

STATEMENTS = (
    """
    CREATE TABLE works (
        id INTEGER PRIMARY KEY, text TEXT, title TEXT, author TEXT, year INTEGER, type TEXT,
        doi TEXT, record_id INTEGER REFERENCES records(id), csl TEXT, key TEXT NOT NULL
    )""",
    """
    CREATE TABLE work_forms (
        id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, facts TEXT NOT NULL,
        work_id INTEGER REFERENCES works(id)
    )""",
    """
    CREATE TABLE work_keys (
        key INTEGER NOT NULL,
        form_id INTEGER NOT NULL REFERENCES work_forms(id) ON DELETE CASCADE,
        PRIMARY KEY (key, form_id)
    ) WITHOUT ROWID""",
    "ALTER TABLE reference_entries ADD COLUMN form_id INTEGER REFERENCES work_forms(id)",
    "ALTER TABLE reference_entries ADD COLUMN work_id INTEGER REFERENCES works(id)",
    "ALTER TABLE records ADD COLUMN form_id INTEGER REFERENCES work_forms(id)",
    "ALTER TABLE records ADD COLUMN work_id INTEGER REFERENCES works(id)",
    "ALTER TABLE assertions ADD COLUMN superseded_in INTEGER REFERENCES readings(id)",
    """
    UPDATE assertions AS a SET superseded_in = (
        SELECT CASE
            WHEN s.reading_id > a.reading_id THEN s.reading_id
            WHEN coalesce(later.captured_at, later.fetched_at)
                > coalesce(own.captured_at, own.fetched_at) THEN a.reading_id
            ELSE coalesce((SELECT min(r.id) FROM readings r
                WHERE r.record_id = a.page_id AND r.id > a.reading_id), a.reading_id) END
        FROM assertions s JOIN captures later ON later.id = s.capture_id
        JOIN captures own ON own.id = a.capture_id WHERE s.id = a.superseded_by)
    WHERE superseded_by IS NOT NULL""",
    "CREATE INDEX works_1 ON works(doi)",
    "CREATE INDEX works_2 ON works(record_id)",
    "CREATE INDEX work_forms_1 ON work_forms(work_id)",
    "CREATE INDEX work_keys_1 ON work_keys(form_id)",
    "CREATE INDEX reference_entries_1 ON reference_entries(form_id)",
    "CREATE INDEX reference_entries_2 ON reference_entries(work_id, record_id)",
    "CREATE INDEX records_1 ON records(form_id)",
    "CREATE INDEX records_2 ON records(work_id)",
    "DROP VIEW works_cited",
    """
    CREATE VIEW works_cited AS
    SELECT w.text, count(DISTINCT e.record_id) AS cited_by_records, count(*) AS entries,
           group_concat(DISTINCT r.title) AS cited_by, w.title, w.author, w.year, w.type, w.doi,
           w.record_id, w.id AS work_id
    FROM works w JOIN reference_entries e ON e.work_id = w.id JOIN records r ON r.id = e.record_id
    GROUP BY w.id""",
    """
    CREATE VIEW works_not_harvested AS
    SELECT text, cited_by_records, entries, cited_by, title, author, year, type, doi, work_id
    FROM works_cited WHERE record_id IS NULL""",
    """
    CREATE VIEW citations AS
    SELECT e.id AS reference_id, e.record_id AS citing_id, a.title AS citing, e.position, e.text,
           b.id AS cited_id, b.title AS cited, e.work_id
    FROM records b JOIN reference_entries e ON e.work_id = b.work_id
    JOIN records a ON a.id = e.record_id
    WHERE a.id <> b.id""",
)
