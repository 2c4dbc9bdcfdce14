"""The reference list of an HTML page."""

from collections.abc import Iterable

from harvester.config.site import References
from harvester.extract.references.entries import Entry, assert_entries
from harvester.extract.references.links import LinkLabels
from harvester.extract.strip import Stripped
from harvester.extract.tree import Node, distinct
from harvester.model import Assertion, Link


def read(stripped: Stripped, tables: Iterable[References], labels: LinkLabels) -> list[Assertion]:
    """The entries that the first table with any hits finds: a generation of its own."""
    tree = stripped.document.tree
    for table in tables if tree else ():
        assert tree is not None
        items = [
            item
            for container in tree.select(table.container)
            for item in container.select(table.item)
            if not (table.unless and item.select(table.unless))
            and not (table.outside and item.is_inside(table.outside))
        ]
        entries = [entry for item in distinct(items) if (entry := _entry(item, table, labels))]
        if entries:
            return assert_entries(entries, "visible", table)
    return []


def _entry(item: Node, table: References, labels: LinkLabels) -> Entry | None:
    label = next((node.text() for node in item.select(table.label)), "") if table.label else ""
    body = next(iter(item.select(table.text)), item) if table.text else item
    links: list[Link] = []
    dropped: list[Node] = []
    for node in item.select("a[href]"):
        name = node.attribute("aria-label") or node.text()
        if labels.kind(node.text()) or labels.kind(name):
            links.append(labels.link(node.text() or name, node.attribute("href")))
            dropped.append(node)
        elif node.attribute("href").startswith(("http:", "https:")):
            links.append(labels.link("", node.attribute("href")))
    if table.label:
        dropped.extend(item.select(table.label))
    text, glued = labels.split(body.text_without(dropped))
    links.extend(Link(kind) for kind in glued)
    if not text:
        return None
    return Entry(text, item.locator(), body.text(), label.strip(" .[]()") or None, tuple(links))
