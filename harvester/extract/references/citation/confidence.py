"""How sure an opinion is: the share of entries like it with authors, title and year all right.

The model's own probabilities are too sure of themselves. What they say of the three fields is
weighed, and the sum is read off a table that was measured on references kept aside
(tests/bench/reference_model/calibrate.py writes confidence.json).
"""

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from harvester.extract.references.citation.model import Labels
from harvester.extract.references.citation.segments import Segment

_PEOPLE = frozenset({"author", "editor"})
_LEAST = 1e-4


#: Fields that one entry has once.
_ONCE = frozenset({"title", "author", "date", "journal", "container", "place"})


def evidence(labels: Labels, parts: Sequence[Segment], item: Mapping[str, object]) -> list[float]:
    """What bears on whether authors, title and year are right, as numbers."""
    names = [name.removeprefix("B-") for name in labels.names]

    def least(wanted: frozenset[str]) -> float:
        sure = [value for name, value in zip(names, labels.sure, strict=True) if name in wanted]
        return math.log(max(min(sure, default=1.0), _LEAST))

    kinds = [part.label for part in parts]
    titles = kinds.count("title")
    title = str(item.get("title", ""))
    count = max(len(names), 1)
    return [
        1.0,
        least(_PEOPLE),
        least(frozenset({"title"})),
        least(frozenset({"date"})),
        math.log(max(min(labels.sure, default=1.0), _LEAST)),
        sum(math.log(max(value, _LEAST)) for value in labels.sure) / count,
        float("author" in item or "editor" in item),
        float("issued" in item),
        float(titles == 1),
        float(item.get("type") == "document"),
        float(any(kinds.count(kind) > 1 for kind in _ONCE)),
        sum(name in ("note", "other") for name in names) / count,
        float(len(title.split()) < 3),
        float(len(title.split()) > 25),
        float(title[:1].islower() or title[:1].isdigit()),
        float(bool(item.keys() & {"publisher", "container-title"})),
    ]


def confidence(found: Sequence[float]) -> float:
    """The measured share for what ``evidence`` gave, between 0 and 1, to two places."""
    held = _measured()
    weights, table = held["weights"], held["table"]
    score = sum(weight * value for weight, value in zip(weights, found, strict=True))
    place = bisect_right([start for start, _ in table], score)
    return float(table[max(place - 1, 0)][1])


def measured(way: str, item: Mapping[str, object]) -> float:
    """The measured share for entries that rules read without the model.

    Entries that print the same of author, title and date fare alike; of few such the share of
    all that these rules read is told.
    """
    held = _measured()["ways"]
    return float(held.get(f"{way} {printed(item)}", held[way]))


def printed(item: Mapping[str, object]) -> str:
    """Which of author, title and date an item has: "atd", "td"."""
    given = {"a": item.keys() & {"author", "editor"}, "t": "title" in item, "d": "issued" in item}
    return "".join(letter for letter, has in given.items() if has) or "-"


@lru_cache(maxsize=1)
def _measured() -> dict[str, Any]:
    text = (files(__package__) / "confidence.json").read_text(encoding="utf-8")
    held: dict[str, Any] = json.loads(text)
    return held
