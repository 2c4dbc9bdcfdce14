"""The engines that tests hold against each other, each as the tree of a page.

``standard`` is html5lib: it follows the HTML standard word by word, as lexbor claims to, and
shares no code with it; only ``template`` it does not know. Where lexbor and libxml2 read a
broken page differently, it decides.
"""

import html5lib
from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder

from harvester.config import Configuration
from harvester.extract.markup import lexbor, soup
from harvester.extract.markup.soup import Soup
from harvester.extract.read import read
from harvester.extract.tree import Tree
from harvester.model import Reading


class _WithScripts(HTML5TreeBuilder):
    """html5lib as a browser that runs scripts: ``noscript`` holds text."""

    def feed(self, markup: str) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        self.underlying_builder.parser = parser
        parser.parse(markup, scripting=True)


def by_lexbor(html: str) -> Tree:
    return Tree(lexbor.parse(html.encode()))


def by_soup(html: str) -> Tree:
    return Tree(soup.parse(html))


def by_standard(html: str) -> Tree:
    return Tree(Soup(BeautifulSoup(html, builder=_WithScripts(multi_valued_attributes=None))))


ENGINES = {"lexbor": by_lexbor, "soup": by_soup, "standard": by_standard}


def said(reading: Reading) -> tuple[object, ...]:
    """All that a reading says, but not where: broken markup has other places in each engine."""
    assertions = [(a.field, a.value, a.channel, a.position, a.detail) for a in reading.assertions]
    parts = [[(a.field, a.value, a.position) for a in part.assertions] for part in reading.parts]
    return (reading.outcome, reading.text_sha256, reading.ledger, assertions, parts, reading.review)


def compare(html: str, config: Configuration) -> str:
    """ "same", "broken" where only libxml2 reads it otherwise, or how lexbor errs."""
    fast, slow = (said(read(html.encode(), config, parse=way)) for way in (by_lexbor, by_soup))
    if fast == slow:
        return "same"
    decided = said(read(html.encode(), config, parse=by_standard))
    if fast == decided:
        return "broken"
    return "\n".join(
        f"{left}\n  but the standard: {right}"
        for left, right in zip(fast, decided, strict=True)
        if left != right
    )
