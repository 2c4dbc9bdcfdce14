"""``archives.toml``: which archives there are, and how their holdings are cited.

Patterns are written in plain templates, not as regular expressions, so that any table a person
writes is searched in linear time: in an alias ``*`` stands for a name of one to four words with
capitals ("Archivio di Stato di *"), in a reference ``#`` stands for a number and ``{series}``
for one of the ``series``.
"""

import hashlib
import re
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, field_validator, model_validator

from harvester.config.files import ConfigFolders, Strict, read_toml, shipped_folder, validate

Words = list[Annotated[str, Field(min_length=1, max_length=80)]]

#: A number as archives write it: "12", "12a", "A12", "12345-6". All repeats have an end.
NUMBER = r"(?:[A-Z]{1,2}-?)?\d{1,7}[A-Za-z]{0,2}(?:[-–]\d{1,7}){0,3}"
#: A name that a ``*`` stands for: "Venezia", "Reggio Emilia", "the Kyiv Oblast".
_NAME = (
    r"(?P<star>[^\W\d_a-z][\w'’.-]{1,25}"
    r"(?: (?:(?:d[aeiou]l?l?a?|la|le|of|y)\s)?[^\W\d_a-z][\w'’.-]{1,25}){0,3})"
)
_ACRONYM = re.compile(r"[A-Z]{2,7}(?: [A-Z]{1,4})?")
#: How an acronym is printed: "ASV", "AVP RF", "A.S.V.". Two letters with stops are initials.
_ACRONYM_FORMS = (
    re.compile(r"(?<!\w)[A-Z]{2,7}(?!\w)"),
    re.compile(r"(?<!\w)[A-Z]{2,7} [A-Z]{1,4}(?!\w)"),
    re.compile(r"(?<!\w)[A-Z](?:\s?\.\s?[A-Z]){2,6}(?:\s?\.)?(?!\w)"),
)
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_CAPITAL = re.compile(r"[^A-Z]")


class ReferenceForm(Strict):
    """One form in which an archive numbers what it holds: "FO 371" and then "/12345".

    ``telling``: the form says by itself which archive is meant. Else the archive's name, or a
    box or folder, has to stand beside it.
    """

    collection: str = ""
    location: str = ""
    series: Words = []
    telling: bool = False

    @model_validator(mode="after")
    def _can_be_matched(self) -> "ReferenceForm":
        if "#" not in self.collection + self.location and not self.collection.strip():
            raise ValueError("a reference needs a collection, or a location with a # in it")
        if ("{series}" in self.collection + self.location) != bool(self.series):
            raise ValueError("{series} and a list of series go together")
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The form as a regular expression with the groups ``collection`` and ``location``."""
        series = "|".join(re.escape(word) for word in sorted(self.series, key=len, reverse=True))
        groups = [
            f"(?P<{name}>{_template(text, series)})"
            for name, text in (("collection", self.collection), ("location", self.location))
            if text
        ]
        return re.compile(rf"(?<!\w){''.join(groups)}(?!\w)")


class Archive(Strict):
    """One archive, library or edition of documents.

    ``name``: what its citations are grouped under; with a ``*`` in it, the name that the text
    has there is put in. ``place``: where it is, as "College Park, MD"; ``cities``: other names
    of that, and where it was before. ``aliases``: all other names in which it is cited; an
    acronym matches with dots and spaces too ("A.S.V."). ``collections``: words that tell it
    from others with the same alias.
    ``kind``: an ``edition`` is a published series of documents, cited by year and volume.
    """

    name: Annotated[str, Field(pattern=r"[^\W_]")]
    place: str = ""
    cities: Words = []
    kind: Literal["archive", "edition"] = "archive"
    aliases: Words = []
    collections: Words = []
    reference: list[ReferenceForm] = []

    @field_validator("aliases")
    @classmethod
    def _has_one_star(cls, value: list[str]) -> list[str]:
        if strange := [a for a in value if a.count("*") > 1 or not _WORD.search(a)]:
            raise ValueError(f"an alias has at most one * and words beside it: {strange[0]}")
        return value

    @property
    def towns(self) -> list[str]:
        """Its city, without state or country, by all names."""
        return [city for city in (self.place.split(",")[0], *self.cities) if city]


class Unit(Strict):
    """A word that counts in archives: box, folder, opis, busta.

    ``telling`` words say alone that an archive is cited, ``clear`` ones nearly, ``short`` ones
    only beside others or an archive's name; ``weak`` ones (volume, number) say nothing and are
    only kept with the rest.
    ``collection``: the unit names the collection, not the place in it; with ``beside``, only
    where that other unit stands in the same citation.
    """

    name: Annotated[str, Field(min_length=1)]
    telling: Words = []
    clear: Words = []
    short: Words = []
    weak: Words = []
    collection: bool = False
    beside: str = ""


class Archives(Strict):
    """The whole of ``archives.toml``, all layers."""

    archive: list[Archive] = []
    unit: list[Unit] = []

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the whole table: the opinion on a reference depends on it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @cached_property
    def names(self) -> "Names":
        """All names and aliases, ready to be searched."""
        return Names(self.archive)

    @cached_property
    def weights(self) -> dict[str, tuple[Unit, int]]:
        """Each word that counts: its unit, and what it weighs (telling 3 to weak 0).

        Words of two or more words stand under their last ("khr" for "ed. khr").
        """
        return {
            word.casefold().split(" ")[-1]: (unit, weight)
            for unit in self.unit
            for weight, words in enumerate((unit.weak, unit.short, unit.clear, unit.telling))
            for word in words
        }

    @cached_property
    def telling(self) -> list[Archive]:
        """The archives that have a form of reference which says who they are."""
        return [one for one in self.archive if any(form.telling for form in one.reference)]


class Named(NamedTuple):
    """A place in a text where an archive is named: who can be meant, and what ``*`` stood for."""

    start: int
    end: int
    archives: tuple[Archive, ...]
    star: str = ""


class Names:
    """The names and aliases of all archives as one search."""

    def __init__(self, archives: list[Archive]) -> None:
        meant: dict[str, list[Archive]] = {}
        for archive in archives:
            for alias in dict.fromkeys([archive.name, *archive.aliases]):
                meant.setdefault(alias, []).append(archive)
        self._acronyms = {
            alias.replace(" ", ""): tuple(whom)
            for alias, whom in meant.items()
            if _ACRONYM.fullmatch(alias)
        }
        self._by_word: dict[str, list[tuple[re.Pattern[str], tuple[Archive, ...]]]] = {}
        self._unspaced: list[tuple[str, tuple[Archive, ...]]] = []
        for alias, whom in meant.items():
            if _HAN.search(alias):
                self._unspaced.append((alias, tuple(whom)))
            elif not _ACRONYM.fullmatch(alias):
                word = max(words_of(alias), key=len)
                self._by_word.setdefault(word, []).append((_alias(alias), tuple(whom)))

    def find(self, text: str) -> list[Named]:
        """Every place where an archive is named, in order; of two that overlap the longer."""
        found = [
            Named(match.start(), match.end(), whom)
            for form in _ACRONYM_FORMS
            for match in form.finditer(text)
            if (whom := self._acronyms.get(_NOT_CAPITAL.sub("", match.group())))
        ]
        # One telling word is looked up before the whole name is searched: far quicker.
        for word in dict.fromkeys(words_of(text)):
            for pattern, whom in self._by_word.get(word, ()):
                for match in pattern.finditer(text):
                    star = match.groupdict().get("star") or ""
                    if not star[:1].islower():
                        found.append(Named(match.start(), match.end(), whom, star))
        for name, whom in self._unspaced:
            at = text.find(name)
            while at >= 0:
                found.append(Named(at, at + len(name), whom))
                at = text.find(name, at + len(name))
        found.sort(key=lambda named: (named.start, -named.end))
        apart: list[Named] = []
        for named in found:
            if not apart or named.start >= apart[-1].end:
                apart.append(named)
        return apart


def words_of(text: str) -> list[str]:
    """The runs of letters and digits in a text."""
    return _WORD.findall(text)


def load_archives(folders: ConfigFolders) -> Archives:
    """The archives and units of all layers: an upper table adds to the lower one.

    An entry of the same name replaces the one below. Raises ConfigurationError.
    """
    found: dict[str, dict[str, Any]] = {"archive": {}, "unit": {}}
    for path in folders.files("archives.toml"):
        table = validate(Archives, read_toml(path), [path])
        for kind in found:
            found[kind] |= {entry.name: entry for entry in getattr(table, kind)}
    return Archives(archive=list(found["archive"].values()), unit=list(found["unit"].values()))


@lru_cache(maxsize=1)
def shipped_archives() -> Archives:
    """The archives of the shipped table alone. Raises ConfigurationError."""
    return load_archives(ConfigFolders((shipped_folder(),)))


def _template(text: str, series: str) -> str:
    written = re.escape(text).replace(r"\{series\}", f"(?:{series})").replace(r"\#", NUMBER)
    return written.replace(r"\ ", r"\.?\s{0,2}")


def _alias(alias: str) -> re.Pattern[str]:
    written = re.escape(alias).replace(r"\ ", r"\s{1,2}").replace("'", "['’ʹ]?")
    written = written.replace(r"\*", _NAME)
    return re.compile(rf"(?<!\w){written}(?!\w)")
