"""What a person calls a field (``contributors.1.role``), and the slot that is meant by it."""

import re
from dataclasses import dataclass
from typing import Any

from harvester.errors import UsageError
from harvester.extract.references.named import people_of
from harvester.model import Slot
from harvester.overlay.effective import Member, State

PARTS = ("role", "name", "family", "given", "level", "affiliations", "orcid")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z_-]{0,40}")
_OLD_FORM = re.compile(r"references? (\d+)")


@dataclass(frozen=True)
class Place:
    """A slot, what the machine chose for it, what is shown of it now, and the whole record."""

    field: str
    slot: Slot
    seen: Any
    shown: Any
    of: State


def locate(field: str, machine: State, state: State) -> Place:
    """The place that ``field`` names. Raises UsageError with the fields that there are."""
    field = _OLD_FORM.sub(r"references.\1", field.strip())
    head, _, rest = field.partition(".")
    if head in state.values and not rest:
        return Place(field, Slot(head), machine.values[head], state.values[head], state)
    if field in ("record", "contributors"):
        whole = _record if field == "record" else _people
        return Place(field, Slot(field), whole(machine), whole(state), state)
    if head in ("contributors", "references") and rest:
        position, _, part = rest.partition(".")
        members = state.people if head == "contributors" else state.entries
        own = machine.people if head == "contributors" else machine.entries
        found = _at(position, members) or _at(position, own)
        if found is None:
            raise UsageError(_no_position(head, position, members))
        slot = Slot(f"{head}.*{'.' if part else ''}{part}", found.printed, found.nth)
        read = _of_person if head == "contributors" else _of_entry
        seen = machine.member(slot)
        return Place(field, slot, read(seen, part) if seen else None, read(found, part), state)
    raise UsageError(
        f'There is no field "{field}". There are: record, {", ".join(sorted(state.values))}, '
        f"contributors, contributors.1, contributors.1.{' (or .'.join(PARTS[:2])} …), "
        "references.1, references.1.csl.title (or any CSL variable), references.1.names.1."
    )


def _at(position: str, members: list[Member]) -> Member | None:
    return next((m for m in members if str(m.value["position"]) == position), None)


def _no_position(head: str, position: str, members: list[Member]) -> str:
    if not members:
        return f"This record has no {head}."
    last = max(member.value["position"] for member in members)
    return f"There is no {head}.{position}: this record has {head}.1 to {head}.{last}."


def _record(state: State) -> dict[str, Any]:
    return {"values": state.values, "contributors": _people(state)}


def _people(state: State) -> list[dict[str, Any]]:
    return [{**m.value, "printed": m.printed} for m in state.people if not m.rejected]


def _of_person(member: Member, part: str) -> Any:
    if part and part not in PARTS:
        raise UsageError(f'Of a person there is no "{part}". There are: {", ".join(PARTS)}.')
    return member.value[part] if part else dict(member.value)


def _of_entry(member: Member, part: str) -> Any:
    item = member.value["csl"] or {}
    head, _, name = part.partition(".")
    if not part or part == "csl":
        return member.value["csl"]
    if head == "csl" and _VARIABLE.fullmatch(name):
        return item.get(name)
    if head == "names":
        people = people_of(item)
        if name.isdecimal() and 1 <= int(name) <= len(people):
            person = people[int(name) - 1]
            return {part: person.get(part) for part in ("family", "given")}
        raise UsageError(
            f"This reference has {len(people)} names: references.N.names.1 is the first."
        )
    raise UsageError(
        "Of a reference, what is parsed can be decided: references.N.csl.title (or any CSL "
        "variable), references.N.names.1 (a name turned round), references.N (all of it). Its "
        "printed text, label and links are never changed."
    )
