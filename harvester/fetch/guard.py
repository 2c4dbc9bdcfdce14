"""Keeps requests away from addresses that a page has no business to lead to.

Loopback, private, link-local and metadata addresses are refused unless the settings allow
the host by name. The address that was checked is the one that is connected to, so that a
name which changes its address in between gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable


class RefusedAddressError(Exception):
    """The host's address is not one that may be asked. The message says why."""


class UnknownHostError(Exception):
    """The host's name has no address."""


def is_open(address: str) -> bool:
    """Whether an IP address is a public one."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or found
    return bool(mapped.is_global) and not mapped.is_multicast


async def checked_address(host: str, port: int, allow_hosts: Iterable[str]) -> str:
    """An IP address of ``host`` that may be asked.

    Raises UnknownHostError when the name has none, RefusedAddressError when any of its
    addresses is private and the host is not among ``allow_hosts``.
    """
    try:
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as fault:
        raise UnknownHostError(f"the name {host} has no address ({fault})") from fault
    addresses = [str(info[4][0]).partition("%")[0] for info in infos]
    allowed = host.casefold() in {name.casefold() for name in allow_hosts}
    closed = [address for address in addresses if not is_open(address)]
    if closed and not allowed:
        raise RefusedAddressError(
            f"{host} has the address {closed[0]}, which is loopback or private. If you mean it, "
            f'add it to settings.toml: [fetch] allow_hosts = ["{host}"]'
        )
    return addresses[0]
