"""Items as CSL-JSON, for Zotero, pandoc and every citation processor.

``custom`` holds what harvester knows beside the variables, for programs. Zotero drops it, but
keeps ``note`` (as "Extra"): so the printed text, a confidence below 1, the flags, a translated
title and the source stand there too, a line each.
"""

import json
from collections.abc import Sequence

from harvester.export import csl
from harvester.export.csl import Item
from harvester.export.items import remarks


def write(items: Sequence[Item]) -> str:
    """A JSON array of the items. Texts are as they are; half of a surrogate pair is U+FFFD."""
    text = json.dumps([_noted(item) for item in items], ensure_ascii=False, indent=1)
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\n"


def _noted(item: Item) -> Item:
    translated = csl.translated_title(item)
    note = str(item.get("note") or "")
    lines = [note, f"translated title: {translated}" if translated else "", *remarks(item)]
    note = "\n".join(line for line in lines if line)
    return {**item, "note": note} if note else item
