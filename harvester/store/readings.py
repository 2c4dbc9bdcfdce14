"""Readings and what they assert. Nothing is overwritten: what no longer holds is superseded.

An assertion speaks of a record (``record_id``) and was made by a page (``page_id``, the
record whose page it is): a book's contents page speaks of its chapters, and a new capture of
it supersedes only what that page said before, never what the chapter's own page says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

from harvester.model import Assertion, LedgerEntry, Reading

#: Readings with these outcomes tell of the work; a wall's date counts for nothing.
TELLING = "'ok', 'landing', 'abstract-only', 'preview-only', 'profile-mismatch'"
#: An absence for this reason supersedes nothing: what was known before still holds.
WALLED = "behind a wall"

#: Its columns that an assertion is made of.
ASSERTED = tuple(column.name for column in fields(Assertion))
_NAMES = ", ".join(ASSERTED)


@dataclass(frozen=True, slots=True)
class Origin:
    """What every assertion of one reading shares."""

    record_id: int
    page_id: int
    capture_id: int
    reading_id: int
    reader_version: str
    profile: str
    body_sha256: str
    at: str
    form: str
    site: str | None


def add_reading(
    db: Database, reading: Reading, capture_id: int, record_id: int | None, version: str, at: str
) -> int:
    """Store a reading with its strip ledger. Call inside a transaction."""
    cursor = db.execute(
        "INSERT INTO readings (capture_id, record_id, reader_version, profile, site, charset, "
        "form, outcome, note, text_sha256, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture_id,
            record_id,
            version,
            reading.profile,
            reading.site,
            reading.charset,
            reading.form,
            reading.outcome,
            reading.note,
            reading.text_sha256,
            at,
        ),
    )
    reading_id = int(cursor.lastrowid or 0)
    for entry in reading.ledger:
        _add_ledger_entry(db, entry, reading_id, capture_id)
    return reading_id


def _add_ledger_entry(db: Database, entry: LedgerEntry, reading_id: int, capture_id: int) -> None:
    db.execute(
        "INSERT INTO strip_ledger (reading_id, capture_id, rule, count, characters, sha256) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (reading_id, capture_id, entry.rule, entry.count, entry.characters, entry.sha256),
    )


def is_newest(db: Database, page_id: int, capture_id: int, form: str) -> bool:
    """Whether no capture of this page and form shows it at a later time than this one."""
    shown = "coalesce(c.captured_at, c.fetched_at)"
    later = db.execute(
        f"SELECT 1 FROM captures c JOIN readings r ON r.capture_id = c.id "
        f"JOIN captures mine ON mine.id = ? WHERE r.record_id = ? AND r.form = ? "
        f"AND c.id <> mine.id AND r.outcome IN ({TELLING}) "
        f"AND {shown} > coalesce(mine.captured_at, mine.fetched_at) LIMIT 1",
        (capture_id, page_id, form),
    ).fetchone()
    return later is None


def add_assertions(
    db: Database, assertions: Sequence[Assertion], origin: Origin, newest: bool
) -> None:
    """Store what is new, and supersede what the page said before and says no more.

    What an older capture says (``newest`` false) is stored and superseded at once by what is
    known since; where nothing is known since, it stands. Call inside a transaction.
    """
    live = _live_rows(db, origin)
    said: dict[str, list[Assertion]] = {}
    for assertion in assertions:
        said.setdefault(assertion.field, []).append(assertion)
    for field, new in said.items():
        old = live.pop(field, [])
        walled = all(assertion.absence == WALLED for assertion in new)
        if not (walled and any(row.value is not None for _, row in old)):
            _replace(db, old, new, origin, newest)
    for field, old in live.items() if newest else ():
        if any(row.value is not None for _, row in old):
            absence = Assertion(field, None, "visible", "page", absence="no longer on the page")
            _replace(db, old, [absence], origin, newest)


def _replace(
    db: Database,
    old: list[tuple[int, Assertion]],
    new: list[Assertion],
    origin: Origin,
    newest: bool,
) -> None:
    """One field's assertions. They stay or go together, so that their order is always that of
    one reading; only the entries of a reference list stay or go one by one, and those of an
    older capture's list are stored whole where it differs, so that it can be told."""
    listed = new[0].field == "reference" and newest
    same = listed or new == [row for _, row in old]
    known = {row: number for number, row in old} if same else {}
    numbers = [known.get(row) or _insert(db, row, origin) for row in new]
    if newest:
        for number, row in old:
            if number not in numbers:
                by = _counterpart(row, list(zip(numbers, new, strict=True)))
                _supersede(db, number, by, origin)
    elif old:
        for number, row in zip(numbers, new, strict=True):
            if row not in known:
                _supersede(db, number, _counterpart(row, old), origin)


def _counterpart(row: Assertion, others: list[tuple[int, Assertion]]) -> int:
    """The assertion that takes a row's place: of its position and place, else the nearest."""

    def distance(other: tuple[int, Assertion]) -> tuple[int, bool, bool]:
        assertion = other[1]
        apart = abs((assertion.position or 0) - (row.position or 0))
        return apart, assertion.channel != row.channel, assertion.generation != row.generation

    return min(others, key=distance)[0]


def _live_rows(db: Database, origin: Origin) -> dict[str, list[tuple[int, Assertion]]]:
    rows = db.execute(
        f"SELECT id, {_NAMES} FROM assertions "
        "WHERE record_id = ? AND page_id = ? AND superseded_by IS NULL "
        "AND reading_id IN (SELECT id FROM readings WHERE record_id = ? AND form = ? "
        "AND site IS ?) AND channel <> 'book' ORDER BY id",
        (origin.record_id, origin.page_id, origin.page_id, origin.form, origin.site),
    )
    live: dict[str, list[tuple[int, Assertion]]] = {}
    for number, *values in rows:
        assertion = assertion_of(values)
        live.setdefault(assertion.field, []).append((number, assertion))
    return live


def say_anew(db: Database, channel: str, assertions: Sequence[Assertion], origin: Origin) -> bool:
    """Let a channel of our own say of a record's people just this; true where that is new.

    What it said before and says no more is superseded. Call inside a transaction.
    """
    rows = db.execute(
        f"SELECT id, {_NAMES} FROM assertions WHERE record_id = ? AND superseded_by IS NULL "
        "AND field = 'contributor' AND channel = ? AND value IS NOT NULL ORDER BY id",
        (origin.record_id, channel),
    )
    old = [(number, assertion_of(values)) for number, *values in rows]
    if [row for _, row in old] == list(assertions):
        return False
    gone = Assertion("contributor", None, channel, "book", absence="the chapters show it no more")
    _replace(db, old, list(assertions) or [gone], origin, newest=True)
    return True


def _insert(db: Database, assertion: Assertion, origin: Origin) -> int:
    shared = "record_id page_id capture_id reading_id reader_version profile body_sha256 at".split()
    values = [getattr(origin, name) for name in shared]
    values += [getattr(assertion, name) for name in ASSERTED]
    names = [*shared[:-1], "asserted_at", *ASSERTED]
    marks = ", ".join("?" * len(names))
    cursor = db.execute(
        f"INSERT INTO assertions ({', '.join(names)}) VALUES ({marks})",
        values,
    )
    return int(cursor.lastrowid or 0)


def _supersede(db: Database, number: int, by: int, origin: Origin) -> None:
    db.execute(
        "UPDATE assertions SET superseded_by = ?, superseded_in = ? WHERE id = ?",
        (by, origin.reading_id, number),
    )


def live_assertions(db: Database, record_id: int) -> list[Assertion]:
    """What stands of a record now: its own page's words first, in the order of the reader."""
    rows = db.execute(
        f"SELECT {_NAMES} FROM assertions "
        "WHERE record_id = ? AND superseded_by IS NULL "
        "ORDER BY page_id <> record_id, "
        "(SELECT form LIKE '% from elsewhere' FROM readings r WHERE r.id = reading_id), field, id",
        (record_id,),
    )
    return [assertion_of(row) for row in rows]


def assertion_of(row: Sequence[Any]) -> Assertion:
    """The assertion in a row of the columns ``ASSERTED``."""
    values = dict(zip(ASSERTED, row, strict=True))
    return Assertion(**values | {"candidate": bool(values["candidate"])})
