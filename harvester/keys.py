"""What a KEY on the command line may mean: a record's key, its number, a DOI, an address."""

from sqlite_utils import Database

from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.extract.channels import address
from harvester.extract.values import doi
from harvester.store.decisions import shown_as
from harvester.store.queries import record_id_of


def meanings(config: Configuration, word: str) -> list[tuple[str, str]]:
    """Schemes and values that ``word`` may stand for, the most telling first."""
    asked: list[tuple[str, str]] = [("key", word), ("key", word.casefold())]
    if word.isdigit():
        asked.append(("id", word))
    if word.startswith(("http://", "https://")):
        site = config.sites.at(word)
        if site and (hit := address.parse(site, word)) and hit.id:
            asked.append((site.name, hit.id))
        asked.append(("url", word))
    scheme, _, value = word.partition(":")
    if value and scheme in {"digest", *config.sites.names}:
        asked.append((scheme, value))
    if found := doi(word):
        asked.append(("doi", found))
    return asked


def find(db: Database, config: Configuration, word: str) -> int:
    """The number of the record that ``word`` means; of one that was merged, the one it leads to.

    Raises NotFoundError when none does.
    """
    return shown_as(db, find_own(db, config, word))


def find_own(db: Database, config: Configuration, word: str) -> int:
    """The number of the record that ``word`` means, also of one that was merged into another."""
    record_id = record_id_of(db, meanings(config, word))
    if record_id is None:
        raise NotFoundError(
            f'No record answers to "{word}". See "harvester list", or give a number, a key, a '
            "DOI or an address."
        )
    return record_id
