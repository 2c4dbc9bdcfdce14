"""A record in MODS as a reading. Pure. Elements are those of the MODS schema, version 3."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from harvester.extract.structured import xml_stream
from harvester.extract.structured.roles import role_of
from harvester.extract.structured.said import Said, composed, year_in
from harvester.extract.structured.xml_stream import source_of
from harvester.extract.watch import Element
from harvester.model import Reading

CHANNEL = "mods"
_LOOKED_FOR = frozenset(
    "title contributor publisher place published_print language doi isbn issn series pages url "
    "keyword abstract licence container_title".split()
)
_KINDS = (
    ("chapter", r"chapter|book section"), ("article", r"article"),
    ("thesis", r"thesis|dissertation"), ("journal", r"periodical|journal|serial"),
    ("report", r"report"), ("map", r"\bmap|cartograph"), ("manuscript", r"manuscript"),
    ("book", r"\bbooks?\b|monograph"),
)  # fmt: skip
_XLINK = "{http://www.w3.org/1999/xlink}href"


def readings(file: BinaryIO) -> Iterator[Reading]:
    """A reading of each ``mods`` in a file."""
    for piece in xml_stream.pieces(file, ("mods",)):
        if piece.event == "end":
            yield read(piece.element, piece.repaired)


def read(mods: Element, repaired: bool = False) -> Reading:
    """What one ``mods`` element says."""
    said = Said(CHANNEL, CHANNEL)
    _identify(mods, said)
    said.say("kind", _kind(mods), "genre, typeOfResource")
    _titles(mods, said)
    for element in mods.named("name"):
        _person(element, said)
    for element in mods.named("originInfo"):
        _origin(element, said)
    for host in mods.named("relatedItem"):
        _related(host, said)
    _rest(mods, said)
    if repaired:
        said.ask("text", "The record's XML was invalid and was repaired: check the values.")
    return said.reading(mods.canonical(), _LOOKED_FOR, "utf-8")


def _identify(mods: Element, said: Said) -> None:
    for element in mods.named("identifier"):
        kind, text = element.attribute("type").casefold(), composed(element.text())
        if element.attribute("invalid") == "yes":
            continue
        place = f"identifier[@type='{kind[:20]}']"
        if kind in ("isbn", "issn"):
            said.say(kind, text.partition("(")[0], place, source_of(element))
        elif kind == "doi" or text.startswith(("10.", "doi:10.")):
            said.say_first("doi", text, place, source_of(element))
        elif kind in ("lccn", "oclc", "hdl") and text:
            said.say("catalogue_id", f"{kind}:{text[:100]}", place, source_of(element))
        elif kind in ("uri", "url"):
            said.say_first("url", text, place, source_of(element))
    for info in mods.named("recordInfo"):
        for element in info.named("recordIdentifier"):
            number = ":".join(filter(None, (element.attribute("source"), composed(element.text()))))
            said.say("catalogue_id", f"mods:{number[:150]}", "recordIdentifier", source_of(element))


def _kind(mods: Element) -> str:
    words = [e.text() for e in mods.named("genre")]
    words += [e.text() for info in mods.named("originInfo") for e in info.named("issuance")]
    said = " ".join(words).casefold()
    found = next((kind for kind, pattern in _KINDS if re.search(pattern, said)), None)
    hosts = [e for e in mods.named("relatedItem") if e.attribute("type") == "host"]
    if found in (None, "book") and hosts:
        return "catalogue-entry"
    return found or "catalogue-entry"


def _titles(mods: Element, said: Said) -> None:
    """The title proper; one in another script stands beside it (``altRepGroup``)."""
    plain = [
        e for e in mods.named("titleInfo")
        if e.attribute("type") not in ("alternative", "abbreviated", "translated", "uniform")
    ]  # fmt: skip
    for number, element in enumerate(plain):
        title, subtitle = _title(element)
        group = element.attribute("altRepGroup")
        if number == 0:
            said.say("title", title, "titleInfo/title", source_of(element))
            said.say("subtitle", subtitle, "titleInfo/subTitle", source_of(element))
        elif group and group == plain[0].attribute("altRepGroup"):
            words = ": ".join(filter(None, (title, subtitle)))
            romanised = ": ".join(filter(None, _title(plain[0])))
            said.paired("title", words, romanised, "titleInfo/@altRepGroup", source_of(element))


def _title(element: Element) -> tuple[str, str]:
    def words(name: str) -> str:
        return " ".join(composed(e.text()) for e in element.named(name))

    main = f"{words('nonSort')} {words('title')}".strip()
    main = re.sub(r"(['’]) ", r"\1", main)  # "L' histoire"
    parts = [main, words("partNumber"), words("partName")]
    return ". ".join(filter(None, parts)), words("subTitle")


def _person(element: Element, said: Said) -> None:
    parts = {e.attribute("type"): composed(e.text()) for e in reversed(element.named("namePart"))}
    name = parts.get("", "")
    if parts.get("family"):
        name = ", ".join(filter(None, (parts["family"], parts.get("given"))))
    relator = " ".join(
        term.text() for role in element.named("role") for term in role.named("roleTerm")
    )
    role = role_of(relator, "author" if element.attribute("usage") == "primary" else "contributor")
    said.person(
        name, role, "name/namePart", source_of(element),
        [e.text() for e in element.named("affiliation")],
        " ".join(e.text() for e in element.named("nameIdentifier")),
        is_body=element.attribute("type") in ("corporate", "conference"),
    )  # fmt: skip


def _origin(element: Element, said: Said) -> None:
    for place in element.named("place"):
        for term in place.named("placeTerm"):
            if term.attribute("type") != "code":
                said.say_first("place", term.text().strip("[] "), "placeTerm", source_of(term))
    for child in element.named("publisher"):
        said.say_first("publisher", child.text().strip("[] ,"), "publisher", source_of(child))
    for name in ("dateIssued", "copyrightDate"):
        for child in sorted(element.named(name), key=lambda e: e.attribute("encoding") == ""):
            said.say_first("published_print", year_in(child.text()), name, source_of(child))


def _related(host: Element, said: Said) -> None:
    field = {"host": "container_title", "series": "series"}.get(host.attribute("type"))
    if field is None:
        return
    for title in host.named("titleInfo")[:1]:
        words = ": ".join(filter(None, _title(title)))
        said.say_first(field, words, f"relatedItem/{field}", source_of(title))
    for element in host.named("identifier") if field == "container_title" else ():
        if (kind := element.attribute("type").casefold()) in ("isbn", "issn"):
            said.say(kind, element.text(), "relatedItem/identifier", source_of(element))
    for part in host.named("part"):
        for detail in part.named("detail"):
            if detail.attribute("type") in ("volume", "issue"):
                number = " ".join(e.text() for e in detail.named("number"))
                said.say_first(detail.attribute("type"), number, "part/detail", source_of(detail))
        for extent in part.named("extent"):
            ends = [e.text() for name in ("start", "end") for e in extent.named(name)]
            said.say_first("pages", "-".join(ends), "part/extent", source_of(extent))


def _rest(mods: Element, said: Said) -> None:
    for element in mods.named("language"):
        for term in element.named("languageTerm"):
            if term.attribute("type") == "code":
                said.say_first("language", term.text(), "languageTerm", source_of(term))
    for element in mods.named("abstract"):
        said.say_first("abstract", element.text(), "abstract", source_of(element))
    for element in mods.named("subject"):
        words = "--".join(filter(None, (composed(e.text()) for e in element.children)))
        said.say("keyword", words, "subject", source_of(element))
    for element in mods.named("location"):
        for url in element.named("url"):
            said.say_first("url", url.text(), "location/url", source_of(url))
    for element in mods.named("accessCondition"):
        said.say_first("licence", element.attribute(_XLINK), "accessCondition", source_of(element))
