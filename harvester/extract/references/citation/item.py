"""The fields of a reference put together as a CSL item, each with its place in the text."""

import re
from collections.abc import Callable, Sequence

from harvester.extract import values
from harvester.extract.references.citation.draft import Draft
from harvester.extract.references.citation.han import date_parts
from harvester.extract.references.citation.issued import REPRINT, issued
from harvester.extract.references.citation.kinds import kind_of
from harvester.extract.references.citation.moments import moment
from harvester.extract.references.citation.numbers import edition, pages, volume_and_issue
from harvester.extract.references.citation.of_people import (
    read_author,
    read_director,
    read_editor,
    read_translator,
)
from harvester.extract.references.citation.of_titles import (
    EVENT,
    IN,
    read_container,
    read_genre,
    read_series,
    read_title,
)
from harvester.extract.references.citation.segments import Segment, bare
from harvester.extract.references.citation.tokens import Token

_ARTICLE = re.compile(r"(?i)^\W*(?:article|art\.)\s+(?:no\.\s*)?(?P<number>\w*\d\w*)\W*$")
_AVAILABLE = re.compile(
    r"(?i)^\W*(?:available (?:from|at|online)|online|url|doi"
    r"|retrieved from|web|print)\b[\W]*(?:at)?\W*$"
)
_PMID = re.compile(r"\bPMID:?\s*(\d{4,9})")
_SEEN = re.compile(
    r"(?i)\b(?:accessed|retrieved|access date|last (?:visited|accessed)|viewed|cited|abgerufen"
    r"|zugriff|consult[ée]|дата обращения|acceso)\b"
)
_FIRST = re.compile(
    r"(?i)\b(?:original(?:ly)?(?: work)? published|first published|zuerst"
    r"|orig\.)\D{0,12}(1[4-9]\d\d|20\d\d)"
)
_DOCUMENT = re.compile(r"(?P<number>\d[\w\-–/]*)\W*$")
_ISBN = re.compile(r"(?i)\bisbn(?:-1[03])?:?\s*([\d\-– xX]{10,20})")
_DOI_HOST = re.compile(r"(?i)^(?:https?://)?(?:dx\.|www\.)?doi\.org/(.+)$")

Reader = Callable[[Draft, Segment, Sequence[Segment]], None]


def draft(text: str, parts: Sequence[Segment], tokens: Sequence[Token]) -> Draft:
    """The item that the labelled parts of a printed reference make."""
    made = Draft(text)
    for number, part in enumerate(parts):
        if part.label in _READERS:
            _READERS[part.label](made, part, parts[:number])
    for name, known, part in issued(text, [part for part in parts if part.label == "date"]):
        if known.status:
            made.set("status", known.status, bare(text, part))
        if "月" in part.of(text):
            made.set(name, {"date-parts": [date_parts(part.of(text))]}, part)
        elif known.parts or not known.status:
            made.set(name, known.csl(), bare(text, part))
    _addresses(made, tokens)
    _settle(made, parts)
    made.item = {"type": kind_of(made.item, text, parts), **made.item}
    if made.item["type"] in ("book", "report", "thesis", "document", "motion_picture"):
        _own_container(made)
    return made


def _settle(made: Draft, parts: Sequence[Segment]) -> None:
    """What only all fields together tell: places of events, series that look like books."""
    item = made.item
    if (
        str(item.get("genre", "")).lower().startswith("paper presentation")
        and "event-title" not in item
    ):
        made.rename("container-title", "event-title")
        item.pop("genre")
    if "event-title" in item and "publisher" not in item:
        made.rename("publisher-place", "event-place")
    if not any(part.label == "journal" for part in parts):
        _own_container(made)
    held = next((part for part in parts if part.label == "container"), None)
    if (
        held
        and "container-title" in item
        and "collection-title" not in item
        and _is_series(made, held, parts)
    ):
        made.rename("container-title", "collection-title")


def _is_series(made: Draft, held: Segment, parts: Sequence[Segment]) -> bool:
    """Whether a "book" that nothing introduces stands between an unquoted title and an imprint."""
    labels = {part.label for part in parts}
    title = next((part for part in parts if part.label == "title"), None)
    if title is None or labels & {"editor", "journal"} or not labels >= {"place", "publisher"}:
        return False
    if IN.match(held.of(made.text)) or title.of(made.text).lstrip()[:1] in "“\"«‘'„":
        return False
    after = made.text[held.end : held.end + 2] + held.of(made.text)[-2:]
    return "(" in after and "page" not in _before_imprint(made, held)


def _before_imprint(made: Draft, held: Segment) -> set[str]:
    return {span.field for span in made.spans if span.end <= held.start}


def _own_container(made: Draft) -> None:
    """A journal or book around nothing is the work's own title."""
    made.rename("container-title", "title")


def _volume(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    for name, value in volume_and_issue(part.of(made.text)).items():
        start = made.text.find(value.split("-")[0], part.start, part.end)
        place = Segment(part.label, start, start + len(value)) if start >= 0 else part
        if name not in made.item:
            made.set(name, value, Segment(part.label, place.start, min(place.end, part.end)))
        elif name == "volume" and "issue" not in made.item:
            made.set("issue", value, place)


def _pages(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    for name, value in pages(part.of(made.text)).items():
        if name not in made.item:
            made.set(name, value, bare(made.text, part))


def _edition(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words = part.of(made.text)
    if not REPRINT.fullmatch(words.strip(" .,;:(")):
        made.set("edition", edition(words), bare(made.text, part))


def _note(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words = part.of(made.text)
    if _SEEN.search(words):
        seen = moment(words)
        if seen and seen.parts:
            made.set("accessed", seen.csl(), bare(made.text, part))
            return
    if (match := _FIRST.search(words)) and "original-date" not in made.item:
        date = {"date-parts": [[int(match.group(1))]]}
        made.set("original-date", date, bare(made.text, part))
        return
    if match := _ISBN.search(words):
        digits = values.isbn(match.group(1))
        if digits:
            made.set(
                "ISBN",
                match.group(1).strip(),
                Segment("note", part.start + match.start(1), part.start + match.end(1)),
            )
            return
    if match := _ARTICLE.match(words):
        made.set("page", match["number"], bare(made.text, part))
        return
    if match := _PMID.search(words):
        made.set("PMID", match.group(1), bare(made.text, part))
        return
    if event := EVENT.search(words):
        value = bare(made.text, Segment("note", part.start + event.end(), part.end))
        made.set("event-title", value.of(made.text), value)
        return
    if len(words.strip(" .,;:()[]")) > 3 and not _AVAILABLE.match(words):
        value = bare(made.text, part)
        made.set("note", value.of(made.text), value)


def _document(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """A document's number in an edition ("doc. 49"), or a law's."""
    value = bare(made.text, part)
    if match := _DOCUMENT.search(value.of(made.text)):
        first = value.start + match.start("number")
        number = Segment(part.label, first, first + len(match["number"]))
        made.set("number", number.of(made.text), number)


def _reporter(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """The reporter of a law or a case, whose stops are its own: "U.S."."""
    made.set("container-title", part.of(made.text), part)


def _plain(name: str) -> Reader:
    def read(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
        value = bare(made.text, part)
        words = re.sub(r"^(?:and|und|et)\s+", "", value.of(made.text))
        made.set(name, words, Segment(part.label, value.end - len(words), value.end))

    return read


def _publisher(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """Who gave it out; "Author" (APA) says only that the author did."""
    if bare(made.text, part).of(made.text) not in ("Author", "Authors", "Author(s)"):
        _plain("publisher")(made, part, before)


def _addresses(made: Draft, tokens: Sequence[Token]) -> None:
    """DOIs and web addresses are what they are, whatever the model says."""
    for token in tokens:
        place = Segment(token.kind, token.start, token.end)
        match = _DOI_HOST.match(token.text)
        if token.kind == "doi" or match:
            found = values.doi(match.group(1) if match else token.text)
            if found and "DOI" not in made.item:
                made.set("DOI", found, place)
        elif token.kind == "url" and "URL" not in made.item:
            made.set("URL", token.text, place)


_READERS = {
    "author": read_author,
    "editor": read_editor,
    "translator": read_translator,
    "director": read_director,
    "title": read_title,
    "journal": read_container,
    "container": read_container,
    "reporter": _reporter,
    "edition-title": read_container,
    "series": read_series,
    "genre": read_genre,
    "volume": _volume,
    "part": _plain("volume-title"),
    "issue": _plain("issue"),
    "volume-number": _plain("volume"),
    "pages": _pages,
    "edition": _edition,
    "publisher": _publisher,
    "place": _plain("publisher-place"),
    "archive": _plain("archive_location"),
    "document": _document,
    "code": _plain("code"),
    "note": _note,
}
