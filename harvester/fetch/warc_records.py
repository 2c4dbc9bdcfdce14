"""A WARC file as records, one after the other: their named fields, and their bytes as a stream.

warcio parses the headers, but does not walk the file: its iterator takes a file that breaks off
for one that ends (its issue 138). Neither does Python's gzip: it does not tell where a record's
own check sum was found right.
"""

import io
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

GZIP = b"\x1f\x8b"
_PIECE = 64 * 1024
_LONGEST_HEAD = 1024 * 1024
_AS_GZIP = zlib.MAX_WBITS | 16

Stream = io.BufferedIOBase


class DamageError(Exception):
    """What is wrong with the file at a record, as the rest of a sentence."""


#: What is raised where a file is damaged or breaks off.
BROKEN = (DamageError, EOFError, zlib.error)


@dataclass(slots=True)
class Place:
    """Which record of the file is at hand, and where it begins."""

    number: int = 0
    start: int = 0
    packed: bool = False

    def __str__(self) -> str:
        where = " of the unpacked file" if self.packed else ""
        return f"record {self.number} (byte {self.start:,}{where})"


@dataclass(slots=True)
class Block:
    """The bytes of one record. Raises EOFError where the file ends before the record does."""

    stream: Stream
    left: int

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end of the record."""
        return self._took(self.stream.read(min(size, self.left)))

    def readline(self, size: int) -> bytes:
        """A line with its end, or the first ``size`` bytes of it; none at the end."""
        return self._took(self.stream.readline(min(size, self.left)))

    def pieces(self) -> Iterator[bytes]:
        """All that is left, piece by piece."""
        while piece := self.read(_PIECE):
            yield piece

    def _took(self, data: bytes) -> bytes:
        if self.left and not data:
            raise EOFError
        self.left -= len(data)
        return data


@dataclass(slots=True)
class Record:
    """One record: its named fields, and its block, which can be read once.

    ``whole`` turns true after the record, when its check sum (if packed) has been found right.
    ``offset`` is the byte of the file at which it can be read alone; None where it is packed
    together with others.
    """

    fields: StatusAndHeaders
    block: Block
    whole: bool = False
    offset: int | None = None

    @property
    def type(self) -> str:
        """The record's type in small letters."""
        return self.get("WARC-Type").lower()

    def get(self, name: str) -> str:
        """The field of this name, without the brackets of an identifier; "" if there is none."""
        return (self.fields.get_header(name) or "").strip().removeprefix("<").removesuffix(">")

    def is_http(self) -> bool:
        """Whether the block is an HTTP message, as far as the record says."""
        said = self.get("Content-Type").lower()
        return not said or said.startswith("application/http")

    def goes_with(self, other: "Record") -> bool:
        """Whether one of the two names the other as made in the same event."""
        return self._names(other) or other._names(self)

    def _names(self, other: "Record") -> bool:
        named = listed(self.fields, "warc-concurrent-to").replace(" ", "").split(",")
        return f"<{other.get('WARC-Record-ID')}>" in named


class _Unpacked(io.RawIOBase):
    """A gzip file unpacked; the bytes up to ``sound`` had the check sums that they should."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self.sound = 0
        self._file = file
        self._packed = b""
        self._member = zlib.decompressobj(_AS_GZIP)
        self._inside = False
        self._given = 0
        self._taken = 0
        self._members: deque[tuple[int, int]] = deque()

    def member_at(self, start: int) -> int | None:
        """Where in the file the member begins that unpacks to what is at ``start``.

        None where none begins there. Ask for one place after the other, never backwards.
        """
        while self._members and self._members[0][0] < start:
            self._members.popleft()
        found = self._members and self._members[0][0] == start
        return self._members[0][1] if found else None

    def readable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How many bytes were given so far."""
        return self._given

    def readinto(self, buffer: Any) -> int:
        """Some bytes of one member. Raises EOFError or zlib.error where it is damaged."""
        view = memoryview(buffer)
        while self._has_packed():
            data = self._member.decompress(self._packed, len(view))
            self._packed = self._member.unconsumed_tail
            if self._member.eof:
                self._packed = self._member.unused_data
                self._inside = False
                self.sound = self._given + len(data)
            if data:
                view[: len(data)] = data
                self._given += len(data)
                return len(data)
        return 0

    def _has_packed(self) -> bool:
        """Whether there is something to unpack, in this member or a next one."""
        while not self._packed or not self._inside:
            if not self._packed:
                self._packed = self._file.read(_PIECE)
                self._taken += len(self._packed)
            if not self._packed:
                if self._inside:
                    raise EOFError
                return False
            if not self._inside:
                self._packed = self._packed.lstrip(b"\0")  # what some write to fill a block
                self._inside = bool(self._packed)
                self._member = zlib.decompressobj(_AS_GZIP)
                if self._inside:
                    self._members.append((self._given, self._taken - len(self._packed)))
        return True


def records_of(file: io.BufferedReader, place: Place) -> Iterator[Record]:
    """Each record of a file; what was not read of a block is passed over.

    Keeps ``place`` at the record at hand. Raises one of ``BROKEN``, or OSError.
    """
    place.packed = file.peek(2).startswith(GZIP)
    unpacked = _Unpacked(file) if place.packed else None
    stream: Stream = io.BufferedReader(unpacked, _PIECE) if unpacked else file
    first = _first_line(stream, place)
    while first:
        if b"WARC/".startswith(first):
            raise EOFError
        if not first.startswith(b"WARC/"):
            raise DamageError("what stands there is not a record")
        fields, head = head_of(Block(stream, _LONGEST_HEAD), first)
        if head.splitlines()[-1].strip():
            raise DamageError("its header does not end")
        length = (fields.get_header("Content-Length") or "").strip()
        if not re.fullmatch("[0-9]{1,18}", length):
            raise DamageError("its header does not say how long it is")
        offset = unpacked.member_at(place.start) if unpacked else place.start
        record = Record(fields, Block(stream, int(length)), offset=offset)
        yield record
        for _ in record.block.pieces():
            pass
        end = stream.tell()
        try:
            first = _first_line(stream, place)
        except BROKEN:
            record.whole = unpacked is not None and unpacked.sound >= end
            if record.whole:
                place.number, place.start = place.number + 1, end
            raise
        record.whole = True


def _first_line(stream: Stream, place: Place) -> bytes:
    """The next line that is not blank; none at the end of the file."""
    while True:
        start = stream.tell()
        line = stream.readline(_LONGEST_HEAD)
        if not line or line.strip():
            place.number += 1
            place.start = start
            return line


def head_of(block: Block, first: bytes = b"") -> tuple[StatusAndHeaders, bytes]:
    """The header at the beginning of a block, parsed and as it is; it ends at a blank line.

    ``first`` is its first line, where that was read already.
    """
    lines = [first]
    room = _LONGEST_HEAD
    while room > 0 and (line := block.readline(room)):
        lines.append(line)
        room -= len(line)
        if not line.strip():
            break
    head = b"".join(lines)
    parser = StatusAndHeadersParser([], verify=False)
    return parser.parse(io.BytesIO(head or b"\r\n")), head


def listed(http: StatusAndHeaders, name: str) -> str:
    """All values of a header (its name in small letters), with commas between them."""
    return ",".join(value for header, value in http.headers if header.lower() == name)


def words(fault: BaseException) -> str:
    """What is wrong with a file, for one of the errors in ``BROKEN``."""
    if isinstance(fault, DamageError):
        return str(fault)
    if isinstance(fault, EOFError):
        return "the file ends in the middle of it"
    return "what is packed there cannot be unpacked"
