"""Lays decisions over what the machine chose. Pure: the same decisions give the same values.

Decisions hold in the order in which they were made. One on a whole (``record``,
``contributors``, ``contributors.*``) sets all its parts, and a later one on a part changes that
part again. What is about a member of a list finds it by what is printed; where that is printed
no more, the decision touches nothing.
"""

import copy
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from harvester.decision import OF_RECORDS, Decision
from harvester.extract.contributors import level_of_role
from harvester.extract.names import family_and_given
from harvester.extract.references.named import NAMED
from harvester.model import Slot

#: What stands for a value that was rejected, where that is not nothing at all.
NOTHING: dict[str, Any] = {
    "isbn": [],
    "issn": [],
    "keywords": [],
    "affiliations": [],
    "access": "unknown",
    "kind": "unknown",
}


@dataclass
class Member:
    """A member of a list: what is printed, how often it was printed before, what is shown."""

    printed: str
    nth: int
    value: dict[str, Any]
    rejected: bool = False


@dataclass
class State:
    """The values of a record. Members that were rejected are kept, and said to be so."""

    values: dict[str, Any]
    people: list[Member]
    entries: list[Member]
    lost: set[int] = field(default_factory=set)

    def shown_people(self) -> list[dict[str, Any]]:
        """The contributors that were not rejected."""
        return [member.value for member in self.people if not member.rejected]

    def copied(self) -> "State":
        """A state of its own. What is inside an entry is never changed, but replaced."""
        entries = [Member(m.printed, m.nth, dict(m.value), m.rejected) for m in self.entries]
        return State(copy.deepcopy(self.values), copy.deepcopy(self.people), entries)

    def member(self, slot: Slot) -> Member | None:
        """The member of a list that a slot is about."""
        members = self.people if slot.name.startswith("contributors") else self.entries
        return next((m for m in members if (m.printed, m.nth) == (slot.member, slot.nth)), None)


def members(rows: Iterable[dict[str, Any]], printed: str) -> list[Member]:
    """The rows of a list as its members; ``printed`` names what is printed of each."""
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        seen[row[printed]] += 1
        made.append(Member(row[printed], seen[row[printed]], row))
    return made


def effective(machine: State, decisions: Sequence[Decision]) -> State:
    """What is shown where ``decisions`` stand over what the machine chose.

    ``lost`` are those whose member is printed no more.
    """
    state = machine.copied()
    for decision in decisions:
        if decision.kind not in OF_RECORDS and not _lay(state, machine, decision):
            state.lost.add(decision.id)
    return state


def _lay(state: State, machine: State, decision: Decision) -> bool:
    """Lay one decision over a state; false where what it is about is not there."""
    slot, follows = decision.slot, decision.kind == "follow"
    head, _, rest = slot.name.partition(".")
    if slot.name == "record":
        said = decision.value or {}
        values = machine.values if follows else said.get("values") or {}
        state.values.update(copy.deepcopy(values))
        _lay_people(state, machine, None if follows else said.get("contributors"), follows)
    elif slot.name == "contributors":
        _lay_people(state, machine, None if follows else decision.value, True)
    elif head in ("contributors", "references") and rest:
        member, own = state.member(slot), machine.member(slot)
        if member is None:
            return False
        part = rest.removeprefix("*").removeprefix(".")
        if head == "references":
            _lay_entry(member, own, part, decision)
        else:
            _lay_person(member, own, part, decision)
            if part == "role" and not follows:
                kind, level = state.values["kind"], state.values["level"]
                member.value["level"] = level_of_role(member.value["role"], kind, level)
    elif slot.name in state.values:
        value = machine.values[slot.name] if follows else decision.value
        empty = value is None and not follows
        state.values[slot.name] = NOTHING.get(slot.name) if empty else value
    return True


def _lay_people(
    state: State, machine: State, people: list[dict[str, Any]] | None, whole: bool
) -> None:
    """A whole list of people; None: the machine's, or none where it was rejected."""
    if people is not None:
        state.people = members(copy.deepcopy(people), "printed")
        for member in state.people:
            del member.value["printed"]
    elif whole:
        state.people = copy.deepcopy(machine.people)


def _lay_person(member: Member, own: Member | None, part: str, decision: Decision) -> None:
    before = own.value if own else member.value
    if not part:
        member.rejected = decision.kind == "reject"
        source = before if decision.kind == "follow" else decision.value
        member.value.update(copy.deepcopy(source or {}))
        return
    value = before[part] if decision.kind == "follow" else decision.value
    member.value[part] = NOTHING.get(part) if value is None else value
    if part == "name":
        family, given = family_and_given(member.value["name"])
        member.value |= {"family": family, "given": given}
    if part in ("role", "name") and decision.kind != "follow":
        member.value["confidence"] = 1.0


def _lay_entry(member: Member, own: Member | None, part: str, decision: Decision) -> None:
    before = (own or member).value["csl"]
    if not part:
        member.rejected = decision.kind == "reject"
        if decision.kind != "reject":
            member.value["csl"] = before if decision.kind == "follow" else decision.value
        return
    item = dict(member.value["csl"] or {"type": "document"})
    list_name, _, variable = part.partition(".")
    if list_name == "names":
        _lay_name(item, int(variable), decision)
    else:
        value = (before or {}).get(variable) if decision.kind == "follow" else decision.value
        item.pop(variable, None)
        item |= {} if value is None else {variable: value}
    member.value["csl"] = item if member.value["csl"] or len(item) > 1 else None


def _lay_name(item: dict[str, Any], number: int, decision: Decision) -> None:
    """Set family and given name of a person; found by the name, wherever it stands now."""
    if decision.kind not in ("accept", "correct") or not decision.value:
        return
    for role in NAMED:
        people = item.get(role) or []
        for index, person in enumerate(people):
            if all(person.get(name) == decision.seen.get(name) for name in ("family", "given")):
                item[role] = [*people[:index], person | decision.value, *people[index + 1 :]]
                return
