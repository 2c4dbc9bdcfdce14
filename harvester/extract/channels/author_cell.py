"""The people of one part in a contents list: the cell that names them, with links or without.

Names in links are names, and what stands after one is where that person works. Text without
links is read as names and places. An institution is never a person.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harvester.config.site import Contents, Site
from harvester.extract.names import clean_name, is_institution, names_with_places, split_names
from harvester.extract.people import Person, assert_people
from harvester.extract.tree import SNIPPET, Node, outermost
from harvester.model import Assertion

_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|II|III|IV|Ph\.? ?D|M\.? ?D)\.?")
_JOINT = re.compile(r"\s*[,;]\s+(?:and\s+)?|\s+and\s+|\s*&\s*")

#: Names that stand together, and the places where their bearers work.
_Group = tuple[list[str], list[str]]


class _Stretch(NamedTuple):
    """A piece of a cell's text: a name in a link, or the words that print a role."""

    start: int
    end: int
    link: Node | None = None
    role: str = ""


def read(site: Site, table: Contents, cell: Node) -> Iterator[Assertion]:
    """The people whom a cell names; where it names none, that it does not."""
    links = outermost(cell.select("a"))
    names = [link for link in links if clean_name(link.text())]
    text = cell.text_without([link for link in links if link not in names])
    people: list[Person] = []
    role, at = "author", 0
    found = sorted([*_linked(text, names), *_roles(site, text)], key=lambda it: it[:2])
    for stretch in [*found, _Stretch(len(text), len(text))]:
        if stretch.start < at:
            continue
        between = text[at : stretch.start].strip(" ,;")
        at, words = stretch.end, text[stretch.start : stretch.end]
        if not names:
            _add(people, _printed(between), cell, role)
        elif people:
            _add(people, _after_a_name(between), cell, role)
        role = stretch.role or role
        if stretch.link and not is_institution(words):
            people.append(Person(words, stretch.link.locator(), stretch.link.source(), role))
        elif stretch.link and people:
            people[-1].add_affiliation(words)
    yield from assert_people(people, "contents", table, confidence=0.7)
    if text and not people:
        yield Assertion(
            "contributor",
            None,
            "contents",
            cell.locator(),
            text[:SNIPPET],
            table.generation,
            candidate=table.candidate,
            absence="what stands there names no person",
        )


def _linked(text: str, links: Iterable[Node]) -> Iterator[_Stretch]:
    """Where in a cell's text the words of its links stand."""
    at = 0
    for link in links:
        words = re.escape(link.text())
        whole = re.compile(rf"(?<!\w){words}(?=\s*(?:[,;&(]|and\b|$))")
        match = whole.search(text, at) or re.compile(words).search(text, at)
        if match:
            yield _Stretch(match.start(), match.end(), link)
            at = match.end()


def _roles(site: Site, text: str) -> Iterator[_Stretch]:
    """Where a cell prints a role: as its first words, or before further names ("edited by")."""
    roles = {"by": "author"} | {label.casefold(): role for label, role in site.roles.items()}
    labels = "|".join(re.escape(label) for label in sorted(roles, key=len, reverse=True))
    for match in re.finditer(rf"(?i)(?:^|[,;(]\s*|\band\s+)({labels})\b[\s:]*", text):
        label = match.group(1).casefold()
        if label in roles and (match.start() == 0 or label.endswith("by")):
            yield _Stretch(match.start(), match.end(), role=roles[label])


def _add(people: list[Person], groups: Iterable[_Group], cell: Node, role: str) -> None:
    """Add people with their places; a group without a name belongs to the person before."""
    for names, places in groups:
        people.extend(Person(name, cell.locator(), cell.source(), role) for name in names)
        for place in places if people else ():
            if _SUFFIX.fullmatch(place) and not people[-1].affiliations:
                people[-1].name += f", {place}"
            else:
                people[-1].add_affiliation(place)


def _printed(text: str) -> list[_Group]:
    """The people in a text without links."""
    names = split_names(text, lone=True)
    if names and not any(map(is_institution, names)):
        return [([name], []) for name in names]
    if groups := names_with_places(text):
        return groups
    pieces = [piece for piece in _JOINT.split(text) if piece]
    places = [is_institution(piece) or bool(_SUFFIX.fullmatch(piece)) for piece in pieces]
    return [
        ([], [piece]) if place else ([piece], [])
        for piece, place in zip(pieces, places, strict=True)
    ]


def _after_a_name(text: str) -> list[_Group]:
    """What stands between two names in links: places, or further names, joined by "and"."""
    joined = re.match(r"(?:and|&)\s+", text)
    if joined and (groups := names_with_places(text[joined.end() :])):
        return groups
    text = re.sub(r"^(?:and\b|&)\s*|[\s,;]*(?:\band|&)$", "", text)
    places: list[str] = []
    for piece in filter(None, re.split(r"\s*[,;]\s*", text)):
        if places and not is_institution(piece) and not _SUFFIX.fullmatch(places[-1]):
            places[-1] += f", {piece}"  # "University of California, Los Angeles"
        else:
            places.append(piece)
    return [([], places)]
