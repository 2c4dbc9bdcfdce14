"""Items as CSL-JSON, for Zotero, pandoc and every citation processor.

``custom`` holds what harvester knows beside the variables, for programs. Zotero drops it, but
keeps ``note`` (as "Extra"): so the printed text, a confidence below 1, the flags, a translated
title and the source stand there too, a line each.
"""

import json
from collections.abc import Iterable

from harvester.export import csl
from harvester.export.csl import Item
from harvester.export.items import remarks


def write(items: Iterable[Item]) -> str:
    """A JSON array, an item a line. Texts are as they are; half of a surrogate pair is U+FFFD."""
    text = ",\n".join(json.dumps(_noted(item), ensure_ascii=False) for item in items)
    return f"[{csl.whole(text)}]\n"


def _noted(item: Item) -> Item:
    translated = csl.translated_title(item)
    note = str(item.get("note") or "")
    lines = [note, f"translated title: {translated}" if translated else "", *remarks(item)]
    note = "\n".join(line for line in lines if line)
    return {**item, "note": note} if note else item
