"""Values in the text of a page: where they stand, and the text in pieces around them."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from browsing import harvest
from cases import all_cases
from conftest import SEED
from harvester.config import Configuration
from harvester.extract.marks import Piece, Stretch, find, marked, pieces
from harvester.store.database import open_database
from harvester.texts import Said, TextLine, places, text_of

SPANS = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30), st.integers(0, 5)))


@given(st.text(max_size=25), SPANS)
def test_pieces_are_the_text_and_know_what_they_are_in(
    text: str, spans: list[tuple[int, int, int]]
) -> None:
    made = pieces(text, [Stretch(*span) for span in spans])
    assert "".join(piece.text for piece in made) == text
    at = 0
    for piece in made:
        for place in range(at, at + len(piece.text)):
            inside = sorted(name for start, end, name in spans if start <= place < end)
            assert sorted(map(int, piece.names)) == inside
        at += len(piece.text)


def test_a_word_in_its_line() -> None:
    assert marked("17 - The split", "The split") == (Piece("17 - "), Piece("The split", ("value",)))
    assert find("THE SPLIT", "the split") == (0, 9)
    assert find("28 September 2010", "2010-09-28") is None
    assert find("anything", "") is None
    assert find("İstanbul, a city", "A CITY") is None, "lowering changes the length of this text"


@given(st.text(max_size=30), st.text(min_size=1, max_size=5))
def test_what_is_found_is_there(text: str, words: str) -> None:
    place = find(text, words)
    if place:
        assert text[slice(*place)].lower() == words.lower()
    else:
        assert words not in text


def _said(db: Database) -> list[Said]:
    rows = db.execute(
        "SELECT id, locator, value FROM assertions WHERE record_id = 1 AND value IS NOT NULL"
    )
    return [Said(*row) for row in rows]


def test_the_seed_as_the_reader_saw_it(tmp_path: Path, shipped: Configuration) -> None:
    harvest(tmp_path, [SEED])
    db = open_database(tmp_path / "data" / "harvest.db")
    lines = text_of(db, shipped, 1)
    by_number = {line.number: line for line in lines}
    assert by_number[1] == TextLine(1, "Skip to main content Accessibility help", "line 1", True)
    assert by_number[4] == TextLine(4, "17 - The Sino-Soviet split", "line 4")
    assert by_number[12].removed, "Get access"
    found = places(lines, _said(db))
    marks = {
        lines[number].text[mark.start : mark.end]
        for number, stretches in found.items()
        for mark in stretches
    }
    db.conn.close()
    assert {"17", "The Sino-Soviet split", "Melvyn P. Leffler", "2010"} <= marks
    assert "Published online by Cambridge University Press: 28 September 2010" in marks


def test_every_visible_value_of_the_cases_is_found(tmp_path: Path, shipped: Configuration) -> None:
    """What a reader of a page sees as a value can be shown in the page's text."""
    harvest(
        tmp_path, [case.page for case in all_cases() if case.page.suffix == ".html"], check=False
    )
    db = open_database(tmp_path / "data" / "harvest.db")
    told = db.execute(
        "SELECT a.id, a.locator, a.value, a.capture_id, a.field FROM assertions a "
        "WHERE a.value IS NOT NULL AND a.channel IN ('visible', 'text') AND a.locator <> 'page'"
    ).fetchall()
    missing = []
    for capture in {row[3] for row in told}:
        lines = text_of(db, shipped, capture)
        said = [Said(*row[:3]) for row in told if row[3] == capture]
        shown = {mark.name for marks in places(lines, said).values() for mark in marks}
        missing += [row for row in told if row[3] == capture and row[0] not in shown]
    db.conn.close()
    assert len(told) > 70
    # The address of the PDF stands behind a link, and not in the text.
    assert [row for row in missing if row[4] != "pdf_url"] == []
