"""Files at any address that fsspec knows: a path, ``s3://…``, ``https://…``, inside a zip."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import fsspec
from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from harvester.errors import SourceError, UsageError

#: What a file system says of when a file was changed, the surest first.
_CHANGED = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")


def place_of(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system and the path that an address means.

    Raises UsageError where nothing that is installed knows such addresses.
    """
    try:
        fs, path = url_to_fs(address)
    except ImportError as fault:
        raise UsageError(
            f"{shown(address)} cannot be read with what is installed: {fault}."
        ) from fault
    except ValueError as fault:
        raise UsageError(
            f"{shown(address)} is no address that harvester can read: {fault}."
        ) from fault
    return fs, cast(str, path)


def full(fs: AbstractFileSystem, path: str) -> str:
    """The address of a path, the same from every machine that sees the file system."""
    return cast(str, fs.unstrip_protocol(path))


def version_of(info: dict[str, Any]) -> str:
    """What changes when a file does, as far as its file system tells: its size, and when."""
    changed = next((str(info[name]) for name in _CHANGED if info.get(name)), "")
    return f"{info.get('size')} {changed}".strip()


@contextmanager
def opened(address: str) -> Iterator[io.BufferedReader]:
    """A file, to be read from its start. Raises SourceError where it is not there."""
    fs, path = place_of(address)
    try:
        with fs.open(path, "rb") as file:
            yield io.BufferedReader(cast(io.RawIOBase, file), 1024 * 1024)
    except FileNotFoundError as fault:
        raise SourceError(f"There is no file {shown(address)}.") from fault


def text_lines(address: str) -> Iterator[str]:
    """The lines of a text file, which may be packed; what is no UTF-8 shows as such.

    Raises SourceError where it is not there.
    """
    try:
        options = {"mode": "rt", "encoding": "utf-8", "errors": "replace"}
        with fsspec.open(address, compression="infer", **options) as file:
            yield from file
    except FileNotFoundError as fault:
        raise SourceError(f"There is no file {shown(address)}.") from fault


def shown(address: str) -> str:
    """An address without what may be a password in it."""
    scheme, mark, rest = address.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}"
