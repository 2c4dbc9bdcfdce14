"""An OAI-PMH repository: its lists are begun where the last whole harvest of them began.

Each record of a page is kept, and the next page is asked for. A deleted record becomes a
tombstone; invalid XML is kept as captured and said; a resumption token that the repository
does not know (any more) begins the list again, once.
"""

import hashlib
from collections.abc import Callable

from sqlite_utils import Database

from harvester.clock import utc_now, utc_text
from harvester.config import Configuration, Job
from harvester.errors import UsageError
from harvester.extract.oai_record import readings_of
from harvester.extract.watch import WatchError, oai
from harvester.harvest import Result
from harvester.keep import Keeper
from harvester.store import repositories
from harvester.store.captures import body_of
from harvester.store.queue import Item


def _lists_of(job: Job) -> list[dict[str, str]]:
    return [source for source in job.sources if isinstance(source, dict) and "oai" in source]


def begin_lists(db: Database, job: Job, item: Item, result: Result) -> list[Item]:
    """The first page of each of a job's lists in a repository that has answered (or not).

    Records are asked for from the time of the first answer in the last whole harvest on: by
    the repository's own clock, to the second where it says that it knows seconds, else to the
    day (2.7.1). A list that is under way is not begun. Call inside a transaction.
    """
    body = body_of(db, result.capture_id)[0] if result.capture_id else None
    seconds = oai.knows_seconds(body or b"")
    items: list[Item] = []
    for source in _lists_of(job):
        base, prefix = source["oai"], source.get("prefix", "oai_dc")
        address = oai.request_url(base, source.get("set"), prefix, source.get("from"))
        if base != item.options["base"] or repositories.is_under_way(db, job.name, address):
            continue
        until = repositories.harvested_until(db, job.name, address)
        since = _as_asked(until, seconds) if until else source.get("from")
        start = oai.request_url(base, source.get("set"), prefix, since)
        options = {"base": base, "list": address, "start": start}
        items.append(Item("oai", start, item.host, options))
    return items


def _as_asked(until: str, seconds: bool) -> str:
    return f"{until[:19]}Z" if seconds else until[:10]


def keep_page(
    db: Database,
    config: Configuration,
    job: Job,
    run_id: int,
    item: Item,
    result: Result,
    say: Callable[[str], None],
) -> list[Item]:
    """Keep the records of one page; gives the item of the next page, if there is one.

    Call inside the transaction that stores the page. Raises WatchError where it is no answer
    of a repository, or one that says that something is wrong.
    """
    assert result.capture_id is not None
    body, _ = body_of(db, result.capture_id)
    page = oai.parse(body or b"")
    if page.bad_token:
        return [_begin_again(item, page.error)]
    if page.error and not page.no_records:
        raise WatchError(f"The repository answers {page.error[0]}: {page.error[1]}")
    if page.repaired:
        lost = f"; {page.lost} records could not be read" if page.lost else ""
        say(f"{item.source}: its XML is invalid and was mended{lost}. It is kept as it came.")
    digest = hashlib.sha256(body or b"").hexdigest()
    keeper = Keeper(db, config, run_id, result.capture_id, digest, utc_now())
    for record in page.records:
        for reading in readings_of(record):
            keeper.keep(reading)
    if page.truncated and page.token is None:
        return [_once_more(item)]
    options = {"began": page.response_date} | item.options  # only the first page has none yet
    options.pop("cut", None)
    if page.token:
        address = oai.request_url(options["base"], token=page.token)
        if address == item.source:
            raise WatchError("The repository's resumption token leads to the same page for ever.")
        return [Item("oai", address, item.host, options)]
    _note_end(db, job, run_id, options, say)
    return []


def _note_end(
    db: Database, job: Job, run_id: int, options: dict[str, str], say: Callable[[str], None]
) -> None:
    """The list is whole: the next harvest begins where this one began."""
    try:
        began = utc_text(options["began"])
    except UsageError:
        say(
            f"{options['list']}: the repository does not say what time it is, and so all that "
            "was asked for now will be asked for again."
        )
        return
    repositories.is_harvested(db, job.name, options["list"], began, run_id)


def _once_more(item: Item) -> Item:
    """The same page again, since its end did not arrive; a second time is a failure."""
    if item.options.get("cut"):
        raise WatchError("Twice only a part of this page arrived, and so the list is not whole.")
    return Item("oai", item.source, item.host, item.options | {"cut": "yes"})


def _begin_again(item: Item, error: tuple[str, str] | None) -> Item:
    if item.options.get("again"):
        raise WatchError(f"The repository refuses its own resumption tokens ({error}).")
    options = {name: item.options[name] for name in ("base", "list", "start")}
    return Item("oai", options["start"], item.host, options | {"again": "yes"})
