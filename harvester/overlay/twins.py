"""Proposes pairs of records that may be one work; whether they are, a person decides."""

from sqlite_utils import Database

from harvester.model import ReviewItem, Slot
from harvester.overlay.likeness import reasons
from harvester.store import decisions
from harvester.store.records import SAME_WORK, near, printed, with_same_doi

#: So many others are looked at for each record.
_MOST = 20
_KEYED = 500


def same_work(db: Database, record_id: int) -> list[ReviewItem]:
    """A question for each other record that has the DOI of this one, or looks like it."""
    shown = decisions.shown_as(db, record_id)
    asked: dict[int, ReviewItem] = {}
    for other, doi in with_same_doi(db, record_id):
        asked.setdefault(other, _question(other, f"Record {other} has the same DOI ({doi})."))
    others = [other for other in near(db, record_id, _KEYED, _MOST) if other not in asked]
    own = printed(db, record_id) if others else {}
    for other in others:
        if found := reasons(own, printed(db, other)):
            told = f"Record {other} may be the same work: of both, the same is {_listed(found)}."
            asked[other] = _question(other, told)
    return [
        item
        for other, item in asked.items()
        if (decisions.shown_as(db, other) != shown or _has_decided(db, record_id, other))
        and not _is_asked_there(db, other, record_id)
    ]


def _question(other: int, reason: str) -> ReviewItem:
    about = (Slot(SAME_WORK, str(other)),)
    return ReviewItem("doi", reason, SAME_WORK, f"{SAME_WORK}.{other}", about)


def _listed(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def _has_decided(db: Database, record_id: int, other: int) -> bool:
    """Whether somebody decided on this pair: then the question was asked, and stays."""
    row = db.execute(
        "SELECT 1 FROM decisions WHERE record_id = ? AND other_id = ? LIMIT 1",
        (max(record_id, other), min(record_id, other)),
    ).fetchone()
    return row is not None


def _is_asked_there(db: Database, other: int, record_id: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM review_items WHERE record_id = ? AND question = ? AND path = ? "
        "AND state <> 'no longer arises' LIMIT 1",
        (other, SAME_WORK, f"{SAME_WORK}.{record_id}"),
    ).fetchone()
    return row is not None
