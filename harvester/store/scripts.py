"""Values in the script of the work, beside their romanised form (MARC 880)."""

import json
from typing import Any

from sqlite_utils import Database


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
