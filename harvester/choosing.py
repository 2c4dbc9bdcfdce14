"""Chooses anew among all that stands of a record, and stores the choice."""

from dataclasses import replace

from sqlite_utils import Database

from harvester import citing
from harvester.config import Archives, Configuration
from harvester.extract.choose import choose
from harvester.model import Reference, ReviewItem
from harvester.overlay.settle import is_touched, settle
from harvester.store import archival_units, readings, records


def choose_again(
    db: Database,
    config: Configuration,
    record_id: int,
    site: str | None,
    identifiers: tuple[tuple[str, str], ...],
    at: str,
) -> tuple[bool, list[ReviewItem]]:
    """Store the choice; gives whether the record changed, and what is asked of it.

    Call inside a transaction.
    """
    standing = readings.live_assertions(db, record_id)
    choice = choose(standing, site, identifiers, config.orders(site))
    held = citing.forms_held(db, record_id)
    entries, names = _opinions(choice.record.references, config.archives)
    record = replace(choice.record, references=entries)
    changed = records.save_record(db, record_id, record, at)
    touched = settle(db, record_id) if is_touched(db, record_id) else set()
    own_work = changed and record.unit is None  # nobody cites "Letters" by title and year
    for number in sorted(touched | ({record_id} if own_work else set())):
        citing.match(db, number, held if number == record_id else citing.forms_held(db, number))
    changed |= archival_units.save(db, record_id, record.unit)
    return changed, [*choice.review, *names, *records.twins(db, record_id)]


def _opinions(
    references: tuple[Reference, ...], archives: Archives
) -> tuple[tuple[Reference, ...], list[ReviewItem]]:
    """References with what is thought of them, and what is asked of their names."""
    if not references:
        return (), []  # most pages of a catalogue have none: nothing is loaded for them
    from harvester.extract.references.opinions import opinions, questions_of_names

    entries = opinions(references, archives)
    return entries, questions_of_names(entries)
