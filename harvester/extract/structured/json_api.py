"""The JSON of an API as readings, by a description of it (``config/apis.toml``). Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from harvester.config.apis import Api, People, ReferenceList
from harvester.extract.decode import decode
from harvester.extract.edtf import covering
from harvester.extract.structured.fault import StructuredError
from harvester.extract.structured.roles import role_of
from harvester.extract.structured.said import Said, composed, without_markup, year_in
from harvester.extract.tree import SNIPPET
from harvester.extract.values import LISTS
from harvester.extract.values import doi as doi_in
from harvester.model import Reading

_LARGEST = 20_000_000
_MOST = 5_000
_BRACKETS = re.compile(r"\s*\(([^()]{2,60})\)\s*$")


def load(file: BinaryIO) -> Any:
    """The data in a file. Raises StructuredError where it is no JSON."""
    body = file.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise StructuredError(f"More than {_LARGEST:,} bytes are too many for JSON.")
    try:
        return json.loads(decode(body, "application/json; charset=utf-8").text, strict=False)
    except (ValueError, RecursionError) as fault:
        raise StructuredError(f"It is not JSON: {fault}.") from fault


def api_of(data: Any, apis: Sequence[Api]) -> Api | None:
    """The form of an answer, or None where none is known."""
    for api in apis:
        needed = all(any(True for _ in walk(data, path)) for path in api.needs)
        equal = all(
            any(value == wanted for _, value in walk(data, path))
            for path, wanted in api.equals.items()
        )
        if needed and equal and (api.needs or api.equals):
            return api
    return None


def readings(file: BinaryIO, apis: Sequence[Api]) -> Iterator[Reading]:
    """A reading of each work in an answer. Raises StructuredError for an unknown form."""
    data = load(file)
    api = api_of(data, apis)
    if api is None:
        raise StructuredError("This JSON is of no API that config/apis.toml describes.")
    for path in api.at:
        works = [(place, work) for place, work in walk(data, path) if isinstance(work, dict)]
        if works:
            yield from (read(api, place, work) for place, work in works[:_MOST])
            return


def read(api: Api, place: str, work: dict[str, Any]) -> Reading:
    """What one work says. ``place`` is its path in the answer."""
    said = Said(api.channel, api.name)
    _kind(api, place, work, said)
    for scheme, path in api.ids.items():
        for where, value in walk(work, path, place):
            if text := _text(value).strip():
                number = text.rpartition("/")[2] if text.startswith("/") else text
                said.say("catalogue_id", f"{scheme}:{number.replace(' ', '')[:150]}", where)
    for field, paths in api.fields.items():
        _field(said, field, work, paths, place, api.values.get(field, {}))
    for people in api.people:
        _people(said, people, work, place)
    if api.references:
        _references(said, api.references, work, place)
    whole = json.dumps(work, ensure_ascii=False, sort_keys=True)
    looked = frozenset(api.fields) | ({"contributor"} if api.people else frozenset())
    looked |= {"reference"} if api.references else frozenset()
    return said.reading(whole, looked, "utf-8")


def walk(data: Any, path: str, place: str = "$") -> Iterator[tuple[str, Any]]:
    """What stands at a path, with its full place; lists at its end are walked through too."""
    steps = path.split(".") if path else []
    yield from _walk(data, steps, place)


def _walk(data: Any, steps: list[str], place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, list):
        if steps and steps[0].isdigit():
            number = int(steps[0])
            if number < len(data):
                yield from _walk(data[number], steps[1:], f"{place}[{number}]")
            return
        for number, item in enumerate(data):
            yield from _walk(item, steps, f"{place}[{number}]")
    elif not steps:
        if data is not None:
            yield place, data
    elif isinstance(data, dict) and steps[0] in data:
        yield from _walk(data[steps[0]], steps[1:], f"{place}.{steps[0]}")


def _text(value: Any) -> str:
    return without_markup(str(value)) if isinstance(value, (str, int, float)) else ""


def _kind(api: Api, place: str, work: dict[str, Any], said: Said) -> None:
    words = [_text(value) for _, value in walk(work, api.kind)] if api.kind else [""]
    known = (api.kinds.get(word.casefold()) for word in words)
    kind = next(filter(None, known), "catalogue-entry")
    said.say("kind", kind, f"{place}.{api.kind}" if api.kind else place, "; ".join(words))


def _field(
    said: Said,
    field: str,
    work: dict[str, Any],
    paths: list[str],
    place: str,
    values: Mapping[str, str],
) -> None:
    """A field's value at the first of the paths that gives any."""
    for path in paths:
        if path.endswith("date-parts"):
            found = [(where, _date(value)) for where, value in _wholes(work, path, place)]
        else:
            found = [(where, _text(value)) for where, value in walk(work, path, place)]
        found = [(where, text) for where, text in found if text.strip()]
        for where, text in found if field in LISTS else found[:1]:
            if field == "keyword":
                for word in text.split(";"):
                    said.say(field, word, where, text)
            else:
                said.say(field, values.get(text) or _fitted(field, text), where, text)
        if field == "covering_dates_printed" and found:
            said.say("covering_dates", covering(found[0][1]) or "", *found[0])
        if any(a.field == field and a.value is not None for a in said.made):
            return


def _fitted(field: str, text: str) -> str:
    if field == "language":
        return text.rpartition("/")[2]
    if field in ("isbn", "issn"):
        return text.rpartition("/")[2].partition("(")[0]
    if field == "unit_level":
        return text.casefold()
    if field == "published_print" and not re.fullmatch(r"[\d-]+", text):
        return text if _is_in_words(text) else year_in(text)
    return text


def _is_in_words(text: str) -> bool:
    """Whether a printed date has a day or a month in words."""
    return bool(re.search(r"[A-Za-z]{3,}\.? ", text)) and len(re.findall(r"\d{4}", text)) == 1


def _wholes(work: dict[str, Any], path: str, place: str) -> Iterator[tuple[str, Any]]:
    """The lists at a path, whole: ``date-parts`` are ``[[2010, 9, 28]]``."""
    above, _, last = path.rpartition(".")
    for where, value in walk(work, above, place):
        if isinstance(value, dict) and last in value:
            yield f"{where}.{last}", value[last]


def _date(value: Any) -> str:
    parts = value[0] if isinstance(value, list) and value else []
    numbers = [n for n in parts if isinstance(n, int)] if isinstance(parts, list) else []
    return "-".join(f"{number:02}" for number in numbers[:3]) if numbers else ""


def _people(said: Said, people: People, work: dict[str, Any], place: str) -> None:
    for where, value in walk(work, people.path, place):
        data = value if isinstance(value, dict) else {}
        name = _text(value) if not data else _first(data, people.name)
        is_body = bool(data) and bool(people.family) and not _first(data, people.family)
        if family := _first(data, people.family):
            name = ", ".join(filter(None, (family, _first(data, people.given))))
        affiliations = [_text(v) for _, v in walk(data, people.affiliation)] if data else []
        source = json.dumps(value, ensure_ascii=False)[:SNIPPET]
        for one in name.split(people.split) if people.split else [name]:
            role = people.role
            if people.role_in and (match := _BRACKETS.search(one)):
                role, one = role_of(match.group(1), role), one[: match.start()]
            said.person(
                one, role, where, source, affiliations, _first(data, people.identifier), is_body
            )


def _first(data: dict[str, Any], path: str) -> str:
    return next((_text(value) for _, value in walk(data, path)), "") if path else ""


def _references(said: Said, rule: ReferenceList, work: dict[str, Any], place: str) -> None:
    for where, value in walk(work, rule.path, place):
        if not isinstance(value, dict):
            continue
        text = _first(value, rule.text)
        if not composed(text):
            text = ", ".join(part for path in rule.parts if (part := _first(value, path)))
        doi = doi_in(_first(value, rule.doi)) or ""
        source = json.dumps(value, ensure_ascii=False)[:SNIPPET]
        said.reference(text or (f"https://doi.org/{doi}" if doi else ""), doi, "", where, source)
