"""Captures and their bodies. A capture is never changed; a body is stored once a digest."""

import gzip
import hashlib
import json

from sqlite_utils import Database

from harvester.model import Capture
from harvester.store.events import CAPTURE, MESSAGE_DIGEST, Objects, add_event

#: How bodies are kept: ``gunzip`` alone reads one.
ENCODING = "gzip"


def add_capture(db: Database, capture: Capture, run_id: int) -> int:
    """Store a capture, its body if new, and its events. Call inside a transaction."""
    digest = _add_body(db, capture.body) if capture.body is not None else None
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
        "length": None if capture.body is None else len(capture.body),
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
    cursor = db.execute(f"INSERT INTO captures ({names}) VALUES ({marks})", row)  # noqa: S608
    about = Objects(capture_id=int(cursor.lastrowid or 0))
    add_event(db, run_id, CAPTURE, capture.outcome, capture.fetched_at, about, capture.error or "")
    if digest:
        add_event(db, run_id, MESSAGE_DIGEST, "ok", capture.fetched_at, about, f"sha256:{digest}")
    assert about.capture_id is not None
    return about.capture_id


def _add_body(db: Database, body: bytes) -> str:
    digest = hashlib.sha256(body).hexdigest()
    if db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (digest,)).fetchone() is None:
        sha1 = hashlib.sha1(body, usedforsecurity=False).hexdigest()
        db.execute(
            "INSERT INTO bodies (sha256, sha1, length, encoding, data) VALUES (?, ?, ?, ?, ?)",
            (digest, sha1, len(body), ENCODING, gzip.compress(body, mtime=0)),
        )
    return digest


def read_body(db: Database, sha256: str) -> bytes:
    """The bytes with this digest, as they were captured."""
    data: bytes = db.execute("SELECT data FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return gzip.decompress(data)
