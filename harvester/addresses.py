"""Addresses as pages print them: any text may stand in a link, and none may stop a reading."""

from urllib.parse import SplitResult, urljoin, urlsplit

_NOTHING = urlsplit("")


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


def join(base: str, address: str) -> str:
    """An address relative to another, absolute; as it stands where it is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
