"""A file of records for machines: one capture, and a reading of each record in it.

What fits one batch is stored in one transaction with its capture, as a page is. A larger file
takes several, so that it needs little memory; where the program dies between them, what was
kept stands, the source is not done, and the next harvest of it goes over the same records.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from harvester.bodies import PackedBody, pack_file
from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.extract import structured
from harvester.fetch.files import head_of
from harvester.keep import Keeper
from harvester.model import NO_PAGE, Capture, Reading, Source
from harvester.options import Options
from harvester.result import Result
from harvester.store import captures
from harvester.store.database import writing

#: So many records are kept in one transaction.
BATCH = 500
#: A file that is larger is read from its place, and never held whole.
LARGE = 8_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the records of a file; ``lost`` are those that could not be read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    lost: int = 0

    @property
    def records(self) -> int:
        """How many records the file told of."""
        return self.new + self.changed + self.same

    def sentence(self) -> str:
        """That, for a person."""
        lost = f"; {self.lost:,} more could not be read" if self.lost else ""
        return (
            f"{self.records:,} records ({self.new:,} new, {self.changed:,} changed, "
            f"{self.same:,} as they were{lost})."
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """How a file ended, and the first record that it told of."""

    outcome: str
    sentence: str | None
    tally: Tally
    capture_id: int = 0
    sha256: str = ""
    record_id: int | None = None

    def result(self, source: Source, more: bool) -> Result:
        """The same, as any source ends."""
        return Result(
            source,
            self.outcome,
            self.sentence,
            self.capture_id,
            self.record_id,
            bool(self.tally.new or self.tally.changed),
            self.sha256,
            more=more,
            records=self.tally.records,
        )


#: Called with the result inside the transaction that ends it.
Finish = Callable[[Result], None]


def form_of(capture: Capture, config: Configuration) -> str | None:
    """The form of a captured file of records, or None for a page or what is no success.

    A crawl holds JSON of all kinds beside its pages: there only that of a known API counts.
    """
    if not capture.body or capture.outcome == "redirect" or (capture.status or 200) >= 400:
        return None
    form = structured.format_of(capture.body[: structured.HEAD])
    if form == "json" and capture.outcome in NO_PAGE:
        return form if structured.is_known_json(capture.body, config.apis) else None
    return form


def readings_in(capture: Capture, form: str, config: Configuration) -> Iterator[Reading]:
    """The readings of a captured file of records, up to where it cannot be read on."""
    found = structured.readings(form, BytesIO(capture.body or b""), config.apis)
    return _until_broken(found, [])


@dataclass
class Catalogue:
    """Keeps the records of files, in one run. ``passing``: without bodies and without matching."""

    db: Database
    config: Configuration
    run_id: int
    options: Options
    passing: bool = False

    def keep(
        self, capture: Capture, form: str, finish: Finish | None, more: bool = False
    ) -> Result:
        """Keep the records of a capture that is held. ``more``: its file holds more captures."""
        file = BytesIO(capture.body or b"")
        if capture.outcome in NO_PAGE:  # passed over as no page, and it is records
            capture = replace(capture, outcome="ok", error=None)
        return self._keep(capture, None, form, file, finish, more)

    def keep_large(self, source: Source, finish: Finish | None) -> Result | None:
        """Keep the records of a local file that is too large to be held; None for any other.

        Raises SourceError where it cannot be read.
        """
        path = Path(source.path or "")
        if not path.is_file() or path.stat().st_size <= LARGE:
            return None
        form = structured.format_of(head_of(path, structured.HEAD))
        if form not in structured.STREAMED:
            return None
        captured = self.options.captured_at
        capture = Capture(source, "ok", utc_now(), url=source.address, captured_at=captured)
        packed = pack_file(path)
        with path.open("rb") as file:
            return self._keep(capture, packed, form, file, finish)

    def _keep(
        self,
        capture: Capture,
        packed: PackedBody | None,
        form: str,
        file: BinaryIO,
        finish: Finish | None,
        more: bool = False,
    ) -> Result:
        kept = Kept("ok", None, Tally())
        faults: list[str] = []
        source = _until_broken(structured.readings(form, file, self.config.apis), faults)
        batch = list(islice(source, BATCH))
        keeper: Keeper | None = None
        while True:
            following = list(islice(source, BATCH)) if len(batch) == BATCH else []
            with writing(self.db, durable=not following):
                if keeper is None:
                    beside = self.options.beside if len(batch) == 1 else None
                    keeper = self._keeper(capture, packed, beside)
                    kept = replace(kept, capture_id=keeper.capture_id, sha256=keeper.body_sha256)
                for reading in batch:
                    kept = self._keep_one(keeper, reading, kept)
                if not following:
                    ended = _ended(kept, batch, faults, capture)
                    result = ended.result(capture.source, more)
                    if finish:
                        finish(result)
                    return result
            batch = following

    def _keeper(self, capture: Capture, packed: PackedBody | None, beside: int | None) -> Keeper:
        capture_id = captures.add_capture(
            self.db, capture, self.run_id, with_body=not self.passing, packed=packed
        )
        digest = captures.digest_of(self.db, capture_id)
        return Keeper(
            self.db,
            self.config,
            self.run_id,
            capture_id,
            digest or "",
            utc_now(),
            capture.truncated,
            matching=not self.passing,
            beside=beside,
        )

    def _keep_one(self, keeper: Keeper, reading: Reading, kept: Kept) -> Kept:
        (last,) = self.db.execute("SELECT coalesce(max(id), 0) FROM records").fetchone()
        record_id, changed = keeper.keep(reading)
        tally = kept.tally
        if record_id is None or reading.outcome == "parser-error":
            return replace(kept, tally=replace(tally, lost=tally.lost + 1))
        if record_id > last:
            tally = replace(tally, new=tally.new + 1)
        elif changed:
            tally = replace(tally, changed=tally.changed + 1)
        else:
            tally = replace(tally, same=tally.same + 1)
        return replace(kept, tally=tally, record_id=kept.record_id or record_id)


def _until_broken(readings: Iterator[Reading], faults: list[str]) -> Iterator[Reading]:
    """The readings up to where the file cannot be read on; why is put into ``faults``."""
    try:
        yield from readings
    except structured.StructuredError as fault:
        faults.append(str(fault))


def _ended(kept: Kept, last: list[Reading], faults: list[str], capture: Capture) -> Kept:
    """The outcome of the whole file, with a sentence where it is not plainly well."""
    tally = kept.tally
    if capture.truncated or capture.outcome != "ok":
        return replace(kept, outcome=capture.outcome, sentence=capture.error)
    if faults and not tally.records:
        return replace(kept, outcome="wrong-content-type", sentence=faults[0])
    if faults:
        many = f"The {tally.records:,} records before that are kept."
        return replace(kept, outcome="parser-error", sentence=f"{faults[0]} {many}")
    if not tally.records + tally.lost:
        return replace(kept, outcome="no-title", sentence="There is no record in this file.")
    if tally.records + tally.lost == 1:
        return replace(kept, outcome=last[0].outcome, sentence=last[0].note)
    outcome = "ok" if tally.records else "parser-error"
    return replace(kept, outcome=outcome, sentence=tally.sentence())
