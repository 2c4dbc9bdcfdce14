"""The channel ``meta``: ``meta`` and ``link`` elements, in the head or wherever they stand.

Highwire (``citation_*``), Dublin Core, PRISM and Open Graph name their fields in ``name``,
``property`` or ``itemprop``; names are compared without case and white space, since real
pages print ``citation_pdf_url`` with a space (facts/sites.md, C4). Each system has one spelling
here, whatever the page's: "DC.Title", "dc:title" and "http://purl.org/dc/elements/1.1/title"
are ``dc.title``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from harvester.config.site import Rule
from harvester.extract.people import Person, assert_people
from harvester.extract.references import from_metas
from harvester.extract.rules import Found, assertions
from harvester.extract.tree import Node, Tree
from harvester.extract.values import orcid
from harvester.model import Assertion

_ROLES = {
    "author": "author", "creator": "author", "rft.au": "author", "editor": "editor",
    "translator": "translator",
}  # fmt: skip
_SPELLINGS = (
    ("http://purl.org/dc/terms/", "dcterms."),
    ("http://purl.org/dc/elements/1.1/", "dc."),
    ("dcterms:", "dcterms."),
    ("dct:", "dcterms."),
    ("dc.terms.", "dcterms."),
    ("dc:", "dc."),
    ("prism:", "prism."),
    ("bepress_citation_", "citation_"),
    ("http://schema.org/", "schema:"),
    ("https://schema.org/", "schema:"),
)


def plain_name(name: str) -> str:
    """The name of a meta in its one spelling."""
    plain = "".join(name.split()).casefold()
    for spelled, ours in _SPELLINGS:
        if plain.startswith(spelled):
            return ours + plain[len(spelled) :]
    return plain


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
        names = {plain_name(node.attribute(key)) for key in ("name", "property", "itemprop")}
        metas.extend(Meta(name, node.attribute("content"), node) for name in sorted(names) if name)
    for node in tree.select("link[rel][href]"):
        metas.append(Meta(f"link:{node.attribute('rel').casefold()}", node.attribute("href"), node))
    return metas


def read(metas: list[Meta], rules: Iterable[Rule], channel: str = "meta") -> list[Assertion]:
    """What the rules of this channel assert. People take their affiliations with them.

    ``channel``: where the metas come from, if not from ``meta`` elements.
    """
    made: list[Assertion] = []
    by_name: dict[str, list[Meta]] = {}
    for meta in metas:
        if meta.content:
            by_name.setdefault(meta.name, []).append(meta)
    for rule in rules:
        named = [name for name in rule.meta if name.casefold() in by_name]
        if named and rule.field == "contributor":
            made.extend(_people(metas, rule, channel))
        elif named and rule.field == "reference":
            made.extend(from_metas.read(by_name, rule))
        else:
            for name in named:
                found = [meta.found for meta in by_name[name.casefold()]]
                made.extend(assertions(rule, found, channel))
    return made


def _people(metas: list[Meta], rule: Rule, channel: str) -> list[Assertion]:
    """Contributors of one naming system: a name, then what follows and belongs to it."""
    roles = {name.casefold(): _role(name) for name in rule.meta}
    prefixes = tuple(f"{name}_" for name in roles)
    people: list[Person] = []
    for meta in metas:
        if meta.name in roles and meta.content:
            place = meta.found
            for name in rule.split.compiled.split(meta.content) if rule.split else [meta.content]:
                people.append(Person(name, place.locator, place.snippet, roles[meta.name]))
        elif people and meta.name.startswith(prefixes):
            if meta.name.endswith("_institution"):
                people[-1].add_affiliation(meta.content)
            elif meta.name.endswith("_orcid"):
                people[-1].orcid = orcid(meta.content)
    if not any(person.role in _ROLES.values() for person in people):
        for person in people:
            person.role = ""  # a page that calls everybody contributor does not say who is what
    return assert_people(_once(people), channel, rule, rule.confidence)


def _once(people: list[Person]) -> list[Person]:
    """Each name once a role: some pages print all their metas twice."""
    return list({(person.name, person.role): person for person in reversed(people)}.values())[::-1]


def _role(name: str) -> str:
    return next((role for word, role in _ROLES.items() if word in name.casefold()), "contributor")
