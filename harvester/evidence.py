"""Where each value of a record came from: all that was said, and which of it was chosen."""

from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.extract.choose import DEFAULT_ORDER, choose
from harvester.model import Assertion
from harvester.store import queries


def evidence(db: Database, config: Configuration, record_id: int) -> dict[str, Any]:
    """Every assertion of a record by field, the chosen ones marked, and the rule that chose.

    ``{"rule", "candidates", "fields": {field: [assertion with "chosen"]}}``
    """
    rows = queries.evidence(db, record_id)
    live = [row for row in rows if row["superseded_by"] is None]
    record = queries.record_json(db, record_id)
    names = Assertion.__dataclass_fields__
    assertions = [Assertion(**{name: row[name] for name in names}) for row in live]
    choice = choose(assertions, record["site"], (), config.orders(record["site"]))
    chosen = {live[index]["id"] for index in choice.chosen}
    fields: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        row["chosen"] = row["id"] in chosen
        row["candidate"] = bool(row["candidate"])
        fields.setdefault(row["field"], []).append(row)
    order = ", ".join(DEFAULT_ORDER)
    return {
        "rule": f"for each field the site's own order of channels, else {order}; within a channel "
        "the rule that the profile lists first; within a rule what stands first in the page.",
        "candidates": len(
            {
                (row["field"], row["generation"])
                for row in live
                if row["chosen"] and row["candidate"]
            }
        ),
        "fields": fields,
    }
