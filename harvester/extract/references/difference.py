"""What changed between two captures of one reference list.

Entries are paired, in this order: those that are printed alike, first where that text stands
once in both lists, then beside entries that are paired already, then in order; those with the
same DOI; those with alike texts (``ALIKE``), the most alike first. What is left was removed
or added. Of the pairs the longest run that keeps its order stays; the others have moved.

Linear but for the entries whose text changed, which are compared only where they share one
of their rarest words.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from harvester.extract.references.facts import doi_of, fold
from harvester.model import Link, Reference

#: Two texts from this ratio on (0 to 100) are one entry that was changed.
ALIKE = 60.0
#: How much of a text is compared, how many of its rarest words lead to others, and to how many
#: before it and after it each.
_COMPARED = 1000
_RAREST = 6
_SHARING = 20
#: Of more words it is not said which became which, only between which ends they stand.
_WORDS = 8000


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of the old text that became words of the new one; either may be none."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is in both lists, and differs."""

    old: Reference
    new: Reference
    moved: bool = False
    words: tuple[Edit, ...] = ()
    gained: tuple[Link, ...] = ()
    lost: tuple[Link, ...] = ()
    dois: tuple[str | None, str | None] = (None, None)
    parsed: tuple[str, ...] = ()

    @property
    def doi_changed(self) -> bool:
        """Whether a DOI came, went or is another one."""
        return self.dois[0] != self.dois[1]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was removed, added and changed, each in the order of its list."""

    removed: tuple[Reference, ...] = ()
    added: tuple[Reference, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added or self.changed)


def difference(old: Sequence[Reference], new: Sequence[Reference]) -> Difference:
    """What makes the new list of the old one. Empty where they are the same."""
    pairs = _Pairing(old, new).pairs
    back = set(pairs.values())
    moved = _moved(pairs)
    changes = (_change(old[i], new[j], i in moved) for i, j in sorted(pairs.items(), key=_second))
    return Difference(
        tuple(entry for place, entry in enumerate(old) if place not in pairs),
        tuple(entry for place, entry in enumerate(new) if place not in back),
        tuple(change for change in changes if _tells(change)),
    )


@dataclass
class _Pairing:
    """Places in the old list, each with its place in the new one."""

    old: Sequence[Reference]
    new: Sequence[Reference]
    pairs: dict[int, int] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        texts = [entry.text for entry in self.old], [entry.text for entry in self.new]
        self._pair_alone(texts)
        self._pair_beside(texts)
        self._pair_in_order(texts)
        self._pair_in_order(tuple([_doi(e) or None for e in each] for each in (self.old, self.new)))
        self._pair_alike(texts)

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self._taken.add(j)

    def _free(self, i: int, j: int) -> bool:
        return i not in self.pairs and j not in self._taken

    def _pair_alone(self, texts: tuple[list[str], list[str]]) -> None:
        """Texts that stand once in either list."""
        mine, yours = (_places(each) for each in texts)
        for text, places in mine.items():
            if len(places) == 1 and len(yours.get(text, ())) == 1:
                self._pair(places[0], yours[text][0])

    def _pair_beside(self, texts: tuple[list[str], list[str]]) -> None:
        """Texts that stand beside paired entries in both lists, or at the ends of them."""
        ends = {-1: -1, len(self.old): len(self.new)}
        for step in (1, -1):
            known = sorted({**self.pairs, **ends}.items(), reverse=step < 0)
            for place in known:
                i, j = place[0] + step, place[1] + step
                while (
                    0 <= i < len(self.old)
                    and 0 <= j < len(self.new)
                    and self._free(i, j)
                    and texts[0][i] == texts[1][j]
                ):
                    self._pair(i, j)
                    i, j = i + step, j + step

    def _pair_in_order(self, said: Sequence[Sequence[str | None]]) -> None:
        """What is left and says the same, the first with the first."""
        places = _places(said[1])
        waiting = {
            text: iter([j for j in found if j not in self._taken]) for text, found in places.items()
        }
        for i, text in enumerate(said[0]):
            if text is None or i in self.pairs or text not in waiting:
                continue
            j = next(waiting[text], None)
            if j is not None:
                self._pair(i, j)

    def _pair_alike(self, texts: tuple[list[str], list[str]]) -> None:
        """What is left and is printed nearly alike, the most alike first, then the nearest."""
        left = [i for i in range(len(self.old)) if i not in self.pairs]
        right = [j for j in range(len(self.new)) if j not in self._taken]
        mine = {i: fold(texts[0][i][:_COMPARED]) for i in left}
        yours = {j: fold(texts[1][j][:_COMPARED]) for j in right}
        found: list[tuple[float, int, int, int]] = []
        for i, j in _sharing(mine, yours):
            score = fuzz.ratio(mine[i], yours[j], score_cutoff=ALIKE)
            if score:
                found.append((-score, abs(i - j), i, j))
        for _, _, i, j in sorted(found):
            if self._free(i, j):
                self._pair(i, j)


def _sharing(mine: dict[int, str], yours: dict[int, str]) -> Iterable[tuple[int, int]]:
    """Pairs of places whose texts share one of the rarest words of the first of them."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for j, text in yours.items():
        for word in sorted(set(text.split())):
            holders[word].append(j)
    for i, text in mine.items():
        words = sorted(set(text.split()) & holders.keys(), key=lambda w: (len(holders[w]), w))
        near: dict[int, None] = {}
        for word in words[:_RAREST]:
            place = bisect_left(holders[word], i)
            near |= dict.fromkeys(holders[word][max(place - _SHARING, 0) : place + _SHARING])
        yield from ((i, j) for j in near)


def _places(texts: Iterable[str | None]) -> dict[str | None, list[int]]:
    places: dict[str | None, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    return places


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _moved(pairs: dict[int, int]) -> set[int]:
    """The old places outside the longest run of pairs that are in the same order in both lists."""
    ends: list[int] = []  # the new place at which the best run of each length ends
    lasts: list[int] = []
    before: dict[int, int | None] = {}
    for i, j in sorted(pairs.items()):
        length = bisect_left(ends, j)
        before[i] = lasts[length - 1] if length else None
        ends[length : length + 1] = [j]
        lasts[length : length + 1] = [i]
    place = lasts[-1] if lasts else None
    stayed: set[int] = set()
    while place is not None:
        stayed.add(place)
        place = before[place]
    return pairs.keys() - stayed


def _change(old: Reference, new: Reference, moved: bool) -> Change:
    before, after = _doi(old), _doi(new)
    gained = tuple(link for link in new.links if link not in old.links)
    lost = tuple(link for link in old.links if link not in new.links)
    words = _edits(old.text, new.text)
    return Change(old, new, moved, words, gained, lost, (before, after), _parsed(old, new))


def _tells(change: Change) -> bool:
    """Whether anything changed but the position, which what comes and goes before it shifts."""
    old, new = change.old, change.new
    return (
        change.moved
        or (old.text, old.label, old.links, old.csl) != (new.text, new.label, new.links, new.csl)
        or change.doi_changed
    )


def _edits(old: str, new: str) -> tuple[Edit, ...]:
    """Which words became which. Where only white space differs, the whole texts."""
    if old == new:
        return ()
    mine, yours = old.split(), new.split()
    if mine == yours:
        return (Edit(old, new),)
    if len(mine) + len(yours) > _WORDS:
        return (_all_between(mine, yours),)
    edits: list[Edit] = []
    i = j = 0
    for block in Indel.opcodes(mine, yours).as_matching_blocks():
        if i < block.a or j < block.b:
            edits.append(Edit(" ".join(mine[i : block.a]), " ".join(yours[j : block.b])))
        i, j = block.a + block.size, block.b + block.size
    return tuple(edits)


def _all_between(mine: list[str], yours: list[str]) -> Edit:
    """The words between the ends that two texts share."""
    most = min(len(mine), len(yours))
    head = next((n for n in range(most) if mine[n] != yours[n]), most)
    tail = next((n for n in range(most - head) if mine[-1 - n] != yours[-1 - n]), most - head)
    return Edit(" ".join(mine[head : len(mine) - tail]), " ".join(yours[head : len(yours) - tail]))


def _doi(entry: Reference) -> str | None:
    """The DOI of an entry; case does not count in a DOI, and is put aside."""
    found = doi_of(entry.text, _item(entry), entry.links)
    return found.casefold() if found else None


def _item(entry: Reference) -> dict[str, Any]:
    item = json.loads(entry.csl) if entry.csl else {}
    return item if isinstance(item, dict) else {}


def _parsed(old: Reference, new: Reference) -> tuple[str, ...]:
    """The names of the parsed fields that differ."""
    if old.csl == new.csl:
        return ()
    mine, yours = _item(old), _item(new)
    return tuple(
        name for name in sorted(mine.keys() | yours.keys()) if mine.get(name) != yours.get(name)
    )
