"""The one road: source → capture → document → record → store. Cron and a person take the same.

What a source brought is stored in one transaction: the capture, what was read, the records,
and that the source is done. A program that dies leaves all of it or nothing.

What reads pages is imported when the first page is there, so that a run asks at once.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now, utc_text
from harvester.config import Configuration
from harvester.errors import HarvesterError, SourceError, UsageError
from harvester.fetch.files import capture_stdin, captures_of_file
from harvester.fetch.statuses import WALLS
from harvester.heads import write_head
from harvester.model import Capture, Reading, Source
from harvester.options import Options
from harvester.result import Result
from harvester.store import captures, events, queries, works
from harvester.store.database import writing
from harvester.store.hosts import HostBook

if TYPE_CHECKING:  # httpx is slow to import: files alone are read without it
    from harvester.fetch.polite import Fetcher, Waits

AGENT = f"harvester {__version__}"
#: What a site shows instead of the page that was asked for.
_INSTEAD = WALLS | {"blocked-paywall", "off-host-redirect"}
Finish = Callable[["Result"], None]


@contextmanager
def open_run(
    db: Database,
    config: Configuration,
    command: str,
    say: Callable[[str], None] = lambda text: None,
    run_id: int | None = None,
) -> Iterator["Run"]:
    """A run, closed with its counts however it ends. ``run_id``: one that is gone on with."""
    if works.unmatched(db, 1):
        from harvester.citing import catch_up

        catch_up(db, say)
    if run_id is None:
        with writing(db):
            run_id = events.start_run(db, command, AGENT, config.digest, utc_now())
    run = Run(db, config, run_id, say)
    try:
        yield run
    finally:
        with writing(db):
            events.end_run(db, run_id, run.well, run.failed, utc_now())
        if heads := config.settings.harvester.heads:
            write_head(db, Path(heads), utc_now())


class Run:
    """One run over some sources. Counts those that ended well and those that did not.

    ``passing``: the database is thrown away when its rows were taken from it; so no bodies are
    kept in it, no works are matched, and no power cut is feared.
    """

    def __init__(
        self,
        db: Database,
        config: Configuration,
        run_id: int,
        say: Callable[[str], None],
        passing: bool = False,
    ) -> None:
        self.well = 0
        self.failed = 0
        self.id = run_id
        self.db = db
        self._config = config
        self._say = say
        self._turn = asyncio.Lock()
        self._passing = passing

    def open_fetcher(self, waits: "Waits | None" = None) -> "Fetcher":
        """A fetcher that keeps its politeness in this database; ``waits`` is told of waiting."""
        from harvester.fetch.polite import Fetcher

        book = HostBook(self.db, self.id)
        settings, told = self._config.settings, waits or (lambda host, what, seconds: None)
        return Fetcher(settings, __version__, book, self._site_delay, self._say, told)

    def _site_delay(self, host: str) -> float:
        address = f"https://{host}/"
        return max((s.delay for s in self._config.sites.heads if s.serves(address)), default=0.0)

    def harvest(self, sources: Sequence[Source], options: Options) -> Iterator[Result]:
        """Harvest one source after another; each stands or falls alone."""
        if not any(source.kind in ("url", "doi") for source in sources):
            for source in sources:
                yield from self.harvest_local(source, options)
            return
        with asyncio.Runner() as runner:
            fetcher = self.open_fetcher()
            try:
                for source in sources:
                    if source.kind in ("url", "doi"):
                        yield runner.run(self.harvest_address(fetcher, source, options))
                    else:
                        yield from self.harvest_local(source, options)
            finally:
                runner.run(fetcher.close())

    async def harvest_address(
        self, fetcher: "Fetcher", source: Source, options: Options, finish: Finish | None = None
    ) -> Result:
        """Fetch one address, politely, and take what came."""
        whole = options.force or options.is_data  # a list is read on from its pages: it is needed
        known = None if whole else captures.validators(self.db, source.address or "")
        capture = await fetcher.fetch(source, known)
        async with self._turn:  # one page at a time, and what came meanwhile is noted first
            await asyncio.sleep(0)
            result = self.take(capture, options, finish)
        if capture.url and capture.outcome not in ("put-off", "refused-address"):
            fetcher.note_outcome(capture.url, result.outcome)
        return result

    def harvest_local(
        self, source: Source, options: Options, finish: Finish | None = None, taken: int = 0
    ) -> Iterator[Result]:
        """Take a file or standard input, at least one result; a WARC file holds many captures.

        ``taken`` captures of it were taken before, and are passed over.
        """
        held: Capture | None = None
        try:
            if large := self._take_large(source, options, finish):
                yield large
                return
            for capture in islice(_captures_of(source), taken, None):
                if held:
                    yield self.take(held, options, finish, more=True)
                held = capture
            if held is None:
                raise SourceError(f"There is no capture in the WARC file {source.word}.")
            yield self.take(held, options, finish)
        except SourceError as fault:
            if held:
                yield self.take(held, options, finish, more=True)
            self.failed += 1
            result = Result(source, "not-found", str(fault))
            if finish:
                with writing(self.db):
                    finish(result)
            yield result

    def _take_large(self, source: Source, options: Options, finish: Finish | None) -> Result | None:
        """Take a file of records that is too large to be held; None for any other source."""
        from harvester.catalogue import Catalogue

        catalogue = Catalogue(self.db, self._config, self.id, options, self._passing)
        result = catalogue.keep_large(source, finish) if source.kind == "file" else None
        if result:
            self.well += result.well
            self.failed += not result.well
        return result

    def take(
        self, capture: Capture, options: Options, finish: Finish | None = None, more: bool = False
    ) -> Result:
        """Read a capture, and store it with all that was read of it.

        ``finish`` is called with the result inside the same transaction; ``more`` says that the
        source holds further captures. Where our own reader fails, the capture is stored, the
        source is done, and the failure goes on up.
        """
        at = self._captured_at(capture, options)
        capture = replace(capture, captured_at=at, site=options.site)
        try:
            result = self._take(capture, options, finish, more)
        except HarvesterError:
            raise  # the database refuses: nothing is stored, and the source is not done
        except BaseException as fault:
            page = capture.url or capture.source.word
            said = f"The reader failed on {page} ({type(fault).__name__}: {fault})."
            with writing(self.db):
                failed = replace(capture, outcome="parser-error", error=said)
                capture_id = captures.add_capture(
                    self.db, failed, self.id, with_body=not self._passing
                )
                if finish and isinstance(fault, Exception):  # Ctrl-C is no fault of the source
                    finish(Result(capture.source, "parser-error", None, capture_id, more=more))
            raise
        self.well += result.well
        self.failed += not result.well
        return result

    def _take(
        self, capture: Capture, options: Options, finish: Finish | None, more: bool
    ) -> Result:
        from harvester.catalogue import Catalogue, form_of
        from harvester.reading import read_capture

        if not options.is_data and (form := form_of(capture, self._config)):
            catalogue = Catalogue(self.db, self._config, self.id, options, self._passing)
            return catalogue.keep(capture, form, finish, more)
        reading = read_capture(self.db, self._config, capture, options)
        if capture.outcome == "ok" and reading.outcome in _INSTEAD:
            capture = replace(capture, outcome=reading.outcome, error=reading.note)
        with writing(self.db, durable=not self._passing):
            result = replace(self._store(capture, reading, options), more=more)
            if finish:
                finish(result)
        return result

    def _store(self, capture: Capture, reading: Reading, options: Options) -> Result:
        from harvester.keep import Keeper

        capture_id = captures.add_capture(
            self.db, capture, self.id, reading.site, with_body=not self._passing
        )
        digest = hashlib.sha256(capture.body or b"").hexdigest()
        keeper = Keeper(
            self.db,
            self._config,
            self.id,
            capture_id,
            digest,
            utc_now(),
            capture.truncated,
            matching=not self._passing,
        )
        known = None if options.is_data else self._known(capture.url)
        record_id, changed = keeper.keep(reading, known)
        part = capture.truncated or reading.outcome == capture.outcome
        outcome = capture.outcome if part else reading.outcome
        sentence = capture.error if part and capture.error else reading.note
        return Result(
            capture.source,
            outcome,
            sentence,
            capture_id,
            record_id,
            changed,
            reading.text_sha256,
            capture.put_off_until,
            tuple(
                a.value
                for reading_part in reading.parts
                for a in reading_part.assertions
                if a.field == "url" and a.value
            ),
        )

    def _captured_at(self, capture: Capture, options: Options) -> str | None:
        """When the page was captured: as is known or said; at the fetch; as the page says."""
        if options.captured_at or capture.captured_at:
            return options.captured_at or capture.captured_at
        kept = self._config.sites.unwrap(capture.url or capture.source.address or "")
        if kept:
            with suppress(UsageError):  # any digits may stand in an address
                return utc_text(kept.at)
        if capture.source.kind in ("url", "doi"):
            return capture.fetched_at
        from harvester.reading import captured_at

        return captured_at(self._config, capture)

    def _known(self, url: str | None) -> int | None:
        """The record that an address leads to, if it was harvested before."""
        from harvester.keys import meanings

        return queries.record_id_of(self.db, meanings(self._config, url)) if url else None


def _captures_of(source: Source) -> Iterator[Capture]:
    """What a file or standard input holds. Raises SourceError."""
    if source.kind == "stdin":
        yield capture_stdin(source, utc_now())
    else:
        yield from captures_of_file(source, utc_now())


__all__ = ["Finish", "Options", "Result", "Run", "open_run"]
