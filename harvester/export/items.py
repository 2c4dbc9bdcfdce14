"""References as CSL items that keep what was printed and say how sure they are.

The variables are the parser's opinion; ``custom.harvester`` holds the rest: the printed text,
the confidence, the flags, and from which capture all that was read. The writers put it where
their format has room (:func:`remarks`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from harvester.export import csl
from harvester.export.citekeys import keyed
from harvester.export.csl import Item
from harvester.export.decided import words


def of_references(entries: Iterable[Mapping[str, Any]]) -> list[Item]:
    """CSL items of a reference list, each with a key of its own as ``id``.

    An entry is what ``harvester.store.queries.references`` gives; its ``source``, where it has
    one, says where the list was read (``key``, ``capture_sha256``, ``captured_at``,
    ``reader``). An entry without fields becomes a document of which only the printed text is
    known. A DOI that a link gives is taken where the text has none.
    """
    return keyed(_item(entry) for entry in entries)


def _item(entry: Mapping[str, Any]) -> Item:
    item: Item = dict(entry.get("csl") or {})
    item["type"] = csl.text(item, "type") or "document"
    if not item.get("DOI") and (doi := linked_doi(entry.get("links") or ())):
        item["DOI"] = doi
    said = {
        "printed": entry["text"],
        "position": entry.get("position"),
        "label": entry.get("label"),
        "confidence": entry.get("confidence"),
        "flags": list(entry.get("flags") or ()),
        "decisions": entry.get("decisions"),
        "source": entry.get("source"),
    }
    custom = item.get("custom")
    item["custom"] = {
        **(custom if isinstance(custom, dict) else {}),
        "harvester": {name: value for name, value in said.items() if value not in (None, [], "")},
    }
    return item


def linked_doi(links: Iterable[Mapping[str, Any]]) -> str | None:
    """The DOI that the links of a reference give."""
    found = (link["value"] for link in links if link["kind"] in ("crossref", "doi"))
    return next((value for value in found if value), None)


def remarks(item: Item) -> list[str]:
    """What a reader of the item should know, a line each, beginning with a word and a colon."""
    said = csl.about(item)
    lines = []
    if said.get("printed"):
        lines.append(f"printed: {csl.fold(said['printed'])}")
    confidence = said.get("confidence")
    if isinstance(confidence, int | float) and confidence < 1:
        lines.append(f"confidence: {confidence:.2f}")
    if said.get("flags"):
        lines.append(f"flags: {', '.join(map(csl.fold, said['flags']))}")
    lines += words(said.get("decisions") or ())
    source = said.get("source", said)
    if isinstance(source, dict) and source.get("capture_sha256"):
        lines.append(
            f"source: harvester record {csl.fold(source.get('key'))}, "
            f"capture sha256 {csl.fold(source['capture_sha256'])} "
            f"of {csl.fold(source.get('captured_at'))}, reader {csl.fold(source.get('reader'))}"
        )
    return lines
