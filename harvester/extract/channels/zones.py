"""Cuts the stripped lines of a text capture into zones by the landmarks of its site.

One page captured three ways carries its labels in full, as list dashes, or not at all
(facts/sites.md, C14): so no zone depends on one label alone.
"""

import re
from collections import defaultdict
from functools import lru_cache

from harvester.config.patterns import AnyOf, Pattern
from harvester.config.site import TextGrammar
from harvester.extract.channels.byline import is_prose
from harvester.extract.document import Line
from harvester.extract.references.links import LinkLabels

#: A longer line is no title, even of a review that names a whole book.
_LONGEST_TITLE = 400
#: A longer line is no landmark.
_LONGEST_LINE = 2_000
#: How far down a page its title and dates may stand.
_TOP = 40

_HEADINGS = ("abstract", "extract", "keywords", "notes", "references", "information")


class Landmarks:
    """The regular expressions of a grammar, compiled; each is held against whole lines."""

    def __init__(self, grammar: TextGrammar) -> None:
        names = ("published", "number", "part", "labelled", "affiliation", *_HEADINGS)
        self._patterns: dict[str, Pattern] = {name: getattr(grammar, name) for name in names}
        self._any_heading = _any_of(tuple(self._patterns[name] for name in _HEADINGS))
        self.source = grammar.source

    def match(self, name: str, text: str) -> re.Match[str] | None:
        """The match of one landmark with the whole line."""
        return self._patterns[name].fullmatch(text) if len(text) <= _LONGEST_LINE else None

    def pattern(self, name: str) -> re.Pattern[str]:
        """One landmark's own expression."""
        return self._patterns[name].compiled

    def ends_byline(self, text: str) -> bool:
        """Whether a line belongs to what follows the names."""
        return self.heading(text) is not None or self.match("labelled", text) is not None

    def heading(self, text: str) -> str | None:
        """The zone that a heading begins, or None for a line that is no heading."""
        if len(text) > _LONGEST_LINE or not self._any_heading.matches(text):
            return None
        return next((name for name in _HEADINGS if self.match(name, text)), None)


@lru_cache(maxsize=64)
def _any_of(patterns: tuple[Pattern, ...]) -> AnyOf:
    return AnyOf(patterns)


def split_head(lines: list[Line], marks: Landmarks) -> tuple[list[Line], list[Line]] | None:
    """The lines up to the title and those below it; None where nothing is a title.

    With a landmark of publication the title is what stands before it. Without one (old
    pages print the dates above the title) the first short line is a title only if something
    else speaks for a page of one work: a number, dates, a heading, a keyed byline.
    """
    for number, line in enumerate(lines):
        if marks.match("published", line.text):
            return lines[:number], lines[number + 1 :]
    top = lines[:_TOP]
    labelled = any(marks.match("labelled", line.text) for line in top)
    first = next((n for n, line in enumerate(top) if not marks.match("labelled", line.text)), None)
    if first is None or is_prose(top[first].text) or len(top[first].text) > _LONGEST_TITLE:
        return None
    if marks.heading(top[first].text):
        return None
    below = [line.text for line in lines[first + 1 : first + 12]]
    headed = any(marks.match("abstract", text) for text in below)
    keyed = any(re.search(r"\(a\d+\)", text) for text in below[:2])
    if not (labelled or headed or keyed or marks.match("number", top[first].text)):
        return None
    return lines[: first + 1], lines[first + 1 :]


def sort_lines(
    lines: list[Line], marks: Landmarks, labels: LinkLabels
) -> tuple[dict[str, list[Line]], bool]:
    """The lines under the byline, by zone, and whether the references have a heading.

    Opening text without a heading is extract; ``body`` holds what no other zone takes.
    """
    zones: dict[str, list[Line]] = defaultdict(list)
    zone, headed = "extract", False
    seen: set[str] = set()
    for line in lines:
        if begun := marks.heading(line.text):
            zone = begun
            headed = headed or begun == "references"
            if begun == "information":
                zones["information"].clear()  # the value of the label before: "Chapter"
            continue
        if zone not in ("references", "notes") and marks.match("labelled", line.text):
            if zone in ("extract", "abstract", "keywords"):
                zones["information"].extend(_titles_above(line, zones[zone]))
                zone = "information"
            zones["information"].append(line)
            continue
        zone = _zone_of(line, zone, headed, labels, seen)
        seen.add(line.text)
        zones[zone].append(line)
    _move_body(zones, marks)
    return zones, headed


def _titles_above(line: Line, above: list[Line]) -> list[Line]:
    """The lines that a line of bare pages (", pp. 84 - 94") goes on from: the book's title."""
    if not line.text.startswith(","):
        return []
    titles: list[Line] = []
    while above and len(titles) < 2 and len(above[-1].text) < 150 and not is_prose(above[-1].text):
        titles.insert(0, above.pop())
    return titles


def _move_body(zones: dict[str, list[Line]], marks: Landmarks) -> None:
    """What stands after the last label of the information block belongs to the text."""
    information = zones["information"]
    after: list[Line] = []
    while information and not marks.match("labelled", information[-1].text):
        after.insert(0, information.pop())
    zones["body"][:0] = after


def _zone_of(line: Line, zone: str, headed: bool, labels: LinkLabels, seen: set[str]) -> str:
    """Where a line without a landmark belongs, after a line that belonged to ``zone``."""
    if zone != "notes" and not headed and labels.ends(line.text):
        return "references"
    if zone == "information" and is_prose(line.text):
        return "body"
    if zone == "keywords" and is_prose(line.text):
        return "extract"
    if zone in ("abstract", "extract") and line.text in seen:
        return "body"  # a preview repeated as the first words of the full text
    return zone
