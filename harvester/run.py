"""Works off a job: its sources become a queue, hosts are asked side by side, each in its turn.

An item leaves the queue in the transaction that stores what it brought. A run whose program
died is gone on with: nothing is asked twice, nothing is lost.
"""

import asyncio
import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from harvester.beside import ROLE
from harvester.clock import utc_now, utc_of
from harvester.config import Configuration, Job
from harvester.errors import HarvesterError, UsageError
from harvester.fetch.polite import Fetcher, Waits
from harvester.fetch.sources import parse_source
from harvester.harvest import Result, Run, open_run
from harvester.model import Source
from harvester.options import Options
from harvester.store import queue
from harvester.store.database import writing
from harvester.store.queue import Item
from harvester.watched import DATA, items_of_job

#: What reads pages, in pieces that take a few milliseconds each.
_READER = (
    "harvester.extract.names", "harvester.extract.decode", "harvester.extract.read",
    "harvester.reading", "harvester.extract.references.facts", "harvester.citing",
    "harvester.keep",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JobResult:
    """How a job's run ended: counts of outcomes, and what is left for later."""

    job: str
    run_id: int
    outcomes: dict[str, int]
    failed: int
    left: int
    requests: int

    @property
    def outcome(self) -> str:
        """One word for the jobs table."""
        return "ok" if not self.failed else "some failed"


class JobRun:
    """One run of one job."""

    def __init__(
        self,
        db: Database,
        config: Configuration,
        job: Job,
        say: Callable[[str], None],
        tell: Callable[[Result], None],
        waits: Waits | None = None,
    ) -> None:
        self._waits = waits
        self._db = db
        self._config = config
        self._job = job
        self._say = say
        self._tell = tell
        self._outcomes: dict[str, int] = {}

    def work(self) -> JobResult:
        """Work the job off. Raises ConfigurationError where no contact address is set."""
        job, db = self._job, self._db
        with writing(db):
            queue.note_job(db, job.name, job.schedule, job.timezone)
        unfinished = queue.unfinished_run(db, job.name)
        with open_run(db, self._config, f"run {job.name}", self._say, unfinished) as run:
            if unfinished is None:
                self._fill(run)
            else:
                self._say(f"{job.name}: going on with run {unfinished}, which did not end.")
            requests = asyncio.run(self._work(run))
            left = queue.waiting(db, job.name)
            result = JobResult(job.name, run.id, dict(self._outcomes), run.failed, left, requests)
            with writing(db):
                queue.end_job(db, job.name, result.outcome, utc_now())
        return result

    def _fill(self, run: Run) -> None:
        """Start the run and put the job's sources into the queue, in one transaction."""
        items = items_of_job(self._job, self._config)
        at = utc_now()
        with writing(self._db):
            queue.start_job(self._db, self._job.name, run.id, at)
            queue.enqueue(self._db, self._job.name, items, at)

    async def _work(self, run: Run) -> int:
        """Hosts side by side; items that a page adds are taken up as they come."""
        fetcher: Fetcher | None = None
        tasks: dict[str, asyncio.Task[None]] = {}
        reader = asyncio.create_task(_load_reader())
        try:
            while True:
                for host in queue.hosts_waiting(self._db, self._job.name, utc_now()):
                    if host not in tasks and not self._is_spent(fetcher, host):
                        fetcher = fetcher or (run.open_fetcher(self._waits) if host else None)
                        tasks[host] = asyncio.create_task(self._work_host(run, fetcher, host))
                if not tasks:
                    return fetcher.requests if fetcher else 0
                done, _ = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
                for host in [host for host, task in tasks.items() if task in done]:
                    tasks.pop(host).result()
        finally:
            for task in tasks.values():
                task.cancel()
            await asyncio.gather(*tasks.values(), return_exceptions=True)
            await reader
            if fetcher:
                await fetcher.close()

    def _is_spent(self, fetcher: Fetcher | None, host: str) -> bool:
        """Whether the requests that the job may make are used up; saved pages need none."""
        return bool(host) and fetcher is not None and fetcher.requests >= self._job.max_requests

    async def _work_host(self, run: Run, fetcher: Fetcher | None, host: str) -> None:
        """One host's items, one after another."""
        while not self._is_spent(fetcher, host):
            item = queue.next_item(self._db, self._job.name, host, utc_now())
            if item is None:
                return
            await self._work_item(run, fetcher, item)

    async def _work_item(self, run: Run, fetcher: Fetcher | None, item: Item) -> None:
        """One item. Whatever happens it is done or put off, or else nothing of it is stored.

        Where our own code fails the item is done too: one page may not stop every later run.
        """
        try:
            await self._harvest_item(run, fetcher, item)
        except HarvesterError:
            raise  # the database refuses: the item waits
        except Exception:  # a fault of our own: the page is passed over, and it goes on up
            with writing(self._db):
                queue.finish_if_waiting(self._db, item, run.id, "parser-error", utc_now())
            raise

    async def _harvest_item(self, run: Run, fetcher: Fetcher | None, item: Item) -> None:
        try:
            source = parse_source(item.source, None, self._config.settings.fetch.doi_resolver)
        except UsageError as fault:
            with writing(self._db):
                queue.finish(self._db, item, run.id, "refused-address", utc_now())
            run.failed += 1
            self._note(Result(Source(item.source, "url"), "refused-address", str(fault)))
            return
        if item.options.get("path"):
            source = replace(source, kind="file", path=item.options["path"])
        finish = self._finisher(run, item)
        if source.kind in ("url", "doi"):
            assert fetcher is not None
            beside = int(item.options["record"]) if item.role == ROLE else None
            options = Options(
                is_data=item.role in DATA, is_list=item.role == "contents", beside=beside
            )
            self._note(await run.harvest_address(fetcher, source, options, finish))
        else:
            taken = int(item.options.get("taken", "0"))
            for result in run.harvest_local(source, Options(), finish, taken):
                self._note(result)

    def _note(self, result: Result) -> None:
        self._outcomes[result.outcome] = self._outcomes.get(result.outcome, 0) + 1
        self._tell(result)

    def _finisher(self, run: Run, item: Item) -> Callable[[Result], None]:
        """What belongs into the transaction that stores an item's result."""

        def finish(result: Result) -> None:
            db, at = self._db, utc_now()
            if result.outcome == "put-off" and result.put_off_until:
                queue.put_off(db, item, result.put_off_until, result.capture_id)
                return
            if result.more:
                queue.note_taken(db, item)
                return
            queue.finish(db, item, run.id, result.outcome, at, result.capture_id)
            if item.role == "identify":  # what a repository says of itself need not be had
                self._enqueue_more(run, item, result, at)
                return
            if item.role == "saved" and queue.is_taken(db, item, result.capture_id):
                self._look_again(item, result, at)  # read once, whatever it was
            if not result.well or result.capture_id is None or item.role == "saved":
                return
            self._enqueue_more(run, item, result, at)
            if item.role not in DATA:
                self._look_again(item, result, at)

        return finish

    def _enqueue_more(self, run: Run, item: Item, result: Result, at: str) -> None:
        """What an item leads to; a list that leads back to itself is not asked for again."""
        if item.role == ROLE or (item.role == "page" and not self._job.beside):
            return
        from harvester.expand import WatchError, expand

        try:
            found = expand(self._db, self._config, self._job, run.id, item, result, self._say)
        except WatchError as fault:
            run.failed += 1
            self._say(f"{item.source}: {fault}")
            return
        once = None if item.role in ("identify", "oai") else run.id
        queue.enqueue(self._db, self._job.name, found, at, but_not_of_run=once)

    def _look_again(self, item: Item, result: Result, at: str) -> None:
        """A page that stays unchanged is looked at less and less often."""
        digest, unchanged = queue.last_look(self._db, item.source)
        same = digest is not None and digest == result.text_sha256
        unchanged = unchanged + 1 if same else 0
        hours = self._job.look_again_hours * float(2 ** min(unchanged, 16))
        wait = min(timedelta(hours=hours), timedelta(days=self._job.at_most_days))
        if item.role == "saved":
            wait = timedelta(days=365_000)  # a saved page is read once
        queue.look_again(
            self._db,
            self._job.name,
            item.source,
            result.capture_id,
            result.text_sha256 or "",
            unchanged,
            at,
            utc_of(datetime.now(UTC) + min(wait, timedelta(days=365_000))),
        )


async def _load_reader() -> None:
    """Import what reads pages, piece by piece, while the first answers are waited for."""
    for name in _READER:
        await asyncio.sleep(0)
        importlib.import_module(name)


def run_jobs(
    db: Database,
    config: Configuration,
    jobs: Sequence[Job],
    say: Callable[[str], None],
    tell: Callable[[Result], None],
    waits: Waits | None = None,
) -> Iterator[JobResult]:
    """Work off jobs one after another; ``waits`` is told what a host waits for."""
    for job in jobs:
        yield JobRun(db, config, job, say, tell, waits).work()
