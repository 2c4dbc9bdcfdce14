"""The reference list of an HTML page."""

from collections.abc import Iterable

from harvester.config.site import References
from harvester.extract.references import by_heading
from harvester.extract.references.entries import Entry, assert_entries
from harvester.extract.references.links import LinkLabels, distinct_links
from harvester.extract.strip import Stripped
from harvester.extract.tree import Node, Tree, distinct, outermost
from harvester.model import Assertion, Link


def read(stripped: Stripped, tables: Iterable[References], labels: LinkLabels) -> list[Assertion]:
    """The entries that the first table with any hits finds: a generation of its own."""
    tree = stripped.document.tree
    for table in tables if tree else ():
        assert tree is not None
        items = [
            item
            for item in _items(stripped, tree, table)
            if not (table.unless and _begins_with(item, table))
            and not (table.outside and item.is_inside(table.outside))
        ]
        if table.doubtful and not by_heading.are_references(items):
            continue
        entries = [entry for item in items if (entry := _entry(item, table, labels))]
        if entries:
            return assert_entries(entries, "visible", table)
    return []


def _items(stripped: Stripped, tree: Tree, table: References) -> list[Node]:
    """The items that a table selects; of one inside the other the outer."""
    if table.heading:
        return by_heading.items(stripped, table.heading)
    found = [
        item for container in tree.select(table.container) for item in container.select(table.item)
    ]
    return outermost(distinct(found))


def _begins_with(item: Node, table: References) -> bool:
    """Whether a text of an item begins with what ``unless`` selects: a footnote with its mark.

    Further in, a superscript or a label is part of a reference ("the 2nd edition").
    """
    texts = _texts(item, table)
    marks = [mark for node in item.select(table.unless) if (mark := node.text())]
    return any(node.text().startswith(mark) for node in texts for mark in marks)


def _texts(item: Node, table: References) -> list[Node]:
    """The elements that hold an item's printed text, in order: several where it is cut in parts."""
    return outermost(distinct(item.select(table.text))) or [item] if table.text else [item]


def _entry(item: Node, table: References, labels: LinkLabels) -> Entry | None:
    label = next((node.text() for node in item.select(table.label)), "") if table.label else ""
    links: list[Link] = []
    dropped: list[Node] = []
    for node in item.select("a[href]"):
        words, href = node.text(), node.attribute("href")
        name = node.attribute("aria-label") or words
        if labels.kind(words) or labels.kind(name):
            links.append(labels.link(words or name, href))
            dropped.append(node)
        elif href.startswith(("http:", "https:")):
            links.append(labels.link("", href))
    if table.label:
        dropped.extend(item.select(table.label))
    bodies = _texts(item, table)
    pieces: list[str] = []
    for body in bodies:
        text, glued = labels.split(body.text_without(dropped))
        links.extend(Link(kind) for kind in glued)
        pieces.append(text)
    text = " ".join(piece for piece in pieces if piece)
    if not text:
        return None
    snippet = " ".join(body.text() for body in bodies)
    mark = label.strip(" .[]()") or None
    return Entry(text, item.locator(), snippet, mark, distinct_links(links))
