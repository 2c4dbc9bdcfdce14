"""A MARC 21 bibliographic record as a reading. Pure.

Tags and subfields are those of the MARC 21 Format for Bibliographic Data. Headings keep the form
of the catalogue ("Westad, Odd Arne") without the ISBD punctuation between areas. A field in
another script (880) stands beside the romanised field that it is linked to (subfield 6).
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from harvester.extract.edtf import covering
from harvester.extract.structured import marc_record
from harvester.extract.structured.marc_record import Field, MarcRecord
from harvester.extract.structured.roles import role_of
from harvester.extract.structured.said import Said, composed, year_in
from harvester.model import Reading

CHANNEL = "marc"
_LOOKED_FOR = frozenset(
    "title contributor publisher place published_print language doi isbn issn series pages url "
    "keyword abstract licence container_title".split()
)
_KINDS = {
    "as": "journal", "ab": "article", "aa": "chapter", "am": "book", "ta": "chapter",
    "tm": "manuscript", "em": "map", "cm": "score", "jm": "recording", "gm": "film",
}  # fmt: skip
_PEOPLE = ("100", "110", "111", "700", "710", "711")
_SUBJECTS = ("600", "610", "611", "630", "648", "650", "651", "653", "655")
#: Fields of which the form in the original script is kept, by the tag in their link.
_PAIRED = {
    "245": "title", "100": "contributor", "110": "contributor", "700": "contributor",
    "710": "contributor", "264": "publisher", "260": "publisher", "490": "series",
    "520": "abstract", "773": "container_title",
}  # fmt: skip
_LINK = re.compile(r"(\d{3})-(\d{2})")
_UNKNOWN = re.compile(r"(?i)^\W*(?:s\.?\s?l|s\.?\s?n|sine (?:loco|nomine)|.* not identified)\W*$")
_LCCN = re.compile(r"[a-z]{0,3}\s*\d{8,10}")


def in_iso2709(file: BinaryIO) -> Iterator[Reading]:
    """A reading of each record of a file in ISO 2709."""
    return (read(record) for record in marc_record.in_iso2709(file))


def in_xml(file: BinaryIO) -> Iterator[Reading]:
    """A reading of each record of a file of MARCXML."""
    return (read(record) for record in marc_record.in_xml(file))


def read(record: MarcRecord) -> Reading:
    """What one record says; one that could not be read is ``parser-error``."""
    agency = composed(record.control("003"))[:40]
    said = Said(CHANNEL, f"marc {agency}".strip())
    if record.fault:
        return Reading(None, said.form, "parser-error", None, "", note=record.fault, form=said.form)
    _identify(record, said, agency)
    _kind(record, said)
    _title(record, said)
    for field in record.named(*_PEOPLE):
        _person(field, said)
    _publication(record, said)
    for field in record.named("880"):
        _original(record, field, said)
    _rest(record, said)
    _faults(record, said)
    printed = "\n".join([record.leader, *(field.printed() for field in record.fields)])
    return said.reading(printed, _LOOKED_FOR, "utf-8")


def trimmed(text: str) -> str:
    """Text without the punctuation that ISBD puts between its areas."""
    bare = text.strip().rstrip(" /:;,=")
    last = bare.rpartition(" ")[2]
    whole_word = len(last) > 4 or last[:-1].islower()
    if bare.endswith(".") and "." not in last[:-1] and whole_word:
        bare = bare[:-1]
    if bare.startswith("[") and bare.endswith("]") and bare.count("[") == 1:
        bare = bare[1:-1].strip()
    return bare


def _identify(record: MarcRecord, said: Said, agency: str) -> None:
    for field in record.named("010"):
        if _LCCN.fullmatch(number := field.get("a").strip()):
            said.say("catalogue_id", f"lccn:{number.replace(' ', '')}", "010 $a", field.printed())
    for field in record.named("035"):
        for number in field.all("a"):
            if match := re.match(r"\((?:OCoLC)\)(?:oc[mn]|on)?0*(\d{1,14})\s*$", number):
                said.say("catalogue_id", f"oclc:{match.group(1)}", "035 $a", field.printed())
    if number := composed(record.control("001"))[:80]:
        printed = f"001 {number}"
        said.say("catalogue_id", f"marc:{agency}{':' if agency else ''}{number}", "001", printed)
    for field in record.named("020"):
        said.say("isbn", field.get("a").partition("(")[0], "020 $a", field.printed())
    for field in record.named("022"):
        said.say("issn", field.get("a"), "022 $a", field.printed())
    for field in record.named("024"):
        if field.get("2") == "doi":
            said.say_first("doi", field.get("a"), "024 $a", field.printed())


def _kind(record: MarcRecord, said: Said) -> None:
    """By the leader: type of record (6), level (7), archival control (8)."""
    leader = record.leader.ljust(24)
    archival = leader[8] == "a" or leader[6] == "p"
    kind = "archival-unit" if archival else _KINDS.get(leader[6:8], "catalogue-entry")
    if kind == "chapter" and any(f.get("x") for f in record.named("773")):
        kind = "article"
    said.say("kind", kind, "leader/06-08", record.leader)
    if archival:
        _unit(record, said)


def _unit(record: MarcRecord, said: Said) -> None:
    level = {"c": "collection", "d": "subunit", "i": "collection"}.get(record.leader[7:8], "item")
    said.say("unit_level", level, "leader/07", record.leader)
    for field in record.named("852"):
        said.say_first(
            "repository", trimmed(", ".join(field.all("a", "b"))), "852", field.printed()
        )
    for field in record.named("099", "090"):
        said.say_first("reference_code", " ".join(field.all("a")), field.tag, field.printed())
    for field in record.named("245"):
        _dates(said, field, "f")
    for field in record.named("264", "260"):
        _dates(said, field, "c")
    for field in record.named("300"):
        said.say_first("extent", trimmed(" ".join(field.all("a", "f"))), "300", field.printed())


def _dates(said: Said, field: Field, code: str) -> None:
    printed = trimmed(field.get(code))
    known = any(a.field == "covering_dates_printed" for a in said.made)
    if printed and not known:
        said.say("covering_dates_printed", printed, f"{field.tag} ${code}", field.printed())
        said.say("covering_dates", covering(printed) or "", f"{field.tag} ${code}", field.printed())


def _title(record: MarcRecord, said: Said) -> None:
    for field in record.named("245")[:1]:
        title, subtitle = _titles(field)
        said.say("title", title, "245 $a", field.printed())
        said.say("subtitle", subtitle, "245 $b", field.printed())


def _titles(field: Field) -> tuple[str, str]:
    """Title with the number and name of a part, and the rest of the title."""
    main = ". ".join(filter(None, map(trimmed, field.all("a", "n", "p"))))
    return main, trimmed(field.get("b").lstrip("= "))


def _person(field: Field, said: Said) -> None:
    if field.get("t"):
        return  # the heading of another work, not a person of this one
    relator = " ".join(field.all("4", "e") if not field.tag.endswith("11") else field.all("4", "j"))
    otherwise = "author" if field.tag.startswith("1") else "contributor"
    place = f"{field.tag} $a"
    body = not field.tag.endswith("00")
    said.person(
        _name(field), role_of(relator, otherwise), place, field.printed(), is_body=body,
        identifier=" ".join(field.all("0", "1")), affiliations=field.all("u"),
    )  # fmt: skip


def _name(field: Field) -> str:
    if field.tag.endswith("00"):
        return trimmed(" ".join(trimmed(part) for part in field.all("a", "b")))
    return ". ".join(trimmed(part) for part in field.all("a", "b"))


def _publication(record: MarcRecord, said: Said) -> None:
    published = [f for f in record.named("264") if f.indicators[1:] == "1"] or record.named("260")
    for field in published:
        for name, code in (("place", "a"), ("publisher", "b")):
            text = trimmed(field.get(code))
            if text and not _UNKNOWN.match(text):
                said.say_first(name, text, f"{field.tag} ${code}", field.printed())
        said.say_first("published_print", _year(field.get("c")), f"{field.tag} $c", field.printed())
    fixed = record.control("008")
    if fixed[6:7] in ("s", "t", "m", "r") and re.fullmatch(r"\d{4}", fixed[7:11]):
        said.say_first("published_print", fixed[7:11], "008/07-10", fixed)
    if re.fullmatch(r"[a-z]{3}", fixed[35:38]) and fixed[35:38] not in ("und", "zxx", "mul"):
        said.say_first("language", fixed[35:38], "008/35-37", fixed)
    for field in record.named("041"):
        said.say_first("language", field.get("a"), "041 $a", field.printed())


def _year(printed: str) -> str:
    return year_in(trimmed(printed)) if re.search(r"\d{4}", printed) else ""


def _original(record: MarcRecord, field: Field, said: Said) -> None:
    """A field in another script, with the romanised one that its link names."""
    match = _LINK.match(field.get("6"))
    name = _PAIRED.get(match.group(1)) if match else None
    if match is None or name is None:
        return
    tag, number = match.groups()
    back = f"880-{number}"
    pair = next((f for f in record.named(tag) if f.get("6").startswith(back)), None)
    pair = pair if number != "00" else None
    same = Field(tag, field.indicators, field.subfields)
    said.paired(
        name, _words(same, name), _words(pair, name) if pair else "", f"880 ({tag}-{number})",
        field.printed(),
    )  # fmt: skip


def _words(field: Field, name: str) -> str:
    if name == "title":
        return ": ".join(filter(None, _titles(field)))
    if name == "contributor":
        return _name(field)
    code = {"publisher": "b", "container_title": "t"}.get(name, "a")
    return field.get(code) if name == "abstract" else trimmed(field.get(code))


def _rest(record: MarcRecord, said: Said) -> None:
    for field in record.named("490", "440"):
        number = trimmed(field.get("v"))
        series = trimmed(field.get("a")) + (f" ({number})" if number else "")
        said.say_first("series", series, f"{field.tag} $a", field.printed())
    for field in record.named("520"):
        said.say_first("abstract", " ".join(field.all("a", "b")), "520 $a", field.printed())
    for field in record.named(*_SUBJECTS):
        words = "--".join(trimmed(v) for c, v in field.subfields if c.isalpha() and c not in "euw")
        said.say("keyword", words, field.tag, field.printed())
    for field in record.named("773"):
        said.say_first("container_title", trimmed(field.get("t", "a")), "773 $t", field.printed())
        said.say("isbn", field.get("z"), "773 $z", field.printed())
        said.say("issn", field.get("x"), "773 $x", field.printed())
        if match := re.search(r"\bpp?\.\s*([\w-]+(?:-[\w-]+)?)", field.get("g")):
            said.say_first("pages", match.group(1), "773 $g", field.printed())
    for field in record.named("856"):
        if field.indicators[1:] in ("0", " ", "1"):
            said.say_first("url", field.get("u"), "856 $u", field.printed())
    for field in record.named("540"):
        said.say_first("licence", field.get("u"), "540 $u", field.printed())


def _faults(record: MarcRecord, said: Said) -> None:
    if record.repaired:
        said.ask("text", "The record's XML was invalid and was repaired: check the values.")
    if record.left_out:
        said.ask("text", f"{record.left_out:,} of the record's fields were too many to be read.")
    if any("\ufffd" in field.printed() for field in record.fields):
        said.ask("text", "Bytes of the record are not in the charset that it claims (\ufffd).")
