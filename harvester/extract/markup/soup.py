"""Markup by BeautifulSoup over lxml: slow, and linear whatever a page nests.

It reads what lexbor cannot be given, and is the second opinion of the tests. Its parser is
older than the HTML standard: it closes other elements where markup is broken, and knows no
``template``.
"""

from collections.abc import Mapping

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from harvester.extract.markup.flat import DOCUMENT, RAW


def parse(html: str) -> "Soup":
    """Any text becomes markup; what is broken is mended as libxml2 mends it."""
    # Its own way with lists of classes splits them at no-break spaces, which are no white space.
    return Soup(BeautifulSoup(html, "lxml", multi_valued_attributes=None))


class Soup:
    """A page's markup. ``soup`` is the engine's own tree."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.names: list[str] = []
        self.texts: list[str] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self._soup = soup
        self._tags: list[Tag | None] = []
        self._places: dict[int, int] = {}
        self._flatten()
        self.names[0] = DOCUMENT

    def find(self, css: str) -> list[int]:
        """The elements of the whole page that match, in page order, each once.

        None inside what a browser does not read as markup (``noscript``, ``template``).
        """
        places = self._places
        return [places[id(tag)] for tag in self._soup.select(css) if id(tag) in places]

    def attributes(self, place: int) -> Mapping[str, str]:
        """An element's attributes as written; "" for one without a value."""
        tag = self._tags[place]
        found = tag.attrs.items() if tag is not None else ()
        return {
            name: " ".join(value) if isinstance(value, list) else value for name, value in found
        }

    def raw(self, place: int) -> str:
        """All character data inside an element as it stands, scripts too."""
        tag = self._tags[place]
        inside = tag.descendants if tag is not None else ()
        return "".join(str(item) for item in inside if _is_text(item))

    def _flatten(self) -> None:
        """Walk the tree once, without recursion."""
        stack: list[tuple[object, int]] = [(self._soup, -1)]
        while stack:
            item, parent = stack.pop()
            if isinstance(item, int):
                self.ends[item] = len(self.names)
                continue
            if isinstance(item, PreformattedString):
                continue  # a comment, a doctype
            place = len(self.names)
            tag = item if isinstance(item, Tag) else None
            self.names.append(tag.name if tag is not None else "")
            self.texts.append(str(item) if _is_text(item) else "")
            self.parents.append(parent)
            self.ends.append(place + 1)
            self._tags.append(tag)
            if tag is not None:
                self._places[id(tag)] = place
                stack.append((place, parent))
                if tag.name not in RAW:
                    stack.extend((child, place) for child in reversed(tag.contents))


def _is_text(item: object) -> bool:
    """Whether something in a tree is characters of the page, and no comment or doctype."""
    return isinstance(item, NavigableString) and not isinstance(item, PreformattedString)
