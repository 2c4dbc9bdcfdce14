"""What a fetched feed, sitemap or contents page adds to a job's queue."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from sqlite_utils import Database

from harvester.addresses import host_of, join
from harvester.config import Configuration, Job
from harvester.errors import UsageError
from harvester.extract.channels import address, contents
from harvester.extract.decode import decode
from harvester.extract.document import open_document
from harvester.extract.watch import WatchError, sitemap
from harvester.harvest import Result
from harvester.repository import begin_lists, keep_page
from harvester.store.captures import body_of, last_body
from harvester.store.queue import Item
from harvester.watched import page_item

#: Kinds of page that a contents or an issue page leads to.
_WORKS = frozenset({"chapter", "article", "book"})


def expand(
    db: Database,
    config: Configuration,
    job: Job,
    run_id: int,
    item: Item,
    result: Result,
    say: Callable[[str], None],
) -> list[Item]:
    """The items that what an item brought leads to; none for a page that is only a page.

    Raises WatchError where a list for machines is none. Call inside a transaction.
    """
    if item.role == "identify":
        return begin_lists(db, job, item, result)
    if item.role == "oai":
        return keep_page(db, config, job, run_id, item, result, say)
    if item.role == "page":
        from harvester.beside import beside_items

        return beside_items(db, config, job, result)
    return _linked(db, config, item, result)


def _linked(db: Database, config: Configuration, item: Item, result: Result) -> list[Item]:
    """The pages to which a feed, a sitemap or a contents page links."""
    if item.role in ("page", "saved") or result.capture_id is None:
        return []
    body, url = body_of(db, result.capture_id)
    if body is None:  # a list that has not changed leads to pages that may have
        body = last_body(db, result.source.address or "")
    if body is None:
        return []
    base = url or item.source
    if item.role == "feed":
        from harvester.extract.watch import feed  # feedparser is slow to import

        return _pages(feed.entries(body, base), config)
    if item.role == "sitemap":
        found = sitemap.parse(body)
        more = [Item("sitemap", word, host_of(word)) for word in found.sitemaps]
        return more + _pages(found.pages, config)
    if item.role == "contents":
        words = [*result.addresses, *work_links(body, base, config)]
        more = [Item("contents", word, host_of(word)) for word in list_pages(body, base, config)]
        return more + _pages(list(dict.fromkeys(words)), config)
    return []


def _pages(words: Sequence[str], config: Configuration) -> list[Item]:
    """The items of addresses that a page prints; what may not be asked for is left out."""
    items: list[Item] = []
    for word in words:
        with suppress(UsageError):
            items.append(page_item(word, config))
    return items


def list_pages(body: bytes, url: str, config: Configuration) -> list[str]:
    """The other pages of a contents list that has several, by what its site's profile says."""
    document = open_document(decode(body), url)
    here = config.sites.at(url)
    sites = [here] if here else []
    return [page for site in sites for page in contents.other_pages(document, site)]


def work_links(body: bytes, url: str, config: Configuration) -> list[str]:
    """The works that a page links to, by the address grammar of its site; each once, not itself."""
    tree = open_document(decode(body), url).tree
    found: dict[str, str] = {}
    here = config.sites.at(url)
    sites = [here] if here else []
    own = {hit.id for site in sites if (hit := address.parse(site, url))}
    for node in tree.select("a[href]") if tree else []:
        target = join(url, node.attribute("href")).partition("#")[0]
        for site in sites:
            hit = address.parse(site, target)
            if hit and hit.id and hit.kind in _WORKS and hit.id not in own:
                found.setdefault(hit.id, target)
    return list(found.values())


__all__ = ["WatchError", "expand", "work_links"]
