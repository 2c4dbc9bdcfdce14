"""Bytes to text: which charset, and whether it is HTML, text, or neither.

The charset is decided in this order; the first three steps are the HTML standard's
(section 13.2.3):

1. A byte order mark.
2. The transport's header, then a ``meta`` in the first bytes, where the bytes bear it out.
   UTF-8 they bear out unless most of what is beyond ASCII is broken; that shows as U+FFFD and
   is counted. Latin-1 means windows-1252, which fits nearly any bytes: it is not believed of
   bytes that are UTF-8.
3. UTF-8, where at least three quarters of the bytes beyond ASCII form its sequences. No other
   charset does that by accident, so what is broken is a slip and not another charset.
4. A declared charset with a few slips.
5. For a script other than Latin (the bytes beyond ASCII stand in rows), what
   charset-normalizer says, once there are ten such bytes.
6. For Latin script windows-1252, the HTML standard's default. A detector guesses wildly from a
   few accents, and Western texts are by far the most; so another charset needs a reason. Either
   windows-1252 puts signs or capitals into the middle of words, and the other charset does not.
   Or there are thirty bytes beyond ASCII, and the text is in a language that is not written in
   windows-1252. Less of such a text, undeclared, is misread; that is the price.

Whether a document is HTML is told by its content, never by its name.
"""

import codecs
import re
import unicodedata
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
    r"\A\s*<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|main|article|section"
    r"|header|h[1-6]|p|ul|ol|dl|table|span|a|base)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>|<!--(?:(?!-->).){0,4000}-->)", re.DOTALL)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml\b|\A\s*<(?:rss|feed|urlset|sitemapindex|OAI-PMH)\b", re.IGNORECASE)

#: Codecs of Python that are no charsets of pages.
_NO_CHARSETS = frozenset(
    "idna punycode unicode-escape unicode_escape raw-unicode-escape raw_unicode_escape utf-7 "
    "undefined palmos mbcs oem".split()
)
#: How many bytes are looked at to tell a binary file, and to find a ``meta`` charset.
_PRESCAN = 4096
#: Share of replaced characters below which a declared charset is kept with its slips.
_TOLERATED = 0.01

#: Charsets that the Encoding Standard reads as a wider one.
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
_ASCII = bytes(range(128))
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
#: How much of a capture is looked at to guess, and in which pieces its language is looked for.
_SAMPLE = 200_000
_PIECE = 256
#: Charsets of scripts other than Latin that are guessed, and the bytes that a guess needs.
_OTHER_SCRIPTS = "cp932 euc_jp gb18030 big5 euc_kr cp1251 koi8_r cp1253 cp1255 cp1256".split()
_ENOUGH_OF_ANOTHER_SCRIPT = 10
#: Charsets of Latin script that are guessed, by the languages that need them.
_CENTRAL = frozenset("Polish Czech Slovak Hungarian Croatian Slovene Romanian".split())
_LATIN = {
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": frozenset({"Turkish"}),
    "cp1257": frozenset({"Lithuanian"}),
}
_ENOUGH_OF_A_LANGUAGE = 30
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f](?=[^\W\d_])")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")


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
    start = 0
    while comment := _BEFORE.match(head, start):
        start = comment.end()
    if _HTML.match(head[start:]):
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
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "a binary file" if controls > len(head) * 0.05 else ""


def _decode_declared(body: bytes, content_type: str | None) -> tuple[str, str, str]:
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(body[:_PRESCAN])
    declared = [
        (_canonical(header.group(1)), "header") if header else (None, ""),
        (_canonical(meta.group(1).decode("ascii", "replace")), "meta") if meta else (None, ""),
    ]
    beyond = len(body.translate(None, _ASCII))
    valid = _in_utf8(body, beyond)
    broken = beyond - valid
    # One sequence may be an accident ("ß”" in windows-1252), two that are alone are none.
    surely_utf8 = valid >= max(4, 3 * broken)
    slips: tuple[str, str, str] | None = None
    for charset, source in declared:
        if charset is None or (charset == "cp1252" and surely_utf8):
            continue
        text = body.decode(charset, "replace")
        bad = broken if charset == "utf-8" else text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
        if bad <= 0 or (charset == "utf-8" and valid >= broken):
            return text, charset, source
        if slips is None and bad <= max(1, beyond * _TOLERATED):
            slips = (text, charset, source)
    if broken == 0 or surely_utf8:
        return body.decode("utf-8", "replace"), "utf-8", "detected"
    if slips:
        return slips
    charset = _canonical(_guess(body)) or "cp1252"
    return body.decode(charset, "replace"), charset, "detected"


def _in_utf8(body: bytes, beyond: int) -> int:
    """How many of the bytes beyond ASCII belong to whole sequences of UTF-8."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return len(body) - len(_UTF8_SEQUENCE.sub(b"", body))
    return beyond


def _guess(body: bytes) -> str:
    """The charset of bytes that are not UTF-8, by what they look like (steps 5 and 6)."""
    # A piece that a page repeats is no further text: it counts once.
    pieces = dict.fromkeys(p for p in re.split(rb"[<>\r\n]+", body) if not p.isascii())
    sample = b"\n".join(pieces)
    if len(sample) > _SAMPLE:
        # Not in the middle of a character: these two are never part of one.
        end = max(sample.rfind(b"\n", 0, _SAMPLE), sample.rfind(b" ", 0, _SAMPLE))
        sample = sample[: end if end > 0 else _SAMPLE]
    # A row of one sign (dashes, no-break spaces) is an ornament and says nothing.
    runs = re.findall(rb"[\x80-\xff]+", re.sub(rb"([\x80-\xff])\1+", rb"\1", sample))
    beyond = sum(map(len, runs))
    # "ção" has two accents in a row; three are no Latin script, or a rare word.
    in_rows = sum(len(run) for run in runs if len(run) > 2)
    if beyond >= _ENOUGH_OF_ANOTHER_SCRIPT and in_rows >= 0.4 * beyond:
        guesses = from_bytes(
            sample, cp_isolation=_OTHER_SCRIPTS, threshold=0.5, preemptive_behaviour=False
        )
        for guess in guesses:
            # Half-width kana fill the bytes of any Cyrillic text, and hardly any Japanese one.
            kana = len(_HALF_WIDTH.findall(str(guess)))
            if guess.encoding != "cp932" or kana * 4 < beyond:
                return guess.encoding
    return _guess_latin(sample, beyond)


def _guess_latin(sample: bytes, beyond: int) -> str:
    """windows-1252, unless signs in words or the language speak for another charset."""
    strangers = _strangers(sample, "cp1252")
    if strangers >= max(3, beyond / 20):
        fewest, other = min((_strangers(sample, name), name) for name in (*_LATIN, "mac_roman"))
        if fewest * 10 <= strangers:
            return other
    if beyond >= _ENOUGH_OF_A_LANGUAGE:
        guesses = from_bytes(
            sample,
            steps=min(40, len(sample) // _PIECE) or 1,
            chunk_size=_PIECE,
            cp_isolation=["cp1252", *_LATIN],
            preemptive_behaviour=False,
        )
        best = guesses.best()
        western = next((guess for guess in guesses if guess.encoding == "cp1252"), best)
        if best and western and best.coherence >= western.coherence:
            needed = _LATIN.get(best.encoding, frozenset())
            if best.language in needed and western.language in needed:
                return best.encoding
    return "cp1252"


def _strangers(sample: bytes, charset: str) -> int:
    """How many signs, and capitals after small letters, a charset puts inside words."""
    text = sample.decode(charset, "replace")
    return sum(_is_stranger(text, match.start()) for match in _INSIDE_A_WORD.finditer(text))


def _is_stranger(text: str, place: int) -> bool:
    sign = text[place]
    if sign.isupper():
        return text[place - 1].islower()
    # A soft hyphen, and the accent that stands for an apostrophe ("it´s"), are at home there.
    return (unicodedata.category(sign)[0] in "SNC" and sign not in "\xad´") or sign in "¡§¶¿"


def _canonical(label: str) -> str | None:
    """Python's name for a charset label, or None; the wider charset that browsers take it for."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, TypeError, UnicodeError):
        return None
    if name in _NO_CHARSETS:
        return None
    # A page that could be scanned for its meta tag is not UTF-16, whatever it says.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _AS_BROWSERS_DO.get(name, name)
