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


def collect(tree: Tree) -> Embedded:
    """All that a page has, each in page order."""
    works, broken = json_ld.collect(tree)
    in_rdfa, metas = rdfa.collect(tree)
    works = [*works, *microdata.collect(tree), *in_rdfa]
    return Embedded(meta.collect(tree), works, metas, coins.collect(tree), broken)
