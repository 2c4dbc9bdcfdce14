"""The canned queries of the desk. Plain SQL over the tables of the contract."""

from harvester.desk import citing, holding

QUERIES: dict[str, dict[str, str]] = {
    "chapters_and_references": {
        "title": "Chapters with their reference counts",
        "description": "Every chapter, and how long its reference list is.",
        "sql": """
select r.id as record_id, r.number, r.title, r.byline, r.container_title, r.published_print,
       (select count(*) from reference_entries e where e.record_id = r.id) as reference_count,
       r.outcome
from records r
where r.kind = 'chapter'
order by r.container_title, r.position, r.id""",
    },
    "references_without_links": {
        "title": "References without any link",
        "description": "Printed references for which the page gives no link at all: often archival "
        "sources, and works that no index knows.",
        "sql": """
select e.id as reference_id, r.title as record, e.position, e.text
from reference_entries e cross join records r on r.id = e.record_id
where not exists (select 1 from reference_links l where l.reference_id = e.id)
order by e.record_id, e.position""",
    },
    **citing.QUERIES,
    **holding.QUERIES,
    "waiting_for_review": {
        "title": "What waits for review",
        "description": "Questions that a machine must not answer: unknown roles, places of a page "
        "that disagree, missing titles.",
        "sql": """
select id, record_id, title, field, reason, opened_at
from review_queue
order by field, opened_at, id""",
    },
    "what_was_stripped": {
        "title": "What was stripped",
        "description": "The boilerplate taken off each capture, by rule.",
        "sql": """
select c.id as capture_id, c.source, l.rule, l.count, l.characters, l.sha256
from captures c cross join strip_ledger l on l.capture_id = c.id
order by c.id, l.characters desc""",
    },
    "failed_captures": {
        "title": "What could not be had",
        "description": "Sources that ended in a wall, a refusal or a failure.",
        "sql": """
select c.id, c.source, c.outcome as fetched, r.outcome as read_as,
       coalesce(c.error, r.note) as what_happened, c.fetched_at
from captures c left join readings r on r.capture_id = c.id
where c.outcome not in ('ok', 'not-modified') or r.outcome not in
  ('ok', 'landing', 'listing', 'abstract-only', 'preview-only', 'profile-mismatch', 'not-modified')
order by c.id desc""",
    },
}
