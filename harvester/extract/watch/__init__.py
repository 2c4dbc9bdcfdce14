"""What a job watches, read for the addresses and records in it: feeds, sitemaps, lists, OAI-PMH.

Pure: bytes in, values out; no network, no file. The bytes come from strangers, so all XML goes
through this module. What stands before the root element is never parsed: with it go DTDs, and
so every entity that a document could define, be it to swell up or to read a file. The parser
(libxml2 without ``huge_tree``) stops at 256 elements inside one another. Invalid XML is mended
where it can be, and said to be mended.
"""

import codecs
import contextlib
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from harvester.errors import HarvesterError

#: More bytes than this are not read (sitemaps.org allows 50 MB, the most of all formats here).
LARGEST = 52_428_800

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),  # XML 1.0, appendix F: a "<" of two bytes, without a mark
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][\w.-]{0,40})[\"']")
#: Families of charsets in which "<" is the byte 0x3C, as Python calls them.
_CHARSETS = ("iso8859", "cp125", "utf-8", "ascii", "koi8", "gb", "big5", "euc", "shift_jis", "mac")
#: What may stand before the root element, by its beginning (XML 1.0, production 22).
_BEFORE_ROOT = (("<?", re.compile(r"\?>")), ("<!--", re.compile(r"-->")))
_DTD_STEP = re.compile(r"[\[>]")
_DTD_END = re.compile(r"\]\s*>")
#: Characters that XML 1.0 does not allow (production 2).
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: CDATA and comments, which stay as they are; references; "&" and "<" that are none.
_TO_MEND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:#(\d{1,9})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{0,31}));"
    r"|&|<(?![A-Za-z_/?!])",
    re.DOTALL,
)
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
#: So many places of one text are mended; what is worse is left to the parser's own mending.
_MOST_MENDS = 100_000
_MOST_ATTRIBUTES = 1_000


class WatchError(HarvesterError):
    """What was watched is not what it should be: no feed, no sitemap, no OAI-PMH answer."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of parsed XML. Nothing outside this module knows the engine."""

    node: Any

    @property
    def name(self) -> str:
        """The local name, as written."""
        return str(self.node.tag).rpartition("}")[2].rpartition(":")[2]

    @property
    def namespace(self) -> str:
        """The namespace's name; a prefix that nobody declared stands for itself; else ""."""
        before, braced, rest = str(self.node.tag).rpartition("}")
        return before.removeprefix("{") if braced else rest.rpartition(":")[0]

    @property
    def children(self) -> list["Element"]:
        """The elements directly inside, in order."""
        return [Element(node) for node in self.node if isinstance(node.tag, str)]

    def attribute(self, name: str) -> str:
        """An attribute's value (``{namespace}local`` where it has one); "" where it is not set."""
        return str(self.node.get(name, ""))

    def named(self, name: str) -> list["Element"]:
        """The children with this local name, whatever their namespace."""
        return [child for child in self.children if child.name == name]

    def descendants(self) -> list["Element"]:
        """All elements inside, in order."""
        return [Element(n) for n in self.node.iterdescendants() if isinstance(n.tag, str)]

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """The text inside, without elements of these local names, no white space at the ends."""
        return "".join(_texts(self.node, without)).strip()

    def canonical(self) -> str:
        """The element in Exclusive Canonical XML 1.0: the same wherever the element stands.

        Where that cannot be, as it was written: a relative namespace name, which it forbids;
        more attributes than libxml2 sorts in good time.
        """
        if all(len(node.attrib) <= _MOST_ATTRIBUTES for node in self.node.iter("*")):
            with contextlib.suppress(etree.C14NError):
                return str(etree.tostring(self.node, method="c14n", exclusive=True), "utf-8")
        return str(etree.tostring(self.node, encoding="unicode", with_tail=False))


@dataclass(frozen=True, slots=True)
class XmlText:
    """XML as text from its root element on. ``valid``: every byte fitted the charset."""

    text: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """The root element; ``repaired`` where the XML was invalid."""

    root: Element
    repaired: bool


def parse_xml(body: bytes, what: str, largest: int = LARGEST) -> Parsed:
    """The root of ``body``, mended where need be. ``what`` names the thing in a sentence.

    Raises WatchError when there is no XML in it, or more than ``largest`` bytes.
    """
    found = xml_text(body, what, largest)
    root = parse_strictly(found.text) if found.valid else None
    if root is not None:
        return Parsed(root, repaired=False)
    root = parse_mended(found.text)
    if root is None:
        raise WatchError(f"This is no {what}: its XML is too broken to be read.")
    return Parsed(root, repaired=True)


def xml_text(body: bytes, what: str, largest: int = LARGEST) -> XmlText:
    """``body`` decoded, without what stands before its root element.

    Bytes that do not fit the charset become U+FFFD. Raises WatchError as parse_xml does.
    """
    if len(body) > largest:
        raise WatchError(f"{len(body):,} bytes are too many for a {what}.")
    if not body.strip():
        raise WatchError(f"This is no {what}: it is empty.")
    charset, skipped = charset_of(body)
    text = body[skipped:].decode(charset, "replace")
    start = root_start(text)
    if start is None:
        raise WatchError(f"This is no {what}: there is no XML element in it.")
    replaced = text.count("\ufffd")
    valid = not replaced or (charset == "utf-8" and replaced == body.count(b"\xef\xbf\xbd"))
    return XmlText(text[start:], valid)


def parse_strictly(text: str) -> Element | None:
    """The root of well-formed XML that begins with its root element, else None."""
    return _parse(text, recover=False)


def parse_mended(text: str) -> Element | None:
    """The root of XML that is not well-formed, mended; None when nothing can be made of it.

    Characters that XML forbids become U+FFFD (white space of old: a space), "&" and "<" that
    begin nothing become text, HTML's entities become their characters. Then libxml2 closes
    what is open.
    """
    text = text.replace("\x0b", " ").replace("\x0c", " ")
    text = NO_CHARACTER.sub("\ufffd", text)
    text = _TO_MEND.sub(_mend, text, count=_MOST_MENDS)
    root = _parse(text, recover=False)
    return root if root is not None else _parse(text, recover=True)


def web_address(text: str, base: str = "") -> str | None:
    """The http(s) address that ``text`` is, seen from ``base``; None for anything else.

    An address with a user name or password, which would be stored, is none.
    """
    bare = text.strip()
    if not bare or re.search(r"[\s\x00-\x1f\x7f<>\"]", bare):
        return None
    try:
        said = urlsplit(bare)
        address = urljoin(base, bare) if said.netloc or not said.scheme else bare
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return address if usable and "@" not in parts.netloc else None


def _parse(text: str, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        node = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    return None if node is None else Element(node)


def charset_of(body: bytes) -> tuple[str, int]:
    """The charset by mark or declaration, else UTF-8 (XML 1.0, 4.3.3); the mark's length."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return charset, 0 if b"<" in mark else len(mark)
    if declared := _DECLARED.match(body):
        try:
            name = codecs.lookup(declared.group(1).decode("ascii")).name
        except LookupError:
            return "utf-8", 0
        if name.startswith(_CHARSETS):
            return name, 0
    return "utf-8", 0


def root_start(text: str) -> int | None:
    """Where the root element begins: after all declarations, comments and DTDs."""
    at = text.find("<")
    while at >= 0:
        end = next((end for mark, end in _BEFORE_ROOT if text.startswith(mark, at)), None)
        if end is None and not text.startswith("<!", at):
            return at
        if end is None:
            step = _DTD_STEP.search(text, at)
            end = _DTD_END if step and step.group(0) == "[" else _DTD_STEP
        closed = end.search(text, at)
        at = text.find("<", closed.end()) if closed else -1
    return None


def _mend(match: re.Match[str]) -> str:
    whole = match.group(0)
    decimal, hexadecimal, name = match.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return "\ufffd" if code > 0x10FFFF or NO_CHARACTER.match(chr(code)) else whole
    if name:
        stands_for = html.entities.html5.get(f"{name};")
        if name in PREDEFINED:
            return whole
        return _numbers(stands_for) if stands_for else f"&amp;{name};"
    return {"&": "&amp;", "<": "&lt;"}.get(whole, whole)


def _numbers(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _texts(node: Any, without: frozenset[str]) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and Element(child).name not in without:
            yield from _texts(child, without)
        yield child.tail or ""
