"""The opinion on each entry of a record's reference list, with what its links say."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from harvester.config.archives import Archives
from harvester.extract.references.name_order import suspicion
from harvester.extract.references.named import people_of
from harvester.extract.references.parse import parse_list
from harvester.extract.references.votes import counted
from harvester.model import Reference, ReviewItem, Slot


def opinions(references: Sequence[Reference], archives: Archives) -> tuple[Reference, ...]:
    """The references with ``csl``, ``confidence``, ``flags`` and ``spans`` filled in.

    The printed text, its label and its links stay as they are.
    """
    citations = parse_list([reference.text for reference in references], archives)
    made = []
    for reference, first in zip(references, citations, strict=True):
        citation = counted(reference.text, first, reference.links)
        flags = set(reference.flags) | set(citation.flags) | _of_entry(reference, citation.csl)
        made.append(
            replace(
                reference,
                csl=citation.csl,
                confidence=citation.confidence,
                flags=tuple(sorted(flags)),
                spans=citation.spans,
            )
        )
    return tuple(made)


def questions_of_names(references: Sequence[Reference]) -> list[ReviewItem]:
    """A question for each entry in which a name seems to be turned round; names stay as printed."""
    asked: list[ReviewItem] = []
    seen: Counter[str] = Counter()
    for reference in references:
        seen[reference.text] += 1
        if "name-order-suspected" not in reference.flags or not reference.csl:
            continue
        item = json.loads(reference.csl)
        for number, person in enumerate(people_of(item), start=1):
            family, given = person.get("family", ""), person.get("given", "")
            why = suspicion(family, given, reference.text) if family and given else None
            if why:
                words = f"“{family}, {given}” may be {given} {family} turned round: {why}."
                slot = Slot(f"references.*.names.{number}", reference.text, seen[reference.text])
                path = slot.name.replace("*", str(reference.position))
                field = f"reference {reference.position}"
                asked.append(ReviewItem(field, words, "name-order", path, (slot,)))
    return asked


def _of_entry(reference: Reference, csl: str | None) -> set[str]:
    """What a reviewer sorts entries by."""
    flags: set[str] = set()
    if not reference.links:
        flags.add("no-link")
    item = json.loads(csl) if csl else {}
    if "translated-title" in item.get("custom", {}):
        flags.add("translated-title")
    if item.get("genre", "").lower().endswith("working paper"):
        flags.add("working-paper")
    if item.get("type") == "manuscript":
        flags.add("archival-source")
    return flags
