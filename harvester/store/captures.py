"""Captures: what was received for a source at one moment. A capture is never changed."""

import hashlib
import json

from sqlite_utils import Database

from harvester.addresses import host_of
from harvester.bodies import PackedBody
from harvester.model import Capture, Validators
from harvester.store.bodies import add_body, add_packed, read_body
from harvester.store.events import CAPTURE, MESSAGE_DIGEST, Objects, add_event
from harvester.store.tombstones import is_forgotten


def add_capture(
    db: Database,
    capture: Capture,
    run_id: int,
    site: str | None = None,
    *,
    with_body: bool = True,
    packed: PackedBody | None = None,
) -> int:
    """Store a capture, its body if new, and its events. Call inside a transaction.

    ``site`` is that of its page: pages of one site are compressed with what they share.
    Without ``with_body`` only the digest of its body is kept. ``packed`` is the body of a file
    that is too large to be held.
    """
    requested = capture.source.address
    digest = None if capture.body is None else hashlib.sha256(capture.body).hexdigest()
    if capture.body is not None and with_body:
        likes = likes_of(site, capture.url or requested)
        add_body(db, capture.body, likes, requested)
    if packed is not None:
        digest = packed.sha256
        if with_body:
            add_packed(db, packed)
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
        "site": capture.site,
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


def likes_of(site: str | None, address: str | None) -> str:
    """Which pages a page is like: those of its site or, where that is not known, of its host."""
    return site or host_of(address)


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
    kept = sha256 and not is_forgotten(db, sha256)
    return (read_body(db, sha256) if kept else None), url


def last_body(db: Database, url: str) -> bytes | None:
    """The bytes of an address's last good capture."""
    row = db.execute(
        "SELECT sha256 FROM captures WHERE requested_url = ? AND outcome = 'ok' "
        "AND sha256 IS NOT NULL AND sha256 NOT IN (SELECT sha256 FROM tombstones) "
        "ORDER BY id DESC LIMIT 1",
        (url,),
    ).fetchone()
    return read_body(db, row[0]) if row else None


def digest_of(db: Database, capture_id: int) -> str | None:
    """The digest of the bytes of a capture, if it brought any."""
    row = db.execute("SELECT sha256 FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return row[0] if row else None
