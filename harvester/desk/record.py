"""A record as its page shows it: each value beside all that was said, and what waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.decision import Decision, standing
from harvester.desk.citation import Variable, variables
from harvester.desk.words import FIELDS
from harvester.evidence import evidence
from harvester.extract.marks import Piece, Stretch, marked, pieces
from harvester.extract.names import name_key
from harvester.model import Slot
from harvester.store import decisions, overlay, queries
from harvester.texts import SHOWN

#: So many references stand on one page.
REFERENCES = 100
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Candidate:
    """One thing that a place of a capture said of a field, and its snippet with the value."""

    row: Row
    snippet: tuple[Piece, ...]

    @property
    def in_text(self) -> bool:
        """Whether it stands in the page's text, and not in its head or its address."""
        return self.row["channel"] in SHOWN and self.row["locator"] != "page"


@dataclass(frozen=True)
class Value:
    """A field of the record. ``path`` is what a decision calls it.

    ``said`` are the candidates that stand, ``before`` those that stand no more; ``absence`` tells
    why there is none; ``machine`` is what the machine chose, where a person decided otherwise.
    """

    path: str
    label: str
    shown: tuple[str, ...]
    said: tuple[Candidate, ...] = ()
    before: tuple[Candidate, ...] = ()
    absence: str | None = None
    order: tuple[str, ...] = ()
    questions: tuple[Row, ...] = ()
    decision: Decision | None = None
    machine: str | None = None

    @property
    def disagrees(self) -> bool:
        """Whether different things are said of it."""
        by_field: dict[str, set[str]] = {}
        for one in self.said:
            by_field.setdefault(one.row["field"], set()).add(one.row["value"])
        return self.path not in ("isbn", "issn", "keywords") and any(
            len(values) > 1 for values in by_field.values()
        )


@dataclass(frozen=True)
class Person:
    """A contributor, with what was said and decided of the person and of the role."""

    row: Row
    said: tuple[Candidate, ...]
    before: tuple[Candidate, ...]
    decisions: tuple[Decision, ...]

    @property
    def unsure(self) -> bool:
        """Whether the page does not say the role."""
        return bool(self.row["role"].endswith("?"))


@dataclass(frozen=True)
class Entry:
    """A reference: its printed text in pieces by parsed field, and what was said of it."""

    row: Row
    text: tuple[Piece, ...]
    fields: tuple[Variable, ...]
    said: tuple[Candidate, ...]
    questions: tuple[Row, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Page:
    """All that stands on the page of a record.

    ``others`` are people whom only places name that were not chosen; ``rest`` are questions of
    no field shown.
    """

    record: Row
    values: tuple[Value, ...]
    absent: tuple[Value, ...]
    people: tuple[Person, ...]
    others: tuple[Candidate, ...]
    order_of_people: tuple[str, ...]
    questions_of_people: tuple[Row, ...]
    entries: tuple[Entry, ...]
    first: int
    rest: tuple[Row, ...]
    rule: str
    candidates: int
    whole: Decision | None


@dataclass(frozen=True)
class _Book:
    """What the parts of a record's page are made from."""

    record: Row
    said: Mapping[str, Sequence[Row]]
    orders: Mapping[str, Sequence[str]]
    machine: Row
    printed: Mapping[int, tuple[str, int]]
    waiting: Sequence[Row]
    decisions: Sequence[Decision]

    def candidates(self, names: Iterable[str], stands: bool, position: int | None = None) -> Any:
        """Values that places said of fields, those that stand or those that do no more."""
        return tuple(
            Candidate(row, marked(row["snippet"], row["value"]))
            for name in names
            for row in self.said.get(name, ())
            if row["value"] is not None
            and (row["superseded_by"] is None) == stands
            and (position is None or row["position"] == position)
        )

    def asked(self, path: str) -> tuple[Row, ...]:
        """The questions that wait on a path, and on parts of it."""
        below = f"{path}."
        return tuple(q for q in self.waiting if q["path"] == path or q["path"].startswith(below))

    def decided(self, slot: Slot) -> tuple[Decision, ...]:
        """The decisions that stand on a slot, and on parts of it."""
        return tuple(
            one
            for one in self.decisions
            if (one.slot.member, one.slot.nth) == (slot.member, slot.nth)
            and (one.slot.name == slot.name or one.slot.name.startswith(f"{slot.name}."))
        )


def record_page(db: Database, config: Configuration, record_id: int, first: int = 1) -> Page:
    """What the page of a record shows, with its references from the ``first`` on."""
    said = evidence(db, config, record_id)
    record = queries.record_json(db, record_id)
    book = _Book(
        record=record,
        said=said["fields"],
        orders=said["orders"],
        machine=overlay.machine_values(db, record_id),
        printed=_printed(db, record_id),
        waiting=waiting(db, record_id),
        decisions=standing(decisions.of_record(db, record_id)),
    )
    made = [_value(book, *names) for names in FIELDS]
    shown = [value for value in made if value.shown or value.said or value.questions]
    paths = {value.path for value in made}
    people = tuple(_people(book))
    named = {one.row["id"] for person in people for one in person.said}
    return Page(
        record=record,
        values=tuple(shown),
        absent=tuple(value for value in made if value not in shown),
        people=people,
        others=tuple(
            one for one in book.candidates(["contributor"], True) if one.row["id"] not in named
        ),
        order_of_people=tuple(book.orders.get("contributor", ())),
        questions_of_people=book.asked("contributors"),
        entries=tuple(_entries(book, first)),
        first=first,
        rest=tuple(
            row
            for row in book.waiting
            if row["path"].partition(".")[0] not in paths | {"contributors", "references"}
        ),
        rule=said["rule"],
        candidates=said["candidates"],
        whole=next(iter(book.decided(Slot("record"))), None),
    )


def waiting(db: Database, record_id: int) -> list[Row]:
    """The open questions of a record, the oldest first."""
    names = ("id", "path", "question", "reason", "opened_at")
    rows = db.execute(
        f"SELECT {', '.join(names)} FROM review_items "  # noqa: S608 (names stand above)
        "WHERE record_id = ? AND state = 'open' ORDER BY id",
        (record_id,),
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def as_text(value: Any) -> str:
    """A value of a record as a person reads and writes it: a list is divided by semicolons."""
    if isinstance(value, list):
        return "; ".join(map(as_text, value))
    return "" if value is None else str(value)


def _value(book: _Book, path: str, label: str, names: tuple[str, ...]) -> Value:
    shown = book.record[path]
    lines = tuple(map(str, shown)) if isinstance(shown, list) else (str(shown),) if shown else ()
    absent = [row["absence"] for row in book.said.get(names[0], ()) if _is_absence(row)]
    decided = next(iter(book.decided(Slot(path))), None)
    machine = book.machine[path]
    return Value(
        path=path,
        label=label,
        shown=() if path == "access" and shown == "unknown" else lines,
        said=book.candidates(names, True),
        before=book.candidates(names, False),
        absence=absent[-1] if absent else None,
        order=tuple(book.orders.get(names[0], ())),
        questions=book.asked(path),
        decision=decided,
        machine=as_text(machine) if decided and machine != shown else None,
    )


def _is_absence(row: Row) -> bool:
    return row["value"] is None and row["superseded_by"] is None


def _people(book: _Book) -> Iterator[Person]:
    every = [book.candidates(["contributor"], stands) for stands in (True, False)]
    for row in book.record["contributors"]:
        name, nth = book.printed.get(row["position"], (row["name"], 1))
        key = name_key(name)
        said, before = (
            tuple(c for c in candidates if name_key(c.row["value"]) == key) for candidates in every
        )
        slot = Slot("contributors.*", name, nth)
        yield Person(row, said, before, book.decided(slot))


def _printed(db: Database, record_id: int) -> dict[int, tuple[str, int]]:
    """By position the name that is printed there, and how often it was printed so far."""
    names: list[str] = []
    found: dict[int, tuple[str, int]] = {}
    for person in overlay.machine_people(db, record_id):
        names.append(person["name"])
        found[person["position"]] = (person["name"], names.count(person["name"]))
    return found


def _entries(book: _Book, first: int) -> Iterator[Entry]:
    chosen: dict[int, list[Row]] = {}
    for row in book.said.get("reference", ()):
        if row["chosen"]:
            chosen.setdefault(row["position"], []).append(row)
    seen: dict[str, int] = {}
    for row in book.record["references"]:
        seen[row["text"]] = seen.get(row["text"], 0) + 1
        if not first <= row["position"] < first + REFERENCES:
            continue
        slot = Slot("references.*", row["text"], seen[row["text"]])
        spans = [Stretch(s["start"], s["end"], s["field"]) for s in row["spans"]]
        yield Entry(
            row=row,
            text=pieces(row["text"], spans),
            fields=variables(row["csl"], f"references.{row['position']}"),
            said=tuple(Candidate(one, ()) for one in chosen.get(row["position"], ())),
            questions=book.asked(f"references.{row['position']}"),
            decisions=book.decided(slot),
        )
