"""Knows a citation of an unpublished source, or of an edition of documents, and takes it apart.

Which archives there are stands in ``archives.toml``. A name of an archive alone is never
enough, for books are written about archives: a box, a fond or a call number has to stand with
it, and no imprint behind it. Where the counting is clear ("box 3, folder 12", "ф. 5, оп. 30,
д. 112") the archive need not be known.
"""

import re
from collections.abc import Sequence

from harvester.config.archives import Archives, Named
from harvester.extract.references.counted import Part, counted, weigh
from harvester.extract.references.holding import (
    Holding,
    describe_edition,
    describe_holding,
    describe_last,
    describe_papers,
)

__all__ = ["Holding", "recognise"]

#: How far from its archive's name a box may stand, in characters.
_FAR = 220
#: How far two names of one archive stand apart in one citation.
_SAME = 40
#: What the counted parts must weigh with a known archive, with an unknown one, without any.
_WITH_KNOWN, _WITH_UNKNOWN, _ALONE = 1, 2, 3
#: A shorter name of an archive is not enough where only papers are named.
_SHORTEST = 4

_YEAR = r"(?:1[4-9]|20)\d\d"
_IMPRINT = re.compile(rf"\([^():\d]{{2,60}}: [^():]{{2,80}},? {_YEAR}[^()]{{0,12}}\)")
_PLAIN_IMPRINT = re.compile(rf"[.,)”] [^\W\d_a-z][^:()\d]{{1,40}}: [^:()]{{2,80}}, {_YEAR}\.?\s*$")
#: The longest text that the end of ``_PLAIN_IMPRINT`` can be.
_TAIL = 160
_QUOTED = re.compile(r"\b(?:quoted|cited|printed|published|reproduced|qtd|zit|cité|citato)\b", re.I)
_PUBLISHED = re.compile(rf"\b(?:Press|Publishers|Verlag|eds?\.|trans\.|https?)|{_YEAR}\)")

#: Letters and interviews are of a day.
_DAY = re.compile(rf"\b\d{{1,2}},? (?:[A-Z][a-z]{{2,8}}\.? )?{_YEAR}\b")
_HOUSE = re.compile(
    r"\b(?:[Aa]rchives?|[A-Z]\w{0,20}archiv|Archivs?|Archivio|Archivo|Arquivo|Arkhiv|Arhiv|Archiwum|"
    r"Archief|Levéltár|Library|Biblioteca|Bibliothek|Bibliothèque|Biblioteka|College|"
    r"архив|архів|Архив|Архів)(?!\w)|档案馆|檔案館"
)
#: An archive or library that opens a citation as an acronym: "ASP,", "A . C . V . R .,".
_ACRONYM = re.compile(r"\W{0,3}([AB](?:\s?\.?\s?[A-Z]){1,6}(?:\s?\.)?)\s?[,:]\s")
_EDGE = frozenset(',;:()[]"“”.')
#: The longest name of an archive that is not in the table, on each side of the telling word.
_LONGEST_NAME = 60


def recognise(text: str, archives: Archives) -> Holding | None:
    """The holding or the edition of documents that a printed reference cites.

    None where it cites a publication. Of several holdings in one reference the one with the
    clearest numbers is given. Raises nothing; takes time in proportion to the text.
    """
    named = archives.names.find(text)
    holders = [one for one in named if one.archives[0].kind == "archive"]
    return _unpublished(text, archives, holders) or _edition(text, named) or _papers(text, holders)


def _unpublished(text: str, archives: Archives, holders: Sequence[Named]) -> Holding | None:
    parts = counted(text, archives, holders)
    weight = weigh(parts)
    if weight < _WITH_KNOWN or _is_published(text, parts[-1].end):
        return None
    holder = _nearest(holders, parts)
    if holder is not None:
        return describe_holding(text, parts, holder, None)
    initials = _ACRONYM.match(text)
    house = initials.span(1) if initials else _house(text, parts)
    needed = _WITH_KNOWN if initials else _ALONE if house is None else _WITH_UNKNOWN
    if weight < needed:
        return None
    return describe_holding(text, parts, None, house)


def _edition(text: str, named: Sequence[Named]) -> Holding | None:
    for one in named:
        if one.archives[0].kind == "edition" and (found := describe_edition(text, one)):
            return found
    return None


def _papers(text: str, holders: Sequence[Named]) -> Holding | None:
    """Named papers in a known archive, without a number, as bibliographies list them."""
    if (
        not holders
        or holders[0].end - holders[0].start < _SHORTEST
        or _PUBLISHED.search(text)
        or _PLAIN_IMPRINT.search(text[-_TAIL:])
    ):
        return None
    if found := describe_papers(text, holders[0]):
        return found
    dated = _DAY.search(text, 0, holders[-1].start)
    return describe_last(text, holders[-1]) if dated else None


def _is_published(text: str, end: int) -> bool:
    """Whether an imprint follows, so that what was found stands in a title."""
    imprint = _IMPRINT.search(text, end) or _PLAIN_IMPRINT.search(text, max(end, len(text) - _TAIL))
    return imprint is not None and not _QUOTED.search(text, end, imprint.start())


def _nearest(holders: Sequence[Named], parts: Sequence[Part]) -> Named | None:
    """The archive's name that stands nearest to the parts; before them rather than behind."""

    def distance(one: Named) -> int:
        if one.end <= parts[0].start:
            return parts[0].start - one.end
        return max(0, one.start - parts[-1].end) + 3

    low, high = parts[0].start - _FAR, parts[-1].end + _FAR
    apart = [
        one
        for one in holders
        if low < one.end
        and one.start < high
        and not any(part.start < one.end and one.start < part.end for part in parts)
    ]
    near = min(apart, key=distance, default=None)
    if near is None or distance(near) > _FAR:
        return None
    for one in reversed(apart[: apart.index(near)]):  # "National Archives (NARA)": the first
        if near.start - one.end > _SAME or not set(_names(one)) & set(_names(near)):
            break
        near = one
    return near


def _names(one: Named) -> list[str]:
    return [archive.name for archive in one.archives]


def _house(text: str, parts: Sequence[Part]) -> tuple[int, int] | None:
    """Where an archive that is not in the table is named: words around "Archive", "Library"."""
    low, high = max(0, parts[0].start - _FAR), parts[-1].end + _FAR
    for match in _HOUSE.finditer(text, low, min(high, len(text))):
        start, end = match.span()
        while start > max(0, match.start() - _LONGEST_NAME) and text[start - 1] not in _EDGE:
            start -= 1
        while end < min(len(text), match.end() + _LONGEST_NAME) and text[end] not in _EDGE:
            end += 1
        end = min([end, *(part.start for part in parts if match.start() <= part.start)])
        if end < match.end() or any(p.start < end and start < p.end for p in parts):
            continue
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        return start, end
    return None
