"""schema.org data as microdata: ``itemscope``, ``itemtype``, ``itemprop``, ``itemref``.

As the HTML standard says: a property belongs to the item around it; its value is an item where
the element is one, else an attribute that depends on the element, else the text inside.
"""

from typing import Any

from harvester.extract.channels.schema import AT, Leaf, Work, is_work
from harvester.extract.tree import Node, Tree

#: Where an element's value stands, if not in its text.
_ATTRIBUTES = {
    "meta": "content", "audio": "src", "embed": "src", "iframe": "src", "img": "src",
    "source": "src", "track": "src", "video": "src", "a": "href", "area": "href", "link": "href",
    "object": "data", "data": "value", "meter": "value", "time": "datetime",
}  # fmt: skip

#: Properties whose value is an address.
_ADDRESSES = frozenset({"url", "sameAs", "license", "image", "contentUrl", "mainEntityOfPage"})

Item = dict[str, Any]


def collect(tree: Tree) -> list[Work]:
    """The page's own work, in a list of one or none.

    Where several items of a work stand side by side (a list of results), none is the page's
    own, except one that the page's heading names.
    """
    works = [Work(item, item[AT].locator(), "microdata") for item in items(tree) if is_work(item)]
    return own_work(tree, works)


def own_work(tree: Tree, works: list[Work]) -> list[Work]:
    """Of several works that a page describes, the one that its heading or title names."""
    if len(works) < 2:
        return works
    headings = {node.text().casefold() for node in tree.select("h1, title")}

    def is_named(work: Work) -> bool:
        said = [*work.data.get("name", ()), *work.data.get("headline", ())]
        return any(isinstance(leaf, Leaf) and leaf.text.casefold() in headings for leaf in said)

    return [work for work in works if is_named(work)][:1]


def items(tree: Tree) -> list[Item]:
    """The items that are no property of another, each with its types, properties and element."""
    scopes = tree.select("[itemscope]")
    if not scopes:
        return []
    made = {n.place: {"@type": n.attribute("itemtype").split(), AT: n} for n in scopes}
    lent = _lent(tree, scopes)
    nodes = {node.place: node for node in (*scopes, *tree.select("[itemprop]"), *lent)}
    tops: list[Item] = []
    around: list[tuple[int, list[Item]]] = []
    for place in sorted(nodes):
        node = nodes[place]
        while around and place >= around[-1][0]:
            around.pop()
        if node in lent:
            around.append((node.end, [made[owner] for owner in lent[node]]))
        own = made.get(place)
        for name in node.attribute("itemprop").split():
            value = own if own is not None else _value(node, name)
            for owner in around[-1][1] if around else ():
                if owner is not own:
                    owner.setdefault(name.rpartition("/")[2], []).append(value)
        if own is not None:
            if not node.attribute("itemprop"):
                tops.append(own)
            around.append((node.end, [own]))
    return tops


def _lent(tree: Tree, scopes: list[Node]) -> dict[Node, list[int]]:
    """Elements whose properties belong to items elsewhere, by ``itemref``, and whose they are."""
    borrowers = [node for node in scopes if node.attribute("itemref")]
    lent: dict[Node, list[int]] = {}
    by_id: dict[str, Node] = {}
    for node in tree.select("[id]") if borrowers else ():
        by_id.setdefault(node.attribute("id"), node)
    for borrower in borrowers:
        for identity in borrower.attribute("itemref").split():
            found = by_id.get(identity)
            if found and not found.place <= borrower.place < found.end:
                lent.setdefault(found, []).append(borrower.place)
    return lent


def _value(node: Node, name: str) -> Leaf:
    attribute = _ATTRIBUTES.get(node.name)
    said = node.attribute(attribute) if attribute else ""
    if node.name == "a" and name not in _ADDRESSES:
        said = node.text()  # the standard takes the address; pages mean the words
    if node.attribute("content"):
        said = node.attribute("content")  # not in the standard, and often written
    return Leaf(said or node.text(), node)
