"""The form in which an engine hands over a page: flat lists, in page order.

A node is a place in these lists. Ancestors stand before it, what it holds stands right after
it up to its end, so that "inside" is a comparison of numbers and no walk.
"""

from collections.abc import Mapping
from typing import Protocol

#: The node that holds the whole page; it is no element.
DOCUMENT = "#document"
#: Elements whose text is no text of the page, and is not handed over.
RAW = frozenset("script style noscript template iframe noembed noframes".split())


class Markup(Protocol):
    """A parsed page. Comments, doctypes and processing instructions have no place in it."""

    #: The element's name in small letters; "" for a piece of text.
    names: list[str]
    #: The characters of a piece of text; "" for an element.
    texts: list[str]
    #: The place of the element around this node; -1 at the document.
    parents: list[int]
    #: One past the place of the last node inside.
    ends: list[int]

    def find(self, css: str) -> list[int]:
        """The elements of the whole page that match, in page order, each once."""

    def attributes(self, place: int) -> Mapping[str, str]:
        """An element's attributes as written; "" for one without a value."""

    def raw(self, place: int) -> str:
        """All character data inside an element as it stands, scripts too."""
