"""``harvester export [KEY…]``: captures and records in the forms that other programs read."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import BinaryIO

import click
from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now
from harvester.commands.context import Context
from harvester.commands.printing import count
from harvester.errors import NotFoundError, StorageError, UsageError
from harvester.export.provenance import Stamp
from harvester.export.references import ITEM_FORMATS
from harvester.export.warc import WarcRow, write_warc
from harvester.keys import find
from harvester.store import queries
from harvester.store.export import capture_rows
from harvester.store.whole import whole_records


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted({"csv", "jsonl", "warc", *ITEM_FORMATS})),
    required=True,
    help="csl-json, bibtex, ris: the records for Zotero and the like. jsonl: as show --json, one a "
    "line. csv: for a spreadsheet. warc: the captures, with their headers, as one gzipped WARC "
    "1.1 file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    required=True,
    metavar="PATH",
    help="The file to write, - for standard output. One that is there is replaced at the end.",
)
@click.option(
    "--accepted", is_flag=True, help="Only records that somebody accepted and nothing is asked of."
)
@click.pass_obj
def command(
    context: Context, keys: tuple[str, ...], form: str, output: Path, accepted: bool
) -> None:
    """Export records, or the captures that they were read from.

    KEY is a record's number, its key, its DOI or its address; without one everything is
    exported. Each record says which capture it was read from, and when that was made; the file
    says once when and by what it was exported, and its digest. Of captures (warc), fetches that
    brought nothing are left out.

    \b
    Examples:
      harvester export --format csl-json -o library.json
      harvester export 1 2 --format bibtex -o -
      harvester export --accepted --format ris -o library.ris
      harvester export --format warc -o captures.warc.gz
    """
    db = context.database()
    record_ids = [find(db, context.config, key) for key in keys] or None
    if accepted:
        record_ids = _accepted(context, db, record_ids)
    if form == "warc":
        _export_captures(context, db, record_ids, output)
    else:
        query = "all records" if not keys else f"records {', '.join(keys)}"
        query = f"{query}, accepted ones only" if accepted else query
        _export_records(context, db, record_ids, form, output, query)


def _accepted(context: Context, db: Database, record_ids: list[int] | None) -> list[int]:
    """Of these records, or of all where None, those that are accepted; says what is left out."""
    accepted = queries.accepted_ids(db)
    if not accepted:
        raise NotFoundError(
            "No record is accepted yet, and no file was written. See: harvester review."
        )
    if record_ids is None:
        return accepted
    kept = [number for number in record_ids if number in set(accepted)]
    if left := len(record_ids) - len(kept):
        context.say(f"Left out {count(left, 'record')} that nobody has accepted.")
    return kept


def _export_records(
    context: Context,
    db: Database,
    record_ids: list[int] | None,
    form: str,
    output: Path,
    query: str,
) -> None:
    numbers = list(dict.fromkeys(queries.record_ids(db) if record_ids is None else record_ids))
    if not numbers:
        raise NotFoundError("There is no record to export, and no file was written.")
    found = whole_records(db, numbers)
    text = Stamp(utc_now(), query, f"harvester {__version__}").records(form, found)
    with _written(output) as out:
        out.write(text.encode())
    context.say(f"Exported {count(len(found), 'record')} to {_place(output)}.")


def _export_captures(
    context: Context, db: Database, record_ids: list[int] | None, output: Path
) -> None:
    seen = 0

    def rows() -> Iterator[WarcRow]:
        nonlocal seen
        for row in capture_rows(db, record_ids):
            seen += 1
            yield WarcRow(**{field.name: getattr(row, field.name) for field in fields(WarcRow)})

    with _written(output) as out:
        written = write_warc(rows(), out, f"harvester {__version__}")
        if not written:
            raise NotFoundError("There is no capture to export, and no file was written.")
    left = seen - written
    rest = f"; {count(left, 'fetch', 'fetches')} that brought nothing left out" if left else ""
    context.say(f"Exported {count(written, 'capture')} to {_place(output)}{rest}.")


def _place(output: Path) -> str:
    return "standard output" if str(output) == "-" else str(output)


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which comes to its place when all is written, or not at all."""
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}. Make it, or name another with -o.")
    if path.exists() and not path.is_file():  # a pipe or a device
        aside = place = path
    else:
        place = path.resolve()
        aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
        if aside != place:
            aside.replace(place)
    except OSError as fault:
        raise StorageError(
            f"{path} cannot be written: {fault.strerror}. Nothing there was changed; name another "
            "place with -o."
        ) from fault
    finally:
        if aside != place:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
