"""Questions for a person: which wait, which were decided, which no longer arise."""

import json
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from harvester.model import ReviewItem, Slot

OPEN, DECIDED, GONE = "open", "decided", "no longer arises"
_WAITING = "id record_id key title site question field reason state opened_at decision_id".split()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question as it is stored."""

    id: int
    record_id: int
    item: ReviewItem
    state: str
    decision_id: int | None

    @property
    def arises(self) -> bool:
        """Whether the machine still asks it."""
        return self.state != GONE


_COLUMNS = "id, record_id, field, reason, question, path, about, state, decision_id"


def items(db: Database, record_id: int) -> list[ItemRow]:
    """All questions that were ever asked of a record."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM review_items WHERE record_id = ? ORDER BY id", (record_id,)
    )
    return [_row(row) for row in rows]


def item(db: Database, item_id: int) -> ItemRow | None:
    """The question of this number."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM review_items WHERE id = ?", (item_id,))
    return next((_row(row) for row in rows), None)


def _row(row: tuple[Any, ...]) -> ItemRow:
    number, record_id, field, reason, question, path, about, state, decision_id = row
    slots = tuple(Slot(*slot) for slot in json.loads(about))
    return ItemRow(
        number, record_id, ReviewItem(field, reason, question, path, slots), state, decision_id
    )


def open_item(
    db: Database, record_id: int, item: ReviewItem, reading_id: int, at: str, answer: int | None
) -> None:
    """A new question, or one that a decision answers already. Call inside a transaction."""
    db.execute(
        "INSERT INTO review_items (record_id, field, reason, question, path, about, state, "
        "reading_id, opened_at, closed_at, decision_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(record_id, item.field, item.reason, item.question, item.path or item.field),
            *(_about(item), DECIDED if answer else OPEN, reading_id, at),
            *(at if answer else None, answer),
        ),
    )


def set_item(db: Database, row: ItemRow, item: ReviewItem, at: str, answer: int | None) -> None:
    """Bring a question that arises in step: where it stands, and what answers it."""
    path, about = item.path or item.field, _about(item)
    if (row.item.field, row.item.path) != (item.field, path) or _about(row.item) != about:
        db.execute(
            "UPDATE review_items SET field = ?, path = ?, about = ? WHERE id = ?",
            (item.field, path, about, row.id),
        )
    state = DECIDED if answer else OPEN
    if (row.state, row.decision_id) != (state, answer):
        db.execute(
            "UPDATE review_items SET state = ?, decision_id = ?, closed_at = ? WHERE id = ?",
            (state, answer, at if answer else None, row.id),
        )


def close_item(db: Database, row: ItemRow, at: str, answer: int | None) -> None:
    """A question that arises no more: because of a decision, or of itself."""
    if row.state == DECIDED and answer is None:
        db.execute("UPDATE review_items SET state = ? WHERE id = ?", (GONE, row.id))
        return
    db.execute(
        "UPDATE review_items SET state = ?, decision_id = ?, closed_at = ? WHERE id = ?",
        (DECIDED if answer else GONE, answer, at, row.id),
    )


def forget_answer(db: Database, decision_id: int) -> None:
    """A decision that was undone answers nothing. Call inside a transaction."""
    db.execute("UPDATE review_items SET decision_id = NULL WHERE decision_id = ?", (decision_id,))


def newest_reading(db: Database, record_id: int) -> int:
    """The last reading that told of a record."""
    row = db.execute(
        "SELECT max(id) FROM readings WHERE record_id = ?1 UNION ALL "
        "SELECT max(reading_id) FROM assertions WHERE record_id = ?1",
        (record_id,),
    ).fetchall()
    return max(int(number) for (number,) in row if number is not None)


def _about(item: ReviewItem) -> str:
    slots = [[slot.name, slot.member, slot.nth] for slot in item.about]
    return json.dumps(slots, ensure_ascii=False)


def waiting(
    db: Database,
    site: str | None = None,
    job: str | None = None,
    question: str | None = None,
    limit: int = 50,
    after: int = 0,
    record_id: int | None = None,
) -> list[dict[str, Any]]:
    """The questions that wait, the oldest first; ``after``: those with a greater number.

    ``field`` is what a decision names. ``job``: records that it harvested.
    """
    given = {"site": site, "job": job, "question": question, "record_id": record_id}
    filters = [_FILTERS[name] for name, value in given.items() if value is not None]
    rows = db.execute(
        "SELECT i.id, i.record_id, r.key, CASE WHEN v.id IS NULL THEN r.title ELSE v.title END, "
        "r.site, i.question, i.path, i.reason, i.state, i.opened_at, i.decision_id "
        "FROM review_items i JOIN records r ON r.id = i.record_id "
        "LEFT JOIN reviewed_records v ON v.id = r.id "
        f"WHERE {' AND '.join(['i.state = :state', 'i.id > :after', *filters])} "
        "ORDER BY i.id LIMIT :limit",
        {"state": OPEN, "after": after, "limit": limit, **given},
    )
    return [dict(zip(_WAITING, row, strict=True)) for row in rows]


_FILTERS = {
    "site": "r.site = :site",
    "question": "i.question = :question",
    "record_id": "i.record_id IN (SELECT :record_id UNION ALL "
    "SELECT id FROM merged_records WHERE into_id = :record_id)",
    "job": "EXISTS (SELECT 1 FROM readings g JOIN queue q ON q.capture_id = g.capture_id "
    "WHERE g.record_id = i.record_id AND q.job = :job)",
}


def counts(db: Database) -> dict[str, Any]:
    """How many questions wait, by kind and by site; how many were decided."""
    by_site = dict(
        db.execute(
            "SELECT coalesce(r.site, ''), count(*) FROM review_items i "
            "JOIN records r ON r.id = i.record_id WHERE i.state = 'open' "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
    )
    return {**counts_by_question(db), "sites": by_site}


def counts_by_question(db: Database) -> dict[str, Any]:
    """How many questions wait, by kind, and how many were decided: of one index, and so quick."""
    waiting = dict(
        db.execute(
            "SELECT question, count(*) FROM review_items WHERE state = 'open' "
            "GROUP BY question ORDER BY 2 DESC, 1"
        ).fetchall()
    )
    decided = db.execute("SELECT count(*) FROM review_items WHERE state = 'decided'").fetchone()
    return {"open": sum(waiting.values()), "decided": decided[0], "questions": waiting}


def history(db: Database, record_id: int) -> list[dict[str, Any]]:
    """All decisions on a record, the newest first, each with ``undone_by``.

    ``slot`` is what it is about: the field with a star for the position, the printed member,
    and which of several that are printed the same.
    """
    names = "id record_id other_id field kind value seen reason by at undoes undone_by".split()
    rows = db.execute(
        'SELECT d.id, d.record_id, d.other_id, d.field, d.kind, d.value, d.seen, d.reason, d."by", '
        "d.at, d.undoes, u.id, d.slot, d.member, d.nth FROM decisions d "
        "LEFT JOIN decisions u ON u.undoes = d.id "
        "WHERE d.record_id = ?1 OR d.other_id = ?1 ORDER BY d.id DESC",
        (record_id,),
    )
    made = [dict(zip(names, row[:-3], strict=True)) | {"slot": list(row[-3:])} for row in rows]
    for row in made:
        for name in ("value", "seen"):
            row[name] = None if row[name] is None else json.loads(row[name])
    return made
