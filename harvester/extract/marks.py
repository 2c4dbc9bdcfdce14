"""Where words stand in a text, and the text cut into pieces there, so that they can be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text and what it is: ``text[start:end]``."""

    start: int
    end: int
    name: int | str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and the names of the spans that it is in."""

    text: str
    names: tuple[int | str, ...] = ()


def find(text: str, words: str) -> tuple[int, int] | None:
    """Where in a text words stand: as they are, else in other capitals. None if they do not."""
    if not words:
        return None
    start = text.find(words)
    if start < 0 and len(text.lower()) == len(text):  # lowering may change the length of a text
        start = text.lower().find(words.lower())
    return None if start < 0 else (start, start + len(words))


def pieces(text: str, spans: Iterable[Stretch]) -> tuple[Piece, ...]:
    """A text cut at the ends of spans, which may overlap. The pieces are the whole text."""
    size = len(text)
    inside = [
        Stretch(max(span.start, 0), min(span.end, size), span.name)
        for span in spans
        if span.start < size and span.end > 0 and span.start < span.end
    ]
    cuts = sorted({0, size, *(s.start for s in inside), *(s.end for s in inside)})
    opening: dict[int, list[int | str]] = {}
    closing: dict[int, list[int | str]] = {}
    for span in inside:
        opening.setdefault(span.start, []).append(span.name)
        closing.setdefault(span.end, []).append(span.name)
    made: list[Piece] = []
    names: list[int | str] = []
    for start, end in pairwise(cuts):
        for name in closing.get(start, ()):
            names.remove(name)
        names.extend(opening.get(start, ()))
        made.append(Piece(text[start:end], tuple(names)))
    return tuple(made)


def marked(text: str, words: str) -> tuple[Piece, ...]:
    """A text in pieces, with the first place at which words stand in it."""
    place = find(text, words)
    return pieces(text, [Stretch(*place, "value")] if place else ())
