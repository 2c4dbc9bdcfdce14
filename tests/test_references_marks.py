"""What marks and words decide after the model: tails of titles, days, looks at a page, numbers."""

import pytest

from harvester.extract.references.citation.certain import certain
from harvester.extract.references.citation.item import draft
from harvester.extract.references.citation.numbers import pages, volume_and_issue
from harvester.extract.references.citation.segments import Segment, bare
from harvester.extract.references.citation.tails import tails
from harvester.extract.references.citation.tokens import tokenise


def cut(title: str) -> list[tuple[str, str]]:
    return [(part.label, part.of(title)) for part in tails(title, Segment("title", 0, len(title)))]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Lettere dal fronte, a cura di Anna Neri, 3 voll.",
            [("title", "Lettere dal fronte"), ("editor", "a cura di Anna Neri"),
             ("volume", "3 voll.")],
        ),
        (
            "The Grain Trade, 1950–1960, CWIHP Working Paper No. 91 ",
            [("title", "The Grain Trade, 1950–1960"), ("series", "CWIHP"),
             ("genre", "Working Paper No. 91")],
        ),
        (
            "Il sale e la città, in «Rivista di studi», ",
            [("title", "Il sale e la città"), ("journal", "in «Rivista di studi»")],
        ),
        (
            "Days of Snow. Translated by Ann Roe",
            [("title", "Days of Snow"), ("translator", "Translated by Ann Roe")],
        ),
        ("A Country Edited by War", [("title", "A Country Edited by War")]),
        ("The Working Paper Question", [("title", "The Working Paper Question")]),
    ],
)  # fmt: skip
def test_tails(title: str, expected: list[tuple[str, str]]) -> None:
    assert cut(title) == expected


def labels(text: str, name: str) -> list[str]:
    """The tokens that shape alone gives a label, where the model took all for a title."""
    tokens = tokenise(text)
    decided = certain(text, tokens, ["title"] * len(tokens))
    return [
        token.text for token, label in zip(tokens, decided, strict=True) if label.endswith(name)
    ]


def test_a_day_in_numbers_is_a_date() -> None:
    assert labels("Die Mauer, in: Der Tag, 9.11.1989, S. 1", "date") == [
        "9",
        ".",
        "11",
        ".",
        "1989",
    ]


def test_the_day_on_which_a_page_was_seen_is_no_date_of_the_work() -> None:
    words = labels("Museum. “Arms.” Accessed March 3, 2020. https://x.org", "note")
    assert words == ["Accessed", "March", "3", ",", "2020"]


def test_volume_and_page_behind_an_imprint() -> None:
    text = "Roe, Ann, Letters (London: Verso, 1999), 2:114."
    assert labels(text, "volume") == ["2"]
    assert labels(text, "pages") == ["114"]


def test_the_day_may_stand_far_behind_the_year() -> None:
    text = "Roe, A. (2008) ‘A title’, The Guardian, 16 September, p. 23."
    tokens = tokenise(text)
    parts = [
        Segment(label, text.index(words), text.index(words) + len(words))
        for label, words in (
            ("author", "Roe, A. "), ("date", "(2008)"), ("title", "‘A title’"),
            ("journal", "The Guardian,"), ("date", "16 September,"), ("pages", "p. 23."),
        )
    ]  # fmt: skip
    assert draft(text, parts, tokens).item["issued"] == {"date-parts": [[2008, 9, 16]]}


def test_numbers() -> None:
    assert pages("62-63, pp. 69-72") == {"volume": "62-63", "page": "69-72"}
    assert pages("σ. 45–71") == pages("ص 45–71") == {"page": "45-71"}
    assert volume_and_issue("V 2 kn.") == {"number-of-volumes": "2"}


def test_years_that_go_on_keep_their_dash() -> None:
    title = "Endeavour, 1962– "
    assert bare(title, Segment("title", 0, len(title))).of(title) == "Endeavour, 1962–"


def test_two_surnames_and_two_given_names() -> None:
    text = "Ángel García Sanz y José Luis Moreno"
    made = draft(text, [Segment("author", 0, len(text))], tokenise(text))
    assert made.item["author"] == [
        {"given": "Ángel", "family": "García Sanz"},
        {"given": "José Luis", "family": "Moreno"},
    ]
