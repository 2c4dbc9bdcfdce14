"""Values in the script of the work, beside their romanised form (MARC 880)."""

import json
import re
from typing import Any

from sqlite_utils import Database


def search(db: Database, words: str, limit: int) -> list[dict[str, Any]]:
    """Records of which a value in its own script holds all the words, as ``queries.search``."""
    asked = words.split()
    holds = " AND ".join("a.value LIKE ? ESCAPE '\\'" for _ in asked)
    marked = ["%" + re.sub(r"([%_\\])", r"\\\1", word) + "%" for word in asked]
    rows = db.execute(
        "SELECT DISTINCT r.id, r.key, r.title, a.value FROM assertions a "
        "JOIN records_reviewed r ON r.id = a.record_id WHERE a.field = 'original_script' "
        f"AND a.superseded_by IS NULL AND {holds} ORDER BY r.id LIMIT ?",
        (*marked, limit),
    )
    names = ("found_in", "record_id", "key", "title", "position", "text")
    return [
        dict(zip(names, ("record", number, key, title, None, value), strict=True))
        for number, key, title, value in rows
    ]


def original_script(db: Database, record_id: int) -> list[dict[str, Any]]:
    """Values in the script of the work, each with its field and its romanised form."""
    rows = db.execute(
        "SELECT value, detail FROM assertions WHERE record_id = ? AND field = 'original_script' "
        "AND superseded_by IS NULL AND value IS NOT NULL ORDER BY id",
        (record_id,),
    )
    found = []
    for value, detail in rows:
        said = json.loads(detail or "{}")
        found.append(
            {"field": said.get("field"), "value": value, "romanised": said.get("romanised")}
        )
    return found
