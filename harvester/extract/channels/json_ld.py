"""The channel ``json-ld``: schema.org data in ``script type="application/ld+json"``.

A path is dotted, from the work's own node: ``isPartOf.name``; lists are walked through. A
script that is not JSON is said so by an assertion without a value.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harvester.config.site import Rule
from harvester.extract.people import Person, assert_people
from harvester.extract.rules import Found, assertions
from harvester.extract.tree import SNIPPET, Tree, squeeze
from harvester.extract.values import orcid
from harvester.model import Assertion

#: Half a character, which JSON can write and nothing can store.
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_WORKS = frozenset(
    "article scholarlyarticle medicalscholarlyarticle newsarticle blogposting chapter book "
    "creativework report thesis review archivecomponent manuscript".split()
)


@dataclass(frozen=True, slots=True)
class Work:
    """One schema.org node that describes a work, and the script that holds it."""

    data: dict[str, Any]
    locator: str


def collect(tree: Tree) -> tuple[list[Work], list[Assertion]]:
    """The works described in a page's scripts, and one absence for each broken script."""
    works: list[Work] = []
    broken: list[Assertion] = []
    for node in tree.select('script[type="application/ld+json"]'):
        raw = node.raw().strip().removesuffix(";")
        try:
            data = json.loads(_SURROGATE.sub("\ufffd", raw), strict=False)
        except (ValueError, RecursionError) as fault:
            broken.append(
                Assertion(
                    field="json-ld",
                    value=None,
                    channel="json-ld",
                    locator=node.locator(),
                    snippet=raw[:SNIPPET],
                    absence=f"the script is not JSON: {fault}",
                )
            )
            continue
        works.extend(Work(item, node.locator()) for item in _nodes(data) if _is_work(item))
    return works, broken


def read(works: list[Work], rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules of this channel assert of the page's own work: the first described."""
    made: list[Assertion] = []
    for work in works[:1]:
        for rule in rules:
            hits = list(_walk(work.data, rule.path.split("."), "$"))
            if rule.field == "contributor":
                made.extend(_people(work, rule, hits))
            else:
                made.extend(assertions(rule, _words(work, hits)))
    return made


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from (node for node in graph if isinstance(node, dict))


def _is_work(item: dict[str, Any]) -> bool:
    types = item.get("@type")
    return any(str(t).casefold() in _WORKS for t in (types if isinstance(types, list) else [types]))


def _walk(data: Any, steps: list[str], path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _walk(item, steps, f"{path}[{number}]")
    elif not steps:
        yield path, data
    elif isinstance(data, dict) and steps[0] in data:
        yield from _walk(data[steps[0]], steps[1:], f"{path}.{steps[0]}")


def _words(work: Work, hits: Iterable[tuple[str, Any]]) -> Iterator[Found]:
    for path, value in hits:
        if isinstance(value, dict):
            value = value.get("name") or value.get("value") or value.get("@id")
        if isinstance(value, (str, int, float)) and str(value).strip():
            yield Found(squeeze(str(value)), f"{work.locator} {path}", str(value)[:SNIPPET])


def _people(work: Work, rule: Rule, hits: Iterable[tuple[str, Any]]) -> list[Assertion]:
    people: list[Person] = []
    for path, value in hits:
        data = value if isinstance(value, dict) else {"name": value}
        name = data.get("name") or " ".join(
            str(data[key]) for key in ("givenName", "familyName") if data.get(key)
        )
        if not isinstance(name, str) or not name.strip():
            continue
        snippet = json.dumps(value, ensure_ascii=False)[:SNIPPET]
        role = "editor" if "editor" in rule.path else "author"
        person = Person(squeeze(name), f"{work.locator} {path}", snippet, role)
        for _, place in _walk(data, ["affiliation"], "$"):
            text = place.get("name") if isinstance(place, dict) else place
            person.add_affiliation(squeeze(text) if isinstance(text, str) else "")
        person.orcid = orcid(json.dumps([data.get("@id"), data.get("sameAs")]))
        people.append(person)
    return assert_people(people, "json-ld", rule, rule.confidence)
