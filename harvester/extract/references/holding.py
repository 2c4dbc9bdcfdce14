"""What a citation says of where its source is kept, with the spans that say it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.config.archives import Archive, Named
from harvester.extract.references.archive_names import end_of_name, name_end, place_of, town_behind
from harvester.extract.references.counted import Part
from harvester.model import Span

_YEAR = r"(?:1[4-9]|20)\d\d"
#: How many characters there may be between an edition and its volume.
_WINDOW = 150
_VOLUME = re.compile(
    r"\b(?:[Vv]ols?|[Vv]olumes?|[Tt]omes?|[Tt]|[Bb]d|[Ss]er|[Ss]eries|[Ss]érie|[Ss]erie|[Nn]os?|"
    r"[Ii]ssues?)\b\.?\s?(?:[IVXLC]{1,8}|\d{1,3})\b(?:[-–/][\dIVXLC]{1,4}\b)?"
    r"|(?<=Bulletin )\d{1,3}(?:[-–/]\d{1,3})?\b|(?<=Dossier )\d{1,3}\b"
    r"|(?<=[,:;] )[IVXLC]{1,7}(?=[:,.;)]|$)"
)
_DOCUMENT = re.compile(
    r"[\s,:;(]{1,3}(?:\b(?:pt|pts|part|doc|docs|document|documents|no|nos|nr|dok|série|series|vol)"
    r"\b\.?\s?[\dIVXLC]{1,5}(?:[-–]\d{1,4})?|[IVXLC]{1,7}(?=[:,.;)]|$))",
    re.IGNORECASE,
)
_YEARS = re.compile(rf"[\s,:;(]{{0,3}}({_YEAR}(?:\s?[-–—/]\s?\d{{2,4}})?)(?!\d)")
_PAPER_SERIES = re.compile(r"(?:Working|Occasional|Discussion) Paper")
_PART_OF_EDITION = re.compile(
    r"[\s,:;(]{0,3}((?:Digital|Virtual) Archive|Bulletin|e-?Dossier)\b", re.IGNORECASE
)

_PAPERS = re.compile(
    r"\b(?:Papers|Paper|Collection|Collections|MSS|Nachlass|Nachlaß|NL|Records|Fonds|fonds|Fondo|"
    r"Files|Diaries|Diary|Correspondence|Carte|Archivio|Papiers|Estate|Bequest|Teilnachlass)\b"
)
_SEPARATOR = re.compile(r"\s?[,;:]\s|(?<=[^\W\d_]{3})\.\s|[()\[\]]")
_FROM_TO = re.compile(rf"{_YEAR}\s?[-–—/]\s?\d{{2,4}}$")
_DATED = re.compile(rf"\b{_YEAR}\b|[“”\"«»„]")
#: What is counted inside a file, and the signature that a file may have.
_LEAVES = frozenset({"blatt", "carta", "folio", "list", "reel"})
_SIGNATURE = re.compile(r",\s(?P<number>[A-Z]{1,4}[ /-]?(?:[A-Z]{1,2}[ /-])?\d[\d /.-]{0,12})$")
#: "File No. 12(5)-EUR/54": a number with signs that touch it.
_GOES_ON = re.compile(r"(?:[(/-][\w()/-]{1,20})(?=[,.;\s]|$)")
_CODE = re.compile(r"[A-Z]{1,4}[ .-]?\d{2,6}")
_TRIM = " \t\n\xa0,;:.()[]–—-"
#: An unknown archive's name of at most so many capitals is an acronym: stops do not count.
_INITIALS = 7
#: The longest name of a collection, in characters.
_LONGEST = 140


@dataclass(frozen=True, slots=True)
class Holding:
    """What a citation says of where its source is kept.

    ``archive`` is the name in the table, to be grouped under; for an unknown archive the
    printed name, or None where none is named or the name could mean several. ``printed`` is
    the name as it stands in the text. ``edition``: these are published documents. ``reason``
    says in words why the text was taken for such a citation. The fields of ``spans`` are
    ``archive``, ``archive-place``, ``archive_collection`` and ``archive_location``.
    """

    archive: str | None
    printed: str | None
    archive_place: str | None
    collection: str | None
    location: str | None
    edition: bool
    reason: str
    spans: tuple[Span, ...] = ()


def describe_holding(
    text: str, parts: Sequence[Part], holder: Named | None, house: tuple[int, int] | None
) -> Holding:
    """A holding from its counted parts and from where its archive is named, if it is."""
    implied = next((part.archive for part in parts if part.archive), None)
    archive = _meant(text, holder) if holder else implied
    name = (holder.start, name_end(text, holder)) if holder else house
    place = place_of(text, holder) if holder else None
    if name and (place is None or place[0] < name[1]):
        place = town_behind(text, name[1]) or place
    units = ", ".join(dict.fromkeys(part.unit for part in parts if part.weight))
    if holder:
        reason = f"names {text[holder.start : holder.end]} and counts {units}"
    else:
        reason = f"counts {units}" + (" as an archive does" if house is None else "")
    behind = end_of_name(text, max(place[1] if place else 0, name[1] if name else 0))
    collection, location = _divided(text, parts, name, behind)
    canonical = _canonical(archive, holder)
    if canonical is None and house:
        printed = text[slice(*house)]
        initials = re.sub(r"[\s.]", "", printed)
        canonical = initials if initials.isupper() and len(initials) <= _INITIALS else printed
    return _made(text, canonical, name, place, archive, collection, location, reason)


def describe_edition(text: str, named: Named) -> Holding | None:
    """A volume of an edition of documents; None where no year, volume or issue follows."""
    archive = named.archives[0]
    start = end_of_name(text, named.end)
    years = _YEARS.match(text, start)
    part = _PART_OF_EDITION.match(text, start)
    volume = _VOLUME.search(text, start, min(len(text), start + _WINDOW))
    if not (years or part or volume) or _PAPER_SERIES.search(text, start, start + _WINDOW):
        return None
    collection = years.span(1) if years else part.span(1) if part else None
    location = None
    if volume:
        end = volume.end()
        while more := _DOCUMENT.match(text, end):
            end = more.end()
        location = (volume.start(), end)
    reason = f"names {text[named.start : named.end]} with a year, a volume or an issue"
    name = (named.start, named.end)
    return _made(text, archive.name, name, None, archive, collection, location, reason)


def describe_papers(text: str, holder: Named) -> Holding | None:
    """Named papers in an archive, without any number; None where no papers are named."""
    place = place_of(text, holder)
    behind = end_of_name(text, max(place[1] if place else 0, holder.end))
    collection = _segments_before(text, 0, holder.start, papers=True) or _segments_after(
        text, behind
    )
    if collection is None:
        return None
    archive = _meant(text, holder)
    name = (holder.start, holder.end)
    reason = f"names {text[holder.start : holder.end]} and papers in it"
    canonical = _canonical(archive, holder)
    return _made(text, canonical, name, place, archive, collection, None, reason)


def describe_last(text: str, holder: Named) -> Holding | None:
    """What ends in the name of an archive and its town: an interview, a letter; None else."""
    place = place_of(text, holder)
    end = max(place[1] if place else 0, end_of_name(text, name_end(text, holder)))
    if text[end:].strip(" .)") or not text[: holder.start].endswith((", ", "; ", ". ")):
        return None
    archive = _meant(text, holder)
    reason = f"ends in {text[holder.start : holder.end]}"
    name = (holder.start, name_end(text, holder))
    return _made(text, _canonical(archive, holder), name, place, archive, None, None, reason)


def _made(
    text: str,
    canonical: str | None,
    name: tuple[int, int] | None,
    place: tuple[int, int] | None,
    archive: Archive | None,
    collection: tuple[int, int] | None,
    location: tuple[int, int] | None,
    reason: str,
) -> Holding:
    places = {
        "archive": name,
        "archive_location": location,
        "archive_collection": collection,
        "archive-place": place,
    }
    apart: list[Span] = []
    for field, span in places.items():
        if span and all(span[1] <= other.start or other.end <= span[0] for other in apart):
            apart.append(Span(field, *span))
    spans = tuple(sorted(apart, key=lambda span: span.start))
    said = {span.field: text[span.start : span.end] for span in spans}
    return Holding(
        archive=canonical,
        printed=said.get("archive"),
        archive_place=said.get("archive-place") or (archive.place if archive else "") or None,
        collection=said.get("archive_collection"),
        location=said.get("archive_location"),
        edition=archive is not None and archive.kind == "edition",
        reason=reason,
        spans=spans,
    )


def _meant(text: str, holder: Named) -> Archive | None:
    """Which archive a shared alias means: the one whose collections the text names."""
    if len(holder.archives) == 1:
        return holder.archives[0]
    words = [
        sum(re.search(rf"\b{re.escape(word)}\b", text) is not None for word in one.collections)
        for one in holder.archives
    ]
    best = max(words)
    if words.count(best) == 1:
        return holder.archives[words.index(best)]
    return None


def _canonical(archive: Archive | None, holder: Named | None) -> str | None:
    if archive is None:
        return None
    if holder and holder.star:
        return archive.name.replace("*", holder.star)
    return archive.name


def _divided(
    text: str, parts: Sequence[Part], name: tuple[int, int] | None, behind: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The collection and the location that the parts and the words between them name."""
    first = next((i for i, part in enumerate(parts) if not part.collection), len(parts))
    named, inside = parts[:first], parts[first:]
    location = (inside[0].start, inside[-1].end) if inside else None
    while location and text[location[0]] in "/ .,":
        location = (location[0] + 1, location[1])
    if location and (on := _GOES_ON.match(text, location[1])):
        location = (location[0], on.end())
    if named:
        collection = (named[0].start, named[-1].end)
        if inside and named[-1].unit == "reference":
            more = _segments_before(text, named[-1].end, inside[0].start)
            collection = (collection[0], more[1] if more else collection[1])
        return collection, location
    first_start = inside[0].start if inside else len(text)
    if name is None or name[1] <= first_start:
        between = _segments_before(text, behind if name else 0, first_start, papers=name is None)
        if between is None and name:
            between = _segments_before(text, 0, name[0], papers=True)
        if between and location and inside[0].unit in _LEAVES:
            between, location = _with_signature(text, between, location)
        return between, location
    between = _segments_before(text, inside[-1].end, name[0]) if inside else None
    return between or _segments_before(text, 0, first_start, papers=True), location


def _with_signature(
    text: str, collection: tuple[int, int], location: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The signature of a file before its leaves is a place in the collection: "A 123, Bl. 4"."""
    words = text[slice(*collection)]
    match = _SIGNATURE.search(words)
    if match is None:
        return collection, location
    start = collection[0] + match.start("number")
    return (collection[0], collection[0] + match.start()), (start, location[1])


def _segments_before(
    text: str, start: int, end: int, papers: bool = False
) -> tuple[int, int] | None:
    """The segments between commas right before ``end`` that can name a collection.

    A date, a quotation or a small letter stops the search. With ``papers`` only the segments
    from the last one that names papers.
    """
    start = max(start, end - _LONGEST)
    edges = [start, *(m.end() for m in _SEPARATOR.finditer(text, start, end)), end]
    found: tuple[int, int] | None = None
    coded = 0
    for low, high in zip(reversed(edges[:-1]), reversed(edges[1:]), strict=True):
        span = _trimmed(text, low, high)
        if span is None:
            continue
        words = text[slice(*span)]
        if (_DATED.search(words) and not _FROM_TO.match(words)) or words[0].islower():
            break
        if papers and not coded and _CODE.fullmatch(words):
            coded = span[1]  # "George F. Kennan Papers, MC076"
            continue
        if papers and found is None and not _PAPERS.search(words):
            return None
        found = (span[0], found[1] if found else coded or span[1])
        if papers:
            break
    return found


def _segments_after(text: str, start: int) -> tuple[int, int] | None:
    """The first segment behind an archive's name that names papers."""
    end = min(len(text), start + _LONGEST)
    low = start
    for edge in [*(m for m in _SEPARATOR.finditer(text, start, end)), None]:
        high = edge.start() if edge else end
        span = _trimmed(text, low, high)
        if span and _PAPERS.search(text[slice(*span)]) and not _DATED.search(text[slice(*span)]):
            return span
        if edge is None:
            break
        low = edge.end()
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while start < end and text[end - 1] in _TRIM:
        end -= 1
    return (start, end) if start < end else None
