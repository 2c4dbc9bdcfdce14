"""schema.org data, whichever way a page writes it: the same rules read all of it.

JSON-LD, microdata and RDFa say the same in three spellings. Each becomes an item: types and
properties, whose values are texts or items again. A path is dotted, from the work's own item:
``isPartOf.name``; lists are walked through. The assertion's channel is the spelling.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from harvester.config.site import Rule
from harvester.extract.people import Person, assert_people
from harvester.extract.rules import Found, assertions
from harvester.extract.tree import SNIPPET, Node, squeeze
from harvester.extract.values import orcid
from harvester.model import Assertion

_WORKS = frozenset(
    "article scholarlyarticle medicalscholarlyarticle newsarticle techarticle blogposting chapter "
    "book creativework report thesis review archivecomponent archivecollection collection "
    "manuscript map dataset publicationissue publicationvolume audiobook movie "
    "musicrecording photograph visualartwork".split()
)
#: What a name may be called, where it is in parts.
_PARTS = ("givenName", "additionalName", "familyName")
#: The key under which an item keeps its element, where it has one in the page.
AT = "@at"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text that stands at a place of its own in the page."""

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class Work:
    """An item that describes a work: how it is spelled, and what holds it."""

    data: dict[str, Any]
    locator: str
    channel: str


def is_work(item: dict[str, Any]) -> bool:
    """Whether an item's type is one of works."""
    types = item.get("@type")
    named = types if isinstance(types, list) else [types]
    return any(str(t).rpartition("/")[2].rpartition(":")[2].casefold() in _WORKS for t in named)


def read(works: Iterable[Work], rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules assert of works; of each spelling only the first work is the page's own."""
    made: list[Assertion] = []
    first: dict[str, Work] = {}
    for work in works:
        first.setdefault(work.channel, work)
    served = list(rules) if first else []
    for work in first.values():
        for rule in served:
            made.extend(said_by(work, rule))
    return made


def said_by(work: Work, rule: Rule) -> list[Assertion]:
    """What one rule asserts of one item."""
    hits = list(_walk(work.data, rule.path.split("."), "$"))
    if rule.field == "contributor":
        return _people(work, rule, hits)
    return assertions(rule, _words(work, rule, hits), work.channel)


def _walk(data: Any, steps: list[str], path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _walk(item, steps, f"{path}[{number}]")
    elif not steps:
        yield path, data
    elif isinstance(data, dict) and steps[0] in data:
        yield from _walk(data[steps[0]], steps[1:], f"{path}.{steps[0]}")


def _words(work: Work, rule: Rule, hits: Iterable[tuple[str, Any]]) -> Iterator[Found]:
    for path, hit in hits:
        value = hit
        if isinstance(value, dict) and rule.field == "reference" and AT in value:
            value = Leaf(value[AT].text(), value[AT])
        elif isinstance(value, dict):
            named = "value" if "propertyID" in value else "name"
            value = value.get(named) or value.get("name") or value.get("value") or value.get("@id")
            value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, Leaf):
            yield Found(value.text, value.node.locator(), value.node.source())
        elif isinstance(value, (str, int, float)) and str(value).strip():
            yield Found(squeeze(str(value)), f"{work.locator} {path}", str(value)[:SNIPPET])


def _text(value: Any) -> str:
    """The words of a value, of the first of several."""
    for _ in range(2):
        if isinstance(value, list):
            value = value[0] if value else ""
        if isinstance(value, dict):
            value = value.get("name")
    if isinstance(value, Leaf):
        return value.text
    return squeeze(value) if isinstance(value, str) else ""


def _people(work: Work, rule: Rule, hits: Iterable[tuple[str, Any]]) -> list[Assertion]:
    people: list[Person] = []
    for path, value in hits:
        data = value if isinstance(value, dict) else {"name": value}
        wanted = rule.name_parts or _PARTS
        parts = (_text([hit for _, hit in _walk(data, p.split("."), "$")]) for p in wanted)
        name = _text(data.get("name")) or " ".join(part for part in parts if part)
        if not name:
            continue
        node = value.node if isinstance(value, Leaf) else data.get(AT)
        if isinstance(node, Node):
            locator, snippet = node.locator(), node.source()
        else:
            locator = f"{work.locator} {path}"
            snippet = json.dumps(value, ensure_ascii=False)[:SNIPPET]
        role = rule.role or next((r for r in ("editor", "translator") if r in rule.path), "author")
        person = Person(name, locator, snippet, role)
        for _, place in _walk(data, ["affiliation"], "$"):
            person.add_affiliation(_text(place))
        known = [_text(data.get(key)) for key in ("@id", "sameAs", "identifier", "url")]
        person.orcid = orcid(" ".join(known))
        people.append(person)
    return assert_people(people, work.channel, rule, rule.confidence)
