"""Other forms of the page's record that it links to: RIS, BibTeX, MARCXML, MODS, EAD, JSON.

They are noted, and read only where a job asks for them.
"""

import json
import re

from harvester.addresses import join
from harvester.extract.tree import Tree
from harvester.extract.values import address
from harvester.model import Assertion

#: The form by media type; what is not here (feeds, other languages) is no record.
_TYPES = (
    ("ris", re.compile(r"research-info-systems|\bx-ris\b")),
    ("bibtex", re.compile(r"bibtex")),
    ("marcxml", re.compile(r"marcxml|marc\+xml")),
    ("mods", re.compile(r"\bmods\b")),
    ("ead", re.compile(r"\bead\b")),
    ("csl-json", re.compile(r"citationstyles\.csl\+json")),
    ("unixref", re.compile(r"unixref")),
    ("rdf", re.compile(r"rdf\+xml|text/turtle|application/n-triples|ld\+json")),
    ("json", re.compile(r"^application/json$")),
)
#: The same by the link's title ("marcxml", as catalogues on Blacklight write), or its end.
_TITLES = re.compile(
    r"^(?P<form>marcxml|mods|ris|bibtex|ead|endnote|openurl-ctx-kev)(?:\s*(?:record|xml))?$", re.I
)
_ENDS = re.compile(r"\.(?P<form>marcxml|mods|ris|bibtex|bib|ead|citeproc)(?:[?#]|$)", re.I)
_SAME = {"bib": "bibtex", "citeproc": "csl-json"}


def read(tree: Tree, base: str) -> list[Assertion]:
    """One assertion of ``alternate`` a link, its form as detail; addresses become absolute."""
    made: list[Assertion] = []
    known: set[str] = set()
    for node in tree.select("link[rel][href]"):
        if not {"alternate", "describedby"} & set(node.attribute("rel").casefold().split()):
            continue
        form = _form(node.attribute("type"), node.attribute("title"), node.attribute("href"))
        target = address(join(base, node.attribute("href"))) if form else None
        if form and target and target not in known:
            known.add(target)
            made.append(
                Assertion(
                    field="alternate",
                    value=target,
                    channel="meta",
                    locator=node.locator(),
                    snippet=node.source(),
                    generation="link",
                    position=len(known),
                    detail=json.dumps({"form": form}),
                    candidate=False,
                )
            )
    return made


def _form(media_type: str, title: str, href: str) -> str | None:
    for form, pattern in _TYPES:
        if pattern.search(media_type.casefold()):
            return form
    hit = _TITLES.match(title) or _ENDS.search(href)
    found = hit.group("form").casefold() if hit else None
    return _SAME.get(found, found) if found else None
