"""Today's reader over stored captures: what would change, and the same for good.

Processes read side by side; one writes, in the order of the captures and in small
transactions, by the same road as a harvest (``keep.py``). A dry run takes that very road and
takes each transaction back. What comes out does not depend on how many read.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeGuard

from sqlite_utils import Database

from harvester import __version__
from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.errors import HarvesterError, StorageError
from harvester.extract.oai_record import PROFILE
from harvester.harvest import AGENT, Run, open_run
from harvester.keep import Keeper
from harvester.keys import meanings
from harvester.model import Reading
from harvester.rereading import Reread, start_worker, work
from harvester.store import events, queries, rereading
from harvester.store.database import open_database, trying, writing
from harvester.store.rereading import Wanted

COMMAND = "reextract --apply"
#: Captures of one transaction: few, so that a harvest beside it need not wait long.
_AT_ONCE = 16
_NOT_COMPARED = frozenset({"id", "captures", "review", "cited_by"})


@dataclass(frozen=True, slots=True)
class Change:
    """What a record would be: for each field that changes what it was and what it is then."""

    record_id: int
    key: str
    title: str | None
    is_new: bool
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A capture that could not be read: its body is damaged, or our own reader failed on it."""

    capture_id: int
    fault: BaseException

    @property
    def sentence(self) -> str:
        """What happened."""
        if isinstance(self.fault, HarvesterError):
            return str(self.fault)
        return f"The reader failed on it ({type(self.fault).__name__}: {self.fault})."

    @property
    def reading(self) -> Reading | None:
        """The reading that notes it, so that it is not tried again by the same reader."""
        if isinstance(self.fault, HarvesterError):
            return None
        return Reading(None, "", "parser-error", None, "", note=self.sentence)


@dataclass(frozen=True, slots=True)
class Step:
    """Some captures that were read: how many, what changed, and which could not be read."""

    read: int
    changes: tuple[Change, ...]
    failed: tuple[str, ...]


def wanted(
    config: Configuration, records: Sequence[int] | None = None, force: bool = False
) -> Wanted:
    """What today's reader has not read yet with today's rules; with ``force`` everything."""
    profiles = [site.profile for site in config.sites] + [PROFILE]
    return Wanted(__version__, profiles, config.digest, records, force)


def proposal(
    db: Database, path: Path, config: Configuration, which: Wanted, workers: int
) -> Iterator[Step]:
    """What would change. Everything is done, and taken back before anybody can see it."""
    yield from _steps(db, path, config, which, workers, None)


def apply(
    db: Database,
    path: Path,
    config: Configuration,
    which: Wanted,
    workers: int,
    say: Callable[[str], None],
) -> Iterator[Step]:
    """Read, and let what is read supersede what stood. A run that was broken off is gone on with.

    Raises StorageError when the database refuses; what was said to be read is stored.
    """
    command = COMMAND + (" --force" if which.force else "")
    unfinished = rereading.unfinished_run(db, command, AGENT, config.digest)
    with open_run(db, config, command, say, unfinished) as run:
        which = replace(which, run_id=run.id if which.force else None)
        yield from _steps(db, path, config, which, workers, run)


def _steps(
    db: Database, path: Path, config: Configuration, which: Wanted, workers: int, run: Run | None
) -> Iterator[Step]:
    with closing(open_database(path).conn) as seen:
        before = Database(seen, execute_plugins=False)
        for results in _side_by_side(before, path, config, which, workers):
            yield _Writer(db, before, config, run).write(results)


def _side_by_side(
    db: Database, path: Path, config: Configuration, which: Wanted, workers: int
) -> Iterator[list[Reread | Failure]]:
    """What some processes read, in the order of the captures; they are never far ahead."""
    chunks = _chunks(db, which)
    plain = Configuration(config.folders, config.settings, config.jobs)  # small to send
    with ProcessPoolExecutor(workers, get_context("spawn"), start_worker, (path, plain)) as pool:
        waiting: deque[tuple[list[int], Future[list[Reread]]]] = deque()
        try:
            while True:
                for chunk in islice(chunks, 2 * workers + 1 - len(waiting)):
                    waiting.append((chunk, pool.submit(work, chunk)))
                if not waiting:
                    return
                yield list(_results(pool, *waiting.popleft()))
        except BrokenProcessPool as fault:
            raise StorageError(
                "A process that reads was ended from outside, perhaps for want of memory. What "
                "was read is stored; the same command goes on from there. Try fewer --workers."
            ) from fault
        finally:
            pool.shutdown(cancel_futures=True)


def _chunks(db: Database, which: Wanted) -> Iterator[list[int]]:
    after = 0
    while chunk := rereading.some(db, which, after, _AT_ONCE):
        after = chunk[-1]
        yield chunk


def _results(
    pool: ProcessPoolExecutor, chunk: list[int], future: Future[list[Reread]]
) -> Iterator[Reread | Failure]:
    """Where one capture makes the reader fail, the others of its chunk are read without it."""
    if future.exception() is None:
        yield from future.result()
        return
    for number in chunk:
        single = pool.submit(work, [number])
        fault = single.exception()
        if isinstance(fault, BrokenProcessPool):
            raise fault
        yield Failure(number, fault) if fault else single.result()[0]


@dataclass(frozen=True)
class _Writer:
    """Writes what was read of some captures, in one transaction. Without a run, a dry run."""

    db: Database
    before: Database
    config: Configuration
    run: Run | None

    def write(self, results: Sequence[Reread | Failure]) -> Step:
        """Keep the readings, and say what changes."""
        failed = [f"Capture {f.capture_id}: {f.sentence}" for f in results if _is_failure(f)]
        with writing(self.db, durable=False) if self.run else trying(self.db):
            run_id = self.run.id if self.run else self._passing_run()
            touched: set[int] = set()
            for result in results:
                touched |= self._keep(result, run_id)
            changes = [c for number in sorted(touched) if (c := self._change(number))]
        if self.run:
            self.run.well += len(results) - len(failed)
            self.run.failed += len(failed)
        return Step(len(results), tuple(changes), tuple(failed))

    def _passing_run(self) -> int:
        return events.start_run(self.db, COMMAND, AGENT, self.config.digest, utc_now())

    def _keep(self, result: Reread | Failure, run_id: int) -> set[int]:
        if isinstance(result, Failure):
            reading = result.reading
            if reading is None:
                return set()
            url, sha256 = rereading.address_of(self.db, result.capture_id)
            result = Reread(result.capture_id, sha256, url, False, (reading,), ())
        keeper = Keeper(
            self.db,
            self.config,
            run_id,
            result.capture_id,
            result.sha256,
            utc_now(),
            result.truncated,
            result.known_opinions,
        )
        known = None
        if result.url and len(result.readings) == 1:
            known = queries.record_id_of(self.db, meanings(self.config, result.url))
        for reading in result.readings:
            keeper.keep(reading, known)
        return keeper.touched

    def _change(self, record_id: int) -> Change | None:
        after = _compared(self.db, record_id)
        is_new = not queries.exists(self.before, record_id)
        before = {} if is_new else _compared(self.before, record_id)
        fields = tuple(
            (name, before.get(name), value)
            for name, value in after.items()
            if (before.get(name) or None) != (value or None)
        )
        if not fields:
            return None
        return Change(record_id, after["key"], after["title"], is_new, fields)


def _compared(db: Database, record_id: int) -> dict[str, Any]:
    """A record as far as it is its own: of its parts and its parent only which they are."""
    record = queries.record_json(db, record_id)
    record["parts"] = [part["key"] for part in record["parts"]]
    record["parent"] = record["parent"] and record["parent"]["key"]
    return {name: value for name, value in record.items() if name not in _NOT_COMPARED}


def _is_failure(result: Reread | Failure) -> TypeGuard[Failure]:
    return isinstance(result, Failure)
