"""The value that a decision gives a slot: what a person wrote, in the form that the field has."""

import json
import re
from collections.abc import Mapping
from typing import Any

from harvester.errors import UsageError
from harvester.export.csl import DATES, NAMES
from harvester.extract.contributors import level_of_role
from harvester.extract.names import family_and_given
from harvester.extract.values import normal_form
from harvester.overlay.paths import Place

_LISTS = {"isbn": "isbn", "issn": "issn", "keywords": "keyword"}
_LEVELS = ("part", "container", "whole")
_ACCESS = ("open", "restricted", "unknown")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
#: No value that a person types is longer.
_LONGEST = 100_000


def decided(place: Place, kind: str, value: Any) -> Any:
    """The value of a decision of a kind on a place. Raises UsageError where there can be none."""
    if kind == "correct":
        if value is None or value == "":
            raise UsageError(
                f"Correct {place.field} to what? Give the value, or reject the one that is there."
            )
        return corrected(place, value)
    given = None if value in (None, "") else corrected(place, value)
    if kind == "keep":
        return place.shown if given is None else given
    if kind == "accept" and given in (None, place.shown, accepted(place)):
        return accepted(place)
    if kind == "reject" and given in (None, place.shown):
        return _rejected(place)
    if kind == "follow" and given is None:
        return None
    raise UsageError(
        f"You cannot {kind} another value than {json.dumps(place.shown, ensure_ascii=False)}, "
        "which is shown: to give one is to correct it."
    )


def accepted(place: Place) -> Any:
    """What is right if a value is right: a role without its question mark, a name turned."""
    if place.slot.name.startswith("references.*.names."):
        return {"family": place.shown["given"], "given": place.shown["family"]}
    if place.slot.name == "record":
        people = [_sure(person) for person in place.shown["contributors"]]
        return {**place.shown, "contributors": people}
    if place.slot.name == "contributors":
        return [_sure(person) for person in place.shown]
    if place.slot.name == "contributors.*":
        return _sure(place.shown)
    if place.slot.name == "contributors.*.role":
        return place.shown.rstrip("?")
    return place.shown


def _sure(person: Mapping[str, Any]) -> dict[str, Any]:
    return {**person, "role": person["role"].rstrip("?"), "confidence": 1.0}


def _rejected(place: Place) -> None:
    if place.slot.name in ("record", "level", "contributors.*.name", "contributors.*.role"):
        raise UsageError(f"{place.field} cannot be nothing. Correct it, or keep it.")


def corrected(place: Place, value: Any) -> Any:
    """What a person wrote as the value of a place, in the form that it has."""
    if isinstance(value, str):
        if len(value) > _LONGEST:
            raise UsageError(f"{len(value):,} characters are too many for a value.")
        value = value.strip()
    name = place.slot.name
    if name == "record":
        raise UsageError("A record is corrected field by field.")
    if name in ("contributors", "contributors.*"):
        return _people(place, value)
    if name.startswith("contributors.*."):
        return _of_person(name.rpartition(".")[2], value)
    if name.startswith("references.*.names."):
        return _turned(value)
    if name in ("references.*", "references.*.csl"):
        return _item(value)
    if name.startswith("references.*.csl."):
        return _variable(name.rpartition(".")[2], value)
    return _plain(name, value)


def _plain(name: str, value: Any) -> Any:
    if name in _LISTS:
        return [_normal(_LISTS[name], part, name) for part in _parts(value)]
    allowed = {"level": _LEVELS, "access": _ACCESS}.get(name)
    if allowed and value not in allowed:
        raise UsageError(f"{name} is {', '.join(allowed[:-1])} or {allowed[-1]}.")
    return _normal(name, _text(value, name), name)


def _normal(field: str, text: str, called: str) -> str:
    found = normal_form(field, text)
    if found is None:
        hint = ": a date is 2010, 2010-09 or 2010-09-28" if called.startswith("published") else ""
        raise UsageError(f'"{text}" cannot be a value of {called}{hint}.')
    return found


def _parts(value: Any) -> list[str]:
    """A list as JSON, or divided by semicolons."""
    value = _json(value, "[")
    if isinstance(value, list):
        return [_text(part, "this list") for part in value]
    return [part.strip() for part in _text(value, "this list").split(";") if part.strip()]


def _json(value: Any, *beginnings: str) -> Any:
    """What JSON makes of a text that begins as JSON; any other value as it is."""
    if not isinstance(value, str) or not value.startswith(beginnings):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"This begins like JSON, and is none: {fault}.") from fault


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"The value of {name} is a text.")
    return value


def _of_person(part: str, value: Any) -> Any:
    if part == "affiliations":
        return _parts(value)
    text = _text(value, part)
    if part == "level" and text not in _LEVELS:
        raise UsageError(f"level is {', '.join(_LEVELS[:-1])} or {_LEVELS[-1]}.")
    if part == "role" and not re.fullmatch(r"[a-z]+(?:-[a-z]+)*\??", text):
        raise UsageError("A role is a word: author, editor, translator, general-editor …")
    if part == "name":
        return _normal("contributor", text, "a name")
    return text


def _people(place: Place, value: Any) -> Any:
    """People as JSON; each needs a name and a role."""
    whole = place.slot.name == "contributors"
    value = _json(value, "[", "{")
    kind, level = place.of.values["kind"], place.of.values["level"]
    people = value if whole else [value]
    if not isinstance(people, list) or not all(isinstance(p, dict) and "name" in p for p in people):
        form = '{"name": "…", "role": "author"}'
        raise UsageError(f"Give {place.field} as JSON: {f'[{form}, …]' if whole else form}.")
    printed = {person["name"]: person["printed"] for person in place.shown} if whole else {}
    made = []
    for position, person in enumerate(people, start=1):
        name = _of_person("name", person["name"])
        family, given = family_and_given(name)
        row: dict[str, Any] = {"family": family, "given": given, "orcid": None, "affiliations": []}
        row |= {"role": person.get("role", "contributor"), "level": level, "name": name}
        row["level"] = level_of_role(str(row["role"]), kind, level)
        if not whole:
            row |= {**place.shown}
        for part in ("role", "family", "given", "level", "affiliations", "orcid", "name"):
            if person.get(part) is not None:
                row[part] = _of_person(part, person[part])
        row["confidence"] = 1.0
        if whole:
            row |= {"position": position, "printed": printed.get(name, name)}
        made.append(row)
    return made if whole else made[0]


def _turned(value: Any) -> dict[str, str | None]:
    """A name in parts: JSON, or "Family, Given"."""
    value = _json(value, "{")
    if isinstance(value, str):
        family, comma, rest = value.partition(",")
        value = {"family": family.strip(), "given": rest.strip() or None}
        if not comma:
            raise UsageError("Give the name as it should stand in a catalogue: Family, Given.")
    if not isinstance(value, dict) or not value.get("family"):
        raise UsageError('Give the name as "Family, Given".')
    given = value.get("given")
    return {
        "family": _text(value["family"], "a family name"),
        "given": None if given is None else _text(given, "a given name"),
    }


def _item(value: Any) -> dict[str, Any]:
    value = _json(value, "{")
    if not isinstance(value, dict):
        raise UsageError("Give the whole reference as a CSL-JSON item: {…}.")
    return {str(name): _variable(str(name), part) for name, part in value.items()} | {
        "type": _text(value.get("type", "document"), "type")
    }


def _variable(name: str, value: Any) -> Any:
    """A variable of CSL: names, a date, or text."""
    value = _json(value, "[", "{")
    if name in NAMES:
        people = value if isinstance(value, list) else None
        if isinstance(value, str):
            people = [_name(part) for part in value.split(";") if part.strip()]
        if not people or not all(map(_is_name, people)):
            raise UsageError(f"{name} are names: Family, Given; Family, Given.")
        return people
    if name in DATES:
        if isinstance(value, str):
            if not _ISO.fullmatch(value):
                return {"literal": value}
            return {"date-parts": [[int(part) for part in value.split("-")]]}
        if not isinstance(value, dict):
            raise UsageError(f"{name} is a date: 2010, 2010-09 or 2010-09-28.")
        return value
    if name == "custom" and isinstance(value, dict):
        return value
    return _text(value, name)


def _is_name(value: Any) -> bool:
    """Whether this is a name as CSL-JSON has it: parts that are text, and at least one."""
    return (
        isinstance(value, dict) and bool(value) and all(isinstance(v, str) for v in value.values())
    )


def _name(text: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": text.strip()}
