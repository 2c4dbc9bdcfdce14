"""The digest of what the pages say of one slot: by it a decision knows that its ground moved.

Of the values alone that are said, not of who says them, where or how often: the same page read
again gives the same digest, and so does another witness, or another day's reader, that says the
same. A printed reference is its own evidence, and so are the links that speak of a field of it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from harvester.extract.names import name_key
from harvester.model import Assertion, Slot
from harvester.overlay.effective import Member

#: Fields of assertions that speak of a value, where they are not called the same.
_SPEAK_OF = {
    "title": ("title", "subtitle"),
    "pages": ("pages", "first_page", "last_page"),
    "keywords": ("keyword",),
    "level": ("kind",),
    "contributors": ("contributor",),
    "record": (),
}
#: What of an assertion's detail speaks of a part of a person; of the others the name does.
_DETAILS = {
    "role": ("role", "block"),
    "affiliations": ("affiliations",),
    "orcid": ("orcid",),
    "level": ("role", "block"),
}
#: Links that speak of a variable of a reference.
_LINKS = {"DOI": ("crossref", "doi"), "title": ("google-scholar",)}
#: Slots on which no page speaks.
UNSPOKEN = hashlib.sha256(b"[]").hexdigest()


def fields_of(slot: Slot) -> tuple[str, ...] | None:
    """The fields of assertions that speak of a slot; () is all of them, None none."""
    head = slot.name.partition(".")[0]
    return None if head == "references" else _SPEAK_OF.get(head, (head,))


def digest(slot: Slot, assertions: Sequence[Assertion], entry: Member | None = None) -> str:
    """The digest of what speaks of a slot: assertions of its fields, or a printed entry."""
    if slot.name.startswith("references"):
        said = _of_entry(slot.name, entry) if entry else []
    elif slot.member is not None:
        said = _of_person(slot, assertions)
    else:
        said = [[a.field, a.value, _told(a)] for a in assertions]
    distinct = sorted({json.dumps(line, ensure_ascii=False, sort_keys=True) for line in said})
    return hashlib.sha256(json.dumps(distinct, ensure_ascii=False).encode()).hexdigest()


def _of_entry(name: str, entry: Member) -> list[list[Any]]:
    kinds = _LINKS.get(name.rpartition(".")[2], ())
    links = [link for link in entry.value["links"] if link[0] in kinds]
    return [[entry.printed], *links]


def _of_person(slot: Slot, assertions: Iterable[Assertion]) -> list[list[Any]]:
    key, part = name_key(slot.member or ""), slot.name.rpartition(".")[2]
    said: list[list[Any]] = []
    for assertion in assertions:
        if name_key(assertion.value or "") != key:
            continue
        detail = _told(assertion)
        if part == "*":
            said.append([assertion.value, detail])
        elif part in _DETAILS:
            said.append([detail.get(name) for name in _DETAILS[part]])
        else:
            said.append([assertion.value])
    return said


def _told(assertion: Assertion) -> dict[str, Any]:
    detail = json.loads(assertion.detail or "{}")
    return detail if isinstance(detail, dict) else {}
