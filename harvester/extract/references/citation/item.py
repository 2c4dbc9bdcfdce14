"""The fields of a reference put together as a CSL item, each with its place in the text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harvester.extract import values
from harvester.extract.references.citation.han import date_parts
from harvester.extract.references.citation.han import names as han_names
from harvester.extract.references.citation.issued import REPRINT, issued
from harvester.extract.references.citation.kinds import kind_of
from harvester.extract.references.citation.moments import moment
from harvester.extract.references.citation.numbers import edition, pages, volume_and_issue
from harvester.extract.references.citation.people import Name, has_et_al, people
from harvester.extract.references.citation.segments import Segment, bare
from harvester.extract.references.citation.tokens import Token
from harvester.extract.references.holding import Holding
from harvester.extract.references.name_order import suspect
from harvester.model import Span

_EDITS = re.compile(
    r"(?i)[\s,(\[](?:eds?|editors?|hrsg|hgg?|éds?|dirs?|comps?|coords?|red|ред"
    r"|сост)\b\.?[\s,.:)\]]*$"
    r"|\b(?:edited by|ed\. by|herausgegeben von|sous la dir(?:ection|\.) de|a cura di)\b"
)
_LED_BY = re.compile(
    r"(?i)^\W*(?:hr?s?g\.? (?:v\.|von)|bearb\. von|a cura di|отв\. ред\.?|comp(?:iled)?\.? by)\s+"
)
#: "Febvre (Lucien)", as French lists print names.
_ONLY_HAN = re.compile(r"^[\s\u3400-\u9fff\u3040-\u30ff、，,·・]{2,60}$")
_IN_BRACKETS = re.compile(r"^([^\W\d_][\w’'-]+) \(([^\W\d_][\w .’'-]+)\)")
_DIRECTS = re.compile(r"(?i)\b(?:directed by|dir\. (?!de)|director\b|dir\.$)")
_TRANSLATES = re.compile(r"(?i)\b(?:trans(?:l|lated)?|übers(?:etzt)?|trad(?:uit)?|tr)\b")
_BRACKETS = re.compile(r"\s*\[(?P<inside>[^\[\]]{3,}(?:\[[^\[\]]*\][^\[\]]*)*)\][\s.,:;”’\"]*$")
_MEDIUM = re.compile(
    r"(?i)^(?:online|internet|electronic resource|dvd|film|video|abstract|cd(?:-rom)?|microfilm"
    r"|manuscript"
    r"|unpublished|sic|map|preprint|blog(?: post)?|motion picture|in \w+)$"
)
_IN = re.compile(
    r"^\W*(?:in|In|IN|dans|Dans|en|En|em|Em|В|в|у)\b\s*:?\s+|^\W*(?:in|In|dans|Dans|In\.)\s*:\s*"
)
_EVENT = re.compile(
    r"(?i)\b(?:paper|talk|lecture) (?:presented|read|given) (?:at|to)\b(?: the\b)?\s*"
)
_ARTICLE = re.compile(r"(?i)^\W*(?:article|art\.)\s+(?:no\.\s*)?(?P<number>\w*\d\w*)\W*$")
_AVAILABLE = re.compile(
    r"(?i)^\W*(?:available (?:from|at|online)|online|url|doi"
    r"|retrieved from|web|print)\b[\W]*(?:at)?\W*$"
)
_PMID = re.compile(r"\bPMID:?\s*(\d{4,9})")
_COLLECTION_NUMBER = re.compile(
    r"[\s,;:(]+(?:(?:no|nr|vol|bd|v|t|№)\b\.?\s*)?(?P<number>\d+[a-z]?|[IVXLC]+)\W*$", re.I
)
_NUMBERED = re.compile(
    r"[\s,]*(?:\b(?:nos?|nr|number|№)\b\.?|#)?\s*(?P<number>[A-Z]{0,6}[-/]?\d[\w./\-]*)\W*$", re.I
)
_SEEN = re.compile(
    r"(?i)\b(?:accessed|retrieved|access date|last (?:visited|accessed)|viewed|cited|abgerufen"
    r"|zugriff|consult[ée]|дата обращения|acceso)\b"
)
_ISBN = re.compile(r"(?i)\bisbn(?:-1[03])?:?\s*([\d\-– xX]{10,20})")
_DOI_HOST = re.compile(r"(?i)^(?:https?://)?(?:dx\.|www\.)?doi\.org/(.+)$")


@dataclass(eq=False)
class Draft:
    """A CSL item in the making, with where each field stands and what belongs to none."""

    text: str
    item: dict[str, object] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    def set(self, name: str, value: object, part: Segment) -> None:
        """Take a value; a further one for the same variable is joined to it."""
        if not value:
            return
        old = self.item.get(name)
        if isinstance(old, list) and isinstance(value, list):
            value = [*old, *(one for one in value if one not in old)]
        elif isinstance(old, str) and isinstance(value, str):
            value = old if value in old else f"{old}; {value}"
        elif old is not None:
            return
        self.item[name] = value
        self.spans.append(Span(name, part.start, part.end))

    def hold(self, holding: Holding) -> None:
        """Take what a citation of an unpublished source says of where it is kept."""
        self.item["type"] = "manuscript"
        values = {
            "archive": holding.printed or holding.archive,
            "archive-place": holding.archive_place,
            "archive_collection": holding.collection,
            "archive_location": holding.location,
        }
        self.item |= {name: value for name, value in values.items() if value}
        self.spans.extend(holding.spans)

    def rename(self, old: str, new: str) -> None:
        """Call a field by another variable, if it is there and the other is not."""
        if old in self.item and new not in self.item:
            self.item[new] = self.item.pop(old)
            self.spans = [
                Span(new, span.start, span.end) if span.field == old else span
                for span in self.spans
            ]

    def custom(self, name: str, value: str, part: Segment) -> None:
        """Take a value for which CSL has no variable."""
        held = self.item.setdefault("custom", {})
        assert isinstance(held, dict)
        if value and name not in held:
            held[name] = value
            self.spans.append(Span(name, part.start, part.end))


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
    if "event-title" in item and "publisher" not in item:
        made.rename("publisher-place", "event-place")
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
    if _IN.match(held.of(made.text)) or title.of(made.text).lstrip()[:1] in "“\"«‘'„":
        return False
    after = made.text[held.end : held.end + 2] + held.of(made.text)[-2:]
    return "(" in after and "page" not in _before_imprint(made, held)


def _before_imprint(made: Draft, held: Segment) -> set[str]:
    return {span.field for span in made.spans if span.end <= held.start}


def _own_container(made: Draft) -> None:
    """A journal or book around nothing is the work's own title."""
    made.rename("container-title", "title")


def _people(made: Draft, words: str) -> list[Name]:
    """The names in a text; one printed in its own order is not turned into ours.

    "Chen Jian" is Chen by family; "Danhui, Li" stays as printed and is flagged.
    """
    names = people(_LED_BY.sub("", _IN_BRACKETS.sub(r"\1, \2", words)))
    for place, name in enumerate(names):
        family, given = name.get("family", ""), name.get("given", "")
        found = suspect(family, given, made.text) if family and given else None
        if found is None:
            continue
        if f"{given} {family}" not in words:
            made.flags.add("name-order-suspected")
        elif found.force == "strong":
            names[place] = {**name, "family": given, "given": family}
    return names


def _author(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words = part.of(made.text)
    if _ONLY_HAN.match(words):
        found, edits = han_names(words.strip())
        made.set("editor" if edits else "author", found, part)
        return
    names = _people(made, words)
    if has_et_al(words):
        made.flags.add("et-al")
    role = "author"
    if _DIRECTS.search(words):
        made.set("director", names, bare(made.text, part, quotes=False))
        return
    if _EDITS.search(words.rstrip(" ,.:;")) or _EDITS.search(words):
        role = "editor"
    elif _TRANSLATES.search(words) and before:
        role = "translator"
    elif made.item.get("title") and made.item.get("author"):
        role = "editor" if "container-title" not in made.item else "author"
    made.set(role, names, bare(made.text, part, quotes=False))


def _editor(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words = part.of(made.text)
    if has_et_al(words):
        made.flags.add("et-al")
    names, place = _people(made, words), bare(made.text, part, quotes=False)
    if _DIRECTS.search(words):
        made.set("director", names, place)
        return
    translates = _TRANSLATES.search(words)
    if not translates or re.search(r"(?i)\beds?\b|\bedited\b", words):
        made.set("editor", names, place)
    if translates:
        made.set("translator", names, place)


def _translator(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words, place = part.of(made.text), bare(made.text, part, quotes=False)
    made.set("translator", _people(made, words), place)
    if re.search(r"(?i)\bed(?:s|ited)?\b", words):
        made.set("editor", _people(made, words), place)


def _title(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    name = "title" if "title" not in made.item else "container-title"
    if name == "container-title" and before and before[-1].label == "volume":
        name = "volume-title"
    if name == "container-title" and before and before[-1].label == "title":
        return  # two runs of one unquoted title: the second adds nothing sure
    value, translated = _without_brackets(made.text, part)
    made.set(name, value.of(made.text), value)
    if translated:
        made.custom("translated-" + name, translated.of(made.text), translated)


def _without_brackets(text: str, part: Segment) -> tuple[Segment, Segment | None]:
    """A title, and the translation or the medium printed in brackets behind it."""
    match = _BRACKETS.search(part.of(text))
    if not match or not part.of(text)[: match.start()].strip(' “"‘'):
        return bare(text, part), None
    inner = Segment(
        part.label, part.start + match.start("inside"), part.start + match.end("inside")
    )
    rest = bare(text, Segment(part.label, part.start, part.start + match.start()))
    inner = bare(text, inner)
    return rest, None if _MEDIUM.match(inner.of(text)) else inner


def _container(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    words = part.of(made.text)
    if event := _EVENT.search(words):
        value = bare(made.text, Segment(part.label, part.start + event.end(), part.end))
        made.set("event-title", value.of(made.text), value)
        return
    if before and before[-1].label == "volume" and "title" in made.item and not _IN.match(words):
        value = bare(made.text, part)
        made.set("volume-title", value.of(made.text), value)
        return
    match = _IN.match(words)
    if match and match.end() < part.end - part.start:
        part = Segment(part.label, part.start + match.end(), part.end)
    value, translated = _without_brackets(made.text, part)
    made.set("container-title", value.of(made.text), value)
    if translated:
        made.custom("translated-container-title", translated.of(made.text), translated)


def _series(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    value = bare(made.text, part)
    match = _COLLECTION_NUMBER.search(value.of(made.text))
    if match and match.start() > 0:
        number = Segment(
            "series", value.start + match.start("number"), value.start + match.end("number")
        )
        made.set("collection-number", number.of(made.text), number)
        value = bare(made.text, Segment("series", value.start, value.start + match.start()))
    made.set("collection-title", value.of(made.text), value)


def _genre(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    value = bare(made.text, part)
    words = value.of(made.text)
    match = _NUMBERED.search(words)
    if match and match.start() > 0:
        number = Segment(
            "genre", value.start + match.start("number"), value.start + match.end("number")
        )
        made.set("number", number.of(made.text), number)
        value = bare(made.text, Segment("genre", value.start, value.start + match.start()))
        words = value.of(made.text)
    if _MEDIUM.match(words):
        return
    stop = made.text[value.end : value.end + 1] == "." and bool(
        re.search(r"\b(?:diss|Ph\.D|D)$", words)
    )
    made.set("genre", words + ("." if stop else ""), value)


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
    if match := _ISBN.search(words):
        digits = values.isbn(match.group(1))
        if digits:
            made.set(
                "ISBN",
                digits,
                Segment("note", part.start + match.start(1), part.start + match.end(1)),
            )
            return
    if match := _ARTICLE.match(words):
        made.set("page", match["number"], bare(made.text, part))
        return
    if match := _PMID.search(words):
        made.set("PMID", match.group(1), bare(made.text, part))
        return
    if event := _EVENT.search(words):
        value = bare(made.text, Segment("note", part.start + event.end(), part.end))
        made.set("event-title", value.of(made.text), value)
        return
    if len(words.strip(" .,;:()[]")) > 3 and not _AVAILABLE.match(words):
        value = bare(made.text, part)
        made.set("note", value.of(made.text), value)


def _plain(name: str) -> Reader:
    def read(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
        value = bare(made.text, part)
        words = re.sub(r"^(?:and|und|et)\s+", "", value.of(made.text))
        made.set(name, words, Segment(part.label, value.end - len(words), value.end))

    return read


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
    "author": _author,
    "editor": _editor,
    "translator": _translator,
    "title": _title,
    "journal": _container,
    "container": _container,
    "series": _series,
    "genre": _genre,
    "volume": _volume,
    "part": _plain("volume-title"),
    "issue": _plain("issue"),
    "volume-number": _plain("volume"),
    "pages": _pages,
    "edition": _edition,
    "publisher": _plain("publisher"),
    "place": _plain("publisher-place"),
    "archive": _plain("archive_location"),
    "note": _note,
}
