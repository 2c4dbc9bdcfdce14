"""Trains the model that labels the tokens of a reference, to the same bytes each time.

    python tests/bench/reference_model/train.py FOLDER MODEL

FOLDER holds the labelled corpora (anystyle-core, anystyle-good, grobid-citation and
linkedbooks-sample as JSON lines). A random fifth of each is kept aside and never trained on;
tests/bench/reference_model/score.py reports on it.
"""

import random
import sys
import time
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parents[1]))

from harvester.extract.references.citation.features import features
from harvester.extract.references.citation.tokens import Token, tokenise
from reference_model.corpora import Labelled, corpus
from reference_model.pools import pools
from reference_model.press import Press

CORPORA = ("anystyle-core", "anystyle-good", "grobid-citation", "linkedbooks-sample")
#: How many references are set anew in the styles that the corpora lack.
SET_ANEW = 9300
SEED = 20261124
#: The sciences alone would fill the largest corpus; so many of one are enough.
MOST = 4_000


def split(folder: Path, name: str) -> tuple[list[Labelled], list[Labelled]]:
    """A corpus in two: four fifths to train on, one fifth kept aside."""
    references = corpus(folder, name)
    random.Random(SEED).shuffle(references)
    fifth = len(references) // 5
    return references[fifth:], references[:fifth]


def labelled(reference: Labelled) -> tuple[list[Token], list[str]]:
    """The tokens with their labels; ``B-`` where a field begins."""
    tokens = tokenise(reference.text)
    labels: list[str] = []
    place, last = 0, -1
    for token in tokens:
        while place < len(reference.fields) - 1 and token.start >= reference.fields[place][2]:
            place += 1
        name = reference.fields[place][0]
        labels.append(name if place == last else f"B-{name}")
        last = place
    return tokens, labels


def main(folder: Path, model: Path, iterations: int = 130) -> None:
    """Read, set anew, train, write."""
    start = time.monotonic()
    real = [reference for name in CORPORA for reference in split(folder, name)[0][:MOST]]
    styled = [reference for name in CORPORA[:2] for reference in split(folder, name)[0]]
    made = Press(pools(styled), SEED).references(SET_ANEW)
    trainer = pycrfsuite.Trainer(verbose=True)
    for reference in [*real, *made]:
        tokens, labels = labelled(reference)
        if tokens:
            trainer.append(features(tokens), labels)
    print(f"{len(real)} references and {len(made)} set anew, {time.monotonic() - start:.0f} s")
    trainer.select("lbfgs")
    trainer.set_params({"c1": 0.0, "c2": 0.3, "max_iterations": iterations, "feature.minfreq": 6})
    trainer.train(str(model))
    size = model.stat().st_size / 1e6
    print(f"{model}: {size:.1f} MB in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
