"""A book's list of parts: pages of one list, the people of a part, addresses in full."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from harvester.config import Configuration
from harvester.extract.read import read
from harvester.fetch.files import capture_file
from harvester.harvest import Options, open_run
from harvester.model import Reading, Source
from harvester.store import queries

BOOK = "https://www.cambridge.org/core/books/mills-of-the-fen/{}"
OWN = BOOK.format("AAAABBBBCCCCDDDDEEEEFFFF00001111")
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Mills of the Fen</title>
<link rel="canonical" href="{own}"><meta property="og:site_name" content="Cambridge Core">
</head><body><div class="book-wrapper"><h1 data-test-id="book-title">Mills of the Fen</h1>
{pager}<div class="results-listing">{parts}</div></div></body></html>"""
PART = """<div class="indent-{depth}"><ul class="details"><li class="title">
<a class="part-link" href="/core/books/mills-of-the-fen/p/{number:032X}">{title}</a></li>{more}
</ul></div>"""


def pager(words: str, last: int | None = None) -> str:
    """The two ways in which a list tells how many pages it has."""
    shown = f'<div data-test-id="paginationSearchResult"><p>{words}</p></div>' if words else ""
    links = (
        '<ul class="pagination"><li><a data-page-number="1">1</a></li>'
        f'<li><a data-page-number="{last}">Last</a></li></ul>'
    )
    return shown + (links if last else "")


def page(*parts: str, tells: str = "") -> bytes:
    return PAGE.format(own=OWN, pager=tells, parts="".join(parts)).encode()


def part(number: int, more: str = "", title: str = "", depth: int = 0) -> str:
    return PART.format(depth=depth, number=number, title=title or f"Part {number}", more=more)


def questions(reading: Reading) -> list[str]:
    return [item.reason for item in reading.review if item.field == "parts"]


ONE_OF_TWO = ["The list of parts has 2 pages, and this is page 1:"]
TWO_OF_TWO = ["The list of parts has 2 pages, and this is page 2:"]


@pytest.mark.parametrize(
    ("tells", "url", "first", "asked"),
    [
        ("", OWN, 1, []),
        (pager("Page 1 of 1"), OWN, 1, []),
        (pager("Page 1 of 2"), OWN, 1, ONE_OF_TWO),
        (pager("Page 1 of 2"), None, 1, ONE_OF_TWO),
        (pager("Page 2 of 2"), None, 1001, TWO_OF_TWO),
        (pager("Page 2 of 2", 2), f"{OWN}?pageNum=2", 1001, TWO_OF_TWO),
        (pager("", 2), f"{OWN}?x=y&pageNum=2", 1001, TWO_OF_TWO),
        (pager("", 12), OWN, 1, ["The list of parts has 12 pages, and this is page 1:"]),
        (pager("", 3), None, 1, ["3 pages, and nothing says which of them this is:"]),
        ("", f"{OWN}?pageNum=3", 2001, ["more pages, and this is page 3:"]),
        # An address that cannot be right is not believed.
        (pager("Page 2 of 2"), f"{OWN}?pageNum=9", 1001, TWO_OF_TWO),
        (pager("Page 1 of 2"), f"{OWN}?pageNum=0", 1, ONE_OF_TWO),
        (pager("Page 1 of 2"), f"{OWN}?pageNum={'9' * 5000}", 1, ONE_OF_TWO),
        (pager("9" * 5000), OWN, 1, []),
    ],
)
def test_pages_of_one_list(
    shipped: Configuration, tells: str, url: str | None, first: int, asked: list[str]
) -> None:
    reading = read(page(part(1), part(2), tells=tells), shipped, url=url)
    assert [p.position for p in reading.parts] == [first, first + 1]
    assert len(questions(reading)) == len(asked)
    assert all(words in said for words, said in zip(asked, questions(reading), strict=True))


def test_a_heading_on_the_page_before_is_asked_for(shipped: Configuration) -> None:
    body = page(part(3, depth=1), tells=pager("Page 2 of 2"))
    (asked,) = questions(read(body, shipped, url=f"{OWN}?pageNum=2"))
    assert "heading above its first parts stands on another page" in asked


def test_no_list_no_question(shipped: Configuration) -> None:
    reading = read(page(tells=pager("Page 1 of 2")), shipped, url=OWN)
    assert reading.parts == ()
    assert questions(reading) == []


def test_pages_harvested_in_any_order_stand_in_the_list_s_order(
    shipped: Configuration, db: Database, tmp_path: Path
) -> None:
    bodies = {
        f"{OWN}?pageNum=2": page(part(3), part(4), tells=pager("Page 2 of 2")),
        OWN: page(part(1), part(2), tells=pager("Page 1 of 2")),
    }
    with open_run(db, shipped, "test") as run:
        for url, body in bodies.items():
            path = tmp_path / "page.html"
            path.write_bytes(body)
            source = Source(str(path), "file", url, str(path))
            done = run.take(capture_file(source, "2026-01-01T00:00:00.000Z"), Options())
    assert done.record_id
    book = queries.record_json(db, done.record_id)
    assert [(p["position"], p["title"]) for p in book["parts"]] == [
        (1, "Part 1"),
        (2, "Part 2"),
        (1001, "Part 3"),
        (1002, "Part 4"),
    ]
    assert [item["reason"] for item in book["review"] if item["field"] == "parts"]


def people(shipped: Configuration, cell: str) -> list[tuple[Any, ...]]:
    """Name, role and affiliations of those whom a cell names; or why there are none."""
    reading = read(page(part(1, f'<li class="author">{cell}</li>')), shipped, url=OWN)
    found: list[tuple[Any, ...]] = []
    for said in reading.parts[0].assertions:
        if said.field == "contributor":
            detail = json.loads(said.detail or "{}")
            places = tuple(detail.get("affiliations") or ())
            found.append((said.value, detail.get("role"), *places))
    return found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "By <a>Ida Moor</a>, University of Sedge, <a>Jo Weir</a>, Sluice Institute",
            [
                ("Ida Moor", "author", "University of Sedge"),
                ("Jo Weir", "author", "Sluice Institute"),
            ],
        ),
        (
            "By <a>Ida Moor</a>, <a>Jo Weir</a> and <a>Lee</a>",
            [("Ida Moor", "author"), ("Jo Weir", "author"), ("Lee", "author")],
        ),
        (
            "<a>A. Moor</a>, University of Leeds, <a>Lee</a>",
            [("A. Moor", "author", "University of Leeds"), ("Lee", "author")],
        ),
        (
            "By <a>Ida Moor</a>, Jr., University of California, Los Angeles, and <a>Jo Weir</a>",
            [
                ("Ida Moor, Jr.", "author", "University of California, Los Angeles"),
                ("Jo Weir", "author"),
            ],
        ),
        (
            "<a>Ida Moor</a>, Department of Water, University of Sedge",
            [("Ida Moor", "author", "Department of Water", "University of Sedge")],
        ),
        ("By <a>Ida Moor</a> and Jo Weir", [("Ida Moor", "author"), ("Jo Weir", "author")]),
        (
            "<a>Ida Moor</a> and Jo Weir, University of Sedge, <a>Cy Poole</a>",
            [
                ("Ida Moor", "author"),
                ("Jo Weir", "author", "University of Sedge"),
                ("Cy Poole", "author"),
            ],
        ),
        (
            "<a>Ida Moor</a> <a href='#'>Open the ORCID record for Ida Moor</a>, Sluice Institute",
            [("Ida Moor", "author", "Sluice Institute")],
        ),
        (
            "<a>Ida Moor</a>, <a>University of Sedge</a>",
            [("Ida Moor", "author", "University of Sedge")],
        ),
        ("Edited by <a>Ida Moor</a>", [("Ida Moor", "editor")]),
        ("Edited by Ida Moor and Jo Weir", [("Ida Moor", "editor"), ("Jo Weir", "editor")]),
        (
            "Ida Moor, translated by <a>Jo Weir</a>",
            [("Jo Weir", "translator")],
        ),
        ("Ida Moor, translated by Jo Weir", [("Ida Moor", "author"), ("Jo Weir", "translator")]),
        ("By Ida van den Moor", [("Ida van den Moor", "author")]),
        ("Ida Moor and J. Weir, Jr.", [("Ida Moor", "author"), ("J. Weir, Jr.", "author")]),
        ("Jo Weir, III, and Ida Moor", [("Jo Weir, III", "author"), ("Ida Moor", "author")]),
        (
            "J. Weir, Jr., University of Sedge, Ida Moor, Sluice Institute",
            [
                ("J. Weir, Jr.", "author", "University of Sedge"),
                ("Ida Moor", "author", "Sluice Institute"),
            ],
        ),
        ("Hesiod", [("Hesiod", "author")]),
        ("Hesiod and Ida Moor", [("Hesiod", "author"), ("Ida Moor", "author")]),
        ("University of Sedge", [(None, None)]),
        ("By <a>Sluice Institute</a>", [(None, None)]),
        ("", []),
    ],
)
def test_the_people_of_a_part(
    shipped: Configuration, cell: str, expected: list[tuple[Any, ...]]
) -> None:
    assert people(shipped, cell) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/core/view/c1.pdf", "https://www.cambridge.org/core/view/c1.pdf"),
        ("//static.example.org/c1.pdf", "https://static.example.org/c1.pdf"),
        ("https://www.cambridge.org/c1.pdf?x=y", "https://www.cambridge.org/c1.pdf?x=y"),
        ("c1.pdf", BOOK.format("c1.pdf")),
        ("javascript:open('c1.pdf')", None),
    ],
)
def test_the_address_of_a_pdf_is_in_full(
    shipped: Configuration, href: str, expected: str | None
) -> None:
    more = f'<li><a href="{href}">Download</a></li>'
    reading = read(page(part(1, more)), shipped)
    assert [a.value for a in reading.parts[0].assertions if a.field == "pdf_url"] == [expected]


def test_an_address_that_is_none_is_left_out(shipped: Configuration) -> None:
    more = '<li><a href="http://[/c1.pdf">Download</a></li>'
    body = page(part(1, more)).replace(b'href="/core/books/mills', b'href="http://[/core/mills')
    (only,) = read(body, shipped).parts
    assert [a for a in only.assertions if a.field in ("url", "site_id", "pdf_url")] == []
