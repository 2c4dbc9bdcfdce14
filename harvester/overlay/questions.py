"""Which questions wait: those that the machine asks, those that decisions answered, and those
that a page opens anew by changing under a decision.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from harvester.decision import Decision, standing
from harvester.model import ReviewItem, Slot
from harvester.overlay.settle import Shown, evidence, is_touched, member_of, shown
from harvester.store import decisions, review
from harvester.store.records import SAME_WORK

PAGE_CHANGED = "page-changed"
#: What a question names whose decision is about something that is printed no more.
_GONE = "decision."
_SHORT = 80


def ask(
    db: Database,
    record_id: int,
    at: str,
    asked: Sequence[ReviewItem] | None = None,
    reading_id: int | None = None,
    made: Decision | None = None,
) -> None:
    """Open and close a record's questions. Call inside a transaction, after ``settle``.

    ``asked``: what the machine asks of it now; None: what it asked last. ``made``: the decision
    because of which they are looked at.
    """
    rows = review.items(db, record_id)
    if asked is None:
        asked = [row.item for row in rows if row.arises and row.item.question != PAGE_CHANGED]
    book = _Book(db, record_id) if is_touched(db, record_id) else None
    changed = book.changed() if book else ()
    left = {_key(row.item): row for row in rows if row.arises}
    for item in [*asked, *changed]:
        answer = book.answer(item) if book else None
        row = left.pop(_key(item), None)
        if row is None:
            reading = reading_id or review.newest_reading(db, record_id)
            review.open_item(db, record_id, item, reading, at, answer)
        else:
            review.set_item(db, row, item, at, answer)
    for row in left.values():
        answered = made is not None and made.slot in row.item.about and not row.decision_id
        review.close_item(db, row, at, made.id if made and answered else None)


def ask_also(db: Database, record_id: int, item: ReviewItem, reading_id: int, at: str) -> None:
    """Ask one thing more of a record, once. Call inside a transaction."""
    rows = [row for row in review.items(db, record_id) if row.arises]
    if all(_key(row.item) != _key(item) for row in rows):
        review.open_item(db, record_id, item, reading_id, at, None)


def _key(item: ReviewItem) -> tuple[object, ...]:
    return item.question, item.about or item.field, item.reason


class _Book:
    """The decisions on a record, by what they answer."""

    def __init__(self, db: Database, record_id: int) -> None:
        self.db = db
        self.record_id = record_id
        self.now: Shown = shown(db, decisions.shown_as(db, record_id), with_list=False)
        own = standing(decisions.of_record(db, record_id))
        self.by_slot = {decision.slot: decision for decision in (*own, *self.now.decisions)}
        self.pairs = {_pair(d): d for d in own if d.slot.name == SAME_WORK}
        self._evidence: dict[Slot, str] = {}

    def evidence(self, slot: Slot) -> str:
        """The digest of what the pages say of a slot now."""
        if slot not in self._evidence:
            self._evidence[slot] = evidence(self.db, self.now, slot)
        return self._evidence[slot]

    def changed(self) -> list[ReviewItem]:
        """A question for each decision whose evidence is not what it was."""
        if self.record_id != self.now.record_id:
            return []
        return [
            _page_changed(decision, self.now)
            for decision in self.now.decisions
            if decision.kind != "follow"
            and decision.evidence
            and decision.evidence != self.evidence(decision.slot)
        ]

    def answer(self, item: ReviewItem) -> int | None:
        """The decision that answers a question, if one does."""
        if item.question == PAGE_CHANGED and not item.path.startswith(_GONE):
            return None
        if item.question == SAME_WORK:
            pair = frozenset({self.record_id, *(int(slot.member or 0) for slot in item.about)})
            return self.pairs[pair].id if pair in self.pairs else None
        if self.record_id != self.now.record_id and not self._is_listed(item):
            merge = (d for pair, d in self.pairs.items() if d.kind == "merge")
            return next((decision.id for decision in merge), None)
        slots = item.about or (Slot(item.path or item.field),)
        found = [self._covers(slot, item) for slot in slots]
        return None if None in found else max(number for number in found if number is not None)

    def _is_listed(self, item: ReviewItem) -> bool:
        return item.question == "name-order" and self.now.listed == self.record_id

    def _covers(self, slot: Slot, item: ReviewItem) -> int | None:
        """The newest decision on a slot or on the whole that it is part of.

        Accepting a record answers what is asked of its values and its people. What is asked of
        its references, of the page, and of two records is asked each by itself.
        """
        wholes, head = [slot], slot.name.partition(".")[0]
        if slot.member is not None:
            wholes += [Slot(f"{head}.*", slot.member, slot.nth), Slot(head)]
        if head in self.now.state.values or head == "contributors":
            wholes.append(Slot("record"))
        found = [self.by_slot[whole] for whole in wholes if whole in self.by_slot]
        return max((d.id for d in found if self._holds(d, item)), default=None)

    def _holds(self, decision: Decision, item: ReviewItem) -> bool:
        if not decision.evidence:  # on what no page says: the question itself was answered
            return item.reason in (decision.seen or ())
        return decision.kind != "follow" or decision.evidence == self.evidence(decision.slot)


def _pair(decision: Decision) -> frozenset[int]:
    return frozenset({decision.record_id, decision.other_id or 0})


def _page_changed(decision: Decision, now: Shown) -> ReviewItem:
    slot, path = decision.slot, decision.field
    member = member_of(now.machine, slot)
    head = slot.name.partition(".")[0]
    field = f"reference {decision.field.split('.')[1]}" if head == "references" else head
    said = f"{decision.by} said on {decision.at[:10]}: {_words(decision)}"
    if member is not None:
        path = slot.name.replace("*", str(member.value["position"]), 1)
        field = f"reference {member.value['position']}" if head == "references" else head
    if slot.member is not None and member is None:
        path = f"{_GONE}{decision.id}"
        slot = Slot(path)
        reason = f"“{_short(decision.slot.member)}” is printed no more. {said}"
    else:
        reason = f"What the page says of this has changed. {said}"
    return ReviewItem(field, reason, PAGE_CHANGED, path, (slot,))


def _words(decision: Decision) -> str:
    value = "" if decision.value is None else f" “{_short(decision.value)}”"
    return f"{decision.kind}{value}."


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
