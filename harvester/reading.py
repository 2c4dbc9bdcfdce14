"""A capture as a reading: by today's reader, where there is a page; else as what came instead."""

import hashlib
from dataclasses import replace

from sqlite_utils import Database

from harvester.addresses import organisation_of
from harvester.clock import utc_text
from harvester.config import Configuration
from harvester.errors import UsageError
from harvester.extract import recognise
from harvester.extract.decode import decode
from harvester.extract.page import LARGEST
from harvester.extract.read import is_about_a_work, read
from harvester.model import NO_PAGE, Capture, Reading
from harvester.options import Options
from harvester.store import captures

#: Outcomes of a page that may be anything, where an address leads to another host.
_PAGES = frozenset(
    "ok landing listing abstract-only preview-only no-title profile-mismatch".split()
)
_ELSEWHERE = frozenset({"no-title", "empty-after-strip", "profile-mismatch", "listing"})


def read_capture(
    db: Database, config: Configuration, capture: Capture, options: Options
) -> Reading:
    """What a capture says; a fetch that brought no page is a reading of nothing."""
    body = None if capture.outcome in NO_PAGE else capture.body
    if body is None or (capture.status or 200) >= 400:
        return _nothing(db, capture)
    if options.is_data:
        return Reading(None, "", "listing", None, hashlib.sha256(body).hexdigest())
    reading = read(body, config, capture.content_type, capture.url, options.site)
    if capture.source.kind == "warc" and reading.outcome == "wrong-content-type":
        return replace(reading, outcome="skipped")
    if options.beside is not None and reading.outcome in _PAGES:
        note = "Beside the page a structured source was linked, and this is none."
        return _none_of_it(reading, note)
    if options.is_list:
        untitled = reading.outcome == "no-title"
        return replace(reading, outcome="listing", note=None) if untitled else reading
    if reading.outcome in _ELSEWHERE and _was_led_away(capture) and not is_about_a_work(reading):
        note = f"The address leads to another host ({capture.url}), and not to the work."
        return replace(reading, outcome="off-host-redirect", note=note)
    return reading


def _none_of_it(reading: Reading, note: str) -> Reading:
    return replace(
        reading, outcome="wrong-content-type", assertions=(), parts=(), review=(), note=note
    )


def _nothing(db: Database, capture: Capture) -> Reading:
    """The reading of a capture without a page; one that has not changed reads as the last one."""
    same = capture.outcome == "not-modified"
    last = captures.last_text(db, capture.source.address or "") if same else None
    return Reading(
        site=None,
        profile="",
        outcome=capture.outcome,
        charset=None,
        text_sha256=last or hashlib.sha256(b"").hexdigest(),
        note="Nothing has changed since the last capture." if same else capture.error,
    )


def _was_led_away(capture: Capture) -> bool:
    """Whether redirects led from one organisation's hosts to another's; a DOI is made for that."""
    away = organisation_of(capture.source.address) != organisation_of(capture.url)
    return bool(capture.hops) and capture.source.kind == "url" and away


def captured_at(config: Configuration, capture: Capture) -> str | None:
    """When a saved page says that it was made (ISO 8601, UTC); None where that cannot be."""
    decoded = decode((capture.body or b"")[:LARGEST], capture.content_type)
    said = recognise.captured_at(decoded, config.sites.heads)
    try:
        known = utc_text(said) if said else None
    except UsageError:
        return None  # a page may print any date
    return known if known and known <= capture.fetched_at else None
