"""The channel ``contents``: a book's list of its parts, each a work of its own.

A long list has several pages. How many parts the pages before have, a page does not say: so
each page's parts are counted from a thousand of its own, and positions tell the order of the
parts, not their number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from harvester.config.patterns import Pattern
from harvester.config.site import Contents, Rule, Site
from harvester.extract.channels import address, author_cell
from harvester.extract.document import Document
from harvester.extract.rules import Found, assertions
from harvester.extract.strip import Stripped
from harvester.extract.tree import SNIPPET, Node
from harvester.model import Assertion, Part, ReviewItem

_ALL = Pattern("")
#: Positions that each page of a list has for its parts.
PAGE = 1000
#: No more pages of one list are asked for.
MOST_PAGES = 50


class PartList(NamedTuple):
    """The parts that a page lists, and what about the list waits for a person."""

    parts: tuple[Part, ...] = ()
    review: tuple[ReviewItem, ...] = ()
    said: tuple[Assertion, ...] = ()


def read(stripped: Stripped, site: Site, own: str | None = None) -> PartList:
    """The parts that the first table with any hits finds, in printed order.

    Each has its ``depth`` among its assertions: a part heading stands above its chapters.
    ``own`` is the address that the page gives as its own; relative ones are relative to it.
    """
    tree = stripped.document.tree
    for table in site.contents if tree else ():
        assert tree is not None
        items = tree.select(table.item)
        if not items:
            continue
        base = own or stripped.document.address or _home(site)
        depths = [_depth(table, item) for item in items]
        page, pages = _page_of_pages(stripped.document, table)
        parts: list[Part] = []
        for place, item in enumerate(items):
            heads = depths[place + 1 : place + 2] > [depths[place]]
            kind = Assertion("kind", "part" if heads else "chapter", "contents", item.locator())
            said = _part(stripped, site, table, item, base)
            depth = _say(table, item, "depth", str(depths[place]))
            position = ((page or 1) - 1) * PAGE + place + 1
            parts.append(Part(position, (*said, *depth, kind)))
        long = (pages or 1) > 1
        told = _say(table, items[0], "list_pages", str(pages)) if long else []
        return PartList(tuple(parts), tuple(_questions(page, pages, depths[0])), tuple(told))
    return PartList()


def other_pages(document: Document, site: Site) -> list[str]:
    """The addresses of the other pages of a list, where the page tells how many there are."""
    tree, url = document.tree, document.address
    for table in site.contents if tree and url else ():
        assert tree is not None and url is not None
        if not table.page_parameter or not tree.select(table.item):
            continue
        page, pages = _page_of_pages(document, table)
        numbers = range(1, min(pages or 1, MOST_PAGES) + 1)
        return [_page_address(url, table.page_parameter, n) for n in numbers if n != page]
    return []


def _page_address(url: str, parameter: str, number: int) -> str:
    """The address of one page of a list; that of the first names no number."""
    parts = urlsplit(url)
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != parameter]
    asked += [(parameter, str(number))] if number > 1 else []
    return urlunsplit(parts._replace(query=urlencode(asked), fragment=""))


def _page_of_pages(document: Document, table: Contents) -> tuple[int | None, int | None]:
    """Which page of the list this is, and how many there are; None for what is not said."""
    tree, url = document.tree, document.address
    totals: list[int] = []
    candidates: list[int | None] = []
    if url and table.page and (match := table.page.search(url)):
        candidates.append(_number(match.group(match.lastindex or 0)))
    for node in tree.select(table.total) if tree and table.total else ():
        told = node.attribute(table.total_attribute) if table.total_attribute else ""
        numbers = re.findall(r"\d+", told or node.text())
        totals.extend(filter(None, map(_number, numbers[-1:])))
        if not told:  # "Page 2 of 3"
            candidates.extend(map(_number, numbers[-2:-1]))
    total = max(totals, default=None)
    if url and table.page:  # An address that names no page is that of the first.
        candidates.append(1)
    return next((n for n in candidates if n and n <= (total or n)), None), total


def _questions(page: int | None, pages: int | None, depth: int) -> Iterator[ReviewItem]:
    """What a person has to see to where a list has more pages than this one."""
    if (pages or 1) <= 1 and (page or 1) <= 1:
        return
    many = f"The list of parts has {pages} pages" if pages else "The list of parts has more pages"
    here = f"this is page {page}" if page else "nothing says which of them this is"
    reason = f"{many}, and {here}: the rest of the list has to be harvested as well."
    if depth and page != 1:
        reason += " The heading above its first parts stands on another page."
    yield ReviewItem("parts", reason, "list-continues")


def _part(
    stripped: Stripped, site: Site, table: Contents, item: Node, base: str
) -> Iterator[Assertion]:
    titles = next((found for css in table.title if (found := item.select(css))), [])
    if not titles:
        return
    drop = table.pages or ""
    lines = stripped.cleaner.clean(titles[0].paragraphs(drop))
    printed = " ".join(lines)
    printed = _without_pages(printed)
    number = site.text.number if site.text and site.text.number.fullmatch(printed) else _ALL
    yield from _say(table, titles[0], "title", printed, number)
    pages = [node.text() for node in item.select(table.pages)] if table.pages else []
    if text := next(iter(pages), "") or _pages_in(titles[0].text()):
        yield from _say(table, titles[0], "pages", text)
    for field, css in (("doi", table.doi), ("published_online", table.online)):
        for node in item.select(css)[:1] if css else []:
            yield from _say(table, node, field, node.text())
    for node in item.select(table.pdf)[:1] if table.pdf else []:
        yield from _say(table, node, "pdf_url", _absolute(base, node.attribute("href")))
    yield from _link(site, table, titles[0])
    for cell in item.select(table.author) if table.author else []:
        yield from author_cell.read(site, table, cell)


def _say(
    table: Contents, node: Node, field: str, text: str, matches: Pattern = _ALL
) -> list[Assertion]:
    rule = Rule.model_construct(
        field=field,
        channel="contents",
        select="*",
        matches=matches,
        generation=table.generation,
        verified=table.verified,
    )
    return assertions(rule, [Found(text, node.locator(), text[:SNIPPET])])


def _link(site: Site, table: Contents, node: Node) -> Iterator[Assertion]:
    """The part's own address and the site's id of it."""
    href = node.attribute("href")
    url = _absolute(_home(site), href) if href else ""
    if not url:
        return
    hit = address.parse(site, url)
    yield from _say(table, node, "url", url)
    if hit and hit.id:
        yield Assertion("site_id", hit.id, "contents", node.locator(), href[:SNIPPET])


def _home(site: Site) -> str:
    return f"https://{site.hosts[0]}/" if site.hosts else ""


def _absolute(base: str, href: str) -> str:
    """An address in full, or "" for what cannot be one ("http://[")."""
    try:
        full = urljoin(base, href)
        urlsplit(full)
    except ValueError:
        return ""
    return full


def _depth(table: Contents, item: Node) -> int:
    parent = item.parent()
    match = table.depth.search(parent.attribute("class")) if table.depth and parent else None
    return (_number(match.group(match.lastindex or 0)) or 0) if match else 0


def _number(digits: str) -> int | None:
    """A number that may count pages or levels; None for what is too long to be one."""
    return int(digits) if re.fullmatch(r"[0-9]{1,4}", digits) else None


def _pages_in(text: str) -> str:
    match = re.search(r"\bpp?\.?\s*([\divxlc]+(?:\s*[-–]\s*[\divxlc]+)?)\s*$", text)
    return match.group(1) if match else ""


def _without_pages(text: str) -> str:
    return re.sub(r"\s*\bpp?\.?\s*[\divxlc]+(?:\s*[-–]\s*[\divxlc]+)?\s*$", "", text)
