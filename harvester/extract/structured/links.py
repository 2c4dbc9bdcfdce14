"""Where a page says that it stands as a structured source too: its ``link`` elements. Pure."""

from harvester.addresses import join
from harvester.extract.tree import Tree

_TYPES = {
    "application/x-research-info-systems": "ris",
    "application/x-bibtex": "bibtex",
    "text/x-bibtex": "bibtex",
    "application/marcxml+xml": "marcxml",
    "application/marc": "marc",
    "application/mods+xml": "mods",
    "application/ead+xml": "ead",
}
_TITLES = {"ris": "ris", "bibtex": "bibtex", "marcxml": "marcxml", "mods": "mods", "ead": "ead"}
_RELATIONS = frozenset({"alternate", "describedby", "meta", "cite", "unapi"})


def structured_links(tree: Tree, base: str) -> dict[str, str]:
    """Form → address of the first link to such a source; by its type, else by its title."""
    found: dict[str, str] = {}
    for node in tree.select("link[href][rel]"):
        if not _RELATIONS & set(node.attribute("rel").casefold().split()):
            continue
        kind = node.attribute("type").casefold().partition(";")[0].strip()
        title = node.attribute("title").casefold().strip()
        form = _TYPES.get(kind) or _TITLES.get(title)
        address = join(base, node.attribute("href"))
        if form and address.startswith(("http://", "https://")):
            found.setdefault(form, address)
    return found
