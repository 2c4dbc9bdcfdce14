"""Volumes, issues, pages and editions as references print them, to CSL's variables."""

import re

_COUNT = re.compile(
    r"(?i)^\W*(?:[вуv] )?(\d{1,3}|two|three|four|five)\s+"
    r"(?:vols?|volumes|voll|volumi|bde|bände|tomes|tomos|t|т|томах|кн|kn)\b\.?\W*$"
)
_NUMBER = r"[\dIVXLCivxlc]+[\w]*(?:\s?[–\-/&]\s?[\dIVXLCivxlc]+\w*)?"
_VOLUME = re.compile(
    rf"(?i)(?<![^\W\d])(?:vols?|volumes?|bd|bde|band|t|tom[eo]?s?|jg|jahrg|v|том|т|anno)\b\.?\s*"
    rf"(?P<value>{_NUMBER}(?:\s\((?![\d–\-]+\))\w+\))?)(?!\w)"
)
_ISSUE = re.compile(
    rf"(?i)(?<![^\W\d])(?:nos?|nrs?|n°|nº|n|num|núm|number|issues?|iss|heft|h|fasc|№|вып"
    rf"|#)(?![^\W\d])\.?\s*(?P<value>{_NUMBER})(?!\w)"
)
_BOTH = re.compile(
    rf"^\W*(?P<volume>{_NUMBER})\s*(?:\((?P<issue>[^()]{{1,20}})\)"
    rf"|[:,./]\s*(?P<second>{_NUMBER})(?!\w))"
)
_PAGES_BEHIND = re.compile(r"[:,]\s*(?:pp?\.\s*)?(\w?\d+\s?[–\-]\s?\w?\d+)\W*$")
_PLAIN = re.compile(rf"^\W*(?P<value>{_NUMBER}|[A-Z]?\d+\w*)")
_PART = re.compile(r"(?i)\b(?:suppl(?:ement)?|part|pt|special issue)\b\.?\s*\w*")
_PAGE_WORD = re.compile(
    r"(?i)^[\W]*(?:pp?|pages?|s|ss|seiten?|pág|págs|с|стр|σ|σσ|σελ|ص|at|art(?:icle)?)\b\.?\s*"
)
_ALL_PAGES = re.compile(
    r"(?i)^\W*((?:[ivxlc]+\s*[,+]\s*)?\d{1,4})\s*(?:pp?|pages|s|seiten|с)\b\.?\W*$"
)
_VOLUME_PAGE = re.compile(r"^(\d{1,3})\s?:\s?(\d{1,4}(?:\s?[–-]\s?\d{1,4})?)$")
#: "62-63, pp. 69-72": the number before the page's word is none of its own.
_NUMBER_AND_PAGES = re.compile(
    r"^\W*(\d{1,4}(?:[-–/]\d{1,4})?),\s(?:pp?|S|с)\.\s(\d{1,5}(?:\s?[–-]\s?\d{1,5})?)\W*$"
)
#: Page numbers and nothing behind them that is none.
_JUST_PAGES = re.compile(
    r"^(?:[A-Za-z]?\d+[a-z]?|[ivxlc]+)(?:\s?[–—‐‑-]+\s?(?:[A-Za-z]?\d+[a-z]?|[ivxlc]+))?"
    r"(?:,\s?\d+(?:\s?[–—-]\s?\d+)?)*(?=$|[.,;:]?\s[A-Z])"
)
_RANGE = re.compile(r"\s*[–—‒‐‑-]+\s*")
_EDITION = re.compile(
    r"(?i)[\s(]*\b(?:edn|eds?|edition|aufl|auflage|éd|édition|ed|edición|edizione|изд)\b\.?.*$"
)


def volume_and_issue(text: str) -> dict[str, str]:
    """Volume and issue ("vol. 27, n° 4"), pages glued to them, or a count ("3 vols.")."""
    if match := _COUNT.match(text):
        words = {"two": "2", "three": "3", "four": "4", "five": "5"}
        return {"number-of-volumes": words.get(match.group(1).lower(), match.group(1))}
    found: dict[str, str] = {}
    if (match := _PAGES_BEHIND.search(text)) and text[: match.start()].strip(" ("):
        found["page"] = _RANGE.sub("-", match.group(1))
        text = text[: match.start()]
    volume, issue = _VOLUME.search(text), _ISSUE.search(text)
    if volume:
        found["volume"] = volume["value"]
    if issue and not (volume and volume.start() <= issue.start() < volume.end()):
        found["issue"] = issue["value"]
        before = text[: issue.start()]
        if not volume and (match := _PLAIN.match(before)):
            found["volume"] = match["value"]
    if "issue" not in found and not (volume and "(" in volume["value"]):
        rest = text[volume.start("value") :] if volume else text
        if match := _BOTH.match(rest):
            found["volume"] = match["volume"]
            found["issue"] = (match["issue"] or match["second"]).strip()
    if not volume and "issue" not in found:
        if match := _PLAIN.match(text):
            found["volume"] = match["value"]
        elif text.strip(" .,;:()"):
            found["volume"] = text.strip(" .,;:()")
    return {name: value.strip(" .") for name, value in found.items()}


def pages(text: str) -> dict[str, str]:
    """ "pp. 12–34." → page 12-34; "245 pp." → number-of-pages."""
    if match := _ALL_PAGES.match(text):
        return {"number-of-pages": match.group(1)}
    if match := _NUMBER_AND_PAGES.match(text):
        return {"volume": match.group(1), "page": _RANGE.sub("-", match.group(2))}
    bare = _PAGE_WORD.sub("", text).strip(" .,;:()[]")
    if match := _VOLUME_PAGE.match(bare):
        return {"volume": match.group(1), "page": _RANGE.sub("-", match.group(2))}
    if match := _JUST_PAGES.match(bare):
        bare = match.group().rstrip(" ,")
    return {"page": _RANGE.sub("-", bare)} if bare else {}


def edition(text: str) -> str:
    """ "2nd rev. edn" → "2nd rev."; what names no edition stays as printed."""
    bare = text.strip(" ,;:()[]")
    short = _EDITION.sub("", bare).strip(" ,;:(")
    return short or bare.rstrip(".")
