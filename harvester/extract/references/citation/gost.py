"""Russian, Ukrainian and Bulgarian lists by GOST: two slashes before a journal or a book.

"Author I. O. Title // Journal. 1997. № 1. С. 23–47." and "Author I. O. Title. М.: Наука, 1991.
320 с." (GOST R 7.0.5–2008). Dashes may stand between the parts.
"""

import re

from harvester.extract.references.citation.segments import Segment

_CYRILLIC = re.compile(r"[а-яіїєґА-Я]")
_NAME = (
    r"(?:[А-ЯІЇЄҐЁA-Z][а-яіїєґёa-z’'ʹ]{1,25}(?:-[А-ЯІЇЄҐЁA-Z][\w’'ʹ]{1,25})?"
    r",?\s[А-ЯІЇЄҐЁA-Z][a-zа-я]?\.(?:[\s-]?[А-ЯІЇЄҐЁA-Z][a-zа-я]?\.)?)"
)
_PEOPLE = re.compile(rf"^{_NAME}(?:(?:,\s(?:[иi]\s)?|\s[иi]\s){_NAME}){{0,4}}(?:,?\sи др\.)?")
_SLASHES = re.compile(r"\s//\s")
_DASH = r"(?:\s[—–-]\s?)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d–-])(?:(?P<day>\d{{1,2}}\s[а-яіїa-z’']{{3,9}}\.?\s))?(?P<year>{_YEAR}(?:[–-]{_YEAR})?)"
    r"(?:\sг\.)?(?=[.,;)\s]|$)"
)
_VOLUME = re.compile(r"(?<!\w)(?:Т|т|Том|T|Кн|Ч)\.?\s(?P<value>\d{1,3}|[IVXLC]{1,7})(?!\w)")
_ISSUE = re.compile(r"(?<!\w)(?:№|Вып\.|вып\.|No\.?|N|Vyp\.)\s?(?P<value>\d{1,4}(?:[–/-]\d{1,4})?)")
_PAGES = re.compile(
    r"(?<!\w)(?:[СсCS]|стр|pp?)\.\s?(?P<value>\d{1,4}(?:\s?[–—-]\s?\d{1,4})?)(?!\w)"
)
_ALL_PAGES = re.compile(r"(?<!\w)(?P<value>\d{1,4}\s[сcs])\.?\s*$")
_TOWN = r"(?:М|Л|СПб|Пг|К|M|L|SPb|[А-ЯІЇЄҐЁ][а-яіїєґё]{2,20}(?:[ -][А-ЯІЇЄҐЁ]?[а-яіїєґё]{1,20})?)"
_IMPRINT = re.compile(
    rf"(?:^|[.)»]{_DASH}\s?)(?P<place>{_TOWN}\.?(?:;\s{_TOWN}\.?)?)(?:\s?:\s(?P<publisher>[^:]{{2,80}}?))?"
    rf",\s(?P<date>{_YEAR}(?:[–-](?:{_YEAR}|\d\d))?)(?=[.,;\s]|$)"
)
_EDITORS = re.compile(
    r"\s/\s(?P<who>(?:[Пп]од\s(?:общ\.\s)?ред|[Оо]тв\.\s?ред|[Сс]ост|[Рр]ед|[Зз]а ред|[Уу]поряд)"
    r"\b[^/]{3,200})$"
)
_VOLUMES = re.compile(r"[.:]?\s?(?P<value>(?:В|У|V)\s\d{1,2}\s(?:т|кн|ч|томах|kn|t)\.?)(?=[\s.]|$)")
_EDITION = re.compile(r"[.:]\s(?P<value>\d{1,2}-[ея]\s(?:изд|вид)\.(?:,\s[^.]{3,40}\.)?)")
_PART = re.compile(
    r"\.\s(?P<volume>(?:Т|Кн|Ч)\.\s(?:\d{1,3}|[IVXLC]{1,7}))(?::\s(?P<part>.+?))?\s*$"
)
_THESIS = re.compile(
    r"\s?[:.]\s(?P<value>(?:авто(?:реф|р)\w*\.?\s)?(?:дис|дисс)\w*\.?[\s.…]+(?:канд|д-ра|док)[^.]*\.(?:\s[а-я]+\.)?"
    r"\s?(?:наук)?)\.?"
)


def gost(text: str) -> list[Segment] | None:
    """The fields of such a reference; None where it is set in another manner."""
    if len(text) > 1_500:
        return None
    slashes = _SLASHES.search(text)
    if slashes is None and (not _CYRILLIC.search(text[:40]) or not _IMPRINT.search(text)):
        return None
    people = _PEOPLE.match(text)
    found = [Segment("author", *people.span())] if people else []
    start = people.end() if people else 0
    if slashes is None:
        return [*found, *_book(text, start, "title")] if people or "/" in text else None
    found.append(Segment("title", start, slashes.start()))
    return [*found, *_behind(text, slashes.end())]


def _behind(text: str, start: int) -> list[Segment]:
    """What holds the part: a book with its imprint, or a journal with its numbers."""
    if _IMPRINT.search(text, start):
        return _book(text, start, "container")
    found = []
    for label, pattern in (("volume-number", _VOLUME), ("issue", _ISSUE), ("pages", _PAGES)):
        if match := pattern.search(text, start):
            found.append(Segment(label, *match.span("value")))
    date = _dated(text, start)
    marks = [part.start for part in found] + ([date.start] if date else [])
    end = min(marks, default=len(text))
    name = re.sub(r"(?:[\s.,—–-]|№|Вып\.|(?<=\s)[ТСTС]\.?)+$", "", text[start:end])
    found.append(Segment("journal", start, start + len(name)))
    return sorted([*found, *([date] if date else [])], key=lambda part: part.start)


def _dated(text: str, start: int) -> Segment | None:
    """The last date behind the name; a name may have years too."""
    match = None
    for match in _DATE.finditer(text, start):
        if match["day"]:
            break
    return Segment("date", *match.span()) if match else None


def _book(text: str, start: int, label: str) -> list[Segment]:
    """A title, who edited it, its volumes and its imprint."""
    imprint = _IMPRINT.search(text, start)
    if imprint is None:
        return [Segment(label, start, len(text))]
    found = [
        Segment(name, *imprint.span(name))
        for name in ("place", "publisher", "date")
        if imprint[name]
    ]
    end = imprint.start("place")
    for name, pattern in (("editor", _EDITORS), ("edition", _EDITION), ("volume", _VOLUMES)):
        if match := pattern.search(text, start, end):
            found.append(Segment(name, *match.span(1)))
            end = min(end, match.start())
    if match := _THESIS.search(text, start, end):
        found.append(Segment("genre", *match.span("value")))
        end = match.start()
    if match := _PART.search(text, start, end):
        found.append(Segment("volume", *match.span("volume")))
        if match["part"]:
            found.append(Segment("part", *match.span("part")))
        end = match.start()
    found.append(Segment(label, start, end))
    for pattern in (_PAGES, _ALL_PAGES):
        if match := pattern.search(text, imprint.end()):
            found.append(Segment("pages", *match.span("value")))
            break
    return sorted(found, key=lambda part: part.start)
