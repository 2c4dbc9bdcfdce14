"""Addresses as pages print them: any text may stand in a link, and none may stop a reading."""

import ipaddress
from urllib.parse import SplitResult, urljoin, urlsplit

_NOTHING = urlsplit("")
#: Labels below which countries register names: "ac.uk", "com.au", "or.jp".
_GENERAL = frozenset("ac co com edu gob gov gouv go mil ne net nom or org sch".split())


def split(address: str) -> SplitResult:
    """The parts of an address; empty parts for what is no address."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return _NOTHING
    return parts


def host_of(address: str | None) -> str:
    """The host of an address in small letters, or ""."""
    return (split(address or "").hostname or "").casefold()


def organisation_of(address: str | None) -> str:
    """The part of a host that its owner registered, as far as it can be told without a list.

    That is two labels, or three where the second is a general one of a country.
    """
    host = host_of(address)
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        labels = host.rstrip(".").split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _GENERAL
    return ".".join(labels[-3:] if country else labels[-2:])


def join(base: str, address: str) -> str:
    """An address relative to another, absolute; as it stands where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
