"""XML of any size, element by element: records that come out of a file one after another.

As everywhere, what stands before the root element is never parsed (``watch``): with it go DTDs
and all entities. The file is decoded by its own declaration and fed on as UTF-8. Between two
records no more than ``LARGEST_PIECE`` bytes are held.
"""

import codecs
import html.entities
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from harvester.extract.structured.fault import StructuredError
from harvester.extract.tree import SNIPPET
from harvester.extract.watch import (
    NO_CHARACTER,
    PREDEFINED,
    Element,
    charset_of,
    parse_mended,
    parse_strictly,
    root_start,
)

#: How much is read at once. A file that is no larger is mended where its XML is broken.
CHUNK = 1 << 20
#: One record may be so long.
LARGEST_PIECE = 4 << 20

_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_BEGUN = re.compile(r"&[#A-Za-z0-9]{0,40}\Z")
_XMLNS = re.compile(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"")


class Piece(NamedTuple):
    """An element that was looked for, as it begins (``start``) or is whole (``end``).

    ``repaired``: the file's XML was broken and was mended.
    """

    event: str
    element: Element
    repaired: bool


def pieces(file: BinaryIO, names: tuple[str, ...]) -> Iterator[Piece]:
    """The elements with these local names, in order, as they begin and end.

    What is whole is forgotten when the next is asked for. Raises StructuredError where there
    is no XML, where it is broken (what came before it was given), or one piece is too long.
    """
    text = _text(file)
    head = next(text, "")
    start = root_start(head)
    if start is None:
        raise StructuredError("There is no XML element in the first megabyte of this file.")
    following = next(text, "")
    if not following:
        yield from _small(head[start:], names)
        return
    wanted = [form for name in names for form in (f"{{*}}{name}", name)]
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=wanted,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    held = 0
    for chunk in _chunks(head[start:], following, text):
        try:
            parser.feed(chunk.encode("utf-8"))
        except etree.LxmlError as fault:
            yield from _events(parser)
            raise StructuredError(f"Its XML is broken: {fault}.") from fault
        held += len(chunk)
        for piece in _events(parser):
            held = 0
            yield piece
        if held > LARGEST_PIECE:
            raise StructuredError(f"One record in it is longer than {LARGEST_PIECE:,} bytes.")


def source_of(element: Element) -> str:
    """The element's own XML without namespace declarations, cut to a snippet."""
    source = _XMLNS.sub("", element.canonical()[: 4 * SNIPPET])
    return source if len(source) <= SNIPPET else source[:SNIPPET] + "…"


def _small(text: str, names: tuple[str, ...]) -> Iterator[Piece]:
    """The pieces of a file that is short enough to be mended as a whole."""
    root = parse_strictly(text)
    repaired = root is None
    root = parse_mended(text) if root is None else root
    if root is None:
        raise StructuredError("Its XML is too broken to be read.")
    for event, node in etree.iterwalk(root.node, events=("start", "end")):
        if isinstance(node.tag, str) and Element(node).name in names:
            yield Piece(event, Element(node), repaired)


def _events(parser: Any) -> Iterator[Piece]:
    for event, node in parser.read_events():
        yield Piece(event, Element(node), repaired=False)
        if event == "end":
            node.clear()
            parent = node.getparent()
            while parent is not None and node.getprevious() is not None:
                del parent[0]


def _text(file: BinaryIO) -> Iterator[str]:
    """The file's text, a chunk of bytes at a time. Bytes of no charset become U+FFFD."""
    body = file.read(CHUNK)
    charset, skipped = charset_of(body)
    decoder = codecs.getincrementaldecoder(charset)("replace")
    body = body[skipped:]
    while body:
        yield decoder.decode(body)
        body = file.read(CHUNK)
    if rest := decoder.decode(b"", final=True):
        yield rest


def _chunks(head: str, following: str, rest: Iterator[str]) -> Iterator[str]:
    """Text without forbidden characters and without entities that only a DTD defines."""
    kept = ""
    for chunk in _all(head, following, rest):
        text = kept + chunk
        begun = _BEGUN.search(text)
        kept = text[begun.start() :] if begun else ""
        text = text[: begun.start()] if begun else text
        yield _NAMED.sub(_character, NO_CHARACTER.sub("\ufffd", text))
    if kept:
        yield _NAMED.sub(_character, kept)


def _all(head: str, following: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield following
    yield from rest


def _character(match: re.Match[str]) -> str:
    name = match.group(1)
    if name in PREDEFINED:
        return match.group(0)
    known = html.entities.html5.get(f"{name};")
    return "".join(f"&#{ord(c)};" for c in known) if known else f"&amp;{name};"
