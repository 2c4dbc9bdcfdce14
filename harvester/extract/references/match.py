"""Whether two entries cite the same work, and which entries of many do.

The rule, by which a person can foretell what is joined:

- The same DOI is the same work, another DOI another one. One exception: a DOI of a book that
  stands with its chapters (one container, titles that share little) joins none of them.
- The same printed text is the same work, unless the DOIs differ. An entry that is not parsed
  and has no DOI is joined by its text alone.
- Else titles must be alike (``THRESHOLD``), and author and year must agree. Author and year
  alone never join. Alike titles are close letter by letter; no number in them differs
  ("II", "1949"), and no word that is not a variant spelling ("north" and "south" are not). A
  title without its subtitle is alike where only one of the two has a subtitle.
- A part (chapter, article) is never the same as a whole (book). Volumes, editions, and
  shelfmarks that differ make different works; so does a volume on one side only, of books.
- Years: other years of a book are other editions, and so other works. An article or a
  chapter may be a year older online than in print. A year on one side only does not agree.

``cluster`` goes through the entries in an order of their own, the fullest first, so that the
order in which they were harvested does not count.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from harvester.extract.references.facts import Facts, numeral

#: Likeness from which two entries cite the same work.
THRESHOLD = 0.9
#: A title cut at its subtitle is this much like the whole one.
_CUT = 0.92
#: What a year's difference takes from the likeness of two articles.
_YEAR_OFF = 0.01
#: Two words alike by more than this are two spellings of one ("labour", "labor"; of "west" and
#: "east" three quarters are alike). Names are spelled in more ways.
_SPELLING = 80.0
_NAME = 85.0
#: Shorter titles ("Introduction", "Mao") must be equal, and stand in the same container.
_SHORT = 13
#: So many words, equal to the letter, need no author on both sides.
_TELLING_WORDS = 5
_SMALL = frozenset(
    "a an and as at by for from in into of on or the to with der die das des und im in von zur le "
    "la les l de du des et en au el los las y e il lo gli di del della o da do".split()
)


def likeness(one: Facts, other: Facts) -> float:
    """How much two entries seem to cite one work, 0 to 1; from ``THRESHOLD`` on they do."""
    if one.doi and other.doi:
        return float(one.doi == other.doi and not _share_the_doi_of_a_book(one, other))
    if one.text and one.text == other.text:
        return 1.0
    if not one.title or not other.title or _contradict(one, other):
        return 0.0
    alike = _titles(one, other)
    if alike < THRESHOLD or not _authors_agree(one, other):
        return 0.0
    return alike if one.year == other.year else alike - _YEAR_OFF


def same(one: Facts, other: Facts) -> bool:
    """Whether two entries cite the same work."""
    return likeness(one, other) >= THRESHOLD


def keys(facts: Facts) -> tuple[int, ...]:
    """Numbers of which entries that cite the same work share one (64 bits, signed).

    The DOI; the printed text; the main title's words with the year; the author's first letters
    with how the title begins, and with each of the two longest words of the main title, so that
    a slip in one of them does no harm. Where there is no author, the year and the container
    take its place; without these too titles must be equal, and the whole main title is the
    key: one of its words alone ("Introduction") is shared by too many.
    """
    words: list[tuple[object, ...]] = []
    if facts.doi:
        words.append(("doi", facts.doi))
    if facts.text:
        words.append(("text", facts.text))
    if facts.title:
        content = sorted({word for word in facts.main.split() if word not in _SMALL})
        content = content or [facts.main]
        if len(content) > 2 or len(facts.main) >= _SHORT:
            words.append(("title", *content, facts.year))
        by = _by(facts)
        if by:
            longest = sorted(content, key=lambda word: (-len(word), word))[:2]
            words.extend(("word", by, word) for word in longest)
            begins = "".join(word for word in facts.main.split() if word not in _SMALL)
            words.append(("begins", by, (begins or facts.main)[:8]))
        elif facts.year:
            words.append(("alone", facts.main, facts.year))
    return tuple(dict.fromkeys(_hash(part) for part in words))


def _by(facts: Facts) -> str:
    """The author's first letters, else the year and the container's, else nothing."""
    if facts.author:
        return facts.author.split()[-1][:4]
    container = [word for word in facts.container.split() if word not in _SMALL]
    return f"{facts.year} {container[0][:4]}" if container else ""


def cluster(facts: Sequence[Facts]) -> list[list[int]]:
    """Groups of indexes, one a work; in each the fullest entry is first.

    Which groups there are depends on the facts alone, not on their order. Each entry is
    compared with those of the entries before it with which it shares a key, and goes to the
    group of the one that it is most like: near linear.
    """
    groups: list[_Group] = []
    holders: dict[int, dict[_Held, None]] = {}
    for index in sorted(range(len(facts)), key=lambda index: _rank(facts[index])):
        entry, shared = facts[index], keys(facts[index])
        held = dict.fromkeys(one for key in shared for one in holders.get(key, ()))
        scored = [(groups[number].likeness(entry, core), -number) for number, core in held]
        best, negative = max(scored, default=(0.0, 0))
        number = -negative
        if best < THRESHOLD:
            number = len(groups)
            groups.append(_Group())
        core = groups[number].add(index, entry)
        for key in shared:
            holders.setdefault(key, {})[number, core] = None
    return [group.members for group in groups]


#: The number of a group, and the facts of one of its entries without the text.
_Held = tuple[int, Facts]


@dataclass
class _Group:
    """The entries of one work so far."""

    members: list[int] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    volumes: set[str] = field(default_factory=set)

    def add(self, index: int, entry: Facts) -> Facts:
        """Take an entry in; gives its facts without the text."""
        self.members.append(index)
        self.texts |= {entry.text} - {""}
        self.volumes |= {entry.volume} - {""}
        return replace(entry, text="")

    def likeness(self, entry: Facts, core: Facts) -> float:
        """That with one of its entries; none where any of them is another volume.

        Entries with a DOI come first, and so meet only each other.
        """
        if not entry.doi:
            if entry.text in self.texts:
                return 1.0
            if entry.volume and self.volumes and entry.volume not in self.volumes:
                return 0.0
        return likeness(entry, core)


def _rank(facts: Facts) -> tuple[object, ...]:
    """An order in which an entry that tells more comes before one that tells less."""
    telling = (not facts.doi, not facts.title, not facts.author, facts.year is None)
    return *telling, -len(facts.title), tuple(str(value) for value in facts.values())


def _hash(words: tuple[object, ...]) -> int:
    text = "\n".join(str(word) for word in words)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _share_the_doi_of_a_book(one: Facts, other: Facts) -> bool:
    """Whether two works with one DOI are chapters of the book that has it, or one is the book."""
    if not one.title or not other.title or fuzz.ratio(one.title, other.title) >= 60:
        return False
    levels = {one.level, other.level}
    if levels == {"chapter", "whole"}:
        part, book = (one, other) if one.level == "chapter" else (other, one)
        return _close(part.container, book.title)
    return levels == {"chapter"} and _close(one.container, other.container)


def _contradict(one: Facts, other: Facts) -> bool:
    """Whether two works with titles differ in what no two printings of one work differ in."""
    parts = one.is_part and other.is_part
    if one.level and other.level and one.is_part != other.is_part:
        return True
    if not _years_agree(one.year, other.year, 1 if parts else 0):
        return True
    if one.volume != other.volume and not (parts and not (one.volume and other.volume)):
        return True
    for mine, yours in (
        (one.edition, other.edition),
        (one.shelf, other.shelf),
    ):
        if mine and yours and mine != yours:
            return True
    if one.day and other.day and one.day != other.day:
        return not one.day.startswith(other.day) and not other.day.startswith(one.day)
    short = min(len(one.title), len(other.title)) < _SHORT
    if short and parts and not _close(one.container, other.container):
        return not (one.pages and one.pages == other.pages)
    return False


def _years_agree(one: int | None, other: int | None, slack: int) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= slack


def _titles(one: Facts, other: Facts) -> float:
    """How much alike two titles are, 0 where a word or a number tells them apart."""
    if one.title == other.title:
        return 1.0
    if min(len(one.title), len(other.title)) >= _SHORT:
        close = fuzz.ratio(one.title, other.title, score_cutoff=100 * THRESHOLD) / 100
        if close and _words_agree(one.title, other.title):
            return close
    if (one.main == one.title) == (other.main == other.title):
        return 0.0
    longer = other if one.main == one.title else one
    rest = longer.title[len(longer.main) :].split()
    tells = len(longer.main.split()) > 1 and not any(map(numeral, rest))
    return _CUT if tells and one.main == other.main else 0.0


def _words_agree(one: str, other: str) -> bool:
    """Whether words that only one of two titles has are small, or spellings of one word."""
    mine, yours = Counter(one.split()), Counter(other.split())
    left = [word for word in (mine - yours).elements() if word not in _SMALL]
    right = [word for word in (yours - mine).elements() if word not in _SMALL]
    if sorted(filter(None, map(numeral, left))) != sorted(filter(None, map(numeral, right))):
        return False
    left = [word for word in left if not numeral(word)]
    right = [word for word in right if not numeral(word)]
    if sorted("".join(left)) == sorted("".join(right)) and "".join(left) == "".join(right):
        return True  # "post war", "postwar"
    return all(_has_spelling(word, right) for word in left) and all(
        _has_spelling(word, left) for word in right
    )


def _has_spelling(word: str, words: list[str]) -> bool:
    return any(fuzz.ratio(word, other) > _SPELLING for other in words)


def _authors_agree(one: Facts, other: Facts) -> bool:
    """Whether the first authors are one, in either order of names and whatever part is left out."""
    if not one.author or not other.author:
        both = not one.author and not other.author
        if one.title != other.title or one.year is None or one.year != other.year:
            return both and one.year == other.year and _close(one.container, other.container)
        return both or len(one.title.split()) >= _TELLING_WORDS
    if one.author == other.author or one.name == other.name:
        return True
    mine, yours = set(one.author.split()), set(other.author.split())
    return mine <= yours or yours <= mine or fuzz.ratio(one.author, other.author) >= _NAME


def _close(one: str, other: str) -> bool:
    return bool(one and other) and fuzz.ratio(one, other) >= 85
