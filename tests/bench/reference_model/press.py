"""References set anew in many styles from the fields of the training corpora.

The corpora know few of the styles that historians print. Their names, titles, journals and
places are dealt out anew and printed as other styles print them, each piece with its label.
"""

from collections.abc import Callable

from reference_model.continental import Continental
from reference_model.corpora import Labelled
from reference_model.documents import Documents
from reference_model.histories import Histories
from reference_model.pools import Pools
from reference_model.sciences import Sciences
from reference_model.setting import Pieces


class Press(Histories, Sciences, Continental, Documents):
    """Prints references that never were, its styles in turn."""

    def __init__(self, pools: Pools, seed: int) -> None:
        super().__init__(pools, seed)
        self._styles: tuple[Callable[[], Pieces], ...] = (
            self._cambridge_book,
            self._cambridge_book,
            self._cambridge_chapter,
            self._cambridge_article,
            self._chicago_book,
            self._chicago_chapter,
            self._chicago_article,
            self._note,
            self._mla,
            self._harvard,
            self._apa,
            self._vancouver,
            self._thesis,
            self._paper,
            self._newspaper,
            self._web,
            self._archival,
            self._documents,
            self._old,
            self._romance,
            self._german,
            self._gost,
            self._han,
            self._film,
            self._law,
            self._numbered_report,
            self._internet,
        )

    def references(self, number: int) -> list[Labelled]:
        """So many references, styles in turn."""
        made = []
        for place in range(number):
            text, fields = "", []
            for label, piece in self._styles[place % len(self._styles)]():
                piece = piece.replace("..", ".").replace(",,", ",").replace("“”", "”")
                bare_piece = piece.rstrip(" ")
                fields.append((label, len(text), len(text) + len(bare_piece)))
                text += piece
            made.append(Labelled(text.rstrip(), tuple(fields)))
        return made
