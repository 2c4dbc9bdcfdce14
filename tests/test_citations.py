"""Printed references to CSL: names, dates, numbers, whole entries, lists, and any text at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reference_fields import values
from harvester.extract.references.citation.moments import moment
from harvester.extract.references.citation.numbers import edition, pages, volume_and_issue
from harvester.extract.references.citation.people import has_et_al, people
from harvester.extract.references.citation.segments import Segment, bare
from harvester.extract.references.citation.tokens import tokenise
from harvester.extract.references.parse import parse, parse_list
from harvester.extract.references.votes import counted, vote
from harvester.model import Link

GOLD = Path(__file__).parent / "references"


def item(text: str) -> dict[str, Any]:
    citation = parse(text)
    assert citation.csl is not None, text
    made: dict[str, Any] = json.loads(citation.csl)
    return made


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Westad, Odd Arne,", ["Westad|Odd Arne"]),
        (
            "Zubok, Vladislav and Pleshakov, Constantine,",
            ["Zubok|Vladislav", "Pleshakov|Constantine"],
        ),
        (
            "Goncharov, Sergei N., Lewis, John W., and Xue, Litai,",
            ["Goncharov|Sergei N.", "Lewis|John W.", "Xue|Litai"],
        ),
        (
            "Roberts, Priscilla, Odd Arne Westad, and Steven I. Levine, eds.",
            ["Roberts|Priscilla", "Westad|Odd Arne", "Levine|Steven I."],
        ),
        ("Krogh, A., & Vedelsby, J.", ["Krogh|A.", "Vedelsby|J."]),
        ("Beskina O, Miller A, Golovina VA.", ["Beskina|O", "Miller|A", "Golovina|VA"]),
        ("Müller R.D. and Heine, C.,", ["Müller|R.D.", "Heine|C."]),
        (
            "edited by Melvyn P. Leffler and Odd Arne Westad",
            ["Leffler|Melvyn P.", "Westad|Odd Arne"],
        ),
        ("In C. Wehlburg & S. Chadwick-Blossey (Eds),", ["Wehlburg|C.", "Chadwick-Blossey|S."]),
        ("King, Martin Luther, Jr.", ["King|Martin Luther"]),
        ("van der Wee, Herman,", ["van der Wee|Herman"]),
        ("García Márquez, Gabriel,", ["García Márquez|Gabriel"]),
        (
            "BOZEC Yves, ROUSSEAU Stéphane et LAURIN Claude,",
            ["BOZEC|Yves", "ROUSSEAU|Stéphane", "LAURIN|Claude"],
        ),
        ("Семенихина О. В.", ["Семенихина|О. В."]),
        ("Rong, Leng et al. (eds.),", ["Rong|Leng"]),
        ("Translated by Siân Reynolds.", ["Reynolds|Siân"]),
        ("———.", []),
        ("World Health Organization", ["World Health Organization|"]),
        ("United States, Department of State,", ["United States, Department of State|"]),
    ],
)
def test_people_of_a_reference(printed: str, expected: list[str]) -> None:
    found = [f"{n.get('family', n.get('literal'))}|{n.get('given', '')}" for n in people(printed)]
    assert found == expected


def test_a_list_cut_short_is_noticed() -> None:
    assert has_et_al("Rong, Leng et al. (eds.)")
    assert not has_et_al("Etal, Anna")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("(August 2000).", [[2000, 8]]),
        ("1982–1984", [[1982], [1984]]),
        ("1943–53", [[1943], [1953]]),
        ("December 26, 1991", [[1991, 12, 26]]),
        ("(2007, October 3)", [[2007, 10, 3]]),
        ("12 April 1973", [[1973, 4, 12]]),
        ("14. Oktober 1964", [[1964, 10, 14]]),
        ("5 мая 1962", [[1962, 5, 5]]),
        ("2007年", [[2007]]),
        ("April 29–May 1, 2017", [[2017, 4, 29], [2017, 5, 1]]),
        ("5-7 May 1990", [[1990, 5, 5], [1990, 5, 7]]),
        ("1985b", [[1985]]),
        ("2012-05-03", [[2012, 5, 3]]),
        ("Spring 1998", [[1998]]),
    ],
)
def test_dates_of_a_reference(printed: str, parts: list[list[int]]) -> None:
    found = moment(printed)
    assert found is not None
    assert found.csl() == {"date-parts": parts}


@pytest.mark.parametrize("printed", ["n.d.", "forthcoming", "o. J."])
def test_what_stands_for_a_date(printed: str) -> None:
    found = moment(f"({printed})")
    assert found is not None
    assert found.csl() == {"literal": printed}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("vol. 27, n° 4,", {"volume": "27", "issue": "4"}),
        ("86(11):2278–2324,", {"volume": "86", "issue": "11", "page": "2278-2324"}),
        ("vol. II (xia)", {"volume": "II (xia)"}),
        ("1, 1 ", {"volume": "1", "issue": "1"}),
        ("No. 137 ", {"issue": "137"}),
        ("107, no. 3", {"volume": "107", "issue": "3"}),
        ("24:11:", {"volume": "24", "issue": "11"}),
        ("3 vols.", {"number-of-volumes": "3"}),
        ("Bd. 3,", {"volume": "3"}),
        ("№ 12", {"issue": "12"}),
        ("37,", {"volume": "37"}),
    ],
)
def test_volumes_and_issues(printed: str, expected: dict[str, str]) -> None:
    assert volume_and_issue(printed) == expected


def test_pages_and_editions() -> None:
    assert pages("pp. 12–34.") == {"page": "12-34"}
    assert pages("245 pp.") == {"number-of-pages": "245"}
    assert pages("S. 250.") == {"page": "250"}
    assert edition("2nd edn") == "2nd"
    assert edition("(5th ed.)") == "5th"
    assert edition("rev. edn") == "rev."


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        (" “The Regional Motive.” ", "The Regional Motive"),
        (
            "“One Hell of a Gamble”: Khrushchev, Castro, and Kennedy,",
            "“One Hell of a Gamble”: Khrushchev, Castro, and Kennedy",
        ),
        ("Why History?,", "Why History?"),
        ("(London:", "London"),
        ("Washington, D.C.:", "Washington, D.C."),
        ("W. W. Norton & Co.,", "W. W. Norton & Co."),
        ("«Archivio Veneto»,", "Archivio Veneto"),
        ("The Workers’ State,", "The Workers’ State"),
    ],
)
def test_values_lose_their_frame_and_nothing_else(printed: str, value: str) -> None:
    assert bare(printed, Segment("title", 0, len(printed))).of(printed) == value


def test_addresses_are_one_token_without_the_sentence_around_them() -> None:
    text = "See (https://example.org/a_(b)), doi:10.1002/(SICI)1097(19980815)17:15<1661::AID>3.0.CO;2-2."
    kept = [token.text for token in tokenise(text) if token.kind in ("url", "doi")]
    assert kept == [
        "https://example.org/a_(b)",
        "10.1002/(SICI)1097(19980815)17:15<1661::AID>3.0.CO;2-2",
    ]


SEED = [json.loads(line) for line in (GOLD / "seed.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("line", SEED, ids=[line["text"][:24] for line in SEED])
def test_every_field_of_the_seed(line: dict[str, Any]) -> None:
    made, expected = values(item(line["text"])), values(line["csl"])
    assert made == expected


@pytest.mark.parametrize(
    "path", sorted((GOLD / "lists").glob("*.json")), ids=lambda path: path.stem
)
def test_repeated_works_and_people_are_resolved(path: Path) -> None:
    """Whom "ibid." and a dash mean; how the works themselves are read is scored elsewhere."""
    entries = json.loads(path.read_text("utf-8"))["entries"]
    citations = parse_list([entry["text"] for entry in entries])
    alone = [parse(entry["text"]) for entry in entries]
    for entry, citation, single in zip(entries, citations, alone, strict=True):
        if set(citation.flags) & {"ibid", "same-author", "op-cit"}:
            assert citation.csl != single.csl or citation.csl is None
            continue
        assert citation.csl == single.csl, entry["text"]


def test_a_dash_stands_for_the_people_before_it() -> None:
    first, second, third = parse_list(
        [
            "Gaddis, John Lewis. The Long Peace. New York: Oxford University Press, 1987.",
            "———. We Now Know: Rethinking Cold War History. Oxford: Clarendon Press, 1997.",
            "Ibid., 12–14.",
        ]
    )
    assert first.csl and second.csl and third.csl
    assert json.loads(second.csl)["author"] == [{"family": "Gaddis", "given": "John Lewis"}]
    assert json.loads(third.csl)["title"] == "We Now Know: Rethinking Cold War History"
    assert json.loads(third.csl)["page"] == "12-14"
    assert {"same-author"} <= set(second.flags)
    assert {"ibid"} <= set(third.flags)


def test_ibid_without_a_work_before_it_invents_none() -> None:
    (citation,) = parse_list(["Ibid., p. 4."])
    assert citation.csl is None
    assert citation.flags == ("ibid", "unresolved")


def test_links_vote() -> None:
    text = "Yang, Kuisong, “The Sino-Soviet Border Clash,” Cold War History, 1, 1 (August 2000)."
    found = vote(
        Link(
            "google-scholar",
            "https://scholar.google.com/scholar_lookup?title=The+Sino-Soviet+Border+Clash&publication_year=2000",
        )
    )
    assert (found.title, found.year) == ("The Sino-Soviet Border Clash", "2000")
    agreed = counted(
        text,
        parse(text),
        [Link("google-scholar", "https://x.example/?title=The+Sino-Soviet+Border+Clash")],
    )
    assert "link-agrees" in agreed.flags
    given = counted(
        text,
        parse(text),
        [Link("crossref", "https://doi.org/10.1080/713999906", "10.1080/713999906")],
    )
    assert given.csl is not None
    assert json.loads(given.csl)["DOI"] == "10.1080/713999906"
    other = counted(
        text,
        parse(text),
        [Link("google-scholar", "https://x.example/?title=Another+Work&publication_year=1931")],
    )
    assert "link-disagrees" in other.flags
    assert json.loads(other.csl or "{}")["title"] == "The Sino-Soviet Border Clash"


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "Smith, J.",
                "“A",
                "B”,",
                "(ed.)",
                "in",
                "[x]",
                "12–3",
                "2001",
                "vol. II",
                "——",
                "https://a.b/c",
                "10.1234/x",
                "ibid.",
                "et al.",
                "\u0000",
                "\u202e",
                "《題》",
            ]
        ),
        max_size=25,
    ).map(" ".join)
)
def test_any_text_gives_an_opinion_whose_spans_lie_in_it(text: str) -> None:
    citation = parse(text)
    assert 0.0 <= citation.confidence <= 1.0
    assert citation == parse(text)
    for span in citation.spans:
        assert 0 <= span.start <= span.end <= len(text)
    if citation.csl:
        made = json.loads(citation.csl)
        for name in ("title", "publisher", "container-title", "DOI", "URL"):
            for piece in str(made.get(name, "")).split("; "):
                assert piece in text


def test_a_very_long_text_is_no_reference() -> None:
    assert parse("Smith, J. " * 10_000).csl is None
