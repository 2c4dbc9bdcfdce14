"""A printed reference cut into tokens, each with its place in the text.

Addresses and DOIs stay whole; a word keeps its hyphens and apostrophes; every other sign
stands alone. What is no token is white space.
"""

import re
from dataclasses import dataclass

#: Marks that end a sentence around an address, and are none of it.
_TRAILING = ".,;:!?)>]}’”\"'»"
_TOKEN = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"“”]+)"
    r"|(?P<doi>10\.\d{4,9}/(?:[^\s<>\"“”]|<(?=[^\s<>]*>)|>(?=\S))+)"
    r"|(?P<word>[^\W\d_][\w\u0300-\u036f]*(?:['’ʼʹʺ\-‐‑][^\W\d_][\w\u0300-\u036f]*)*)"
    r"|(?P<number>\d+[^\W\d_]*)"
    r"|(?P<mark>\.{2,}|[–—―]+|-{2,}|\S)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the printed text: ``text`` stands from ``start`` to ``end``.

    ``kind`` is ``word``, ``number``, ``mark``, ``url`` or ``doi``; ``spaced`` tells that white
    space stands before it.
    """

    text: str
    start: int
    end: int
    kind: str
    spaced: bool


def tokenise(text: str) -> list[Token]:
    """The tokens of a reference, in order."""
    tokens: list[Token] = []
    end = at = 0
    while match := _TOKEN.search(text, at):
        kind, piece = match.lastgroup or "mark", match.group()
        if kind in ("url", "doi"):
            piece = _bare(piece)
        start, at = match.start(), match.start() + len(piece)
        tokens.append(Token(piece, start, at, kind, start > end or start == 0))
        end = at
    return tokens


def _bare(address: str) -> str:
    """An address without the sentence's marks behind it; brackets inside stay in pairs."""
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address
