"""Structured sources: files of records for machines, told by their content, read one by one.

RIS, BibTeX, MARC 21 (ISO 2709 and MARCXML), MODS, EAD, and the JSON of the APIs that
``config/apis.toml`` describes. Each record is a reading of its own; a file of any size is read
as a stream where its form allows it (MARC, MODS, EAD). Pure, as all of ``extract``.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from harvester.config.apis import Api
from harvester.extract.structured.fault import StructuredError
from harvester.extract.watch import charset_of, root_start
from harvester.model import Reading

__all__ = ["HEAD", "STREAMED", "StructuredError", "format_of", "is_known_json", "readings"]

#: So much of a file tells its form.
HEAD = 1 << 16
#: Forms that are read as a stream, whatever their size.
STREAMED = frozenset({"marc", "marcxml", "mods", "ead"})

_LEADER = re.compile(rb"\d{5}[a-z ][a-z ][a-z ]..22\d{5}.{3}45[0-9 ]{2}", re.DOTALL)
_JSON = re.compile(rb"\{\s*\"|\[\s*\{\s*\"")
_RIS = re.compile(r"\s*TY {0,2}- ")
_BIBTEX = re.compile(
    r"\s*(?:%[^\n]*\n\s*)*@(?:[a-z]{3,20})\s*\{\s*[^\s,{}=]{0,200}\s*[,}]", re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_MARCXML = re.compile(r"MARC21/slim|<(?:marc:)?record[^<>]*>\s*<(?:marc:)?leader>", re.IGNORECASE)


def format_of(head: bytes) -> str | None:
    """The form of a file that begins with these bytes (``HEAD`` of them will do), or None."""
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if _LEADER.match(bare):
        return "marc"
    if _JSON.match(bare):
        return "json"
    charset, skipped = charset_of(head)
    text = head[skipped:HEAD].decode(charset, "replace")
    if text.lstrip().startswith("<"):
        return _xml_format(text)
    if _RIS.match(text):
        return "ris"
    return "bibtex" if _BIBTEX.match(text) else None


def is_known_json(body: bytes, apis: Sequence[Api]) -> bool:
    """Whether this is the JSON of an API that is described."""
    from harvester.extract.structured import json_api

    try:
        return json_api.api_of(json_api.load(BytesIO(body)), apis) is not None
    except StructuredError:
        return False


def _xml_format(text: str) -> str | None:
    start = root_start(text)
    root = _ROOT.match(text, start) if start is not None else None
    if root is None:
        return None
    name = root.group(1)
    if name == "ead":
        return "ead"
    if name in ("mods", "modsCollection"):
        return "mods"
    if name in ("html", "OAI-PMH", "rss", "feed"):
        return None
    return "marcxml" if _MARCXML.search(text) else None


def readings(form: str, file: BinaryIO, apis: Sequence[Api]) -> Iterator[Reading]:
    """A reading of each record in a file of a form that ``format_of`` gave.

    Raises StructuredError where the file cannot be read on.
    """
    if form in ("marc", "marcxml"):
        from harvester.extract.structured import marc

        return marc.in_iso2709(file) if form == "marc" else marc.in_xml(file)
    if form == "mods":
        from harvester.extract.structured import mods

        return mods.readings(file)
    if form == "ead":
        from harvester.extract.structured import ead

        return ead.readings(file)
    if form == "ris":
        from harvester.extract.structured import ris

        return ris.readings(file)
    if form == "bibtex":
        from harvester.extract.structured import bibtex

        return bibtex.readings(file)
    from harvester.extract.structured import json_api

    return json_api.readings(file, apis)
