"""What the desk says of books as a whole and of units of archives."""

from typing import Any

from harvester.desk.tables import table as _table

_UNIT = {
    "unit_level": "fonds, series, file, item …, as the finding aid says",
    "reference_code": "Reference code as printed",
    "repository": "Who holds it",
    "covering_dates": "Covering dates in EDTF (ISO 8601-2); empty where they cannot be told",
    "covering_dates_printed": "Covering dates as printed",
    "extent": "How much it is, as printed",
    "box": "Box",
    "folder": "Folder",
    "containers": "Box, folder and the like in one, as printed",
    "conditions": "Conditions of access or use",
}

TABLES: dict[str, dict[str, Any]] = {
    "archival_units": _table(
        "Archival units",
        "What a record is as a unit of archives: fonds, series, file, item. Its title, scope and "
        "place in the hierarchy (parent_id) are in records.",
        {"record_id": "The record"} | _UNIT,
        ("unit_level", "repository"),
    ),
    "archives_held": _table(
        "Archives held",
        "Every unit of archives with the units above it, its box and folder, and its scope.",
        {
            name: text
            for name, text in _UNIT.items()
            if name not in ("covering_dates_printed", "containers")
        }
        | {
            "within": "The units that it is in, from the top down",
            "scope_and_content": "Scope and content, as the finding aid says",
        },
        ("unit_level", "repository"),
        label="title",
    ),
    "books": _table(
        "Books",
        "Every book whose contents are known: how many of its chapters are harvested, and which "
        "pages and chapters its list leaves out.",
        {
            "chapters": "Parts in its contents list, headings not counted",
            "harvested": "Those of them whose own page was harvested",
            "missing": "Pages and chapters that the list leaves out",
        },
        label="title",
    ),
}

QUERIES: dict[str, dict[str, str]] = {
    "books_with_chapters_to_harvest": {
        "title": "Books with chapters to harvest",
        "description": "Books of which some chapters are listed but not harvested.",
        "sql": """
select id, title, byline, harvested, chapters, chapters - harvested as to_harvest, missing
from books where harvested < chapters
order by to_harvest desc, id""",
    },
}  # fmt: skip
