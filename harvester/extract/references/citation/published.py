"""A document in an edition that is known by its own name: "in FRUS, 1958–1960, vol. XIX, doc. 289".

The edition needs no imprint; what stands before it is the document and its day.
"""

import re

from harvester.extract.references.citation.segments import Segment
from harvester.extract.references.citation.unpublished import last_date
from harvester.extract.references.holding import Holding

_YEAR = r"(?:1[4-9]|20)\d\d"
_NAME = re.compile(rf"(?P<name>[^,;:()]{{2,120}}(?:,\s{_YEAR}(?:[–-](?:{_YEAR}|\d\d))?)?)")
_VOLUME = re.compile(
    r"[,;:]?\s(?:vol(?:ume|s)?\b\.?\s|t\.\s|Bd\.\s)?(?P<volume>[IVXLC]{1,7}|\d{1,2})(?=[,:;.]|$)"
)
_PAGES = re.compile(r"[:,]\s?(?:pp?\.\s)?(?P<pages>\d{1,4}(?:\s?[–-]\s?\d{1,4})?)\.?\s*$")
_DOCUMENT = re.compile(r"[,:]\s(?:doc|document|Dok|no|nr)s?\b\.?\s?(?P<document>\d{1,5})\b", re.I)
_IMPRINT = re.compile(rf"\([^()]{{2,40}}: [^()]{{2,80}}{_YEAR}\)|: [A-Z][^,:]{{2,60}}, {_YEAR}")
#: An article in a journal of documents has its year in brackets behind the number.
_JOURNAL = re.compile(rf"\([^()]{{0,20}}{_YEAR}\)")
_IN = re.compile(r"[,;.]?\s+(?:(?:reprinted |printed )?in:?\s+)?$")


def published(text: str, holding: Holding) -> list[Segment] | None:
    """The document, its day, and where the edition prints it; None where that is not printed.

    An edition with its own imprint is a book, and none of ours.
    """
    start = min(span.start for span in holding.spans)
    if start < 8 or _IMPRINT.search(text) or _JOURNAL.search(text, start):
        return None
    name = _NAME.match(text, start)
    joint = _IN.search(text[:start])
    if name is None or joint is None:
        return None
    found = [Segment("edition-title", *name.span("name"))]
    end = name.end()
    for label, pattern in (("volume", _VOLUME), ("document", _DOCUMENT), ("pages", _PAGES)):
        if match := (pattern.match if label == "volume" else pattern.search)(text, end):
            found.append(
                Segment("volume-number" if label == "volume" else label, *match.span(label))
            )
            end = match.end()
    if len(found) == 1:
        return None
    date = last_date(text, 0, joint.start() + 1)
    title = date.start() if date and joint.start() - date.end() < 3 else joint.start()
    lead = [Segment("title", 0, title)]
    if date:
        lead.append(Segment("date", date.start(), date.end()))
    return [*lead, *found]
