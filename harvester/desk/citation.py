"""The parsed fields of a reference, one line each, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvester.desk.words import CSL

#: Names in the order in which decisions count them, and those that they do not.
_NAMED = ("author", "editor")


@dataclass(frozen=True, slots=True)
class Variable:
    """One parsed field: what a decision calls it, its label, and its value as text."""

    path: str
    name: str
    label: str
    text: str


def variables(item: Mapping[str, Any] | None, path: str) -> tuple[Variable, ...]:
    """The fields of a CSL item. Each person is one of them, for a name may be turned round."""
    made: list[Variable] = []
    number = 0
    for name in _NAMED:
        for person in (item or {}).get(name) or ():
            number += 1
            made.append(Variable(f"{path}.names.{number}", name, CSL[name], name_of(person)))
    order = list(CSL)
    known = {n: v for n, v in (item or {}).items() if n not in _NAMED and n not in ("custom", "id")}
    for name in sorted(known, key=lambda n: (order.index(n) if n in CSL else len(order), n)):
        text = text_of(known[name])
        made.append(Variable(f"{path}.csl.{name}", name, CSL.get(name, name), text))
    custom = (item or {}).get("custom")
    for name, value in custom.items() if isinstance(custom, Mapping) else ():
        if isinstance(value, str):
            made.append(Variable("", name, name.replace("-", " "), value))
    return tuple(made)


def name_of(person: Any) -> str:
    """A person's name as a catalogue writes it: "Family, Given"."""
    if not isinstance(person, Mapping):
        return str(person)
    parts = [person.get("family"), person.get("given")]
    return ", ".join(str(part) for part in parts if part) or str(person.get("literal") or "")


def text_of(value: Any) -> str:
    """A value of CSL as text: names, a date, or the text that it is."""
    if isinstance(value, list):
        return "; ".join(map(name_of, value))
    if isinstance(value, Mapping):
        dates = value.get("date-parts")
        if isinstance(dates, list):
            return " / ".join("-".join(f"{part:02}" for part in one) for one in dates)
        return str(value.get("literal") or value.get("raw") or "")
    return str(value)
