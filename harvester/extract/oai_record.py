"""A record of an OAI-PMH provider in simple Dublin Core (``oai_dc``) as a reading. Pure.

The fifteen elements are those of the Dublin Core Metadata Element Set 1.1, all of them optional
and repeatable (OAI-PMH 2.0, section 5). What a repository means by them is convention: it
puts DOIs, ISBNs and addresses into ``dc:identifier``, and its own dates beside the work's.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from xml.sax.saxutils import escape

from harvester.config.site import Dated
from harvester.extract import structured
from harvester.extract.names import looks_like_name
from harvester.extract.people import Person, assert_people
from harvester.extract.read import FIELDS
from harvester.extract.tree import SNIPPET, squeeze
from harvester.extract.values import LISTS, address, normal_form
from harvester.extract.watch import Element, WatchError, parse_xml
from harvester.extract.watch.oai import OaiRecord
from harvester.model import Assertion, Reading, ReviewItem

PROFILE = "oai_dc"
CHANNEL = "oai"

_BROKEN = "The repository's XML of this record was invalid and was repaired: check the values."
_RULE = Dated(generation=PROFILE)
#: The namespaces of Dublin Core; the bare prefix where a provider forgot to declare it.
_DC = frozenset({"http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "dc"})
_ELEMENTS = frozenset(
    "title creator subject description publisher contributor date type format identifier source "
    "language relation coverage rights".split()
)
_DIRECT = {
    "title": "title",
    "publisher": "publisher",
    "language": "language",
    "description": "abstract",
}
_ROLES = {"creator": "author", "contributor": "contributor"}
_LOOKED_FOR = frozenset(
    "title contributor publisher published_print language doi isbn issn url pdf_url keyword "
    "abstract licence".split()
)
#: Words of ``dc:type`` (DCMI, info:eu-repo, DSpace, OJS), the more telling first.
_KINDS = (
    ("chapter", re.compile(r"chapter|book ?part|part of book")),
    ("thesis", re.compile(r"thesis|dissertation|\bphd\b")),
    ("review", re.compile(r"\breviews?$|book ?review")),
    ("article", re.compile(r"article")),
    ("conference-paper", re.compile(r"conference ?(?:paper|object|item|poster)")),
    ("report", re.compile(r"report|working ?paper|preprint")),
    ("dataset", re.compile(r"data ?set")),
    ("book", re.compile(r"\bbooks?$|monograph|edited ?(?:book|volume|collection)")),
)
_DOI = re.compile(
    r"(?:(?:urn:|info:)?doi[\s:/]*|https?://(?:dx\.|www\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE
)
_ISBN = re.compile(r"(?:urn:)?isbn(?:-1[03])?[\s:]*|[\d -]{9,16}[\dX]$", re.IGNORECASE)
_ISSN = re.compile(r"(?:urn:)?[ep]?-?issn[\s:]*|\d{4}-\d{3}[\dX]$", re.IGNORECASE)
#: No name or identifier is longer.
_LONGEST_WORD = 500
_INSTITUTION = re.compile(
    r"universi|institut|college|school|dep(?:artmen)?t|facult|academ|cent(?:re|er)|laborator"
    r"|hospital|museum|librar|archive",
    re.IGNORECASE,
)
_XMLNS = re.compile(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class _Place:
    """One Dublin Core element that says something, and where it stands in the record."""

    name: str
    text: str
    locator: str
    snippet: str


def readings_of(record: OaiRecord) -> Iterator[Reading]:
    """What a record says in whatever form it comes: MARCXML, MODS and EAD, else Dublin Core.

    A finding aid is a reading for each of its units; the OAI identifier is that of the whole.
    """
    body = record.metadata_xml.encode("utf-8", "replace")
    form = None if record.deleted else structured.format_of(body[: structured.HEAD])
    if form is None:
        yield read_record(record)
        return
    for reading in structured.readings(form, BytesIO(body), ()):
        whole = all(a.field != "within" for a in reading.assertions)
        own = (_identity(record),) if whole else ()
        mended = (ReviewItem("text", _BROKEN, "text-damaged"),) if record.repaired and whole else ()
        yield replace(
            reading,
            assertions=(*own, *reading.assertions),
            review=(*reading.review, *mended),
        )


def _identity(record: OaiRecord) -> Assertion:
    header = f"<identifier>{escape(record.identifier)}</identifier>"
    return Assertion(
        "oai_id", record.identifier, CHANNEL, "header/identifier", header[:SNIPPET], PROFILE
    )


def read_record(record: OaiRecord) -> Reading:
    """What a record says. Never raises for what the record holds.

    Outcome ``ok`` with a title, ``no-title`` without; ``gone`` for a deleted record
    (OAI-PMH 2.0, section 2.5.1), of which only the OAI identifier is said (field ``oai_id``).
    """
    identity = _identity(record)
    if record.deleted:
        when = record.datestamp or "no date given"
        return _reading(record, "gone", [identity], f"The repository deleted this record ({when}).")
    places = list(_places(record))
    made = [identity, *_values(places), *_people(places), _kind(places)]
    titled = any(a.field == "title" and a.value for a in made)
    note = None if titled else "The record gives no title in Dublin Core."
    return _reading(
        record, "ok" if titled else "no-title", [*made, *_absences(made, bool(places))], note
    )


def _reading(
    record: OaiRecord, outcome: str, assertions: list[Assertion], note: str | None
) -> Reading:
    return Reading(
        site=None,
        profile=PROFILE,
        form=PROFILE,
        outcome=outcome,
        charset="utf-8",
        text_sha256=hashlib.sha256(record.metadata_xml.encode("utf-8", "replace")).hexdigest(),
        assertions=tuple(assertions),
        review=(ReviewItem("text", _BROKEN, "text-damaged"),) if record.repaired else (),
        note=note,
    )


def _places(record: OaiRecord) -> Iterator[_Place]:
    """All Dublin Core elements with text, in order; one that a repair put into another too."""
    counts: dict[str, int] = {}
    try:
        root = parse_xml(record.metadata_xml.encode("utf-8", "replace"), "metadata").root
    except WatchError:
        return
    for element in root.descendants():
        name = element.name
        if name not in _ELEMENTS or element.namespace not in _DC:
            continue
        counts[name] = counts.get(name, 0) + 1
        if text := squeeze(element.text(_ELEMENTS)):
            yield _Place(name, text, f"dc:{name}[{counts[name]}]", _snippet(element))


def _snippet(element: Element) -> str:
    """The element's own XML without namespace declarations, cut to a snippet."""
    source = element.canonical()
    opening, closed, rest = source.partition(">")
    source = _XMLNS.sub("", opening) + closed + rest
    return source if len(source) <= SNIPPET else source[:SNIPPET] + "…"


def _values(places: list[_Place]) -> list[Assertion]:
    """Everything but people and kind. A refused value becomes a reasoned absence."""
    made: list[Assertion] = []
    positions: dict[str, int] = {}
    titles = (p for p in places if p.name == "title" and normal_form("title", p.text))
    title = next(titles, None)
    plain_dates = any(p.name == "date" and not _is_clock_time(p.text) for p in places)
    for place in places:
        if place.name == "date" and plain_dates and _is_clock_time(place.text):
            continue
        for field, text in _fields(place, title in (None, place)):
            value = normal_form(field, text)
            if field in LISTS and value is not None:
                positions[field] = positions.get(field, 0) + 1
            made.append(
                Assertion(
                    field=field,
                    value=value,
                    channel=CHANNEL,
                    locator=place.locator,
                    snippet=place.snippet,
                    generation=PROFILE,
                    position=positions.get(field) if value is not None else None,
                    absence=None if value is not None else "what stands there cannot be its value",
                )
            )
    return made


def _fields(place: _Place, main: bool) -> list[tuple[str, str]]:
    """The fields that one element speaks of, and the text for each. ``main``: the title is it."""
    text = place.text
    if place.name == "title" and not main:
        return [("alternative_title", text)]
    if place.name in _DIRECT:
        return [(_DIRECT[place.name], text)]
    if place.name == "subject":
        return [("keyword", piece) for piece in text.split(";") if piece.strip()]
    if place.name == "date":
        return [("published_print", text)]
    if place.name == "rights":
        return [("licence", text)] if address(text) else []
    if place.name == "source":
        return [("issn", text)] if _ISSN.match(text) and normal_form("issn", text) else []
    return _identifier(text) if place.name == "identifier" else []


def _is_clock_time(text: str) -> bool:
    """A date with hours beside one without is the repository's own (taken in, made public)."""
    return "T" in text and ":" in text


def _identifier(text: str) -> list[tuple[str, str]]:
    """What a ``dc:identifier`` is. Digits inside an address are never taken for a number."""
    if len(text) > _LONGEST_WORD:
        return [("identifier", text)]
    if _DOI.match(text):
        return [("doi", text)]
    for field, pattern in (("isbn", _ISBN), ("issn", _ISSN)):
        if (match := pattern.match(text)) and normal_form(field, _bare(text, match)):
            return [(field, _bare(text, match))]
    if url := address(text):
        return [("pdf_url" if url.casefold().endswith(".pdf") else "url", url)]
    return [("identifier", text)]


def _bare(text: str, label: re.Match[str]) -> str:
    """The number after its label ("ISBN-13: "), or all of it where it has none."""
    return text[label.end() :] or text


def _people(places: list[_Place]) -> list[Assertion]:
    """Creators as authors, contributors as what Dublin Core calls them, in this order."""
    people = [
        person
        for name, role in _ROLES.items()
        for place in places
        if place.name == name
        for person in _persons(place, role)
    ]
    return assert_people(people, CHANNEL, _RULE)


def _persons(place: _Place, role: str) -> list[Person]:
    """Mostly one. "Family, Given; Affiliation" is OJS's way, "A, B; C, D" that of others."""
    pieces = [piece.strip() for piece in place.text.split(";") if piece.strip()]
    names = [piece for piece in pieces if len(piece) <= _LONGEST_WORD]
    if names == pieces and len(names) > 1 and all(map(_is_inverted_name, names)):
        return [Person(name, place.locator, place.snippet, role) for name in names]
    first = pieces[0] if names[:1] == pieces[:1] and names else ""
    person = Person(first, place.locator, place.snippet, role)
    person.add_affiliation("; ".join(pieces[1:]))
    return [person]


def _is_inverted_name(text: str) -> bool:
    return "," in text and looks_like_name(text) and not _INSTITUTION.search(text)


def _kind(places: list[_Place]) -> Assertion:
    """The kind that the first telling ``dc:type`` names; absent, it is unknown."""
    types = [place for place in places if place.name == "type"]
    for place in types:
        words = re.sub(r"[\W_]+", " ", place.text.rpartition("/")[2]).strip().casefold()
        kind = next((kind for kind, pattern in _KINDS if pattern.search(words)), None)
        if kind:
            return Assertion("kind", kind, CHANNEL, place.locator, place.snippet, PROFILE)
    reason = "no dc:type names a kind that is known" if types else "not in the record"
    place_of = types[0].locator if types else "record"
    return Assertion("kind", None, CHANNEL, place_of, generation=PROFILE, absence=reason)


def _absences(made: Iterable[Assertion], readable: bool) -> Iterator[Assertion]:
    """For each field that nothing gave, why (the trust rule of absence)."""
    said = {assertion.field for assertion in made}
    for name in FIELDS:
        if name not in said:
            looked = readable and name in _LOOKED_FOR
            reason = "not in the record" if looked else "not looked for"
            yield Assertion(name, None, CHANNEL, "record", absence=reason, candidate=False)
