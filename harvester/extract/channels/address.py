"""The channels ``url`` and ``pdf-name``: what addresses say of a work.

Hosts that serve the same pages are folded: mirrors named in the profile, and university
proxies that write the dots of a host as hyphens (``www-cambridge-org.proxy.example``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from harvester.addresses import split
from harvester.config.site import Rule, Site
from harvester.extract.rules import Found, assertions
from harvester.model import Assertion


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What a site's grammar says of one address: the kind of page and the site's own id."""

    address: str
    kind: str
    id: str | None
    groups: tuple[tuple[str, str], ...] = ()


def parse(site: Site, address: str) -> PageAddress | None:
    """The site's grammar applied to an address, or None where no pattern fits.

    Slugs may be stale and are never part of the id (facts/sites.md, C2).
    """
    if not site.serves(address):
        return None
    parts = split(address)
    path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
    for pattern in site.addresses:
        match = pattern.path.search(path)
        if match:
            groups = {name: text for name, text in match.groupdict().items() if text}
            identity = groups.pop("id", None)
            return PageAddress(
                address, pattern.kind, _folded(site, identity), tuple(groups.items())
            )
    return None


def _folded(site: Site, identity: str | None) -> str | None:
    if identity is None or site.id_case == "as-is":
        return identity
    return identity.upper() if site.id_case == "upper" else identity.lower()


def read(address: str, rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules of one of the two channels assert of an address."""
    found = [Found(unquote(address), "address", address)]
    return [made for rule in rules for made in assertions(rule, found)]
