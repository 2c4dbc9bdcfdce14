"""What is chosen of a record now: of all that its pages say, and what is thought of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from harvester.config import Archives, Configuration
from harvester.extract.choose import choose
from harvester.model import Record, Reference, ReviewItem
from harvester.store import readings, records

#: References with what is thought of them, and what is asked of their names.
Opinions = tuple[tuple[Reference, ...], list[ReviewItem]]


def chosen(
    db: Database,
    config: Configuration,
    record_id: int,
    site: str | None = None,
    known_opinions: Callable[[Sequence[Reference]], Opinions | None] = lambda references: None,
) -> tuple[Record, list[ReviewItem], list[ReviewItem]]:
    """The record that its assertions make, what the page leaves open, and what its names do.

    ``site`` is that of the page just read; else the one that the record has. ``known_opinions``
    gives the opinions on a list where another process has formed them. Writes nothing: the same
    assertions and configuration give the same record.
    """
    site = site or records.site_of(db, record_id)
    choice = choose(
        readings.live_assertions(db, record_id),
        site,
        records.identifiers_of(db, record_id),
        config.orders(site),
    )
    listed = choice.record.references
    entries, names = known_opinions(listed) or form_opinions(listed, config.archives)
    return replace(choice.record, references=entries), list(choice.review), names


def form_opinions(references: tuple[Reference, ...], archives: Archives) -> Opinions:
    """References with what is thought of them, and what is asked of their names."""
    if not references:
        return (), []  # most pages of a catalogue have none: nothing is loaded for them
    from harvester.extract.references.opinions import opinions, questions_of_names

    entries = opinions(references, archives)
    return entries, questions_of_names(entries)
