"""Where each value of a record came from: all that was said, and which of it was chosen."""

from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.extract.choose import DEFAULT_ORDER, choose, order_of
from harvester.model import Assertion
from harvester.store import queries, records, review
from harvester.store.decisions import merged_with, shown_as


def evidence(db: Database, config: Configuration, record_id: int) -> dict[str, Any]:
    """Every assertion of a record by field, the chosen ones marked, and the rule that chose.

    ``{"rule", "orders": {field: [channel, best first]}, "candidates",
    "fields": {field: [assertion with "chosen"]}, "decisions"}``. Of records that were merged
    into it, what they say is there too, and chosen where the record itself says nothing.
    """
    record_id = shown_as(db, record_id)
    rows = _marked(db, config, record_id)
    for other_id in merged_with(db, record_id):
        spoken = {row["field"] for row in rows if row["chosen"]}
        for row in _marked(db, config, other_id):
            rows.append(row | {"chosen": row["chosen"] and row["field"] not in spoken})
    fields: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        fields.setdefault(row["field"], []).append(row)
    order, orders = ", ".join(DEFAULT_ORDER), config.orders(records.site_of(db, record_id))
    return {
        "rule": f"for each field the site's own order of channels, else {order}; within a channel "
        "the rule that the profile lists first; within a rule what stands first in the page.",
        "orders": {field: list(order_of(field, orders)) for field in fields},
        "candidates": len(
            {
                (row["field"], row["generation"])
                for row in rows
                if row["chosen"] and row["candidate"]
            }
        ),
        "fields": fields,
        "decisions": review.history(db, record_id),
    }


def _marked(db: Database, config: Configuration, record_id: int) -> list[dict[str, Any]]:
    """All that was said of one record, with which of it the machine chose."""
    rows = queries.evidence(db, record_id)
    live = [row for row in rows if row["superseded_by"] is None]
    site = records.site_of(db, record_id)
    names = Assertion.__dataclass_fields__
    assertions = [Assertion(**{name: row[name] for name in names}) for row in live]
    choice = choose(assertions, site, (), config.orders(site))
    chosen = {live[index]["id"] for index in choice.chosen}
    for row in rows:
        row["chosen"] = row["id"] in chosen
        row["candidate"] = bool(row["candidate"])
    return rows
