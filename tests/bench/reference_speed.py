"""References a second on one core: the rules alone, and the model with them.

    python tests/bench/reference_speed.py

The rules are what makes fields, names, dates and a CSL item of labelled tokens; the model says
the labels. Prints both, and the time for one "reference" of growing length, which must grow
no faster than the length.
"""

import json
import time
from pathlib import Path

from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.model import label
from harvester.extract.references.citation.segments import segments
from harvester.extract.references.citation.tokens import tokenise
from harvester.extract.references.parse import parse

GOLD = Path(__file__).parents[1] / "references"


def main() -> None:
    """Time both over the gold references, and long texts."""
    texts = [
        json.loads(line)["text"]
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    ready = [(text, tokens := tokenise(text), label(tokens).names) for text in texts]
    start = time.process_time()
    for text, tokens, names in ready * 5:
        draft(text, segments(tokens, names), tokens)
    rules = 5 * len(ready) / (time.process_time() - start)
    start = time.process_time()
    for text in texts:
        parse(text)
    whole = len(texts) / (time.process_time() - start)
    print(f"{len(texts)} references: {rules:,.0f} a second by the rules, {whole:,.0f} in all")
    for size in (1_000, 10_000, 100_000):
        text = ("Smith, J., “A title, 1990–91,” Journal 3, 4 (1990), pp. 5–6; " * (size // 50))[
            :size
        ]
        start = time.process_time()
        parse(text)
        tokens = tokenise(text)
        draft(text, segments(tokens, ["title"] * len(tokens)), tokens)
        print(f"{size:>7,} characters: {(time.process_time() - start) * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
