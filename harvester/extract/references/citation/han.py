"""References in Chinese and Japanese, whose marks say what each part is.

Names stand before the first title mark; 《》, 『』 and 「」 hold titles; place, publisher and
year follow; 第…期, 号, 卷, 页 and 頁 count (GB/T 7714 and the house styles of history
journals).
"""

import re

from harvester.extract.references.citation.people import Name
from harvester.extract.references.citation.segments import Segment

_HAN = r"[\u3400-\u9fff]"
_TITLE = re.compile(r"[《「『“]([^《》「」『』“”]+(?:《[^《》]*》[^《》「」『』“”]*)*)[》」』”]")
_ROLE = re.compile(r"(主编|主編|编|編)(?:者|著)?$")
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)年?(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_IMPRINT = re.compile(
    rf"(?:(?P<place>{_HAN}{{2,6}})\s?[：:]\s?)?(?P<publisher>{_HAN}{{2,16}})\s?[，,、]\s?(?=1[5-9]\d\d"
    rf"|20\d\d)"
)
_ISSUE = re.compile(r"(?:第\s?)?(\d{1,4}(?:[-–—]\d{1,4})?)\s?[期号號]")
_VOLUME = re.compile(r"第?\s?(\d{1,3}|[一二三四五六七八九十]{1,3})\s?[卷巻]")
_PAGES = re.compile(r"第?\s?(\d{1,4}(?:\s?[-–—]\s?\d{1,4})?)\s?[页頁版]")
#: GB/T 7714: the kind in brackets behind the title.
_STANDARD = re.compile(
    r"^\W{0,3}(?:\d{1,3}\W{1,2})?(?P<author>[^.．。\[\]]{2,60})[.．。]\s?(?P<title>[^\[\]]{2,120}?)"
    r"\[(?P<kind>[A-Z]{1,2}(?:/OL)?)\][.．。,，]?\s?"
)
_HELD_IN = re.compile(r"(?://)?([^,，.．0-9]{2,40})(?=[,，.．])")
_STANDARD_NUMBERS = re.compile(
    r"(?P<date>(?:1[5-9]|20)\d\d)(?:[-—–]\d\d[-—–]\d\d)?\s?(?:[,，]\s?(?P<volume>\d{1,4}))?\s?"
    r"(?:[(（](?P<issue>[\d\-–—/]{1,9})[)）])\s?(?:[:：]\s?(?P<pages>\d{1,5}(?:\s?[-–—]\s?\d{1,5})?))?"
)
_STANDARD_IMPRINT = re.compile(
    r"(?P<place>[^:：,，.．\d]{2,12})[:：]\s?(?P<publisher>[^:：,，]{2,30})[,，]\s?"
    r"(?P<date>(?:1[5-9]|20)\d\d)(?:[:：]\s?(?P<pages>\d{1,4}(?:[-–—]\d{1,4})?))?"
)
_DOUBLE = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 尉迟 公孙 令狐 夏侯".split()
)


def han(text: str) -> list[Segment] | None:
    """The fields of a Chinese or Japanese reference, in printed order; None where it is neither."""
    signs = len(re.findall(_HAN, text))
    if signs * 2 <= len(text.split()) + 8:
        return None
    if match := _STANDARD.match(text):
        return _by_standard(text, match)
    return _by_marks(text) if _TITLE.search(text) else None


def _by_standard(text: str, match: re.Match[str]) -> list[Segment]:
    """ "Author. Title[J]. Journal, 2010(2): 62-74." (GB/T 7714)."""
    found = [Segment(name, *match.span(name)) for name in ("author", "title")]
    rest = match.end()
    if (named := _HELD_IN.match(text, rest)) and match["kind"][0] in "JNCA":
        found.append(Segment("journal", *named.span(1)))
    if numbers := _STANDARD_NUMBERS.search(text, rest):
        held = (
            ("date", "date"),
            ("volume", "volume-number"),
            ("issue", "issue"),
            ("pages", "pages"),
        )
        found.extend(Segment(label, *numbers.span(name)) for name, label in held if numbers[name])
        if match["kind"][0] == "N" and numbers["issue"]:
            found[-1] = Segment("pages", found[-1].start, found[-1].end)
    elif imprint := _STANDARD_IMPRINT.search(text, rest):
        held = (
            ("place", "place"),
            ("publisher", "publisher"),
            ("date", "date"),
            ("pages", "pages"),
        )
        found.extend(Segment(label, *imprint.span(name)) for name, label in held if imprint[name])
    elif date := _YEAR.search(text, rest):
        found.append(Segment("date", *date.span()))
    return found


def _by_marks(text: str) -> list[Segment]:
    """What the marks of titles say."""
    found: list[Segment] = []
    titles = [
        match for match in _TITLE.finditer(text) if not found or match.start() >= found[-1].end
    ][:2]
    head = text[: titles[0].start()].rstrip(" ：:，,、。")
    head = re.sub(r"^\W*(?:\d{1,3}[.、]\s?)?", lambda match: " " * match.end(), head)
    if head.strip():
        found.append(Segment("author", len(head) - len(head.lstrip()), len(head)))
    found.append(Segment("title", *titles[0].span(1)))
    rest = titles[-1].end()
    if len(titles) > 1:
        found.append(Segment("journal", *titles[1].span(1)))
    for label, pattern in (("volume-number", _VOLUME), ("issue", _ISSUE), ("pages", _PAGES)):
        if match := pattern.search(text, rest):
            found.append(Segment(label, *match.span(1)))
    if match := _IMPRINT.search(text, rest):
        found.extend(
            Segment(name, *match.span(name)) for name in ("place", "publisher") if match[name]
        )
    if match := _YEAR.search(text, rest):
        found.append(Segment("date", *match.span()))
    return found


def names(text: str) -> tuple[list[Name], bool]:
    """The people before the title, and whether they are its editors."""
    role = _ROLE.search(text)
    bare = re.sub(r"(?:主编|主編|编著|編著|编|編|著|译|訳|譯|等)+$", "", text).strip()
    made: list[Name] = []
    for name in re.split(r"[、，,\s]+", bare):
        if not name:
            continue
        if re.fullmatch(rf"{_HAN}{{2,4}}", name):
            cut = 2 if name[:2] in _DOUBLE and len(name) > 2 else 1
            made.append({"family": name[:cut], "given": name[cut:]})
        else:
            made.append({"literal": name})
    return made, role is not None


def date_parts(text: str) -> list[int]:
    """ "1957年11月8日" → [1957, 11, 8]."""
    match = _YEAR.search(text)
    return [int(part) for part in match.groups() if part] if match else []
