"""The channel ``contents``: a book's list of its parts, each a work of its own."""

import re
from collections.abc import Iterator

from harvester.config.site import Contents, Rule, Site
from harvester.extract.channels import address
from harvester.extract.people import Person, assert_people
from harvester.extract.rules import Found, assertions
from harvester.extract.strip import Stripped
from harvester.extract.tree import SNIPPET, Node
from harvester.model import Assertion, Part


def read(stripped: Stripped, site: Site) -> Iterator[Part]:
    """The parts that the first table with any hits finds, in printed order.

    Each has its ``depth`` among its assertions: a part heading stands above its chapters.
    """
    tree = stripped.document.tree
    for table in site.contents if tree else ():
        assert tree is not None
        items = tree.select(table.item)
        depths = [_depth(table, item) for item in items]
        for place, item in enumerate(items):
            heads = depths[place + 1 : place + 2] > [depths[place]]
            said = [
                *_part(stripped, site, table, item),
                *_say(table, item, "depth", str(depths[place])),
            ]
            said.append(
                Assertion("kind", "part" if heads else "chapter", "contents", item.locator())
            )
            yield Part(place + 1, tuple(said))
        if items:
            return


def _part(stripped: Stripped, site: Site, table: Contents, item: Node) -> Iterator[Assertion]:
    titles = next((found for css in table.title if (found := item.select(css))), [])
    if not titles:
        return
    drop = table.pages or ""
    lines = stripped.cleaner.clean(titles[0].paragraphs(drop))
    printed = " ".join(lines)
    printed = _without_pages(printed)
    number = site.text.number if site.text and re.fullmatch(site.text.number, printed) else ""
    yield from _say(table, titles[0], "title", printed, number)
    pages = [node.text() for node in item.select(table.pages)] if table.pages else []
    if text := next(iter(pages), "") or _pages_in(titles[0].text()):
        yield from _say(table, titles[0], "pages", text)
    for field, css, attribute in (
        ("doi", table.doi, ""),
        ("published_online", table.online, ""),
        ("pdf_url", table.pdf, "href"),
    ):
        for node in item.select(css)[:1] if css else []:
            yield from _say(
                table, node, field, node.attribute(attribute) if attribute else node.text()
            )
    yield from _link(site, table, titles[0])
    people = [
        Person(name, node.locator(), node.source(), role="author")
        for node in (item.select(table.author) if table.author else [])
        for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", re.sub(r"^By\s+", "", node.text()))
    ]
    yield from assert_people(people, "contents", table, confidence=0.7)


def _say(table: Contents, node: Node, field: str, text: str, matches: str = "") -> list[Assertion]:
    rule = Rule(
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
    if not href:
        return
    url = href if href.startswith("http") else f"https://{site.hosts[0]}{href}"
    hit = address.parse(site, url)
    yield from _say(table, node, "url", url)
    if hit and hit.id:
        yield Assertion("site_id", hit.id, "contents", node.locator(), href[:SNIPPET])


def _depth(table: Contents, item: Node) -> int:
    parent = item.parent()
    match = re.search(table.depth, parent.attribute("class")) if table.depth and parent else None
    return int(match.group(1)) if match else 0


def _pages_in(text: str) -> str:
    match = re.search(r"\bpp?\.?\s*([\divxlc]+(?:\s*[-–]\s*[\divxlc]+)?)\s*$", text)
    return match.group(1) if match else ""


def _without_pages(text: str) -> str:
    return re.sub(r"\s*\bpp?\.?\s*[\divxlc]+(?:\s*[-–]\s*[\divxlc]+)?\s*$", "", text)
