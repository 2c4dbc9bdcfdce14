"""The captures in a WARC file, read one record at a time.

Chunks are undone here: warcio's reader would hold one of any size in memory.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from warcio.statusandheaders import StatusAndHeaders

from harvester.clock import utc_text
from harvester.errors import SourceError, UsageError
from harvester.fetch.coding import DamagedBodyError, unpack
from harvester.fetch.statuses import REDIRECTS, outcome_of, sentence_of
from harvester.fetch.warc_records import (
    BROKEN,
    Block,
    Place,
    Record,
    head_of,
    listed,
    records_of,
    words,
)
from harvester.model import Capture, Source

#: Bytes of one record's body that are kept; a larger one is cut off there.
LARGEST_BODY = 100_000_000

_PIECE = 64 * 1024
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(;.*)?\r\n")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
#: What crawlers ask every host for, and what is no page whatever the host answers.
_BESIDE_PAGES = frozenset({"/robots.txt", "/favicon.ico"})
#: Headers that may hold secrets: their names are kept, their values are not.
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})

Headers = tuple[tuple[str, str], ...]


def captures_in(
    path: Path, source: Source, now: str, limit: int = LARGEST_BODY
) -> Iterator[Capture]:
    """The captures of a WARC file in its order: responses, revisits, pages that are resources.

    Redirects have the outcome ``redirect``, images, style sheets and the like ``skipped``.

    ``now`` becomes ``fetched_at``; ``limit`` is the most that is kept of one body. A target
    that is not an http(s) address is left out of its capture. Raises SourceError where the
    file is damaged or breaks off, after what came before was given.
    """
    try:
        with path.open("rb") as file:
            yield from captures_from(file, source, now, limit)
    except OSError as fault:
        raise SourceError(
            f"The file {source.word} cannot be read: {fault.strerror}. Check who may read it."
        ) from fault


def captures_from(
    file: io.BufferedReader, source: Source, now: str, limit: int = LARGEST_BODY
) -> Iterator[Capture]:
    """The captures of a WARC file that is open, from where it stands, as ``captures_in``.

    Raises OSError where it cannot be read.
    """
    given = 0
    place = Place()
    try:
        records = records_of(file, place)
        for capture in _with_requests(records, lambda r: _capture(r, source, now, limit)):
            given += 1
            yield capture
    except BROKEN as fault:
        raise SourceError(
            f"The WARC file {source.word} is damaged at {place}: {words(fault)}. The captures "
            f"before it ({given}) were read; copy or fetch the file again to have the others."
        ) from fault


def _with_requests(
    records: Iterator[Record], read: Callable[[Record], Capture | None]
) -> Iterator[Capture]:
    """The captures, each with the headers of the request that stands just before or after it.

    The answer 304 to it may be a metadata record of its own, after its revisit.
    """
    request: Record | None = None
    asked: Headers = ()
    last: Record | None = None
    waiting: Capture | None = None
    try:
        for record in records:
            if record.type == "request":
                request, asked = record, _kept(head_of(record.block)[0])
                if waiting and last and record.goes_with(last):
                    waiting = replace(waiting, request_headers=asked)
                continue
            if waiting and last and record.type == "metadata" and record.goes_with(last):
                waiting = _with_answer(waiting, record)
                continue
            if waiting:
                yield waiting
            last, waiting = record, None
            waiting = read(record)
            if waiting and request and record.goes_with(request):
                whence = replace(waiting.source, offset=request.offset)
                waiting = replace(waiting, source=whence, request_headers=asked)
            request = None
    except (*BROKEN, OSError):
        if waiting and last and last.whole:
            yield waiting
        raise
    if waiting:
        yield waiting


def _with_answer(revisit: Capture, record: Record) -> Capture:
    """A revisit with the answer that stands beside it."""
    said = record.get("Content-Type").lower().startswith("application/http")
    if not said or revisit.outcome != "not-modified" or revisit.status is not None:
        return revisit
    http, _ = head_of(record.block)
    return replace(revisit, status=_status(http), response_headers=_kept(http))


def _capture(record: Record, source: Source, now: str, limit: int) -> Capture | None:
    """The capture that a record holds, or None where it holds no page."""
    url = _address(record.get("WARC-Target-URI"))
    whence = Source(source.word, "warc", url, source.path, record.offset)
    when = _when(record.get("WARC-Date"))
    capture = Capture(whence, "not-modified", now, url=url, captured_at=when)
    if record.type == "response" and record.is_http():
        return _response(record, capture, limit)
    if record.type == "revisit" and url:
        http, _ = head_of(record.block)
        headers = _kept(http)
        return replace(capture, status=_status(http), response_headers=headers)
    media = record.get("Content-Type")
    if record.type == "resource" and url and media and _is_page(url, media):
        body, cut = _taken(record.block.pieces(), limit)
        return _ended(replace(capture, body=body, content_type=media), cut or _cut(record))
    return None


def _response(record: Record, capture: Capture, limit: int) -> Capture:
    """An HTTP answer, its transfer and content coding undone."""
    http, head = head_of(record.block)
    if not http.protocol.upper().startswith("HTTP/"):
        body, cut = _taken(chain([head], record.block.pieces()), limit)
        return _ended(replace(capture, body=body), cut or _cut(record))
    capture = replace(
        capture,
        status=_status(http),
        content_type=http.get_header("content-type"),
        response_headers=_kept(http),
    )
    transfer = listed(http, "transfer-encoding").lower()
    chunked = "chunked" in transfer
    raw, cut = _taken(_unchunked(record.block) if chunked else record.block.pieces(), limit)
    codings = f"{listed(http, 'content-encoding')},{transfer.replace('chunked', '')}"
    try:
        body, more = unpack(raw, codings, limit)
    except DamagedBodyError as fault:
        if _NOT_TEXT.search(raw[:1000]) and _is_page(capture.url, capture.content_type):
            error = f"The body of {capture.url or 'a record'}: {fault}."
            return replace(capture, outcome="wrong-content-type", error=error)
        body, more = raw, False  # who wrote the file undid the coding, and left the header
    if capture.status == 304:
        return replace(capture, outcome="not-modified")
    return _ended(replace(capture, body=body), cut or (_larger(limit) if more else _cut(record)))


def _ended(capture: Capture, cut: str) -> Capture:
    """A capture with its outcome; ``cut`` says why its body is not whole, if it is not."""
    url, status = capture.url or capture.source.word, capture.status or 200
    if status in REDIRECTS:
        target = dict(capture.response_headers).get("location", "nowhere")
        said = f"{url} led to {target} (HTTP status {status})."
        return replace(capture, outcome="redirect", error=said, truncated=bool(cut))
    if not _is_page(capture.url, capture.content_type):
        media = (capture.content_type or "").partition(";")[0].strip()
        said = f"{url} is no page{f' ({media})' if media else ''}."
        return replace(capture, outcome="skipped", error=said, truncated=bool(cut))
    outcome = outcome_of(status, "truncated" if cut else "")
    error = sentence_of(url, status, outcome)
    if outcome == "truncated":
        error = f"The page {url} is here only in part: {cut}. What there is is stored."
    return replace(capture, outcome=outcome, error=error, truncated=bool(cut))


def _is_page(url: str | None, media: str | None) -> bool:
    """Whether what came may be a page, as far as its address and its media type say."""
    kind = (media or "").partition(";")[0].strip().lower()
    return urlsplit(url or "").path not in _BESIDE_PAGES and (not kind or kind in _PAGES)


class _CutError(Exception):
    """Why a body ends before its end."""


def _taken(pieces: Iterator[bytes], limit: int) -> tuple[bytes, str]:
    """At most ``limit`` bytes, and why they are not all; "" if they are."""
    body = io.BytesIO()
    try:
        for piece in pieces:
            room = limit - body.tell()
            body.write(piece[:room])
            if len(piece) > room:
                return body.getvalue(), _larger(limit)
    except _CutError as fault:
        return body.getvalue(), str(fault)
    return body.getvalue(), ""


def _unchunked(block: Block) -> Iterator[bytes]:
    """A body without its chunks, or as it is where who wrote the file had undone them."""
    line = block.readline(256)
    chunk = _CHUNK_SIZE.fullmatch(line)
    if not chunk:
        yield line
        yield from block.pieces()
        return
    while chunk and (left := int(chunk[1], 16)):
        while left:
            piece = block.read(min(left, _PIECE))
            if not piece:
                raise _CutError("its last chunk breaks off")
            left -= len(piece)
            yield piece
        block.readline(2)
        chunk = _CHUNK_SIZE.fullmatch(block.readline(256))
    if not chunk:
        raise _CutError("its chunks break off")


def _cut(record: Record) -> str:
    """Why a record's block is not the whole body, as it says itself; "" if it is."""
    if reason := record.get("WARC-Truncated"):
        return f"it was cut off when it was archived ({reason})"
    return "its rest is in other records" if record.get("WARC-Segment-Number") else ""


def _larger(limit: int) -> str:
    return f"it is larger than {limit:,} bytes"


def _status(http: StatusAndHeaders) -> int | None:
    code = str(http.get_statuscode())
    return int(code) if re.fullmatch("[1-9][0-9][0-9]", code) else None


def _kept(http: StatusAndHeaders) -> Headers:
    return tuple(
        (name.lower(), "(not kept)" if name.lower() in _SECRET else value)
        for name, value in http.headers
    )


def _address(uri: str) -> str | None:
    """An http(s) address, without a user name and password; None for anything else."""
    uri = uri.replace(" ", "%20")
    try:
        parts = urlsplit(uri)
        named = parts.scheme in ("http", "https") and parts.hostname and uri.isprintable()
    except ValueError:
        return None
    if not named:
        return None
    host = parts.netloc.rpartition("@")[2]
    return uri if host == parts.netloc else urlunsplit(parts._replace(netloc=host))


def _when(date: str) -> str | None:
    """A WARC-Date as stored; None where it is no time."""
    try:
        return utc_text(date)
    except (UsageError, OverflowError):
        return None
