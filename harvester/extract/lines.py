"""The text of a page, cut where a browser would begin a new line."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from harvester.extract.markup import Markup

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre "
    "section select summary table tbody td tfoot th thead title tr ul button".split()
)
#: Elements whose words are not part of the text around them.
_SILENT = frozenset(
    "script style noscript template svg head iframe noembed noframes object math-annotation".split()
)
#: White space that is not one plain space between words.
_SPACE = re.compile(
    r"[\t\n\r\f\v\u00a0\u2007\u202f][ \t\n\r\f\v\u00a0\u2007\u202f]*"
    r"| [ \t\n\r\f\v\u00a0\u2007\u202f]+"
)


def squeeze(text: str) -> str:
    """White space, also no-break spaces, folded to single spaces, none at the ends."""
    return _SPACE.sub(" ", text).strip()


class Lines:
    """Which piece of a page's text stands on which line, found in one pass.

    A line is a stretch of text without the border of a block or a ``br`` in it. Each has its
    owner, the element that it stands in.
    """

    def __init__(self, page: Markup) -> None:
        self._texts = page.texts
        #: The places of the pieces of text, their lines, the innermost silent element around.
        self._places: list[int] = []
        self._lines: list[int] = []
        self._silent: list[int] = []
        self._owners = [0]
        self._cut(page)

    def read(
        self, root: int, spans: Iterable[tuple[int, int]], gone: bytearray
    ) -> Iterator[tuple[int, str]]:
        """The lines of the text in the given stretches of ``root``, each with its owner.

        Text that is gone is left out, and so is what stands in a silent element, unless
        ``root`` is inside that itself (the title inside the head).
        """
        texts, places, lines, silent = self._texts, self._places, self._lines, self._silent
        line = -1
        pieces: list[str] = []
        for start, end in spans:
            for at in range(bisect_left(places, start), bisect_left(places, end)):
                if silent[at] >= root or gone[places[at]]:
                    continue
                if lines[at] != line:
                    if pieces and (text := squeeze("".join(pieces))):
                        yield self._owners[line], text
                    line, pieces = lines[at], []
                pieces.append(texts[places[at]])
        if pieces and (text := squeeze("".join(pieces))):
            yield self._owners[line], text

    def _cut(self, page: Markup) -> None:
        names, parents, ends = page.names, page.parents, page.ends
        owners = self._owners
        # What is open: where it ends, who owns the line after it (-1: the line before goes
        # on, for a silent element), and the line and the silent element around it.
        above: list[tuple[int, int, int, int]] = []
        line, silent, border = 0, -1, len(names)
        for place, name in enumerate(names):
            while place >= border:
                _, owner, line, silent = above.pop()
                border = above[-1][0] if above else len(names)
                if owner >= 0:
                    line = len(owners)
                    owners.append(owner)
            if not name:
                self._places.append(place)
                self._lines.append(line)
                self._silent.append(silent)
            elif name in _BLOCKS:
                above.append((ends[place], parents[place], line, silent))
                border = ends[place]
                line = len(owners)
                owners.append(place)
            elif name == "br":
                line = len(owners)
                owners.append(parents[place])
            elif name in _SILENT:
                above.append((ends[place], -1, line, silent))
                border, silent = ends[place], place
