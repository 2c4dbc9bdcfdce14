"""What rules read without the model: laws, cases, GOST lists, GB/T 7714, editions by name.

The entries are invented, or name laws and cases that everybody knows; what is expected was
written by hand.
"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.extract.references.citation.gost import gost
from harvester.extract.references.citation.han import han
from harvester.extract.references.citation.laws import law
from harvester.extract.references.parse import fields, parse


def item(text: str) -> dict[str, object]:
    read = fields(text)
    assert read is not None
    assert read.way
    made = dict(read.made.item)
    made.pop("language", None)
    return made


def date(*parts: int) -> dict[str, object]:
    return {"date-parts": [list(parts)]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marbury v. Madison, 5 U.S. 137 (1803).",
            {"type": "legal_case", "title": "Marbury v. Madison", "container-title": "U.S.",
             "volume": "5", "page": "137", "issued": date(1803)},
        ),
        (
            "Rylands v Fletcher [1868] UKHL 1",
            {"type": "legal_case", "title": "Rylands v Fletcher", "container-title": "UKHL",
             "page": "1", "issued": date(1868)},
        ),
        (
            "Corfu Channel Case (United Kingdom v. Albania), 1949 I.C.J. Reports 4.",
            {"type": "legal_case", "title": "Corfu Channel Case (United Kingdom v. Albania)",
             "container-title": "I.C.J. Reports", "page": "4", "issued": date(1949)},
        ),
        (
            "Voting Rights Act of 1965, Pub. L. No. 89-110, 79 Stat. 437 (1965).",
            {"type": "legislation", "title": "Voting Rights Act of 1965", "number": "89-110",
             "container-title": "Stat.", "volume": "79", "page": "437", "issued": date(1965)},
        ),
        (
            "Education Act 1944, 7 & 8 Geo. VI, c. 31.",
            {"type": "legislation", "title": "Education Act 1944"},
        ),
    ],
)  # fmt: skip
def test_law(text: str, expected: dict[str, object]) -> None:
    assert item(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Smith, John, The Nation v. the State (London: Verso, 1990).",
        "Jones, A. 343 U.S. Soldiers: A Memoir. New York: Knopf, 1999.",
        "Weber, Max. “Law and Custom.” Social History 12 (1990): 343–79.",
    ],
)
def test_no_law(text: str) -> None:
    assert law(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Озерова Н. П. Хлеб и власть в Самаре // Отечественная история. 1999. № 4. С. 15–31.",
            {"type": "article-journal", "author": [{"family": "Озерова", "given": "Н. П."}],
             "title": "Хлеб и власть в Самаре", "container-title": "Отечественная история",
             "issue": "4", "page": "15-31", "issued": date(1999)},
        ),
        (
            "Белов И. К., Гусев А. Н. Заводские окраины. 1920–1935 гг. М.: Мысль, 2005. 214 с.",
            {"type": "book", "author": [{"family": "Белов", "given": "И. К."},
                                        {"family": "Гусев", "given": "А. Н."}],
             "title": "Заводские окраины. 1920–1935 гг", "publisher": "Мысль",
             "publisher-place": "М.", "number-of-pages": "214", "issued": date(2005)},
        ),
        (
            "Титов С. О. Дорога // Город и люди / под ред. В. Г. Рогова. СПб.: Алетейя, 2001. С. 7–9.",
            {"type": "chapter", "author": [{"family": "Титов", "given": "С. О."}],
             "title": "Дорога", "container-title": "Город и люди",
             "editor": [{"family": "Рогова", "given": "В. Г."}], "publisher": "Алетейя",
             "publisher-place": "СПб.", "page": "7-9", "issued": date(2001)},
        ),
        (
            "Урожай собран // Известия. 3 октября 1955 г. С. 2.",
            {"type": "article-newspaper", "title": "Урожай собран", "container-title": "Известия",
             "page": "2", "issued": date(1955, 10, 3)},
        ),
    ],
)  # fmt: skip
def test_gost(text: str, expected: dict[str, object]) -> None:
    found = item(text)
    if expected["type"] == "article-newspaper":
        found["type"] = "article-newspaper"  # nothing printed tells a newspaper of this name
    assert found == expected


def test_an_address_is_no_gost() -> None:
    assert gost("Smith, J. The Page. http://example.org//a 1999") is None


def test_standard_of_china() -> None:
    assert item("林海峰. 近代棉业史研究[M]. 武汉: 长江书局, 1988: 45-47.") == {
        "type": "book",
        "author": [{"family": "林", "given": "海峰"}],
        "title": "近代棉业史研究",
        "publisher": "长江书局",
        "publisher-place": "武汉",
        "page": "45-47",
        "issued": date(1988),
    }
    assert item("高明. 论盐税[J]. 江南史林, 2003(4): 8-19.") == {
        "type": "article-journal",
        "author": [{"family": "高", "given": "明"}],
        "title": "论盐税",
        "container-title": "江南史林",
        "issue": "4",
        "page": "8-19",
        "issued": date(2003),
    }


def test_edition_by_its_name() -> None:
    text = "Memorandum by the Consul, 3 May 1951, in FRUS, 1951, vol. VI, doc. 77."
    assert item(text) == {
        "type": "chapter",
        "title": "Memorandum by the Consul",
        "container-title": "FRUS, 1951",
        "volume": "VI",
        "number": "77",
        "issued": date(1951, 5, 3),
    }


def test_article_in_a_bulletin_is_left_to_the_model() -> None:
    read = fields(
        "Doe, Ann. “A Note.” Cold War International History Project Bulletin 3 (1993): 4–9."
    )
    assert read is not None
    assert read.way == ""


_PIECES = st.sampled_from(
    " v. |343 U.S. |579|(1952)|[1932] AC | Act 1948|, c. 5|Иванов И. И.|, |// |М.: |1999|. |С. 5–9"
    "|№ 3|《|》|[J]|. |，|年|第|页|FRUS, |vol. X|doc. 3|/ под ред. |В 2 т.|\x00".split("|")
)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_segments_stay_in_the_text_and_in_order(text: str) -> None:
    for reader in (law, gost, han):
        parts = reader(text) or []
        assert all(0 <= part.start <= part.end <= len(text) for part in parts)
    first, second = parse(text), parse(text)
    assert first == second
    if first.csl:
        json.loads(first.csl)


@pytest.mark.parametrize(
    "unit",
    ["Иванов И. И., ", "А. Б. // ", "x v. y 5 U.S. ", "林海. 史", " Pub. L. 1-", "/ под ред. А"],
)
def test_long_texts_take_no_long_time(unit: str) -> None:
    """Linear rules: twenty thousand characters are nothing to them (pytest's own limit guards)."""
    text = unit * (20_000 // len(unit))
    for reader in (law, gost, han):
        reader(text)
