"""The second migration's SQL: what polite, scheduled, resumable fetching keeps between runs."""

STATEMENTS = (
    """
    CREATE TABLE hosts (
        host TEXT PRIMARY KEY, next_request_at REAL NOT NULL DEFAULT 0, back_off REAL NOT NULL
        DEFAULT 0, walls INTEGER NOT NULL DEFAULT 0, paused_until TEXT, paused_why TEXT,
        robots TEXT, robots_status INTEGER, robots_at TEXT,
        robots_capture_id INTEGER REFERENCES captures(id)
    )""",
    """
    CREATE TABLE requests (
        id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES runs(id), host TEXT NOT NULL
        REFERENCES hosts(host), url TEXT NOT NULL, at TEXT NOT NULL, status INTEGER,
        size INTEGER NOT NULL, delay REAL NOT NULL, outcome TEXT NOT NULL
    )""",
    """
    CREATE TABLE jobs (
        name TEXT PRIMARY KEY, schedule TEXT, timezone TEXT,
        last_run_id INTEGER REFERENCES runs(id), last_started_at TEXT, last_ended_at TEXT,
        last_outcome TEXT
    )""",
    """
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY, job TEXT NOT NULL REFERENCES jobs(name), role TEXT NOT NULL,
        source TEXT NOT NULL, host TEXT NOT NULL, options TEXT NOT NULL DEFAULT '{}',
        state TEXT NOT NULL DEFAULT 'waiting', not_before TEXT, added_at TEXT NOT NULL,
        run_id INTEGER REFERENCES runs(id), done_at TEXT,
        capture_id INTEGER REFERENCES captures(id), outcome TEXT
    )""",
    """
    CREATE TABLE watched (
        source TEXT PRIMARY KEY, job TEXT NOT NULL REFERENCES jobs(name),
        capture_id INTEGER REFERENCES captures(id), text_sha256 TEXT,
        unchanged INTEGER NOT NULL DEFAULT 0, looked_at TEXT NOT NULL, next_look_at TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX queue_1 ON queue(job, source) WHERE state = 'waiting'",
    "CREATE INDEX queue_2 ON queue(job, state, host)",
    "CREATE INDEX queue_3 ON queue(capture_id)",
    "CREATE INDEX queue_4 ON queue(run_id)",
    "CREATE INDEX requests_1 ON requests(host, at)",
    "CREATE INDEX requests_2 ON requests(run_id)",
    "CREATE INDEX hosts_1 ON hosts(robots_capture_id)",
    "CREATE INDEX jobs_1 ON jobs(last_run_id)",
    "CREATE INDEX watched_1 ON watched(job)",
    "CREATE INDEX watched_2 ON watched(capture_id)",
)
