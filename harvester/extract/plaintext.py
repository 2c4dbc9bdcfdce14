"""Lines of a text capture, whoever wrote it: copied from a browser, or a page-to-text tool.

Such tools write plain text or Markdown, mark list items with dashes or bullets, fold long
lines at a fixed width, and keep link addresses in place or in a list at the end. What is
markup of the tool is taken off here; the words of the page are left as they stand.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_LISTED = re.compile(r"^\s*[-*•·‣▪+]\s+(?=\S)")
_INLINE = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_BY_NUMBER = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\[([^\[\]]*)\]")
_DEFINITION = re.compile(r"^\s{0,3}\[([^\[\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?\s*$")
_NUMBERED = re.compile(r"^\s*(\d+)\.\s+((?:https?|file|mailto):\S+)\s*$")
_BEFORE = re.compile(r"\[(\d+)\]([^\[\]]+)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]|\[image:[^\]]*\]", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s_])\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&])")
_HYPHENED = re.compile(r"\w[-\u2010]$")
_SUSPENDED = re.compile(r"^(?:and|or|to|und|oder|bis|et|ou|y|o|e|en|of|och)\b")
_IN_ORDER = re.compile(
    r"^\s*(?:(\[)(\d{1,4})\]|(\d{1,4})(?:([.)])(?=\s+\S)|(?=\s+[\"“‘«]?[^\W\d_a-z])))"
)
#: What stands at the end of an entry of a list of references, where nothing is known of the
#: site: labels of links, glued to the words before or parted from them by a mark or a digit.
_LABEL = r"(?:\[\d+\])?\[?(?:Cross[Rr]ef|Google Scholar|PubMed|WorldCat)\]?"
_LABELLED = re.compile(rf"(?:^|[^\s(\[“‘\"'/–—-]|[^\w\s(\[“‘\"'/]\s+|\d\s+|[|]\s*){_LABEL}$")
#: Words that carry on the entry before them, although a label has ended it.
_CARRIES_ON = re.compile(
    r"^\s*(?:[;,.:)\]]|(?:and|also|see|in|cf\.|quoted|cited|reprinted|trans)\b)"
)
#: A longer line is not looked at for markup.
_LONGEST = 20_000
_SPACES = re.compile(r"[ \t]+")
_LINES = re.compile("[\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

#: Widths between which a tool folds lines (html2text 78, lynx and w3m 80, mail 72).
_NARROWEST, _WIDEST = 60, 100
#: So much of the end of a line is looked at for a link in Markdown.
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line with the tool's markup off. ``links`` are (label, address or None)."""

    number: int
    text: str
    listed: bool
    gap: bool
    links: tuple[tuple[str, str | None], ...]


def ends_in_label(text: str) -> bool:
    """Whether a line ends in the label of a link, as the entries of reference lists do."""
    return _LABELLED.search(text[-80:]) is not None


def text_lines(text: str, is_closed: Callable[[str], bool] = ends_in_label) -> Iterator[TextLine]:
    """The lines of a text capture that hold words, in order.

    ``is_closed`` tells of a line, Markdown addresses left out, that nothing folded goes on
    below it. By default it looks for the labels that any site prints.
    """
    raw = [line.rstrip() for line in _LINES.split(text.replace("\u00a0", " "))]
    markdown = _is_markdown(raw)
    addresses = _definitions(raw) if markdown else {}
    numbered = _numbered(raw)
    gap = True
    for number, line in _unfolded(raw, is_closed):
        defines = (markdown and _DEFINITION.match(line)) or (numbered and _NUMBERED.match(line))
        if not line.strip() or defines:
            gap = True
            continue
        listed = bool(_LISTED.match(line))
        words = _LISTED.sub("", line)
        links: list[tuple[str, str | None]] = []
        if markdown:
            words = _without_markup(words, addresses, links)
        elif numbered:
            words = _without_numbers(words, numbered, links)
        words = _SPACES.sub(" ", words).strip()
        if words:
            yield TextLine(number, words, listed, gap, tuple(links))
            gap = False


def _is_markdown(lines: Iterable[str]) -> bool:
    """Two signs, or one that plain text never shows, make a Markdown capture."""
    signs = 0
    for line in lines:
        signs += bool(_HEADING.match(line)) + bool(_STRONG.search(line))
        signs += 2 * bool(_INLINE.search(line) or _BY_NUMBER.search(line))
        signs += 2 * bool(_DEFINITION.match(line)) + bool(_IMAGE.search(line))
        if signs >= 2:
            return True
    return False


def _definitions(lines: Iterable[str]) -> dict[str, str]:
    """The addresses that stand at the end of the capture, by their number or name."""
    found = (match for line in lines if (match := _DEFINITION.match(line)))
    return {match.group(1).casefold(): match.group(2) for match in found}


def _numbered(lines: Iterable[str]) -> dict[str, str]:
    """The addresses that lynx lists at the end ("  15. https://…"), if it wrote this capture."""
    found = [match for line in lines if (match := _NUMBERED.match(line))]
    return {match.group(1): match.group(2) for match in found} if len(found) >= 3 else {}


def _without_numbers(
    line: str, addresses: dict[str, str], links: list[tuple[str, str | None]]
) -> str:
    """The words of a line that lynx wrote, without the numbers before its links."""

    def before(match: re.Match[str]) -> str:
        if match.group(1) not in addresses:
            return match.group(0)
        links.append((match.group(2).strip(), addresses[match.group(1)]))
        return match.group(2)

    return _BEFORE.sub(before, line)


def _without_markup(
    line: str, addresses: dict[str, str], links: list[tuple[str, str | None]]
) -> str:
    """The words of one Markdown line; its links are added to ``links``."""

    def inline(match: re.Match[str]) -> str:
        links.append((match.group(1).strip(), match.group(2) or None))
        return match.group(1)

    def numbered(match: re.Match[str]) -> str:
        target = (match.group(2) or match.group(1)).casefold()
        if target not in addresses:
            return match.group(0)
        links.append((match.group(1).strip(), addresses[target]))
        return match.group(1)

    if len(line) > _LONGEST:
        return line
    heading = _HEADING.match(line)
    words = heading.group(1) if heading else line
    words = _IMAGE.sub("", words)
    words = _BY_NUMBER.sub(numbered, _INLINE.sub(inline, words))
    words = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", words))
    return _ESCAPED.sub(r"\1", words)


def _unfolded(lines: list[str], is_closed: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Join lines that a tool folded; nothing is joined unless the whole capture looks folded."""
    width = _fold_width(lines, is_closed)
    pieces: list[str] = []
    start = 1
    for number, line in enumerate(lines, start=1):
        if pieces and width and _is_folded(pieces, line, width, is_closed):
            pieces.append(line)
            continue
        if pieces:
            yield start, _join(pieces)
        pieces, start = [line], number
    if pieces:
        yield start, _join(pieces)


def _is_folded(
    pieces: list[str], following: str, width: int, is_closed: Callable[[str], bool]
) -> bool:
    """Whether a line continues those before it."""
    line = pieces[-1]
    if not _goes_on(line, following) or not _is_full(line, following, width):
        return False
    if len(pieces) > 1 and _indent(following) < _indent(line):
        return False
    return not (_follows(pieces[0], following) or _ends(pieces, following, is_closed))


def _ends(pieces: list[str], following: str, is_closed: Callable[[str], bool]) -> bool:
    """Whether the entry that the pieces make is closed, and the next line does not go on."""
    end = _join(pieces[-3:])[-_LONGEST_LINK:]
    words = _BY_NUMBER.sub(r"\1", _INLINE.sub(r"\1", end)).rstrip()
    return is_closed(words) and _CARRIES_ON.match(following) is None


def _follows(line: str, following: str) -> bool:
    """Whether two lines begin with numbers of one list, one after the other."""
    first, second = _IN_ORDER.match(line), _IN_ORDER.match(following)
    if first is None or second is None or first.group(1, 4) != second.group(1, 4):
        return False
    numbers = [int(match.group(2) or match.group(3)) for match in (first, second)]
    return numbers[1] == numbers[0] + 1


def _join(pieces: list[str]) -> str:
    """Pieces as one line: a word that was parted at its hyphen is whole again."""
    joined = pieces[0]
    for piece in pieces[1:]:
        words = piece.strip()
        hyphened = _HYPHENED.search(joined) and words[:1].isalnum() and not _SUSPENDED.match(words)
        joined += words if hyphened else f" {words}"
    return joined


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _goes_on(line: str, following: str) -> bool:
    """Whether a line may be the continuation of the one before it."""
    begins = _LISTED.match(following) or _HEADING.match(following) or _NUMBERED.match(following)
    return bool(line.strip() and following.strip()) and not begins


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether a line was broken because the next word did not fit."""
    return len(line) + 1 + len(following.split()[0]) > width


def _fold_width(lines: list[str], is_closed: Callable[[str], bool]) -> int:
    """The width at which the capture was folded, or 0 where it was not.

    A folded capture has no longer line (addresses aside), and nearly every long line that
    another follows was broken because the next word did not fit.
    """
    width = max((len(line) for line in lines if "://" not in line), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    long = [
        (line, following)
        for line, following in pairwise(lines)
        if len(line) > 0.6 * width
        and _goes_on(line, following)
        and not _ends([line], following, is_closed)
    ]
    full = sum(_is_full(line, following, width) for line, following in long)
    return width if full >= 3 and full >= 0.8 * len(long) else 0
