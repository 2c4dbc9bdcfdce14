"""What a person said of a value. Decisions are only ever added; an undo is one as well."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from harvester.model import Slot

#: What may be said of a value: it is right; another is; it is wrong and there is none; ours stays
#: although the page says otherwise; the page is right now.
KINDS = ("accept", "correct", "reject", "keep", "follow")
#: What may be said of two records: they are one work; they are two.
OF_RECORDS = ("merge", "split")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person says of a field, before it is a decision.

    ``field`` is in the words of ``show --json``, of list members with the position shown
    (``contributors.1.role``); ``value`` is text, or what JSON makes of it; ``by`` are initials.
    """

    record_id: int
    field: str
    kind: str
    value: Any = None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is stored. ``seen`` is what the machine had chosen at that moment.

    ``evidence`` is the digest of what the pages said of the slot; ``undoes`` is the decision
    that this one takes back; ``other_id`` is the other record of a merge or a split.
    """

    id: int
    record_id: int
    field: str
    slot: Slot
    kind: str
    value: Any
    seen: Any
    evidence: str
    reason: str
    by: str
    at: str
    undoes: int | None = None
    other_id: int | None = None


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold: of each slot the last that was not undone; the oldest first."""
    made = sorted(decisions, key=lambda decision: decision.id)
    undone = {decision.undoes for decision in made}
    last = {
        (decision.record_id, decision.slot): decision
        for decision in made
        if decision.kind != "undo" and decision.id not in undone
    }
    return sorted(last.values(), key=lambda decision: decision.id)
