"""The ranges that an index of an archive names: CDX, CDXJ, JSON lines, or CSV with a heading.

What is looked for is the file, the first byte and the length of a record, by the names that
pywb, Common Crawl's index server (``filename``, ``offset``, ``length``) and its columnar index
(``warc_filename``, ``warc_record_offset``, ``warc_record_length``) give them, or by the letters
``g``, ``V`` and ``S`` of a CDX heading.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harvester.bulk.inputs import Range
from harvester.errors import UsageError

_NAMES = (
    ("filename", "warc_filename", "g"),
    ("offset", "warc_record_offset", "V"),
    ("length", "warc_record_length", "S"),
)


def ranges_of(lines: Iterable[str], root: str, word: str) -> Iterator[Range]:
    """The range of each line. ``root`` stands before the name of a file that has no scheme.

    ``word`` names the index in errors. Raises UsageError at a line that names no range.
    """
    heading: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("!"):
            continue
        told: Mapping[str, Any] | None
        if "{" in text and (heading is None or text.startswith("{")):
            told = _as_json(text[text.index("{") :])
        elif heading is None:
            heading = _heading(text)
            if heading is None:
                raise _odd(word, number)
            continue
        else:
            cells = _cells(text) if heading[0] == "," else text.split()
            told = dict(zip(heading[1:], cells, strict=False))
        found = _range(told, root)
        if found is None:
            raise _odd(word, number)
        yield found


def _heading(text: str) -> list[str] | None:
    """The separator of a heading and its names, or None where it is none."""
    words = text.split()
    if words[0] == "CDX":
        return [" ", *words[1:]]
    cells = _cells(text)
    return [",", *cells] if len(cells) > 2 else None


def _cells(text: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([text]))]
    except csv.Error:
        return []


def _as_json(text: str) -> Mapping[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _range(told: Mapping[str, Any] | None, root: str) -> Range | None:
    if told is None:
        return None
    values = [next((told[name] for name in names if name in told), None) for names in _NAMES]
    name, offset, length = values
    digits = all(str(value).isdecimal() and len(str(value)) < 19 for value in (offset, length))
    if not name or not digits or not int(str(length)):
        return None
    if "::" in str(name) or ".." in str(name).split("/"):
        return None  # the name of a file in the archive, and nothing that leads out of it
    whole = "://" in str(name) or str(name).startswith("/")
    address = str(name) if whole else f"{root.rstrip('/')}/{name}"
    return Range(address, int(str(offset)), int(str(length)))


def _odd(word: str, number: int) -> UsageError:
    return UsageError(
        f"{word}, line {number}: it does not say file, offset and length of a record. Give CDX or "
        "CSV with a heading, CDXJ, or JSON lines with filename, offset and length."
    )
