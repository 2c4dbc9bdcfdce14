"""An element's own HTML, written anew and cut to a snippet."""

from harvester.extract.markup import Markup
from harvester.extract.markup.flat import RAW

#: How many characters of a node's own source are kept as its snippet.
SNIPPET = 400
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def snippet(page: Markup, place: int) -> str:
    """The element at a place as HTML. No more of it is looked at than is kept."""
    pieces: list[str] = []
    length = 0
    open_until: list[tuple[int, str]] = []
    for at in range(place, page.ends[place] + 1):
        while open_until and open_until[-1][0] <= at:
            pieces.append(f"</{open_until.pop()[1]}>")
            length += len(pieces[-1])
        if at == page.ends[place] or length > SNIPPET:
            break
        name = page.names[at]
        pieces.append(_start_tag(page, at) if name else _escape(page.texts[at][: SNIPPET + 1]))
        length += len(pieces[-1])
        if name in RAW:
            pieces.append(page.raw(at)[: SNIPPET + 1])
        if name and name not in _VOID:
            open_until.append((page.ends[at], name))
    html = "".join(pieces)
    return html if len(html) <= SNIPPET else html[:SNIPPET] + "…"


def _start_tag(page: Markup, place: int) -> str:
    attributes = page.attributes(place).items()
    words = [f'{name}="{_escape(value).replace(chr(34), "&quot;")}"' for name, value in attributes]
    return "<" + " ".join([page.names[place], *words]) + ">"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
