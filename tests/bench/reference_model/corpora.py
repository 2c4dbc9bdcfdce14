"""Labelled references of the training corpora, with one set of labels for all.

A line of a corpus is a list of ``[label, text]`` in printed order. Punctuation between two
fields belongs to the field before it, opening brackets and quotes to the one after; words that
introduce a field ("In", "pp.") belong to it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: The corpora's labels as ours. What is not named here makes a line unusable.
_LABELS = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "director": "author",
    "producer": "author",
    "title": "title",
    "title.a": "title",
    "title.j": "journal",
    "title.m": "container",
    "title.s": "series",
    "container-title": "container",
    "journal": "journal",
    "collection-title": "series",
    "volume": "volume",
    "biblScope.vol": "volume",
    "biblScope.volume": "volume",
    "biblScope.issue": "volume",
    "pages": "pages",
    "biblScope.pp": "pages",
    "biblScope.page": "pages",
    "publisher": "publisher",
    "orgName": "publisher",
    "location": "place",
    "pubPlace": "place",
    "pubplace": "place",
    "date": "date",
    "edition": "edition",
    "genre": "genre",
    "medium": "genre",
    "note": "note",
    "notes": "note",
    "source": "note",
    "url": "url",
    "ptr": "url",
    "doi": "doi",
    "idno.DOI": "doi",
    "isbn": "note",
    "idno.arxiv": "note",
    "idno.arXiv": "note",
    "idno.?": "note",
    "idno.PMID": "note",
    "idno.PMC": "note",
    "idno.report": "note",
    "idno.ISSN": "note",
    "idno.ISBN": "note",
    "citation-number": "number",
    "other": "other",
    "archive_lib": "archive",
    "archivalreference": "archive",
    "box": "archive",
    "registry": "archive",
    "folder": "archive",
    "foliation": "archive",
    "cartulation": "archive",
    "filza": "archive",
}
_TAGS = re.compile(r"</?\w+>")
_NO_SPACE_BEFORE = re.compile(r"^[,.;:)\]”»?!]")
_NO_SPACE_AFTER = re.compile(r"[(\[“«]$")
_OCR_SPACE = re.compile(r" (?=[,.;:)\]»?!])|(?<=[(\[«]) |(?<=[’']) ")
_THESIS = re.compile(r"(?i)\b(?:th[eè]s[ei]s?|diss|ph\.? ?d|master)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A reference with its fields: (label, start, end) in printed order."""

    text: str
    fields: tuple[tuple[str, int, int], ...]


def corpus(folder: Path, name: str) -> list[Labelled]:
    """The usable references of one corpus file, in its order, each text once."""
    found: dict[str, Labelled] = {}
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        pairs = [(str(label), str(text)) for label, text in json.loads(line)]
        if (made := _labelled(pairs, name)) is not None:
            found.setdefault(made.text, made)
    return list(found.values())


def _labelled(pairs: list[tuple[str, str]], name: str) -> Labelled | None:
    names = {label for label, _ in pairs}
    if name == "linkedbooks-sample":
        if "title" in names or not names & {"archive_lib", "archivalreference"}:
            return None
        pairs = [(label, _OCR_SPACE.sub("", text)) for label, text in pairs]
        renamed = {"volume": "archive", "year": "date"}
        pairs = [(renamed.get(label, label), text) for label, text in pairs]
    if not names <= {*_LABELS, *(label for label, _ in pairs)}:
        return None
    if any(label not in _LABELS for label, _ in pairs):
        return None
    pairs = [(_LABELS[label], _TAGS.sub("", text).strip()) for label, text in pairs]
    pairs = list(_own_titles(pairs))
    pairs = list(_shared_out([(label, text) for label, text in pairs if text]))
    if not pairs:
        return None
    text = ""
    fields: list[tuple[str, int, int]] = []
    for label, piece in pairs:
        if text and not _NO_SPACE_BEFORE.search(piece) and not _NO_SPACE_AFTER.search(text):
            text += " "
        fields.append((label, len(text), len(text) + len(piece)))
        text += piece
    return Labelled(text, tuple(fields))


def _own_titles(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A monograph without a title of a part in it is the work itself; notes that say "thesis"."""
    has_title = any(label == "title" for label, _ in pairs)
    for label, text in pairs:
        if label == "container" and not has_title:
            has_title = True
            yield "title", text
        elif label == "note" and _THESIS.search(text):
            yield "genre", text
        else:
            yield label, text


def _shared_out(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The texts between fields given to the fields beside them."""
    waiting = ""
    held: tuple[str, str] | None = None
    for place, (label, text) in enumerate(pairs):
        if label != "other":
            if held:
                yield held
            held = (label, _glue(waiting, text) if waiting else text)
            waiting = ""
            continue
        cut = re.search(r"[(\[“«\"]\s*$|\w.*$", text, re.DOTALL)
        back, ahead = (
            (text[: cut.start()].strip(), text[cut.start() :].strip()) if cut else (text, "")
        )
        if held and back:
            held = (held[0], _glue(held[1], back))
        elif back:
            ahead = f"{back} {ahead}".strip()
        if (
            ahead
            and re.search(r"\w", ahead)
            and not _introduces(ahead, pairs[place + 1 : place + 2])
        ):
            if held:
                yield held
            held = ("note", ahead)
        else:
            waiting = ahead
    if held:
        yield (held[0], _glue(held[1], waiting) if waiting else held[1])


def _introduces(words: str, following: list[tuple[str, str]]) -> bool:
    """Whether words between two fields belong to the one after ("In", "pp.", "vol.")."""
    return bool(following) and len(words.strip(' .,:;()[]"“')) <= 12


def _glue(before: str, after: str) -> str:
    close = _NO_SPACE_BEFORE.search(after) or _NO_SPACE_AFTER.search(before)
    return before + after if close else f"{before} {after}"
