"""Reference lists of which nothing is known but the heading over them.

What follows a heading such as "References" is its list: a list, the rows of a table,
paragraphs, or blocks. It counts only where at least half of it looks like references: so a
table of contents, a menu and a list of related articles are none.
"""

import re
from collections.abc import Iterator

from harvester.config.patterns import Pattern
from harvester.extract.references.links import address_kind
from harvester.extract.strip import Stripped
from harvester.extract.tree import Node, Tree, outermost

#: A longer line is no heading.
_LONGEST_HEADING = 80
#: A longer text is no reference.
_LONGEST = 3_000
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_ITEMS = {"ol": "li", "ul": "li", "dl": "dd", "table": "tr"}
_LISTS = ", ".join(_ITEMS)
#: What stands beside the text, with lists of its own.
_BESIDE = "aside, nav, footer, form, [role=complementary]"
#: Below every real heading: a line that only looks like one.
_LOWEST = 7
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)|\bn\. ?d\.|\bs\. ?a\.|[٠-٩۰-۹]{4}|10\.\d{4,9}/")
_OF_REFERENCES = frozenset({"doi", "crossref", "google-scholar", "pubmed", "worldcat", "openurl"})


def items(stripped: Stripped, heading: Pattern) -> list[Node]:
    """The entries below all headings that match, in page order, each once."""
    tree = stripped.document.tree
    if tree is None:
        return []
    found: dict[int, Node] = {}
    for line in stripped.lines:
        if line.node and len(line.text) <= _LONGEST_HEADING and heading.fullmatch(line.text):
            for node in _below(tree, line.node):
                found[node.place] = node
    return outermost([found[place] for place in sorted(found)])


def are_references(nodes: list[Node]) -> bool:
    """Whether at least half of some elements look like references: by a year, or by a link."""
    hits = sum(_is_reference(node) for node in nodes)
    return bool(nodes) and hits * 2 >= len(nodes)


def _is_reference(node: Node) -> bool:
    text = node.text()
    if not 10 < len(text) <= _LONGEST:
        return False
    links = (link.attribute("href") for link in node.select("a[href]"))
    return bool(_YEAR.search(text)) or any(address_kind(url) in _OF_REFERENCES for url in links)


def _below(tree: Tree, heading: Node) -> list[Node]:
    """The list that stands below a heading."""
    around, start, end = _stretch(tree, heading)

    beside = [] if heading.is_inside(_BESIDE) else around.select(_BESIDE)

    def within(nodes: list[Node]) -> list[Node]:
        inside = [node for node in nodes if start <= node.place and node.end <= end]
        return outermost([n for n in inside if not any(b.place <= n.place < b.end for b in beside)])

    listed = [
        item
        for one in within(around.select(_LISTS))
        if are_references(entries := outermost(one.select(_ITEMS[one.name])))
        for item in entries
    ]
    if listed:
        return listed
    for blocks in (within(around.select("p")), list(_children(around, start, end))):
        if are_references(blocks):
            return [block for block in blocks if block.text()]
    return []


def _stretch(tree: Tree, heading: Node) -> tuple[Node, int, int]:
    """The element that holds a heading and what follows it, and where that begins and ends.

    A heading often stands in a box of its own: then what follows stands behind the box.
    """
    start, around = heading.end, heading.parent() or heading
    while (outer := around.parent()) and not _has_text(tree, start, around.end):
        start, around = around.end, outer
    level = _level(heading)
    behind = (n.place for n in around.select(_HEADINGS) if n.place >= start and _level(n) <= level)
    return around, start, min(next(behind, around.end), around.end)


def _level(node: Node) -> int:
    if not node.matches(_HEADINGS) and (parent := node.parent()) and parent.matches(_HEADINGS):
        node = parent
    return int(node.name[1]) if node.matches(_HEADINGS) else _LOWEST


def _children(around: Node, start: int, end: int) -> Iterator[Node]:
    """The blocks of the element that holds all of a stretch, however deep it is boxed in."""
    tree = around.tree
    box, inside = around, _blocks(tree, around, start, end)
    while len(inside) == 1 and (deeper := _blocks(tree, inside[0], start, end)):
        box, inside = inside[0], deeper
    yield from inside if box is not around or len(inside) > 1 else ()


def _blocks(tree: Tree, box: Node, start: int, end: int) -> list[Node]:
    page, at, found = tree.page, box.place + 1, []
    while at < box.end:
        if page.names[at] and start <= at < end and not tree.gone[at]:
            node = Node(tree, at)
            if node.text() and not node.matches(_BESIDE):
                found.append(node)
        at = page.ends[at]
    return found


def _has_text(tree: Tree, start: int, end: int) -> bool:
    read = tree.lines.read(0, [(start, end)], tree.gone)
    return next(read, None) is not None
