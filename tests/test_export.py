"""Items out and in again, through the programs' own readers: rispy, bibtexparser, citeproc-py."""

import csv
import io
import json
import re
import unicodedata
import warnings
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser import parse_string
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from harvester.export import bibtex, csl, csl_json, ris
from harvester.export.citekeys import keyed
from harvester.export.items import of_references
from harvester.export.records import as_csv, of_records
from harvester.export.references import FORMATS

Item = dict[str, Any]
NOTES_STYLE = Path(__file__).parent / "styles" / "short-notes.csl"
SOURCE = {
    "key": "a:1",
    "capture_sha256": "ab" * 32,
    "captured_at": "2021-10-20T11:48:24.522Z",
    "reader": "0.1.0",
}


def entry(position: int, text: str, item: Item | None, **more: Any) -> dict[str, Any]:
    return {
        "position": position, "label": None, "text": text, "links": [], "csl": item,
        "confidence": 1.0 if item else 0.2, "flags": [], **more,
    }  # fmt: skip


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


#: One of each kind that the parser tells, as it would give them.
LIST = [
    entry(
        1,
        "Leffler, Melvyn P., A Preponderance of Power: National Security (Stanford, CA: Stanford University Press, 1992).",
        {
            "type": "book",
            "author": [person("Leffler", "Melvyn P.")],
            "title": "A Preponderance of Power: National Security",
            "publisher": "Stanford University Press",
            "publisher-place": "Stanford, CA",
            "issued": {"date-parts": [[1992]]},
            "ISBN": "9780804719247",
        },
        links=[{"kind": "crossref", "url": "https://doi.org/10.1515/x", "value": "10.1515/9781503621619"}],
        confidence=0.914,
        flags=["et-al"],
    ),
    entry(
        2,
        "van der Berg, Jan, “Het kanaal [The Canal],” Tijdschrift 12, 3 (3 August 2000), pp. 12–34.",
        {
            "type": "article-journal",
            "author": [person("van der Berg", "Jan"), {"literal": "Smith, Jones and Co."}],
            "title": "Het kanaal",
            "custom": {"translated-title": "The Canal"},
            "container-title": "Tijdschrift",
            "volume": "12",
            "issue": "3",
            "page": "12-34",
            "issued": {"date-parts": [[2000, 8, 3]]},
        },
    ),
    entry(
        3,
        "Zubok, V., “The Split,” in O. A. Westad (ed.), Brothers in Arms (Washington, 1998), xi–xx.",
        {
            "type": "chapter",
            "author": [person("Zubok", "V.")],
            "editor": [person("Westad", "O. A.")],
            "translator": [person("Wolff", "D.")],
            "title": "The Split",
            "container-title": "Brothers in Arms",
            "collection-title": "Cold War International History Project Series",
            "collection-number": "7",
            "page": "xi-xx",
            "issued": {"date-parts": [[1998], [1999]]},
            "original-date": {"date-parts": [[1955]]},
        },
    ),
    entry(
        4,
        "Zapis' besedy, AVP RF, f. 0100, op. 46, d. 12.",
        {
            "type": "manuscript",
            "title": "Zapis' besedy",
            "archive": "AVP RF",
            "archive-place": "Moscow",
            "archive_collection": "f. 0100",
            "archive_location": "op. 46, d. 12",
            "issued": {"literal": "n.d."},
        },
    ),
    entry(
        5,
        "International Labour Office, Report 5 (working paper).",
        {
            "type": "report",
            "author": [{"literal": "International Labour Office"}],
            "title": "Wages",
            "number": "5",
            "genre": "Working Paper",
            "publisher": "ILO",
            "URL": "https://example.org/a_b?c=1;d=%20x&e={y}",
            "status": "forthcoming",
            "issued": {"date-parts": [[1950]]},
        },
    ),
    entry(6, "Something & nothing, 50 % of it.", None),
]  # fmt: skip


# --- Reading it again --------------------------------------------------------------------------


def latex(text: str) -> str:
    """What LaTeX would print. pylatexenc takes the sign ^ for an accent without a letter."""
    return str(LatexNodes2Text(math_mode="verbatim").latex_to_text(text)).replace("ˆ", "^")


def read_bibtex(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert library.failed_blocks == []
    assert len(library.blocks) == len(library.entries)
    return [
        {
            "type": read.entry_type,
            "key": read.key,
            **{field.key: field.value for field in read.fields},
        }
        for read in library.entries
    ]


def read_names(value: str) -> list[str]:
    parts = [parse_single_name_into_parts(name) for name in split_multiple_persons_names(value)]
    return [
        ", ".join(
            filter(None, (latex(" ".join(words)) for words in ([*p.von, *p.last], p.jr, p.first)))
        )
        for p in parts
    ]


def test_ris_and_back() -> None:
    book, article, chapter, file, report, odd = rispy.loads(FORMATS["ris"](LIST))
    assert {k: v for k, v in book.items() if k != "notes"} == {
        "type_of_reference": "BOOK",
        "id": "leffler1992preponderance",
        "authors": ["Leffler, Melvyn P."],
        "title": "A Preponderance of Power: National Security",
        "publisher": "Stanford University Press",
        "place_published": "Stanford, CA",
        "doi": "10.1515/9781503621619",
        "issn": "9780804719247",
        "year": "1992",
    }
    assert book["notes"] == [f"printed: {LIST[0]['text']}", "confidence: 0.91", "flags: et-al"]
    assert article["authors"] == ["van der Berg, Jan", "Smith, Jones and Co."]
    assert (article["type_of_reference"], article["translated_title"]) == ("JOUR", "The Canal")
    assert (article["secondary_title"], article["volume"], article["number"]) == (
        "Tijdschrift",
        "12",
        "3",
    )
    assert (article["start_page"], article["end_page"]) == ("12", "34")
    assert (article["year"], article["date"]) == ("2000", "2000/08/03/")
    assert article["notes"] == [f"printed: {LIST[1]['text']}"]
    assert chapter["secondary_authors"] == ["Westad, O. A."]
    assert chapter["subsidiary_authors"] == ["Wolff, D."]
    assert chapter["tertiary_title"] == "Cold War International History Project Series"
    assert "collection-number: 7" in chapter["notes"]
    assert (chapter["date"], chapter["original_publication"]) == ("1998///1998 to 1999", "1955")
    assert (file["name_of_database"], file["accession_number"]) == (
        "AVP RF",
        "f. 0100, op. 46, d. 12",
    )
    assert (file["year"], file["notes"][0]) == ("n.d.", "archive-place: Moscow")
    assert (report["issn"], report["type_of_work"]) == ("5", "Working Paper")
    assert ";".join(report["urls"]) == "https://example.org/a_b?c=1;d=%20x&e={y}"
    assert "status: forthcoming" in report["notes"]
    assert odd == {
        "type_of_reference": "GEN",
        "id": "reference6",
        "notes": ["printed: Something & nothing, 50 % of it.", "confidence: 0.20"],
    }


def test_a_books_editor_and_series_are_where_zotero_looks_for_them() -> None:
    item = {
        "id": "x",
        "type": "book",
        "editor": [person("Westad", "O. A.")],
        "collection-title": "S",
    }
    (read,) = rispy.loads(ris.write([item]))
    assert (read["tertiary_authors"], read["tertiary_title"]) == (["Westad, O. A."], "S")


def test_bibtex_and_back() -> None:
    text = FORMATS["bibtex"](LIST)
    book, article, chapter, file, report, odd = read_bibtex(text)
    assert (book["type"], book["key"]) == ("book", "leffler1992preponderance")
    assert book["title"] == "{A Preponderance of Power: National Security}"
    assert read_names(book["author"]) == ["Leffler, Melvyn P.", "others"]
    assert (book["publisher"], book["address"]) == ("Stanford University Press", "Stanford, CA")
    assert (book["year"], book["doi"], book["isbn"]) == (
        "1992",
        "10.1515/9781503621619",
        "9780804719247",
    )
    assert book["annote"] == f"printed: {LIST[0]['text']} | confidence: 0.91 | flags: et-al"
    assert article["author"] == "van der Berg, Jan and {Smith, Jones and Co.}"
    assert (article["journal"], article["volume"], article["number"]) == ("Tijdschrift", "12", "3")
    assert (article["pages"], article["titleaddon"]) == ("12--34", "[The Canal]")
    assert (article["year"], article["month"], article["date"]) == ("2000", "aug", "2000-08-03")
    assert re.search(r"month = aug\b", text)
    assert (chapter["type"], chapter["booktitle"]) == ("incollection", "Brothers in Arms")
    assert (chapter["series"], chapter["number"]) == (
        "Cold War International History Project Series",
        "7",
    )
    assert (chapter["editor"], chapter["translator"]) == ("Westad, O. A.", "Wolff, D.")
    assert (chapter["year"], chapter["date"], chapter["origdate"]) == (
        "1998--1999",
        "1998/1999",
        "1955",
    )
    assert (file["type"], file["note"]) == ("unpublished", "Moscow, AVP RF, f. 0100, op. 46, d. 12")
    assert (file["archive"], file["archive_location"], file["year"]) == (
        "AVP RF",
        "op. 46, d. 12",
        "n.d.",
    )
    assert (report["type"], report["institution"], report["number"]) == (
        "Working Paper",
        "ILO",
        "5",
    )
    assert report["author"] == "{International Labour Office}"
    assert report["url"] == "https://example.org/a_b?c=1;d=%20x&e=%7By%7D"
    assert (odd["type"], odd["key"]) == ("misc", "reference6")
    assert latex(odd["note"]) == "Something & nothing, 50 % of it."
    assert odd["annote"] == "confidence: 0.20"


@pytest.mark.parametrize(
    ("genre", "kind"),
    [("PhD diss.", "phdthesis"), ("M.A. thesis", "mastersthesis"), ("", "phdthesis")],
)
def test_theses(genre: str, kind: str) -> None:
    (read,) = parse_string(
        bibtex.write([{"id": "x", "type": "thesis", "genre": genre, "publisher": "LSE"}])
    ).entries
    assert (read.entry_type, read.fields_dict["school"].value) == (kind, "LSE")


def test_csl_json_keeps_the_item_and_says_the_rest_in_its_note() -> None:
    items = json.loads(FORMATS["csl-json"]([{**e, "source": SOURCE} for e in LIST]))
    for item, given_entry in zip(items, LIST, strict=True):
        for name, value in (given_entry["csl"] or {}).items():
            if name != "custom":
                assert item[name] == value
        assert item["custom"]["harvester"]["printed"] == given_entry["text"]
        assert item["custom"]["harvester"]["source"] == SOURCE
        assert f"printed: {given_entry['text']}" in item["note"]
        assert f"capture sha256 {'ab' * 32} of 2021-10-20T11:48:24.522Z" in item["note"]
    assert items[0]["DOI"] == "10.1515/9781503621619"
    assert "confidence: 0.91\nflags: et-al\n" in items[0]["note"]
    assert items[1]["custom"]["translated-title"] == "The Canal"
    assert "translated title: The Canal" in items[1]["note"]
    assert (items[5]["type"], "title" in items[5]) == ("document", False)


def test_a_doi_in_the_text_goes_before_one_of_a_link() -> None:
    link = {"kind": "doi", "url": None, "value": "10.1000/link"}
    (item,) = of_references([entry(1, "x", {"type": "book", "DOI": "10.1000/text"}, links=[link])])
    assert item["DOI"] == "10.1000/text"


@pytest.mark.parametrize(
    "style", ["harvard-cite-them-right", str(NOTES_STYLE)], ids=["harvard", "notes"]
)
def test_citeproc_renders_every_entry(style: str) -> None:
    items = json.loads(FORMATS["csl-json"](LIST))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The following arguments for Reference")
        source = CiteProcJSON(items)
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(style, validate=False), source, formatter.plain
    )
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    shown = [str(line) for line in bibliography.bibliography()]
    assert len(shown) == len(items)
    for item in items[:5]:
        (line,) = [line for line in shown if item["title"] in line]
        issued = item["issued"]
        assert (issued.get("literal") or str(issued["date-parts"][0][0])) in line


# --- Keys --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Leffler", 1992, "A Preponderance of Power", "leffler1992preponderance"),
        ("Łuczak", 1984, "„Życie” i śmierć", "luczak1984zycie"),
        ("van der Berg", 2000, "De la", "vanderberg2000de"),
        ("Müßig", 1999, "L’État et les autres", "mussig1999letat"),
        ("Иванов", 1955, "Вопросы истории", "reference1"),
        ("Иванов", 1955, "Stalin и другие", "1955stalin"),
    ],
)
def test_keys(family: str, year: int, title: str, key: str) -> None:
    item = {"author": [person(family, "X.")], "title": title, "issued": {"date-parts": [[year]]}}
    assert [made["id"] for made in keyed([item])] == [key]


def test_keys_are_unique_and_the_same_each_time() -> None:
    same = {"author": [person("Orr", "A.")], "title": "Mud", "issued": {"date-parts": [[1990]]}}
    made = [item["id"] for item in keyed([same] * 30)]
    assert made[:3] == ["orr1990mud", "orr1990mudb", "orr1990mudc"]
    assert made[24:27] == ["orr1990mudy", "orr1990mudz", "orr1990mudaa"]
    assert len(set(made)) == 30
    trap = [same, {**same, "title": "Mudb"}, same]
    assert [item["id"] for item in keyed(trap)] == ["orr1990mud", "orr1990mudb", "orr1990mudc"]


# --- What the formats divide by ----------------------------------------------------------------


def test_names_that_bibtex_would_divide() -> None:
    people = [
        {"family": "Smith, Jr.", "given": "A."},
        {"family": "Orr and Sons", "given": "B."},
        {"family": "Deng Xiaoping"},
        {"literal": "Board of Trade, and Others"},
        {"family": "King", "given": "M. L.", "suffix": "Jr."},
        {"non-dropping-particle": "van der", "family": "Berg", "given": "Jan"},
        {"family": "", "given": "Plato"},
        {"family": "Q & A", "given": "{X}"},
    ]
    (read,) = read_bibtex(bibtex.write([{"id": "x", "type": "book", "author": people}]))
    assert read["author"].startswith(
        "{Smith, Jr.}, A. and {Orr and Sons}, B. and {Deng Xiaoping} and "
    )
    assert read_names(read["author"]) == [
        "Smith, Jr., A.", "Orr and Sons, B.", "Deng Xiaoping", "Board of Trade, and Others", "King, Jr., M. L.",
        "van der Berg, Jan", "Plato", "Q & A, {X}",
    ]  # fmt: skip


def test_what_finds_its_tag_taken_is_a_note() -> None:
    item = {
        "id": "x",
        "type": "report",
        "number": "5",
        "ISBN": "978",
        "ISSN": "1234-5678",
        "director": [{"literal": "D"}],
    }
    (read,) = rispy.loads(ris.write([item]))
    assert (read["issn"], read["notes"]) == ("978", ["ISSN: 1234-5678", "number: 5", "director: D"])
    (tex,) = read_bibtex(bibtex.write([{**item, "issue": "2", "collection-number": "9"}]))
    assert (tex["number"], tex["csl-number"], tex["csl-collection-number"]) == ("2", "5", "9")


def test_fold() -> None:
    assert csl.fold(" a\r\nb\u2028c\u00a0 d ") == "a b c d"
    assert csl.fold("\x00\x1b[31m \ud800") == "\ufffd\ufffd[31m \ufffd"
    assert csl.fold("\u202eשלום e\u0301 🜁") == "\u202eשלום e\u0301 🜁"
    assert (csl.fold(12), csl.fold(None)) == ("12", "")


def entries_by_braces(text: str) -> int:
    """How many entries BibTeX itself sees: it counts braces, whatever stands before them."""
    depth, entries = 0, 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
        entries += sign == "}" and depth == 0
    assert depth == 0
    return entries


def has_controls(text: str) -> bool:
    return any(unicodedata.category(sign) == "Cc" for sign in text if sign not in "\n\t")


# --- Whatever a page may print -----------------------------------------------------------------

NASTY = st.sampled_from(
    [
        "{", "}", "\\", "\\\\", "}}", "{{{", "\\}", "\\{", "TY  - ", "\nTY  - JOUR\n", "\nER  - \n", "\r", "\n\n",
        "=", ",", "\"", "@book{x,", "\n@article{y, title={z}}", "%", "$x$", "#", "&amp;", "_", "^", "~", "--", "``",
        "''", "?`", "<<", ">>", ",,", " and ", "and", " and others", "\x00", "\x1b[31m", "\u202e", "\u200f",
        "שלום", "مرحبا", "\u2028", "\u00a0", "\ufeff", "é", "e\u0301", "漢字", "🜁", "''--``", "\\textbf{x}", "\\input{a}",
        "N1  - ", "  ", "a", "B", "1", ".", ";", "; ", "|", "[", "]", "(", ")", "<i>", "\ud800",
    ]
)  # fmt: skip
HOSTILE = st.lists(NASTY | st.text(max_size=4), max_size=8).map("".join)
NAME = st.fixed_dictionaries({"family": HOSTILE, "given": HOSTILE}) | st.fixed_dictionaries(
    {"literal": HOSTILE}
)
DATE = st.one_of(
    st.lists(
        st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)).flatmap(
            lambda day: st.integers(1, 3).map(lambda length: list(day[:length]))
        ),
        min_size=1,
        max_size=2,
    ).map(lambda parts: {"date-parts": parts}),
    HOSTILE.map(lambda text: {"literal": text}),
)
TYPES = st.sampled_from(
    "book chapter article-journal article-newspaper article-magazine paper-conference report thesis manuscript "
    "webpage motion_picture legislation legal_case document".split()
)
TEXTS = (
    "title container-title collection-title collection-number volume issue number genre edition page publisher "
    "publisher-place status DOI ISBN URL archive archive_collection archive_location archive-place note"
).split()
ITEM = st.fixed_dictionaries(
    {"type": TYPES},
    optional={
        **dict.fromkeys(TEXTS, HOSTILE),
        **dict.fromkeys(("author", "editor", "translator"), st.lists(NAME, max_size=3)),
        **dict.fromkeys(("issued", "original-date"), DATE),
        "custom": st.fixed_dictionaries({"translated-title": HOSTILE}),
    },
)
ENTRY = st.tuples(HOSTILE, st.none() | ITEM, st.lists(HOSTILE, max_size=2))
GOOD = entry(
    1, "Good, A., Book (1990).", {"type": "book", "title": "Book", "author": [person("Good", "A.")]}
)


def surrounded(text: str, item: Item | None, flags: list[str]) -> list[dict[str, Any]]:
    return [GOOD, entry(2, text, item, flags=flags), {**GOOD, "position": 3}]


def expected_names(item: Item, variable: str) -> list[str]:
    return [name.inverted for name in csl.names(item, variable)]


@given(ENTRY)
def test_any_entry_survives_ris(given_entry: tuple[str, Item | None, list[str]]) -> None:
    text, item, flags = given_entry
    written = FORMATS["ris"](surrounded(text, item, flags))
    assert not has_controls(written)
    first, read, last = rispy.loads(written)
    assert (first["title"], last["title"], last["authors"]) == ("Book", "Book", ["Good, A."])
    item = item or {}
    printed = csl.fold(text)
    notes = read.get("notes", [])
    assert not printed or f"printed: {printed}" in notes
    values = {*(v for v in read.values() if isinstance(v, str)), *notes}
    values |= {note.partition(": ")[2] for note in notes}
    for variable in TEXTS:
        if variable not in ("page", "URL", "archive_collection", "archive_location"):
            assert csl.text(item, variable) in {*values, ""}, variable
    joined = [csl.text(item, name) for name in ("archive_collection", "archive_location")]
    assert read.get("accession_number", "") == ", ".join(filter(None, joined))
    assert read.get("title", "") == csl.text(item, "title")
    assert "".join(read.get("urls", ())).replace(";", "") == csl.text(item, "URL").replace(
        " ", "%20"
    ).replace(";", "")
    assert "-".join(filter(None, (read.get("start_page"), read.get("end_page")))).replace(
        " ", ""
    ) == csl.text(item, "page").replace(" ", "")
    assert read.get("authors", []) == expected_names(item, "author")
    assert read.get("subsidiary_authors", []) == expected_names(item, "translator")
    editors = "tertiary_authors" if item.get("type") == "book" else "secondary_authors"
    assert read.get(editors, []) == expected_names(item, "editor")


@given(ENTRY)
def test_any_entry_survives_bibtex(given_entry: tuple[str, Item | None, list[str]]) -> None:
    text, item, flags = given_entry
    written = FORMATS["bibtex"](surrounded(text, item, flags))
    assert entries_by_braces(written) == 3
    assert not has_controls(written)
    first, read, last = read_bibtex(written)
    assert (first["title"], last["title"], last["author"]) == ("{Book}", "{Book}", "Good, A.")
    item = item or {}
    printed = csl.fold(text).replace("ˆ", "^")
    assert printed in latex(read.get("note", "")) or f"printed: {printed}" in latex(
        read.get("annote", "")
    )
    plain = {
        name: latex(value)
        for name, value in read.items()
        if name not in ("doi", "url", "author", "editor")
    }
    for variable in TEXTS:
        value = csl.text(item, variable).replace("ˆ", "^")
        if variable in ("DOI", "URL"):
            kept = read.get(variable.lower(), "")
            assert kept == re.sub(
                r"[\\{} ]", lambda sign: f"%{ord(sign[0]):02X}", csl.text(item, variable)
            )
        elif variable == "note":
            assert value in plain.get("note", "")
        elif variable == "page":
            assert plain.get("pages", "").replace("–", "-") == value.replace("–", "-")
        else:
            assert value in {*plain.values(), ""}, variable
    for variable in ("author", "editor", "translator"):
        names = [name.replace("ˆ", "^") for name in expected_names(item, variable)]
        assert read_names(read.get(variable, "")) == names


def whole(value: Any) -> Any:
    """A value without halves of surrogate pairs, which UTF-8 cannot say."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads("".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text))


@given(ENTRY)
def test_any_entry_survives_csl_json(given_entry: tuple[str, Item | None, list[str]]) -> None:
    text, item, flags = given_entry
    written = FORMATS["csl-json"](surrounded(text, item, flags)).encode()
    read = json.loads(written)[1]
    for name, value in (item or {}).items():
        if name not in ("custom", "note"):
            assert read[name] == whole(value)
    assert csl.fold(text).replace("\ufffd", "") in csl.fold(read.get("note")).replace("\ufffd", "")


@given(ENTRY)
def test_any_entry_is_one_row_and_no_formula(
    given_entry: tuple[str, Item | None, list[str]],
) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](surrounded(*given_entry)), newline="")))
    assert [row["position"] for row in rows] == ["1", "2", "3"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1].values())
    assert len(FORMATS["numbered"](surrounded(*given_entry)).split("\n")) == 4


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | HOSTILE,
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(HOSTILE, inside, max_size=2),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.sampled_from([*TEXTS, *csl.NAMES, *csl.DATES, "type", "custom", "year", "crossref"])
        | HOSTILE,
        JSON,
    )
)
def test_an_item_of_any_shape_breaks_no_file(item: Item) -> None:
    entries = surrounded("Printed", item, [])
    assert [read["title"] for read in rispy.loads(FORMATS["ris"](entries))[::2]] == ["Book", "Book"]
    assert [read["title"] for read in read_bibtex(FORMATS["bibtex"](entries))[::2]] == [
        "{Book}",
        "{Book}",
    ]
    assert len(json.loads(FORMATS["csl-json"](entries).encode())) == 3
    assert FORMATS["csv"](entries)


# --- Records -----------------------------------------------------------------------------------


def record(**values: Any) -> dict[str, Any]:
    names = (
        "id key kind level site title number part container_title series publisher place published_online "
        "published_print doi volume issue pages language abstract extract licence access url pdf_url outcome"
    ).split()
    lists = ("isbn", "issn", "keywords", "contributors", "references")
    empty: dict[str, Any] = {**dict.fromkeys(names), **{name: [] for name in lists}}
    return {**empty, "key": "a:1", "kind": "chapter", "source": SOURCE, **values}


def contributor(name: str, role: str, level: str = "part", **parts: str) -> dict[str, Any]:
    return {"name": name, "role": role, "level": level, "family": None, "given": None, **parts}


def test_a_record_is_an_item_with_its_source() -> None:
    (item,) = of_records(
        [
            record(
                title="Weirs",
                number="9",
                container_title="Rivers",
                series="Water",
                published_online="2010-09-28",
                published_print="2010-03",
                isbn=["9780521837200", "9780521837217"],
                keywords=["mud", "water"],
                doi="10.1017/x",
                contributors=[
                    contributor("Ann Cole", "author", family="Cole", given="Ann"),
                    contributor("River Board", "author", "container"),
                    contributor("Otto Brand", "editor?", "container", family="Brand", given="Otto"),
                    contributor("P. Klaas", "foreword-writer", "container"),
                ],
            )
        ]
    )
    assert item == {
        "id": "cole2010weirs",
        "type": "chapter",
        "title": "Weirs",
        "chapter-number": "9",
        "container-title": "Rivers",
        "collection-title": "Water",
        "DOI": "10.1017/x",
        "ISBN": "9780521837200 9780521837217",
        "keyword": "mud; water",
        "issued": {"date-parts": [[2010, 3]]},
        "available-date": {"date-parts": [[2010, 9, 28]]},
        "author": [{"family": "Cole", "given": "Ann"}],
        "container-author": [{"literal": "River Board"}],
        "editor": [{"family": "Brand", "given": "Otto"}],
        "contributor": [{"literal": "P. Klaas"}],
        "custom": {
            "harvester": {**SOURCE, "flags": ["Otto Brand: editor?", "P. Klaas: foreword-writer"]}
        },
    }
    (read,) = rispy.loads(ris.write([item]))
    assert (read["date"], read["keywords"]) == ("2010/03//", ["mud", "water"])
    assert (
        f"source: harvester record a:1, capture sha256 {'ab' * 32} of 2021-10-20T11:48:24.522Z, reader 0.1.0"
        in read["notes"]
    )
    (tex,) = read_bibtex(bibtex.write([item]))
    assert "ab" * 32 in tex["annote"] and "2021-10-20" in tex["annote"]
    assert (tex["bookauthor"], tex["keywords"]) == ("{River Board}", "mud; water")


def test_a_record_published_online_only_was_issued_then() -> None:
    (item,) = of_records(
        [record(kind="article", published_online="2010-09-28", published_print=None)]
    )
    assert (item["type"], item["issued"]) == ("article-journal", {"date-parts": [[2010, 9, 28]]})
    assert "available-date" not in item


def test_a_formula_in_a_record_is_neutralised() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([record(title="=1+1")])))
    assert (row["title"], row["capture_sha256"]) == ("'=1+1", "ab" * 32)


def test_nothing_is_written_of_nothing() -> None:
    assert (ris.write([]).strip(), bibtex.write([]), json.loads(csl_json.write([]))) == ("", "", [])
