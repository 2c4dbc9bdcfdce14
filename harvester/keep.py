"""From a reading to the store: the work that it tells of, its parts, and what is chosen now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlite_utils import Database

from harvester import __version__, books
from harvester.choosing import Opinions, chosen
from harvester.config import Configuration
from harvester.extract.identity import Identity, identify
from harvester.model import NO_PAGE, Assertion, Reading, Reference, ReviewItem
from harvester.overlay import questions
from harvester.overlay.twins import same_work
from harvester.settling import store_choice
from harvester.store import events, readings, records

#: Outcomes of a reading that tell of a work; all others leave the record as it was.
_TELLING = frozenset(
    {"ok", "landing", "abstract-only", "preview-only", "profile-mismatch", "no-title"}
)
#: Any of these makes a page with an id enough for a record, even without a title.
_ENOUGH = frozenset(
    {"title", "published_online", "extract", "abstract", "reference", "doi", "reference_code"}
)


@dataclass(frozen=True)
class Keeper:
    """Keeps one reading of one capture. Call its methods inside a transaction.

    ``known_opinions`` gives the opinions on a list where another process has formed them.
    ``touched`` are the records that the readings spoke of.
    ``matching``: works are matched with those of the other records. ``beside`` is the record
    beside whose page a structured source was asked for: that is what the source speaks of,
    unless it gives another DOI.
    """

    db: Database
    config: Configuration
    run_id: int
    capture_id: int
    body_sha256: str
    at: str
    truncated: bool = False
    known_opinions: Callable[[Sequence[Reference]], Opinions | None] = lambda references: None
    touched: set[int] = field(default_factory=set)
    matching: bool = True
    beside: int | None = None

    def keep(self, reading: Reading, known_id: int | None = None) -> tuple[int | None, bool]:
        """Store a reading; gives its record, if any, and whether that changed.

        ``known_id`` is the record that the capture's address leads to, used where the page
        itself tells of no work.
        """
        reading_id, record_id, changed = self._keep(reading, known_id)
        about = events.Objects(self.capture_id, reading_id, record_id)
        events.add_event(
            self.db,
            self.run_id,
            events.METADATA_EXTRACTION,
            reading.outcome,
            self.at,
            about,
            reading.note or "",
        )
        return record_id, changed

    def _keep(self, reading: Reading, known_id: int | None) -> tuple[int, int | None, bool]:
        identity = identify(reading.site, reading.assertions)
        record_id = self._find(identity) if identity else known_id
        if identity and record_id is None and self.beside is not None:
            record_id = None if self._is_another(identity) else self.beside
        telling = identity is not None and reading.outcome in _TELLING and _is_enough(reading)
        tombstone = reading.outcome == "gone" and bool(identity)
        if identity and (telling or tombstone) and record_id is None:
            record_id = records.new_record(self.db, identity.key, "unknown", "part", self.at)
        reading_id = readings.add_reading(
            self.db, reading, self.capture_id, record_id, __version__, self.at
        )
        if identity and tombstone and record_id is not None:
            records.add_identifiers(self.db, record_id, identity.identifiers)
            about = events.Objects(self.capture_id, reading_id, record_id)
            events.add_event(
                self.db, self.run_id, events.DELETION, "ok", self.at, about, "upstream"
            )
        if record_id is None:
            return reading_id, None, False
        self.touched.add(record_id)
        poorer = reading.outcome == "no-title" or self.truncated
        if poorer and records.has_title(self.db, record_id):
            telling = False  # what is known is not undone by a page that tells less
        if not identity or not telling:
            if reading.outcome not in NO_PAGE | {"not-modified", "put-off"}:
                records.set_outcome(self.db, record_id, reading.outcome)
            if doubt := _of_profile(reading, records.site_of(self.db, record_id)):
                questions.ask_also(self.db, record_id, doubt, reading_id, self.at)
            return reading_id, record_id, False
        page = _Page(self, reading, reading_id, record_id)
        page.keep_parts(identity)
        review = books.still_asked(self.db, record_id, reading)
        changed = page.keep_record(record_id, identity, reading.assertions, review)
        page.place_unit()
        made = books.Made(self.capture_id, reading_id, self.body_sha256, reading.profile, self.at)
        self.touched.update(books.assemble(self.db, self.config, record_id, made, self.matching))
        return reading_id, record_id, changed

    def _find(self, identity: Identity) -> int | None:
        sites = set(self.config.sites.names)
        return records.find_record(self.db, identity.identifiers, sites, identity.key)

    def _is_another(self, identity: Identity) -> bool:
        """Whether what was fetched beside a page gives a DOI that is not that record's."""
        doi = next((v.casefold() for scheme, v in identity.identifiers if scheme == "doi"), None)
        known = records.dois(self.db, self.beside) if self.beside is not None else set()
        return bool(doi and known and doi not in known)

    def part_record(
        self, site: str | None, assertions: Sequence[Assertion], book: str
    ) -> tuple[int | None, Identity | None]:
        """The record of a part in a contents list, made where there is none yet."""
        identity = identify(site, assertions, context=book)
        if identity is None:
            return None, None
        found = self._find(identity)
        made = found or records.new_record(self.db, identity.key, "chapter", "part", self.at)
        return made, identity


def _of_profile(reading: Reading, site: str | None) -> ReviewItem | None:
    """A question where a page that a site's profile could read is read by it no more."""
    if site is None or reading.outcome not in ("no-title", "profile-mismatch"):
        return None
    return ReviewItem(
        "profile",
        f"The rules of {site} read this page before, and do not any more: {reading.note}",
        "profile-mismatch",
    )


def _is_enough(reading: Reading) -> bool:
    said = (a for a in reading.assertions if a.channel != "url" and a.value is not None)
    return any(a.field in _ENOUGH for a in said)


@dataclass(frozen=True)
class _Page:
    """A page's own record, and what the page says of it and of its parts."""

    keeper: Keeper
    reading: Reading
    reading_id: int
    page_id: int

    def keep_record(
        self,
        record_id: int,
        identity: Identity,
        assertions: Sequence[Assertion],
        review: Sequence[ReviewItem],
    ) -> bool:
        """Store assertions of a record, choose anew among all that stand, store the choice."""
        keeper, db = self.keeper, self.keeper.db
        own = record_id == self.page_id
        origin = readings.Origin(
            record_id=record_id,
            page_id=self.page_id,
            capture_id=keeper.capture_id,
            reading_id=self.reading_id,
            reader_version=__version__,
            profile=self.reading.profile,
            body_sha256=keeper.body_sha256,
            at=keeper.at,
            form=self.reading.form,
            site=self.reading.site,
        )
        newest = readings.is_newest(db, self.page_id, keeper.capture_id, self.reading.form)
        readings.add_assertions(db, assertions, origin, newest)
        records.add_identifiers(db, record_id, identity.identifiers)
        doubt = _of_profile(self.reading, records.site_of(db, record_id)) if own else None
        record, asked_of_page, names = chosen(
            db, keeper.config, record_id, self.reading.site, keeper.known_opinions
        )
        changed = store_choice(db, record_id, record, keeper.at, keeper.matching)
        keeper.touched.update({record_id} if changed else ())
        if own and keeper.beside is None:
            records.set_outcome(db, record_id, self.reading.outcome)
        asked = [*asked_of_page, *review, *names, *same_work(db, record_id)]
        asked += [*books.standing(db, record_id), *([doubt] if doubt else [])]
        questions.ask(db, record_id, keeper.at, asked, self.reading_id)
        return changed

    def place_unit(self) -> None:
        """Hang a unit of archives under the one that its finding aid puts it in."""
        said = {a.field: a.value for a in self.reading.assertions if a.value}
        scheme, _, number = (said.get("within") or "").partition(":")
        if number:
            parent_id = records.find_record(self.keeper.db, [(scheme, number)], set(), "")
            if parent_id is not None:
                position = int(said.get("unit_position") or 0)
                records.place_part(self.keeper.db, self.page_id, parent_id, position)

    def keep_parts(self, book: Identity) -> None:
        """Keep each part of the page's contents list under the heading above it."""
        above = books.heading_before(self.keeper.db, self.page_id, self.reading)
        for part in self.reading.parts:
            said = {a.field: a.value for a in part.assertions if a.value}
            depth = int(said.get("depth") or 0)
            while above and above[-1][0] >= depth:
                above.pop()
            heading = above[-1][2] if above else ""
            part_id, identity = self.keeper.part_record(
                self.reading.site, part.assertions, f"{book.key} {heading}"
            )
            if part_id in (None, self.page_id) or part_id is None or identity is None:
                continue
            context = self._of_container(above[-1][2] if above else None)
            self.keep_record(part_id, identity, [*part.assertions, *context], ())
            parent_id = above[-1][1] if above else self.page_id
            records.place_part(self.keeper.db, part_id, parent_id, part.position)
            above.append((depth, part_id, said.get("title") or ""))

    def _of_container(self, heading: str | None) -> Iterator[Assertion]:
        """What a contents page says of every part: its book, and the heading above it."""
        title = next((a for a in self.reading.assertions if a.field == "title" and a.value), None)
        if title:
            yield replace(title, field="container_title", channel="contents")
        if heading:
            yield Assertion("part", heading, "contents", "the heading above it", heading)
