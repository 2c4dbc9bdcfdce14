"""Captures and their bodies. A capture is never changed; a body is stored once a digest."""

import gzip
import hashlib
import json

from sqlite_utils import Database

from harvester.bodies import PackedBody
from harvester.model import Capture, Validators
from harvester.store.events import CAPTURE, MESSAGE_DIGEST, Objects, add_event

#: How bodies are kept: ``gunzip`` alone reads one.
ENCODING = "gzip"


def add_capture(
    db: Database, capture: Capture, run_id: int, packed: PackedBody | None = None
) -> int:
    """Store a capture, its body if new, and its events. Call inside a transaction.

    ``packed``: the body of a file that is too large to be held.
    """
    digest = _add_body(db, capture.body) if capture.body is not None else None
    if packed is not None:
        digest = _add_packed(db, packed)
    requested = capture.source.address
    previous = db.execute(
        "SELECT max(id) FROM captures WHERE requested_url = ?", (requested,)
    ).fetchone()[0]
    row = {
        "source": capture.source.word,
        "source_kind": capture.source.kind,
        "requested_url": requested,
        "url": capture.url,
        "status": capture.status,
        "outcome": capture.outcome,
        "fetched_at": capture.fetched_at,
        "captured_at": capture.captured_at,
        "sha256": digest,
        "length": _length(capture, packed),
        "content_type": capture.content_type,
        "truncated": int(capture.truncated),
        "error": capture.error,
        "redirects": json.dumps([[hop.url, hop.status, hop.location] for hop in capture.hops]),
        "request_headers": json.dumps(capture.request_headers),
        "response_headers": json.dumps(capture.response_headers),
        "previous_id": previous,
        "run_id": run_id,
    }
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    cursor = db.execute(f"INSERT INTO captures ({names}) VALUES ({marks})", row)
    about = Objects(capture_id=int(cursor.lastrowid or 0))
    add_event(db, run_id, CAPTURE, capture.outcome, capture.fetched_at, about, capture.error or "")
    if digest:
        add_event(db, run_id, MESSAGE_DIGEST, "ok", capture.fetched_at, about, f"sha256:{digest}")
    assert about.capture_id is not None
    return about.capture_id


def _length(capture: Capture, packed: PackedBody | None) -> int | None:
    if packed is not None:
        return packed.length
    return None if capture.body is None else len(capture.body)


def _add_packed(db: Database, packed: PackedBody) -> str:
    db.execute(
        "INSERT OR IGNORE INTO bodies (sha256, sha1, length, encoding, data) "
        "VALUES (?, ?, ?, ?, ?)",
        (packed.sha256, packed.sha1, packed.length, ENCODING, packed.data),
    )
    return packed.sha256


def _add_body(db: Database, body: bytes) -> str:
    digest = hashlib.sha256(body).hexdigest()
    if db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (digest,)).fetchone() is None:
        sha1 = hashlib.sha1(body, usedforsecurity=False).hexdigest()
        db.execute(
            "INSERT INTO bodies (sha256, sha1, length, encoding, data) VALUES (?, ?, ?, ?, ?)",
            (digest, sha1, len(body), ENCODING, gzip.compress(body, mtime=0)),
        )
    return digest


def validators(db: Database, url: str) -> Validators | None:
    """What the server gave with the last good capture of an address, if it was not led on.

    None where that capture is not read into a record: then the page is needed again.
    """
    row = db.execute(
        "SELECT c.response_headers FROM captures c JOIN readings r ON r.capture_id = c.id "
        "WHERE c.requested_url = ? AND c.status = 200 AND c.outcome = 'ok' "
        "AND c.sha256 IS NOT NULL AND c.redirects = '[]' AND r.record_id IS NOT NULL "
        "ORDER BY c.id DESC LIMIT 1",
        (url,),
    ).fetchone()
    headers = dict(json.loads(row[0])) if row else {}
    known = Validators(headers.get("etag"), headers.get("last-modified"))
    return known if known.etag or known.last_modified else None


def last_text(db: Database, url: str) -> str | None:
    """The digest of the stripped text of an address's last capture that was read."""
    row = db.execute(
        "SELECT r.text_sha256 FROM captures c JOIN readings r ON r.capture_id = c.id "
        "WHERE c.requested_url = ? AND c.sha256 IS NOT NULL ORDER BY c.id DESC LIMIT 1",
        (url,),
    ).fetchone()
    return row[0] if row else None


def body_of(db: Database, capture_id: int) -> tuple[bytes | None, str | None]:
    """The bytes of a capture, if it brought any, and its final address."""
    sha256, url = db.execute(
        "SELECT sha256, url FROM captures WHERE id = ?", (capture_id,)
    ).fetchone()
    return (read_body(db, sha256) if sha256 else None), url


def last_body(db: Database, url: str) -> bytes | None:
    """The bytes of an address's last good capture."""
    row = db.execute(
        "SELECT sha256 FROM captures WHERE requested_url = ? AND outcome = 'ok' "
        "AND sha256 IS NOT NULL ORDER BY id DESC LIMIT 1",
        (url,),
    ).fetchone()
    return read_body(db, row[0]) if row else None


def digest_of(db: Database, capture_id: int) -> str | None:
    """The digest of the bytes of a capture, if it brought any."""
    row = db.execute("SELECT sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return row[0] if row else None


def read_body(db: Database, sha256: str) -> bytes:
    """The bytes with this digest, as they were captured."""
    data: bytes = db.execute("SELECT data FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return gzip.decompress(data)
