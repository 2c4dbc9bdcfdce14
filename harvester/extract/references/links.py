"""Link labels of a reference ("CrossRef", "Google Scholar") and what their addresses mean.

The labels are chrome that a copy glues to the printed text ("(August 2000).CrossRefGoogle
Scholar", facts/sites.md C7); they are taken off and kept as links.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, unquote

from harvester.addresses import split as split_address
from harvester.extract.values import doi
from harvester.model import Link

#: What an address says by its host, whatever its label.
_HOSTS = (
    ("crossref", re.compile(r"crossref\.org$")),
    ("google-scholar", re.compile(r"^scholar\.google\.")),
    ("pubmed", re.compile(r"(?:ncbi\.nlm\.nih\.gov|pubmed)")),
    ("worldcat", re.compile(r"worldcat\.org$")),
    ("doi", re.compile(r"^(?:dx\.|www\.)?doi\.org$")),
)
_OPENURL = re.compile(r"[?&](?:url_ver|rft\.|rft_|sid=|ctx_ver)", re.IGNORECASE)
_PUBMED = re.compile(r"/(?:pubmed/)?(\d+)/?$")
#: After these a label is a word of the sentence: "A critique of Google Scholar".
_IN_A_SENTENCE = re.compile(
    r"\b(?:an?|and|about|against|between|beyond|by|for|from|in|into|of|on|or|than|the|through|to"
    r"|using|versus|via|vs\.?|with|without|avec|con|da|dans|de|der|des|di|du|e|en|et|für|im|mit"
    r"|para|por|sur|und|von|y|zu)\s+$"
)


#: A longer text is no reference, and is left as it stands.
_LONGEST = 20_000


class LinkLabels:
    """The labels that a site prints, and the kind of link that each stands for."""

    def __init__(self, labels: Mapping[str, str], texts: Mapping[str, str] | None = None) -> None:
        """``labels`` may be glued to a text, ``texts`` are labels as all that a link says."""
        self._texts = {" ".join(t.split()).casefold(): kind for t, kind in (texts or {}).items()}
        self._kinds = {" ".join(label.split()).casefold(): kind for label, kind in labels.items()}
        words = sorted((re.escape(label) for label in labels), key=len, reverse=True)
        one = "(?:" + "|".join(word.replace(r"\ ", r"\s+") for word in words or ["(?!)"]) + ")"
        self._one = re.compile(rf"(?:\[\d+\])?\[?({one})\]?(?:\[\d+\]|\(\))?")
        self._glued = re.compile(rf"(?<=[^\s(\[“‘\"'/–—-])(?:\[?{one}\]?)+(?!\w)")

    def kind(self, label: str) -> str | None:
        """The kind that a label names ("CrossRef link for …" too), or None for other words."""
        words = re.sub(r"\s+link(?:\s+for\b.*)?$", "", label.strip(" []|,;."), flags=re.DOTALL)
        plain = " ".join(words.split()).casefold()
        return self._kinds.get(plain) or self._texts.get(plain)

    def link(self, label: str, url: str | None) -> Link:
        """The link that a label and an address make."""
        kind = self.kind(label) or (address_kind(url) if url else "other")
        return Link(kind, url, _value(kind, url) if url else None)

    def split(self, text: str) -> tuple[str, list[str]]:
        """A printed reference without its labels, and the kinds of those that went.

        At the end a run of labels goes, each kind once; inside the text a label goes only
        where it is glued to what stands before it, so that a title that speaks of Google
        Scholar keeps its words.
        """
        kinds: list[str] = []
        rest = text.rstrip(" |\t\n")
        if len(rest) > _LONGEST:
            return rest, kinds
        while match := self._last(rest):
            kind = self.kind(match.group(1))
            glued = rest[: match.start()][-1:].strip()
            if kind is None or (kind in kinds and not glued):
                break
            if kind not in kinds:
                kinds.insert(0, kind)
            rest = rest[: match.start()].rstrip(" |\t")
        inside = [
            kind
            for run in self._glued.finditer(rest)
            for one in self._one.finditer(run.group(0))
            if (kind := self.kind(one.group(1)))
        ]
        return self._glued.sub("", rest).rstrip(), inside + kinds

    def ends(self, text: str) -> bool:
        """Whether a line ends in a label."""
        return self._last(text.rstrip()) is not None

    def _last(self, text: str) -> re.Match[str] | None:
        for match in self._one.finditer(text, max(0, len(text) - 60)):
            if match.end() == len(text):
                return None if _IN_A_SENTENCE.search(text[: match.start()]) else match
        return None


def distinct_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """Each address once, at its first place; what a label says of it goes before what it shows."""
    kept: dict[object, Link] = {}
    for place, link in enumerate(links):
        first = kept.setdefault(link.url or place, link)
        if link.url and first.kind == address_kind(link.url) and link.kind != "other":
            kept[link.url] = link
    return tuple(kept.values())


def address_kind(url: str) -> str:
    """The kind of link that an address is, by its host."""
    parts = split_address(url)
    host = (parts.hostname or "").casefold()
    for kind, pattern in _HOSTS:
        if pattern.search(host):
            return kind
    return "openurl" if _OPENURL.search(url) else "other"


def _value(kind: str, url: str) -> str | None:
    """What the address identifies: a DOI, a PubMed number, a title searched for."""
    if kind in ("crossref", "doi"):
        return doi(unquote(split_address(url).path))
    if kind == "pubmed":
        match = _PUBMED.search(split_address(url).path)
        return match.group(1) if match else None
    if kind in ("google-scholar", "worldcat"):
        query = parse_qs(split_address(url).query)
        asked = next((query[key][0] for key in ("title", "q") if query.get(key)), "")
        return " ".join(asked.split()) or None
    return None
