"""Which records a person joined to one, and where each leads."""

from collections.abc import Iterable

from sqlite_utils import Database

from harvester.decision import standing
from harvester.store import decisions, overlay


def join(db: Database, record_ids: Iterable[int]) -> None:
    """Bring in step where these records, and all that were joined with them, lead.

    Call inside a transaction.
    """
    leads: dict[int, int] = {}
    waiting, reached = list(record_ids), set(record_ids)
    while waiting:
        for decision in standing(decisions.of_record(db, waiting.pop())):
            if decision.kind != "merge" or decision.other_id is None:
                continue
            kept = decision.value["keep"]
            other = decision.record_id + decision.other_id - kept
            leads[other] = kept
            fresh = {kept, other} - reached
            reached |= fresh
            waiting.extend(fresh)
    for number in sorted(reached):
        end = number
        while end in leads:
            end = leads[end]
        overlay.save_merged(db, number, None if end == number else end)
