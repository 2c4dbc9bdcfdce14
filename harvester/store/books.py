"""What is stored of a book's parts: who stands on them, in what order and on which pages."""

from typing import Any, NamedTuple

from sqlite_utils import Database

from harvester.store.readings import TELLING

#: No book is divided more deeply.
_DEEPEST = 20
_BELOW = (
    "WITH RECURSIVE below(id, depth) AS (SELECT id, 1 FROM records WHERE parent_id = ?1 "
    f"UNION SELECT r.id, b.depth + 1 FROM records r JOIN below b ON r.parent_id = b.id "
    f"WHERE b.depth < {_DEEPEST}) "
)
_HARVESTED = (
    f"EXISTS (SELECT 1 FROM readings d WHERE d.record_id = r.id AND d.outcome IN ({TELLING}))"
)


class Said(NamedTuple):
    """A person as one place names them on a record; ``detail`` is JSON with the role."""

    record_id: int
    name: str
    detail: str
    own: bool


def book_of(db: Database, record_id: int) -> tuple[int | None, list[int]]:
    """The book that a record is or is in, if its contents are known, and its harvested chapters.

    Chapters whose book is not known are those of one site that print the same book's title.
    """
    kind, site, container, top = db.execute(
        "SELECT kind, site, container_title, parent_id FROM records WHERE id = ?", (record_id,)
    ).fetchone()
    if kind == "archival-unit":
        return None, []
    book_id = record_id
    for _ in range(_DEEPEST):
        if top is None:
            break
        book_id = top
        (top,) = db.execute("SELECT parent_id FROM records WHERE id = ?", (book_id,)).fetchone()
    sql = f"SELECT r.id FROM records r WHERE r.kind = 'chapter' AND {_HARVESTED} "
    has_parts = db.execute("SELECT 1 FROM records WHERE parent_id = ?", (book_id,)).fetchone()
    if has_parts:
        within = f"{_BELOW} {sql} AND r.id IN (SELECT id FROM below) ORDER BY r.position, r.id"
        return book_id, [row[0] for row in db.execute(within, (book_id,))]
    if kind != "chapter" or not site or not container:
        return None, []
    alike = f"{sql} AND r.container_title = ? AND r.site = ? AND r.parent_id IS NULL ORDER BY r.id"
    return None, [row[0] for row in db.execute(alike, (container, site))]


def parts(db: Database, book_id: int) -> list[tuple[str, str | None, str | None, str]]:
    """Title, number, pages and kind of each part below a book, in the order of its list."""
    return db.execute(
        f"{_BELOW} SELECT coalesce(r.title, r.key), r.number, r.pages, r.kind FROM below b "
        "JOIN records r ON r.id = b.id ORDER BY r.position, r.id",
        (book_id,),
    ).fetchall()


def assembly(db: Database, record_id: int) -> dict[str, Any] | None:
    """How many of a book's chapters are listed and harvested, and what is missing; else None."""
    rows = db.execute(
        f"{_BELOW} SELECT {_HARVESTED} FROM below b JOIN records r ON r.id = b.id "
        "WHERE r.kind NOT IN ('part', 'archival-unit')",
        (record_id,),
    ).fetchall()
    if not rows:
        return None
    missing = db.execute(
        "SELECT reason FROM review_items WHERE record_id = ? AND question = 'incomplete' "
        "AND state <> 'no longer arises' ORDER BY id",
        (record_id,),
    )
    return {
        "chapters": len(rows),
        "harvested": sum(row[0] for row in rows),
        "missing": [reason for (reason,) in missing],
    }


def pages_of_list(db: Database, book_id: int, size: int) -> set[int]:
    """Which pages of a book's list were harvested, where a page has ``size`` positions."""
    rows = db.execute(
        f"{_BELOW} SELECT DISTINCT (r.position - 1) / ?2 + 1 FROM below b "
        "JOIN records r ON r.id = b.id WHERE r.position IS NOT NULL",
        (book_id, size),
    )
    return {row[0] for row in rows}


def last_heading(db: Database, book_id: int, position: int) -> tuple[int, str] | None:
    """The last part of the book itself that heads others, before a position: number and title."""
    row = db.execute(
        "SELECT id, coalesce(title, '') FROM records WHERE parent_id = ? AND position < ? "
        "AND kind = 'part' ORDER BY position DESC LIMIT 1",
        (book_id, position),
    ).fetchone()
    return (row[0], row[1]) if row else None


def people_on(db: Database, record_ids: list[int], but: str) -> list[Said]:
    """Everyone whom anything but the channel ``but`` names on records, as it names them.

    ``own``: it is the record's own page that does, and no contents list.
    """
    found: list[Said] = []
    for number in record_ids:
        rows = db.execute(
            "SELECT record_id, value, coalesce(detail, '{}'), page_id = record_id "
            "FROM assertions WHERE record_id = ? AND field = 'contributor' AND channel <> ? "
            "AND value IS NOT NULL AND superseded_by IS NULL ORDER BY id",
            (number, but),
        )
        found.extend(Said(*row) for row in rows)
    return found
