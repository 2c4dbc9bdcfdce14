"""Heads of the chain of events, written down outside the database.

Whoever can change the file can make the chain anew; they cannot change what a person keeps
elsewhere: a line for each run, on another disk, in a mail, on paper.
"""

from pathlib import Path

from sqlite_utils import Database

from harvester.errors import StorageError, UsageError
from harvester.store.fixity import head


def write_head(db: Database, path: Path, at: str) -> None:
    """Add the head of the chain to a file outside: the time, the event's number, its digest.

    Raises StorageError where the file cannot be written.
    """
    number, digest = head(db)
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{at} {number} {digest}\n")
    except OSError as fault:
        raise StorageError(
            f"What was harvested is stored, but the head of the chain could not be added to {path} "
            f"({fault.strerror}). Mend that, or change the setting heads."
        ) from fault


def read_heads(path: Path) -> list[tuple[int, str]]:
    """The heads in such a file. Raises UsageError naming the line that is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"The file of heads {path} cannot be read: {fault}.") from fault
    heads = []
    for place, line in enumerate(lines, start=1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if len(words) != 3 or not words[1].isdecimal() or len(words[2]) != 64:
            raise UsageError(
                f"Line {place} of {path} is no head: a time, a number and a digest are expected."
            )
        heads.append((int(words[1]), words[2]))
    return heads
