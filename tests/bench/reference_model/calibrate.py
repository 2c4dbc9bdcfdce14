"""Measures how often opinions are right, by what the model says of itself.

    python tests/bench/reference_model/calibrate.py FOLDER GOLD… > confidence.json

Half of what was kept aside of each corpus, half of the gold (``--half 0`` of
tests/bench/references.py) and prose that is no reference are read; the other halves are for
reporting. Weights by logistic regression, then a table that rises (pool adjacent violators); for
entries that rules read without the model, the share that is right, by what they print.
"""

import json
import math
import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.references import halved, read
from harvester.extract.references.citation.confidence import evidence, printed
from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.segments import segments
from harvester.extract.references.parse import Read, fields
from reference_model.train import CORPORA, SEED, labelled, split

#: Fewer cases of one sort tell too little of it.
_FEW = 8
#: The evidence, whether it is right, and the rules that read it without the model, if any.
Case = tuple[list[float], bool, str]


def main(folder: Path, gold: list[Path]) -> None:
    """Read the cases, fit, print."""
    cases = [*of_corpora(folder, 0), *of_gold(gold, 0), *of_prose()]
    random.Random(SEED).shuffle(cases)
    ways = dict(_shares([(by.split()[0], right) for _, right, by in cases if by], 1))
    ways |= dict(_shares([(by, right) for _, right, by in cases if by], _FEW))
    cases = [case for case in cases if not case[2]]
    weights = _fitted(cases)
    scored = sorted((_sum(weights, found), right) for found, right, _ in cases)
    table = [(round(start, 4), round(share, 3)) for start, share in _rising(scored)]
    held = {
        "cases": len(cases),
        "weights": [round(weight, 5) for weight in weights],
        "table": table,
        "ways": ways,
    }
    print(json.dumps(held))


def _shares(read: list[tuple[str, bool]], least: int) -> Iterator[tuple[str, float]]:
    """The share of right ones for each name that so many cases bear; one wrong one is added."""
    for name in sorted({name for name, _ in read}):
        rights = [right for other, right in read if other == name]
        if len(rights) >= least:
            yield name, round(sum(rights) / (len(rights) + 1), 2)


def of_corpora(folder: Path, half: int) -> Iterator[Case]:
    """The cases of one half of what was kept aside."""
    for name in CORPORA[:3]:
        for reference in split(folder, name)[1][half::2]:
            tokens, names = labelled(reference)
            wanted = draft(reference.text, segments(tokens, names), tokens).item
            if tokens and "title" in wanted:
                yield _case(reference.text, wanted)


def of_gold(paths: list[Path], half: int) -> Iterator[Case]:
    """The cases of one half of the gold, lists apart; the other half is reported on."""
    for entry in halved(read(paths), half):
        if entry.csl and not entry.chain:
            yield _case(entry.text, entry.csl)


def of_prose() -> Iterator[Case]:
    """What is no reference at all: sentences about this project."""
    prose = Path(__file__).parents[2] / "references" / "parts" / "prose.txt"
    for line in prose.read_text("utf-8").splitlines():
        if (read := fields(line)) is not None:
            yield evidence(read.labels, read.parts, read.made.item), False, _way(read)


def _case(text: str, wanted: dict[str, Any]) -> Case:
    read = fields(text)
    assert read is not None
    item = read.made.item
    return evidence(read.labels, read.parts, item), _facts(item) == _facts(wanted), _way(read)


def _way(read: Read) -> str:
    """The rules that read it and what it prints; "" for the model."""
    return f"{read.way} {printed(read.made.item)}" if read.way else ""


def _facts(item: dict[str, Any]) -> tuple[object, ...]:
    """Authors, title and year, without what carries no meaning."""
    people = (
        [*item.get("author", []), *item.get("editor", [])]
        if not item.get("author")
        else item["author"]
    )
    names = [
        _folded(f"{one.get('family', one.get('literal', ''))} {one.get('given', '')}")
        for one in people
    ]
    parts = item.get("issued", {}).get("date-parts", [[None]])
    return names, _folded(str(item.get("title", ""))), parts[0][0]


def _folded(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _sum(weights: list[float], found: list[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, found, strict=True))


def _fitted(cases: list[Case], rounds: int = 400) -> list[float]:
    """Logistic regression by gradient steps, each weight with its own pace."""
    size = len(cases[0][0])
    weights, squares = [0.0] * size, [1e-8] * size
    for _ in range(rounds):
        slope = [0.001 * weight for weight in weights]
        for found, right, _ in cases:
            miss = 1 / (1 + math.exp(-max(min(_sum(weights, found), 30), -30))) - right
            for place, value in enumerate(found):
                slope[place] += miss * value / len(cases)
        for place, step in enumerate(slope):
            squares[place] += step * step
            weights[place] -= 0.5 * step / math.sqrt(squares[place])
    return weights


def _rising(scored: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Shares of right ones that never fall as the score rises, each of at least 25 cases.

    One wrong case more is counted everywhere: a small pool that is all right proves less.
    """
    size = 25
    pools: list[tuple[float, float, int]] = []
    for first in range(0, len(scored), size):
        chunk = scored[first : first + size]
        pools.append((chunk[0][0], float(sum(right for _, right in chunk)), len(chunk)))
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            _, right, count = pools.pop()
            pools[-1] = (pools[-1][0], pools[-1][1] + right, pools[-1][2] + count)
    shares = accumulate((right / (count + 1) for _, right, count in pools), max)
    return [(start, share) for (start, _, _), share in zip(pools, shares, strict=True)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]])
