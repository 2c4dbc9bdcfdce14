"""Short names for items, as people write them in a manuscript: leffler1992preponderance."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from harvester.export import csl
from harvester.export.csl import Item

#: Words that say nothing of a title: articles and prepositions of the languages met most.
_SMALL = frozenset(
    "a an the of on in to for and at by from with der die das des dem den ein eine einer und "
    "zur zum von vom im le la les l un une du de d et au aux en el los las una y o os as um uma "
    "e il lo gli i uno del della dei delle di da al het een van o ob i v na".split()
)
#: Letters that are no base letter with an accent.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
        "ħ": "h", "ı": "i", "ŋ": "ng", "ŧ": "t",
    }
)  # fmt: skip
_LONGEST = 30


def keyed(items: Iterable[Item]) -> list[Item]:
    """The items, each with an ``id`` of its own: first family name, year, first telling word.

    Letters other than Latin have no place in a key; an item that leaves nothing is called by
    its place in the list ("reference12"). Where two would be called the same, the later get a
    letter (b, c, …): the same list gives the same keys.
    """
    found = list(items)
    taken: set[str] = set()
    seen: Counter[str] = Counter()
    keys = []
    for place, item in enumerate(found, start=1):
        stem = _stem(item) or f"reference{place}"
        key = stem
        while key in taken:
            seen[stem] += 1
            key = stem + _letters(seen[stem])
        taken.add(key)
        keys.append(key)
    return [{"id": key, **_without_id(item)} for key, item in zip(keys, found, strict=True)]


def _without_id(item: Item) -> Item:
    return {name: value for name, value in item.items() if name != "id"}


def _stem(item: Item) -> str:
    people = csl.names(item, "author") or csl.names(item, "editor")
    name = _plain(people[0].family or people[0].inverted) if people else ""
    word = _telling(csl.text(item, "title"))
    if not name and not word:
        return ""
    issued = csl.days(item, "issued")
    year = str(abs(issued[0][0])) if issued else _plain(csl.date_text(item, "issued"))
    return f"{name}{year}{word}"


def _telling(title: str) -> str:
    """The first word of a title that tells it from others; where there is none, its first."""
    first = ""
    for word in title[:500].replace("’", "'").split():
        plain = _plain(word)
        if plain and plain not in _SMALL:
            return plain
        first = first or plain
    return first


def _plain(text: str) -> str:
    """Small ASCII letters and digits."""
    spread = unicodedata.normalize("NFKD", text[:200].casefold().translate(_LETTERS))
    return "".join(c for c in spread if c.isascii() and c.isalnum())[:_LONGEST]


def _letters(number: int) -> str:
    """b, c, … z, then ab, ac, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
