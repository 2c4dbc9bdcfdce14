"""What a page says of itself for programs, in whatever words: the general reader's first half.

Metas (Highwire, Dublin Core, PRISM, Open Graph), schema.org data (JSON-LD, microdata, RDFa),
COinS, and links to other forms of the record. No visible text, and no site.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harvester.config.site import Rule
from harvester.extract.channels import coins, json_ld, meta, microdata, rdfa, schema
from harvester.extract.channels.meta import Meta
from harvester.extract.channels.schema import Work
from harvester.extract.tree import Tree
from harvester.model import Assertion

#: What stands in the HTML of every page with RDFa that we read.
_OF_RDFA = ("typeof", "vocab", 'property="dc', "property='dc", "property=dc", 'property="prism')


@dataclass(frozen=True)
class Embedded:
    """All embedded data of a page, collected once and read by rules."""

    metas: Sequence[Meta] = ()
    works: Sequence[Work] = ()
    in_rdfa: Sequence[Meta] = ()
    in_coins: Sequence[Meta] = ()
    broken: Sequence[Assertion] = ()

    def read(self, rules: Callable[[str], list[Rule]]) -> list[Assertion]:
        """What rules assert of it; ``rules`` gives those of a channel."""
        made = meta.read(list(self.metas), rules("meta"))
        made.extend(schema.read(self.works, rules("json-ld")))
        if self.in_rdfa:
            made.extend(meta.read(list(self.in_rdfa), rules("meta"), "rdfa"))
        if self.in_coins:
            made.extend(meta.read(list(self.in_coins), rules("coins"), "coins"))
        return made


def collect(tree: Tree, html: str) -> Embedded:
    """All that a page has, each in page order. ``html`` is the page as it came.

    A selector looks at every element; that a page has no microdata in it is told sooner by
    its letters.
    """
    letters = html.casefold()
    works, broken = json_ld.collect(tree)
    if "itemscope" in letters:
        works.extend(microdata.collect(tree))
    in_rdfa: list[Meta] = []
    if any(sign in letters for sign in _OF_RDFA):
        more, in_rdfa = rdfa.collect(tree)
        works.extend(more)
    in_coins = coins.collect(tree) if "z3988" in letters else []
    return Embedded(meta.collect(tree), works, in_rdfa, in_coins, broken)
