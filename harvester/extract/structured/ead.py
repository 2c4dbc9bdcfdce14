"""A finding aid in EAD (2002 and EAD3): a reading for each unit that it describes. Pure.

A unit is the fonds (``archdesc``) or a component in it (``c``, ``c01`` to ``c12``). It is read
when its first component begins, or else at its end: so a file of any size is read with only the
units held that are open. What is said of the whole fonds (its repository, its name) is said of
each unit with the place where it stands.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from harvester.extract import edtf
from harvester.extract.structured import xml_stream
from harvester.extract.structured.said import LONGEST, Said, composed
from harvester.extract.structured.xml_stream import source_of
from harvester.extract.watch import Element
from harvester.model import Reading

CHANNEL = "ead"
KIND = "archival-unit"
_COMPONENTS = ("c", *(f"c{number:02}" for number in range(1, 13)))
_UNITS = ("archdesc", *_COMPONENTS)
_LOOKED_FOR = frozenset("title contributor language abstract keyword url".split())
_LEVELS = {"recordgrp": "record-group", "subgrp": "subgroup", "class": "class"}
_NAMES = frozenset({"persname", "corpname", "famname", "name"})
_NOTES = {"scopecontent": "abstract", "accessrestrict": "conditions", "userestrict": "conditions"}
#: No unit lies in more boxes that are named one by one.
_MOST_CONTAINERS = 200
_DATES = frozenset({"unitdate", "unitdatestructured"})


@dataclass(slots=True)
class _Fonds:
    """What the finding aid says of all its units."""

    id: str = ""
    url: str = ""
    title: str = ""
    repository: tuple[str, str] = ("", "")
    seen: set[str] = field(default_factory=set)
    units: int = 0


@dataclass(slots=True)
class _Open:
    """A unit that has begun: its place among its siblings, and whether it was read."""

    element: Element
    path: str
    id: str = ""
    read: bool = False
    parts: int = 0


def readings(file: BinaryIO) -> Iterator[Reading]:
    """The units of a finding aid, each after the unit that it is in."""
    fonds = _Fonds()
    above: list[_Open] = []
    for event, element, repaired in xml_stream.pieces(file, _UNITS):
        if event == "start":
            if above and not above[-1].read:
                yield _read(above, fonds, repaired, has_parts=True)
            if above:
                above[-1].parts += 1
            place = f"{above[-1].path}/{above[-1].parts}" if above else "1"
            above.append(_Open(element, place))
            continue
        late = element.name == "archdesc" and _has_late_notes(element)
        if not above[-1].read or late:
            yield _read(above, fonds, repaired, has_parts=above[-1].parts > 0)
        above.pop()


def _read(above: list[_Open], fonds: _Fonds, repaired: bool, has_parts: bool) -> Reading:
    unit = above[-1]
    said = Said(CHANNEL, CHANNEL)
    did = next(iter(unit.element.named("did")), None)
    if len(above) == 1:
        _read_header(unit.element, fonds)
    if not unit.read:
        unit.id = _id_of(unit, did, fonds, is_fonds=len(above) == 1)
        fonds.units += 1
    unit.read = True
    where = f"{unit.element.name} {unit.path}"
    said.say("kind", KIND, where)
    said.say("level", "container" if has_parts else "whole", where)
    said.say("catalogue_id", unit.id, where)
    said.say("unit_level", _level(unit.element), f"{where}/@level")
    if did is not None:
        _describe(did, said, f"{where}/did", fonds, is_fonds=len(above) == 1)
    _notes(unit.element, said, where)
    if len(above) > 1:
        said.say("within", above[-2].id, where)
        said.say("unit_position", str(fonds.units - 1), where)
        said.say("container_title", fonds.title, "archdesc/did/unittitle")
        said.say_first(
            "repository", fonds.repository[0], "archdesc/did/repository", fonds.repository[1]
        )
    else:
        said.say("url", fonds.url, "eadheader/eadid/@url")
    if repaired:
        said.ask("text", "The finding aid's XML was invalid and was repaired: check the values.")
    said.say_first("title", _made_title(said), f"{where}/did")
    source = source_of(did) if did is not None else where
    return said.reading(source, _LOOKED_FOR, "utf-8")


def _made_title(said: Said) -> str:
    """A unit without a title is called by its dates, as finding aids show it (DACS 2.3.18)."""
    return next((a.value for a in said.made if a.field == "covering_dates_printed" and a.value), "")


def _read_header(archdesc: Element, fonds: _Fonds) -> None:
    header = archdesc.node.getprevious()
    while header is not None and Element(header).name not in ("eadheader", "control"):
        header = header.getprevious()
    if header is not None:
        for child in Element(header).descendants():
            if child.name in ("eadid", "recordid"):
                fonds.id = composed(child.text())[:200]
                fonds.url = child.attribute("url") or child.attribute("instanceurl")
                break


def _id_of(unit: _Open, did: Element | None, fonds: _Fonds, is_fonds: bool) -> str:
    """An identifier that stays when the finding aid is exported again."""
    code = composed(" ".join(e.text() for e in did.named("unitid"))) if did is not None else ""
    if is_fonds:
        title = composed(" ".join(e.text() for e in did.named("unittitle"))) if did else ""
        words = f"{code} {title}".encode()
        fonds.id = fonds.id or hashlib.sha256(words).hexdigest()[:16]
        return f"ead:{fonds.id}"
    own = composed(unit.element.attribute("id")) or code or unit.path
    own = own[:200] if own not in fonds.seen else f"{own[:200]} {unit.path}"
    fonds.seen.add(own)
    return f"ead:{fonds.id}#{own}"


def _level(element: Element) -> str:
    level = element.attribute("level").casefold()
    if level in ("otherlevel", ""):
        return element.attribute("otherlevel").casefold()
    return _LEVELS.get(level, level)


def _describe(did: Element, said: Said, where: str, fonds: _Fonds, is_fonds: bool) -> None:
    """What stands in ``did``: title, code, dates, box and folder, extent, creator, repository."""
    for child in did.children:
        name, place, source = child.name, f"{where}/{child.name}", source_of(child)
        if name == "unittitle":
            title = composed(child.text(_DATES)).strip(" ,;")
            said.say_first("title", title, place, source)
            for date in child.descendants():
                if date.name in _DATES:
                    _dates(date, said, f"{place}/{date.name}")
        elif name == "unitid" and child.attribute("type") not in ("aspace_uri",):
            said.say_first("reference_code", child.text(), place, source)
        elif name == "unitdate":
            _dates(child, said, place)
        elif name == "unitdatestructured":
            _structured(child, said, place)
        elif name in ("physdesc", "physdescstructured"):
            said.say_first("extent", " ".join(_words(child)), place, source)
        elif name == "origination":
            _people(child, said, place)
        elif name == "repository":
            said.say_first("repository", " ".join(_words(child)), place, source)
        elif name == "langmaterial":
            for language in child.descendants():
                if language.name == "language":
                    said.say_first("language", language.attribute("langcode"), place, source)
        elif name == "abstract":
            said.say_first("abstract", child.text()[:LONGEST], place, source)
    _containers(did.named("container"), said, f"{where}/container")
    if is_fonds:
        fonds.title = _value(said, "title")
        fonds.repository = (_value(said, "repository"), f"archdesc: {_value(said, 'repository')}")


def _value(said: Said, name: str) -> str:
    return next((a.value for a in said.made if a.field == name and a.value), "")


def _words(element: Element) -> Iterator[str]:
    """The text of an element, that of each element inside it on its own."""
    if not element.children:
        yield composed(element.text())
        return
    yield composed(element.node.text or "")
    for child in element.children:
        yield from _words(child)
        yield composed(child.node.tail or "")


def _dates(date: Element, said: Said, where: str) -> None:
    """Dates as printed, and as EDTF: by their normal form, else as the print can be read."""
    bulk = date.attribute("type") or date.attribute("unitdatetype")
    if bulk.casefold() == "bulk" or _value(said, "covering_dates_printed"):
        return
    printed, normal = composed(date.text()), date.attribute("normal")
    said.say("covering_dates_printed", printed or normal, where, source_of(date))
    found = edtf.of_normal(normal) or edtf.covering(printed)
    said.say("covering_dates", found or "", where, source_of(date))


def _structured(date: Element, said: Said, where: str) -> None:
    """EAD3's dates in parts: the first and the last day of all that are given."""
    given = [d for d in date.descendants() if d.name in ("datesingle", "fromdate", "todate")]
    if not given or _value(said, "covering_dates_printed"):
        return
    printed = [composed(d.text()) for d in given]
    normal = [d.attribute("standarddate") or composed(d.text()) for d in given]
    shown = [printed[0], printed[-1]] if len(printed) > 1 else printed
    ends = [normal[0], normal[-1]] if len(normal) > 1 else normal
    said.say("covering_dates_printed", "–".join(shown), where, source_of(date))
    said.say("covering_dates", edtf.of_normal("/".join(ends)) or "", where, source_of(date))


def _containers(containers: list[Element], said: Said, where: str) -> None:
    """Box and folder by themselves, and all containers in one as they are printed."""
    words: list[str] = []
    for child in containers[:_MOST_CONTAINERS]:
        kind = child.attribute("type") or child.attribute("localtype") or child.attribute("label")
        number = composed(child.text())
        name = re.sub(r"[^\w]+", "-", composed(kind).casefold()).strip("-")
        if name in ("box", "folder") and number:
            said.say_first(name, number, where, source_of(child))
        words.append(f"{kind} {number}".strip())
    said.say("containers", ", ".join(words), where)


def _people(origination: Element, said: Said, where: str) -> None:
    named = [child for child in origination.children if child.name in _NAMES]
    for child in named or [origination]:
        words = " ".join(filter(None, _words(child)))
        name = re.sub(r",?\s*\(?\b\d{4}\s*-\s*(?:\d{4})?\)?\s*$", "", words)
        body = child.name in ("corpname", "famname")
        said.person(name, "creator", where, source_of(child), is_body=body)


def _notes(element: Element, said: Said, where: str) -> None:
    for child in element.children:
        if child.name in _NOTES:
            paragraphs = [e.text() for e in child.children if e.name not in ("head", *_NOTES)]
            text = " ".join(paragraphs) if child.children else child.text()
            said.say_first(
                _NOTES[child.name], text[:LONGEST], f"{where}/{child.name}", source_of(child)
            )
        elif child.name == "controlaccess":
            _subjects(child, said, f"{where}/controlaccess")


def _subjects(access: Element, said: Said, where: str) -> None:
    """Each heading, whole: EAD3 writes the parts of one as elements of their own."""
    for subject in access.descendants():
        parts = subject.children
        is_heading = not parts or any(part.name == "part" for part in parts)
        if is_heading and subject.name not in ("part", "head", "p"):
            words = "--".join(filter(None, _words(subject)))
            said.say("keyword", words, where, source_of(subject))


def _has_late_notes(archdesc: Element) -> bool:
    """Whether notes on the fonds stand after the list of its components."""
    names = [child.name for child in archdesc.children]
    return "dsc" in names and any(name in _NOTES for name in names[names.index("dsc") :])
