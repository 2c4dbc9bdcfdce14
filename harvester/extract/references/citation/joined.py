"""Labelled runs mended where the page's own marks contradict the model.

A quoted title ends at its closing quote; a bracket behind a title translates it; what follows
a colon belongs to the title before it; runs of numbers that touch are one.
"""

import re
from collections.abc import Sequence

from harvester.extract.references.citation.segments import Segment
from harvester.extract.references.citation.tails import tails

_QUOTED = re.compile(r"^\s*(?:“[^“”]*(?:“[^“”]*”[^“”]*)*”|\"[^\"]+\"|«[^«»]+»|„[^„“”]+[“”])")
_BRACKETED = re.compile(r"^\s*\[[^\[\]]{3,}(?:\[[^\[\]]*\][^\[\]]*)*\][\s.,:;]*$")
_ROLE = re.compile(r"(?i)^\s*\(?(?:eds?|comps?|hrsg|hg)\b\.?\)?[,.:]*\s+")
_VOLUMES = re.compile(r"(?i)\b(?:vols?|bde?|tomes?)\.?\s*$")
_TITLES = frozenset({"container", "journal", "series"})
_GLUED = frozenset({"volume", "pages"})


def joined(text: str, parts: Sequence[Segment]) -> list[Segment]:
    """The runs in order, split and joined where the marks say so."""
    mended: list[Segment] = []
    for part in parts:
        before = mended[-1] if mended else None
        if before is not None and _goes_with(text, before, part):
            mended[-1] = Segment(before.label, before.start, part.end)
        elif part.label == "title":
            if (
                before is not None
                and before.label in ("author", "editor")
                and (match := _ROLE.match(part.of(text)))
            ):
                cut = part.start + match.end()
                mended[-1] = Segment(before.label, before.start, cut)
                part = Segment("title", cut, part.end)
            for piece in _quote_ends(text, part):
                mended.extend(tails(text, piece) if piece.label == "title" else [piece])
        else:
            mended.append(part)
    return mended


def _goes_with(text: str, before: Segment, part: Segment) -> bool:
    """Whether a run is the end of the one before it."""
    if part.label == before.label and part.label in _GLUED:
        return True
    if part.label == "pages" and before.label == "volume":
        return bool(_VOLUMES.search(before.of(text)))
    if before.label != "title":
        return False
    if part.label in _TITLES and text[before.start : before.end].rstrip().endswith(":"):
        return True
    return part.label in {"title", *_TITLES} and bool(_BRACKETED.match(part.of(text)))


def _quote_ends(text: str, part: Segment) -> list[Segment]:
    """A title in quotes, and what the model took into it beyond the closing quote."""
    words = part.of(text)
    match = _QUOTED.match(words)
    if not match:
        return [part]
    rest = words[match.end() :]
    inside = match.group().rstrip()[-2:-1]
    if inside not in ".,?!" and rest[:1] not in ".,":
        return [part]
    if len(rest.strip(" .,;:")) < 3 or _BRACKETED.match(rest) or rest.lstrip(" .,")[:1] == "[":
        return [part]
    cut = part.start + match.end()
    label = "date" if re.fullmatch(r"[\s.,(]*\d{4}[\s.,)]*", rest) else "container"
    return [Segment("title", part.start, cut), Segment(label, cut, part.end)]
