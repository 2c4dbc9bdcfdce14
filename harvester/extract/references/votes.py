"""What the links of a reference say of it: DOIs, and the fields that a site sent to a search.

A publisher's own parse of the reference stands in its Google Scholar and OpenURL links
(facts/sites.md C7). It is a second voice: where it agrees, the opinion is flagged as agreed;
where its title stands in the printed text and ours does not, it is taken; else the
disagreement is flagged. It never adds what is not printed, but for identifiers.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from harvester.addresses import split
from harvester.extract.values import doi
from harvester.model import Citation, Link, Span

_NAMES = {
    "title": ("title", "rft.atitle", "rft.title", "rft.btitle", "atitle"),
    "container-title": ("journal", "rft.jtitle", "rft.stitle", "jtitle"),
    "year": ("publication_year", "rft.date", "date"),
    "volume": ("rft.volume", "volume"),
}
_YEAR = re.compile(r"1[4-9]\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Vote:
    """The fields that an address holds; "" where it is silent."""

    title: str = ""
    container: str = ""
    year: str = ""
    doi: str = ""


def vote(link: Link) -> Vote:
    """What a link's address says of the work."""
    if not link.url:
        return Vote(doi=_doi_of(link))
    try:
        asked = parse_qs(split(link.url).query, max_num_fields=100)
    except ValueError:
        return Vote(doi=_doi_of(link))
    said = {
        name: next((" ".join(asked[key][0].split()) for key in keys if asked.get(key)), "")
        for name, keys in _NAMES.items()
    }
    year = _YEAR.search(said["year"])
    found = _doi_of(link)
    for key in ("doi", "rft_id", "rft.doi", "id"):
        found = found or next((value for word in asked.get(key, ()) if (value := doi(word))), "")
    return Vote(said["title"], said["container-title"], year.group() if year else "", found)


def _doi_of(link: Link) -> str:
    return link.value or "" if link.kind in ("crossref", "doi") else ""


def counted(text: str, citation: Citation, links: Sequence[Link]) -> Citation:
    """The opinion after the links have spoken."""
    votes = [vote(link) for link in links]
    if citation.csl is None or not any(one != Vote() for one in votes):
        return citation
    item = json.loads(citation.csl)
    flags = set(citation.flags)
    spans = list(citation.spans)
    for one in votes:
        _count_doi(item, one, flags)
        _count_title(item, one, text, flags, spans)
        issued = item.get("issued", {}).get("date-parts")
        if one.year and issued and str(issued[0][0]) != one.year and one.year not in text:
            flags.add("link-disagrees")
    if "link-disagrees" in flags:
        flags.discard("link-agrees")
    return replace(
        citation,
        csl=json.dumps(item, ensure_ascii=False, sort_keys=True),
        flags=tuple(sorted(flags)),
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end, span.field))),
    )


def _count_doi(item: dict[str, object], one: Vote, flags: set[str]) -> None:
    if not one.doi:
        return
    held = item.setdefault("DOI", one.doi)
    if str(held).casefold() != one.doi.casefold():
        flags.add("link-disagrees")


def _count_title(
    item: dict[str, object], one: Vote, text: str, flags: set[str], spans: list[Span]
) -> None:
    ours = str(item.get("title", ""))
    if not one.title or not ours:
        return
    if _folded(one.title) in _folded(ours) or _folded(ours) in _folded(one.title):
        flags.add("link-agrees")
        return
    start = text.find(one.title)
    if start >= 0 and _folded(one.title) != _folded(str(item.get("container-title", ""))):
        item["title"] = one.title
        spans[:] = [span for span in spans if span.field != "title"]
        spans.append(Span("title", start, start + len(one.title)))
    flags.add("link-disagrees")


def _folded(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
