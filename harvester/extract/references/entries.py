"""One entry of a reference list as an assertion."""

import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from harvester.config.site import Dated
from harvester.extract.tree import SNIPPET
from harvester.model import Assertion, Link

_BRACKETED = re.compile(r"^\[(\d{1,4}[a-z]?)\]\s*(?=\S)")
_NUMBERED = re.compile(r"^(?:\((\d{1,4})\)\s*|(\d{1,4})(?:[.)]\s+|\s+))(?=\S)")
#: From here on a number at the beginning of a line is a year.
_FIRST_YEAR = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed reference and what stood with it."""

    text: str
    locator: str
    snippet: str
    label: str | None = None
    links: tuple[Link, ...] = ()


def split_number(entries: list[Entry]) -> list[Entry]:
    """Take printed numbers off the texts into the labels.

    "[7]" is always a number. A bare "7" is one only where the whole list counts up, or each
    part of it from 1, so that a title that begins with a number keeps it.
    """
    bare = [_NUMBERED.match(entry.text) for entry in entries]
    numbers = [int(match.group(1) or match.group(2)) for match in bare if match]
    counted = (
        len(numbers) > 1
        and len(numbers) >= 0.8 * len(entries)
        and all(later > earlier or later == 1 for earlier, later in pairwise(numbers))
        and max(numbers) - min(numbers) < 3 * len(entries)
        and min(numbers) < _FIRST_YEAR
    )
    return [_with_label(entry, counted) for entry in entries]


def _with_label(entry: Entry, counted: bool) -> Entry:
    match = _BRACKETED.match(entry.text) or (_NUMBERED.match(entry.text) if counted else None)
    if match is None or entry.label:
        return entry
    text = entry.text[match.end() :]
    label = next(number for number in match.groups() if number)
    return Entry(text, entry.locator, entry.snippet, label, entry.links)


def assert_entries(entries: list[Entry], channel: str, rule: Dated) -> list[Assertion]:
    """One assertion an entry, in printed order."""
    made: list[Assertion] = []
    for position, entry in enumerate(split_number(entries), start=1):
        links = [{"kind": link.kind, "url": link.url, "value": link.value} for link in entry.links]
        detail = {"label": entry.label, "links": links}
        made.append(
            Assertion(
                field="reference",
                value=unicodedata.normalize("NFC", entry.text),
                channel=channel,
                locator=entry.locator,
                snippet=entry.snippet[: 2 * SNIPPET],
                generation=rule.generation,
                position=position,
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
                candidate=rule.candidate,
            )
        )
    return made
