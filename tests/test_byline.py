"""The names under a title: lines as a text capture has them, and the people they name.

In a block an empty line is an empty line of the capture; the line of the publication date is
above it. What the byline does not take must be left whole for the text below.
"""

from pathlib import Path

import pytest

from harvester.config import load
from harvester.extract.channels.byline import read_byline
from harvester.extract.channels.zones import Landmarks
from harvester.extract.document import Line
from harvester.extract.names import clean_name, family_and_given, looks_like_name, split_names
from harvester.extract.plaintext import text_lines

SITE = next(site for site in load(None, {}, Path("/")).sites if site.name == "cambridge-core")
assert SITE.text is not None
MARKS = Landmarks(SITE.text)
PROSE = (
    "Lock keepers left few papers. This chapter reads the toll books of four canals for what "
    "they say of the men, and the many women, who kept them."
)
SUMMARY = f"\n\nSummary\n\n{PROSE}\n"
BARE = f"\n\n\n{PROSE}\n"  # what a stripped "Get access" leaves

Named = tuple[str, list[str]]


def ends(text: str) -> bool:
    return MARKS.heading(text) is not None or MARKS.match("labelled", text) is not None


def byline(block: str, *, landmarks: bool = True) -> tuple[list[tuple[str, str, list[str]]], str]:
    """Role, name and affiliations of each person, and the first line that is left."""
    lines = [Line(n.number, n.text, n.listed, n.gap, n.links) for n in text_lines(block)]
    arguments = (lines, MARKS.pattern("affiliation"), SITE.roles)
    people, taken = read_byline(*arguments, ends) if landmarks else read_byline(*arguments)
    named = [(person.role, clean_name(person.name) or "", person.affiliations) for person in people]
    return named, lines[taken].text if taken < len(lines) else ""


def people(block: str) -> list[Named]:
    return [(name, affiliations) for _, name, affiliations in byline(block)[0]]


def names(block: str) -> list[str]:
    return [name for name, _ in people(block)]


# --- With "Affiliation:" ----------------------------------------------------------------------

LABELLED = [
    "Petra van den Berg",
    "Hamid bin Salleh",
    "Plato",
    "María",
    "bell hooks",
    "J.-P. d’Alembert",
    "Johann Wolfgang von der Heide",
    "Abu Bakr al-Razi",
    "Ngũgĩ wa Thiong'o",
    "Gerard ’t Hooft",
    "Séamus Ó Catháin",
    "Catherine Mac Neill",
    "JOAN READER",
    "王东",
    "王 东",
    "山田太郎",
    "Анна Иванова",
    "ნინო გელაშვილი",
    "محمد بن سلمان",
    "अमिताभ घोष",
    "Νίκος Παπαδόπουλος",
    "Martin Luther King, Jr.",
    "Robert F. Taft, S.J.",
    "Leffler, Melvyn P.",
    "García Márquez, Gabriel",
    "The Canal History Collective",
    "Dr. Ada B. Firstly-O’Neil III",
    "Frank Press",
]


@pytest.mark.parametrize("name", LABELLED)
@pytest.mark.parametrize(
    "label", ["Affiliation:\nUniversity of Foce", "Affiliation: University of Foce"]
)
def test_a_line_before_an_affiliation_label_is_a_name(name: str, label: str) -> None:
    block = f"Ada Firstly\nAffiliation:\nYale\n{name}\n{label}\n"
    assert people(block + SUMMARY) == [("Ada Firstly", ["Yale"]), (name, ["University of Foce"])]
    assert people(f"{name}\n{label}\n" + BARE) == [(name, ["University of Foce"])]


def test_labelled_people_share_what_stands_under_their_line() -> None:
    block = (
        "Ann Cole* and Otto Brand\nAffiliation:\nDepartment of Geography, Tarsus TA1 2BC, UK\n*\n"
        "Author for correspondence: Ann Cole, Email: ann.cole@example.org\nRights & Permissions"
    )
    named, left = byline(block + f"\n\nAbstract\n\n{PROSE}")
    place = ["Department of Geography, Tarsus TA1 2BC, UK"]
    assert named == [("", "Ann Cole", place), ("", "Otto Brand", place)]
    assert left == "Rights & Permissions"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "Ada Firstly\nAffiliation:\nUniversity of Leeds\nAffiliation:\nUniversity of Foce\n"
            "Plato\nAffiliation:\nAcademy\n",
            [
                ("Ada Firstly", ["University of Leeds", "University of Foce"]),
                ("Plato", ["Academy"]),
            ],
        ),
        (
            "Ada Firstly\nAffiliation:\nYale\nBo Secondly\nCy Thirdly\nAffiliation:\nMIT\n",
            [("Ada Firstly", ["Yale"]), ("Bo Secondly", []), ("Cy Thirdly", ["MIT"])],
        ),
        (
            "Ada Firstly\nAffiliation:\nDepartment of Law\n12 Mill Road, Leeds\nBo Secondly\n"
            "Affiliation:\nYale\n",
            [
                ("Ada Firstly", ["Department of Law", "12 Mill Road, Leeds"]),
                ("Bo Secondly", ["Yale"]),
            ],
        ),
        (
            "Plato, Aristotle and Theophrastus\nAffiliation:\nAcademy\n",
            [("Plato", ["Academy"]), ("Aristotle", ["Academy"]), ("Theophrastus", ["Academy"])],
        ),
        ("王东、李伟\nAffiliation:\n北京大学\n", [("王东", ["北京大学"]), ("李伟", ["北京大学"])]),
        ("Ada Firstly\nAffiliation:\n", [("Ada Firstly", [])]),
        (
            "Petra Berg\n\nAffiliation:\nUniversiteit Utrecht\n\nOtto Brand\n\nAffiliation:\nTarsus\n",
            [("Petra Berg", ["Universiteit Utrecht"]), ("Otto Brand", ["Tarsus"])],
        ),
    ],
)
def test_labelled(block: str, expected: list[Named]) -> None:
    assert people(block + SUMMARY) == expected
    assert byline(block + SUMMARY)[1] == "Summary"


def test_an_orcid_belongs_to_the_name_above() -> None:
    block = "Ada Firstly\nhttps://orcid.org/0000-0002-1825-0097\nAffiliation:\nYale\nPlato\nAffiliation:\nMIT"
    lines = [Line(n.number, n.text, n.listed, n.gap) for n in text_lines(block)]
    found, taken = read_byline(lines, MARKS.pattern("affiliation"), SITE.roles, ends)
    assert [(person.name, person.orcid) for person in found] == [
        ("Ada Firstly", "0000-0002-1825-0097"),
        ("Plato", None),
    ]
    assert [person.affiliations for person in found] == [["Yale"], ["MIT"]]
    assert taken == len(lines)


# --- Without labels: names and places in turn -------------------------------------------------


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "Petra van den Berg\nUniversiteit Utrecht\nHamid bin Salleh\nNational University of Singapore",
            [
                ("Petra van den Berg", ["Universiteit Utrecht"]),
                ("Hamid bin Salleh", ["National University of Singapore"]),
            ],
        ),
        (
            "Ada Firstly\nYale\nBo Secondly\nSciences Po\nCy Thirdly\nGeorgia Tech",
            [
                ("Ada Firstly", ["Yale"]),
                ("Bo Secondly", ["Sciences Po"]),
                ("Cy Thirdly", ["Georgia Tech"]),
            ],
        ),
        (
            "Ada O’Firstly-Smith\nDepartment of History, University of Leeds\n"
            "José María de la Cruz y Prado\nUniversidad de Tarso\nJ.-P. d’Alembert\nCNRS\n"
            "María\nEl Colegio",
            [
                ("Ada O’Firstly-Smith", ["Department of History, University of Leeds"]),
                ("José María de la Cruz y Prado", ["Universidad de Tarso"]),
                ("J.-P. d’Alembert", ["CNRS"]),
                ("María", ["El Colegio"]),
            ],
        ),
        (
            "PETRA BERG\nUniversity of Tarsus\nOTTO BRAND\nUniversity of Leeds",
            [("PETRA BERG", ["University of Tarsus"]), ("OTTO BRAND", ["University of Leeds"])],
        ),
        (
            "- Melvyn P. Leffler\nUniversity of Virginia\n- Odd Arne Westad\n"
            "London School of Economics and Political Science",
            [
                ("Melvyn P. Leffler", ["University of Virginia"]),
                ("Odd Arne Westad", ["London School of Economics and Political Science"]),
            ],
        ),
        (
            "- Ada Firstly\n- University of Leeds\n- Bo Secondly\n- ETH Zürich",
            [("Ada Firstly", ["University of Leeds"]), ("Bo Secondly", ["ETH Zürich"])],
        ),
        (
            "Ada Firstly\n\nYale\n\nBo Secondly\n\nTU Delft",
            [("Ada Firstly", ["Yale"]), ("Bo Secondly", ["TU Delft"])],
        ),
        (
            "Ada Firstly\nDepartment of History\nUniversity of Leeds\nBo Secondly\nHarvard University",
            [
                ("Ada Firstly", ["Department of History", "University of Leeds"]),
                ("Bo Secondly", ["Harvard University"]),
            ],
        ),
        (
            "Ada Firstly\nUniversity of Leeds\nLeeds, UK\nBo Secondly\nBirkbeck, London",
            [
                ("Ada Firstly", ["University of Leeds", "Leeds, UK"]),
                ("Bo Secondly", ["Birkbeck, London"]),
            ],
        ),
        (
            "Ada Firstly\nBo Secondly\nUniversity of Leeds",
            [("Ada Firstly", []), ("Bo Secondly", ["University of Leeds"])],
        ),
        (
            "Ada Firstly\nUniversity of Leeds\nRobert Service\nUniversity of Oxford",
            [
                ("Ada Firstly", ["University of Leeds"]),
                ("Robert Service", ["University of Oxford"]),
            ],
        ),
        (
            "Frank Press\nNational Academy of Sciences",
            [("Frank Press", ["National Academy of Sciences"])],
        ),
        ("Ada Firstly, University of Leeds", [("Ada Firstly", ["University of Leeds"])]),
        (
            "Ada Firstly, University of Leeds\nBo Secondly, University of Foce, Italy",
            [
                ("Ada Firstly", ["University of Leeds"]),
                ("Bo Secondly", ["University of Foce, Italy"]),
            ],
        ),
        ("王 东\n北京大学\n李 伟\n清华大学", [("王 东", ["北京大学"]), ("李 伟", ["清华大学"])]),
        (
            "Анна Иванова\nМосковский государственный университет",
            [("Анна Иванова", ["Московский государственный университет"])],
        ),
        ("Plato\nAcademy", [("Plato", ["Academy"])]),
        ("Ada Firstly\nBBC", [("Ada Firstly", ["BBC"])]),
        (
            "Ada Firstly and Bo Secondly\nUniversity of Leeds",
            [("Ada Firstly", ["University of Leeds"]), ("Bo Secondly", ["University of Leeds"])],
        ),
        (
            "Ada Firstly\nUniversity of Leeds\n\nBo Secondly\nUniversity of Foce",
            [("Ada Firstly", ["University of Leeds"]), ("Bo Secondly", ["University of Foce"])],
        ),
    ],
)
def test_names_and_places_in_turn(block: str, expected: list[Named]) -> None:
    assert people(block + SUMMARY) == expected
    assert byline(block + SUMMARY)[1] == "Summary"
    assert people(block + BARE) == expected or "\n\n" in block


# --- Names and nothing else -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Ada Firstly and Bo Secondly", ["Ada Firstly", "Bo Secondly"]),
        ("Ada Firstly & Bo Secondly", ["Ada Firstly", "Bo Secondly"]),
        (
            "Ada Firstly, Bo Secondly, Cy Thirdly and Di Fourthly",
            ["Ada Firstly", "Bo Secondly", "Cy Thirdly", "Di Fourthly"],
        ),
        ("Ada Firstly, Bo Secondly, and Cy Thirdly", ["Ada Firstly", "Bo Secondly", "Cy Thirdly"]),
        ("Ada Firstly; Bo Secondly", ["Ada Firstly", "Bo Secondly"]),
        ("Hans Müller und Eva von der Heide", ["Hans Müller", "Eva von der Heide"]),
        ("Juan García y María López", ["Juan García", "María López"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        (
            "Santiago Ramón y Cajal, Josep Puig i Cadafalch",
            ["Santiago Ramón y Cajal", "Josep Puig i Cadafalch"],
        ),
        ("Maria da Costa e Silva", ["Maria da Costa e Silva"]),
        ("Martin King, Jr., and Ada Firstly, PhD", ["Martin King, Jr.", "Ada Firstly, PhD"]),
        ("Smith, J., Doe, J. and Roe, R. T.", ["Smith, J.", "Doe, J.", "Roe, R. T."]),
        ("Leffler, Melvyn P.", ["Leffler, Melvyn P."]),
        ("Marit Solvang and\nEwan Achterberg", ["Marit Solvang", "Ewan Achterberg"]),
        ("Ada Firstly,\nBo Secondly,\nCy Thirdly", ["Ada Firstly", "Bo Secondly", "Cy Thirdly"]),
        ("- Ada Firstly\n- Bo Secondly", ["Ada Firstly", "Bo Secondly"]),
        ("J. H. Quarrel", ["J. H. Quarrel"]),
        ("Plato*", ["Plato"]),
        ("JOAN READER*", ["JOAN READER"]),
        ("JOAN B. READER", ["JOAN B. READER"]),
        ("Janet Law", ["Janet Law"]),
        ("An Wang", ["An Wang"]),
        ("Al Gore\nDi Fourthly", ["Al Gore", "Di Fourthly"]),
        ("Ursula K. Le Guin\nW. E. B. Du Bois", ["Ursula K. Le Guin", "W. E. B. Du Bois"]),
        ("‘Abd al-Rahman ibn Khaldun", ["‘Abd al-Rahman ibn Khaldun"]),
        ("王 东", ["王 东"]),
        ("김 철수", ["김 철수"]),
        ("Анна Иванова и Пётр Сидоров", ["Анна Иванова", "Пётр Сидоров"]),
        ("محمد بن سلمان", ["محمد بن سلمان"]),
        ("Ada Firstly [Opens in a new window]", ["Ada Firstly"]),
        ("Ada Firstly\n\nBo Secondly", ["Ada Firstly", "Bo Secondly"]),
    ],
)
def test_names_alone(block: str, expected: list[str]) -> None:
    assert names(block + SUMMARY) == expected
    assert names(block + BARE) == expected
    assert byline(block + SUMMARY)[1] == "Summary"


def test_capitals_above_a_landmark_are_names_and_above_text_a_heading() -> None:
    assert names("PETRA BERG AND OTTO BRAND" + SUMMARY) == ["PETRA BERG", "OTTO BRAND"]
    assert names("WATER MILLS AND OLD CANALS" + BARE) == []


# --- With keys --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "PETRA VAN DEN BERG (a1) and OTTO BRAND (a2)\n(a1) Universiteit Utrecht\n"
            "(a2) University of LeicesterLE1 7RH",
            [
                ("PETRA VAN DEN BERG", ["Universiteit Utrecht"]),
                ("OTTO BRAND", ["University of LeicesterLE1 7RH"]),
            ],
        ),
        (
            "  • Print publication year: 2012\n  • Online publication date: September 2012\n\n"
            "Ann Cole (a1)\n(a1) Yale",
            [("Ann Cole", ["Yale"])],
        ),
        (
            "  • PETRA BERG (a1), OTTO BRAND (a2) and Ann Cole (a1) (a2)\n  • (a1) Utrecht\n"
            "  • (a2) University of Leeds",
            [
                ("PETRA BERG", ["Utrecht"]),
                ("OTTO BRAND", ["University of Leeds"]),
                ("Ann Cole", ["Utrecht", "University of Leeds"]),
            ],
        ),
        (
            "Ann Cole (a1,a2) and Plato (a2)\n(a1) Yale (a2) Academy",
            [("Ann Cole", ["Yale", "Academy"]), ("Plato", ["Academy"])],
        ),
        (
            "Ada Firstly (a1)\nBo Secondly (a2)\na1 Yale\na2 University of Leeds",
            [("Ada Firstly", ["Yale"]), ("Bo Secondly", ["University of Leeds"])],
        ),
        (
            "Ada Firstly, Bo Secondly (a1) and Cy Thirdly\n(a1) Yale",
            [("Ada Firstly", []), ("Bo Secondly", ["Yale"]), ("Cy Thirdly", [])],
        ),
        ("  • Ada Author (a1)", [("Ada Author", [])]),
    ],
)
def test_keys(block: str, expected: list[Named]) -> None:
    assert people(block + f"\n\nAbstract\n\n{PROSE}") == expected
    assert byline(block + f"\n\nAbstract\n\n{PROSE}")[1] == "Abstract"


# --- Roles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "By Cy Dee, University of Foce\n"
            "Edited by Ada Firstly, Yale University, and Bo Secondly, Sciences Po, Paris",
            [
                ("author", "Cy Dee", ["University of Foce"]),
                ("editor", "Ada Firstly", ["Yale University"]),
                ("editor", "Bo Secondly", ["Sciences Po, Paris"]),
            ],
        ),
        (
            "Edited by Ada Firstly, Yale University, and Bo Secondly, Notre Dame, Indiana",
            [
                ("editor", "Ada Firstly", ["Yale University"]),
                ("editor", "Bo Secondly", ["Notre Dame, Indiana"]),
            ],
        ),
        (
            "Edited by Ada Firstly, University of Leeds and Bo Secondly, Yale",
            [
                ("editor", "Ada Firstly", ["University of Leeds"]),
                ("editor", "Bo Secondly", ["Yale"]),
            ],
        ),
        (
            "Edited by Petra van den Berg, Hamid bin Salleh and J.-P. d’Alembert",
            [
                ("editor", "Petra van den Berg", []),
                ("editor", "Hamid bin Salleh", []),
                ("editor", "J.-P. d’Alembert", []),
            ],
        ),
        (
            "General Editors: Ada Firstly & Bo Secondly",
            [("general-editor", "Ada Firstly", []), ("general-editor", "Bo Secondly", [])],
        ),
        (
            "Edited by\nAda Firstly\nUniversity of Leeds\nBy\nBo Secondly\n",
            [("editor", "Ada Firstly", ["University of Leeds"]), ("author", "Bo Secondly", [])],
        ),
        (
            "- Edited by Ann Cole, University of Tarsus, and Otto Brand, University of Leeds",
            [
                ("editor", "Ann Cole", ["University of Tarsus"]),
                ("editor", "Otto Brand", ["University of Leeds"]),
            ],
        ),
        ("Series Editor: Ada Firstly", [("series-editor", "Ada Firstly", [])]),
    ],
)
def test_roles(block: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert byline(block + SUMMARY) == (expected, "Summary")


# --- What is nobody ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Early Modern Canals",
        "Introduction",
        "INTRODUCTION",
        "Rights & Permissions",
        "Non-technical Summary",
        "Further Reading",
        "Lock Keepers",  # both words are the text's own
        "Toll Books and Lock Keepers",
        "TOLL BOOKS",
        "Canals and Their Keepers",
        "Globalization Reconsidered",
        "The Vecht",
        "A Canal",
        "Share Cite",
        "Figures and Tables",
        "By Sea and Land",
        "By 1962",
        "What Was a Lock?",
        "1 Locks",
        "运河的历史与方法",
        "Plato",  # may be anything
        "Yale",
        "Paris, France and London, England, 1800",
        "- Early Modern Canals\n- Lock Keepers\n- Frontmatter",
        "- Water Mills\n- Introduction",
    ],
)
def test_headings_are_nobody(heading: str) -> None:
    first = heading.removeprefix("- ").split("\n")[0]
    assert byline(f"\n{heading}\n\n{PROSE}\n") == ([], first)
    # Under names and places the same, where a stripped "Get access" left an empty line.
    block = f"Ada Firstly\nUniversity of Leeds\nBo Secondly\nYale\n\n{heading}\n\n{PROSE}\n"
    expected = [("", "Ada Firstly", ["University of Leeds"]), ("", "Bo Secondly", ["Yale"])]
    assert byline(block) == (expected, first)
    block = f"Ada Firstly\nAffiliation:\nYale\n\n{heading}\n\n{PROSE}\n"
    assert byline(block) == ([("", "Ada Firstly", ["Yale"])], first)


@pytest.mark.parametrize(
    "heading", ["Water Mills", "Dutch Engineers", "WATER MILLS", "Early Modern Universities"]
)
def test_a_heading_apart_from_the_names_is_nobody(heading: str) -> None:
    block = f"Ada Firstly\nUniversity of Leeds\n\n{heading}\n\n{PROSE}\n"
    assert byline(block) == ([("", "Ada Firstly", ["University of Leeds"])], heading)
    block = f"Ada Firstly\n\nUniversity of Leeds\n\n{heading}\n\n{PROSE}\n"
    assert byline(block) == ([("", "Ada Firstly", ["University of Leeds"])], heading)


def test_a_book_title_above_its_pages_is_nobody() -> None:
    block = "Ada Firstly\n\nWater Mills\n, pp. 71 - 95\nPublisher: Cambridge University Press\n"
    assert byline(block) == ([("", "Ada Firstly", [])], "Water Mills")
    assert byline("\nWater Mills\n, pp. 71 - 95\n") == ([], "Water Mills")


@pytest.mark.parametrize(
    "landmark",
    [
        "Publisher: Cambridge University Press",
        "Print publication year: 2019",
        "Summary",
        "Abstract",
        "Type",
        "Copyright",
        "References",
    ],
)
def test_a_landmark_ends_the_byline(landmark: str) -> None:
    for block in ("Ann Cole\nUniversity of Tarsus", "Ann Cole\nAffiliation:\nUniversity of Tarsus"):
        for between in ("\n", "\n\n"):
            named, left = byline(f"{block}{between}{landmark}\nYale University\n")
            assert named == [("", "Ann Cole", ["University of Tarsus"])]
            assert left == landmark


def test_without_landmarks_nothing_but_the_line_itself_ends_it() -> None:
    block = "Ann Cole\nUniversity of Tarsus\nPublisher: Cambridge University Press\n"
    assert byline(block, landmarks=False)[0][0][2][-1] == "Publisher: Cambridge University Press"


def test_an_empty_affiliation_takes_no_landmark() -> None:
    assert byline("Ann Cole\nAffiliation:\nAbstract\nWords.\n") == (
        [("", "Ann Cole", [])],
        "Abstract",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Firstly is Professor of History at the University of Leeds.",
        "This chapter was written at Yale.",
        "By 1962, the once robust alliance had cracked up, as Ada Firstly, Yale, was to write.",
    ],
)
def test_sentences_are_nobody_and_nowhere(sentence: str) -> None:
    assert byline(f"\n{sentence}\n\n{PROSE}") == ([], sentence)
    assert byline(f"Bo Secondly\nYale\n\n{sentence}\n")[1] == sentence


def test_nothing_at_all() -> None:
    assert byline("") == ([], "")
    assert byline(PROSE) == ([], PROSE)
    assert byline("Edited by\n\n" + PROSE) == ([], "Edited by")
    assert byline("Affiliation:\nYale\n") == ([], "Affiliation:")


# --- Names by themselves ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Petra van den Berg", "van den Berg", "Petra"),
        ("PETRA VAN DEN BERG", "VAN DEN BERG", "PETRA"),
        ("Hamid bin Salleh", "bin Salleh", "Hamid"),
        ("Bo Secondly, Jr.", "Secondly", "Bo, Jr."),
        ("Ada Firstly, PhD", "Firstly", "Ada, PhD"),
        ("King, Martin Luther, Jr.", "King", "Martin Luther, Jr."),
        ("José Ortega y Gasset", "Ortega y Gasset", "José"),
        ("Maria da Costa e Silva", "da Costa e Silva", "Maria"),
        ("Cormac Ó Gráda", "Ó Gráda", "Cormac"),
        ("W. E. B. Du Bois", "Du Bois", "W. E. B."),
        ("Leonardo da Vinci", "da Vinci", "Leonardo"),
        ("王 东", "王", "东"),
        ("Plato", "Plato", None),
    ],
)
def test_family_and_given(name: str, family: str, given: str | None) -> None:
    assert family_and_given(name) == (family, given)


@pytest.mark.parametrize(
    "text",
    [
        "Plato",
        "Rights & Permissions",
        "Lock Keepers.",
        "from Part I",
        "a b",
        "Canals: A History",
        "",
    ],
)
def test_does_not_look_like_a_name(text: str) -> None:
    assert not looks_like_name(text)
    assert split_names(text) == []
