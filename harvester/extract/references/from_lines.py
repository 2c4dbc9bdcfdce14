"""The reference list of a text capture: one entry a line, with or without a heading."""

import re
from dataclasses import replace
from itertools import pairwise

from harvester.config.site import Dated
from harvester.extract.document import Line
from harvester.extract.references.entries import Entry, assert_entries
from harvester.extract.references.links import LinkLabels, distinct_links
from harvester.extract.references.shapes import Evidence, evidence, is_heading, number_of
from harvester.model import Assertion, Link

#: So many headings in a row, or lines that do not look like references, end a list.
_HEADINGS_IN_A_ROW = 3
_OTHERS_IN_A_ROW = 6
_NUMBER_ALONE = re.compile(r"[\[(]?(\d{1,4})[\])]?\.?")


def read(lines: list[Line], headed: bool, rule: Dated, labels: LinkLabels) -> list[Assertion]:
    """The entries among ``lines``.

    Without a heading the list goes from the first line that ends in a link label to the last;
    with one it ends where lines stop looking like references. In it, everything but
    sub-headings is an entry.
    """
    lines = _with_numbers(_joined(lines, labels))
    labelled = [number for number, line in enumerate(lines) if labels.ends(line.text)]
    if headed:
        lines = lines[: _end(lines, labelled[-1] + 1 if labelled else 0)]
    else:
        lines = lines[labelled[0] : labelled[-1] + 1] if labelled else []
    kept = [line for line in lines if labels.ends(line.text) or not is_heading(line.text)]
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
                text = last.text + "".join(words)
                joined[-1] = replace(last, text=text, links=last.links + line.links)
            continue
        joined.append(line)
    return joined


def _with_numbers(lines: list[Line]) -> list[Line]:
    """Numbers that a copy put on lines of their own go to the entry below, if they count up."""
    alone = [_NUMBER_ALONE.fullmatch(line.text) for line in lines]
    numbers = [int(match.group(1)) for match in alone if match]
    if len(numbers) < 2 or len(numbers) < 0.4 * len(lines):
        return lines
    if any(later != earlier + 1 for earlier, later in pairwise(numbers)):
        return lines
    kept: list[Line] = []
    for place, line in enumerate(lines):
        if alone[place]:
            continue
        before = lines[place - 1].text if place and alone[place - 1] else ""
        kept.append(replace(line, text=f"{before} {line.text}") if before else line)
    return kept


def _end(lines: list[Line], floor: int) -> int:
    """One past the last entry: at least ``floor``, the end of what carries link labels.

    Below it the page may go on with its chrome, so a line must look like a reference to be
    the last one. Lines that do not may stand between two that do, but not many of them.
    """
    end = floor
    headings = others = 0
    counted = _last_number(lines[:floor])
    for place in range(floor, len(lines)):
        text = lines[place].text
        number = number_of(text)
        follows = number is not None and counted < number <= counted + 3
        needed = Evidence.WEAK if _adjoins(lines, end, place) else Evidence.STRONG
        if follows or (evidence(text) >= needed and not is_heading(text)):
            end = place + 1
            headings = others = 0
            counted = number if follows and number is not None else counted
            continue
        headings = headings + 1 if is_heading(text) else 0
        others += 1
        if headings >= _HEADINGS_IN_A_ROW or others >= _OTHERS_IN_A_ROW:
            break
    return end


def _adjoins(lines: list[Line], end: int, place: int) -> bool:
    """Whether a line stands right below the entries so far, as they stand below each other."""
    spaced = end < 2 or any(line.gap for line in lines[1:end])
    return place == end and (spaced or not lines[place].gap)


def _last_number(lines: list[Line]) -> int:
    """The number that the last numbered line of a list printed, or 0."""
    numbers = [number for line in lines if (number := number_of(line.text)) is not None]
    return numbers[-1] if numbers else 0


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
    links.extend(labels.link(label, url) for label, url in addressed if url)
    links.extend(
        labels.link("", url) for label, url in line.links if url and not labels.kind(label)
    )
    return Entry(text, line.locator(), line.text, None, distinct_links(links))
