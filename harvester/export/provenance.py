"""What an export says of itself: when it was made, of what, by which program, and its digest.

It is said once, where the format has room for it:

- BibTeX, RIS, text: the first line, followed by an empty one. The digest is that of all after
  these two lines.
- CSL-JSON, JSON lines: in the first item, as ``export`` (of CSL-JSON, in
  ``custom.harvester``). CSV: in the column ``export`` of the first row. The digest is that of
  the file as it would be without it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from harvester.export import records, references
from harvester.export.csl import Item, fold
from harvester.export.items import of_references

Entries = Sequence[dict[str, Any]]

#: The line at the head of formats that have one. ISI, Ingenta and others head their RIS files
#: with "Provider:"; readers begin at the first "TY".
_HEADS = {"bibtex": "@comment{%s}\n\n", "ris": "Provider: %s\n\n", "text": "# %s\n\n"}
#: Signs that BibTeX would act on, even in a comment.
_BIBTEX = str.maketrans({"{": "(", "}": ")", "@": "(at)", "\\": "/"})
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an export comes from. ``query`` is what was asked for, in words or in SQL."""

    generated_at: str
    query: str
    software: str
    count: int
    sha256: str

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        return (
            f"{self.software}, {self.generated_at}, count {self.count}, sha256 {self.sha256}, "
            f"query: {self.query}"
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Puts the provenance into exports that are made at one time, of one query."""

    generated_at: str
    query: str
    software: str

    def records(self, form: str, found: Entries) -> str:
        """Records as a file: csl-json, bibtex, ris, csv or jsonl.

        A record is what ``harvester.store.whole.whole_records`` gives.
        """
        if form in references.ITEM_FORMATS:
            return self._items(form, records.of_records(found))
        write = {"csv": records.as_csv, "jsonl": records.as_json_lines}[form]
        return self._rows(write, found)

    def references(self, form: str, found: Entries) -> str:
        """References as a file: csl-json, bibtex, ris, csv, jsonl or text.

        A reference is what ``harvester.store.queries.references`` gives, with its ``source``.
        """
        if form in references.ITEM_FORMATS:
            return self._items(form, of_references(found))
        if form == "text":
            return self._headed(form, references.as_text(found), len(found))
        write = {"csv": references.as_csv, "jsonl": references.as_json_lines}[form]
        return self._rows(write, found)

    def _items(self, form: str, items: Sequence[Item]) -> str:
        write = references.ITEM_FORMATS[form]
        text = write(items)
        if form in _HEADS or not items:
            return self._headed(form, text, len(items))
        first, *rest = items
        custom = first["custom"]
        said = {**custom["harvester"], "export": asdict(self._of(text, len(items)))}
        return write([{**first, "custom": {**custom, "harvester": said}}, *rest])

    def _rows(self, write: Callable[[Entries], str], found: Entries) -> str:
        if not found:
            return write(found)
        first, *rest = found
        said = self._of(write(found), len(found))
        export = said.sentence if write in _TABLES else asdict(said)
        return write([{**first, "export": export}, *rest])

    def _headed(self, form: str, text: str, count: int) -> str:
        if form not in _HEADS:
            return text
        sentence = self._of(text, count).sentence
        return _HEADS[form] % (sentence.translate(_BIBTEX) if form == "bibtex" else sentence) + text

    def _of(self, text: str, count: int) -> Provenance:
        query = fold(self.query)
        if len(query) > _LONGEST:
            query = f"{query[:_LONGEST]}…"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return Provenance(self.generated_at, query, self.software, count, sha256)


_TABLES: tuple[Callable[[Entries], str], ...] = (records.as_csv, references.as_csv)
