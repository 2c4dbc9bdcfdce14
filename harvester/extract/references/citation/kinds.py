"""What kind of work a reference is of, by what it prints."""

import re
from collections.abc import Mapping, Sequence

from harvester.extract.references.citation.segments import Segment

_THESIS = re.compile(
    r"(?i)\b(?:th[eè]s[ei]s?|diss|dissertation|habilitation|tesi|tesis|диссертация)\b|ph\. ?d"
    r"|d\. ?phil"
)
_REPORT = re.compile(
    r"(?i)\b(?:working papers?|discussion paper|occasional paper|research (?:report|memorandum"
    r"|paper)"
    r"|technical (?:report|note|memorandum)|tech\. rep|policy (?:brief|paper)|white paper|report"
    r"|memorandum|arbeitspapier)\b"
)
_PAPERS = re.compile(
    r"(?i)\b(?:proceedings|conference|symposium|workshop|congress|proc|colloquium|meeting"
    r"|presented at)\b"
)
_NEWSPAPER = re.compile(
    r"(?i)\b(?:times|post|herald|tribune|gazette|guardian|telegraph|observer|daily|zeitung|pravda"
    r"|izvestii?a|monde"
    r"|figaro|ribao|shimbun|news|star|chronicle|sun|mail|globe|independent|journal-american"
    r"|inquirer|examiner|courier"
    r"|express|deutschland|rundschau|país|stampa|corriere|repubblica|krasnaia zvezda|renmin"
    r"|libération|humanité)\b"
)
_MAGAZINE = re.compile(
    r"(?i)\b(?:time|life|newsweek|economist|new yorker|harper[’']s|atlantic|spiegel|nation"
    r"|spectator|new statesman|magazine|weekly|business week|fortune|reporter)\b"
)
_LAW = re.compile(
    r"\b(?:U\.S\.C\.|Stat\.|Pub\. ?L\.|c\. \d+|Act \d{4}|Act,? (?:of )?\d{4}|Cap\. \d+|Geo\. [IVX]+"
    r"|BGBl)"
)
_CASE = re.compile(
    r"\bv\.? [A-Z].*\b\d+ (?:U\.S\.|F\.\d|S\. ?Ct|AC\b|QB\b|WLR\b|All ER\b)|\[\d{4}\] (?:AC|QB|Ch"
    r"|UKHL"
    r"|UKSC)"
)
_VERSUS = re.compile(r"\s(?:v|vs|versus|gegen)\.?\s|\b(?:In re|Ex parte)\b|^R\s\(")
_FILM = re.compile(
    r"(?i)\b(?:dir(?:ected)?\b\.? (?:by )?|directed by|, director\b|film\b|dvd\b|motion picture"
    r"|produced by)"
)


def kind_of(item: Mapping[str, object], text: str, parts: Sequence[Segment]) -> str:
    """The CSL type; ``document`` where nothing tells."""
    labels = {part.label for part in parts}
    genre = str(item.get("genre", ""))
    container = str(item.get("container-title", ""))
    imprint = "publisher" in item or "publisher-place" in item
    film = _FILM.search(text) and not labels & {"journal", "container"} and not item.get("author")
    if "director" in item or film:
        return "motion_picture"
    if _THESIS.search(genre):
        return "thesis"
    if "event-title" in item:
        return "paper-conference"
    if "reporter" in labels:
        return "legal_case" if _VERSUS.search(text) else "legislation"
    if "edition-title" in labels:
        return "chapter"
    if "URL" in item and not imprint and "(blog)" in text.lower():
        return "webpage"
    if _CASE.search(text):
        return "legal_case"
    if _LAW.search(text) and not container:
        return "legislation"
    if "archive" in labels and not imprint:
        return "manuscript"
    if container:
        return _kind_of_part(item, container, labels, imprint)
    if _REPORT.search(genre) or (genre and item.get("number")):
        return "report"
    if _PAPERS.search(genre) or (_PAPERS.search(str(item.get("note", ""))) and not imprint):
        return "paper-conference"
    if imprint:
        return "webpage" if "URL" in item and "[Internet]" in text else "book"
    if "URL" in item or "url" in labels:
        return "webpage"
    if "volume" in item and "issue" in item:
        return "article-journal"
    return "book" if "title" in item and ("editor" in item or "edition" in item) else "document"


def _kind_of_part(
    item: Mapping[str, object], container: str, labels: set[str], imprint: bool
) -> str:
    """A part of something larger: of a journal, a newspaper, or a book."""
    periodical = "volume" in item or "issue" in item
    day = _has_day(item)
    if "journal" in labels or (periodical and not imprint and "editor" not in item):
        if day and _MAGAZINE.search(container):
            return "article-magazine"
        if day and not periodical:
            return "article-newspaper"
        if not periodical and _NEWSPAPER.search(container) and "page" not in item:
            return "article-newspaper"
        return "article-journal"
    if _PAPERS.search(container):
        return "paper-conference"
    if "URL" in item and not imprint and not {"page", "editor"} & item.keys():
        return "webpage"
    return "chapter"


def _has_day(item: Mapping[str, object]) -> bool:
    issued = item.get("issued")
    parts = issued.get("date-parts", [[]]) if isinstance(issued, dict) else [[]]
    return len(parts[0]) > 2
