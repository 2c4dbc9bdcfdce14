"""Lines of a text capture, whoever wrote it: copied from a browser, or a page-to-text tool.

Such tools write plain text or Markdown, mark list items with dashes or bullets, fold long
lines at a fixed width, and keep link addresses in place or in a list at the end. What is
markup of the tool is taken off here; the words of the page are left as they stand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_LISTED = re.compile(r"^\s*[-*•·‣▪+]\s+(?=\S)")
_INLINE = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_BY_NUMBER = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\[([^\[\]]*)\]")
_DEFINITION = re.compile(r"^\s{0,3}\[([^\[\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?\s*$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]|\[image:[^\]]*\]", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|&])")
_LINES = re.compile("[\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

#: Widths between which a tool folds lines (html2text 78, lynx and w3m 80, mail 72).
_NARROWEST, _WIDEST = 60, 100


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line with the tool's markup off. ``links`` are (label, address or None)."""

    number: int
    text: str
    listed: bool
    gap: bool
    links: tuple[tuple[str, str | None], ...]


def text_lines(text: str) -> Iterator[TextLine]:
    """The lines of a text capture that hold words, in order."""
    raw = [line.rstrip() for line in _LINES.split(text.replace("\u00a0", " "))]
    markdown = _is_markdown(raw)
    addresses = _definitions(raw) if markdown else {}
    gap = True
    for number, line in _unfolded(raw):
        if not line.strip() or (markdown and _DEFINITION.match(line)):
            gap = True
            continue
        listed = bool(_LISTED.match(line))
        words = _LISTED.sub("", line)
        links: list[tuple[str, str | None]] = []
        if markdown:
            words = _without_markup(words, addresses, links)
        words = words.strip()
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

    heading = _HEADING.match(line)
    words = heading.group(1) if heading else line
    words = _IMAGE.sub("", words)
    words = _BY_NUMBER.sub(numbered, _INLINE.sub(inline, words))
    words = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", words))
    return _ESCAPED.sub(r"\1", words)


def _unfolded(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Join lines that a tool folded: the next line's first word would not have fitted.

    Nothing is joined unless the whole capture looks folded at one width.
    """
    width = _fold_width(lines)
    current, start = "", 1
    for number, line in enumerate(lines, start=1):
        folded = (
            width
            and current
            and line.strip()
            and not _LISTED.match(line)
            and not _HEADING.match(line)
            and len(_last_line(current)) + 1 + len(line.split()[0]) > width
        )
        if folded:
            current = f"{current}\n{line.strip()}"
            continue
        if number > 1:
            yield start, current.replace("\n", " ")
        current, start = line, number
    yield start, current.replace("\n", " ")


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def _fold_width(lines: list[str]) -> int:
    """The width at which the capture was folded, or 0 where it was not."""
    lengths = [len(line) for line in lines if line.strip()]
    longest = max(lengths, default=0)
    full = sum(length > longest - 12 for length in lengths)
    if not _NARROWEST <= longest <= _WIDEST or full < max(4, len(lengths) // 5):
        return 0
    return longest
