"""Labelled tokens to fields: where each stands in the text, and its value without its frame.

A label covers a field with all that belongs to it: "(eds.)", "pp.", quotes, the comma behind.
The value is what a cataloguer would write; its span is exact in the printed text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.extract.references.citation.tokens import Token

#: Marks that frame a value and are none of it.
_FRAME = " \t\n.,،؛;:–—-=/|"
_PAIRS = {
    "“": "”",
    "‘": "’",
    "«": "»",
    '"': '"',
    "'": "'",
    "„": "“”",
    "(": ")",
    "[": "]",
    "《": "》",
}
_ABBREVIATED = re.compile(
    r"(?:\b\w|\b(?:Jr|Sr|Inc|Co|Ltd|Ill|Mass|Conn|Calif|Univ|Assoc|СПб|Пг|SPb))\.$"
)
#: "1962–" at the end of a title: years that go on.
_OPEN_END = re.compile(r"(?<!\d)1\d\d\d[–-]$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text with one label: ``text[start:end]``."""

    label: str
    start: int
    end: int

    def of(self, text: str) -> str:
        """The segment's own text."""
        return text[self.start : self.end]


def segments(tokens: Sequence[Token], labels: Sequence[str]) -> list[Segment]:
    """The runs of tokens with one label; ``B-`` before a label begins a new run."""
    found: list[Segment] = []
    for token, label in zip(tokens, labels, strict=True):
        name = label.removeprefix("B-")
        if found and found[-1].label == name and label == name:
            found[-1] = Segment(name, found[-1].start, token.end)
        else:
            found.append(Segment(name, token.start, token.end))
    return found


def bare(text: str, part: Segment, quotes: bool = True) -> Segment:
    """A segment without the marks around it, and (``quotes``) without quotes or brackets.

    A stop stays where it belongs to an initial or an abbreviation: "Inc.", "Washington, D.C.".
    """
    start, end = part.start, part.end
    while True:
        before = (start, end)
        while start < end and text[start] in _FRAME:
            start += 1
        while start < end and text[end - 1] in _FRAME:
            if text[end - 1] == "." and _ABBREVIATED.search(text[max(start, end - 12) : end]):
                break
            if text[end - 1] in "–-" and _OPEN_END.search(text[max(start, end - 6) : end]):
                break
            end -= 1
        if quotes and start < end:
            start, end = _unframed(text, start, end)
        if (start, end) == before:
            return Segment(part.label, start, end)


def _unframed(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotes or brackets that stand around the whole; one that has no partner here."""
    first, last = text[start], text[end - 1]
    inner = text[start + 1 : end - 1]
    if (
        first in _PAIRS
        and end - start > 1
        and last in _PAIRS[first]
        and not _crosses(inner, first, last)
    ):
        return start + 1, end - 1
    if first in "”»)]}" or (first in _PAIRS and not _has_partner(text[start + 1 : end], first)):
        return start + 1, end
    if last in "“«([{„" or (last in "”»)]" and not _opens(text[start : end - 1], last)):
        return start, end - 1
    if (
        last in "\"'’"
        and last not in _PAIRS.get(first, "")
        and not _opens(text[start : end - 1], last)
    ):
        return start, end - 1
    return start, end


def _crosses(inner: str, first: str, last: str) -> bool:
    """Whether the frame around ``inner`` is two frames: “One” and “Two”."""
    if first == last:
        return first in inner and inner.count(first) % 2 == 0 and inner.strip() != inner
    depth = 0
    for sign in inner:
        depth += (sign == first) - (sign == last)
        if depth < 0:
            return not (last == "’" and sign == "’")
    return False


def _has_partner(rest: str, first: str) -> bool:
    return any(sign in rest for sign in _PAIRS[first])


def _opens(before: str, last: str) -> bool:
    """Whether a closing mark at the end has its opening one before it."""
    opening = {"”": "“„", "»": "«", ")": "(", "]": "[", "’": "‘", '"': '"', "'": "'"}[last]
    if last in "’'":
        return any(sign in before for sign in opening) or (
            before[-1:].isalpha() and before[-1] == "s"
        )
    closed = before.count(last) if last not in opening else 0
    opened = sum(before.count(sign) for sign in opening)
    return opened % 2 == 1 if last == '"' else opened > closed
