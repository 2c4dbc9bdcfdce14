"""MARC 21 records as they travel: ISO 2709 (with MARC-8 or UTF-8 in it) and MARCXML.

ISO 2709 is read by its directory; where that is wrong the record is lost, and its neighbours
are not, for each ends with its own terminator. Leader position 9 says whether the text is UTF-8
or MARC-8; catalogues forget to set it, so bytes that are UTF-8 are read as that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from harvester.extract.structured import xml_stream
from harvester.extract.structured.fault import StructuredError
from harvester.extract.watch import Element

_END_OF_RECORD = b"\x1d"
_END_OF_FIELD = b"\x1e"
_DELIMITER = b"\x1f"
_ESCAPE = b"\x1b"
_READ = 1 << 16
#: ISO 2709 can count to 99,999; what is longer than this has lost its terminators.
_LONGEST = 1 << 20
#: More fields than this no catalogue writes into one record; the rest is left out, and said.
MOST_FIELDS = 10_000


class Field(NamedTuple):
    """A field. A control field has its text in ``text`` and no subfields."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]
    text: str = ""

    def get(self, *codes: str) -> str:
        """The first subfield with one of these codes, else ""."""
        return next((value for code, value in self.subfields if code in codes), "")

    def all(self, *codes: str) -> list[str]:
        """All subfields with these codes, in order."""
        return [value for code, value in self.subfields if code in codes]

    def printed(self) -> str:
        """The field as catalogues print it: ``245 10 $a The Sino-Soviet split``."""
        shown = " ".join(f"${code} {value}" for code, value in self.subfields)
        return f"{self.tag} {self.indicators.replace(' ', '#')} {shown or self.text}"


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """Leader and fields. ``fault`` says in a sentence why a record could not be read.

    ``left_out`` counts fields beyond ``MOST_FIELDS``.
    """

    leader: str
    fields: tuple[Field, ...]
    fault: str = ""
    repaired: bool = False
    left_out: int = 0

    def named(self, *tags: str) -> list[Field]:
        """The fields with these tags, in order."""
        return [field for field in self.fields if field.tag in tags]

    def control(self, tag: str) -> str:
        """The text of a control field, "" where there is none."""
        return next((field.text for field in self.fields if field.tag == tag), "")


def in_iso2709(file: BinaryIO) -> Iterator[MarcRecord]:
    """The records of a file in ISO 2709."""
    held = b""
    while chunk := file.read(_READ):
        *whole, held = (held + chunk).split(_END_OF_RECORD)
        yield from (_of_bytes(raw) for raw in map(_bare, whole) if raw)
        if len(held) > _LONGEST:
            raise StructuredError(f"A MARC record in it does not end after {_LONGEST:,} bytes.")
    if held := _bare(held):
        yield MarcRecord("", (), "The end of this record did not arrive.")


def in_xml(file: BinaryIO) -> Iterator[MarcRecord]:
    """The records of a file of MARCXML."""
    for piece in xml_stream.pieces(file, ("record",)):
        if piece.event == "end" and any(e.name == "leader" for e in piece.element.children[:3]):
            yield of_element(piece.element, piece.repaired)


def of_element(element: Element, repaired: bool = False) -> MarcRecord:
    """The record in an element of MARCXML."""
    leader, fields, left_out = "", list[Field](), 0
    for child in element.children:
        name = child.name
        if name == "leader":
            leader = child.node.text or ""
        elif len(fields) >= MOST_FIELDS:
            left_out += 1
        elif name == "controlfield":
            fields.append(Field(child.attribute("tag"), "", (), child.node.text or ""))
        elif name == "datafield":
            indicators = (child.attribute("ind1") or " ") + (child.attribute("ind2") or " ")
            parts = tuple(
                (sub.attribute("code"), sub.text())
                for sub in child.children[:MOST_FIELDS]
                if sub.name == "subfield"
            )
            fields.append(Field(child.attribute("tag"), indicators, parts))
    return MarcRecord(leader, tuple(fields), "", repaired, left_out)


def _bare(raw: bytes) -> bytes:
    return raw.strip(b"\r\n \x00\x1a")


def _of_bytes(raw: bytes) -> MarcRecord:
    leader = raw[:24].decode("ascii", "replace")
    try:
        base = int(raw[12:17])
    except ValueError:
        base = 0
    if not 24 < base <= len(raw) or raw[base - 1 : base] != _END_OF_FIELD:
        return MarcRecord(leader, (), "Its leader does not say where its fields begin.")
    directory, data = raw[24 : base - 1], raw[base:]
    if len(directory) % 12:
        return MarcRecord(leader, (), "Its directory is broken.")
    entries = [directory[at : at + 12] for at in range(0, len(directory), 12)]
    unicode = leader[9:10] == "a" or _is_utf8(data)
    fields: list[Field] = []
    for entry in entries[:MOST_FIELDS]:
        tag = entry[:3].decode("ascii", "replace")
        try:
            length, start = int(entry[3:7]), int(entry[7:12])
        except ValueError:
            return MarcRecord(leader, (), "Its directory is broken.")
        fields.append(_field(tag, data[start : start + max(length - 1, 0)], unicode))
    return MarcRecord(leader, tuple(fields), left_out=max(len(entries) - MOST_FIELDS, 0))


def _field(tag: str, data: bytes, unicode: bool) -> Field:
    if tag < "010" and tag.isdigit():
        return Field(tag, "", (), _decoded(data, unicode))
    indicators, *parts = data.split(_DELIMITER)
    subfields = tuple(
        (part[:1].decode("ascii", "replace"), _decoded(part[1:], unicode)) for part in parts if part
    )
    return Field(tag, indicators.decode("ascii", "replace").ljust(2)[:2], subfields)


def _is_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII form UTF-8; MARC-8's accents before letters never do."""
    if data.isascii() or _ESCAPE in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, unicode: bool) -> str:
    """Text in UTF-8 or MARC-8; what fits neither shows as U+FFFD."""
    if unicode or (data.isascii() and _ESCAPE not in data):
        return data.decode("utf-8", "replace")
    from pymarc.marc8 import MARC8ToUnicode  # its tables are large, and seldom wanted

    try:  # pymarc leaves this one class without types
        return str(MARC8ToUnicode(quiet=True).translate(data))  # type: ignore[no-untyped-call]
    except (IndexError, TypeError, KeyError, ValueError):
        return data.decode("ascii", "replace")
