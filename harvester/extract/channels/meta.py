"""The channel ``meta``: ``meta`` and ``link`` elements, in the head or wherever they stand.

Highwire (``citation_*``), Dublin Core, PRISM and Open Graph name their fields in ``name``,
``property`` or ``itemprop``; names are compared without case and white space, since real
pages print ``citation_pdf_url`` with a space (facts/sites.md, C4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from harvester.config.site import Rule
from harvester.extract.people import Person, assert_people
from harvester.extract.rules import Found, assertions
from harvester.extract.tree import Node, Tree
from harvester.extract.values import orcid
from harvester.model import Assertion

_ROLES = {"author": "author", "creator": "author", "editor": "editor", "translator": "translator"}


@dataclass(frozen=True, slots=True)
class Meta:
    """One meta element: its name in small letters, its content, and where it stands."""

    name: str
    content: str
    node: Node

    @property
    def found(self) -> Found:
        """The content as words found at a place."""
        return Found(self.content, self.node.locator(), self.node.source())


def collect(tree: Tree) -> list[Meta]:
    """All metas and typed links of a page in order, each under each of its names."""
    metas: list[Meta] = []
    for node in tree.select("meta[content]"):
        names = {
            "".join(node.attribute(key).split()).casefold()
            for key in ("name", "property", "itemprop")
        }
        metas.extend(Meta(name, node.attribute("content"), node) for name in sorted(names) if name)
    for node in tree.select("link[rel][href]"):
        metas.append(Meta(f"link:{node.attribute('rel').casefold()}", node.attribute("href"), node))
    return metas


def read(metas: list[Meta], rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules of this channel assert. People take their affiliations with them."""
    made: list[Assertion] = []
    for rule in rules:
        if rule.field == "contributor":
            made.extend(_people(metas, rule))
            continue
        for name in rule.meta:
            named = [meta.found for meta in metas if meta.name == name.casefold() and meta.content]
            made.extend(assertions(rule, named))
    return made


def _people(metas: list[Meta], rule: Rule) -> list[Assertion]:
    """Contributors of one naming system: a name, then what follows and belongs to it."""
    roles = {name.casefold(): _role(name) for name in rule.meta}
    prefixes = tuple(f"{name}_" for name in roles)
    people: list[Person] = []
    for meta in metas:
        if meta.name in roles and meta.content:
            place = meta.found
            people.append(Person(meta.content, place.locator, place.snippet, roles[meta.name]))
        elif people and meta.name.startswith(prefixes):
            if meta.name.endswith("_institution"):
                people[-1].add_affiliation(meta.content)
            elif meta.name.endswith("_orcid"):
                people[-1].orcid = orcid(meta.content)
    return assert_people(people, "meta", rule, rule.confidence)


def _role(name: str) -> str:
    return next((role for word, role in _ROLES.items() if word in name.casefold()), "contributor")
