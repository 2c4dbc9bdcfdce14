"""What the model leaves at the end of a title although its own words say what it is.

", a cura di …", ", 4 voll.", ", CWIHP Working Paper No. 5", ", in «…»": none is ever a title's.
"""

import re
from collections.abc import Iterator

from harvester.extract.references.citation.segments import Segment

_BY = re.compile(
    r"(?i)[,.;]\s(?P<editor>(?:edited by|ed\. by|a cura di|(?:hg|hrsg)\.\s?v(?:on|\.)|bearb\. von"
    r"|herausgegeben von|edición de|texte établi par)\s.{3,80}|(?P<translator>(?:translated"
    r"(?: from the \w{3,12})? by|trans\. by|traduit (?:de l.\w+ )?par|traduzione di|traducción de"
    r"|übersetzt von|aus dem \w{3,14}en von)\s.{3,80}))$"
)
_VOLUMES = re.compile(
    r"[,.]\s(?P<volume>(?:V\s)?\d{1,2}\s(?:vols?|voll|Bde|tomes|tomos|kn|t)\.?)\W*$"
)
_SERIES = re.compile(
    r"[,.]?[”’\"]?\s\(?(?P<series>[A-Z][A-Z&-]{1,8})\s(?P<genre>(?:Working|Occasional|Discussion|Research|Policy)"
    r"\sPapers?(?:\sSeries)?,?\s(?:[Nn]o\.?\s?|#\s?)?\d{1,5}|e-?Dossier,?\s(?:[Nn]o\.\s?)?\d{1,3})\W*$"
)
_IN_GUILLEMETS = re.compile(r",\s(?P<journal>in\s«[^«»]{3,100}»)\W*$")


def tails(text: str, part: Segment) -> Iterator[Segment]:
    """A title's segment, and behind it what does not belong to it."""
    words = part.of(text)
    for pattern in (_VOLUMES, _BY, _SERIES, _IN_GUILLEMETS):
        match = pattern.search(words)
        if match is None or match.start() < 3:
            continue
        names = [name for name, value in match.groupdict().items() if value]
        if "translator" in names:
            names = ["translator"]
        yield from tails(text, Segment(part.label, part.start, part.start + match.start()))
        for name in names:
            start, end = match.span(name)
            yield Segment(name, part.start + start, part.start + end)
        return
    yield part
