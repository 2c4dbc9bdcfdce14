"""Captures as a WARC/1.1 file, each record packed on its own, for any web archive to replay.

The same captures give the same bytes: nothing is taken from the clock or drawn at random.
"""

import base64
import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.client import responses
from typing import BinaryIO
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:harvester:warc")
#: Headers of a body as it was sent; bodies are stored, and written, as the page is.
_OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
#: What RFC 3986 allows in an address; anything else is percent-encoded.
_ALLOWED = "!#$%&'()*+,/:;=?@[]~"
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html)\b", re.IGNORECASE)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WarcRow:
    """One capture as it is written. ``url`` is None where no address is known.

    ``body`` has no content or transfer coding; it is None where no bytes came. ``status`` is
    None for what did not come by HTTP. ``hops`` are the redirects on the way: address, status
    and target.
    """

    id: int
    outcome: str
    fetched_at: str
    captured_at: str | None = None
    url: str | None = None
    status: int | None = None
    sha256: str | None = None
    content_type: str | None = None
    truncated: bool = False
    request_headers: Headers = ()
    response_headers: Headers = ()
    body: bytes | None = None
    hops: tuple[tuple[str, int, str], ...] = ()


def write_warc(rows: Iterable[WarcRow], out: BinaryIO, software: str) -> int:
    """Write captures in the order given; how many were written. ``software`` is who writes.

    A fetch that brought nothing has no place in a WARC and is left out; without a capture to
    write nothing is written at all. Of the rows, one is held at a time.
    """
    file = _File(out, software)
    return sum(file.add(row) for row in rows)


@dataclass(frozen=True, slots=True)
class _Written:
    """A record that holds a body: what a later revisit refers to."""

    record_id: str
    uri: str
    date: str


class _File:
    """The file as it grows. Knows which body was written where, to write none twice."""

    def __init__(self, out: BinaryIO, software: str) -> None:
        self._writer = WARCWriter(out, gzip=True, warc_version="1.1")
        self._software = software
        self._begun = False
        self._by_digest: dict[str, _Written] = {}
        self._by_uri: dict[str, _Written] = {}

    def add(self, row: WarcRow) -> bool:
        """Write a capture with its request; False where there is nothing to write."""
        uri = _uri(row)
        same = row.outcome == "not-modified" and not row.body
        if row.body is not None and not same:
            self._add_body(row, uri, row.body)
        elif same and uri in self._by_uri:
            self._revisit(row, uri, "server-not-modified", self._by_uri[uri])
        elif same and row.status == HTTPStatus.NOT_MODIFIED and _is_address(uri):
            self._write(row, "response", uri, {}, _answer(row, None))
        else:
            return False
        for address, status, target in row.hops:
            self._redirect(row, address, status, target)
        return True

    def _redirect(self, row: WarcRow, address: str, status: int, target: str) -> None:
        """What is known of a redirect, so that the address that was asked for can be replayed."""
        headers = (("location", target),)
        hop = replace(row, url=address, status=status, request_headers=(), response_headers=headers)
        if _is_address(_uri(hop)):
            self._write(hop, "response", _uri(hop), {}, _answer(hop, 0))

    def _add_body(self, row: WarcRow, uri: str, body: bytes) -> None:
        digest = _digest(body)
        first = self._by_digest.get(digest)
        if first is None or not body:
            by_http = row.status is not None and _is_address(uri)
            fields = {"WARC-Payload-Digest": digest}
            if row.truncated:
                fields["WARC-Truncated"] = "unspecified"
            if by_http:
                answer = _answer(row, len(body))
                record_id = self._write(row, "response", uri, fields, answer, body)
            else:
                record_id = self._write(row, "resource", uri, fields, None, body)
            first = _Written(record_id, uri, _date(row))
            self._by_digest.setdefault(digest, first)
        else:
            self._revisit(row, uri, "identical-payload-digest", first, digest)
        if (row.status or 200) < HTTPStatus.BAD_REQUEST:
            self._by_uri[uri] = first

    def _revisit(
        self, row: WarcRow, uri: str, profile: str, first: _Written, digest: str = ""
    ) -> None:
        fields = {
            "WARC-Profile": _PROFILE + profile,
            "WARC-Refers-To": first.record_id,
            "WARC-Refers-To-Target-URI": first.uri,
            "WARC-Refers-To-Date": first.date,
        }
        if digest:
            fields["WARC-Payload-Digest"] = digest
        by_http = row.status is not None and _is_address(uri)
        if by_http and row.body:
            fields["WARC-Truncated"] = "length"  # the headers are here, the body is not
            self._write(row, "revisit", uri, fields, _answer(row, len(row.body)))
            return
        record_id = self._write(row, "revisit", uri, fields, None)
        if by_http:
            self._add_unchanged(row, uri, record_id)

    def _add_unchanged(self, row: WarcRow, uri: str, record_id: str) -> None:
        """The answer 304 and its headers, beside its revisit.

        In the revisit (WARC 1.1, 6.7.3, allows it) they would be replayed instead of the page;
        and so would a record with a target, for which programs that index take it.
        """
        fields = {"WARC-Concurrent-To": record_id}
        answer = replace(row, content_type="application/http; msgtype=response")
        block = _answer(row, None).to_ascii_bytes()
        self._put(answer, "metadata", _record_id(row, "metadata", uri), fields, None, block)
        self._add_request(row, uri, record_id)

    def _write(
        self,
        row: WarcRow,
        kind: str,
        uri: str,
        fields: Mapping[str, str],
        http: StatusAndHeaders | None,
        body: bytes = b"",
    ) -> str:
        """Write one record, and the request that led to it; the record's id."""
        if not self._begun:
            self._begun = True
            self._describe(row)
        record_id = _record_id(row, kind, uri)
        self._put(row, kind, record_id, {"WARC-Target-URI": uri, **fields}, http, body)
        if http is not None:
            self._add_request(row, uri, record_id)
        return record_id

    def _add_request(self, row: WarcRow, uri: str, record_id: str) -> None:
        if row.request_headers:
            asked = _asked(uri, row.request_headers)
            fields = {"WARC-Target-URI": uri, "WARC-Concurrent-To": record_id}
            self._put(row, "request", _record_id(row, "request", uri), fields, asked, b"")

    def _describe(self, row: WarcRow) -> None:
        """The record about the file itself, dated as its first capture."""
        about = (
            ("software", self._software),
            ("format", "WARC File Format 1.1"),
            (
                "description",
                "Bodies have no content or transfer coding; the headers that told of it are left "
                "out. Values of cookies and credentials were not kept, and of redirects only the "
                "status and the target. An answer 304 is a metadata record beside its revisit.",
            ),
        )
        text = "".join(f"{name}: {value}\r\n" for name, value in about)
        self._put(row, "warcinfo", _record_id(row, "warcinfo", ""), {}, None, text.encode())

    def _put(
        self,
        row: WarcRow,
        kind: str,
        record_id: str,
        fields: Mapping[str, str],
        http: StatusAndHeaders | None,
        body: bytes,
    ) -> None:
        head = {"WARC-Type": kind, "WARC-Record-ID": record_id, "WARC-Date": _date(row)}
        record = self._writer.create_warc_record(
            fields.get("WARC-Target-URI", ""),
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type="" if http or kind == "warcinfo" else _media_type(row),
            warc_headers_dict={**head, **fields},
            http_headers=http,
        )
        self._writer.write_record(record)


def _answer(row: WarcRow, length: int | None) -> StatusAndHeaders:
    """Status and headers of an answer, true of a body of this length as it is written."""
    status = row.status or 0
    headers = [
        (name, value)
        for name, value in _clean(row.response_headers)
        if name.lower() not in _OF_TRANSFER
    ]
    if length is not None:
        headers.append(("content-length", str(length)))
    return StatusAndHeaders(f"{status} {responses.get(status, '')}", headers, protocol="HTTP/1.1")


def _asked(uri: str, headers: Headers) -> StatusAndHeaders:
    """The request for an address."""
    parts = urlsplit(uri)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return StatusAndHeaders(f"GET {target} HTTP/1.1", _clean(headers), is_http_request=True)


def _clean(headers: Headers) -> list[tuple[str, str]]:
    """Headers that keep to their lines and to ASCII (warcio fails at some that do not)."""
    return [
        (
            re.sub(r"[^!-~]", "_", name),
            re.sub(
                r"[^ -~\t]+", lambda found: quote(found[0]), re.sub(r"\s*[\r\n]+\s*", " ", value)
            ),
        )
        for name, value in headers
    ]


def _uri(row: WarcRow) -> str:
    """The capture's address; where none is known, a name made of its digest, never a path."""
    url = quote(row.url or "", safe=_ALLOWED)
    if _is_address(url):
        return url
    return f"urn:sha256:{row.sha256 or hashlib.sha256(row.body or b'').hexdigest()}"


def _is_address(uri: str) -> bool:
    return uri.lower().startswith(("http://", "https://"))


def _date(row: WarcRow) -> str:
    """When the capture was made: as is known, else when it was fetched."""
    return row.captured_at or row.fetched_at


def _media_type(row: WarcRow) -> str:
    """The media type of bytes that came without HTTP, as said or by their beginning."""
    guess = "text/html" if _MARKUP.match(row.body or b"") else "application/octet-stream"
    return re.sub(r"[\r\n\0]+", " ", row.content_type or guess)


def _record_id(row: WarcRow, kind: str, uri: str) -> str:
    name = f"{row.id} {row.sha256} {kind} {_date(row)} {uri}"
    return f"<urn:uuid:{uuid.uuid5(_NAMES, name)}>"


def _digest(body: bytes) -> str:
    sha1 = hashlib.sha1(body, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(sha1).decode()}"
