"""The one road: source → capture → document → record → store. Cron and a person take the same.

A capture is stored before it is read, so that nothing that was fetched is ever lost to what
comes after.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.errors import SourceError
from harvester.extract import recognise
from harvester.extract.decode import decode
from harvester.extract.read import LARGEST, read
from harvester.fetch.files import capture_file, capture_stdin
from harvester.keep import Keeper
from harvester.keys import meanings
from harvester.model import WELL, Capture, Reading, Source
from harvester.store import captures, events, queries
from harvester.store.database import writing

AGENT = f"harvester {__version__}"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say beside the sources."""

    captured_at: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How one source ended. ``sentence`` says it where it is not plainly well."""

    source: Source
    outcome: str
    sentence: str | None = None
    capture_id: int | None = None
    record_id: int | None = None
    changed: bool = False

    @property
    def well(self) -> bool:
        """Whether the source counts as well for the exit code."""
        return self.outcome in WELL


@contextmanager
def open_run(db: Database, config: Configuration, command: str) -> Iterator["Run"]:
    """A run, closed with its counts however it ends."""
    with writing(db):
        run_id = events.start_run(db, command, AGENT, config.digest, utc_now())
    run = Run(db, config, run_id)
    try:
        yield run
    finally:
        with writing(db):
            events.end_run(db, run_id, run.well, run.failed, utc_now())


class Run:
    """One run over some sources. Counts those that ended well and those that did not."""

    def __init__(self, db: Database, config: Configuration, run_id: int) -> None:
        self.well = 0
        self.failed = 0
        self._db = db
        self._config = config
        self._run_id = run_id

    def harvest(self, sources: Sequence[Source], options: Options) -> Iterator[Result]:
        """Harvest one source after another; each stands or falls alone."""
        for result in self._harvest(sources, options):
            self.well += result.well
            self.failed += not result.well
            yield result

    def _harvest(self, sources: Sequence[Source], options: Options) -> Iterator[Result]:
        if not any(source.kind in ("url", "doi") for source in sources):
            for source in sources:
                yield self._harvest_local(source, options)
            return
        # httpx is slow to import: files alone are read without it.
        from harvester.fetch.client import Fetcher

        with asyncio.Runner() as runner:
            fetcher = Fetcher(self._config.settings, __version__)
            try:
                for source in sources:
                    if source.kind in ("url", "doi"):
                        yield self.take(runner.run(fetcher.fetch(source)), options)
                    else:
                        yield self._harvest_local(source, options)
            finally:
                runner.run(fetcher.close())

    def _harvest_local(self, source: Source, options: Options) -> Result:
        collect = capture_stdin if source.kind == "stdin" else capture_file
        try:
            capture = collect(source, utc_now())
        except SourceError as fault:
            return Result(source, "not-found", str(fault))
        return self.take(capture, options)

    def take(self, capture: Capture, options: Options) -> Result:
        """Store a capture, read it, and store what was read."""
        capture = replace(capture, captured_at=self._captured_at(capture, options))
        with writing(self._db):
            capture_id = captures.add_capture(self._db, capture, self._run_id)
        reading = self._read(capture, options)
        digest = hashlib.sha256(capture.body or b"").hexdigest()
        with writing(self._db):
            known_id = self._known(capture.url)
            keeper = Keeper(self._db, self._config, self._run_id, capture_id, digest, utc_now())
            record_id, changed = keeper.keep(reading, known_id)
        whole = not capture.truncated
        outcome = reading.outcome if whole else capture.outcome
        sentence = reading.note if whole else capture.error
        return Result(capture.source, outcome, sentence, capture_id, record_id, changed)

    def _read(self, capture: Capture, options: Options) -> Reading:
        """Today's reader over a capture; a fetch that failed is a reading of nothing."""
        if capture.body is None or (capture.status or 200) >= 400:
            return Reading(
                site=None,
                profile="",
                outcome=capture.outcome,
                charset=None,
                text_sha256=hashlib.sha256(b"").hexdigest(),
                note=capture.error,
            )
        return read(capture.body, self._config, capture.content_type, capture.url, options.site)

    def _captured_at(self, capture: Capture, options: Options) -> str | None:
        """When the page was captured: as the person says; at the fetch; as the page says."""
        if options.captured_at:
            return options.captured_at
        if capture.source.kind in ("url", "doi"):
            return capture.fetched_at
        decoded = decode((capture.body or b"")[:LARGEST], capture.content_type)
        return recognise.captured_at(decoded, self._config.sites)

    def _known(self, url: str | None) -> int | None:
        """The record that an address leads to, if it was harvested before."""
        return queries.record_id_of(self._db, meanings(self._config, url)) if url else None
