"""Which site a document comes from, and which of its works: by address, else by content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvester.config import Site
from harvester.extract.channels import address
from harvester.extract.decode import Decoded
from harvester.extract.document import Document
from harvester.model import Assertion


@dataclass(frozen=True, slots=True)
class Place:
    """The page's address, the kind of page and the ids that it tells."""

    address: str | None
    kind: str | None = None
    assertions: tuple[Assertion, ...] = ()


def site_of(document: Document, sites: Iterable[Site], forced: str | None = None) -> Site | None:
    """The site's profile: forced by name, by the page's address, else by its content."""
    known = list(sites)
    if forced:
        return next(site for site in known if site.name == forced)
    if document.address:
        for site in known:
            if site.serves(document.address):
                return site
    return next((site for site in known if _has_signature(site, document)), None)


def _has_signature(site: Site, document: Document) -> bool:
    """Whether the content is the site's; on a foreign address only its own markup says so."""
    if document.tree is not None and any(document.tree.select(css) for css in site.recognise.html):
        return True
    if document.address and document.is_html:
        return False  # a foreign page may say anything
    text = document.decoded.text
    if document.is_html:
        text = "\n".join(line.text for line in document.lines)
    return any(pattern.in_any_line.search(text) for pattern in site.recognise.text)


def captured_at(decoded: Decoded, sites: Iterable[Site]) -> str | None:
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
    parsed = [(address.parse(site, url), place) for url, place in known]
    hits = [(hit, place) for hit, place in parsed if hit is not None]
    if not hits:
        return Place(known[0][0] if known else None)
    best, place = next(((hit, where) for hit, where in hits if hit.id), hits[0])
    said = [("site_id", best.id), *best.groups]
    if not own:
        said.append(("url", best.address))
    kind = next((hit.kind for hit, _ in hits if hit.kind != "unknown"), None)
    return Place(
        best.address,
        kind,
        tuple(Assertion(name, value, "url", place, best.address) for name, value in said if value),
    )
