"""What is certain by its shape, whatever the model says: addresses, and some runs of numbers.

"2005;102(46):16569–72" can only be a year, a volume, an issue and pages (Vancouver, ICMJE
sample references); so can "Phys. Rev. 47, 777 (1935)" at the end of an entry.
"""

import re
from collections.abc import Sequence

from harvester.extract.references.citation.tokens import Token

_YEAR = r"(?:1[5-9]|20)\d\d"
_VANCOUVER = re.compile(
    rf"(?<!\w)(?P<date>{_YEAR}(?:\s[A-Z][a-z]{{2,8}}\.?(?:[-–][A-Z][a-z]{{2,8}})?(?:\s\d{{1,2}})?)?)\s?;\s?"
    r"(?P<volume>\d{1,4}[A-Z]?(?:\s?\([^()]{1,20}\))?)"
    r"(?::\s?(?P<pages>[A-Z]?\d[\w.]*(?:\s?[-–]\s?[A-Z]?\d+)?|[eE]\d+))?(?!\w)"
)
_COLON = re.compile(
    r"(?<![\w:/.])(?P<volume>\d{1,4}\s?(?:\(\d{1,3}(?:[-–/]\d{1,3})?\))?)\s?:\s?(?P<pages>\d{1,5}\s?[-–]\s?\d{1,5})(?![\w/])"
)
#: "2003), 1:412": a volume and a page behind the imprint.
_BEHIND = re.compile(
    rf"(?<={_YEAR}\), )(?P<volume>\d{{1,2}}):\s?(?P<pages>\d{{1,4}}(?:[-–]\d{{1,4}})?)(?=[.,]?$)"
)
#: "3.12.1989": a day.
_DAY = re.compile(rf"(?<![\w.])(?P<date>[0-3]?\d\.\s?[01]?\d\.\s?{_YEAR})(?!\w)")
_SHAPES = (_VANCOUVER, _COLON, _BEHIND)
_DATE = (
    rf"(?:\d{{1,2}}\s[A-Z][a-z]{{2,8}}\.?,?\s{_YEAR}|[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}},\s{_YEAR}"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})"
)
#: When a page was looked at, which is no date of the work.
_SEEN = re.compile(
    rf"(?i:(?<!\w)(?:last )?(?:accessed|retrieved|viewed|visited"
    rf"|zugriff am|abgerufen am|consulté le)(?: on)?:?)\s(?P<note>{_DATE})"
)


def certain(text: str, tokens: Sequence[Token], labels: Sequence[str]) -> list[str]:
    """The labels, with those that shape alone decides put right."""
    decided = list(labels)
    for place, token in enumerate(tokens):
        if token.kind in ("url", "doi"):
            decided[place] = f"B-{token.kind}"
    for alone in (_DAY, _SEEN):
        if match := alone.search(text):
            name = "date" if alone is _DAY else "note"
            _decide(decided, tokens, name, match.span())
    for shape in _SHAPES:
        if match := shape.search(text):
            for name in match.groupdict():
                if match[name]:
                    _decide(decided, tokens, name, match.span(name))
            break
    return decided


def _decide(decided: list[str], tokens: Sequence[Token], name: str, span: tuple[int, int]) -> None:
    """Give the tokens in a span one label; what follows begins anew."""
    label = "date" if name == "date" else name
    inside = [place for place, token in enumerate(tokens) if span[0] <= token.start < span[1]]
    for number, place in enumerate(inside):
        decided[place] = label if number else f"B-{label}"
    after = inside[-1] + 1 if inside else len(decided)
    if after < len(decided) and not decided[after].startswith("B-"):
        decided[after] = f"B-{decided[after]}"
