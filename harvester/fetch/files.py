"""Files and standard input as captures."""

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from harvester.errors import SourceError
from harvester.model import Capture, Source


def captures_of_file(source: Source, now: str) -> Iterator[Capture]:
    """The captures that a file holds: its own bytes, or those in a WARC file.

    Raises SourceError when there are none to be had.
    """
    path = Path(source.path or "")
    if path.is_file() and is_warc(head_of(path, 2048)):
        from harvester.fetch.warc import captures_in  # slow to import, and seldom wanted

        yield from captures_in(path, source, now)
    else:
        yield capture_file(source, now)


def is_warc(body_start: bytes) -> bool:
    """Whether a file that begins with these bytes (100 will do) is a WARC, plain or gzipped."""
    if body_start.startswith(b"\x1f\x8b"):
        try:
            body_start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body_start, 5)
        except zlib.error:
            return False
    return body_start.startswith(b"WARC/")


def capture_file(source: Source, fetched_at: str) -> Capture:
    """The bytes of a file. Raises SourceError when there are none to be had."""
    path = Path(source.path or "")
    try:
        body = path.read_bytes()
    except FileNotFoundError as fault:
        hint = (
            " Did you mean an address? Write it with https:// in front."
            if source.word.startswith("www.")
            else " Check the name and the folder."
        )
        raise SourceError(f"There is no file {source.word}.{hint}") from fault
    except IsADirectoryError as fault:
        raise SourceError(f"{source.word} is a folder. Name the files in it.") from fault
    except OSError as fault:
        raise SourceError(
            f"The file {source.word} cannot be read: {fault.strerror}. Check who may read it."
        ) from fault
    except ValueError as fault:
        raise SourceError(f"{source.word!r} is not the name of a file.") from fault
    return Capture(source, "ok", fetched_at, body, url=source.address)


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def capture_stdin(source: Source, fetched_at: str) -> Capture:
    """All bytes of standard input."""
    return Capture(source, "ok", fetched_at, sys.stdin.buffer.read(), url=source.address)
