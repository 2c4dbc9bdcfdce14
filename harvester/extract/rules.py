"""Evaluates the text half of a rule: from words found at a place to assertions.

Where the words stand is each channel's business; what is cut out of them, which field they
are and whether they can be its value is decided here, the same for all channels.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
    if rule.contains and not re.search(rule.contains, text):
        return
    if rule.after:
        match = re.search(rule.after, text)
        if match is None:
            return
        text = text[match.end() :]
    if rule.until and (match := re.search(rule.until, text)):
        text = text[: match.start()]
    pattern = rule.matches or rule.line or rule.source or rule.address
    if not pattern:
        yield from _split(rule, rule.field, rule.gives or text)
        return
    for match in re.finditer(pattern, text) if rule.many else _first(pattern, text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        if not groups:
            yield rule.field, rule.gives or match.group(0)
        for name, value in groups.items():
            yield from _split(rule, rule.field if name == "value" else name, value)


def _first(pattern: str, text: str) -> list[re.Match[str]]:
    match = re.search(pattern, text)
    return [match] if match else []


def _split(rule: Rule, field: str, text: str) -> Iterator[tuple[str, str]]:
    for piece in re.split(rule.split, text) if rule.split else [text]:
        if piece.strip():
            yield field, piece.strip()


def _rejected(rule: Rule, text: str) -> bool:
    return any(re.search(pattern, text) for pattern in rule.reject)
