"""Citations in BibTeX as readings. Pure; bibtexparser reads the form."""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from harvester.extract.decode import decode
from harvester.extract.structured.said import Said, without_markup, year_in
from harvester.model import Reading

CHANNEL = "bibtex"
_LOOKED_FOR = frozenset(
    "title contributor publisher place published_print language doi isbn issn series pages url "
    "keyword abstract container_title".split()
)
_KINDS = {
    "article": "article", "incollection": "chapter", "inbook": "chapter", "book": "book",
    "collection": "book", "mvbook": "book", "proceedings": "book", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "inproceedings": "conference-paper", "conference": "conference-paper", "dataset": "dataset",
    "unpublished": "manuscript", "periodical": "journal",
}  # fmt: skip
_FIELDS = {
    "title": "title", "subtitle": "subtitle", "booktitle": "container_title",
    "journal": "container_title", "journaltitle": "container_title", "publisher": "publisher",
    "address": "place", "location": "place", "volume": "volume", "issue": "issue",
    "series": "series", "chapter": "number", "doi": "doi", "isbn": "isbn", "issn": "issn",
    "url": "url", "abstract": "abstract", "language": "language", "langid": "language",
    "pages": "pages",
}  # fmt: skip
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LARGEST = 20_000_000
#: A longer entry keeps its LaTeX as it is: decoding is slow.
_LONGEST = 20_000


def readings(file: BinaryIO) -> Iterator[Reading]:
    """A reading of each entry; an entry that cannot be read is ``parser-error``."""
    from bibtexparser.entrypoint import parse_string  # slow to import, and seldom wanted
    from bibtexparser.middlewares import LatexDecodingMiddleware
    from bibtexparser.model import Entry, ParsingFailedBlock

    decoded = decode(file.read(_LARGEST))
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is said here
    library, latex = parse_string(_reflowed(decoded.text)), LatexDecodingMiddleware()
    for block in library.blocks:
        if isinstance(block, Entry):
            if sum(len(str(field.value)) for field in block.fields) < _LONGEST:
                latex.transform_entry(block, library)
            fields = {field.key.casefold(): str(field.value) for field in block.fields}
            yield read(block.entry_type.casefold(), block.key, fields, decoded.charset)
        elif isinstance(block, ParsingFailedBlock) and (block.raw or "").lstrip().startswith("@"):
            note = f"An entry cannot be read: {block.error}"[:300]
            yield Reading(
                None, CHANNEL, "parser-error", decoded.charset, "", note=note, form=CHANNEL
            )


def read(kind: str, key: str, fields: Mapping[str, str], charset: str | None) -> Reading:
    """What one entry says. ``fields`` are its keys in small letters with decoded values."""
    said = Said(CHANNEL, CHANNEL)
    said.say("kind", _KINDS.get(kind, "catalogue-entry"), f"@{kind}", f"@{kind}{{{key},")
    for name, value in fields.items():
        words = without_markup(_bare(value))
        place, source = f"@{kind}{{{key[:60]}}} {name}", f"{name} = {{{value}}}"
        if name in _ROLES:
            for person in _AND.split(words):
                if person.casefold() != "others":
                    said.person(person, _ROLES[name], place, source)
        elif name in ("keywords", "keyword"):
            for word in re.split(r"\s*[,;]\s*", words):
                said.say("keyword", word, place, source)
        elif name == "number":
            said.say("issue" if kind == "article" else "number", words, place, source)
        elif name in _FIELDS:
            said.say_first(_FIELDS[name], words, place, source)
    said.say(
        "published_print", _date(fields), "year, month", f"year = {{{fields.get('year', '')}}}"
    )
    printed = io.StringIO()
    for name, value in fields.items():
        printed.write(f"{name} = {value}\n")
    return said.reading(printed.getvalue(), _LOOKED_FOR, charset)


def _bare(value: str) -> str:
    """A value without the braces that guard its capitals, and with one dash in page ranges."""
    return value.replace("{", "").replace("}", "").replace("--", "-").replace("~", " ")


def _date(fields: Mapping[str, str]) -> str:
    if date := _bare(fields.get("date", "")):
        return date.partition("/")[0]
    year, month = _bare(fields.get("year", "")), _bare(fields.get("month", "")).casefold()
    number = int(month) if month.isdecimal() and len(month) < 3 else 0
    if month[:3] in _MONTHS:
        number = _MONTHS.index(month[:3]) + 1
    return f"{year}-{number:02}" if number and re.fullmatch(r"\d{4}", year) else year_in(year)


def _reflowed(text: str) -> str:
    """Entries that follow each other on one line, each on its own."""
    return re.sub(r"\}[ \t]*@(?=[A-Za-z]{3,20}[ \t]*\{)", "}\n@", text)
