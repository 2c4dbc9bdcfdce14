"""Citations in RIS as readings. Pure.

RIS has no standard; the tags are those of its first description and what publishers make of
them. Each line is read by its tag, so that the evidence can name it.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from harvester.extract.decode import decode
from harvester.extract.structured.said import LONGEST, Said, without_markup, year_in
from harvester.model import Reading

CHANNEL = "ris"
_LOOKED_FOR = frozenset(
    "title contributor publisher place published_print language doi isbn issn series pages url "
    "pdf_url keyword abstract container_title".split()
)
_LINE = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*))?")
_KINDS = {
    "JOUR": "article", "JFULL": "journal", "EJOUR": "article", "MGZN": "article", "NEWS": "article",
    "ABST": "article", "CHAP": "chapter", "ECHAP": "chapter", "BOOK": "book", "EBOOK": "book",
    "EDBOOK": "book", "THES": "thesis", "RPRT": "report", "CONF": "conference-paper",
    "CPAPER": "conference-paper", "MANSCPT": "manuscript", "DATA": "dataset", "MAP": "map",
}  # fmt: skip
_PEOPLE = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "series-editor"}
_TITLES = ("TI", "T1", "CT")
_CONTAINERS = ("T2", "JO", "JF", "BT", "JA", "J2")
_SINGLE = {
    "PB": "publisher", "CY": "place", "PP": "place", "VL": "volume", "IS": "issue",
    "LA": "language", "DO": "doi", "T3": "series", "L1": "pdf_url",
}  # fmt: skip
_ROLE = re.compile(r"^(?:editor-in-chief|editors?|translators?)\s*:\s*", re.IGNORECASE)


class Tagged(NamedTuple):
    """A line of a citation: tag and value."""

    tag: str
    text: str


def readings(file: BinaryIO) -> Iterator[Reading]:
    """A reading of each citation. What stands outside citations is left out."""
    decoded = decode(file.read())
    for lines in citations(decoded.text):
        yield read(lines, decoded.charset)


def citations(text: str) -> Iterator[list[Tagged]]:
    """The lines of each citation, from ``TY`` to ``ER`` or the next ``TY``."""
    lines: list[Tagged] = []
    for line in io.StringIO(text):
        match = _LINE.fullmatch(line.strip("\ufeff \t\r\n"))
        if match is None:
            if (
                lines and line.strip() and len(lines[-1].text) < LONGEST
            ):  # a long value goes on in the next line
                lines[-1] = Tagged(lines[-1].tag, f"{lines[-1].text} {line.strip()}")
            continue
        tag, value = match.group(1), (match.group(2) or "").strip()
        if tag in ("TY", "ER") and lines:
            yield lines
            lines = []
        if tag == "TY" or (lines and tag != "ER"):
            lines.append(Tagged(tag, value))
    if lines:
        yield lines


def read(lines: list[Tagged], charset: str | None) -> Reading:
    """What one citation says."""
    said = Said(CHANNEL, CHANNEL)
    kind = _KINDS.get(lines[0].text.upper(), "catalogue-entry")
    said.say("kind", kind, "TY", f"TY  - {lines[0].text}")
    tags = {line.tag for line in lines}
    is_book = kind in ("book", "journal")
    for tag, text in lines[1:]:
        words, place = without_markup(text), f"TY {lines[0].text}, {tag}"
        source = f"{tag}  - {text}"
        if tag in _TITLES or (tag == "BT" and is_book):
            said.say_first("title", words, place, source)
        elif tag in _CONTAINERS and tag != "JA" and not is_book:
            said.say_first("container_title", words, place, source)
        elif tag == "T2" and is_book:
            said.say_first("series", words, place, source)
        elif tag in _PEOPLE and not (tag == "A2" and "RI" in tags):
            said.person(_ROLE.sub("", words), _PEOPLE[tag], place, source)
        elif tag in _SINGLE:
            said.say_first(_SINGLE[tag], words, place, source)
        else:
            _other(said, tag, words, place, source)
    _pages(said, lines)
    _dates(said, lines)
    printed = "\n".join(f"{tag}  - {text}" for tag, text in lines)
    return said.reading(printed, _LOOKED_FOR, charset)


def _other(said: Said, tag: str, words: str, place: str, source: str) -> None:
    if tag in ("AB", "N2"):
        said.say_first("abstract", words, place, source)
    elif tag == "KW":
        said.say("keyword", words, place, source)
    elif tag == "UR":
        said.say_first("url", words, place, source)
        if re.match(r"https?://(?:dx\.)?doi\.org/10\.", words):
            said.say_first("doi", words, place, source)
    elif tag == "SN":
        for number in re.split(r"[;,]\s*|\s+(?=97[89])", words):
            digits = re.sub(r"[^0-9Xx]", "", number.partition("(")[0])
            said.say("issn" if len(digits) == 8 else "isbn", digits or number, place, source)


def _pages(said: Said, lines: list[Tagged]) -> None:
    first = next((line.text for line in lines if line.tag == "SP" and line.text), "")
    last = next((line.text for line in lines if line.tag == "EP" and line.text), "")
    pages = first if not last or last == first or "-" in first else f"{first}-{last}"
    said.say("pages", pages, "SP, EP", f"SP  - {first}\nEP  - {last}")


def _dates(said: Said, lines: list[Tagged]) -> None:
    """``DA`` where it is a whole date of the year in ``PY``; else ``PY`` or ``Y1``."""
    values = {line.tag: line.text.strip("/ ") for line in reversed(lines)}
    year = values.get("PY") or values.get("Y1") or ""
    date = values.get("DA", "")
    parts = [part for part in date.replace("-", "/").split("/") if part]
    whole = "-".join(parts) if date and date[:4] == year_in(year)[:4] else ""
    if whole:
        said.say("published_print", whole, "DA", f"DA  - {date}")
    if not any(a.field == "published_print" and a.value for a in said.made):
        bare = "-".join(part for part in year.split("/")[:3] if part)
        said.say("published_print", bare if "/" in year else year_in(year), "PY", f"PY  - {year}")
