"""What identifies a work, so that a record is the same across hosts, addresses and captures.

In order of strength: the site's own id, the DOI, a digest of what is printed of the work.
The strongest known is the record's key; the others still lead to it.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvester.model import Assertion

DIGEST = "digest"
_PRINTED = (
    "title",
    "subtitle",
    "number",
    "part",
    "container_title",
    "pages",
    "published_online",
    "published_print",
)
#: Identifiers that a work shares with others, or that say less than the site's own id.
_NO_KEYS = frozenset({"isbn", "issn", "pii", "related-isbn"})
#: How much of the opening text tells two works of one title ("Preface") apart.
_OPENING = 200


@dataclass(frozen=True, slots=True)
class Identity:
    """Schemes and values, strongest first."""

    identifiers: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """The record's key: stable text, the same on every machine."""
        return key_of(self.identifiers)


def key_of(identifiers: Iterable[tuple[str, str]]) -> str:
    """The key that a work with these identifiers has: site's id, else DOI, else digest."""
    site, doi, digest = "", "", ""
    for scheme, value in identifiers:
        if scheme == "doi":
            doi = doi or "".join(c.lower() if c.isascii() else c for c in value)
        elif scheme == DIGEST:
            digest = digest or value
        elif scheme not in _NO_KEYS:
            site = site or (value if value.startswith(f"{scheme}:") else f"{scheme}:{value}")
    return site or doi or f"{DIGEST}:{digest}"


def identify(
    site: str | None, assertions: Sequence[Assertion], context: str = ""
) -> Identity | None:
    """The identity of the work that the assertions speak of; None where nothing tells.

    ``context`` is what else belongs to it: a part in a contents list is part of that book.
    """
    first = {a.field: a.value for a in reversed(assertions) if a.value is not None}
    identifiers: list[tuple[str, str]] = []
    if site and (own := first.get("site_id")):
        identifiers.append((site, own))
    if repository := first.get("oai_id"):
        identifiers.append(("oai", repository))
    for name in dict.fromkeys(a.value for a in assertions if a.field == "catalogue_id"):
        scheme, _, number = (name or "").partition(":")
        if scheme and number:
            identifiers.append((scheme, number))
    if doi := first.get("doi"):
        identifiers.append(("doi", doi))
    if first.get("title") and not first.get("within"):  # "Letters" is the title of many units
        names = sorted(a.value for a in assertions if a.field == "contributor" and a.value)
        opening = (first.get("abstract") or first.get("extract") or "")[:_OPENING]
        # On a site of which nothing is known, the same words elsewhere may be another work.
        context = context or site or first.get("url") or ""
        printed = [context, *(first.get(name) or "" for name in _PRINTED), *names, opening]
        folded = [_fold(text) for text in printed]
        identifiers.append((DIGEST, hashlib.sha256("\n".join(folded).encode()).hexdigest()))
    if not identifiers:
        return None
    for field, scheme in (("pii", "pii"), ("related_isbn", "related-isbn")):
        if value := first.get(field):
            identifiers.append((scheme, value))
    return Identity(tuple(identifiers))


def _fold(text: str) -> str:
    """Letters and digits only, without case and accents: what a person would call the same."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
