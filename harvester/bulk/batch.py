"""One batch: its captures on the one road into a passing database, from there to Parquet.

So a batch tells exactly what ``harvest`` would store of its file alone.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from harvester import __version__
from harvester.addresses import host_of
from harvester.bulk import tables
from harvester.bulk.folder import Done, Folder
from harvester.bulk.inputs import Batch, captures_of
from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.errors import HarvesterError, UsageError
from harvester.harvest import AGENT, Options, Result, Run
from harvester.model import Capture, Reading, Source
from harvester.store import events, readings
from harvester.store.captures import add_capture
from harvester.store.database import open_database, writing


def make_batch(batch: Batch, folder: str, config: Configuration, reader: str = __version__) -> Done:
    """Read a batch and write its tables and its manifest; what another attempt left goes first.

    ``reader`` is the version that the person's own program has. Raises UsageError where this
    one has another, HarvesterError or OSError where a file or the folder cannot be reached.
    """
    if reader != __version__:
        raise UsageError(
            f"A worker of the cluster has harvester {__version__}, and here it is {reader}. "
            "Install the same on both."
        )
    into = Folder(folder)
    into.begin(batch.name)
    with TemporaryDirectory(prefix="harvester-") as name:
        db = open_database(Path(name) / "batch.db", create=True)
        db.execute("PRAGMA foreign_keys = OFF")  # captures name bodies that are not kept
        try:
            outcomes, sentence = _fill(db, batch, config)
            about = {"harvester": __version__, "config_sha256": config.digest}
            aside = tables.write_tables(db, into, batch.name, about)
            captures, records, references = (
                db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("captures", "records", "reference_entries")
            )
        finally:
            db.conn.close()
    done = Done(
        batch.name,
        batch.word,
        batch.version,
        __version__,
        config.digest,
        utc_now(),
        captures,
        records,
        references,
        outcomes,
        sentence,
        into.publish(aside),
    )
    into.finish(done)
    return done


def _fill(db: Database, batch: Batch, config: Configuration) -> tuple[dict[str, int], str | None]:
    """Take every capture of a batch; how many had which outcome, and what was not well."""
    now = utc_now()
    with writing(db, durable=False):
        tables.prepare(db)
        run_id = events.start_run(db, "extract", AGENT, config.digest, now)
    run = Run(db, config, run_id, lambda text: None, passing=True)
    outcomes: Counter[str] = Counter()
    first, more = None, 0
    for capture in captures_of(batch, now):
        whence = capture.source
        # What a person named is the file, as in a harvest of it.
        capture = replace(capture, source=Source(whence.word, "warc", whence.address))
        outcome, sentence = _take(db, run, capture, whence)
        outcomes[outcome] += 1
        first, more = first or sentence, more + bool(first and sentence)
    with writing(db, durable=False):
        tables.place_records(db)
    said = f"{first} (And {more:,} more.)" if more else first
    return dict(sorted(outcomes.items())), said


def _take(db: Database, run: Run, capture: Capture, whence: Source) -> tuple[str, str | None]:
    """Take one capture: its outcome, and a sentence where it could not be read at all."""

    placed: list[int] = []

    def place(result: Result) -> None:
        assert result.capture_id is not None
        placed.append(result.capture_id)
        host = host_of(capture.url)
        tables.note_place(db, result.capture_id, whence.path, whence.offset, host)

    try:
        result = run.take(capture, Options(), finish=place)
    except HarvesterError:
        raise  # the database refuses
    except Exception as fault:  # noqa: BLE001 — one page in millions must not stop the others
        said = f"The reader failed on {capture.url} ({type(fault).__name__}: {fault})."
        with writing(db, durable=False):
            if not placed:  # not even its headers could be stored
                source = Source(whence.word, "warc")
                bare = Capture(source, "parser-error", capture.fetched_at, error=said)
                place(Result(bare.source, bare.outcome, None, add_capture(db, bare, run.id)))
            _note_failure(db, placed[-1], said)
        return "parser-error", said
    lost = capture.url is None and capture.status is None and capture.body is None
    return result.outcome, capture.error if lost else None


def _note_failure(db: Database, capture_id: int, sentence: str) -> None:
    """The reading of a capture on which the reader failed."""
    failed = Reading(None, "", "parser-error", None, "", note=sentence)
    readings.add_reading(db, failed, capture_id, None, __version__, utc_now())
