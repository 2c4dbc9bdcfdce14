"""The channels ``url`` and ``pdf-name``: what addresses say of a work.

Hosts that serve the same pages are folded: mirrors named in the profile, and university
proxies, which write the dots of a host as hyphens (``www-example-org.proxy.university.edu``)
or put their own name behind it (``www.example.org.ezproxy.university.edu``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlunsplit

from harvester.addresses import host_of, split
from harvester.config.site import Head, Rule, Site
from harvester.extract.rules import Found, assertions
from harvester.model import Assertion

#: The rest of a host that is a proxy's: "www.example.org.ezproxy.university.edu".
_PROXY = re.compile(r"^\.(?:[\w-]+\.)*(?:[\w-]*(?:prox|pxy)[\w-]*|idm\.oclc)\.")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """An address in an archive of pages: the page's own, when it was kept, and who keeps it."""

    address: str
    at: str
    keeper: str


def unwrap(sites: Iterable[Head], address: str) -> Wrapped | None:
    """What page an archive's address shows, and when it was captured (ISO 8601, UTC)."""
    for site in sites:
        match = site.wraps.search(address) if site.wraps else None
        if match:
            at = match.group("at")
            day, time = (at[:4], at[4:6], at[6:8]), (at[8:10], at[10:12], at[12:])
            return Wrapped(match.group("url"), f"{'-'.join(day)}T{':'.join(time)}Z", site.name)
    return None


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What a site's grammar says of one address: the kind of page and the site's own id."""

    address: str
    kind: str
    id: str | None
    groups: tuple[tuple[str, str], ...] = ()


def is_host_of(site: Head, address: str) -> bool:
    """Whether an address belongs to the site: its hosts, with a port, or through a proxy."""
    return bool(_own_host(site, host_of(address)))


def site_at(sites: Iterable[Head], address: str) -> str | None:
    """The name of the site whose host an address has, if any."""
    return next((site.name for site in sites if is_host_of(site, address)), None)


def _own_host(site: Head, host: str) -> str:
    """The site's host that a host is, or that it mirrors; "" where it is another's."""
    for own in site.hosts:
        if host == own or host.startswith(own.replace(".", "-") + "."):
            return own
        if host.startswith(own + ".") and _PROXY.search(host[len(own) :]):
            return own
    return ""


def at_home(site: Head, address: str) -> str:
    """An address without the proxy through which it was read."""
    host = host_of(address)
    own = _own_host(site, host)
    if not own or own == host or own.replace(".", "-") == host:
        return address
    parts = split(address)
    return urlunsplit(parts._replace(scheme="https", netloc=own))


def parse(site: Site, address: str) -> PageAddress | None:
    """The site's grammar applied to an address, or None where no pattern fits.

    Slugs may be stale and are never part of the id (facts/sites.md, C2).
    """
    if not site.anywhere and not is_host_of(site, address):
        return None
    home = at_home(site, address)
    parts = split(home)
    path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
    for pattern in site.addresses:
        match = pattern.path.search(path)
        if match:
            groups = {name: text for name, text in match.groupdict().items() if text}
            identity = groups.pop("id", None)
            if identity is not None:
                identity = pattern.prefix + identity
            return PageAddress(
                home, pattern.kind, _folded(site, identity, parts.netloc), tuple(groups.items())
            )
    return None


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
