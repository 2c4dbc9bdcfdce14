"""Makes stored bodies small: a dictionary for each site, then one body after another.

Of each site some pages are chosen by their digests, which is as good as by lot and the same on
every machine. Half of them make dictionaries, the others measure which is best: one trained on
all, or pages as they are. What a dictionary costs itself counts.
"""

import gzip
import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from harvester.clock import utc_now
from harvester.errors import StorageError
from harvester.store import events
from harvester.store.bodies import dictionary, read_body
from harvester.store.database import writing
from harvester.store.packing import QUICK, can_stand_beside, pack, train
from harvester.store.repacking import (
    Body,
    add_dictionary,
    bodies,
    dictionary_of,
    is_small,
    repack,
)

#: A site with fewer bodies has no dictionary yet.
_FEWEST = 4
#: A dictionary is made anew when a site has so many times the bodies that it was made of.
_GROWN = 2
_SAMPLES = 32
_TRAINED_SIZE = 112_640
#: Pages that are tried as they are, one by one, and this many together.
_TRIED = 4
_TOGETHER = 3
_LARGEST_SAMPLE = 2_000_000
#: A new generation has to be this much better than the one before.
_BETTER = 0.97


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary that was made: for which pages, of what kind, and how good it is."""

    likes: str
    kind: str
    length: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Step:
    """One body: its size before and after, and what was wrong with it, if anything."""

    length: int
    before: int
    after: int
    hashed: bool = False
    fault: str | None = None


@dataclass
class Total:
    """All that was done: bodies, their bytes as captured, as they were and are stored."""

    bodies: int = 0
    bytes: int = 0
    stored_before: int = 0
    stored_after: int = 0
    hashed: int = 0
    damaged: int = 0
    dictionaries: int = 0

    def add(self, step: Step) -> None:
        """One more body."""
        self.bodies += 1
        self.bytes += step.length
        self.stored_before += step.before
        self.stored_after += step.after
        self.hashed += step.hashed
        self.damaged += step.fault is not None


@dataclass
class _Likes:
    """Pages that are like each other: how many, and a few of them by their digests."""

    count: int = 0
    chosen: list[tuple[int, str]] = field(default_factory=list)

    def add(self, body: Body) -> None:
        self.count += 1
        if body.length and body.length <= _LARGEST_SAMPLE:
            lot = (-int(body.sha256[:15], 16), body.sha256)
            push = heapq.heappush if len(self.chosen) < _SAMPLES else heapq.heappushpop
            push(self.chosen, lot)


def make_dictionaries(db: Database) -> Iterator[Dictionary]:
    """A dictionary for each site that has pages enough, and a new one where it has grown."""
    found: dict[str, _Likes] = {}
    for body in bodies(db):
        if body.is_first:  # one page captured every day is no site
            found.setdefault(body.likes, _Likes()).add(body)
    for name, likes in sorted(found.items()):
        known = dictionary_of(db, name)
        if likes.count >= max(_FEWEST, _GROWN * known[1] if known else 0):
            made = _make(db, name, likes, known[0] if known else None)
            if made:
                yield made


def repack_bodies(db: Database) -> Iterator[Step]:
    """Pack one body after another that is not as small as it can be; each is a transaction."""
    newest: dict[str, int | None] = {}
    for body in bodies(db):
        if body.likes not in newest:
            known = dictionary_of(db, body.likes)
            newest[body.likes] = known[0] if known else None
        if is_small(body, newest[body.likes]):
            yield Step(body.length, body.size, body.size)
            continue
        try:
            size = repack(db, body, newest[body.likes])
        except StorageError as fault:
            yield Step(body.length, body.size, body.size, True, str(fault))
        else:
            yield Step(body.length, body.size, size, True)


def note(db: Database, run_id: int, hashed: int, damaged: int) -> None:
    """Note that bodies were read back and hashed (PREMIS: fixity check)."""
    detail = f"{hashed} bodies read back, hashed and compressed anew; {damaged} are damaged"
    with writing(db):
        outcome = "failed" if damaged else "ok"
        events.add_event(db, run_id, "fixity check", outcome, utc_now(), events.Objects(), detail)


def _make(db: Database, name: str, likes: _Likes, known: int | None) -> Dictionary | None:
    pages = _readable(db, [digest for _, digest in sorted(likes.chosen)])
    makers, measured = pages[::2], pages[1::2]
    if not measured:
        return None
    gzipped = sum(len(gzip.compress(page, 9)) for page in measured)
    cost = _cost_of(measured, likes.count)
    best = cost(dictionary(db, known)) * _BETTER if known else cost(None)
    chosen: tuple[str, bytes] | None = None
    for kind, data in _candidates(makers):
        if (costs := cost(data)) < best:
            best, chosen = costs, (kind, data)
    if chosen is None:
        return None
    kind, data = chosen
    ratio = sum(len(pack(page, data, QUICK)) for page in measured) / gzipped
    with writing(db):
        add_dictionary(db, name, kind, data, likes.count, ratio, utc_now())
    return Dictionary(name, kind, len(data), ratio)


def _readable(db: Database, digests: Sequence[str]) -> list[bytes]:
    """Those bodies that are whole; the others are told of when their turn comes."""
    pages: list[bytes] = []
    for digest in digests:
        try:
            pages.append(read_body(db, digest))
        except StorageError:
            continue
    return pages


def _cost_of(measured: Sequence[bytes], count: int) -> Callable[[bytes | None], float]:
    """What a page costs with a dictionary, a page's share of the dictionary included."""

    def cost(data: bytes | None) -> float:
        packed = sum(len(pack(page, data, QUICK)) for page in measured)
        return packed / len(measured) + len(data or b"") / count

    return cost


def _candidates(makers: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    trained = train(makers, _TRAINED_SIZE)
    if trained:
        yield "trained", trained
    usable = [page for page in makers if can_stand_beside(page)]
    for page in usable[:_TRIED]:
        yield "page", page
    together = b"".join(usable[:_TOGETHER])
    if len(usable) >= _TOGETHER and can_stand_beside(together):
        yield "pages", together
