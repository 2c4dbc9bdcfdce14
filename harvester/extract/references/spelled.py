"""Which language words are in, by their letters: a small model counted from lists of words.

``tongues.toml`` holds for each language its small words and those that titles are made of. A
word that stands there speaks for its language; any other is judged by its runs of three letters.
No dependency; a script's languages are counted in a tenth of a second when first asked for.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

#: How often a writer takes a listed word, and how many letters may follow two others.
_LISTED, _LETTERS = 0.5, 30
_UNLISTED = math.log(1 - _LISTED)
#: Letters of one word hang together: they say less than their sum.
_WEIGHT = 0.4
#: For two letters (or one) that stand before, the logarithm of each next letter's chance; "" is
#: that of any letter never seen there.
_Spelling = dict[str, dict[str, float]]


def language(words: Sequence[str], script: str) -> tuple[str, float] | None:
    """The likeliest language of words in one script, and its probability among those we know.

    ``script`` is ISO 15924; None where no language of it is known by its words. The same words
    give the same answer.
    """
    names = list(_languages(script))
    if not names:
        return None
    each = [_chances(word.casefold(), script) for word in words]
    sums = [_WEIGHT * sum(column) for column in zip(*each, strict=True)] or [0.0] * len(names)
    best = max(range(len(names)), key=lambda place: (sums[place], names[place]))
    return names[best], 1 / sum(math.exp(score - sums[best]) for score in sums)


@lru_cache(maxsize=10_000)
def _chances(word: str, script: str) -> list[float]:
    """For each language the logarithm of the chance that its writers write this word."""
    each = [_of_run(before, letter, script) for before, letter in _runs(word)]
    spelled = [sum(column) + _UNLISTED for column in zip(*each, strict=True)]
    for place, (listed, _) in enumerate(_languages(script).values()):
        if word in listed:
            spelled[place] = math.log(_LISTED / len(listed) + math.exp(spelled[place]))
    return spelled


@lru_cache(maxsize=20_000)
def _of_run(before: str, letter: str, script: str) -> list[float]:
    """For each language the logarithm of the chance that a letter follows two others."""
    found = []
    for _, spelling in _languages(script).values():
        after = spelling.get(before) or spelling.get(before[1:]) or {"": -math.log(_LETTERS)}
        found.append(after.get(letter, after[""]))
    return found


def _runs(word: str) -> list[tuple[str, str]]:
    """Each letter of a word, and its end, with the two before it."""
    framed = f"  {word} "
    return [(framed[place - 2 : place], framed[place]) for place in range(2, len(framed))]


@cache
def _languages(script: str) -> dict[str, tuple[frozenset[str], _Spelling]]:
    """For each language of a script its words, and how they are spelled."""
    text = (files(__package__) / "tongues.toml").read_text(encoding="utf-8")
    lists: dict[str, str] = tomllib.loads(text).get(script, {})
    return {name: _learnt(words.split()) for name, words in lists.items()}


def _learnt(words: list[str]) -> tuple[frozenset[str], _Spelling]:
    """The words, and their spelling by the rule of Witten and Bell.

    What follows two letters is mixed with what follows the second alone: the fewer words were
    seen and the more they differ, the more.
    """
    counts: dict[str, Counter[str]] = {}
    for word in words:
        for before, letter in _runs(word):
            for held in (before, before[1:]):
                counts.setdefault(held, Counter())[letter] += 1
    spelling: _Spelling = {}
    for before in sorted(counts, key=len):
        found = counts[before]
        whole = found.total() + len(found)
        unseen = len(found) / whole
        shorter = spelling[before[1:]] if len(before) > 1 else {"": -math.log(_LETTERS)}
        spelling[before] = {
            letter: math.log(found[letter] / whole + unseen * math.exp(chance))
            for letter, chance in shorter.items()
        } | {
            letter: math.log(count / whole + unseen * math.exp(shorter[""]))
            for letter, count in found.items()
            if letter not in shorter
        }
    return frozenset(words), spelling
