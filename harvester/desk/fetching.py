"""What the tables of fetching hold, in words for a reader of Datasette."""

from typing import Any

from harvester.desk.tables import table as _table

TABLES: dict[str, dict[str, Any]] = {
    "hosts": _table(
        "Hosts",
        "What politeness keeps of a host between runs.",
        {
            "host": "Name of the host",
            "next_request_at": "When it may be asked next (seconds since 1970)",
            "back_off": "Delay in seconds after it said that it was asked too often",
            "walls": "Walls in a row",
            "paused_until": "Until when it is left alone (UTC)",
            "paused_why": "Why",
            "robots": "Text of its robots.txt",
            "robots_status": "HTTP status with which that came",
            "robots_at": "When (UTC)",
            "robots_capture_id": "The capture of it",
        },
    ),
    "requests": _table(
        "Requests",
        "Every HTTP request that was made: the receipt's source.",
        {
            "run_id": "The run that made it",
            "host": "Host asked",
            "url": "Address asked",
            "at": "When (UTC)",
            "status": "HTTP status",
            "size": "Bytes received",
            "delay": "Delay kept, in seconds",
            "outcome": "How it ended",
        },
        ("host", "outcome"),
        newest="id",
    ),
    "jobs": _table(
        "Jobs",
        "What scheduled runs watch.",
        {
            "name": "Name of the job",
            "schedule": "Cron expression",
            "timezone": "Time zone of the schedule",
            "last_run_id": "Its last run",
            "last_started_at": "When that started (UTC)",
            "last_ended_at": "When that ended (UTC)",
            "last_outcome": "How that ended",
        },
    ),
    "queue": _table(
        "Queue",
        "Sources of jobs that wait, and those that are done.",
        {
            "job": "The job",
            "role": "page, saved, contents, feed, sitemap, identify or oai",
            "source": "The source",
            "host": "Host that it is asked at; empty for saved pages",
            "options": "What belongs to it (JSON)",
            "state": "waiting or done",
            "not_before": "Not before this time (UTC)",
            "added_at": "Since when (UTC)",
            "run_id": "The run that worked it off",
            "done_at": "When (UTC)",
            "capture_id": "What it brought",
            "outcome": "How it ended",
        },
        ("state", "job", "outcome"),
    ),
    "oai_lists": _table(
        "OAI-PMH lists",
        "Until when each list of a repository was harvested whole: where its next harvest begins.",
        {
            "job": "The job that harvests it",
            "address": "The list, as it is asked for the first time",
            "harvested_until": "Time of the first answer of the last whole harvest, by the "
            "repository's own clock (UTC)",
            "run_id": "The run that harvested it",
        },
    ),
    "watched": _table(
        "Watched",
        "When a page is looked at again.",
        {
            "source": "The source",
            "job": "The job that watches it",
            "capture_id": "The last capture",
            "text_sha256": "Digest of its text without boilerplate",
            "unchanged": "For how many looks that stayed the same",
            "looked_at": "The last look (UTC)",
            "next_look_at": "Not due before (UTC)",
        },
    ),
}
