"""The counted parts of an archival citation: fond 5, box 3, FO 371, MS 264.

Each part weighs: 3 says by itself what it is ("FO 371/12345"), 2 nearly, 1 only beside others,
0 nothing. What they weigh together decides whether a text cites an archive.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harvester.config.archives import Archive, Archives, Named

#: How far one part may stand from the next in one citation, in characters.
_GAP = 60
#: The same for a part that says nothing ("vol. 3"): it has to touch another.
_TOUCHING = 4
#: The longest that all parts of one citation can be.
_LONGEST = 300

_YEAR = re.compile(r"(?:1[4-9]|20)\d\d$")
#: Any word and its number. A single letter has to be small or to have a stop ("b 12", "F. 5"),
#: and takes no Roman numeral: "D 91" is a journal's series and "B. L." are initials.
_DIGITS = (
    r"(?:[A-Z]{1,2}-?)?\d{1,7}[^\W\d_]{0,2}(?:\s?[-–—/.]\s?\d{1,7}[^\W\d_]{0,2}){0,4}"
    r"(?:\s(?:r|v|ob|об|recto|verso)\b\.?)?"
)
_COUNTING = re.compile(
    r"(?<![\w'’-])(?:(?P<letter>[^\W\d_])(?:\s?\.\s{0,2}|\s)"
    rf"(?:(?:nos?|nr|n)\.\s|№\s?)?(?P<few>{_DIGITS})|"
    r"(?P<word>[^\W\d_]{2,16}['’ʹ]?)(?:\s?\.\s{0,2}|\s|(?=\d))"
    rf"(?:(?:[Nn]os?|[Nn]r|n)\.\s|№\s?)?(?P<value>{_DIGITS}|[IVXLC]{{1,7}}))(?!\w)"
)
_MANUSCRIPT = re.compile(
    r"(?<!\w)(?:Add(?:itional)?\s?\.?\s)?(?P<word>MSS?|Mss?|mss?|Cod|Codex|Hs)\b\s?\.?\s{0,2}"
    r"(?:(?:[A-Z][\w'’]{0,15}|lat|gr|fr|it|arab|ar|or|cl|classe|misc|[Dd]ep|[Ee]ng|[Hh]ist|[Dd]on)\s?[.,]{0,2}\s){0,4}"
    r"(?:[nN]\s?\.\s?)?(?:\d{1,6}\w?|[IVXLC]{1,6})(?!\w)"
    r"(?:,\s\d{1,5}(?=\s?\(=))?(?:\s?\(=\s?\d{1,6}\s?\))?"
)
#: "109-00123-01", "B123-4-567", "855/3/12": parts of numbers right behind an archive's name.
_CALL_NUMBER = re.compile(
    r"(?:\s(?:of|the|and|[A-Z][\w’'-]{1,20})){0,8}(?:\s\([A-Z][\w. -]{0,14}\))?"
    r"[\s,:;()\].]{1,4}(?:[Nn]os?\.? |[Ff]ile (?:no\.? )?|№ ?)?"
    r"(?P<number>[A-Z]{0,3}\d{1,6}(?:[-/]\d{1,6}){1,4})(?![\w/-])"
)
#: "611.61/12-2349": the central files of the State Department.
_DECIMAL = re.compile(r"(?<![\w./])\d{3}[A-Z]?\.\d{1,4}/\d{1,2}-\d{2,4}(?![\w/])")
#: An archive that need not be known, where a call number of three parts stands behind it.
_ARCHIVE = re.compile(
    r"(?<!\w)[A-Z][\w’'-]{1,20}(?:\s[\w’'-]{1,20}){0,5}\sArchives?"
    r"(?:\sof(?:\s[\w’'-]{1,20}){1,10})?(?=,|\s\()"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One counted part. ``collection``: it names the collection, not a place in it.

    ``archive``: the one whose form of reference this is.
    """

    start: int
    end: int
    unit: str
    weight: int
    collection: bool = False
    beside: str = ""
    archive: Archive | None = None


def counted(text: str, archives: Archives, holders: Sequence[Named]) -> list[Part]:
    """The heaviest run of parts that stand near to each other, in order; may be empty.

    ``holders``: where the text names archives. Only their forms of reference are looked for;
    where it names none, those of all archives.
    """
    parts = [*_units(text, archives), *_manuscripts(text)]
    parts += _references(text, archives, holders, any(part.weight for part in parts))
    parts += _call_numbers(text, holders)
    parts += [Part(*match.span(), "decimal file", 1) for match in _DECIMAL.finditer(text)]
    runs: list[list[Part]] = []
    for part in _without_strays(_apart(parts)):
        if runs and _goes_on(text, runs[-1], part):
            runs[-1].append(part)
        else:
            runs.append([part])
    best = max(runs, key=weigh, default=[])
    units = {part.unit for part in best}
    return [
        replace(part, collection=False) if part.beside and part.beside not in units else part
        for part in best
    ]


def _goes_on(text: str, run: Sequence[Part], part: Part) -> bool:
    between = text[run[-1].end : min(part.start, run[-1].end + _GAP + 1)]
    gap = _GAP if part.weight else _TOUCHING
    return len(between) <= gap and ";" not in between and part.end - run[0].start <= _LONGEST


def weigh(parts: Iterable[Part]) -> int:
    """What parts weigh together; the same unit twice weighs once."""
    heaviest: dict[str, int] = {}
    for part in parts:
        heaviest[part.unit] = max(part.weight, heaviest.get(part.unit, 0))
    return sum(heaviest.values())


def _units(text: str, archives: Archives) -> Iterator[Part]:
    for match in _COUNTING.finditer(text):
        letter = match["letter"]
        if (
            letter
            and letter.isupper()
            and "." not in text[match.end("letter") : match.end("letter") + 2]
        ):
            continue
        found = archives.weights.get((letter or match["word"]).casefold())
        if found is None:
            continue
        unit, weight = found
        if weight == 1 and _YEAR.match(match["few"] or match["value"]):
            continue  # "b. 1925", "c. 1950": born, about
        yield Part(match.start(), match.end(), unit.name, weight, unit.collection, unit.beside)


def _manuscripts(text: str) -> Iterator[Part]:
    for match in _MANUSCRIPT.finditer(text):
        weight = 2 if match["word"].startswith("MS") else 1
        yield Part(match.start(), match.end(), "manuscript", weight)


def _references(
    text: str, archives: Archives, holders: Sequence[Named], counting: bool
) -> Iterator[Part]:
    named = [archive for one in holders for archive in one.archives]
    every = named or (archives.archive if counting else archives.telling)
    for archive in {archive.name: archive for archive in every}.values():
        for form in archive.reference:
            if not (form.telling or named or counting):
                continue
            match = form.pattern.search(text)
            if match is None:
                continue
            weight = 3 if form.telling else 2 if named else 1
            groups = match.groupdict()
            if not (named or form.telling or groups.get("collection")):
                continue  # "vol. 3" says something beside its archive only
            if groups.get("collection"):
                start, end = match.span("collection")
                yield Part(start, end, "reference", weight, collection=True, archive=archive)
            if groups.get("location"):
                start, end = match.span("location")
                yield Part(start, end, "reference", weight, archive=archive)
            break


def _call_numbers(text: str, holders: Sequence[Named]) -> Iterator[Part]:
    ends = {one.end: 2 for one in holders}
    ends |= {match.end(): 3 for match in _ARCHIVE.finditer(text) if match.end() not in ends}
    for end, weight in ends.items():
        match = _CALL_NUMBER.match(text, end)
        if match is None:
            continue
        numbers = re.split(r"[-/]", match["number"])
        if any(_YEAR.match(number) for number in numbers) and len(numbers) <= 3:
            continue  # "1958-62", "12/5/1950"
        if len(numbers) > 2 or match["number"][0].isalpha():
            yield Part(match.start("number"), match.end("number"), "call number", weight)


def _without_strays(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts without those of no weight that touch no other."""
    for i, part in enumerate(parts):
        behind = i > 0 and part.start - parts[i - 1].end <= _TOUCHING
        before = i + 1 < len(parts) and parts[i + 1].start - part.end <= _TOUCHING
        if part.weight or behind or before:
            yield part


def _apart(parts: Iterable[Part]) -> list[Part]:
    """In order; of two that overlap the heavier, then the longer."""
    chosen: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.weight, -part.end)):
        if chosen and part.start < chosen[-1].end:
            if part.weight > chosen[-1].weight:
                chosen[-1] = part
            continue
        chosen.append(part)
    return chosen
