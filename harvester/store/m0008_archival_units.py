"""The eighth migration's SQL: what a record is as a unit of archives; books and their parts."""

STATEMENTS = (
    """
    CREATE TABLE archival_units (
        record_id INTEGER PRIMARY KEY REFERENCES records(id), unit_level TEXT,
        reference_code TEXT, repository TEXT, covering_dates TEXT, covering_dates_printed TEXT,
        extent TEXT, box TEXT, folder TEXT, containers TEXT, conditions TEXT
    )""",
    "CREATE INDEX archival_units_1 ON archival_units(reference_code)",
    "CREATE INDEX records_book ON records(container_title) WHERE kind = 'chapter'",
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
    FROM archival_units u JOIN records_reviewed r ON r.id = u.record_id""",
    """
    CREATE VIEW books AS
    SELECT r.id, r.key, r.title, r.byline, r.published_print,
           (
                WITH RECURSIVE below(id, depth) AS (
                    SELECT c.id, 1 FROM records c WHERE c.parent_id = r.id
                    UNION SELECT c.id, b.depth + 1 FROM records c
                    JOIN below b ON c.parent_id = b.id WHERE b.depth < 20)
                SELECT count(*) FROM below b JOIN records c ON c.id = b.id WHERE c.kind <> 'part')
               AS chapters,
           (
                WITH RECURSIVE below(id, depth) AS (
                    SELECT c.id, 1 FROM records c WHERE c.parent_id = r.id
                    UNION SELECT c.id, b.depth + 1 FROM records c
                    JOIN below b ON c.parent_id = b.id WHERE b.depth < 20)
                SELECT count(*) FROM below b JOIN records c ON c.id = b.id WHERE c.kind <> 'part'
                AND EXISTS (SELECT 1 FROM readings d WHERE d.record_id = c.id AND d.outcome IN (
                    'ok', 'landing', 'abstract-only', 'preview-only', 'profile-mismatch')))
               AS harvested,
           (SELECT group_concat(i.reason, ' ') FROM review_items i WHERE i.record_id = r.id
               AND i.question = 'incomplete' AND i.state = 'open') AS missing, r.doi, r.url
    FROM records_reviewed r
    WHERE r.kind = 'book' OR (r.parent_id IS NULL AND r.kind <> 'archival-unit'
        AND EXISTS (SELECT 1 FROM records c WHERE c.parent_id = r.id))""",
)
