"""What an entry repeats of the one before it: "ibid.", "idem", "op. cit.", a dash for the author.

A dash and "idem" stand for people: their printed names take its place, and the entry is read
as if they were printed there. "Ibid." and "op. cit." stand for a work: the entry is that work,
at other pages. The printed text stays as it is.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from harvester.model import Citation, Span

_NUMBER = r"(?P<number>(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)]?)\s+)?"
_SAME_WORK = re.compile(
    rf"(?i)^\s*{_NUMBER}(?:see\s+|cf\.\s+)?(?:ibid(?:em)?|ebd|ebenda|ivi|там же"
    rf"|loc\. ?cit)(?!\w)\.?"
)
_SAME_PEOPLE = re.compile(
    rf"(?i)^\s*{_NUMBER}(?P<sign>(?:idem|id\.|eadem|ead\.|ders\.|dies\.|il medesimo|он же)(?=\W)"
    r"|[–—―_‒]{1,12}(?:\s(?:and|&|und|et)\s[–—―_‒]{1,12})?(?=\W)|-{2,12}(?=\W))"
)
_OP_CIT = re.compile(
    r"(?i)^(?P<who>[^,]{2,60}),.{0,120}?\b(?:op\. ?cit|loc\. ?cit|art\. ?cit|cit\.|a\. ?a\. ?O)"
)
_PAGES = re.compile(
    r"(?i)(?:\b(?:pp?|s|f|fols?|ff|с|at|l|ll|n)\.\s*|,\s*"
    r"|\s)((?:\d[\w–\-]*|[ivxlc]+(?!\w))(?:,\s*\d[\w–\-]*)*)\W*$"
)
_ROLE = re.compile(r"(?i)[\s,(\[]*\(?\b(?:eds?|hrsg|hg)\b\.?\)?[\s.,:;)]*$")


def in_order(texts: Sequence[str], parse: Callable[[str], Citation]) -> list[Citation]:
    """The opinions on a list, each entry knowing those before it."""
    found: list[Citation] = []
    people = ""
    for text in texts:
        if match := _SAME_WORK.match(text):
            found.append(_same_work(text, match.end(), found[-1] if found else None))
            continue
        earlier = _cited_before(text, texts, found)
        if earlier is not None:
            found.append(_same_work(text, 0, earlier, "op-cit"))
            continue
        match = _SAME_PEOPLE.match(text)
        citation = _with_people(text, match, people, parse) if match else parse(text)
        found.append(citation)
        people = people if match and people else _printed_people(text, citation)
    return found


def _same_work(text: str, after: int, before: Citation | None, flag: str = "ibid") -> Citation:
    """The work before, at the pages that are printed here."""
    if before is None or before.csl is None:
        return Citation(None, 0.0, (flag, "unresolved"))
    item = json.loads(before.csl)
    spans: tuple[Span, ...] = ()
    if match := _PAGES.search(text, after):
        item["page"] = re.sub(r"[–—]", "-", match.group(1))
        spans = (Span("page", match.start(1), match.end(1)),)
    flags = tuple(sorted({flag, *before.flags} - {"same-author"}))
    return Citation(_json(item), before.confidence, flags, spans)


def _cited_before(text: str, texts: Sequence[str], found: Sequence[Citation]) -> Citation | None:
    """The earlier entry that "Lüthi, op. cit." means: the last one by that family name."""
    match = _OP_CIT.match(re.sub(rf"^\s*{_NUMBER}", "", text))
    if not match:
        return None
    who = re.split(r"\s", match["who"].strip())[-1].casefold()
    for citation in reversed(found):
        item = json.loads(citation.csl) if citation.csl else {}
        people = [*item.get("author", []), *item.get("editor", [])]
        if any(person.get("family", "").casefold().split(" ")[-1] == who for person in people):
            return citation
    return None


def _with_people(
    text: str, match: re.Match[str], people: str, parse: Callable[[str], Citation]
) -> Citation:
    """The entry as if the names were printed where the dash stands; spans as it is printed."""
    if not people:
        return replace(parse(text), flags=("same-author", "unresolved"))
    start, end = match.span("sign")
    sign = text[end : end + 1]
    joint = "" if sign in ",.:;" or text[end : end + 2] == " (" else ","
    citation = parse(f"{text[:start]}{people}{joint}{text[end:]}")
    grown = len(people) + len(joint) - (end - start)
    spans = tuple(
        replace(span, start=span.start - grown, end=span.end - grown)
        for span in citation.spans
        if span.start - grown >= end
    )
    flags = tuple(sorted({*citation.flags, "same-author"}))
    return replace(citation, flags=flags, spans=spans)


def _printed_people(text: str, citation: Citation) -> str:
    """The names at the head of an entry, as printed, for the dashes that may follow."""
    for span in citation.spans:
        if span.field in ("author", "editor") and span.start < 12:
            return _ROLE.sub("", text[span.start : span.end]).rstrip(" ,;:(")
    return ""


def _json(item: object) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
