"""What a job watches, as the first items of its queue."""

from collections.abc import Iterator
from pathlib import Path

from harvester.addresses import host_of
from harvester.config import Configuration, Job
from harvester.errors import ConfigurationError
from harvester.fetch.sources import parse_source
from harvester.store.queue import Item

#: Roles whose sources are lists for machines.
DATA = frozenset({"feed", "sitemap", "identify", "oai"})


def items_of_job(job: Job, config: Configuration) -> list[Item]:
    """The items that a job's sources stand for. Raises ConfigurationError naming the job."""
    items: list[Item] = []
    if "crossref" in job.beside and not config.settings.crossref.address:
        raise ConfigurationError(
            f"The job {job.name} asks for crossref beside its pages, and settings.toml does not "
            'say where that is. Set address in [crossref]: "https://api.crossref.org/works".'
        )
    for source in job.sources:
        if isinstance(source, dict):
            items.extend(_items_of_table(job, source))
            continue
        parsed = parse_source(source, None, config.settings.fetch.doi_resolver)
        if parsed.kind in ("url", "doi"):
            items.append(page_item(source, config))
            continue
        from harvester.extract.watch.pages import addresses_in_list

        path = job.path(source)
        try:
            words = addresses_in_list(path.read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as fault:
            raise ConfigurationError(
                f"The job {job.name} names the list {source}, which cannot be read ({fault}). "
                "Paths are relative to the folder of jobs.toml."
            ) from fault
        items.extend(page_item(word, config) for word in words)
    return items + _repositories(job)


def _repositories(job: Job) -> list[Item]:
    """What repositories are asked first: how exactly their lists may be asked for."""
    tables = [source for source in job.sources if isinstance(source, dict)]
    bases = dict.fromkeys(table["oai"] for table in tables if "oai" in table)
    if not bases:
        return []
    from harvester.extract.watch import oai

    return [
        Item("identify", oai.identify_url(base), host_of(base), {"base": base}) for base in bases
    ]


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


def page_item(word: str, config: Configuration) -> Item:
    """The item of one page. Raises UsageError for an address that may not be asked for."""
    source = parse_source(word, None, config.settings.fetch.doi_resolver)
    return Item("page", word, host_of(source.address))
