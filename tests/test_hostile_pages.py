"""Pages made to break a reader: none stops a run, none takes long, each is stored."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from harvester.config import Configuration
from harvester.harvest import Options, open_run
from harvester.model import Capture, Source

CORE = b"<html><head><meta property='og:site_name' content='Cambridge Core'>"
DATE = b"Published online by Cambridge University Press: 1 May 2020\n"
HOSTILE = {
    "a role without a person": b"T\n\n"
    + DATE
    + b"\nEdited by Harvard University Press\n\nSummary\n\nx\n",
    "a link that is no address": CORE
    + b"</head><body><div id=references-list><div class=circle-list__item>Smith 2000 "
    b"<a href='http://[x'>Google Scholar</a></div></div></body>",
    "a part that is no address": CORE
    + b"</head><body><h1 data-test-id=book-title>B</h1><div class=results-listing>"
    b"<ul class=details><li class=title><a class=part-link href='http://[x'>1 - A</a></ul></div>",
    "a number without an end": CORE
    + b'<script type=\'application/ld+json\'>{"@type":"Book","name":'
    + b"9" * 5000
    + b"}</script></head>",
    "half a character": CORE
    + b'<script type=\'application/ld+json\'>{"@type":"Book","name":"a\\ud800b"}</script></head>',
    "a charset that is none": b"<html><head><meta charset=idna><title>x</title></head>\xff\xfe",
    "a codec of Python's": b"<html><head><meta charset=unicode_escape><title>\\ud800</title></head>",
    "a canonical link that is none": b"<html><head><link rel=canonical href='http://[x'></head>",
    "forty comments": b"<!---->" * 40 + b"x",
    "a line of spaces": b"a" + b" " * 20_000 + b"b\n",
    "a name of stars": b"<html><head><meta name=citation_author content='A"
    + b"*" * 100_000
    + b"b'></head>",
    "emphasis without an end": b"# x\n**y**\n" + b"*a " * 33_000,
    "labels without an end": DATE + b"References\n" + b"Google Scholar" * 7_700,
    "ten thousand paragraphs": CORE + b"</head><body>" + b"<p>x y z</p>" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_and_stored(db: Database, shipped: Configuration, name: str) -> None:
    source = Source(name, "stdin")
    with open_run(db, shipped, "test") as run:
        result = run.take(
            Capture(source, "ok", "2026-01-01T00:00:00.000Z", HOSTILE[name]), Options()
        )
    assert result.outcome
    (length,) = db.execute("select length from captures").fetchone()
    assert length == len(HOSTILE[name])


def test_a_part_is_never_its_own_container(db: Database, shipped: Configuration) -> None:
    """A contents list that names one part twice, once under itself, makes no circle."""
    items = "".join(
        f'<div class="indent-{depth}"><ul class="details"><li class="title">'
        f'<a class="part-link" href="/core/books/b/c/{number * 32}">{title}</a></li></ul></div>'
        for depth, number, title in ((0, "A", "Aaa"), (1, "B", "Bbb"), (2, "A", "Aaa"))
    )
    page = (
        '<html><head><meta property="og:site_name" content="Cambridge Core"></head><body>'
        f'<h1 data-test-id="book-title">B</h1><div class="results-listing">{items}</div></body></html>'
    )
    from harvester.store import queries

    with open_run(db, shipped, "test") as run:
        capture = Capture(
            Source(str(Path("b")), "stdin"), "ok", "2026-01-01T00:00:00.000Z", page.encode()
        )
        result = run.take(capture, Options())
    assert len(queries.record_json(db, result.record_id or 0)["parts"]) <= 3
