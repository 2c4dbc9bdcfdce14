"""What a page may cost the parser of the HTML standard.

The standard's algorithm is not linear. Each tag may look at all elements open above it, each
attribute at all before it, and each paragraph opens anew all formatting left open before it:
a thousand ``font`` tags over a thousand paragraphs make a million elements. Browsers cap the
nesting. lexbor does not, and once begun it cannot be stopped, so the page is weighed before.
"""

import re

#: No more elements than these may come of formatting that is opened anew: half a gigabyte.
#: It limits the nesting too, since any page has to allow for formatting without attributes.
_MOST_ELEMENTS = 1_000_000
#: Formatting without attributes is opened anew three times at most, for each of its names.
_PLAIN = 36
#: A tag with so many attributes takes half a second.
_MOST_ATTRIBUTES = 20_000
#: Two bytes at least make an attribute: a longer tag holds a stretch of these without "<".
_STRETCH = _MOST_ATTRIBUTES

_FORMATS = b"b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_FORMATTING = re.compile(rb"<(?:" + _FORMATS + rb")[\s/]")
#: One with attributes that is closed at once: an icon, a word ("<i class='icon'></i>").
_CLOSED = re.compile(
    rb"<(" + _FORMATS + rb")(?:\s+[\w-]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=`]+))?)+\s*>"
    rb"[^<]*</\1\s*>"
)
_TAG = re.compile(rb"<[a-z][^<>]{%d,}" % _STRETCH)
_SEPARATORS = re.compile(rb"[\s/\"']+")


def is_too_heavy(html: bytes) -> bool:
    """Whether parsing by the standard could take more time or memory than any page deserves.

    True for some pages that would have been light: the price is time, and no value.
    """
    html = html.lower()
    return _may_reopen(html) or _has_endless_tag(html)


def _may_reopen(html: bytes) -> bool:
    tags = html.count(b"<")
    formats = _PLAIN + len(_FORMATTING.findall(html))
    if formats * tags <= _MOST_ELEMENTS:
        return False
    formats -= sum(1 for _ in _CLOSED.finditer(html))
    return formats * tags > _MOST_ELEMENTS


def _has_endless_tag(html: bytes) -> bool:
    starts = range(0, len(html) - _STRETCH, _STRETCH)
    if all(html.find(b"<", start, start + _STRETCH) >= 0 for start in starts):
        return False
    return any(
        len(_SEPARATORS.findall(tag.group(0))) > _MOST_ATTRIBUTES for tag in _TAG.finditer(html)
    )
