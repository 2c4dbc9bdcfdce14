"""OAI-PMH 2.0, the pure part: the address to ask, and what an answer says.

Section numbers are those of the protocol's specification
(http://www.openarchives.org/OAI/openarchivesprotocol.html).

Providers send invalid XML. It is mended record by record, so that one that is broken does
not harm its neighbours, and a record whose end did not arrive is not taken for a whole one.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import quote, urlencode

from harvester.extract.watch import (
    Element,
    WatchError,
    XmlText,
    parse_mended,
    parse_strictly,
    parse_xml,
    xml_text,
)

_WHAT = "OAI-PMH answer"
_VERBS = frozenset({"ListRecords", "GetRecord"})
_RECORD = re.compile(r"<(?:[\w.-]+:)?record(?:\s[^<>]*)?>\s*<(?:[\w.-]+:)?header[\s/>]")
_RECORD_END = re.compile(r"</(?:[\w.-]+:)?record\s*>")
_TOKEN = re.compile(r"<(?:[\w.-]+:)?resumptionToken[\s/>]")
_TOKEN_END = re.compile(r"</(?:[\w.-]+:)?resumptionToken\s*>")
_END = re.compile(r"</(?:[\w.-]+:)?OAI-PMH\s*>")
_OPENING = re.compile(r"<([^\s<>/]+)[^<>]*>")


@dataclass(frozen=True, slots=True)
class OaiRecord:
    """One record (2.5): its header, and its metadata as canonical XML, "" where there is none.

    ``datestamp`` is when the record changed in the repository, not when the work came out.
    ``repaired``: the provider's XML of this record was invalid and was mended.
    """

    identifier: str
    datestamp: str
    sets: tuple[str, ...] = ()
    deleted: bool = False
    metadata_xml: str = ""
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class OaiPage:
    """One answer of a provider. ``response_date`` is as it was printed (3.3.2).

    ``token`` leads to the next page; None when this is the last (3.5). ``error`` is code and
    message (3.6). ``repaired``: the XML was invalid; then ``truncated`` says that its end did
    not arrive (ask again), and ``lost`` counts the records that could not be read.
    """

    response_date: str
    records: tuple[OaiRecord, ...] = ()
    token: str | None = None
    complete_list_size: int | None = None
    error: tuple[str, str] | None = None
    repaired: bool = False
    truncated: bool = False
    lost: int = 0

    @property
    def bad_token(self) -> bool:
        """The provider does not know the token (any more): the list is to be begun again."""
        return self.error is not None and self.error[0] == "badResumptionToken"

    @property
    def no_records(self) -> bool:
        """Nothing in the set, or nothing since: not a failure."""
        return self.error is not None and self.error[0] == "noRecordsMatch"


def request_url(
    base: str,
    set_: str | None = None,
    prefix: str = "oai_dc",
    from_: str | None = None,
    token: str | None = None,
) -> str:
    """The address that lists records (4.5), or with ``token`` the next page of a list.

    A token is asked alone: it stands for all other arguments. ``from_`` is a day, which every
    provider understands, or a second where its Identify says so (2.7.1).
    """
    asked = {"verb": "ListRecords"}
    if token:
        asked["resumptionToken"] = token
    else:
        asked["metadataPrefix"] = prefix
        asked |= {"set": set_} if set_ else {}
        asked |= {"from": from_} if from_ else {}
    separator = "&" if "?" in base else "?"
    return f"{base}{separator}{urlencode(asked, quote_via=quote, safe='')}"


def identify_url(base: str) -> str:
    """The address at which a repository tells of itself (4.2)."""
    return f"{base}{'&' if '?' in base else '?'}verb=Identify"


def knows_seconds(body: bytes) -> bool:
    """Whether an answer to Identify says that lists may be asked for to the second (4.2).

    A day is what every repository understands, and so the answer to whatever is no such answer.
    """
    try:
        root = parse_xml(body, _WHAT).root
    except WatchError:
        return False
    said = [e.text() for verb in root.named("Identify") for e in verb.named("granularity")]
    return said[:1] == ["YYYY-MM-DDThh:mm:ssZ"]


def parse(body: bytes) -> OaiPage:
    """What an answer says. Raises WatchError when it is none, or too broken to tell."""
    found = xml_text(body, _WHAT)
    root = parse_strictly(found.text) if found.valid else None
    if root is None:
        return _parse_pieces(found)
    _check(root)
    listed = [element for verb in root.children if verb.name in _VERBS for element in verb.children]
    records = [_record(element) for element in listed if element.name == "record"]
    return _page(root, records)


def _check(root: Element) -> None:
    if root.name != "OAI-PMH":
        raise WatchError(f'This is no {_WHAT}: its XML is a "{root.name[:40]}".')


def _page(
    root: Element,
    records: list[OaiRecord | None],
    repaired: bool = False,
    truncated: bool = False,
) -> OaiPage:
    """The page from its frame; a None among the records is one that could not be read."""
    dates = [element.text() for element in root.named("responseDate")]
    errors = [(e.attribute("code"), e.text()) for e in root.named("error")]
    tokens = [token for verb in root.children for token in verb.named("resumptionToken")]
    size = tokens[-1].attribute("completeListSize") if tokens else ""
    return OaiPage(
        response_date=dates[0] if dates else "",
        records=tuple(record for record in records if record is not None),
        token=tokens[-1].text() or None if tokens else None,
        complete_list_size=int(size) if re.fullmatch(r"[0-9]{1,15}", size) else None,
        error=errors[0] if errors else None,
        repaired=repaired,
        truncated=truncated,
        lost=records.count(None),
    )


def _record(element: Element, repaired: bool = False) -> OaiRecord | None:
    """A record element as a value; None where it has no identifier."""
    header = next(iter(element.named("header")), None)
    if header is None:
        return None
    said = {child.name: child.text() for child in reversed(header.children)}
    if not said.get("identifier"):
        return None
    deleted = header.attribute("status") == "deleted"
    metadata = [] if deleted else element.named("metadata")
    return OaiRecord(
        identifier=said["identifier"],
        datestamp=said.get("datestamp", ""),
        sets=tuple(text for spec in header.named("setSpec") if (text := spec.text())),
        deleted=deleted,
        metadata_xml=metadata[0].canonical() if metadata else "",
        repaired=repaired,
    )


def _parse_pieces(found: XmlText) -> OaiPage:
    """An answer that is not well-formed: each record by itself, then what is around them."""
    opening = _OPENING.match(found.text)
    if opening is None:
        raise WatchError(f"This is no {_WHAT}: its XML is too broken to be read.")
    frame, pieces = _pieces(found.text)
    root = parse_mended(frame)
    if root is None:
        raise WatchError(f"This is no {_WHAT}: its XML is too broken to be read.")
    _check(root)
    records = [_piece(piece, opening, found.valid) for piece in pieces]
    page = _page(root, records, repaired=True, truncated=not _END.search(frame))
    # Half a token leads nowhere.
    return page if _TOKEN_END.search(frame) else replace(page, token=None)


def _pieces(text: str) -> tuple[str, list[str | None]]:
    """What is around the records, and each record; None where the record's end is missing."""
    starts = [match.start() for match in _RECORD.finditer(text)]
    if not starts:
        return text, []
    pieces: list[str | None] = []
    rest = ""
    for begin, end in pairwise([*starts, len(text)]):
        piece = text[begin:end]
        closed = [match.end() for match in _RECORD_END.finditer(piece)]
        pieces.append(piece[: closed[-1]] if closed else None)
        token = _TOKEN.search(piece)
        rest = piece[closed[-1] :] if closed else piece[token.start() :] if token else ""
    return text[: starts[0]] + rest, pieces


def _piece(piece: str | None, opening: re.Match[str], valid: bool) -> OaiRecord | None:
    """One record of an answer, inside that answer's root element; None where it is lost."""
    if piece is None:
        return None
    text = f"{opening.group(0)}{piece}</{opening.group(1)}>"
    root = parse_strictly(text)
    repaired = root is None or (not valid and "\ufffd" in piece)
    if root is None:
        root = parse_mended(text)
    listed = root.named("record") if root is not None else []
    return _record(listed[0], repaired) if listed else None
