"""Books assembled from a contents page and chapters: parts, what is missing, the editors."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from test_contents import pager

from conftest import SEED, Program
from harvester import reviewing
from harvester.clock import utc_now
from harvester.config import Configuration
from harvester.extract.assembly import Listed, missing, page_range, roman
from harvester.fetch.files import capture_file
from harvester.harvest import Options, open_run
from harvester.model import Source
from harvester.reviewing import Verdict
from harvester.store import queries
from running import QUICK, jobs, rows
from server import page, serving

BOOK = "https://www.cambridge.org/core/books/cambridge-history-of-the-cold-war/{:032X}"
CHAPTER = "https://www.cambridge.org/core/books/cambridge-history-of-the-cold-war/c/{:032X}"
TITLE = "The Cambridge History of the Cold War"
#: Title, number, pages, authors and depth of each part, as the list prints them.
PARTS = [
    ("Frontmatter", "", "pp i-iv", "", 0),
    ("Contents", "", "pp v-viii", "", 0),
    ("Part I", "", "", "", 0),
    ("1 - Grand strategies", "", "pp 1-21", "John Lewis Gaddis", 1),
    ("2 - Identity and the Cold War", "", "pp 22-43", "Robert Jervis", 1),
    ("Part II", "", "", "", 0),
    ("17 - The Sino-Soviet split", "", "pp 349-72", "Sergey Radchenko", 1),
]


def contents(
    parts: Sequence[tuple[str, str, str, str, int]],
    first: int = 1,
    tells: str = "",
    byline: str = "",
) -> bytes:
    items = "".join(
        f'<div class="indent-{depth}"><ul class="details"><li class="title"><a class="part-link" '
        f'href="{CHAPTER.format(number)}">{title}</a> <span class="pages">{pages}</span></li>'
        f"{f'<li class=author>By <a>{author}</a></li>' if author else ''}</ul></div>"
        for number, (title, _, pages, author, depth) in enumerate(parts, start=first)
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<link rel="canonical" href="{BOOK.format(999)}"><meta property="og:site_name" '
        f'content="Cambridge Core"></head><body><div class="book-wrapper">'
        f'<h1 data-test-id="book-title">{TITLE}</h1>{byline}{tells}'
        f'<div class="results-listing">{items}</div></div></body></html>'
    ).encode()


def chapter(title: str, names: Sequence[str], by: str = "") -> bytes:
    """A chapter whose block of author details names people without a role."""
    row = (
        f'<div class="contributors-details"><div class="row contributor-type"><span '
        f'class="contributor-type__label">By</span><span class="contributor-type__contributor">'
        f"<a><span>{by}</span></a></span></div></div>"
        if by
        else ""
    )
    block = "".join(f'<div class="row author"><dt>{name}</dt></div>' for name in names)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title><meta '
        f'property="og:site_name" content="Cambridge Core"></head><body>'
        f'<div id="maincontent" class="chapter-wrapper"><h1 class="chapter-title">{title}</h1>'
        f"<p>Published online by Cambridge University Press: 28 September 2010</p>{row}"
        f'<dl class="authors-details">{block}</dl></div></body></html>'
    ).encode()


class Shelf:
    """A database into which saved pages are put, one after another."""

    def __init__(self, db: Database, config: Configuration, folder: Path) -> None:
        self.db, self.config, self.path = db, config, folder / "page"
        self.hour = 0

    def put(self, body: bytes, url: str) -> int:
        self.path.write_bytes(body)
        self.hour += 1
        source = Source(str(self.path), "file", url, str(self.path))
        with open_run(self.db, self.config, "test") as run:
            at = f"2026-01-01T{self.hour:02}:00:00.000Z"
            done = run.take(capture_file(source, at), Options(captured_at=at))
        assert done.record_id, done
        return done.record_id

    def show(self, number: int) -> dict[str, Any]:
        return queries.record_json(self.db, number)

    def roles(self, number: int) -> list[tuple[str, str]]:
        return [(p["name"], p["role"]) for p in self.show(number)["contributors"]]

    def asked(self, number: int) -> list[str]:
        return [i["reason"] for i in self.show(number)["review"] if i["state"] == "open"]


@pytest.fixture
def shelf(db: Database, shipped: Configuration, tmp_path: Path) -> Shelf:
    return Shelf(db, shipped, tmp_path)


EDITORS = ("Melvyn P. Leffler", "Odd Arne Westad")


def test_the_seed_s_editors_are_known_once_other_chapters_are(shelf: Shelf) -> None:
    """The seed prints the volume's editors without a role; so do the other chapters."""
    seed = shelf.put(SEED.read_bytes(), CHAPTER.format(7))
    assert shelf.roles(seed) == [(name, "editor?") for name in EDITORS]
    book = shelf.put(contents(PARTS), BOOK.format(999))
    first = shelf.put(chapter("1 - Grand strategies", EDITORS), CHAPTER.format(4))
    assert ("Melvyn P. Leffler", "editor?") in shelf.roles(first)  # two chapters are not enough
    second = shelf.put(chapter("2 - Identity and the Cold War", EDITORS), CHAPTER.format(5))
    assert shelf.roles(seed) == [
        ("Sergey Radchenko", "author"),
        *((name, "editor") for name in EDITORS),
    ]
    assert shelf.roles(second)[0] == ("Robert Jervis", "author")
    assert shelf.roles(book) == [(name, "editor") for name in EDITORS]
    assert not [words for words in shelf.asked(seed) if "does not say who" in words]
    told = [
        dict(zip(("channel", "locator", "snippet"), row, strict=True))
        for row in shelf.db.execute(
            "select channel, locator, snippet from assertions where record_id = ? and "
            "channel = 'book' and superseded_by is null order by id",
            (seed,),
        )
    ]
    numbers = ", ".join(map(str, (first, second, seed)))
    assert [row["locator"] for row in told] == [f"book {book}: records {numbers}"] * 2
    assert told[0]["snippet"] == (
        "Melvyn P. Leffler stands on each of the 3 chapters that were harvested"
    )


def test_what_a_person_decided_stands_above_what_the_chapters_tell(shelf: Shelf) -> None:
    seed = shelf.put(SEED.read_bytes(), CHAPTER.format(7))
    verdict = Verdict(seed, "contributors.1.role", "correct", "author", "I asked her", "AB")
    reviewing.decide(shelf.db, verdict, utc_now())
    shelf.put(contents(PARTS), BOOK.format(999))
    shelf.put(chapter("1 - Grand strategies", EDITORS), CHAPTER.format(4))
    shelf.put(chapter("2 - Identity and the Cold War", EDITORS), CHAPTER.format(5))
    assert set(shelf.roles(seed)) == {
        ("Sergey Radchenko", "author"),
        ("Melvyn P. Leffler", "author"),
        ("Odd Arne Westad", "editor"),
    }


def test_what_the_chapters_show_no_more_is_superseded(shelf: Shelf) -> None:
    shelf.put(contents(PARTS), BOOK.format(999))
    numbers = [
        shelf.put(chapter(title, EDITORS), CHAPTER.format(place))
        for title, place in (("1 - Grand strategies", 4), ("2 - Identity", 5), ("17 - Split", 7))
    ]
    assert ("Odd Arne Westad", "editor") in shelf.roles(numbers[2])
    shelf.put(chapter("2 - Identity", EDITORS[:1]), CHAPTER.format(5))
    assert ("Odd Arne Westad", "author?") in shelf.roles(numbers[2])
    assert ("Melvyn P. Leffler", "editor") in shelf.roles(numbers[2])


def test_the_authors_of_a_whole_book_are_not_its_editors(shelf: Shelf) -> None:
    """The same two people, and nobody else, on every chapter may have written it."""
    alone = [(title, number, pages, "", depth) for title, number, pages, _, depth in PARTS]
    shelf.put(contents(alone), BOOK.format(999))
    numbers = [
        shelf.put(chapter(title, EDITORS), CHAPTER.format(place))
        for title, place in (("1 - Grand strategies", 4), ("2 - Identity", 5), ("17 - Split", 7))
    ]
    assert {role for number in numbers for _, role in shelf.roles(number)} == {"editor?"}


def test_an_author_who_stands_beside_the_editors_is_none_of_them(shelf: Shelf) -> None:
    names = ("Ida Moor", "Jo Weir", "Ann Lee")
    numbers = []
    alone = [(title, number, pages, "", depth) for title, number, pages, _, depth in PARTS]
    shelf.put(contents(alone), BOOK.format(999))
    for name, place in zip(names, (4, 5, 7), strict=True):
        body = chapter(PARTS[place - 1][0], (name, *EDITORS))
        numbers.append(shelf.put(body, CHAPTER.format(place)))
    assert shelf.roles(numbers[0]) == [
        ("Ida Moor", "author?"),
        *((name, "editor") for name in EDITORS),
    ]
    assert shelf.asked(numbers[0]) == ["The page does not say the role of Ida Moor."]


def test_what_a_list_leaves_out_is_named(shelf: Shelf) -> None:
    book = shelf.put(contents(PARTS), BOOK.format(999))
    assert [words for words in shelf.asked(book) if "list" in words] == [
        "Pages 44-348 stand in no part of the list, between “Identity and the Cold War” and "
        "“The Sino-Soviet split”.",
        "Chapters 3-16 are not in the list.",
    ]
    shown = shelf.show(book)
    assert [(p["title"], p["depth"], p["pages"]) for p in shown["parts"]][:4] == [
        ("Frontmatter", 1, "i-iv"),
        ("Contents", 1, "v-viii"),
        ("Part I", 1, None),
        ("Grand strategies", 2, "1-21"),
    ]
    assert shown["assembly"] == {
        "chapters": 5,
        "harvested": 0,
        "missing": [words for words in shelf.asked(book) if "list" in words],
    }
    shelf.put(SEED.read_bytes(), CHAPTER.format(7))
    assert shelf.show(book)["assembly"]["harvested"] == 1
    (row,) = shelf.db.execute("select title, chapters, harvested, missing from books").fetchall()
    assert row[:3] == (TITLE, 5, 1)
    assert row[3].startswith("Pages 44-348 stand in no part")


def test_all_pages_of_a_list_are_one_book(shelf: Shelf) -> None:
    """The second page begins under the heading that the first ends with."""
    book = shelf.put(contents(PARTS[:4], 1, pager("Page 1 of 2")), BOOK.format(999))
    assert [words for words in shelf.asked(book) if "has 2 pages" in words]
    shelf.put(contents(PARTS[4:], 5, pager("Page 2 of 2")), BOOK.format(999) + "?pageNum=2")
    assert not [words for words in shelf.asked(book) if "has 2 pages" in words]
    parts = shelf.show(book)["parts"]
    assert [(p["title"], p["depth"]) for p in parts][2:] == [
        ("Part I", 1),
        ("Grand strategies", 2),
        ("Identity and the Cold War", 2),
        ("Part II", 1),
        ("The Sino-Soviet split", 2),
    ]


def test_a_job_asks_for_all_pages_of_a_list(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "cambridge-core.toml").write_text('hosts = ["127.0.0.1"]\n')
    with serving() as server:
        own = server.url(f"/core/books/b/{999:032X}")
        body = contents(PARTS[:2], 1, pager("Page 1 of 3", 3)).replace(
            BOOK.format(999).encode(), own.encode()
        )
        server.answers[f"/core/books/b/{999:032X}"] = page(200, body, content_type="text/html")
        jobs(tmp_path, f'[[job]]\nname = "b"\nsources = [{{ contents = "{own}" }}]\n')
        done = harvester("run", **QUICK)
        asked = [path for path in server.paths() if path.startswith("/core/books/b/")]
    place = f"/core/books/b/{999:032X}"
    assert sorted(asked) == [place, f"{place}?pageNum=2", f"{place}?pageNum=3"], done.stderr
    assert rows(tmp_path, "select count(*) n from queue where role = 'contents'") == [{"n": 3}]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("41-81", (False, 41, 81)),
        ("349-72", (False, 349, 372)),
        ("xi–xx", (True, 11, 20)),
        ("vii", (True, 7, 7)),
        ("81-41", None),
        ("e12", None),
        ("", None),
        ("xx-xi", None),
    ],
)
def test_page_ranges(printed: str, read: tuple[bool, int, int] | None) -> None:
    assert page_range(printed) == read


def test_nothing_is_missing_where_leaves_are_blank() -> None:
    """A part's title page and its back stand between chapters in no list."""
    parts = [Listed("A", "1", "1-20"), Listed("B", "2", "23-40"), Listed("C", "III", "41-60")]
    assert list(missing(parts)) == []


def test_overlaps_and_silent_parts_are_named() -> None:
    parts = [Listed("A", "1", "1-20"), Listed("B", "2", "15-40"), Listed("C", None, None)]
    assert list(missing(parts)) == [
        "“A” and “B” both claim pages 15-20.",
        "The list gives no pages for “C”: what is missing there cannot be told.",
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 80)), max_size=30))
def test_a_list_without_gaps_has_none(lengths: list[tuple[int, int]]) -> None:
    """Chapters laid end to end, in any order of the list, leave no page out."""
    parts, at = [], 1
    for number, (_, length) in enumerate(lengths):
        parts.append(Listed(str(number), None, f"{at}-{at + length}"))
        at += length + 1
    parts.sort(key=lambda part: lengths[int(part.title)][0])
    assert list(missing(parts)) == []


@settings(deadline=None)
@given(st.integers(1, 3999))
def test_roman_numbers(number: int) -> None:
    from harvester.extract.assembly import _in_roman

    assert roman(_in_roman(number)) == number
