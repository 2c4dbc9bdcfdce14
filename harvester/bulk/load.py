"""``harvester load``: a selection of what was read in bulk, brought into the database.

Nothing is copied from the tables: a value without the capture that it came from would be no
evidence. The tables tell where each capture lies; it is read there again, its digest is
compared, and it takes the one road, with its bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from sqlite_utils import Database

from harvester.bulk.addresses import opened, shown
from harvester.bulk.folder import Folder
from harvester.clock import utc_now
from harvester.errors import NotFoundError, SourceError, UsageError
from harvester.fetch.warc import captures_from
from harvester.harvest import Options, Result, Run
from harvester.model import Capture, Source

_NAMES = ["warc", "warc_offset", "sha256", "url", "captured_at"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A capture, where it lies, and what its digest was."""

    warc: str
    warc_offset: int | None
    sha256: str
    url: str | None
    captured_at: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What to load: records by key or DOI, by host, by what stands in a column; all of these."""

    keys: Sequence[str] = ()
    hosts: Sequence[str] = ()
    where: Sequence[tuple[str, str]] = ()


def captures_wanted(folder: Folder, selection: Selection) -> list[Wanted]:
    """The captures from which the selected records were read, in the order of their files.

    Those of a record's own page; where it has none, of the pages that speak of it. Raises
    NotFoundError where nothing is selected, UsageError for a column that there is not.
    """
    records = _dataset(folder, "records")
    if unknown := [name for name, _ in selection.where if name not in records.schema.names]:
        raise UsageError(
            f'The records have no column "{unknown[0]}", but: {", ".join(records.schema.names)}.'
        )
    kept = [pc.field(name).cast("string") == value for name, value in selection.where]
    if selection.hosts:
        kept.append(pc.field("host").isin(list(selection.hosts)))
    if selection.keys:
        named = list(selection.keys)
        kept.append(pc.field("key").isin(named) | pc.field("doi").isin(named))
    chosen = reduce(and_, kept) if kept else None
    found = records.to_table(["key"], filter=chosen)["key"].to_pylist()
    if not found:
        raise NotFoundError(f"Nothing in {folder.address} is so, and nothing was loaded.")
    return _captures(folder, set(found))


def _captures(folder: Folder, keys: set[str]) -> list[Wanted]:
    captures = _dataset(folder, "captures")
    brought = pc.field("sha256").is_valid()
    own = captures.to_table(
        [*_NAMES, "key"], filter=brought & pc.field("key").isin(list(keys))
    ).to_pylist()
    wanted = {_wanted(row) for row in own}
    if bare := keys - {row["key"] for row in own}:
        said = _dataset(folder, "assertions").to_table(
            ["batch", "capture_id"], filter=pc.field("key").isin(list(bare))
        )
        pages = {(row["batch"], row["capture_id"]) for row in said.to_pylist()}
        there = pc.field("batch").isin([batch for batch, _ in pages])
        rows = captures.to_table([*_NAMES, "batch", "id"], filter=brought & there).to_pylist()
        wanted |= {_wanted(row) for row in rows if (row["batch"], row["id"]) in pages}
    return sorted(wanted, key=lambda w: (w.warc, w.warc_offset or 0, w.sha256))


def _wanted(row: dict[str, Any]) -> Wanted:
    return Wanted(**{name: row[name] for name in _NAMES})


def _dataset(folder: Folder, table: str) -> ds.Dataset:
    files, fs = folder.files(table)
    return ds.dataset(files, filesystem=fs, format="parquet", partitioning="hive")


def load(
    db: Database, run: Run, wanted: Iterable[Wanted], warcs: str | None = None
) -> Iterator[Result | str | None]:
    """Bring captures in: each with how it ended, a sentence where it is not to be had any more,
    or None where the database has it already.

    ``warcs`` is a folder where the WARC files lie now, if not where they were read.
    """
    for capture in wanted:
        if _is_here(db, capture):
            yield None
            continue
        address = _moved(capture.warc, warcs) if warcs else capture.warc
        try:
            found = _again(capture, address)
        except (SourceError, OSError) as fault:
            yield f"{capture.url}: its capture cannot be read again. {fault}"
            continue
        if found is None:
            yield (
                f"{capture.url}: {shown(address)} does not hold the capture any more that was read "
                "(its digest is another)."
            )
        else:
            yield run.take(found, Options())


def _is_here(db: Database, wanted: Wanted) -> bool:
    return bool(
        db.execute(
            "SELECT 1 FROM captures WHERE sha256 = ? AND url IS ? AND captured_at IS ? LIMIT 1",
            (wanted.sha256, wanted.url, wanted.captured_at),
        ).fetchone()
    )


def _again(wanted: Wanted, address: str) -> Capture | None:
    """The capture as it lies in its file, or None where another lies there."""
    source = Source(shown(address), "file", path=None)
    with opened(address) as file:
        file.seek(wanted.warc_offset or 0)
        for capture in captures_from(file, source, utc_now()):
            same = capture.url == wanted.url and capture.captured_at == wanted.captured_at
            if same and hashlib.sha256(capture.body or b"").hexdigest() == wanted.sha256:
                return replace(capture, source=replace(capture.source, path=None, offset=None))
            if wanted.warc_offset is not None:
                return None
    return None


def _moved(warc: str, folder: str) -> str:
    """The address of a file of the same name in another folder; of one in a WACZ file too."""
    inside, mark, outer = warc.rpartition("::")
    return f"{inside}{mark}{folder.rstrip('/')}/{outer.rpartition('/')[2]}"
