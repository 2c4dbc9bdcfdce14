"""Where a person decides: the form for one field, and what every button of the desk sends."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from datasette import Response
from sqlite_utils import Database

from harvester import reviewing
from harvester.clock import utc_now
from harvester.decision import KINDS, Verdict
from harvester.desk.queue import number
from harvester.desk.record import Row, as_text, waiting
from harvester.desk.visit import Visit, page
from harvester.desk.words import anchor
from harvester.errors import NotFoundError, UsageError
from harvester.evidence import evidence
from harvester.overlay.paths import locate
from harvester.overlay.settle import shown
from harvester.store import decisions, queries

Form = dict[str, list[str]]
_YEAR = 365 * 24 * 3600


@page
async def form(here: Visit) -> Response:
    """``/-/review/record/17/decide?field=title&kind=correct``: the form for one field."""
    record_id = number(here.request.url_vars["id"])
    field = here.request.args.get("field") or ""
    kind = here.request.args.get("kind") or "correct"
    if kind not in KINDS:
        raise UsageError(f'"{kind[:40]}" is no decision. There are: {", ".join(KINDS)}.')
    asked = await here.read(lambda db: _asked(here, db, record_id, field))
    otherwise = f"{here.path('record', record_id)}#{anchor(field)}"
    back = here.back(here.request.args.get("back") or "", otherwise)
    return await here.page("decide", **asked, field=field, kind=kind, back=back)


def _asked(here: Visit, db: Database, record_id: int, field: str) -> dict[str, Any]:
    if db.execute("SELECT 1 FROM records WHERE id = ?", (record_id,)).fetchone() is None:
        raise NotFoundError(f"There is no record {record_id}.")
    now = shown(db, decisions.shown_as(db, record_id))
    questions = [row for row in waiting(db, record_id) if row["path"] == field]
    head = field.partition(".")[0]
    said: list[Row] = []
    if head != "references":
        fields = {"contributors": "contributor", "keywords": "keyword"}
        rows = evidence(db, here.desk.config, record_id)["fields"]
        said = [row for row in rows.get(fields.get(head, head), ()) if row["value"] is not None]
    place = locate(field, now.machine, now.state)
    entry = next(
        (e for e in now.state.entries if field.split(".")[1:2] == [str(e.value["position"])]), None
    )
    return {
        "record": queries.record_json(db, now.record_id),
        "questions": questions,
        "member": place.slot.member,
        "said": [
            row
            for row in said
            if row["superseded_by"] is None and place.slot.member in (None, row["value"])
        ],
        "printed": entry.printed if entry and head == "references" else None,
        "value": _editable(place.shown),
        "seen": as_text(place.seen) if not isinstance(place.seen, dict) else "",
    }


def _editable(value: Any) -> str:
    """A value as a person may change it and send it back."""
    from harvester.desk.citation import text_of

    if isinstance(value, dict) and set(value) <= {"family", "given"}:
        return ", ".join(str(part) for part in (value.get("family"), value.get("given")) if part)
    if isinstance(value, dict) and not ("date-parts" in value or "literal" in value):
        import json

        return json.dumps(value, ensure_ascii=False, indent=1)
    return text_of(value) if isinstance(value, (dict, list)) else as_text(value)


@page
async def decide(here: Visit) -> Response:
    """``POST /-/review/decide``: every decision that is made at the desk.

    ``verdict`` is ``kind|field|value``, as the button said that was pressed; or ``kind`` and
    ``field`` and ``value`` stand apart, as a person filled them in.
    """
    if here.request.method != "POST":
        return here.redirect(here.path())
    sent = await here.form()
    kind, field, value = _verdict(sent)
    by, reason = _one(sent, "by"), _one(sent, "reason")
    change, done = _change(sent, kind, field, value, reason, here.signed(by))
    here.say(done(await here.write(change)))
    answer = here.redirect(here.back(_one(sent, "back"), here.path()))
    answer.set_cookie("harvester_by", quote(by[:40]), max_age=_YEAR, httponly=True)
    return answer


def _verdict(sent: Form) -> tuple[str, str, str]:
    """What kind of decision, on which field, with which value."""
    if "verdict" not in sent:
        return _one(sent, "kind"), _one(sent, "field"), _one(sent, "value")
    kind, field, value = [*_one(sent, "verdict").split("|", 2), "", ""][:3]
    return kind, field, value


def _one(sent: Form, name: str) -> str:
    return sent.get(name, [""])[-1].replace("\r\n", "\n")


def _change(
    sent: Form, kind: str, field: str, value: str, reason: str, by: str
) -> tuple[Callable[[Database], Any], Callable[[Any], str]]:
    """What a form asks to be written, and the sentence that says that it was."""
    at = utc_now()
    if kind in ("accept-many", "accept-item"):
        items = [
            number(item) for item in (sent.get("item", []) if kind == "accept-many" else [value])
        ]
        if not items:
            raise UsageError("Choose at least one question. Nothing was stored.")
        return (
            lambda db: reviewing.accept_many(db, items, reason, by, at),
            lambda made: f"{len(made)} accepted.",
        )
    if kind == "undo":
        which = number(value)
        return (
            lambda db: reviewing.undo(db, which, reason, by, at),
            lambda made: f"Decision {which} was undone.",
        )
    record_id = number(_one(sent, "record"))
    if kind in ("merge", "split"):
        other, joined = number(field), reviewing.merge if kind == "merge" else reviewing.split
        said = "are one work now" if kind == "merge" else "are two works"
        return (
            lambda db: joined(db, record_id, other, reason, by, at),
            lambda made: f"Records {record_id} and {other} {said} (decision {made}).",
        )
    verdict = Verdict(record_id, field, kind, value if kind == "correct" else None, reason, by)
    return (
        lambda db: reviewing.decide(db, verdict, at),
        lambda made: f"Stored as decision {made}.",
    )
