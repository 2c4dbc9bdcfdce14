"""A capture decoded: a tree where it is HTML, and lines of text in either case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from harvester.extract.decode import Decoded
from harvester.extract.plaintext import text_lines
from harvester.extract.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: a block of an HTML page, or a line of a text capture.

    ``number`` counts from 1 in the capture (for HTML: the blocks of text). ``listed`` says
    that a text capture shows it as a list item; ``links`` are its labels with the addresses
    that the capture kept; ``gap`` that an empty line stood before it; ``node`` is the block's
    element in an HTML page.
    """

    number: int
    text: str
    listed: bool = False
    gap: bool = False
    links: tuple[tuple[str, str | None], ...] = ()
    node: Node | None = None

    def locator(self) -> str:
        """Where in the capture a person finds this line."""
        return self.node.locator() if self.node else f"line {self.number}"


@dataclass(frozen=True)
class Document:
    """What the reader works on. ``address`` is the page's own address, where it is known."""

    decoded: Decoded
    tree: Tree | None
    address: str | None = None

    @property
    def is_html(self) -> bool:
        """Whether there is a tree to select from."""
        return self.tree is not None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines as captured, whatever was removed; a binary or empty document has none."""
        if self.tree is not None:
            return html_lines(self.tree, whole=True)
        if self.decoded.form != "text":
            return ()
        return tuple(
            Line(line.number, line.text, line.listed, line.gap, line.links)
            for line in text_lines(self.decoded.text)
        )


def open_document(
    decoded: Decoded, address: str | None, parse: Callable[[str], Tree] = Tree.parse
) -> Document:
    """The document of a decoded capture. ``parse`` makes the tree of HTML."""
    return Document(decoded, parse(decoded.text) if decoded.form == "html" else None, address)


def html_lines(tree: Tree, whole: bool = False) -> tuple[Line, ...]:
    """The remaining (or ``whole``) text of a tree, block by block, each with its element."""
    return tuple(
        Line(number, text, gap=True, node=node)
        for number, (node, text) in enumerate(tree.blocks(whole), start=1)
    )
