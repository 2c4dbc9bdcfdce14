"""The normal form of each field's value, and what is no value for it at all.

Free text is kept as printed, white space folded. A value that cannot be one (an address
where an abstract should stand, a date called "undefined") is refused; the refusal is kept as
the reason why the field is absent.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from harvester.addresses import split
from harvester.extract.dates import iso_date
from harvester.extract.names import clean_name
from harvester.extract.tree import squeeze

#: Fields that may hold several values at once, each with its position.
LISTS = frozenset({"isbn", "issn", "keyword", "contributor", "reference", "identifier"})

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_DASH = re.compile(r"\s*[-‐‑‒–—−]+\s*")
_NOTHING = frozenset({"undefined", "null", "none", "n/a", "nan", "[object object]", "-"})


def doi(text: str) -> str | None:
    """A DOI as printed, without resolver, label or a sentence's full stop; None if none."""
    match = _DOI.search(unquote(text) if "%2F" in text.upper() else text)
    if not match:
        return None
    found = match.group(0).rstrip(".,;:'\"”’")
    while found.endswith((")", "]", ">")) and found.count("(") < found.count(")"):
        found = found[:-1].rstrip(".,;")
    return found


def isbn(text: str) -> str | None:
    """An ISBN of thirteen digits without hyphens (ISO 2108); ten digits are converted."""
    digits = re.sub(r"[^0-9X]", "", text.upper())
    if re.fullmatch(r"97[89]\d{10}", digits):
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        return digits if total % 10 == 0 else None
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
        if total % 11 == 0:
            stem = "978" + digits[:9]
            check = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(stem))
            return f"{stem}{-check % 10}"
    return None


def issn(text: str) -> str | None:
    """An ISSN with its hyphen (ISO 3297), or None where the check digit fails."""
    digits = re.sub(r"[^0-9X]", "", text.upper())
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return None
    total = sum((8 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
    return f"{digits[:4]}-{digits[4:]}" if total % 11 == 0 else None


def orcid(text: str) -> str | None:
    """An ORCID iD's sixteen characters, from an address or alone."""
    match = _ORCID.search(text)
    return match.group(0) if match else None


def pages(text: str) -> str | None:
    """ "pp. 243 – 274" → "243-274"; roman pages and single ones too."""
    bare = re.sub(r"^[(\[]?(?:pp?|pages?)\b\.?\s*", "", text.strip(), flags=re.IGNORECASE)
    bare = _DASH.sub("-", bare).strip(" ,.()[]")
    return (
        bare
        if re.fullmatch(r"\w{1,10}(?:-\w{1,10})?(?:, ?\w{1,10}(?:-\w{1,10})?)*", bare)
        else None
    )


def address(text: str) -> str | None:
    """An http or https address; one without a scheme (``//host/…``) becomes https."""
    bare = text.strip()
    if bare.startswith("//"):
        bare = "https:" + bare
    return (
        bare
        if re.match(r"https?://[^\s/]+", bare) and " " not in bare and split(bare).hostname
        else None
    )


def prose(text: str) -> str | None:
    """Running text: not an address, not the address of a picture."""
    bare = text.strip()
    return None if re.fullmatch(r"(?:https?:)?//\S+|\S+\.(?:jpe?g|png|gif)", bare) else bare or None


def words(text: str) -> str | None:
    """Any words at all, on one line."""
    return squeeze(text) or None


_FORMS: dict[str, Callable[[str], str | None]] = {
    "doi": doi,
    "isbn": isbn,
    "issn": issn,
    "pages": pages,
    "published_online": iso_date,
    "published_print": iso_date,
    "abstract": prose,
    "extract": prose,
    "url": address,
    "pdf_url": address,
    "contributor": clean_name,
}


#: Marks that steer the direction of writing; they are no part of a value (the snippet has them).
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def composed(text: str) -> str:
    """A value's characters composed (NFC), without the marks of direction."""
    return text if text.isascii() else unicodedata.normalize("NFC", _DIRECTION.sub("", text))


def normal_form(field: str, text: str) -> str | None:
    """The value of ``field`` that ``text`` gives, or None where it cannot be one."""
    text = composed(text)
    if squeeze(text).casefold() in _NOTHING:
        return None
    return _FORMS.get(field, words)(text)
