"""A stored capture read by today's reader: what several processes do side by side. No writing."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from harvester.catalogue import form_of, readings_in
from harvester.choosing import Opinions, form_opinions
from harvester.config import Configuration
from harvester.extract.choose import choose
from harvester.extract.oai_record import readings_of
from harvester.extract.watch import oai
from harvester.model import Capture, Reading, Reference
from harvester.options import Options
from harvester.reading import read_capture
from harvester.store import rereading
from harvester.store.database import open_database

References = tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """What today's reader finds in a capture; several readings where it lists records.

    ``opinions`` are those on the reference list of each reading.
    """

    capture_id: int
    sha256: str
    url: str | None
    truncated: bool
    readings: tuple[Reading, ...]
    opinions: tuple[tuple[References, Opinions], ...]

    def known_opinions(self, references: Sequence[Reference]) -> Opinions | None:
        """The opinions on a list, if it is one of these readings'."""
        return next((made for bare, made in self.opinions if bare == tuple(references)), None)


def reread(db: Database, config: Configuration, capture_id: int) -> Reread:
    """Read a stored capture. Raises StorageError where its body is damaged."""
    stored = rereading.stored(db, capture_id)
    readings = tuple(_readings(db, config, stored.capture, stored.role))
    lists = [_references(config, reading) for reading in readings]
    return Reread(
        capture_id,
        stored.sha256,
        stored.capture.url,
        stored.capture.truncated,
        readings,
        tuple((bare, form_opinions(bare, config.archives)) for bare in lists if bare),
    )


def _readings(
    db: Database, config: Configuration, capture: Capture, role: str
) -> Sequence[Reading]:
    options = Options(site=capture.site, is_data=role == "oai", is_list=role == "contents")
    first = read_capture(db, config, capture, options)
    if role == "oai":
        listed = oai.parse(capture.body or b"").records
        return [first, *(reading for record in listed for reading in readings_of(record))]
    form = form_of(capture, config)
    return list(readings_in(capture, form, config)) if form else [first]


def _references(config: Configuration, reading: Reading) -> References:
    chosen = choose(reading.assertions, reading.site, (), config.orders(reading.site))
    return chosen.record.references


class _Worker:
    """What a process that reads keeps open."""

    db: Database
    config: Configuration


def start_worker(path: Path, config: Configuration) -> None:
    """Open the database in a new process, and leave Ctrl-C to the process that writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.db, _Worker.config = open_database(path), config


def work(capture_ids: Sequence[int]) -> list[Reread]:
    """Read some captures in a process that was started by ``start_worker``."""
    return [reread(_Worker.db, _Worker.config, number) for number in capture_ids]
