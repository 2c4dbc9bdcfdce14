"""The pages of one record: its evidence, the text that was read, its changes, its sheet."""

from typing import Any
from urllib.parse import unquote

from datasette import Response
from sqlite_utils import Database

from harvester.changes import changes as between
from harvester.desk.queue import number
from harvester.desk.record import REFERENCES, Page, record_page
from harvester.desk.visit import Visit, page
from harvester.errors import NotFoundError
from harvester.extract.marks import pieces
from harvester.keys import find
from harvester.store import decisions, history, queries, review
from harvester.texts import Said, places, text_of

#: So many lines of a page are shown.
LINES = 20_000


@page
async def record(here: Visit) -> Response:
    """``/-/review/record/17``: a record with its evidence. A key or a DOI leads to its number."""
    word = unquote(here.request.url_vars["key"])
    if not word.isdigit():
        found = await here.read(lambda db: find(db, here.desk.config, word))
        return here.redirect(here.path("record", found))
    record_id = number(word)
    first = number(here.request.args.get("from") or "1")
    shown = await here.read(lambda db: _page(here, db, record_id, first))
    if isinstance(shown, int):
        here.say(f"Record {record_id} is one work with this record: a person joined them.")
        return here.redirect(here.path("record", shown))
    return await here.page("record", **shown, last=first + REFERENCES - 1, size=REFERENCES)


@page
async def sheet(here: Visit) -> Response:
    """``/-/review/record/17/sheet``: how we know this, to be printed."""
    record_id = number(here.request.url_vars["id"])
    shown = await here.read(lambda db: _page(here, db, record_id, 1))
    if isinstance(shown, int):
        return here.redirect(here.path("record", shown, "sheet"))
    return await here.page("sheet", **shown)


@page
async def text(here: Visit) -> Response:
    """``/-/review/record/17/text?capture=3``: a capture as the reader saw it, values marked."""
    record_id = number(here.request.url_vars["id"])
    capture_id = number(here.request.args.get("capture") or "")
    return await here.page(
        "text", **await here.read(lambda db: _text(here, db, record_id, capture_id))
    )


def _must_exist(db: Database, record_id: int) -> None:
    if db.execute("SELECT 1 FROM records WHERE id = ?", (record_id,)).fetchone() is None:
        raise NotFoundError(f"There is no record {record_id}.")


def _page(here: Visit, db: Database, record_id: int, first: int) -> dict[str, Any] | int:
    """What the record page shows; the number of another record that this one was merged into."""
    _must_exist(db, record_id)
    if into := decisions.merged_into(db, record_id):
        return into
    made: Page = record_page(db, here.desk.config, record_id, first)
    captures = queries.captures(db, record_id)
    return {
        "it": made,
        "record": made.record,
        "captures": captures,
        "ledger": queries.ledger(db, captures[-1]["id"]) if captures else [],
        "shows": {row["capture_id"] for row in history.captures_read(db, record_id)},
        "decided": review.history(db, record_id),
        "next_question": _next(db, record_id),
    }


def _next(db: Database, record_id: int) -> int | None:
    """The record that waits after this one; the first that waits after the last."""
    row = db.execute(
        "SELECT min(record_id) FROM review_items WHERE state = 'open' AND record_id > ?",
        (record_id,),
    ).fetchone()
    return row[0] if row else None


def _text(here: Visit, db: Database, record_id: int, capture_id: int) -> dict[str, Any]:
    _must_exist(db, record_id)
    captures = queries.captures(db, record_id)
    told = [
        row
        for row in queries.evidence(db, record_id)
        if row["capture_id"] == capture_id and row["value"] is not None
    ]
    capture = next((row for row in captures if row["id"] == capture_id), None)
    if capture is None and not told:
        raise NotFoundError(f"Capture {capture_id} does not show record {record_id}.")
    whole = text_of(db, here.desk.config, capture_id)
    lines = whole[:LINES]
    named = {row["id"]: row for row in told}
    found = places(lines, (Said(r["id"], r["locator"], r["value"]) for r in told))
    every = [found.get(number, []) for number in range(len(lines))]
    shown = {stretch.name for stretches in found.values() for stretch in stretches}
    return {
        "record": queries.record_json(db, record_id),
        "capture": capture or {"id": capture_id},
        "lines": [
            (line, pieces(line.text, marks), [named[int(mark.name)] for mark in marks])
            for line, marks in zip(lines, every, strict=True)
        ],
        "left_out": len(whole) - len(lines),
        "elsewhere": [row for row in told if row["id"] not in shown],
        "ledger": queries.ledger(db, capture_id),
    }


@page
async def changes(here: Visit) -> Response:
    """``/-/review/record/17/changes?old=3&new=5``: what changed between two captures."""
    record_id = number(here.request.url_vars["id"])
    named = [here.request.args.get(name) for name in ("old", "new")]
    two = (number(named[0]), number(named[1])) if named[0] and named[1] else None

    def asked(db: Database) -> dict[str, Any]:
        _must_exist(db, record_id)
        return {
            "record": queries.record_json(db, record_id),
            "shows": history.captures_read(db, record_id),
            "found": between(db, here.desk.config, record_id, two),
        }

    return await here.page("changes", **await here.read(asked))
