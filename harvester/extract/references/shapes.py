"""What a line of a reference list looks like: an entry, a sub-heading, or neither.

Under its heading a list needs no years: "Plato. Laws." is an entry, and so is "3 Ibid.". Only
a sub-heading is not: short, not numbered, without a stop at its end. Where the list may have
ended already, a line must show more: evidence that it is a reference, strong or weak.
"""

import re
from enum import IntEnum

_LONGEST_HEADING = 60
#: More words than this before the first comma or stop are no name.
_LONGEST_NAME = 6

_ISSN = re.compile(r"\b\d{4}-(?!1[4-9]\d\d|20\d\d)\d{3}[\dX]\b")
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]\d\d|20\d\d)(?!\d)|\bn\.\s?d\.|\bforthcoming\b|\bin press\b")
_NUMBER = re.compile(r"^(?:[\[(](\d{1,4})[a-z]?[\])]\s*|(\d{1,4})(?:[.)]\s+|\s+))(?=\S)")
_AGAIN = re.compile(r"^(?:ibid(?:em)?|idem|eadem|id|op\. ?cit|loc\. ?cit)\b", re.IGNORECASE)
_SAME_AUTHOR = re.compile(r"^(?:[–—―_‒-]\s?){2,}|^[–—―]\s*(?=[\w\"“‘(])")
_ELSEWHERE = re.compile(
    r"\b(?:op|loc|art)\.? ?cit\b|\ba\. ?a\. ?O\.|^(?:ebd|ebenda|там же|указ\. соч|同上)",
    re.IGNORECASE,
)
_ARCHIVAL = re.compile(r"\d/\d|\b(?:MSS?|Ms|Add|Cod|inv|box|folder|fols?|ff|reel|nr)\b\.?\s*\d")
_STOPPED = re.compile(r"[.!?…)\]”’\"'»。」』》]$")
_SEPARATOR = re.compile(r"[.,;]\s+(?=\S)")
_SEPARATED = re.compile(r"[.,;:]\s+(?=[^\W_a-z]|[(\[“‘\"'«])")
_MARK = re.compile(r"[,.;:(“‘\"'«–—，。：「『《]")
_WORD = re.compile(r"[^\W\d_]")

_SMALL = frozenset(
    "& a al and ap at av bin d' da das de degli dei del della den der des di do dos du e ed el et "
    "for ibn in la las le les lo los of on och og op or st ten ter the to und van vel vom von y zu "
    "zum zur".split()
)
#: Words of which sub-headings of bibliographies are made.
_HEADING_WORDS = frozenset(
    "additional ancient archival archive archives articles bibliographies bibliography book books "
    "cases chapters cited collected collections contemporary databases dissertations documents "
    "editions electronic essays films for further general government in internet interviews "
    "journals legislation letters libraries list literature manuscript manuscripts maps materials "
    "media medieval modern newspaper newspapers note notes official on online oral other papers "
    "periodicals press primary printed published reading readings records recommended reference "
    "references reports resources scholarship secondary select selected sources statutes studies "
    "suggested suggestions texts theses thesis translations treaties unpublished web websites "
    "work works".split()
)
_ENUMERATED = re.compile(r"^(?:(?:[A-Z]|[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)]?|\([a-z\d]\))\s+")


def number_of(text: str) -> int | None:
    """The number that a line begins with: "3 ", "3. ", "3) ", "[3]", "(3)"."""
    match = _NUMBER.match(text)
    return int(match.group(1) or match.group(2)) if match else None


class Evidence(IntEnum):
    """How much a line looks like a reference. WEAK is enough only right below another one."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def leans(text: str) -> bool:
    """Whether an entry leans on what stands elsewhere: "Ibid., 23.", "———. Poems. 1990."."""
    return any(shape.search(text) for shape in (_AGAIN, _SAME_AUTHOR, _ELSEWHERE))


def is_heading(text: str) -> bool:
    """Whether a line cannot be an entry: a sub-heading, a bare label of chrome, a rule."""
    if not _WORD.search(text):
        return True
    if len(text) > _LONGEST_HEADING:
        return False
    if text.endswith(":") or _is_of_heading_words(text):
        return True
    if _STOPPED.search(text) or number_of(text) is not None:
        return False
    return evidence(text) == Evidence.NONE


def evidence(text: str) -> Evidence:
    """What a line shows of what references show: a year, a name and what follows, a call number."""
    if not _WORD.search(text) or text.endswith((",", ";")):
        return Evidence.NONE
    if _AGAIN.match(text) or _SAME_AUTHOR.match(text) or _ARCHIVAL.search(text):
        return Evidence.STRONG
    if _has_year(text) or len(_SEPARATED.findall(text)) >= 3:
        return Evidence.STRONG
    stopped = _STOPPED.search(text) is not None
    parted = _SEPARATOR.search(text)
    if parted and _is_name(text[: parted.start()]):
        return Evidence.STRONG if stopped else Evidence.WEAK
    if re.search(r"[^.]\.$", text) and _is_name(text):
        return Evidence.WEAK  # "Beowulf."
    return Evidence.NONE


def _has_year(text: str) -> bool:
    """Whether a year stands where references have it: first, or after a name or a mark."""
    year = _YEAR.search(_ISSN.sub(lambda issn: "X" * len(issn.group()), text))
    if year is None:
        return False
    before = text[: year.start()]
    return not before or _MARK.search(before) is not None or _is_name(before)


def _is_of_heading_words(text: str) -> bool:
    """Whether nothing but the usual words make up a line: "Primary sources (1949–1976)"."""
    if text[-1] in ".!?…":
        return False
    words = re.findall(r"[^\W\d_]+", _ENUMERATED.sub("", text).casefold())
    joining = {"and", "of", "the", "to", "by"}
    return bool(set(words) - joining) and all(
        word in _HEADING_WORDS or word in joining for word in words
    )


def _is_name(text: str) -> bool:
    """Whether words could be a name, of a person, a body or a place: nearly all with capitals."""
    words = [word.lstrip("“‘\"'([«*") for word in text.split()]
    words = [word for word in words if word]
    if not 1 <= len(words) <= _LONGEST_NAME:
        return False
    return all(not word[0].islower() or word.rstrip(".,") in _SMALL for word in words)
