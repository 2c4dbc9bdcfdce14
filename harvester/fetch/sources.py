"""What a word on the command line names: an address, a DOI, a file, standard input."""

import re
from urllib.parse import quote, urlsplit

from harvester.errors import UsageError
from harvester.model import Source

_DOI = re.compile(r"(?:doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})


def parse_source(word: str, saved_from: str | None = None, resolver: str = "") -> Source:
    """The source that ``word`` names. ``saved_from``: the address a file was saved from.

    ``resolver`` is the address before a DOI ("https://doi.org/"). Raises UsageError for an
    address with credentials in it, or one that is neither http nor https.
    """
    if word == "-":
        return Source(word, "stdin", _checked(saved_from))
    if match := _DOI.fullmatch(word.strip()):
        name = quote(match.group(1), safe="/:;()._-")
        return Source(word, "doi", f"{resolver or 'https://doi.org/'}{name}")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", word):
        address = _checked(word)
        host = urlsplit(word).hostname or ""
        kind = "doi" if host.casefold() in _DOI_HOSTS else "url"
        return Source(word, "doi" if kind == "doi" else "url", address)
    return Source(word, "file", _checked(saved_from), path=word)


def _checked(address: str | None) -> str | None:
    """An http(s) address without credentials."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        fault = "" if parts.hostname and parts.port != 0 else "it names no host and port to ask"
    except ValueError as error:
        raise UsageError(f'"{address}" is not an address: {error}.') from error
    if parts.scheme not in ("http", "https"):
        fault = "only http and https are fetched"
    elif parts.username or parts.password:
        fault = "it holds a user name or password, which would be stored; leave it out"
    if fault:
        shown = re.sub(r"//[^/@]*@", "//…@", address)
        raise UsageError(f'"{shown}" cannot be used as an address: {fault}.')
    return address
