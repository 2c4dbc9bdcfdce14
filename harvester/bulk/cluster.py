"""Batches on the workers of a Dask cluster: one of this machine's own, or any that is running."""

import logging
import signal
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from itertools import islice

from distributed import Client, Future, KilledWorker, LocalCluster, as_completed

from harvester import __version__
from harvester.bulk.batch import make_batch
from harvester.bulk.folder import Done
from harvester.bulk.inputs import Batch
from harvester.config import Configuration
from harvester.errors import HarvesterError, SourceError, UsageError

#: Batches that a scheduler knows of at a time: enough to see how many workers would help.
_AHEAD = 200
_LOGGERS = ("distributed", "tornado", "asyncio")


def make_batches(
    batches: Sequence[Batch],
    folder: str,
    config: Configuration,
    workers: int,
    scheduler: str | None,
) -> Iterator[tuple[Batch, Done | str]]:
    """Make batches, in any order: each with what came of it, or a sentence why nothing did.

    ``workers`` processes of this machine do it, or where a ``scheduler`` is named its workers.
    Raises UsageError where there is no scheduler, SourceError where it goes away.
    """
    for name in [name for name in logging.root.manager.loggerDict if name.startswith(_LOGGERS)]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what fails is said by us
    with ExitStack() as stack:
        client = stack.enter_context(_client(stack, workers, scheduler))
        waiting = iter(batches)

        run = uuid.uuid4().hex  # another program may do the same batch into another folder

        def submit(batch: Batch) -> "Future[Done]":
            known[f"extract-{run}-{batch.name}"] = batch
            work = (make_batch, batch, folder, config, __version__)
            future: Future[Done] = client.submit(
                *work, key=f"extract-{run}-{batch.name}", retries=2
            )
            return future

        known: dict[str, Batch] = {}
        running = as_completed([submit(batch) for batch in islice(waiting, _AHEAD)])
        for future in running:
            batch = known.pop(future.key)
            yield batch, _result(future, batch)
            future.release()
            for following in islice(waiting, 1):
                running.add(submit(following))


def _client(stack: ExitStack, workers: int, scheduler: str | None) -> Client:
    if scheduler is None:
        with _undisturbed():
            cluster = stack.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",  # a free port, for this machine alone
                    silence_logs=logging.CRITICAL,
                )
            )
        return Client(cluster)
    try:
        return Client(scheduler)
    except (OSError, ValueError) as fault:
        raise UsageError(
            f"There is no Dask scheduler at {scheduler}. Give its address as it prints it, such as "
            "tcp://10.0.0.5:8786."
        ) from fault


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Do not hear Ctrl-C while a cluster starts.

    A terminal sends it to the workers too, which take over that they do not hear it; they end
    when this program ends them, without a traceback each.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _result(future: "Future[Done]", batch: Batch) -> Done | str:
    """What came of a batch. Raises SourceError where the cluster has gone away."""
    try:
        fault = future.exception()
        if fault is not None:
            return _sentence(batch, fault)
        done: Done = future.result()
    except (OSError, CancelledError) as lost:
        raise SourceError(
            "The connection to the Dask scheduler is lost. What was finished stays; start the "
            "same command again to go on."
        ) from lost
    return done


def _sentence(batch: Batch, fault: BaseException) -> str:
    if isinstance(fault, HarvesterError):
        return str(fault)
    if isinstance(fault, KilledWorker):
        return f"{batch.word}: the workers that read it died, perhaps for want of memory."
    return f"{batch.word}: {type(fault).__name__}: {fault}"
