"""The log of runs: a line for each event, as a person reads it and a program too."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from harvester.clock import utc_now
from harvester.commands.printing import safe
from harvester.errors import StorageError

Log = Callable[..., None]
#: A value that needs no quotes.
_PLAIN = re.compile(r"[^\s\"=]+")


def line(at: str, event: str, fields: dict[str, object]) -> str:
    """Time, event, and ``name=value`` for each field; values with spaces stand in quotes.

    Such lines are known as logfmt. What a page says can neither end the line nor the quotes.
    """
    said = [f"{name}={_value(value)}" for name, value in fields.items() if value is not None]
    return "  ".join([at, f"{event:<5}", " ".join(said)]).rstrip()


def _value(value: object) -> str:
    text = " ".join(safe(value).split())
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


@contextmanager
def opened(path: Path | None) -> Iterator[Log]:
    """A function ``write(event, **fields)`` that adds a line to the file, if one is given.

    Raises StorageError where it cannot be written.
    """
    file: TextIO | None = None
    if path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a", encoding="utf-8")
        except OSError as fault:
            raise StorageError(f"The log {path} cannot be written: {fault.strerror}.") from fault

    def write(event: str, **fields: object) -> None:
        if file:
            file.write(line(utc_now(), event, fields) + "\n")
            file.flush()

    try:
        yield write
    finally:
        if file:
            file.close()
