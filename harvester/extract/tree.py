"""The few verbs that rules need of an HTML page, over the flat lists of its markup.

Nothing here or above knows the engine. Removing a node only marks it: its locator in the
page as captured stays true, and what was removed can still be shown. A selector is evaluated
once, over the whole page; what it finds inside a node is a stretch of what it found.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from harvester.extract import markup
from harvester.extract.lines import Lines, squeeze
from harvester.extract.markup import Markup
from harvester.extract.snippet import SNIPPET, snippet

__all__ = ["SNIPPET", "Node", "Tree", "distinct", "outermost", "squeeze"]

_NAME = re.compile(r"[A-Za-z][\w-]*")
_NO_NAME = re.compile(r"([^\w-])")


@dataclass(eq=False)
class Tree:
    """A parsed page. A node that is marked as removed, and all inside it, is ``gone``."""

    page: Markup
    lines: Lines = field(init=False)
    gone: bytearray = field(init=False)
    _found: dict[str, list[int]] = field(default_factory=dict)
    _covered: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    _steps: dict[int, dict[int, int]] = field(default_factory=dict)
    _locators: dict[int, str] = field(default_factory=dict)
    _ids: Counter[str] | None = None

    def __post_init__(self) -> None:
        self.lines = Lines(self.page)
        self.gone = bytearray(len(self.page.names))

    @classmethod
    def parse(cls, html: str) -> "Tree":
        """Any text becomes a tree; broken markup is mended as the HTML standard says."""
        return cls(markup.parse(html))

    def select(self, css: str) -> list["Node"]:
        """All nodes that match and are not removed, in page order."""
        return [Node(self, place) for place in self.find(css) if not self.gone[place]]

    def blocks(self, whole: bool = False) -> list[tuple["Node", str]]:
        """The page's remaining text: one entry for each block of text, with its node.

        ``whole``: also what was removed.
        """
        root = next(iter(self.find("body")), 0)
        gone = bytearray(len(self.gone)) if whole else self.gone
        spans = [(root, self.page.ends[root])]
        return [(Node(self, place), text) for place, text in self.lines.read(root, spans, gone)]

    def find(self, css: str) -> list[int]:
        """The places of all elements that match, removed or not, in page order."""
        found = self._found.get(css)
        if found is None:
            found = self._found[css] = self.page.find(css)
        return found

    def covers(self, css: str, place: int) -> bool:
        """Whether a place is, or is inside, an element that matches."""
        covered = self._covered.get(css)
        if covered is None:
            outer = list(_outermost(self.find(css), self.page.ends))
            covered = self._covered[css] = (outer, [self.page.ends[at] for at in outer])
        starts, ends = covered
        before = bisect_right(starts, place) - 1
        return before >= 0 and place < ends[before]

    def locator(self, place: int) -> str:
        """A CSS selector that finds the element at a place, and no other, as captured."""
        steps: list[str] = []
        prefix = ""
        at, parents = place, self.page.parents
        while at > 0:
            if at in self._locators:
                prefix = self._locators[at]
                break
            if identity := self._identity(at):
                steps.append(f"#{identity}")
                break
            steps.append(self._step(at))
            at = parents[at]
        steps.reverse()
        found = " > ".join([prefix, *steps] if prefix else steps)
        if len(steps) > 1:  # its siblings will be asked for as well
            self._locators[parents[place]] = found.rpartition(" > ")[0]
        return found

    def _identity(self, place: int) -> str:
        """The id of an element, where no other has the same."""
        own = self.page.attributes(place).get("id", "")
        if not _NAME.fullmatch(own):
            return ""
        if self._ids is None:
            attributes = self.page.attributes
            self._ids = Counter(attributes(at).get("id", "") for at in self.find("[id]"))
        return own if self._ids[own] == 1 else ""

    def _step(self, place: int) -> str:
        """One step of a locator: the element's name, and its place among those of its name."""
        page, parent = self.page, self.page.parents[place]
        name = _NO_NAME.sub(r"\\\1", page.names[place])
        if parent == 0 or (name in ("head", "body") and page.parents[parent] == 0):
            return name
        places = self._steps.get(parent)
        if places is None:
            counted: Counter[str] = Counter()
            places = self._steps[parent] = {}
            child = parent + 1
            while child < page.ends[parent]:
                counted[page.names[child]] += 1
                places[child] = counted[page.names[child]]
                child = page.ends[child]
        return f"{name}:nth-of-type({places[place]})"


@dataclass(frozen=True, slots=True)
class Node:
    """One element of a tree, known by its place in the page."""

    tree: Tree
    place: int

    @property
    def name(self) -> str:
        """The element's name in small letters."""
        return self.tree.page.names[self.place]

    @property
    def end(self) -> int:
        """One past the place of the last node inside."""
        return self.tree.page.ends[self.place]

    def select(self, css: str) -> list["Node"]:
        """The descendants that match and are not removed, in page order."""
        tree, gone = self.tree, self.tree.gone
        return [Node(tree, place) for place in self._inside(css) if not gone[place]]

    def matches(self, css: str) -> bool:
        """Whether this element itself matches."""
        found = self.tree.find(css)
        at = bisect_left(found, self.place)
        return at < len(found) and found[at] == self.place

    def is_inside(self, css: str) -> bool:
        """Whether this element, or one around it, matches."""
        return self.tree.covers(css, self.place)

    def parent(self) -> "Node | None":
        """The element around this one, or None at the root."""
        place = self.tree.page.parents[self.place]
        return Node(self.tree, place) if place > 0 else None

    def attribute(self, name: str) -> str:
        """An attribute's value, white space folded; "" where it is not set."""
        return squeeze(self.tree.page.attributes(self.place).get(name, ""))

    def text(self, drop: str = "") -> str:
        """The text inside as one line, without removed nodes and those that ``drop`` selects."""
        return squeeze(" ".join(self.paragraphs(drop)))

    def paragraphs(self, drop: str = "") -> list[str]:
        """The text inside, one entry for each block of text."""
        return self._texts(self._inside(drop) if drop else [])

    def text_without(self, nodes: list["Node"]) -> str:
        """The text inside as one line, without the given descendants."""
        return squeeze(" ".join(self._texts(sorted(node.place for node in nodes))))

    def in_order(self, nodes: list["Node"]) -> list["Node"]:
        """Descendants of this element as they stand in the page."""
        return sorted(nodes, key=lambda node: node.place)

    def raw(self) -> str:
        """All character data inside as it stands, scripts too."""
        return self.tree.page.raw(self.place)

    def is_removed(self) -> bool:
        """Whether this element, or one around it, is marked as removed."""
        return bool(self.tree.gone[self.place])

    def remove(self) -> None:
        """Mark this element, and so all inside it, as removed."""
        self.tree.gone[self.place : self.end] = b"\1" * (self.end - self.place)

    def source(self) -> str:
        """The element's own HTML, cut to a snippet."""
        return snippet(self.tree.page, self.place)

    def locator(self) -> str:
        """A CSS selector that finds this element in the page as captured."""
        return self.tree.locator(self.place)

    def _inside(self, css: str) -> list[int]:
        found = self.tree.find(css)
        return found[bisect_right(found, self.place) : bisect_left(found, self.end)]

    def _texts(self, dropped: Iterable[int]) -> list[str]:
        spans = _without(self.place, self.end, dropped, self.tree.page.ends)
        read = self.tree.lines.read(self.place, spans, self.tree.gone)
        return [text for _, text in read]


def distinct(nodes: list[Node]) -> list[Node]:
    """Each node once, in the order given."""
    return list({node.place: node for node in nodes}.values())


def outermost(nodes: list[Node]) -> list[Node]:
    """The nodes that stand inside no other of them."""
    if not nodes:
        return []
    ends = nodes[0].tree.page.ends
    kept = set(_outermost(sorted(node.place for node in nodes), ends))
    return [node for node in nodes if node.place in kept]


def _outermost(places: Iterable[int], ends: list[int]) -> Iterator[int]:
    """Of places in page order those that are inside no other of them."""
    end = 0
    for place in places:
        if place >= end:
            yield place
            end = ends[place]


def _without(
    start: int, end: int, dropped: Iterable[int], ends: list[int]
) -> Iterator[tuple[int, int]]:
    """The stretches from ``start`` to ``end`` that none of the dropped elements covers."""
    for place in _outermost(dropped, ends):
        if place >= start:
            yield start, place
            start = ends[place]
    yield start, end
