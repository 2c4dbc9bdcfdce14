"""Sitemaps (sitemaps.org protocol 0.9): the pages of a site, or the sitemaps of one.

The protocol's limits are kept: 50,000 addresses and 50 MB (52,428,800 bytes) uncompressed.
"""

import zlib
from dataclasses import dataclass

from harvester.extract.watch import LARGEST, Element, WatchError, parse_xml, web_address

#: The most addresses that one sitemap may list.
MOST = 50_000

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses in a sitemap: of pages, or (in an index) of further sitemaps.

    ``repaired``: its XML was invalid. ``truncated``: it lists more than the protocol allows,
    and the rest was left out, or its compressed data end too early.
    """

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]
    repaired: bool = False
    truncated: bool = False


def parse(body: bytes) -> Sitemap:
    """The sitemap that ``body`` is, plain or gzip. Addresses in order, each once.

    Only http and https; an entry without such an address is passed over. Raises WatchError
    when it is no sitemap, or larger than the protocol allows.
    """
    whole = True
    if body.startswith(_GZIP):
        body, whole = _decompress(body)
    parsed = parse_xml(body, "sitemap")
    kind = parsed.root.name
    if kind not in ("urlset", "sitemapindex"):
        raise WatchError(f'This is no sitemap: its XML is a "{kind[:40]}".')
    entry = "url" if kind == "urlset" else "sitemap"
    found = _addresses(parsed.root, entry)
    addresses = tuple(found[:MOST])
    return Sitemap(
        pages=addresses if entry == "url" else (),
        sitemaps=addresses if entry == "sitemap" else (),
        repaired=parsed.repaired,
        truncated=not whole or len(found) > MOST,
    )


def _addresses(root: Element, entry: str) -> list[str]:
    """The ``loc`` of each entry. Extensions have a ``loc`` too, of pictures: deeper inside."""
    said = (place.text() for listed in root.named(entry) for place in listed.named("loc")[:1])
    return list(dict.fromkeys(filter(None, map(web_address, said))))


def _decompress(body: bytes) -> tuple[bytes, bool]:
    """Gzip data of any number of members (RFC 1952, 2.2), and whether their end was there."""
    pieces: list[bytes] = []
    size = 0
    while body.startswith(_GZIP):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            pieces.append(member.decompress(body, LARGEST + 1 - size))
        except zlib.error as error:
            raise WatchError(f"This sitemap's compressed data are damaged: {error}.") from error
        size += len(pieces[-1])
        if size > LARGEST:
            raise WatchError(f"This sitemap is larger than {LARGEST:,} bytes when uncompressed.")
        if not member.eof:
            return b"".join(pieces), False
        body = member.unused_data
    return b"".join(pieces), True
