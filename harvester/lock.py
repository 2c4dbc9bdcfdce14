"""One run at a time, by a lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.clock import utc_now
from harvester.errors import HarvesterError, StorageError


class LockedError(HarvesterError):
    """Another run holds the lock."""

    exit_code = 3


@contextmanager
def only_run(db_path: Path, what: str = "") -> Iterator[None]:
    """Hold the lock beside a database. Raises LockedError when another run holds it.

    ``what`` names work that may go on beside a harvest, but not beside another of its kind.

    The system lets go of the lock when the process ends, however it ends; the file stays.
    """
    path = db_path.with_name(f"{db_path.name}{f'.{what}' if what else ''}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as fault:
        raise StorageError(f"The lock {path} cannot be made: {fault.strerror}.") from fault
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            file.seek(0)
            who = file.read().strip() or "another process"
            raise LockedError(
                f"Another run is at work on {db_path} ({who}). Nothing was done; it is enough to "
                "let that one finish."
            ) from fault
        file.truncate(0)
        file.write(f"process {os.getpid()} since {utc_now()}")
        file.flush()
        yield
