"""What people decide on records. The desk and the command line take this one way.

Each decision is one short transaction: the decision is added, what is shown follows, the
questions that it answers are closed, and the event is told. A decision is never changed: to
undo it is a new one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from harvester import citing
from harvester.decision import KINDS, Decision, Verdict
from harvester.errors import NotFoundError, UsageError
from harvester.model import ReviewItem, Slot
from harvester.overlay import questions
from harvester.overlay.effective import effective
from harvester.overlay.joined import join
from harvester.overlay.paths import Place, locate
from harvester.overlay.settle import evidence, settle, shown
from harvester.overlay.values import decided
from harvester.store import decisions, events, review
from harvester.store.database import writing
from harvester.store.decisions import shown_as
from harvester.store.records import SAME_WORK

#: Items accepted in one transaction, so that nobody waits long for their turn.
_AT_ONCE = 50
#: Fields of questions that no value of a record answers.
_ABOUT_THE_PAGE = frozenset({"text", "parts", "profile", "decision"})
_LONGEST_REASON = 2_000
_LONGEST_INITIALS = 80


def decide(db: Database, verdict: Verdict, at: str) -> int:
    """Store what a person says of a field; gives the number of the decision.

    Raises UsageError where the field or the value cannot be, NotFoundError without a record.
    """
    with writing(db):
        return _decide(db, verdict, at)


def undo(db: Database, decision_id: int, reason: str, by: str, at: str) -> int:
    """Take a decision back by a new one, whose number is given.

    What held before it holds again. Raises NotFoundError, and UsageError where the decision is
    itself an undo or was undone before.
    """
    with writing(db):
        old = decisions.get(db, decision_id)
        if old is None:
            raise NotFoundError(
                f"There is no decision {decision_id}. See: harvester review history KEY."
            )
        if old.kind == "undo":
            raise UsageError(
                f"Decision {decision_id} is itself an undo, of {old.undoes}. Decide anew instead."
            )
        made = decisions.of_record(db, old.record_id)
        before = next((d for d in made if d.undoes == decision_id), None)
        if before is not None:
            raise UsageError(f"Decision {decision_id} was undone already, by decision {before.id}.")
        new = replace(
            old, kind="undo", value=None, undoes=decision_id, at=at,
            reason=_reason(reason), by=_initials(by),
        )  # fmt: skip
        review.forget_answer(db, decision_id)
        return _add(db, new)


def accept_many(db: Database, item_ids: Sequence[int], reason: str, by: str, at: str) -> list[int]:
    """Accept what each of these questions asks; gives the numbers of the decisions.

    Questions that wait no more are passed over; so is whether two records are one work, for
    which somebody has to say which record stays.
    """
    made: list[int] = []
    for start in range(0, len(item_ids), _AT_ONCE):
        with writing(db):
            for item_id in item_ids[start : start + _AT_ONCE]:
                row = review.item(db, item_id)
                if row is None:
                    raise NotFoundError(f"There is no question {item_id}.")
                if row.state == review.OPEN and row.item.question != SAME_WORK:
                    field = row.item.path or row.item.field
                    verdict = Verdict(row.record_id, field, "accept", None, reason, by)
                    made.append(_decide(db, verdict, at))
    return made


def merge(db: Database, keep_id: int, other_id: int, reason: str, by: str, at: str) -> int:
    """Say that two records are one work: ``other_id`` leads to ``keep_id`` from now on.

    Nothing of either is changed; what the kept one does not say, the other says. Gives the
    number of the decision, which can be undone as any other.
    """
    with writing(db):
        kept, other = shown_as(db, keep_id), shown_as(db, other_id)
        if kept == other:
            raise UsageError(f"Records {keep_id} and {other_id} are one already.")
        return _add(db, _of_two(kept, other, "merge", {"keep": kept}, reason, by, at))


def split(db: Database, one_id: int, other_id: int, reason: str, by: str, at: str) -> int:
    """Say that two records are two works: they part if they were merged, and are not proposed
    again. Gives the number of the decision."""
    if one_id == other_id:
        raise UsageError("A record cannot be split from itself: name two records.")
    with writing(db):
        return _add(db, _of_two(one_id, other_id, "split", None, reason, by, at))


def _of_two(
    one_id: int, other_id: int, kind: str, value: Any, reason: str, by: str, at: str
) -> Decision:
    low, high = sorted((one_id, other_id))
    slot = Slot(SAME_WORK, str(low))
    who, why = _initials(by), _reason(reason)
    return Decision(0, high, SAME_WORK, slot, kind, value, None, "", why, who, at, None, low)


def _decide(db: Database, verdict: Verdict, at: str) -> int:
    if verdict.kind not in KINDS:
        raise UsageError(f'"{verdict.kind}" is no decision. There are: {", ".join(KINDS)}.')
    row = db.execute("SELECT 1 FROM records WHERE id = ?", (verdict.record_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no record {verdict.record_id}.")
    of_list = verdict.field.startswith("reference")
    now = shown(db, shown_as(db, verdict.record_id), of_list)
    waiting = [row.item for row in review.items(db, verdict.record_id) if row.state == review.OPEN]
    reasons = [item.reason for item in waiting if (item.path or item.field) == verdict.field]
    if reasons and verdict.field.partition(".")[0] in _ABOUT_THE_PAGE:
        place, proof, value = (
            Place(verdict.field, Slot(verdict.field), reasons, None, now.state),
            "",
            None,
        )
        _acknowledge(verdict)
    else:
        field = _asked_for(verdict, waiting)
        place = locate(field, now.machine, now.state)
        if place.slot.name.startswith("references.*.names."):  # found by the name as it was
            others = [d for d in now.decisions if d.slot != place.slot]
            place = locate(field, now.machine, effective(now.machine, others))
            place = replace(place, seen=place.shown)
        proof, value = evidence(db, now, place.slot), decided(place, verdict.kind, verdict.value)
    who, why = _initials(verdict.by), _reason(verdict.reason)
    return _add(
        db,
        Decision(
            *(0, now.record_id, place.field, place.slot, verdict.kind, value, place.seen),
            *(proof, why, who, at),
        ),
    )


def _acknowledge(verdict: Verdict) -> None:
    """A question about the page is answered by yes, whatever the page says."""
    if verdict.kind not in ("accept", "keep") or verdict.value is not None:
        raise UsageError(
            f'The question on "{verdict.field}" is about the page: there is no value to '
            f"{verdict.kind}. Accept it when you have seen to it."
        )


def _asked_for(verdict: Verdict, waiting: Sequence[ReviewItem]) -> str:
    """The field of a verdict; where a reference is named and one of its names waits, that name."""
    if verdict.field.partition(".")[0] == SAME_WORK:
        raise UsageError("Whether two records are one work: harvester review merge (or split) A B.")
    if verdict.kind != "accept":
        return verdict.field
    named = verdict.field.replace("reference ", "references.", 1)
    paths = [
        item.path
        for item in waiting
        if item.question == "name-order" and item.path.rpartition(".names.")[0] == named
    ]
    if len(paths) > 1:
        raise UsageError(f"Several names of this reference wait. Name one: {', '.join(paths)}.")
    return paths[0] if paths else verdict.field


def _add(db: Database, decision: Decision) -> int:
    """Store a decision, and let all that hangs on it follow."""
    pair = [decision.record_id, *([decision.other_id] if decision.other_id else [])]
    before = {number for one in pair for number in _group(db, one)}
    held = {number: citing.forms_held(db, number) for number in before}
    decision = replace(decision, id=decisions.add(db, decision))
    if decision.slot.name == SAME_WORK:
        join(db, pair)
    group = before | {number for one in pair for number in _group(db, one)}
    changed: dict[int, set[int] | None] = {}
    for number in sorted({shown_as(db, one) for one in group}):
        changed |= settle(db, number)
    if decision.slot.name == SAME_WORK:
        changed = dict.fromkeys(group)
    for number in sorted(changed):
        forms = held.get(number) or citing.forms_held(db, number)
        citing.match(db, number, forms, changed[number])
    for number in sorted(group):
        questions.ask(db, number, decision.at, made=decision)
    about = events.Objects(record_id=decision.record_id, decision_id=decision.id)
    events.add_event(
        db, None, events.METADATA_MODIFICATION, "ok", decision.at, about, _told(decision),
        decision.by,
    )  # fmt: skip
    return decision.id


def _group(db: Database, record_id: int) -> list[int]:
    shown_id = shown_as(db, record_id)
    return [shown_id, *decisions.merged_with(db, shown_id)]


def _told(decision: Decision) -> str:
    """The decision in one line, for the chain of events."""
    what = decision.field
    if decision.other_id:
        what = f"{what} {decision.record_id} {decision.other_id}"
    of = f" of decision {decision.undoes}" if decision.undoes else ""
    return f"decision {decision.id}: {decision.kind}{of} {what}"


def _initials(by: str) -> str:
    by = " ".join(by.split())
    if not by or len(by) > _LONGEST_INITIALS:
        raise UsageError(
            "Who decides? Give initials, so that others know whom to ask: --by ABC, or "
            "HARVESTER_REVIEWER in the environment."
        )
    return by


def _reason(reason: str) -> str:
    if len(reason) > _LONGEST_REASON:
        raise UsageError(f"A reason has at most {_LONGEST_REASON:,} characters.")
    return reason.strip()


__all__ = ["Verdict", "accept_many", "decide", "merge", "split", "undo"]
