"""What the tables of works and citations hold, in words for a reader of Datasette."""

from typing import Any

from harvester.desk.tables import table as _table

_WORK = {
    "text": "One of the printed references to it",
    "title": "Title: the harvested record's, else a parsed reference's",
    "author": "First author, likewise",
    "year": "Year of publication, likewise",
    "type": "Type in the words of CSL, likewise",
    "doi": "DOI, if any of the references or the record has one",
    "record_id": "The harvested record that is this work; empty where it is not harvested",
}
_COUNTED = {
    "cited_by_records": "Number of records that cite it",
    "entries": "Number of entries",
    "cited_by": "Titles of the records that cite it",
    "work_id": "The work",
}

TABLES: dict[str, dict[str, Any]] = {
    "works": _table(
        "Works",
        "Works that are cited or harvested, one row each. Entries are joined by DOI, by printed "
        "text, or by title with author and year; which entries are one is an opinion.",
        _WORK
        | {
            "csl": "Parsed fields of one of the references (CSL-JSON)",
            "key": "Digest of the fullest form in which it is written down",
        },
        ("type", "year"),
        label="title",
    ),
    "work_forms": _table(
        "Forms of works",
        "Each way in which a reference or a record writes a work down, as far as it is compared.",
        {
            "digest": "Digest of the facts",
            "facts": "What is compared (JSON list): digest of the printed text, DOI, title, title "
            "without subtitle, author, name, year, day, level, volume, edition, container, pages, "
            "shelfmark",
            "work_id": "The work that it means; empty where it says too little (Ibid.)",
        },
        label="facts",
    ),
    "work_keys": _table(
        "Keys of forms",
        "Numbers by which forms that may mean one work are found.",
        {"key": "A digest of part of the facts", "form_id": "The form"},
    ),
    "works_cited": _table(
        "Works cited",
        "Works that references cite, and how many records cite each.",
        _COUNTED | _WORK,
        ("type",),
    ),
    "archives_cited": _table(
        "Archives cited",
        "Archives and their collections as references name them.",
        {
            "archive": "Archive, as printed",
            "collection": "Collection or record group, as printed",
            "entries": "Number of references",
            "records": "Number of records that have them",
        },
        ("archive",),
    ),
    "works_not_harvested": _table(
        "Works not harvested",
        "Works that records cite and that are not harvested: what to acquire.",
        _COUNTED | {name: text for name, text in _WORK.items() if name != "record_id"},
        ("type",),
    ),
    "citations": _table(
        "Citations",
        "Which harvested record cites which, with the reference that does.",
        {
            "reference_id": "The reference",
            "citing_id": "The record that cites",
            "citing": "Its title",
            "position": "Place in its reference list",
            "text": "The printed reference",
            "cited_id": "The record that is cited",
            "cited": "Its title",
            "work_id": "The work",
        },
        ("cited_id",),
    ),
}

QUERIES: dict[str, dict[str, str]] = {
    "cited_by_several": {
        "title": "Works cited by several records",
        "description": "What this collection has in common: works that more than one record cites. "
        "References are joined by DOI, by printed text, or by title with author and year.",
        "sql": """
select coalesce(title, text) as work, author, year, cited_by_records, cited_by, record_id, text,
       work_id
from works_cited
where cited_by_records > 1
order by cited_by_records desc, work_id""",
    },
    "cited_and_not_harvested": {
        "title": "Works cited, but not harvested",
        "description": "What to acquire next: cited works of which there is no record, those that "
        "most records cite first.",
        "sql": """
select coalesce(title, text) as work, author, year, type, doi, cited_by_records, cited_by, work_id
from works_not_harvested
order by cited_by_records desc, work_id""",
    },
    "who_cites_whom": {
        "title": "Which harvested record cites which",
        "description": "Citations within this collection.",
        "sql": """
select citing_id, citing, cited_id, cited, position, text, reference_id
from citations
order by cited_id, citing_id, position""",
    },
}
