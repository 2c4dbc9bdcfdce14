"""The eighth migration's SQL: what a record is as a unit of archives."""

STATEMENTS = (
    """
    CREATE TABLE archival_units (
        record_id INTEGER PRIMARY KEY REFERENCES records(id), unit_level TEXT,
        reference_code TEXT, repository TEXT, covering_dates TEXT, covering_dates_printed TEXT,
        extent TEXT, box TEXT, folder TEXT, containers TEXT, conditions TEXT
    )""",
    "CREATE INDEX archival_units_1 ON archival_units(reference_code)",
    """
    CREATE VIEW archives_held AS
    SELECT r.id, r.key, u.unit_level, u.reference_code, r.title, u.covering_dates, u.box, u.folder,
           (WITH RECURSIVE up(id, depth, path) AS (
                SELECT r.parent_id, 1, ''
                UNION ALL
                SELECT p.parent_id, up.depth + 1, coalesce(p.title, p.key)
                       || CASE up.path WHEN '' THEN '' ELSE ' › ' || up.path END
                FROM up JOIN records p ON p.id = up.id WHERE up.depth <= 20)
            SELECT path FROM up ORDER BY depth DESC LIMIT 1) AS within,
           u.repository, u.extent, r.abstract AS scope_and_content, u.conditions, r.parent_id
    FROM archival_units u JOIN records r ON r.id = u.record_id""",
)
