"""Evaluates the text half of a rule: from words found at a place to assertions.

Where the words stand is each channel's business; what is cut out of them, which field they
are and whether they can be its value is decided here, the same for all channels.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.config.patterns import Pattern
from harvester.config.site import Rule
from harvester.extract.values import LISTS, normal_form
from harvester.model import Assertion


@dataclass(frozen=True, slots=True)
class Found:
    """Words found at a place in the capture, with the snippet that shows them."""

    text: str
    locator: str
    snippet: str


def assertions(rule: Rule, found: Iterable[Found], channel: str = "") -> list[Assertion]:
    """What a rule asserts of the words it found. A refused value becomes a reasoned absence.

    ``channel`` is the rule's own, unless the document is of another form.
    """
    made: list[Assertion] = []
    positions: dict[str, int] = {}
    for place in found:
        for field, text in _fields(rule, place.text):
            value = None if _rejected(rule, text) else normal_form(field, text)
            position = None
            if field in LISTS and value is not None:
                position = positions[field] = positions.get(field, 0) + 1
            made.append(
                Assertion(
                    field=field,
                    value=value,
                    channel=channel or rule.channel,
                    locator=place.locator,
                    snippet=place.snippet,
                    generation=rule.generation,
                    position=position,
                    confidence=rule.confidence,
                    candidate=rule.candidate,
                    absence=None if value is not None else "what stands there cannot be its value",
                )
            )
    return made


def _fields(rule: Rule, text: str) -> Iterator[tuple[str, str]]:
    """The fields and the texts that the rule's words for text cut out of ``text``."""
    if rule.contains and not rule.contains.search(text):
        return
    if rule.after:
        match = rule.after.search(text)
        if match is None:
            return
        text = text[match.end() :]
    if rule.until and (match := rule.until.search(text)):
        text = text[: match.start()]
    pattern = rule.matches or rule.line or rule.source or rule.address
    if not pattern:
        yield from _split(rule, rule.field, rule.gives or text)
        return
    for match in pattern.finditer(text) if rule.many else _first(pattern, text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        if not groups:
            yield rule.field, rule.gives or match.group(0)
        for name, value in groups.items():
            yield from _split(rule, rule.field if name == "value" else name, value)


def _first(pattern: Pattern, text: str) -> list[re.Match[str]]:
    match = pattern.search(text)
    return [match] if match else []


def _split(rule: Rule, field: str, text: str) -> Iterator[tuple[str, str]]:
    for piece in rule.split.compiled.split(text) if rule.split else [text]:
        if piece.strip():
            yield field, piece.strip()


def _rejected(rule: Rule, text: str) -> bool:
    return any(pattern.search(text) for pattern in rule.reject)
