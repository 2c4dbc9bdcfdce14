"""``harvester extract``: which batches there are, which are finished, and the others made."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harvester import __version__
from harvester.bulk.addresses import text_lines
from harvester.bulk.cdx import ranges_of
from harvester.bulk.cluster import make_batches
from harvester.bulk.folder import Done, Folder
from harvester.bulk.inputs import Batch, batches_of_files, batches_of_ranges
from harvester.config import Configuration


@dataclass
class Tally:
    """What all batches come to. ``sentences`` tell what was not well."""

    batches: int = 0
    before: int = 0
    captures: int = 0
    records: int = 0
    references: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sentences: list[str] = field(default_factory=list)

    def add(self, done: Done) -> None:
        """Count a finished batch."""
        self.batches += 1
        self.captures += done.captures
        self.records += done.records
        self.references += done.references
        self.outcomes.update(done.outcomes)
        if done.sentence:
            self.sentences.append(done.sentence)


def batches_named(words: Sequence[str], cdx: Sequence[str], root: str | None) -> list[Batch]:
    """The batches that files and indexes name.

    ``root`` is where the files of an index lie; without it they lie beside the index. Raises
    SourceError for a file that is not there, UsageError for an index that is none.
    """
    batches = batches_of_files(words)
    for word in cdx:
        beside = word.replace(os.sep, "/").rpartition("/")[0] or "."
        ranges = list(ranges_of(text_lines(word), root or beside, word))
        batches.extend(batches_of_ranges(ranges, word))
    return batches


def extract(
    batches: Sequence[Batch],
    folder: Folder,
    config: Configuration,
    workers: int,
    scheduler: str | None,
    tally: Tally,
) -> Iterator[tuple[Batch, Done | str]]:
    """Make the batches that are not finished by this reader with these rules; count all.

    Gives each batch that was made, or a sentence why it was not. Raises UsageError where there
    is no such scheduler.
    """
    known = folder.finished()
    left: list[Batch] = []
    for batch in batches:
        done = known.get(batch.name)
        ours = (batch.version, __version__, config.digest)
        if done and (done.version, done.reader, done.config_sha256) == ours:
            tally.before += 1
            tally.add(done)
        else:
            left.append(batch)
    if not left:
        return
    for batch, made in make_batches(left, folder.address, config, workers, scheduler):
        if isinstance(made, str):
            tally.sentences.append(made)
        else:
            tally.add(made)
        yield batch, made
