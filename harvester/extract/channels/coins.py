"""The channel ``coins``: OpenURL ContextObjects in spans (``class="Z3988"``).

The title attribute holds a query string (ANSI/NISO Z39.88, key/encoded-value): ``rft.atitle``,
``rft.jtitle``, ``rft.au``, ``rft_id=info:doi/…``. A page of one work has one such span; where
there are several, each is another work's (a list, a bibliography), and none is read.
"""

from urllib.parse import parse_qsl

from harvester.extract.channels.meta import Meta
from harvester.extract.tree import Tree

#: No work says more.
_MOST = 400
_IDS = {"info:doi/": "doi", "info:pmid/": "pmid", "urn:isbn:": "isbn", "urn:issn:": "issn"}


def collect(tree: Tree) -> list[Meta]:
    """What the page's one ContextObject says, under its keys as names.

    Besides: ``rft_id`` with the scheme it has (``doi``, ``isbn``); ``rft.au`` composed where
    the first author is printed in parts.
    """
    spans = tree.select(".Z3988[title]")
    if len({span.attribute("title") for span in spans}) != 1:
        return []
    span = spans[0]
    try:
        said = parse_qsl(span.attribute("title"), max_num_fields=_MOST)
    except ValueError:
        return []
    metas: list[Meta] = []
    for key, value in said:
        name = key.casefold()
        if name == "rft_id":
            for prefix, scheme in _IDS.items():
                if value.casefold().startswith(prefix):
                    name, value = f"rft_id.{scheme}", value[len(prefix) :]
        metas.append(Meta(name, value.strip(), span))
    return [*_first_author(metas), *metas]


def _first_author(metas: list[Meta]) -> list[Meta]:
    """The first author, where the parts of the name are all that is said of people."""
    said = {meta.name: meta for meta in metas}
    family, given = said.get("rft.aulast"), said.get("rft.aufirst") or said.get("rft.auinit")
    if "rft.au" in said or family is None:
        return []
    name = f"{family.content}, {given.content}" if given else family.content
    return [Meta("rft.au", name, family.node)]
