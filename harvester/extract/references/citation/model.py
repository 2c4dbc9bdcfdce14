"""The learned model: which label each token of a reference has, and how sure that is.

A linear-chain CRF (python-crfsuite). It was trained by tests/bench/reference_model/train.py;
model.md beside the file says on what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

from harvester.extract.references.citation.features import features
from harvester.extract.references.citation.tokens import Token

#: More tokens than this are no reference; the rest is left unlabelled.
MOST_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class Labels:
    """A label for each token, and the probability of each label."""

    names: tuple[str, ...]
    sure: tuple[float, ...]


def label(tokens: Sequence[Token]) -> Labels:
    """The likeliest labels of a reference's tokens."""
    tagger = _tagger()
    tagger.set(features(tokens[:MOST_TOKENS]))
    names = tagger.tag()
    sure = tuple(tagger.marginal(name, place) for place, name in enumerate(names))
    more = len(tokens) - len(names)
    return Labels((*names, *["other"] * more), (*sure, *[0.0] * more))


@lru_cache(maxsize=1)
def _tagger() -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    with as_file(files(__package__) / "references.crfsuite") as path:
        tagger.open(str(path))
    return tagger
