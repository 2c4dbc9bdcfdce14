"""Batches on the workers of a Dask cluster: one of this machine's own, or any that is running."""

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice

from distributed import Client, Future, KilledWorker, LocalCluster, as_completed

from harvester import __version__
from harvester.bulk.batch import make_batch
from harvester.bulk.folder import Done
from harvester.bulk.inputs import Batch
from harvester.config import Configuration
from harvester.errors import HarvesterError, UsageError

#: Batches that a scheduler knows of at a time: enough to see how many workers would help.
_AHEAD = 200


def make_batches(
    batches: Sequence[Batch],
    folder: str,
    config: Configuration,
    workers: int,
    scheduler: str | None,
) -> Iterator[tuple[Batch, Done | str]]:
    """Make batches, in any order: each with what came of it, or a sentence why nothing did.

    ``workers`` processes of this machine do it, or where a ``scheduler`` is named its workers.
    Raises UsageError where there is no scheduler.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what fails is said by us
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
            fault = future.exception()
            yield batch, future.result() if fault is None else _sentence(batch, fault)
            future.release()
            for following in islice(waiting, 1):
                running.add(submit(following))


def _client(stack: ExitStack, workers: int, scheduler: str | None) -> Client:
    if scheduler is None:
        cluster = stack.enter_context(
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
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


def _sentence(batch: Batch, fault: BaseException) -> str:
    if isinstance(fault, HarvesterError):
        return str(fault)
    if isinstance(fault, KilledWorker):
        return f"{batch.word}: the workers that read it died, perhaps for want of memory."
    return f"{batch.word}: {type(fault).__name__}: {fault}"
