"""Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, by feedparser.

What makes an address an entry's own (``rel``, permalinks, ``xml:base``) is feedparser's
knowledge. It is given a copy of the feed, well-formed, that holds only what bears on addresses:
it is handed no address to fetch and no file to open, needs no mending of its own, and meets
nothing on which it spends time that grows with the square of the feed.
"""

import io
from xml.etree import ElementTree

import feedparser

from harvester.extract.watch import Element, WatchError, parse_xml, web_address

#: No feed that anybody subscribes to is larger.
LARGEST_FEED = 10_000_000

_ATOM = "http://www.w3.org/2005/Atom"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NAMESPACES = frozenset(
    {
        "",
        _ATOM,
        _RDF,
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
    }
)
_ROOTS = frozenset({"rss", "feed", "rdf"})
_ELEMENTS = frozenset({"channel", "item", "entry", "link", "guid", "id"})
_ATTRIBUTES = (
    "version",
    "href",
    "rel",
    "type",
    "isPermaLink",
    f"{{{_RDF}}}about",
    "{http://www.w3.org/XML/1998/namespace}base",
)


def entries(body: bytes, base: str = "") -> tuple[str, ...]:
    """The addresses of a feed's entries in its order, each once.

    ``base`` is the feed's own address: links without a host are seen from there, and left out
    where it is not given. Only http and https. Raises WatchError when ``body`` is no feed.
    """
    root = parse_xml(body, "feed", LARGEST_FEED).root
    if not _is_feed(root):
        raise WatchError(f'This is no feed: it is neither RSS nor Atom, but a "{root.name[:40]}".')
    said = (
        next(filter(None, (web_address(link, base) for link in links)), None)
        for links in _links(_lean(root), base)
    )
    return tuple(dict.fromkeys(filter(None, said)))


def _is_feed(root: Element) -> bool:
    if root.name.casefold() not in _ROOTS or root.namespace not in _NAMESPACES:
        return False
    # Any RDF begins like RSS 1.0.
    return root.name != "RDF" or any(c.name in ("channel", "item") for c in root.children)


def _lean(element: Element) -> ElementTree.Element:
    """A copy with only what bears on addresses, in the namespaces of feeds."""
    tag = f"{{{element.namespace}}}{element.name}" if element.namespace else element.name
    kept = {name: text for name in _ATTRIBUTES if (text := element.attribute(name))}
    copy = ElementTree.Element(tag, kept)
    children = [
        child
        for child in element.children
        if child.name in _ELEMENTS and child.namespace in _NAMESPACES
    ]
    copy.text = element.text() if not children else None
    copy.extend(_lean(child) for child in children)
    return copy


def _links(lean: ElementTree.Element, base: str) -> list[list[str]]:
    """What feedparser takes for the links of each entry, the best first.

    That is ``link``, which may be an id of no use, then the other forms that an entry names.
    """
    feed = feedparser.parse(
        io.BytesIO(ElementTree.tostring(lean, encoding="utf-8", xml_declaration=True)),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": base,
        },
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    return [
        [
            str(entry.get("link", "")),
            *(
                link.get("href", "")
                for link in entry.get("links", ())
                if link["rel"] == "alternate"
            ),
        ]
        for entry in feed.entries
    ]
