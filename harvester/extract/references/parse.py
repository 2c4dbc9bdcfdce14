"""A printed reference as a CSL item: an opinion that knows when it is unsure.

The printed text is never changed. A model labels its tokens; rules make fields of the labels,
hold what is certain by itself (a DOI is a DOI), and say where each field stands. Pure: the
same text gives the same item.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harvester.config.archives import Archives, shipped_archives
from harvester.extract.references.again import in_order
from harvester.extract.references.archives import Holding, recognise
from harvester.extract.references.citation.certain import certain
from harvester.extract.references.citation.confidence import confidence, evidence, measured
from harvester.extract.references.citation.draft import Draft
from harvester.extract.references.citation.gost import gost
from harvester.extract.references.citation.han import han
from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.joined import joined
from harvester.extract.references.citation.laws import law
from harvester.extract.references.citation.model import Labels, label
from harvester.extract.references.citation.published import published
from harvester.extract.references.citation.segments import Segment, segments
from harvester.extract.references.citation.tokens import tokenise
from harvester.extract.references.citation.unpublished import unpublished
from harvester.extract.references.language import guess
from harvester.model import Citation

#: A longer text is no reference.
LONGEST = 20_000
#: Less sure opinions are not given: ``csl`` is None.
THRESHOLD = 0.45
#: The rules that read an entry of their own kind alone: the model is not asked.
_ALONE: dict[str, Callable[[str], list[Segment] | None]] = {"han": han, "law": law, "gost": gost}
#: Without any of these an opinion names no work.
_WORKS = frozenset({"title", "container-title", "archive", "archive_location"})


def parse(text: str, archives: Archives | None = None) -> Citation:
    """The opinion on one reference by itself; ``parse_list`` knows what "ibid." repeats.

    ``archives``: those whose citations are recognised; without them, the shipped ones.
    """
    if len(text) > LONGEST:
        return Citation(None, 0.0, ("too-long",))
    read = fields(text, archives)
    if read is None:
        return Citation(None, 0.0, ("empty",))
    made = read.made
    sure = (
        measured(read.way, made.item)
        if read.way
        else confidence(evidence(read.labels, read.parts, made.item))
    )
    spans = tuple(sorted(made.spans, key=lambda span: (span.start, span.end, span.field)))
    if sure < THRESHOLD or not made.item.keys() & _WORKS:
        return Citation(None, sure, tuple(sorted({*made.flags, "low-confidence"})), spans)
    _say_tongue(made)
    csl = json.dumps(made.item, ensure_ascii=False, sort_keys=True)
    return Citation(csl, sure, tuple(sorted(made.flags)), spans)


@dataclass(frozen=True, slots=True)
class Read:
    """What an opinion rests on: the model's labels, the parts that rules made, the item.

    ``way``: the rules that read an entry of their own kind without the model, or "".
    """

    labels: Labels
    parts: list[Segment]
    made: Draft
    way: str = ""


def fields(text: str, archives: Archives | None = None) -> Read | None:
    """The fields of a reference; None where the text has no tokens."""
    tokens = tokenise(text)
    if not tokens:
        return None
    for way, reader in _ALONE.items():
        if (parts := reader(text)) is not None:
            return Read(Labels((), ()), parts, draft(text, parts, tokens), way)
    holding = recognise(text, archives or shipped_archives())
    if holding is not None and holding.edition:
        parts = published(text, holding)
        if parts is not None:
            return Read(Labels((), ()), parts, draft(text, parts, tokens), "published")
        holding = None
    labels = label(tokens)
    parts = joined(text, segments(tokens, certain(text, tokens, labels.names)))
    if holding is None or _has_imprint(parts, holding):
        return Read(labels, parts, draft(text, parts, tokens))
    parts = unpublished(text, holding)
    made = draft(text, parts, tokens)
    made.hold(holding)
    return Read(labels, parts, made, "unpublished")


def _say_tongue(made: Draft) -> None:
    """The language of the title as a BCP 47 tag ("ru", "ru-Latn" where it is romanised)."""
    title = made.item.get("title")
    if not isinstance(title, str):
        return
    tongue = guess(title)
    if tongue.language is None:
        return
    made.item["language"] = f"{tongue.language}-Latn" if tongue.romanised else tongue.language
    if tongue.romanised:
        made.flags.add("transliterated")
        held = made.item.setdefault("custom", {})
        if isinstance(held, dict) and tongue.romanisation:
            held["romanisation"] = tongue.romanisation


def _has_imprint(parts: Sequence[Segment], holding: Holding) -> bool:
    """Whether a publisher at a place stands there, and no archive: a book about archives."""
    labels = {
        part.label
        for part in parts
        if all(part.end <= span.start or span.end <= part.start for span in holding.spans)
    }
    return labels >= {"title", "publisher", "place"} and "archive" not in labels


def parse_list(texts: Sequence[str], archives: Archives | None = None) -> list[Citation]:
    """The opinions on a list of references, in order."""
    return in_order(texts, lambda text: parse(text, archives))
