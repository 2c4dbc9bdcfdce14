"""What a job watches, as items of a queue; and what a fetched feed, list or contents page adds."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from harvester.addresses import host_of, join
from harvester.config import Configuration, Job
from harvester.errors import ConfigurationError, UsageError
from harvester.extract.channels import address
from harvester.extract.decode import decode
from harvester.extract.document import open_document
from harvester.extract.watch import WatchError, sitemap
from harvester.extract.watch.pages import addresses_in_list
from harvester.fetch.sources import parse_source
from harvester.harvest import Result
from harvester.store.captures import body_of, last_body
from harvester.store.queue import Item

#: Roles whose sources are lists for machines.
DATA = frozenset({"feed", "sitemap", "identify", "oai"})
#: Kinds of page that a contents or an issue page leads to.
_WORKS = frozenset({"chapter", "article", "book"})


def items_of_job(job: Job, config: Configuration) -> list[Item]:
    """The items that a job's sources stand for; those of repositories are in repository.py.

    Raises ConfigurationError naming the job.
    """
    items: list[Item] = []
    for source in job.sources:
        if isinstance(source, dict):
            items.extend(_items_of_table(job, source))
            continue
        parsed = parse_source(source, None, config.settings.fetch.doi_resolver)
        if parsed.kind in ("url", "doi"):
            items.append(_page(source, config))
            continue
        path = job.path(source)
        try:
            words = addresses_in_list(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigurationError(
                f"The job {job.name} names the list {source}, which cannot be read ({fault}). "
                "Paths are relative to the folder of jobs.toml."
            ) from fault
        items.extend(_page(word, config) for word in words)
    return items


def _items_of_table(job: Job, source: dict[str, str]) -> Iterator[Item]:
    if "folder" in source:
        folder = job.path(source["folder"])
        if not folder.is_dir():
            raise ConfigurationError(
                f"The job {job.name} names the folder {source['folder']}, which does not exist. "
                "Paths are relative to the folder of jobs.toml."
            )
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield Item("saved", _name(folder, path), "", {"path": str(path)})
        return
    for role in source.keys() & {"feed", "sitemap", "contents"}:
        yield Item(role, source[role], host_of(source[role]))


def _name(folder: Path, path: Path) -> str:
    """A saved page's name in the queue: it is read again when its size or time has changed."""
    state = path.stat()
    return f"{folder.name}/{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}"


def _page(word: str, config: Configuration, role: str = "page") -> Item:
    source = parse_source(word, None, config.settings.fetch.doi_resolver)
    return Item(role, word, host_of(source.address))


def expand(db: Database, config: Configuration, item: Item, result: Result) -> list[Item]:
    """The items that the page of an item leads to; none for a page that is only a page.

    Raises WatchError where a feed or sitemap is none.
    """
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
        return _pages(list(dict.fromkeys(words)), config)
    return []


def _pages(words: Sequence[str], config: Configuration) -> list[Item]:
    """The items of addresses that a page prints; what may not be asked for is left out."""
    items: list[Item] = []
    for word in words:
        with suppress(UsageError):
            items.append(_page(word, config))
    return items


def work_links(body: bytes, url: str, config: Configuration) -> list[str]:
    """The works that a page links to, by the address grammar of its site; each once, not itself."""
    tree = open_document(decode(body), url).tree
    found: dict[str, str] = {}
    site = config.sites.named(address.site_at(config.sites.heads, url))
    sites = [site] if site else []
    own = {hit.id for site in sites if (hit := address.parse(site, url))}
    for node in tree.select("a[href]") if tree else []:
        target = join(url, node.attribute("href")).partition("#")[0]
        for site in sites:
            hit = address.parse(site, target)
            if hit and hit.id and hit.kind in _WORKS and hit.id not in own:
                found.setdefault(hit.id, target)
    return list(found.values())


__all__ = ["WatchError", "expand", "items_of_job", "work_links"]
