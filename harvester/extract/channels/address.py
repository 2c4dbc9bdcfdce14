"""The channels ``url`` and ``pdf-name``: what addresses say of a work.

Hosts that serve the same pages are folded: mirrors named in the profile, and university
proxies, which write the dots of a host as hyphens (``www-example-org.proxy.university.edu``)
or put their own name behind it (``www.example.org.ezproxy.university.edu``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from harvester.addresses import split
from harvester.config.site import Address, Rule, Site
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
    if not site.anywhere and not site.serves(address):
        return None
    home = site.at_home(address)
    parts = split(home)
    for pattern in site.addresses:
        match = fits(pattern, home)
        if match:
            groups = {name: text for name, text in match.groupdict().items() if text}
            identity = groups.pop("id", None)
            if identity is not None:
                identity = pattern.prefix + identity
            return PageAddress(
                home, pattern.kind, _folded(site, identity, parts.netloc), tuple(groups.items())
            )
    return None


def fits(pattern: Address, address: str) -> re.Match[str] | None:
    """How an address, without its host, is one of this kind; None where it is not."""
    parts = split(address)
    return pattern.path.search(unquote(parts.path) + (f"?{parts.query}" if parts.query else ""))


def _folded(site: Site, identity: str | None, host: str) -> str | None:
    if identity is not None and site.anywhere:
        return f"{host.casefold()}/{identity.removeprefix('/')}"
    if identity is None or site.id_case == "as-is":
        return identity
    return identity.upper() if site.id_case == "upper" else identity.lower()


def read(address: str, rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules of one of the two channels assert of an address."""
    found = [Found(unquote(address), "address", address)]
    return [made for rule in rules for made in assertions(rule, found)]
