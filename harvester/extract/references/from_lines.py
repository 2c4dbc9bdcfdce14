"""The reference list of a text capture: one entry a line, with or without a heading."""

import re

from harvester.config.site import Dated
from harvester.extract.document import Line
from harvester.extract.references.entries import Entry, assert_entries
from harvester.extract.references.links import LinkLabels
from harvester.model import Assertion, Link

_YEAR = re.compile(r"(?<!\d)(?:1[4-9]\d\d|20\d\d)(?!\d)|\bn\.\s?d\.|\bforthcoming\b|\bin press\b")
_SHORTEST = 20


def read(lines: list[Line], headed: bool, rule: Dated, labels: LinkLabels) -> list[Assertion]:
    """The entries among ``lines``.

    Without a heading the list goes from the first line that ends in a link label to the last;
    with one it ends where lines stop looking like references.
    """
    lines = _joined(lines, labels)
    labelled = [number for number, line in enumerate(lines) if labels.ends(line.text)]
    if not headed:
        if not labelled:
            return []
        lines = lines[labelled[0] : labelled[-1] + 1]
    else:
        lines = lines[: _end(lines, labelled)]
    kept = [line for line in lines if labels.ends(line.text) or _is_entry(line.text)]
    return assert_entries([_entry(line, labels) for line in kept], "text", rule)


def _joined(lines: list[Line], labels: LinkLabels) -> list[Line]:
    """Labels that a tool put on lines of their own go back to their reference."""
    joined: list[Line] = []
    for line in lines:
        words = [word for word in re.split(r"\s*[|,]\s*", line.text) if word]
        only_labels = bool(words) and all(labels.kind(word) for word in words)
        if only_labels or labels.split(line.text)[0] == "":
            if joined:
                last = joined[-1]
                joined[-1] = Line(
                    last.number,
                    last.text + "".join(words),
                    last.listed,
                    last.gap,
                    last.links + line.links,
                    last.locator,
                )
            continue
        joined.append(line)
    return joined


def _end(lines: list[Line], labelled: list[int]) -> int:
    """One past the last line that can be an entry."""
    last = labelled[-1] + 1 if len(labelled) >= 3 else 0
    while last < len(lines) and _is_entry(lines[last].text):
        last += 1
    if last == 0 or not labelled:
        last = max((n + 1 for n, line in enumerate(lines) if _is_entry(line.text)), default=0)
    return last


def _is_entry(text: str) -> bool:
    """Whether a line without a link label can be a reference, and is no heading."""
    if len(text) < _SHORTEST:
        return False
    return bool(_YEAR.search(text)) or (len(text) > 40 and text.count(",") + text.count(".") >= 2)


def _entry(line: Line, labels: LinkLabels) -> Entry:
    text, kinds = labels.split(line.text)
    links: list[Link] = []
    addressed = [(label, url) for label, url in line.links if labels.kind(label)]
    for kind in kinds:
        address = next((pair for pair in addressed if labels.kind(pair[0]) == kind), None)
        if address:
            addressed.remove(address)
            links.append(labels.link(address[0], address[1]))
        else:
            links.append(Link(kind))
    links.extend(
        labels.link("", url) for label, url in line.links if url and not labels.kind(label)
    )
    return Entry(text, line.place, line.text, None, tuple(links))
