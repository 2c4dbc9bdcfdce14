"""A file compressed as bodies are stored, for files that are too large to be held."""

import gzip
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from harvester.errors import SourceError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedBody:
    """The bytes of a file that is not held: its digests, and it compressed."""

    sha256: str
    sha1: str
    length: int
    data: bytes


def pack_file(path: Path) -> PackedBody:
    """A file compressed as bodies are stored, without its bytes in memory. Raises SourceError."""
    sha256, sha1, length = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    packed = io.BytesIO()
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
            while chunk := file.read(_CHUNK):
                sha256.update(chunk)
                sha1.update(chunk)
                length += len(chunk)
                out.write(chunk)
    except OSError as fault:
        raise SourceError(f"The file {path} cannot be read: {fault.strerror}.") from fault
    return PackedBody(sha256.hexdigest(), sha1.hexdigest(), length, packed.getvalue())
