"""The channel ``visible``: what a reader of the page sees, found by CSS or in its lines."""

import re
from collections.abc import Iterable, Iterator, Mapping

from harvester.addresses import join
from harvester.config.patterns import ByWord
from harvester.config.site import Contributors, Rule
from harvester.extract.people import Person, assert_people
from harvester.extract.rules import Found, assertions
from harvester.extract.strip import Stripped
from harvester.extract.tree import SNIPPET, Node, outermost
from harvester.model import Assertion

#: A longer line holds no field.
_LONGEST_LINE = 20_000
_JOINT = re.compile(r"\s*[,;]\s+(?:and\s+)?|\s+and\s+|\s*&\s*")


def read(stripped: Stripped, rules: Iterable[Rule], base: str) -> list[Assertion]:
    """What the rules with ``select``, ``line`` and ``source`` assert.

    Lines of a text capture are the channel ``text``, by the same rules. ``base`` is the
    address that relative ones are relative to.
    """
    channel = "visible" if stripped.document.is_html else "text"
    made: list[Assertion] = []
    rules = list(rules)
    by_word = ByWord((rule.line, number) for number, rule in enumerate(rules) if rule.line)
    may_match = {number for _, _, number in by_word.candidates(stripped.text)}
    for number, rule in enumerate(rules):
        if rule.select:
            found = _selected(stripped, rule, base)
        elif rule.line:
            if number not in may_match:
                continue
            found = (
                Found(line.text, line.locator(), line.text[:SNIPPET])
                for line in stripped.lines
                if len(line.text) <= _LONGEST_LINE and rule.line.search(line.text)
            )
        else:
            found = _in_source(stripped.document.decoded.text, rule, base)
        made.extend(assertions(rule, found, channel))
    return made


def _selected(stripped: Stripped, rule: Rule, base: str) -> Iterator[Found]:
    if rule.join and not rule.attribute:
        yield from _joined(stripped, rule)
        return
    tree = stripped.document.tree
    for node in tree.select(rule.select) if tree else []:
        if rule.attribute:
            text = _absolute(node.attribute(rule.attribute), rule, base)
        else:
            text = "\n\n".join(stripped.cleaner.clean(node.paragraphs(rule.drop)))
        if text:
            snippet = node.source() if rule.attribute else text[:SNIPPET]
            yield Found(text, node.locator(), snippet)


def _joined(stripped: Stripped, rule: Rule) -> Iterator[Found]:
    """All that a selector finds as one text, each block once (an abstract in two languages)."""
    tree = stripped.document.tree
    nodes = tree.select(rule.select) if tree else []
    blocks = (block for node in outermost(nodes) for block in node.paragraphs(rule.drop))
    text = "\n\n".join(dict.fromkeys(stripped.cleaner.clean(blocks)))
    if text:
        yield Found(text, nodes[0].locator(), text[:SNIPPET])


def _in_source(html: str, rule: Rule, base: str) -> Iterator[Found]:
    for match in rule.source.finditer(html):
        start = max(0, match.start() - 40)
        place = f"characters {match.start()}-{match.end()}"
        text = _absolute(match.group(0), rule, base)
        yield Found(text, place, html[start : match.end() + 40])


def _absolute(text: str, rule: Rule, base: str) -> str:
    return join(base, text) if text and rule.field in ("url", "pdf_url", "licence") else text


def read_people(
    stripped: Stripped, roles: Mapping[str, str], tables: Iterable[Contributors]
) -> list[Assertion]:
    """The people that each table finds, each table a generation of its own."""
    made: list[Assertion] = []
    tree = stripped.document.tree
    for table in tables if tree else ():
        assert tree is not None
        people: list[Person] = []
        for row in tree.select(table.row):
            people.extend(_in_row(stripped, roles, table, row))
        made.extend(assert_people(_once(people), "visible", table))
    return made


def _in_row(
    stripped: Stripped, roles: Mapping[str, str], table: Contributors, row: Node
) -> Iterator[Person]:
    role = _role(roles, table, row)
    selector = next((css for css in table.name if row.matches(css) or row.select(css)), None)
    if selector is None:
        return
    nodes = [row] if row.matches(selector) else outermost(row.select(selector))
    extra = row.select(table.affiliation) if table.affiliation else []
    person: Person | None = None
    for node in row.in_order([*nodes, *extra]):
        if node in nodes:
            for name in _names(node.text(table.drop), alone=len(nodes) == 1):
                person = Person(name, node.locator(), node.source(), role, table.block)
                yield person
        elif person is not None:
            for line in stripped.cleaner.clean(node.paragraphs()):
                person.add_affiliation(line.removesuffix(","))


def _role(roles: Mapping[str, str], table: Contributors, row: Node) -> str:
    """The role that the row prints: in its label, else as its first words."""
    label = " ".join(node.text() for node in row.select(table.label)) if table.label else ""
    words = (label or row.text()).casefold()
    printed = sorted((p for p in roles if re.match(rf"{re.escape(p)}\b", words)), key=len)
    return roles[printed[-1]] if printed else table.role


def _names(text: str, alone: bool) -> list[str]:
    """One element's names: several only where it stands alone and holds whole names."""
    names = [name for name in _JOINT.split(text) if name and name.strip()]
    return names if alone and all(" " in name.strip() for name in names) else [text]


def _once(people: list[Person]) -> list[Person]:
    """A name that the page repeats (a copy for small screens) stands once a role."""
    kept: dict[tuple[str, str], Person] = {}
    for person in people:
        first = kept.setdefault((person.name.strip(" *,"), person.role), person)
        for line in person.affiliations if first is not person else []:
            first.add_affiliation(line)
    return list(kept.values())
