"""The channel ``text``: a page that somebody kept as text, read by its landmarks.

Where several lines could be the title, the one with a printed number is; a line under it, not
a part of the book, is its subtitle.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from harvester.config.site import TextGrammar
from harvester.extract.channels.byline import is_prose, read_byline
from harvester.extract.channels.zones import Landmarks, sort_lines, split_head
from harvester.extract.document import Line
from harvester.extract.people import assert_people
from harvester.extract.references import from_lines
from harvester.extract.references.links import LinkLabels
from harvester.extract.strip import Stripped
from harvester.extract.tree import SNIPPET
from harvester.extract.values import normal_form
from harvester.model import Assertion

_KEYED = re.compile(r"\(a\d+\)")


def read(
    stripped: Stripped,
    grammar: TextGrammar,
    labels: LinkLabels,
    roles: Mapping[str, str],
    listed: bool = False,
) -> list[Assertion]:
    """What a text capture asserts: title, people, opening text, source, references.

    ``listed``: the references are known already, and need not be looked for.
    """
    lines = list(stripped.lines)
    marks = Landmarks(grammar)
    split = split_head(lines, marks)
    head, below = split if split else ([], lines)
    # Old pages print names with keys, "A. Author (a1)", above the date.
    keyed = [line for line in head if _KEYED.search(line.text)]
    head = [line for line in head if line not in keyed]
    below = [*keyed, *below]
    made = _head(head, grammar, marks)
    below = _without_contents(head, below)
    while below and (match := marks.match("part", below[0].text)):
        made.append(_say("part", match.group("part"), [below[0]], grammar))
        below = below[1:]
    taken = 0
    if split:
        people, taken = read_byline(below, marks.pattern("affiliation"), roles, marks.ends_byline)
        made.extend(assert_people(people, "text", grammar, confidence=0.8))
    zones, headed = sort_lines(below[taken:], marks, labels)
    restricted = _is_restricted(stripped)
    if restricted and not zones["abstract"] and not zones["extract"]:
        zones["extract"] = zones.pop("body", [])  # all that is shown without access
    if split and (restricted or not stripped.document.is_html):
        made.extend(_opening(zones, grammar))
    made.extend(_source(zones["information"], grammar, marks))
    if not listed:
        made.extend(from_lines.read(zones["references"], headed, grammar, labels))
    return made


def _is_restricted(stripped: Stripped) -> bool:
    return any(said.field == "access" and said.value == "restricted" for said in stripped.said)


def _without_contents(head: list[Line], below: list[Line]) -> list[Line]:
    """The lines below, without a list that the page printed above its title already."""
    above = {line.text for line in head}
    taken = 0
    while taken < len(below) and below[taken].text in above:
        taken += 1
    return below[taken:] if taken >= 3 else below


def _say(field: str, text: str, lines: list[Line], grammar: TextGrammar) -> Assertion:
    value = normal_form(field, text)
    place = lines[0].locator()
    if len(lines) > 1:
        place = f"lines {lines[0].number}-{lines[-1].number}"
    return Assertion(
        field=field,
        value=value,
        channel="text",
        locator=place,
        snippet="\n".join(line.text for line in lines)[:SNIPPET],
        generation=grammar.generation,
        candidate=grammar.candidate,
        absence=None if value is not None else "what stands there cannot be its value",
    )


def _head(head: list[Line], grammar: TextGrammar, marks: Landmarks) -> list[Assertion]:
    """Title, its number and subtitle, and the part of the book, from the lines above the date."""
    made: list[Assertion] = []
    lines: list[Line] = []
    for line in head:
        if match := marks.match("part", line.text):
            made.append(_say("part", match.group("part"), [line], grammar))
        elif not line.listed and not marks.match("labelled", line.text):
            lines.append(line)
    if not lines:
        return made
    numbered = [n for n, line in enumerate(lines) if marks.match("number", line.text)]
    start = numbered[-1] if numbered else (0 if len(lines) <= 2 else len(lines) - 1)
    title = lines[start]
    match = marks.match("number", title.text)
    if match:
        made.append(_say("number", match.group("number"), [title], grammar))
    words = match.group("title") if match else title.text
    made.append(_say("title", words, [title], grammar))
    if subtitle := lines[start + 1 :]:
        text = " ".join(line.text for line in subtitle)
        made.append(_say("subtitle", text, subtitle, grammar))
    return made


def _opening(zones: Mapping[str, list[Line]], grammar: TextGrammar) -> list[Assertion]:
    """Abstract, extract and keywords, whole, each paragraph as it stands."""
    made: list[Assertion] = []
    for field in ("abstract", "extract"):
        lines = zones.get(field, [])
        if field == "extract" and not any(is_prose(line.text) for line in lines):
            continue  # stray words of the page, and no text that anybody opens a work with
        if lines:
            made.append(_say(field, "\n\n".join(line.text for line in lines), lines, grammar))
    words = [
        (word.strip(), line)
        for line in zones.get("keywords", [])
        for word in re.split(r"[;,]\s", line.text.strip(" ,;"))
    ]
    for position, (word, line) in enumerate(words, start=1):
        made.append(replace(_say("keyword", word, [line], grammar), position=position))
    return made


def _source(lines: list[Line], grammar: TextGrammar, marks: Landmarks) -> list[Assertion]:
    """The container and its numbers, from the lines of the information block."""
    made: list[Assertion] = []
    for number, line in enumerate(lines):
        for pattern in marks.source:
            match = pattern.search(line.text)
            if match is None:
                continue
            above = [other for other in lines[:number] if not marks.match("labelled", other.text)]
            groups = {name: text for name, text in match.groupdict().items() if text}
            if "container_title" not in groups and above:
                title = ": ".join(other.text for other in above[-2:])
                made.append(_say("container_title", title, above[-2:], grammar))
            made.extend(_say(name, text, [line], grammar) for name, text in groups.items())
            return made
    return made
