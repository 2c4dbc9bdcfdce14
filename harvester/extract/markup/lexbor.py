"""Markup by lexbor (selectolax): the HTML standard's parser and CSS, in C."""

from collections.abc import Mapping

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from harvester.extract.markup.flat import DOCUMENT, RAW

#: Nothing is copied into ``selectedcontent``: the tree is what the page holds.
_AS_WRITTEN = int(LexborDocumentOptions.WO_EVENTS)


def parse(html: bytes) -> "Lexbor":
    """Any UTF-8 becomes markup, as a browser that runs scripts would read it.

    So ``noscript`` holds text, which no reader of the page sees, and ends no head.
    """
    return Lexbor(LexborHTMLParser(html, options=_AS_WRITTEN, scripting=True))


class Lexbor:
    """A page's markup. lexbor makes a new object each time it shows a node: ``mem_id`` tells
    that it is the same."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        self.names = [DOCUMENT]
        self.texts = [""]
        self.parents = [-1]
        self.ends = [1]
        self._parser = parser
        self._nodes: list[LexborNode | None] = [None]
        self._places: dict[int, int] = {}
        if parser.root is not None:
            self._flatten(parser.root)
        self.ends[0] = len(self.names)

    def find(self, css: str) -> list[int]:
        """The elements of the whole page that match, in page order, each once."""
        places = self._places
        # An element that several selectors of a list match is found by each of them.
        return sorted({places[node.mem_id] for node in self._parser.css(css)})

    def attributes(self, place: int) -> Mapping[str, str]:
        """An element's attributes as written; "" for one without a value."""
        node = self._nodes[place]
        found = node.attributes if node is not None else {}
        return {name: value or "" for name, value in found.items()}

    def raw(self, place: int) -> str:
        """All character data inside an element as it stands, scripts too."""
        node = self._nodes[place]
        return node.text() if node is not None else ""

    def _flatten(self, root: LexborNode) -> None:
        """Walk the tree once. No recursion: a page may nest as deep as it likes.

        This loop is half of what a page costs; so nothing in it is a call of ours.
        """
        names, texts, parents, ends = self.names, self.texts, self.parents, self.ends
        nodes, places = self._nodes, self._places
        known: dict[int, str] = {}
        above: list[tuple[LexborNode, int]] = []
        parent, node = 0, root
        while True:
            place = len(names)
            text = node.text_content
            if text is not None:
                names.append("")
                texts.append(text)
                parents.append(parent)
                ends.append(place + 1)
                nodes.append(None)
            else:
                tag = node.tag_id
                name = known.get(tag)
                if name is None:
                    name = known[tag] = node.tag or "-"
                if name[0] != "-":  # "-comment", "-doctype"
                    names.append(name)
                    texts.append("")
                    parents.append(parent)
                    ends.append(place + 1)
                    nodes.append(node)
                    places[node.mem_id] = place
                    child = None if name in RAW else node.first_child
                    if child is not None:
                        above.append((node, parent))
                        parent, node = place, child
                        continue
            following = node.next
            while following is None and above:
                ends[parent] = len(names)
                node, parent = above.pop()
                following = node.next
            if following is None:
                return
            node = following
