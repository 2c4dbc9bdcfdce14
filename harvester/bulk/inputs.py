"""What is read in bulk: WARC and WACZ files, or ranges of files that a CDX names.

A **batch** is what one task reads, and what one file of each table tells of: one WARC or WACZ
file, or some ranges.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harvester.bulk.addresses import full, opened, place_of, shown, version_of
from harvester.errors import SourceError
from harvester.fetch.warc import captures_from
from harvester.model import Capture, Source

_WARC = (".warc", ".warc.gz")
_WACZ = ".wacz"


@dataclass(frozen=True, slots=True)
class Range:
    """A record of a large archive: the address of its file, the first byte, how many."""

    address: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A file, or some ranges. ``version`` changes when the file does.

    ``name`` is a digest of what is read: the same words give the same batches.
    """

    name: str
    word: str
    address: str
    version: str = ""
    ranges: tuple[Range, ...] = ()


def batches_of_files(words: Sequence[str]) -> list[Batch]:
    """A batch for each file; a folder stands for the WARC and WACZ files in it, ``*`` for any.

    Raises SourceError for a word that names no file.
    """
    batches: dict[str, Batch] = {}
    for word in words:
        fs, path = place_of(word)
        found = sorted(fs.glob(path)) if "*" in path else [path]
        if len(found) == 1 and fs.isdir(found[0]):
            inside = sorted(fs.find(found[0]))
            found = [name for name in inside if name.endswith((*_WARC, _WACZ))]
        files = [name for name in found if fs.isfile(name)]
        if not files:
            raise SourceError(
                f"There is no WARC or WACZ file {shown(word)}. Check the name and the folder."
            )
        for name in files:
            address = full(fs, name)
            said = word if files == [path] else shown(address).removeprefix("file://")
            version = version_of(fs.info(name))
            batches[address] = Batch(_digest(address), said, address, version)
    return list(batches.values())


def batches_of_ranges(ranges: Sequence[Range], word: str, at_most: int = 1000) -> list[Batch]:
    """The ranges in the order of their files, so many in a batch at most; each once."""
    inside = sorted(set(ranges), key=lambda r: (r.address, r.offset, r.length))
    batches: list[Batch] = []
    for start in range(0, len(inside), at_most):
        some = tuple(inside[start : start + at_most])
        told = json.dumps([[r.address, r.offset, r.length] for r in some])
        batches.append(Batch(_digest(told), word, some[0].address, ranges=some))
    return batches


def captures_of(batch: Batch, now: str) -> Iterator[Capture]:
    """The captures of a batch, each with the address and the place of its file in its source.

    What is damaged is one capture more, with the outcome ``truncated`` and a sentence; a range
    in which there is nothing has the outcome ``not-found``. Raises OSError, or what the file
    system raises, where it cannot be reached: then it is worth another try.
    """
    if batch.ranges:
        for some in batch.ranges:
            yield from _in_range(some, batch.word, now)
        return
    source = Source(batch.word, "file", path=batch.address)
    try:
        for address in _members(batch.address):
            with opened(address) as file:
                yield from captures_from(file, replace(source, path=address), now)
    except SourceError as fault:
        yield _damaged(source, now, "truncated", str(fault))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as fault:
        said = f"The WACZ file {batch.word} is damaged: {fault}. Copy or fetch it again."
        yield _damaged(source, now, "truncated", said)


def _members(address: str) -> list[str]:
    """The WARC files that a file is, or holds."""
    if not address.casefold().endswith(_WACZ):
        return [address]
    with opened(address) as file, zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.casefold().endswith(_WARC)]
    if not names:
        raise SourceError(f"There is no WARC file in the WACZ file {shown(address)}.")
    if strange := [name for name in names if "::" in name]:
        raise SourceError(f"The WACZ file {shown(address)} holds a file called {strange[0]!r}.")
    return [f"zip://{name}::{address}" for name in sorted(names)]


def _in_range(some: Range, word: str, now: str) -> Iterator[Capture]:
    """The captures of a range: one, as a rule."""
    source = Source(word, "file", path=some.address)
    place = f"byte {some.offset:,} of {shown(some.address)}"
    fs, path = place_of(some.address)
    try:
        data = fs.cat_file(path, start=some.offset, end=some.offset + some.length)
    except FileNotFoundError:
        yield _damaged(source, now, "not-found", f"There is no file {shown(some.address)}.", some)
        return
    found = False
    try:
        for capture in captures_from(io.BufferedReader(io.BytesIO(data)), source, now):
            found = True
            at = some.offset + (capture.source.offset or 0)
            yield replace(capture, source=replace(capture.source, offset=at))
    except SourceError as fault:
        yield _damaged(source, now, "truncated", f"At {place}: {fault}", some)
        return
    if not found:
        yield _damaged(source, now, "not-found", f"There is no capture at {place}.", some)


def _damaged(
    source: Source, now: str, outcome: str, sentence: str, some: Range | None = None
) -> Capture:
    offset = some.offset if some else None
    return Capture(
        replace(source, kind="warc", offset=offset), outcome, now, error=sentence, truncated=True
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
