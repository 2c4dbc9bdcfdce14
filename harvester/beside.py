"""Structured sources beside a page, where a job asks for them: what its links name, and Crossref.

They are items of the queue as any other, and so they are asked for under the same politeness.
"""

from urllib.parse import quote

from sqlite_utils import Database

from harvester.addresses import host_of
from harvester.config import Configuration, Job
from harvester.result import Result
from harvester.store import records
from harvester.store.captures import body_of
from harvester.store.queue import Item

ROLE = "beside"
CROSSREF = "crossref"


def beside_items(db: Database, config: Configuration, job: Job, result: Result) -> list[Item]:
    """What a job asks for beside a page that was harvested; nothing beside one that is no work."""
    if not job.beside or result.record_id is None or result.capture_id is None:
        return []
    found = _linked(db, result.capture_id)
    addresses = [found[form] for form in job.beside if form in found]
    if CROSSREF in job.beside:
        addresses += [_work(config, doi) for doi in sorted(records.dois(db, result.record_id))]
    options = {"record": str(result.record_id)}
    return [Item(ROLE, address, host_of(address), options) for address in addresses]


def _linked(db: Database, capture_id: int) -> dict[str, str]:
    from harvester.extract.decode import decode
    from harvester.extract.document import open_document
    from harvester.extract.structured.links import structured_links

    body, url = body_of(db, capture_id)
    if body is None or url is None:
        return {}
    tree = open_document(decode(body), url).tree
    return structured_links(tree, url) if tree else {}


def _work(config: Configuration, doi: str) -> str:
    return f"{config.settings.crossref.address.rstrip('/')}/{quote(doi, safe='')}"
