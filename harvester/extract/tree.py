"""The few verbs that rules need of an HTML tree, over BeautifulSoup with lxml.

Nothing outside this module knows the engine, so that a faster one can take its place without
touching a site. Removing a node only marks it: its locator in the page as captured stays
true, and what was removed can still be shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Doctype, NavigableString, Tag

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre "
    "section select summary table tbody td tfoot th thead title tr ul button".split()
)
_SILENT = frozenset("script style noscript template svg head iframe object math-annotation".split())
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u2007\u202f]+")

#: How many characters of a node's own source are kept as its snippet.
SNIPPET = 400


def squeeze(text: str) -> str:
    """White space, also no-break spaces, folded to single spaces, none at the ends."""
    return _SPACE.sub(" ", text).strip()


@dataclass(eq=False)
class Tree:
    """A parsed page. ``removed`` holds the identities of the nodes marked as removed."""

    soup: BeautifulSoup
    removed: set[int] = field(default_factory=set)
    _places: dict[int, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def parse(cls, html: str) -> "Tree":
        """Any text becomes a tree; broken markup is mended as lxml mends it."""
        return cls(BeautifulSoup(html, "lxml"))

    def select(self, css: str) -> list["Node"]:
        """All nodes that match and are not removed, in page order."""
        return Node(self, self.soup).select(css)

    def step(self, tag: Tag) -> str:
        """One step of a locator: the element's name, and its place among those of its name."""
        if tag.name in ("html", "head", "body") or tag.parent is None:
            return tag.name
        places = self._places.get(id(tag.parent))
        if places is None:
            counted: dict[str, int] = {}
            places = self._places[id(tag.parent)] = {}
            for child in tag.parent.find_all(True, recursive=False):
                counted[child.name] = counted.get(child.name, 0) + 1
                places[id(child)] = counted[child.name]
        return f"{tag.name}:nth-of-type({places[id(tag)]})"

    def blocks(self) -> list[tuple["Node", str]]:
        """The page's remaining text: one entry for each block of text, with its node."""
        root = self.soup.body or self.soup
        return [(Node(self, tag), text) for tag, text in _blocks(root, self.removed, frozenset())]


@dataclass(frozen=True, slots=True)
class Node:
    """One element of a tree."""

    tree: Tree
    tag: Tag

    @property
    def name(self) -> str:
        """The element's name in small letters."""
        return self.tag.name

    def select(self, css: str) -> list["Node"]:
        """The descendants that match and are not removed, in page order."""
        return [
            Node(self.tree, tag)
            for tag in self.tag.select(css)
            if not _is_removed(tag, self.tree.removed)
        ]

    def matches(self, css: str) -> bool:
        """Whether this element itself matches."""
        return bool(self.tag.css.match(css))

    def is_inside(self, css: str) -> bool:
        """Whether this element, or one around it, matches."""
        return self.tag.css.closest(css) is not None

    def parent(self) -> "Node | None":
        """The element around this one, or None at the root."""
        parent = self.tag.parent
        return Node(self.tree, parent) if parent is not None and parent.name else None

    def attribute(self, name: str) -> str:
        """An attribute's value, white space folded; "" where it is not set."""
        value = self.tag.get(name)
        return squeeze(" ".join(value) if isinstance(value, list) else value or "")

    def text(self, drop: str = "") -> str:
        """The text inside as one line, without removed nodes and those that ``drop`` selects."""
        return squeeze(" ".join(self.paragraphs(drop)))

    def paragraphs(self, drop: str = "") -> list[str]:
        """The text inside, one entry for each block of text."""
        dropped = frozenset(id(tag) for tag in self.tag.select(drop)) if drop else frozenset()
        return [text for _, text in _blocks(self.tag, self.tree.removed, dropped)]

    def text_without(self, nodes: list["Node"]) -> str:
        """The text inside as one line, without the given descendants."""
        dropped = frozenset(id(node.tag) for node in nodes)
        return squeeze(" ".join(text for _, text in _blocks(self.tag, self.tree.removed, dropped)))

    def in_order(self, nodes: list["Node"]) -> list["Node"]:
        """Descendants of this element as they stand in the page."""
        places = {id(tag): place for place, tag in enumerate(self.tag.descendants, start=1)}
        return sorted(nodes, key=lambda node: places.get(id(node.tag), 0))

    def raw(self) -> str:
        """All character data inside as it stands, scripts too."""
        return "".join(self.tag.strings) or str(self.tag.string or "")

    def is_removed(self) -> bool:
        """Whether this element, or one around it, is marked as removed."""
        return _is_removed(self.tag, self.tree.removed)

    def remove(self) -> None:
        """Mark this element, and so all inside it, as removed."""
        self.tree.removed.add(id(self.tag))

    def source(self) -> str:
        """The element's own HTML, cut to a snippet."""
        html = str(self.tag)
        return html if len(html) <= SNIPPET else html[:SNIPPET] + "…"

    def locator(self) -> str:
        """A CSS selector that finds this element in the page as captured."""
        steps: list[str] = []
        tag: Tag | None = self.tag
        while tag is not None and tag.name != "[document]":
            identity = tag.get("id")
            if isinstance(identity, str) and re.fullmatch(r"[A-Za-z][\w-]*", identity):
                steps.append(f"#{identity}")
                break
            steps.append(self.tree.step(tag))
            tag = tag.parent
        return " > ".join(reversed(steps))


def distinct(nodes: list[Node]) -> list[Node]:
    """Each node once, in the order given."""
    return list({id(node.tag): node for node in nodes}.values())


def outermost(nodes: list[Node]) -> list[Node]:
    """The nodes that stand inside no other of them."""
    tags = {id(node.tag) for node in nodes}
    return [node for node in nodes if not any(id(tag) in tags for tag in node.tag.parents)]


def _is_removed(tag: Tag, removed: set[int]) -> bool:
    if not removed:
        return False
    return id(tag) in removed or any(id(parent) in removed for parent in tag.parents)


def _blocks(root: Tag, removed: set[int], dropped: frozenset[int]) -> Iterator[tuple[Tag, str]]:
    """Walk the tree in order and cut the text where a browser would begin a new line."""
    pieces: list[str] = []
    owner = root
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, _Close) or (isinstance(item, Tag) and item.name in ("br", *_BLOCKS)):
            if text := squeeze("".join(pieces)):
                yield owner, text
            pieces.clear()
            owner = item.outer if isinstance(item, _Close) else item
            if owner.name == "br" and owner.parent is not None:
                owner = owner.parent
        if isinstance(item, Tag):
            if item.name in _SILENT or id(item) in removed or id(item) in dropped:
                continue
            if item.name in _BLOCKS and item is not root:
                stack.append(_Close(item.parent or root))
            stack.extend(reversed(item.contents))
        elif isinstance(item, NavigableString) and not isinstance(item, (Comment, Doctype, CData)):
            pieces.append(str(item))
    if text := squeeze("".join(pieces)):
        yield owner, text


@dataclass(frozen=True, slots=True)
class _Close:
    """Stands on the walk's stack where a block ends; ``outer`` is the block around it."""

    outer: Tag
