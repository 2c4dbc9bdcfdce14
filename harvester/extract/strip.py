"""Takes the site's boilerplate off a document by named rules, and keeps a ledger of it.

Works on blocks of HTML, on whole lines and on pieces of lines. What a piece of boilerplate
tells of the work (a "Get access" button: access is restricted) is kept as an assertion.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from harvester.config.patterns import AnyOf, ByWord, Pattern
from harvester.config.site import Site, Strip
from harvester.extract.document import Document, Line, html_lines
from harvester.extract.tree import Node, Tree
from harvester.model import Assertion, LedgerEntry


@dataclass
class _Tally:
    """What each rule has taken so far, in the order in which it was taken."""

    channel: str
    pieces: dict[str, list[str]] = field(default_factory=dict)
    said: list[Assertion] = field(default_factory=list)

    def take(self, rule: Strip, text: str, place: Node | Line) -> None:
        """Note one removed piece, and what it says of the work."""
        self.pieces.setdefault(rule.rule, []).append(text)
        self.say(rule, text, place)

    def say(self, rule: Strip, text: str, place: Node | Line) -> None:
        """Note what the presence of boilerplate says of the work."""
        for name, value in rule.says.items():
            self.said.append(
                Assertion(
                    field=name,
                    value=value or None,
                    channel=self.channel,
                    locator=place.locator(),
                    snippet=text[:400],
                    generation=f"boilerplate: {rule.rule}",
                    absence=None if value else "the page says that there is none",
                )
            )

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """One entry for each rule that took anything, by name."""
        return tuple(
            LedgerEntry(rule, len(pieces), sum(map(len, pieces)), _sha256("\n".join(pieces)))
            for rule, pieces in sorted(self.pieces.items())
        )


@dataclass(frozen=True)
class Stripped:
    """A document without boilerplate. ``said`` is what the boilerplate told of the work."""

    document: Document
    lines: tuple[Line, ...]
    ledger: tuple[LedgerEntry, ...]
    said: tuple[Assertion, ...]
    cleaner: "Cleaner"

    @cached_property
    def text(self) -> str:
        """The stripped text, one line a block."""
        return "\n".join(line.text for line in self.lines)

    @property
    def text_sha256(self) -> str:
        """The digest that tells whether the work changed, whatever the page's noise."""
        return _sha256(self.text)


class Cleaner:
    """The line rules of some profiles, in their order."""

    def __init__(self, profiles: Sequence[Site]) -> None:
        rules = [rule for profile in profiles for rule in profile.strip if not rule.select]
        self._any = _any_of(tuple(profile.boilerplate for profile in profiles))
        self._lines = [(pattern, rule) for rule in rules for pattern in rule.lines]
        self._within = ByWord((pattern, rule) for rule in rules for pattern in rule.within)

    def rule_for(self, text: str) -> Strip | None:
        """The rule that takes this whole line, if any."""
        if len(text) > _LONGEST_LINE or not self._any.matches(text):
            return None
        return next((rule for pattern, rule in self._lines if pattern.fullmatch(text)), None)

    def cut(self, text: str) -> tuple[str, list[tuple[Strip, str]]]:
        """The line without the pieces that rules take, and those pieces."""
        cuts: list[tuple[Strip, str]] = []
        if len(text) > _LONGEST_LINE:
            return text, cuts
        after: int | None = 0
        while after is not None:
            text, after = self._cut_once(text, after, cuts)
        return text, cuts

    def _cut_once(
        self, text: str, after: int, cuts: list[tuple[Strip, str]]
    ) -> tuple[str, int | None]:
        """The line without what the next rule takes, and the number of the rule after that."""
        for number, pattern, rule in self._within.candidates(text, after):
            found = [m.group(0) for m in pattern.compiled.finditer(text) if m.group(0)]
            if found:
                cuts.extend((rule, piece) for piece in found)
                return pattern.compiled.sub("", text).strip(), number + 1
        return text, None

    def clean(self, blocks: Iterable[str]) -> list[str]:
        """Blocks of text of one element, without boilerplate; empty ones go."""
        kept = (self.cut(block)[0] for block in blocks if self.rule_for(block) is None)
        return [block for block in kept if block]


@lru_cache(maxsize=64)
def _any_of(parts: tuple[AnyOf, ...]) -> AnyOf:
    """The expressions of several profiles as one."""
    return AnyOf(pattern for part in parts for pattern in part.patterns)


def strip(document: Document, profiles: Sequence[Site]) -> Stripped:
    """Apply the rules of all profiles to a document. Marks nodes of its tree as removed."""
    tally = _Tally("visible" if document.is_html else "text")
    if document.tree is not None:
        _strip_duplicates(document.tree, tally)
        _strip_blocks(document.tree, profiles, tally)
    lines = html_lines(document.tree) if document.tree else document.lines
    cleaner = Cleaner(profiles)
    kept: Iterable[Line] = _strip_lines(lines, cleaner, tally)
    for profile in profiles:
        if profile.value_below:
            kept = _with_values(kept, profile.value_below)
    return Stripped(document, tuple(kept), tally.ledger(), tuple(tally.said), cleaner)


#: A longer line is no line of a page, and is not searched for boilerplate.
_LONGEST_LINE = 20_000
#: Elements that hold the whole page: a class on them may speak, but they are never taken.
_FRAME = frozenset({"html", "body", "main"})
#: The rule that takes the poorer of two sections with one id: a copy for lazy loading
#: (facts/sites.md, C5 trap 3).
_MOST_COPIES = 5
_DUPLICATE = Strip(rule="duplicate-section")


def _strip_duplicates(tree: Tree, tally: _Tally) -> None:
    """Of sections with the same id and the same words, keep the one that says more."""
    by_id: dict[str, list[Node]] = {}
    for node in tree.select("[id]"):
        by_id.setdefault(node.attribute("id"), []).append(node)
    for nodes in by_id.values():
        if not 2 <= len(nodes) <= _MOST_COPIES:
            continue
        richest = max(nodes, key=lambda node: len(node.text()))
        words = set(richest.paragraphs())
        for node in nodes:
            blocks = node.paragraphs()
            if node is not richest and len(blocks) > 1 and words.issuperset(blocks):
                tally.take(_DUPLICATE, "\n".join(blocks), node)
                node.remove()


def _strip_blocks(tree: Tree, profiles: Sequence[Site], tally: _Tally) -> None:
    for rule in (rule for profile in profiles for rule in profile.strip):
        if not rule.select:
            continue
        for node in tree.select(rule.select):
            if node.is_removed():
                continue
            text = "\n".join(node.paragraphs())
            if rule.lines and not any(pattern.fullmatch(text) for pattern in rule.lines):
                continue
            if node.name in _FRAME:
                tally.say(rule, node.source(), node)
                continue
            node.remove()
            if text or rule.says:
                tally.take(rule, text, node)


def _strip_lines(lines: Iterable[Line], cleaner: Cleaner, tally: _Tally) -> Iterator[Line]:
    following: tuple[Pattern, Strip] | None = None
    taken: dict[str, Strip] = {}
    gap = False
    for line in lines:
        gap = gap or line.gap
        rule = cleaner.rule_for(line.text)
        if rule is not None:
            if rule.following:
                following = (rule.following, rule)
        elif following and _goes_with(line, following[0]):
            rule = following[1]
            taken[line.text] = rule
        else:
            following = None
            # A list that a rule took before is often printed twice.
            rule = taken.get(line.text) if line.listed else None
        if rule is not None:
            tally.take(rule, line.text, line)
            continue
        text, cuts = cleaner.cut(line.text)
        for cut_rule, piece in cuts:
            tally.take(cut_rule, piece, line)
        left = cleaner.rule_for(text) if cuts and text else None
        if left is not None:
            tally.take(left, text, line)
        elif text:
            changed = text != line.text or gap != line.gap
            yield replace(line, text=text, gap=gap) if changed else line
            gap = False


def _with_values(lines: Iterable[Line], labels: Pattern) -> Iterator[Line]:
    """Lines, each label with the value that stands below it ("Publisher:", then the name)."""
    waiting: Line | None = None
    for line in lines:
        is_label = labels.fullmatch(line.text) is not None
        if waiting is not None and not is_label:
            yield replace(waiting, text=f"{waiting.text} {line.text}", links=line.links)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = line if is_label else None
        if not is_label:
            yield line
    if waiting is not None:
        yield waiting


def _goes_with(line: Line, pattern: Pattern) -> bool:
    """Whether a line belongs to the boilerplate before it; list items show their mark."""
    return pattern.fullmatch(f"- {line.text}" if line.listed else line.text) is not None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
