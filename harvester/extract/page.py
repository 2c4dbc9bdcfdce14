"""A document as the reader takes it up: whose it is, without boilerplate, with its rules."""

from collections.abc import Callable
from dataclasses import dataclass

from harvester.config import Configuration, Site, Sites
from harvester.config.site import Rule
from harvester.extract import recognise
from harvester.extract.decode import Decoded, decode
from harvester.extract.document import open_document
from harvester.extract.references.links import LinkLabels
from harvester.extract.strip import Stripped, strip
from harvester.extract.tree import Tree

#: A capture larger than this is no page; it is stored and not read.
LARGEST = 20_000_000


@dataclass(frozen=True)
class Page:
    """A document, what is known of where it comes from, and the rules that serve it."""

    stripped: Stripped
    general: Site
    site: Site | None
    labels: LinkLabels
    sites: Sites

    def rules(self, channel: str, kind: str = "") -> list[Rule]:
        """The rules of one channel, the site's own first."""
        both = [*(self.site.field if self.site else ()), *self.general.field]
        return [
            rule
            for rule in both
            if rule.channel == channel
            and rule.serves(kind)
            and not (rule.unknown_sites and self.site)
        ]

    def rules_of_kind(self, channel: str, kind: str) -> list[Rule]:
        """The rules of one channel that wait for the kind of page to be known."""
        return [rule for rule in self.rules(channel, kind) if rule.kinds]


def stripped(
    body: bytes,
    config: Configuration,
    content_type: str | None = None,
    url: str | None = None,
    site_name: str | None = None,
) -> Stripped | None:
    """What ``read`` works on: the document without boilerplate. None where there is no page."""
    decoded = decode(body[: LARGEST + 1], content_type)
    if len(body) > LARGEST or decoded.form not in ("html", "text"):
        return None
    return open_page(decoded, config, url, site_name).stripped


def open_page(
    decoded: Decoded,
    config: Configuration,
    url: str | None,
    site_name: str | None,
    parse: Callable[[str], Tree] = Tree.parse,
) -> Page:
    """The page of a document: recognised, stripped, with the rules that serve it."""
    kept = config.sites.unwrap(url or "")
    document = open_document(decoded, kept.address if kept else url, parse)
    site = recognise.site_of(document, config.sites, site_name)
    keeper = config.sites.named(kept.keeper) if kept else None
    bare = strip(document, [one for one in (site, keeper, config.general) if one])
    labels = _labels(config.general, site)
    return Page(bare, config.general, site, labels, config.sites)


def _labels(general: Site, site: Site | None) -> LinkLabels:
    glued, alone = general.link_labels, general.link_texts
    if site is None:
        return LinkLabels(glued, alone)
    return LinkLabels(glued | site.link_labels, alone | site.link_texts)
