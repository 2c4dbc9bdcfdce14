"""Books assembled from their contents pages and chapters: who edits them, and what is missing.

What is found is kept as everything is: editors as assertions of the channel ``book`` whose
locator names the records that show it, what is missing as questions of the kind ``incomplete``.
Both are looked at again whenever a page of the book is kept. All that writes is called inside a
transaction.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from harvester import __version__
from harvester.choosing import chosen
from harvester.config import Configuration
from harvester.config.site import Dated
from harvester.extract.assembly import Listed, Resolved, Stand, editors, missing
from harvester.extract.channels.contents import PAGE
from harvester.extract.names import name_key
from harvester.extract.people import Person, assert_people
from harvester.model import Assertion, Reading, ReviewItem
from harvester.overlay import questions
from harvester.settling import store_choice
from harvester.store import books, readings, review

CHANNEL = "book"
INCOMPLETE = "incomplete"
_RULE = Dated(generation="stands on chapters")


@dataclass(frozen=True, slots=True)
class Made:
    """The capture and the reading because of which a book is looked at again."""

    capture_id: int
    reading_id: int
    body_sha256: str
    profile: str
    at: str


def standing(db: Database, record_id: int) -> list[ReviewItem]:
    """What was found missing in a book when it was last looked at."""
    rows = review.items(db, record_id)
    return [row.item for row in rows if row.arises and row.item.question == INCOMPLETE]


def still_asked(db: Database, record_id: int, reading: Reading) -> tuple[ReviewItem, ...]:
    """A reading's questions without that for the other pages of a list that are all known."""
    pages = books.pages_of_list(db, record_id, PAGE)
    said = {a.field: a.value for a in reading.assertions if a.value}
    total = int(said.get("list_pages") or 0)
    whole = total > 1 and pages >= set(range(1, total + 1))
    return tuple(item for item in reading.review if not (whole and item.field == "parts"))


def heading_before(db: Database, book_id: int, reading: Reading) -> list[tuple[int, int, str]]:
    """The heading that the first parts of a later page stand under: the last one before them."""
    first = reading.parts[0] if reading.parts else None
    depth = next((a.value for a in first.assertions if a.field == "depth"), "0") if first else "0"
    if first is None or first.position <= PAGE or not int(depth or 0):
        return []
    found = books.last_heading(db, book_id, first.position)
    return [(0, *found)] if found else []


def assemble(
    db: Database, config: Configuration, record_id: int, made: Made, matching: bool = True
) -> set[int]:
    """Look again at the book that a record is, or is a chapter of; gives the records it changed."""
    book_id, chapters = books.book_of(db, record_id)
    told = _resolve(db, book_id, chapters, made) if chapters else []
    changed = {number for number in told if _choose(db, config, number, made, matching)}
    if book_id is not None and (rows := books.parts(db, book_id)):
        listed = [Listed(*row) for row in rows]
        found = [ReviewItem("parts", words, INCOMPLETE) for words in missing(listed)]
        asked = [r.item for r in review.items(db, book_id) if r.arises and _is_of_page(r.item)]
        questions.ask(db, book_id, made.at, [*asked, *found], made.reading_id)
    return changed


def _is_of_page(item: ReviewItem) -> bool:
    return item.question not in (INCOMPLETE, questions.PAGE_CHANGED)


def _resolve(db: Database, book_id: int | None, chapters: list[int], made: Made) -> list[int]:
    """Say of each chapter's unknown names what they are to the volume; where that is new."""
    told: list[int] = []
    people = books.people_on(db, chapters, CHANNEL)
    on: dict[int, list[books.Said]] = {number: [] for number in chapters}
    for said in people:
        on[said.record_id].append(said)
    stands = [_stand(number, on[number]) for number in chapters]
    named = books.people_on(db, [book_id], CHANNEL) if book_id is not None else []
    of_book = {name_key(said.name): str(json.loads(said.detail).get("role")) for said in named}
    resolved = editors(stands, of_book)
    if book_id is not None:
        own = {key: found for key, found in resolved.items() if key not in of_book}
        names = [said.name for said in people]
        if readings.say_anew(db, CHANNEL, _said(names, own, None), _origin(book_id, book_id, made)):
            told.append(book_id)
    for stand in stands:
        unknown = {key for key, role in stand.roles.items() if not role}
        own = {k: found for k, found in resolved.items() if k in unknown}
        shown = _said([said.name for said in on[stand.record_id]], own, book_id)
        origin = _origin(stand.record_id, book_id or stand.record_id, made)
        if readings.say_anew(db, CHANNEL, shown, origin):
            told.append(stand.record_id)
    return told


def _origin(record_id: int, page_id: int, made: Made) -> readings.Origin:
    return readings.Origin(
        record_id=record_id,
        page_id=page_id,
        capture_id=made.capture_id,
        reading_id=made.reading_id,
        reader_version=__version__,
        profile=made.profile,
        body_sha256=made.body_sha256,
        at=made.at,
        form=CHANNEL,
        site=None,
    )


def _stand(record_id: int, people: list[books.Said]) -> Stand:
    """Who stands on one chapter, by all that is said of it.

    A role that any place gives counts before none. Whom only a contents list names, without a
    role, is its author: that is what lists name.
    """
    roles: dict[str, str] = {}
    for said in people:
        key, role = name_key(said.name), str(json.loads(said.detail).get("role") or "")
        roles[key] = roles.get(key) or role or ("" if said.own else "author")
    return Stand(record_id, roles)


def _said(
    names: list[str], resolved: Mapping[str, Resolved], book_id: int | None
) -> list[Assertion]:
    """What the names on one chapter are to the volume, as assertions with their reason."""
    people: list[Person] = []
    for name, key in {name_key(name): name for name in reversed(names)}.items():
        if found := resolved.get(name):
            where = f"records {', '.join(map(str, found.records))}"
            where = where if book_id is None else f"book {book_id}: {where}"
            people.append(Person(key, where, f"{key} {found.because}", found.role, "details"))
    return assert_people(sorted(people, key=lambda p: p.name), CHANNEL, _RULE, 0.8)


def _choose(
    db: Database, config: Configuration, record_id: int, made: Made, matching: bool
) -> bool:
    """Choose a record's people again; what else is asked of it stays asked."""
    record, asked, _ = chosen(db, config, record_id)
    changed = store_choice(db, record_id, record, made.at, matching)
    kept = [
        row.item
        for row in review.items(db, record_id)
        if row.arises and row.item.field != "contributors" and _is_of_page(row.item)
    ]
    people = [item for item in asked if item.field == "contributors"]
    questions.ask(db, record_id, made.at, [*kept, *people], made.reading_id)
    return changed
