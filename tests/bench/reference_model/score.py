"""Reports on the references kept aside: what the model labels against what a person labelled.

    python tests/bench/reference_model/score.py FOLDER

Both labellings go through the same rules, so slips of the corpora count against us. Prints F1
by field and the share of references with all of these fields right.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.segments import segments
from harvester.extract.references.parse import fields
from reference_model.train import CORPORA, labelled, split

FIELDS = (
    "author",
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "publisher-place",
    "issued",
    "editor",
)


def main(folder: Path) -> None:
    """Score each corpus' last fifth; the second half of it took no part in calibration either."""
    for name in CORPORA[:3]:
        hits: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        right = count = 0
        for reference in split(folder, name)[1][1::2]:
            tokens, names = labelled(reference)
            read = fields(reference.text)
            if read is None:
                continue
            wanted = draft(reference.text, segments(tokens, names), tokens).item
            misses = 0
            for field in FIELDS:
                one, other = _folded(wanted.get(field)), _folded(read.made.item.get(field))
                if one == other:
                    hits[field] += bool(one)
                else:
                    wrong[field] += bool(one) + bool(other)
                    misses += 1
            right += not misses
            count += 1
        print(f"{name}: {count} references, all fields right {right / count:.3f}")
        for field in FIELDS:
            total = 2 * hits[field] + wrong[field]
            print(f"  {field:<16} F1 {2 * hits[field] / total:.3f}" if total else f"  {field}")


def _folded(value: Any) -> str:
    return "".join(sign for sign in str(value or "").casefold() if sign.isalnum())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
