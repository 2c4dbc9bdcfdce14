"""What tells one cited work from another: a few folded facts of an entry or of a record.

Folded means: without case, accents, apostrophes and marks, the words apart by one space. The
printed text counts as a whole, as a digest, and only where it says by itself what it cites:
"Ibid., 23" and "———. Poems. 1990." do not.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from harvester.extract.references.shapes import leans
from harvester.extract.values import doi
from harvester.model import Link

#: Works that stand in another one, and works that stand alone; other types may be either.
_CHAPTERS = frozenset("chapter entry entry-dictionary entry-encyclopedia paper-conference".split())
_ARTICLES = frozenset(
    "article article-journal article-magazine article-newspaper review review-book".split()
)
_WHOLES = frozenset(
    "book thesis report periodical motion_picture broadcast pamphlet dataset".split()
)
#: Of these the day tells: one name may head many of them in a year.
_DATED = frozenset("article-newspaper article-magazine manuscript personal_communication".split())

#: No title is longer; what follows does not make it another work.
_LONGEST = 500
_ACCENTS = re.compile("[\u0300-\u036f'’‘ʼʹʺʿʾ`´″′]+")
_NO_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
#: Where a title ends and its subtitle begins.
_SUBTITLE = re.compile(r"\s*[:;?!]\s+|\.\s+|\s+[–—]\s+")
_ROMAN = {
    numeral: str(number)
    for number, numeral in enumerate(
        "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii "
        "xxiv xxv".split(),
        start=1,
    )
}
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}

_VOLUME = frozenset("vol vols volume band bd tome tom tomo t".split())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared. An empty text, or no year, is what is not known.

    ``text``: digest of the folded printed text. ``main``: the title without its subtitle.
    ``author``: family name of the first author, else editor; ``name``: all words of that name,
    sorted. ``level``: ``chapter``, ``article``, ``whole`` (book) or unknown. ``day``: of
    newspapers and manuscripts. ``shelf``: collection and place in an archive.
    """

    text: str = ""
    doi: str = ""
    title: str = ""
    main: str = ""
    author: str = ""
    name: str = ""
    year: int | None = None
    day: str = ""
    level: str = ""
    volume: str = ""
    edition: str = ""
    container: str = ""
    pages: str = ""
    shelf: str = ""

    @property
    def is_part(self) -> bool:
        """Whether the work stands in another one."""
        return self.level in ("chapter", "article")

    @property
    def tells(self) -> bool:
        """Whether there is anything to know a work by."""
        return bool(self.text or self.doi or self.title)

    @property
    def digest(self) -> str:
        """A name for these facts, the same on every machine."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:32]

    def as_json(self) -> str:
        """The facts as a JSON list, in the order of the fields."""
        return json.dumps(self.values(), ensure_ascii=False, separators=(",", ":"))

    def values(self) -> tuple[str | int | None, ...]:
        """The facts in the order of the fields."""
        found: tuple[str | int | None, ...] = _VALUES(self)
        return found


_VALUES = attrgetter(*(field.name for field in fields(Facts)))


def facts_of_json(text: str) -> Facts:
    """The facts that ``as_json`` wrote."""
    return Facts(*json.loads(text))


def facts_of_entry(text: str, csl: Mapping[str, Any] | None, links: Sequence[Link]) -> Facts:
    """The facts of one entry of a reference list."""
    digest = "" if leans(text) else hashlib.sha256(fold(text).encode()).hexdigest()[:24]
    return facts_of_item(csl or {}, text=digest, doi=doi_of(text, csl, links) or "")


def doi_of(text: str, csl: Mapping[str, Any] | None, links: Sequence[Link]) -> str | None:
    """The DOI of an entry, as printed: of a link, else the parsed one, else one in the text."""
    linked = (doi(link.value) for link in links if link.kind in ("crossref", "doi") and link.value)
    return next(filter(None, linked), None) or doi(_words(csl or {}, "DOI")) or doi(text)


def facts_of_item(item: Mapping[str, Any], text: str = "", doi: str = "") -> Facts:
    """The facts that a CSL-JSON item tells, beside those that are given."""
    kind, title = _words(item, "type"), _words(item, "title")[:_LONGEST]
    folded = fold(title)
    if not folded:
        return Facts(text=text, doi=doi.casefold())
    family, name = _first_name(item)
    container = fold(_words(item, "container-title")[:_LONGEST])
    year, day = _date(item)
    level, volume = _level(kind, container), _words(item, "volume")
    return Facts(
        text=text,
        doi=doi.casefold(),
        title=folded,
        main=fold(_SUBTITLE.split(title, maxsplit=1)[0]) or folded,
        author=family,
        name=name,
        year=year,
        day=day if kind in _DATED else "",
        level=level,
        # Of a journal the number tells: an issue may stand with it.
        volume=_number(volume) if level == "article" else _volume(volume),
        edition=_number(_words(item, "edition")),
        container=container,
        pages=fold(_words(item, "page")).partition(" ")[0],
        shelf=fold(f"{_words(item, 'archive_collection')} {_words(item, 'archive_location')}"),
    )


def shown(item: Mapping[str, Any]) -> dict[str, Any]:
    """Title, first author, year and type of an item, as printed: for people to read."""
    people = _people(item)
    first = people[0] if people else {}
    names = [_words(first, "literal"), _words(first, "family"), _words(first, "given")]
    return {
        "title": _words(item, "title") or None,
        "author": ", ".join(name for name in names if name) or None,
        "year": _date(item)[0],
        "type": _words(item, "type") or None,
    }


def fold(text: str) -> str:
    """What two printings of the same words share. Linear in the length of the text."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    if plain.isascii():
        return " ".join(_NO_WORD.sub(" ", plain.replace("'", "").replace("`", "")).split())
    plain = _ACCENTS.sub("", plain).translate(_LETTERS)
    # Vowel signs of other scripts are marks, and no word characters to ``re``; they are kept.
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in plain)
    return " ".join("".join(kept).split())


def numeral(word: str) -> str:
    """The number that a folded word writes, in digits: "ii", "second", "2nd", "1949"; else ""."""
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    if digits.isdecimal():
        return digits.lstrip("0") or "0"
    return _ROMAN.get(word) or _ORDINALS.get(word) or (word if _has_digit(word) else "")


def _level(kind: str, container: str) -> str:
    if kind in _WHOLES:
        return "whole"
    if kind in _CHAPTERS:
        return "chapter"
    return "article" if kind in _ARTICLES or container else ""


def _has_digit(word: str) -> bool:
    return any(character.isdecimal() for character in word)


def _volume(text: str) -> str:
    """A volume with its numbers in digits: "II (xia)" is "2 xia", and not "2 shang"."""
    return " ".join(numeral(word) or word for word in fold(text).split() if word not in _VOLUME)


def _number(text: str) -> str:
    """The first number, else the words: "2nd, revised" and "second" are alike."""
    words = fold(text).split()
    return next(filter(None, map(numeral, words)), " ".join(words))


def _words(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _people(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    for role in ("author", "editor", "translator"):
        people = item.get(role)
        if isinstance(people, list) and people and isinstance(people[0], Mapping):
            return people
    return []


def _first_name(item: Mapping[str, Any]) -> tuple[str, str]:
    people = _people(item)
    if not people:
        return "", ""
    family = fold(_words(people[0], "family") or _words(people[0], "literal"))
    words = [*family.split(), *fold(_words(people[0], "given")).split()]
    return family or " ".join(words), " ".join(sorted(words))


def _date(item: Mapping[str, Any]) -> tuple[int | None, str]:
    """The year, and the date as precise as it is where it tells the month."""
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers: list[int] = []
    for part in first if isinstance(first, list) else ():
        if not str(part).isdecimal():
            break
        numbers.append(int(part))
    if not numbers:
        return None, ""
    day = "-".join(f"{number:02}" for number in numbers) if len(numbers) > 1 else ""
    return numbers[0], day
