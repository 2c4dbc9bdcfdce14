"""A page of an OAI-PMH list: each of its records is kept, and the next page is asked for.

A deleted record becomes a tombstone; invalid XML is kept as captured and said; a resumption
token that the repository does not know (any more) begins the list again, once.
"""

import hashlib
from collections.abc import Callable

from sqlite_utils import Database

from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.extract.oai_record import read_record
from harvester.extract.watch import WatchError, oai
from harvester.harvest import Result
from harvester.keep import Keeper
from harvester.store.captures import body_of
from harvester.store.queue import Item


def keep_page(
    db: Database,
    config: Configuration,
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
        keeper.keep(read_record(record))
    if page.truncated and page.token is None:
        return [_once_more(item)]
    if page.token is None:
        return []
    return [_next(item, oai.request_url(item.options["base"], token=page.token))]


def _next(item: Item, address: str) -> Item:
    return Item("oai", address, item.host, item.options)


def _once_more(item: Item) -> Item:
    """The same page again, since its end did not arrive; a second time is a failure."""
    if item.options.get("cut"):
        raise WatchError("Twice only a part of this page arrived, and so the list is not whole.")
    return Item("oai", item.source, item.host, item.options | {"cut": "yes"})


def _begin_again(item: Item, error: tuple[str, str] | None) -> Item:
    if item.options.get("again"):
        raise WatchError(f"The repository refuses its own resumption tokens ({error}).")
    options = item.options | {"again": "yes"}
    start = oai.request_url(
        options["base"], options.get("set"), options.get("prefix", "oai_dc"), options.get("from")
    )
    return Item("oai", start, item.host, options)
