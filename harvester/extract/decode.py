"""Bytes to text: which charset, and whether it is HTML, text, or neither.

The charset is looked for in the order of the HTML standard (section 13.2.3): byte order mark,
transport header, ``meta`` in the first bytes; what none of them says, or says wrongly, is
detected. Whether a document is HTML is told by its content, never by its name.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file"),
    (b"bplist", "a Safari web archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "an RTF file"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\A(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,4000}?-->)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|article|section"
    r"|header|h[1-6]|p|ul|ol|dl|table|span|a|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml\b|\A\s*<(?:rss|feed|urlset|sitemapindex|OAI-PMH)\b", re.IGNORECASE)

#: How many bytes are looked at to tell a binary file, and to find a ``meta`` charset.
_PRESCAN = 4096
#: Share of replaced characters below which a declared charset is kept with its slips.
_TOLERATED = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A capture as text. ``what`` says in words what a ``binary`` or ``xml`` body is."""

    form: Literal["html", "text", "xml", "binary", "empty"]
    text: str
    charset: str | None
    charset_from: str
    replaced: int = 0
    what: str = ""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of ``body``. ``content_type`` is the transport's header, if there was one.

    Never raises: bytes that fit no charset are decoded with U+FFFD in their place and
    counted in ``replaced``.
    """
    if not body.strip():
        return Decoded("empty", "", None, "none", what="empty")
    bom = next((pair for pair in _BOMS if body.startswith(pair[0])), None)
    if bom is None and (kind := _binary(body)):
        return Decoded("binary", "", None, "none", what=kind)
    text, charset, source = (
        (body[len(bom[0]) :].decode(bom[1], "replace"), bom[1], "bom")
        if bom
        else _decode_declared(body, content_type)
    )
    replaced = text.count("\ufffd")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    if not text.strip():
        return Decoded("empty", "", charset, source, what="empty")
    form = _form(text)
    what = "XML data" if form == "xml" else ""
    return Decoded(form, text, charset, source, replaced, what)


def _form(text: str) -> Literal["html", "text", "xml"]:
    head = text[:_PRESCAN]
    if _HTML.match(head):
        return "html"
    if _XML.match(head) and not _HTML_INSIDE.search(head):
        return "xml"
    return "html" if _HTML_INSIDE.search(head) else "text"


def _binary(body: bytes) -> str:
    """What kind of binary file this is, or "" for what may be text."""
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    head = body[:_PRESCAN]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
    return "a binary file" if controls > len(head) * 0.05 else ""


def _decode_declared(body: bytes, content_type: str | None) -> tuple[str, str, str]:
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(body[:_PRESCAN])
    declared = [
        (header.group(1), "header") if header else None,
        (meta.group(1).decode("ascii", "replace"), "meta") if meta else None,
        ("utf-8", "detected"),
    ]
    slips: tuple[str, str, str] | None = None
    for choice in filter(None, declared):
        charset = _canonical(choice[0])
        if charset is None:
            continue
        text = body.decode(charset, "replace")
        bad = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        if bad <= 0:
            return text, charset, choice[1]
        if slips is None and bad <= max(1, sum(byte > 127 for byte in body) * _TOLERATED):
            slips = (text, charset, choice[1])
    return slips or _detect(body)


def _detect(body: bytes) -> tuple[str, str, str]:
    """Ask charset-normalizer; where it gives up, UTF-8 with replaced bytes."""
    best = from_bytes(body[:200_000]).best()
    charset = _canonical(best.encoding) if best else None
    return body.decode(charset or "utf-8", "replace"), charset or "utf-8", "detected"


def _canonical(label: str) -> str | None:
    """Python's name for a charset label, or None. As browsers do, Latin-1 means cp1252."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, TypeError, UnicodeError):
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    # A page that could be scanned for its meta tag is not UTF-16, whatever it says.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
