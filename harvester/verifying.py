"""``verify``: whether the evidence is what it was, and the records are what it says.

What a file says of itself proves little alone: whoever can change a row can change its digest
too. So records are derived again from what the pages said and people decided, and the head of
the chain of events is compared with the heads that were written down outside.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from harvester import __version__
from harvester.choosing import chosen
from harvester.config import Configuration
from harvester.heads import read_heads
from harvester.overlay.settle import is_touched, settle
from harvester.store import events, fixity, overlay, records
from harvester.store.database import trying, writing
from harvester.store.fixity import Counted, Extent

#: Records derived in one transaction, so that a harvest need not wait long.
_AT_ONCE = 20
_NEVER = "0000-00-00T00:00:00.000Z"


@dataclass
class Check:
    """What one check looked at, and what it found: a sentence for each fault."""

    name: str
    rows: int = 0
    faults: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Verification:
    """All checks, and the head of the chain when they were made."""

    checks: tuple[Check, ...]
    head: tuple[int, str]

    @property
    def faults(self) -> list[str]:
        """All faults, in the order of the checks."""
        return [fault for check in self.checks for fault in check.faults]


def verify(
    db: Database,
    config: Configuration,
    extent: Extent,
    heads: Path | None,
    at: str,
    tell: Callable[[str], None] = lambda name: None,
) -> Verification:
    """Run every check, and note that in the chain as an event of its own.

    ``heads``: a file of heads written down before. ``tell`` is given the name of each check as
    it begins. Raises UsageError where that file is none.
    """
    last = fixity.head(db)
    known = read_heads(heads) if heads else []
    steps: list[tuple[str, Callable[[Counted], Iterator[str]]]] = [
        ("file", lambda counted: fixity.foreign_keys(db, counted)),
        ("bodies", lambda counted: fixity.bodies(db, extent, counted)),
        ("chain of events", lambda counted: fixity.chain(db, counted)),
        ("events of all rows", lambda counted: fixity.told(db, counted)),
        ("seals", lambda counted: fixity.sealed(db, extent, counted)),
        ("full-text indexes", lambda counted: fixity.full_text(db, counted)),
    ]
    if heads:
        steps.append(("heads outside", lambda counted: _compare(db, known, counted)))
    checks: list[Check] = []
    for name, step in steps:
        tell(name)
        counted = Counted()
        faults = list(step(counted))
        checks.append(Check(name, counted.rows, faults))
    tell("records")
    checks.append(_derive(db, config, extent))
    result = Verification(tuple(checks), last)
    _note(db, result, extent, at)
    return result


def _note(db: Database, result: Verification, extent: Extent, at: str) -> None:
    """The check itself as an event: what was looked at, what was found."""
    said = "; ".join(f"{check.name} {check.rows:,}" for check in result.checks)
    part = f" (one in {extent.one_in})" if extent.one_in > 1 else ""
    since = f" since {extent.since}" if extent.since else ""
    detail = f"looked at{part}{since}: {said}"
    if result.faults:
        detail += f". {len(result.faults)} faults, the first: {result.faults[0]}"
    with writing(db):
        events.add_event(
            db, None, events.FIXITY_CHECK, "failed" if result.faults else "ok", at,
            events.Objects(), detail, f"harvester {__version__}",
        )  # fmt: skip


def _derive(db: Database, config: Configuration, extent: Extent) -> Check:
    """Each record again from its assertions and decisions, compared with what is stored."""
    check, older = Check("records"), 0
    waiting = [
        number
        for (number,) in db.execute(
            "SELECT id FROM records WHERE changed_at >= ? ORDER BY id", (extent.since,)
        )
        if extent.takes(number)
    ]
    today = _profiles(config)
    for start in range(0, len(waiting), _AT_ONCE):
        with trying(db):
            for number in waiting[start : start + _AT_ONCE]:
                if not _is_of_today(db, number, today):
                    older += 1
                    continue
                check.rows += 1
                check.faults.extend(_differing(db, config, number))
    if older:
        check.note = f"{older:,} made by another version or profile, not derived again"
    return check


def _profiles(config: Configuration) -> frozenset[str]:
    return frozenset(site.profile for site in (config.general, *config.sites))


def _is_of_today(db: Database, record_id: int, profiles: frozenset[str]) -> bool:
    """Whether all that stands of a record was read by this version with today's profiles."""
    rows = db.execute(
        "SELECT DISTINCT reader_version, profile FROM assertions "
        "WHERE record_id = ? AND superseded_by IS NULL",
        (record_id,),
    ).fetchall()
    return bool(rows) and all(
        version == __version__ and profile in profiles for version, profile in rows
    )


def _differing(db: Database, config: Configuration, record_id: int) -> Iterator[str]:
    """Where a record is not what its assertions and decisions make it. Writes, to be undone."""
    before = _stored(db, record_id)
    record, _, _ = chosen(db, config, record_id)
    if records.save_record(db, record_id, record, _NEVER):
        yield from _said(record_id, before, _stored(db, record_id))
    elif is_touched(db, record_id) and settle(db, record_id):
        yield (
            f"Record {record_id} is not shown as people decided: what stands above its values "
            "was changed."
        )


def _stored(db: Database, record_id: int) -> dict[str, Any]:
    return {
        **overlay.machine_values(db, record_id),
        "contributors": overlay.machine_people(db, record_id),
        "references": overlay.machine_entries(db, record_id),
    }


def _said(record_id: int, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    names = [name for name in before if before[name] != after[name]]
    shown = ", ".join(name.replace("_", " ") for name in names[:5])
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    yield f"Record {record_id} is not what its evidence says: {shown or 'its lists'}{more}."


def _compare(db: Database, known: list[tuple[int, str]], counted: Counted) -> Iterator[str]:
    for number, digest in known:
        counted.rows += 1
        now = fixity.digest_at(db, number)
        if now is None:
            yield f"Event {number} was written down outside and is gone: the chain was cut off."
        elif now != digest:
            yield f"Event {number} is not the one that was written down outside: it was rewritten."
