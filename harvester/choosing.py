"""What is chosen of a record now: of all that its pages say, and what is thought of it."""

from dataclasses import replace

from sqlite_utils import Database

from harvester.config import Archives, Configuration
from harvester.extract.choose import choose
from harvester.model import Record, Reference, ReviewItem
from harvester.store import readings, records


def chosen(
    db: Database, config: Configuration, record_id: int, site: str | None = None
) -> tuple[Record, list[ReviewItem], list[ReviewItem]]:
    """The record that its assertions make, what the page leaves open, and what its names do.

    ``site`` is that of the page just read; else the one that the record has. Writes nothing:
    the same assertions and configuration give the same record.
    """
    site = site or records.site_of(db, record_id)
    profile = next((known for known in config.sites if known.name == site), None)
    choice = choose(
        readings.live_assertions(db, record_id),
        site,
        records.identifiers_of(db, record_id),
        profile.choose if profile else {},
    )
    entries, names = _opinions(choice.record.references, config.archives)
    return replace(choice.record, references=entries), list(choice.review), names


def _opinions(
    references: tuple[Reference, ...], archives: Archives
) -> tuple[tuple[Reference, ...], list[ReviewItem]]:
    """References with what is thought of them, and what is asked of their names."""
    if not references:
        return (), []  # most pages of a catalogue have none: nothing is loaded for them
    from harvester.extract.references.opinions import opinions, questions_of_names

    entries = opinions(references, archives)
    return entries, questions_of_names(entries)
