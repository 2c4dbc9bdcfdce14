"""A printed reference as a CSL item: an opinion that knows when it is unsure.

The printed text is never changed. A model labels its tokens; rules make fields of the labels,
hold what is certain by itself (a DOI is a DOI), and say where each field stands. Pure: the
same text gives the same item.
"""

import json
from collections.abc import Sequence

from harvester.extract.references.again import in_order
from harvester.extract.references.citation.confidence import confidence, evidence
from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.model import label
from harvester.extract.references.citation.segments import segments
from harvester.extract.references.citation.tokens import tokenise
from harvester.model import Citation

#: A longer text is no reference.
LONGEST = 20_000
#: Less sure opinions are not given: ``csl`` is None.
THRESHOLD = 0.2


def parse(text: str) -> Citation:
    """The opinion on one reference by itself; ``parse_list`` knows what "ibid." repeats."""
    if len(text) > LONGEST:
        return Citation(None, 0.0, ("too-long",))
    tokens = tokenise(text)
    if not tokens:
        return Citation(None, 0.0, ("empty",))
    labels = label(tokens)
    parts = segments(tokens, labels.names)
    made = draft(text, parts, tokens)
    sure = confidence(evidence(labels, parts, made.item))
    spans = tuple(sorted(made.spans, key=lambda span: (span.start, span.end, span.field)))
    if sure < THRESHOLD or "title" not in made.item:
        return Citation(None, sure, tuple(sorted({*made.flags, "low-confidence"})), spans)
    csl = json.dumps(made.item, ensure_ascii=False, sort_keys=True)
    return Citation(csl, sure, tuple(sorted(made.flags)), spans)


def parse_list(texts: Sequence[str]) -> list[Citation]:
    """The opinions on a list of references, in order."""
    return in_order(texts, parse)
