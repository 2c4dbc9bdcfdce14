"""Titles into an item: the work, what it stands in, its series, kind and number."""

import re
from collections.abc import Sequence

from harvester.extract.references.citation.draft import Draft
from harvester.extract.references.citation.segments import Segment, bare

_BRACKETS = re.compile(r"\s*\[(?P<inside>[^\[\]]{3,}(?:\[[^\[\]]*\][^\[\]]*)*)\][\s.,:;”’\"]*$")
_MEDIUM = re.compile(
    r"(?i)^(?:online|internet|electronic resource|dvd|film|video|abstract|cd(?:-rom)?"
    r"|microfilm|manuscript"
    r"|unpublished|sic|map|preprint|blog(?: post)?|letter(?: to the editor)?|editorial"
    r"|comment(?:ary)?|book review|review|erratum|motion picture|in \w+)$"
)
IN = re.compile(
    r"^\W*(?:in|In|IN|dans|Dans|en|En|em|Em|В|в|у)\b\s*:?\s+|^\W*(?:in|In|dans|Dans|In\.)\s*:\s*"
)
_BLOG = re.compile(r"(?i)\s\((?:we)?blog\)\W*$")
EVENT = re.compile(
    r"(?i)\b(?:paper|talk|lecture) (?:presented|read|given) (?:at|to)\b(?: the\b)?\s*"
)
_COLLECTION_NUMBER = re.compile(
    r"[\s,;:(]+(?:(?:no|nr|vol|bd|v|t|№)\b\.?\s*)?(?P<number>\d+[a-z]?|[IVXLC]+)\W*$", re.I
)
_NUMBERED = re.compile(
    r"[\s,]*(?:\b(?:nos?|nr|number|№)\b\.?|#)?\s*(?P<number>[A-Z]{0,6}[-/]?\d[\w./\-]*)\W*$", re.I
)
#: A report's number with the letters of who gave it out.
_CODE = re.compile(r"[A-Z][A-Za-z.]{0,6}[ -]\d[\w\-/]*")


def read_title(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """The title of the work; a second one is of what it stands in."""
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


def read_container(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """The journal or book around the work, an event, or the title of a volume."""
    words = part.of(made.text)
    if event := EVENT.search(words):
        value = bare(made.text, Segment(part.label, part.start + event.end(), part.end))
        made.set("event-title", value.of(made.text), value)
        return
    if before and before[-1].label == "volume" and "title" in made.item and not IN.match(words):
        value = bare(made.text, part)
        made.set("volume-title", value.of(made.text), value)
        return
    match = IN.match(words)
    if match and match.end() < part.end - part.start:
        part = Segment(part.label, part.start + match.end(), part.end)
    if blog := _BLOG.search(part.of(made.text)):
        part = Segment(part.label, part.start, part.start + blog.start())
    value, translated = _without_brackets(made.text, part)
    made.set("container-title", value.of(made.text), value)
    if translated:
        made.custom("translated-container-title", translated.of(made.text), translated)


def read_series(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """The series and the number in it."""
    value = bare(made.text, part)
    match = _COLLECTION_NUMBER.search(value.of(made.text))
    if match and match.start() > 0:
        number = Segment(
            "series", value.start + match.start("number"), value.start + match.end("number")
        )
        made.set("collection-number", number.of(made.text), number)
        value = bare(made.text, Segment("series", value.start, value.start + match.start()))
    made.set("collection-title", value.of(made.text), value)


def read_genre(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """The kind of thesis or report, and its number."""
    value = bare(made.text, part)
    words = value.of(made.text)
    match = _NUMBERED.search(words)
    if match is None and (match := _CODE.fullmatch(words)):
        made.set("number", words, value)  # "P-1472", "Cmd. 6897": a number that tells its kind
        return
    if match and match.start() == 0 and any(sign.isdigit() for sign in words):
        made.set("number", words, value)
        return
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
