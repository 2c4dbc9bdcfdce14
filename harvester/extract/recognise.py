"""Which site a document comes from, and which of its works: by address, else by content."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from harvester.config import Site, Sites
from harvester.config.site import Head
from harvester.extract.channels import address
from harvester.extract.decode import Decoded
from harvester.extract.document import Document
from harvester.model import Assertion

#: Where a page says what its own address is.
_OWN_ADDRESS = "link[rel=canonical][href], meta[property='og:url'][content]"
_VALUE = re.compile(r"(?<==)(?:\"[^\"]*\"|'[^']*'|[^\]\"'\s]+)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLASS = re.compile(r"[.#]([\w-]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """The page's address, the kind of page and the ids that it tells."""

    address: str | None
    kind: str | None = None
    assertions: tuple[Assertion, ...] = ()


def site_of(document: Document, sites: Sites, forced: str | None = None) -> Site | None:
    """The site's profile: forced by name, by the page's address, else by its content.

    A page that bears another site's marks and none of the site's whose address it was given
    is the other's: a file saved under a wrong address must not take its id from there.
    """
    if forced:
        return sites.named(forced)
    by_host = sites.name_at(document.address) if document.address else None
    at_host = next((head for head in sites.heads if head.name == by_host), None)
    if at_host and (not document.is_html or _has_signature(at_host, document)):
        return sites.named(by_host)
    return sites.named(_named_by_itself(sites, document) or by_host)


def _named_by_itself(sites: Sites, document: Document) -> str | None:
    """The site that a page names as its own, or whose marks it bears."""
    own = document.tree.select(_OWN_ADDRESS) if document.tree else []
    for node in own:
        said = node.attribute("href") or node.attribute("content")
        if named := sites.name_at(said):
            return named
    return next((site.name for site in sites.heads if _has_signature(site, document)), None)


def _has_signature(site: Head, document: Document) -> bool:
    """Whether the content is the site's; on a foreign address only its own markup says so."""
    text = document.decoded.text
    if document.tree is not None:
        for css in site.recognise.html:
            # Most pages have not even the words of another site's selectors in them.
            if all(word in text for word in _words(css)) and document.tree.select(css):
                return True
    if document.address and document.is_html:
        return False  # a foreign page may say anything
    if document.is_html and site.recognise.text:
        text = "\n".join(line.text for line in document.lines)
    return any(pattern.in_any_line.search(text) for pattern in site.recognise.text)


@cache
def _words(css: str) -> tuple[str, ...]:
    """Words that stand in every page in which a selector finds anything."""
    if "," in css or ":" in _QUOTED.sub("", css) or " i]" in css:
        return ()
    values = (value.strip("\"'") for value in _VALUE.findall(css))
    names = (name for name in _CLASS.findall(_VALUE.sub("", css)))
    words = (word for word in (*values, *names) if "&" not in word)
    return tuple(sorted(words, key=len, reverse=True))


def own_address(said: Assertion, sites: Sites) -> Assertion:
    """An assertion of an address without the archive in which the page is kept."""
    if said.field not in ("url", "pdf_url") or not said.value:
        return said
    kept = sites.unwrap(said.value)
    return replace(said, value=kept.address) if kept else said


def captured_at(decoded: Decoded, sites: Iterable[Head]) -> str | None:
    """When the page says that it was made, as ISO 8601 in UTC; None where it does not."""
    for site in sites:
        if site.captured_at and (match := site.captured_at.search(decoded.text)):
            return match.group(1)
    return None


def address_of(document: Document, site: Site | None, embedded: Sequence[Assertion]) -> Place:
    """Where the page says it lives (its canonical link), else where it was fetched from.

    An address that tells the site's own id counts before one that does not.
    """
    own = [(a.value, a.locator) for a in embedded if a.field == "url" and a.value]
    given = [(document.address, "address")] if document.address else []
    known = [(url, place) for url, place in (*own, *given) if url]
    if site is None:
        return Place(known[0][0] if known else None)
    parsed = [(address.parse(site, url), url, place) for url, place in known]
    hits = [(hit, url, place) for hit, url, place in parsed if hit is not None]
    if not hits:
        return Place(known[0][0] if known else None)
    best, printed, place = next((found for found in hits if found[0].id), hits[0])
    said = [("site_id", best.id), *best.groups]
    if not own:
        said.append(("url", best.address))
    kind = next((hit.kind for hit, *_ in hits if hit.kind != "unknown"), None)
    return Place(
        best.address,
        kind,
        tuple(Assertion(name, value, "url", place, printed) for name, value in said if value),
    )
