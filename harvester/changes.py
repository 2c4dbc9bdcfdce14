"""What changed in a record from one capture of its page to another, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.choose import choose
from harvester.extract.references.difference import difference
from harvester.extract.references.difference_words import sentences
from harvester.model import Record
from harvester.store import history, records

#: What a record is made of beside the values that a page gives.
_APART = frozenset({"key", "site", "level", "identifiers", "references", "contributors"})


@dataclass(frozen=True, slots=True)
class Shown:
    """The record that one capture of its page makes, by itself."""

    capture_id: int
    shown_at: str
    record: Record


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that one capture says otherwise than another; None: it says nothing of it."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two captures: values, and the reference list in sentences."""

    old: Shown
    new: Shown
    values: tuple[Changed, ...]
    references: tuple[str, ...]


def changes(
    db: Database, config: Configuration, record_id: int, captures: tuple[int, int] | None = None
) -> Changes | None:
    """What changed between two captures of a record's page, or between the last two.

    None where fewer than two show the page. Raises NotFoundError for a capture that does not.
    """
    known = history.captures_read(db, record_id)
    by_number = {row["capture_id"]: row for row in known}
    if captures is None:
        if len(known) < 2:
            return None
        captures = known[-2]["capture_id"], known[-1]["capture_id"]
    if missing := [number for number in captures if number not in by_number]:
        raise NotFoundError(f"Capture {missing[0]} does not show this record.")
    old, new = (_shown(db, config, record_id, by_number[number]) for number in captures)
    listed = difference(old.record.references, new.record.references)
    return Changes(old, new, tuple(_values(old.record, new.record)), tuple(sentences(listed)))


def _shown(db: Database, config: Configuration, record_id: int, row: dict[str, Any]) -> Shown:
    """The record that the rule of choosing makes of what a capture's page said."""
    names = history.fields_said(db, record_id)
    said = [a for n in names for a in history.said_at(db, record_id, row["reading_id"], n)]
    site = records.site_of(db, record_id)
    choice = choose(said, site, (("record", str(record_id)),), config.orders(site))
    return Shown(row["capture_id"], row["shown_at"], choice.record)


def _values(old: Record, new: Record) -> Iterable[Changed]:
    for one in fields(Record):
        if one.name in _APART:
            continue
        before, after = _text(getattr(old, one.name)), _text(getattr(new, one.name))
        if before != after:
            yield Changed(one.name, before, after)
    before, after = _byline(old), _byline(new)
    if before != after:
        yield Changed("contributors", before, after)


def _byline(record: Record) -> str | None:
    return "; ".join(f"{one.name} ({one.role})" for one in record.contributors) or None


def _text(value: Any) -> str | None:
    return ("; ".join(value) or None) if isinstance(value, tuple) else value
