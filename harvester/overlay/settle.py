"""Brings what is shown of a record in step with what the machine chose and what people decided.

Of records that were merged one is shown. What it does not say the others say: single values,
people and reference list, each as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.decision import OF_RECORDS, Decision, standing
from harvester.model import Assertion, Slot
from harvester.overlay.digest import UNSPOKEN, digest, fields_of
from harvester.overlay.effective import NOTHING, Member, State, effective, members
from harvester.store import decisions, overlay


@dataclass(frozen=True)
class Shown:
    """A record as it is shown: the machine's state, the state above it, what stands between.

    ``group`` are the record and those merged into it; ``listed`` is the one whose reference
    list is shown.
    """

    record_id: int
    machine: State
    state: State
    decisions: Sequence[Decision]
    group: tuple[int, ...]
    listed: int


def shown(db: Database, record_id: int, with_list: bool = True) -> Shown:
    """A record with those that are merged into it, as people decided on them.

    Without ``with_list`` its reference list is there only where anything was decided on that:
    long lists take their time.
    """
    merged = decisions.merged_with(db, record_id)
    made = [d for d in standing(decisions.of_record(db, record_id)) if d.record_id == record_id]
    with_list = with_list or bool(merged) or _is_list_touched(db, record_id)
    machine = _machine(db, record_id, with_list)
    listed, group = record_id, [record_id]
    for other_id in merged:
        group.append(other_id)
        other = shown_alone(db, other_id)
        for name, value in machine.values.items():
            if value in (None, NOTHING.get(name)):
                machine.values[name] = other.values[name]
        machine.people = machine.people or other.people
        if not machine.entries and other.entries:
            machine.entries, listed = other.entries, other_id
    state = effective(machine, made)
    return Shown(record_id, machine, state, made, tuple(group), listed)


def shown_alone(db: Database, record_id: int) -> State:
    """A record with its list, without those that are merged into it."""
    made = [d for d in standing(decisions.of_record(db, record_id)) if d.record_id == record_id]
    return effective(_machine(db, record_id, True), made)


def _machine(db: Database, record_id: int, with_list: bool) -> State:
    entries = overlay.machine_entries(db, record_id) if with_list else []
    return State(
        overlay.machine_values(db, record_id),
        members(overlay.machine_people(db, record_id), "name"),
        members(entries, "text"),
    )


def _is_list_touched(db: Database, record_id: int) -> bool:
    """Whether anything was ever decided on a record's reference list, or is shown of it."""
    row = db.execute(
        "SELECT 1 FROM decisions WHERE record_id = ? AND slot GLOB 'references*' LIMIT 1",
        (record_id,),
    ).fetchone()
    return row is not None


def is_touched(db: Database, record_id: int) -> bool:
    """Whether anything was ever decided on a record."""
    row = db.execute(
        "SELECT 1 FROM decisions WHERE record_id = ?1 OR other_id = ?1 LIMIT 1", (record_id,)
    ).fetchone()
    return row is not None


def settle(db: Database, record_id: int) -> dict[int, set[int]]:
    """Write what is shown of a record; gives the records of its group where that changed, and of
    each the entries of its list that did.

    Call inside a transaction.
    """
    now = shown(db, decisions.shown_as(db, record_id), with_list=False)
    before = [overlay.rows(db, number) for number in now.group]
    own_people = [m.value for m in members(overlay.machine_people(db, now.record_id), "name")]
    people = now.state.shown_people()
    accepted_in = next((d.id for d in now.decisions if d.slot.name == "record"), None)
    decided = any(d.kind not in OF_RECORDS for d in now.decisions)
    if decided or len(now.group) > 1:
        values = {**now.state.values, "byline": overlay.byline(people)}
        overlay.save_values(
            db, now.record_id, values, None if people == own_people else people, accepted_in
        )
    else:
        overlay.save_values(db, now.record_id, None, None, None)
    for number in now.group:
        if number != now.record_id:
            overlay.save_values(db, number, None, None, None)
        overlay.save_entries(db, number, _entries(db, now, number))
    after = [overlay.rows(db, number) for number in now.group]
    if before == after:
        return {}
    pairs = zip(now.group, before, after, strict=True)
    return {number: {row[0] for row in set(old[-1]) ^ set(new[-1])} for number, old, new in pairs}


def _entries(
    db: Database, now: Shown, record_id: int
) -> dict[int, tuple[dict[str, Any] | None, bool]]:
    """What is shown of a record's entries otherwise than the machine reads them."""
    own_list = overlay.machine_entries(db, record_id) if now.state.entries else []
    own = {row["id"]: row["csl"] for row in own_list}
    if record_id != now.listed:
        return {number: (item, True) for number, item in own.items()}
    entries = [(m.value["id"], m.value["csl"], m.rejected) for m in now.state.entries]
    return {
        number: (item, rejected)
        for number, item, rejected in entries
        if rejected or item != own[number]
    }


def evidence(db: Database, now: Shown, slot: Slot) -> str:
    """The digest of what the pages say of a slot now."""
    fields = fields_of(slot)
    if fields is None:
        return digest(slot, (), now.machine.member(slot))
    said: list[Assertion] = []
    for number in now.group:
        said = overlay.live_assertions(db, number, fields)
        if digest(slot, said) != UNSPOKEN:
            break
    return digest(slot, said)


def member_of(state: State, slot: Slot) -> Member | None:
    """The member that a slot is about, where it is about one and that is still printed."""
    return state.member(slot) if slot.member is not None else None
