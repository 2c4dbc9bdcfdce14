"""Laws and cases, whose reporters say what each number is: "343 U.S. 579", "[1932] AC 562".

The forms are those of the Bluebook (United States), OSCOLA (United Kingdom, European Union) and
of international courts. What stands before the reporter is the title.
"""

import re

from harvester.extract.references.citation.segments import Segment

_REPORTERS = (
    r"U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\.(?:\s?2d)?|F\.(?:\s?[23]d|\s?Supp\.(?:\s?[23]d)?)?|Stat\."
    r"|Fed\.\s?Reg\.|I\.?C\.?J\.?(?:\s(?:Reports|Rep\.?))?|P\.?C\.?I\.?J\.?|C\.?L\.?R\.?|S\.?C\.?R\.?"
    r"|E\.?C\.?R\.?|BGBl\.?|BVerfGE|RGBl\.?|ILM|UNTS|U\.N\.T\.S\.|(?:[A-Z][\w.]{0,5}\s)?(?:App|Cal|N\.\s?E|P)"
    r"\.\s?[23]d"
)
_UK = (
    r"AC|A\.C\.|QB|Q\.B\.|KB|K\.B\.|Ch|WLR|W\.L\.R\.|All ER|UKHL|UKSC|EWCA(?: Civ| Cri"
    r"m)?|EWHC|HL|PC|OJ|ECR|CMLR|Fam|Lloyd’s Rep|Cr App R|ICR|IRLR|EHRR"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_AMERICAN = re.compile(
    rf"[,.]?\s(?P<volume>{_YEAR}|\d{{1,4}})\s(?P<journal>{_REPORTERS})\s?(?:§+\s?)?(?P<pages>\d[\w.\-]{{0,8}})"
    rf"(?P<pin>(?:,\s\d+(?:[–-]\d+)?)*)[.,]?(?P<date>\s\([^()]{{0,40}}?{_YEAR}\))?"
)
_BRITISH = re.compile(
    rf",?\s(?P<date>[\[(]{_YEAR}[\])])\s(?:(?P<volume>\d{{1,3}})\s)?(?P<journal>{_UK})\s"
    rf"(?:(?P<series>[A-Z]{{1,2}}\d{{1,4}})/)?(?P<pages>\d{{1,5}})(?!\w)"
)
_CODE = re.compile(
    r"[,.]?\s(?P<volume>\d{1,3})\s(?P<journal>U\.\s?S\.\s?C\.(?:A\.)?|C\.\s?F\.\s?R\.)"
    r"\s§+\s?[\w.\-–()]{1,20}"
    rf"(?P<date>\s\({_YEAR}\))?"
)
_CHAPTER = re.compile(
    rf"^(?P<title>.{{4,200}}?\bAct,?\s(?:of\s)?{_YEAR})(?:,\s(?:\d[\w ,&’']{{0,20}}\s?"
    r"(?:Geo|Vict?|Edw|Eliz|Will|Anne|Jac|Car)\b[\w.,& ’']{0,20}?,\s)?c(?:h|ap)?\.\s?\d{1,4})?\.?$"
)
_PUBLIC_LAW = re.compile(
    r",?\s(?:Pub(?:lic|\.)\s?L(?:aw|\.)\s?(?:No\.\s?)?)(?P<number>\d{1,3}[-–]\d{1,4})"
)
_VERSUS = re.compile(
    r"\s(?:v|vs|versus|c|gegen)\.?\s"
    r"|\b(?:Case|Act|Law|Code|Regulation|Directive|Treaty|In re|Ex parte)\b|\bR\s\("
)


def law(text: str) -> list[Segment] | None:
    """The fields of a law or a case, in printed order; None where it is neither."""
    if match := _CHAPTER.match(text):
        return [Segment("title", 0, match.end("title"))]
    match = _AMERICAN.search(text) or _BRITISH.search(text) or _CODE.search(text)
    if match is None or not _VERSUS.search(text, 0, match.start()):
        return None
    number = _PUBLIC_LAW.search(text, 0, match.start() + 1)
    found = [Segment("title", 0, number.start() if number else match.start())]
    if number:
        found.append(Segment("document", *number.span("number")))
    return [*found, *_numbers(match)]


def _numbers(match: re.Match[str]) -> list[Segment]:
    """The reporter and what counts in it."""
    held = {name: match.span(name) for name, value in match.groupdict().items() if value}
    if match.re is _AMERICAN and re.fullmatch(_YEAR, match["volume"]) and "date" not in held:
        held["date"] = held.pop("volume")  # "1986 I.C.J. Reports 14": its volumes are years
    names = {"volume": "volume-number", "series": "volume-number", "journal": "reporter"}
    parts = [Segment(names.get(name, name), *span) for name, span in held.items() if name != "pin"]
    return sorted(parts, key=lambda part: part.start)
