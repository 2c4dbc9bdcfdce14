"""The reference list of ``citation_reference`` metas: as text, or in labelled fields.

Google Scholar's guidelines know both: the printed reference, or "citation_title=…;
citation_author=…". The second was never printed so: its text here is the fields' values in the
order in which the page gives them, and says so by a flag; the fields themselves are kept.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from harvester.config.site import Rule
from harvester.extract.rules import Found
from harvester.extract.tree import squeeze
from harvester.extract.values import doi
from harvester.model import Assertion

_FIELDS = re.compile(r"(?:^|;)\s*citation_(\w+)\s*=")
#: Names that say what another field of the same reference says.
_TWICE = frozenset({"number"})


class _Meta(Protocol):
    @property
    def found(self) -> Found: ...


def read(by_name: Mapping[str, Sequence[_Meta]], rule: Rule) -> list[Assertion]:
    """One assertion a meta, in the page's order."""
    metas = [meta.found for name in rule.meta for meta in by_name.get(name.casefold(), ())]
    made: list[Assertion] = []
    for found in metas:
        fields = _fields(found.text)
        text = squeeze(_composed(fields) if fields else found.text)
        if not text:
            continue
        said = dict(fields).get("doi") or (found.text if not fields else "")
        links = [{"kind": "doi", "url": None, "value": known}] if (known := doi(said)) else []
        detail: dict[str, object] = {"label": None, "links": links}
        if fields:
            detail["fields"] = fields
        made.append(
            Assertion(
                field="reference",
                value=text,
                channel=rule.channel,
                locator=found.locator,
                snippet=found.snippet,
                generation=rule.generation,
                position=len(made) + 1,
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
                confidence=rule.confidence,
                candidate=rule.candidate,
            )
        )
    return made


def _fields(text: str) -> list[tuple[str, str]]:
    """The labelled fields of a reference, or none where it is plain text."""
    if not _FIELDS.match(text):
        return []
    marks = list(_FIELDS.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    pairs = zip(marks, ends, strict=True)
    return [(m.group(1), said) for m, end in pairs if (said := text[m.end() : end].strip(" ;"))]


def _composed(fields: list[tuple[str, str]]) -> str:
    """The values in the page's order, pages joined as pages are; nothing is added to them."""
    said = dict(fields)
    pages = "–".join(
        said[n] for n in ("first_page", "firstpage", "last_page", "lastpage") if n in said
    )
    pieces: list[str] = []
    for name, value in fields:
        if name.endswith(("first_page", "firstpage")):
            value = pages
        elif name.endswith(("last_page", "lastpage")) and pages != value:
            continue
        if name not in _TWICE or value not in pieces:
            pieces.append(value)
    return ", ".join(pieces)
