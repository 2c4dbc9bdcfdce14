"""RDFa (Lite): ``vocab``, ``prefix``, ``typeof``, ``property``.

What is said in the words of schema.org becomes items, as in microdata; what is said in Dublin
Core, PRISM or Open Graph has the same names as in ``meta`` elements, and is read by the rules
for those. Other vocabularies are passed over.
"""

from typing import Any

from harvester.extract.channels.meta import Meta, plain_name
from harvester.extract.channels.microdata import own_work
from harvester.extract.channels.schema import AT, Leaf, Work, is_work
from harvester.extract.tree import Node, Tree

_SCHEMA = ("http://schema.org/", "https://schema.org/", "schema:")
#: Prefixes of vocabularies whose words are the names of metas.
_OF_METAS = ("dc.", "dcterms.", "prism.", "citation_")


def collect(tree: Tree) -> tuple[list[Work], list[Meta]]:
    """The page's own work in the words of schema.org, and what it says in those of metas."""
    nodes = tree.select("[property], [typeof]")
    metas: list[Meta] = []
    tops: list[dict[str, Any]] = []
    around: list[tuple[int, dict[str, Any]]] = []
    loose: dict[str, Any] = {}
    for node in nodes:
        while around and node.place >= around[-1][0]:
            around.pop()
        item = _item(tree, node) if node.attribute("typeof") else None
        owner = around[-1][1] if around else loose
        for word in node.attribute("property").split():
            if name := _schema_name(tree, node, word):
                owner.setdefault(name, []).append(item if item is not None else _leaf(node))
            elif node.name != "meta" and plain_name(word).startswith(_OF_METAS):
                metas.append(Meta(plain_name(word), _leaf(node).text, node))
        if item is not None:
            if not node.attribute("property"):
                tops.append(item)
            around.append((node.end, item))
    works = [Work(item, item[AT].locator(), "rdfa") for item in tops if is_work(item)]
    return own_work(tree, works) or _of_the_page(loose), metas


def _of_the_page(loose: dict[str, Any]) -> list[Work]:
    """Properties that stand in no item speak of the page: of a work, if they name it so."""
    return [Work(loose, "page", "rdfa")] if loose.keys() & {"name", "headline"} else []


def _item(tree: Tree, node: Node) -> dict[str, Any]:
    types = node.attribute("typeof").split()
    return {"@type": [name for word in types if (name := _schema_name(tree, node, word))], AT: node}


def _schema_name(tree: Tree, node: Node, word: str) -> str:
    """A word's name in schema.org, or "" for a word of another vocabulary."""
    for prefix in _SCHEMA:
        if word.casefold().startswith(prefix):
            return word[len(prefix) :]
    in_schema = node.is_inside('[vocab*="schema.org"]')
    return word if in_schema and ":" not in word and "." not in word else ""


def _leaf(node: Node) -> Leaf:
    for attribute in ("content", "datetime", "resource"):
        if said := node.attribute(attribute):
            return Leaf(said, node)
    address = {"a": "href", "link": "href", "area": "href", "img": "src"}.get(node.name)
    return Leaf((node.attribute(address) if address else "") or node.text(), node)
