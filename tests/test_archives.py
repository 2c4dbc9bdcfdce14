"""The archival recogniser, against citations taken apart by a person, and on any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from harvester.config import Configuration
from harvester.config.archives import Archives, load_archives
from harvester.config.files import ConfigFolders, shipped_folder
from harvester.errors import ConfigurationError
from harvester.extract.references.archives import recognise

GOLD = [
    json.loads(line)
    for line in (ROOT / "tests/references/parts/archives.jsonl").read_text("utf-8").splitlines()
]
ARCHIVES = load_archives(ConfigFolders((shipped_folder(),)))


@pytest.mark.parametrize("expected", GOLD, ids=lambda case: case["text"][:50])
def test_citation_is_taken_apart(expected: dict[str, object]) -> None:
    found = recognise(str(expected["text"]), ARCHIVES)
    if expected.get("published"):
        assert found is None
        return
    assert found is not None
    assert {
        "text": expected["text"],
        "archive": found.archive,
        "printed": found.printed,
        "place": found.archive_place,
        "collection": found.collection,
        "location": found.location,
        "edition": found.edition,
    } == expected


def test_spans_are_the_values() -> None:
    text = "Papers of Dean Acheson, box 3, folder 12, Harry S. Truman Library, Independence, MO."
    found = recognise(text, ARCHIVES)
    assert found is not None
    assert [(span.field, text[span.start : span.end]) for span in found.spans] == [
        ("archive_collection", "Papers of Dean Acheson"),
        ("archive_location", "box 3, folder 12"),
        ("archive", "Harry S. Truman Library"),
        ("archive-place", "Independence, MO"),
    ]


@pytest.mark.parametrize("case", [case for case in GOLD if not case.get("published")])
def test_no_gold_span_overlaps_another(case: dict[str, str]) -> None:
    found = recognise(case["text"], ARCHIVES)
    assert found is not None
    ends = [0, *(span.end for span in found.spans)]
    assert all(span.start >= end for span, end in zip(found.spans, ends, strict=False))


#: Pieces of citations in any order: what plain random text would never hit upon.
_PIECES = st.sampled_from(
    "RGANI|f. 5|op. 30|д. 12|л. 3 об|box 3|folder|FO 371/12|/45|MS Bodley 264|Add. MSS 12|fol. 3r|"
    "A.S.V.|ASV|Hebei Provincial Archives|855-3-12|Archivio di Stato di |Reggio|FRUS|1961–63|"
    "vol. V|doc. 12|CWIHP|Bulletin|Papers|Kew|(Oxford: OUP, 1990)|quoted in|外交部档案馆|RG 59|"
    ", |. |; |: |(|)|“|”| |\n|\x00|№ |I|12|1950|DY 30|/J IV 2/2/3|b.|Library".split("|")
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    found = recognise(text, ARCHIVES)
    if found is None:
        return
    said = {found.printed, found.collection, found.location, found.archive_place}
    end = 0
    for span in found.spans:
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] in said
        end = span.end


def test_a_telling_word_makes_an_archive_of_nothing_known() -> None:
    found = recognise("busta 467, copie di decreti.", Archives())
    assert found is None
    found = recognise("V Savi, I, busta 467, copie di decreti.", ARCHIVES)
    assert found is not None
    assert (found.archive, found.location) == (None, "busta 467")


def test_a_shared_acronym_without_a_hint_is_left_open() -> None:
    found = recognise("ASV, Fondo ignoto, b. 12.", ARCHIVES)
    assert found is not None
    assert (found.archive, found.printed) == (None, "ASV")


def _folders(tmp_path: Path, toml: str) -> ConfigFolders:
    (tmp_path / "archives.toml").write_text(toml, "utf-8")
    return ConfigFolders((shipped_folder(), tmp_path))


def test_a_table_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    mine = load_archives(
        _folders(
            tmp_path,
            """
            [[archive]]
            name = "Klosterarchiv *"
            aliases = ["KlA *"]
            [[archive.reference]]
            collection = "Truhe #"
            location = "/#"

            [[archive]]
            name = "RGANI"
            place = "Moskau"
            aliases = ["RGANI"]

            [[unit]]
            name = "lade"
            clear = ["Lade"]
            """,
        )
    )
    found = recognise("KlA Einsiedeln, Truhe 7/12, Lade 3.", mine)
    assert found is not None
    assert (found.archive, found.collection, found.location) == (
        "Klosterarchiv Einsiedeln",
        "Truhe 7",
        "12, Lade 3",
    )
    found = recognise("RGANI, f. 5, op. 30, d. 1.", mine)
    assert found is not None
    assert found.archive_place == "Moskau"
    assert len(mine.archive) == len(ARCHIVES.archive) + 1


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[[archive]]\nname = "A"\nalias = ["B"]\n', ["line 3", "no setting of this name"]),
        ('[[archive]]\nplace = "B"\n', ["archive.0.name", "missing"]),
        ('[[archive]]\nname = "A"\naliases = ["* of *"]\n', ["line 3", "at most one *"]),
        ('[[archive]]\nname = "A"\n[[archive.reference]]\nlocation = "x"\n', ["line 3", "a # in"]),
        (
            '[[archive]]\nname = "A"\n[[archive.reference]]\ncollection = "{series} #"\n',
            ["line 3", "go together"],
        ),
        ('[[unit]]\nname = "box"\nclear = [""]\n', ["line 3", "at least 1 character"]),
        ('[[archive]\nname = "A"\n', ["line 1"]),
    ],
)
def test_a_fault_is_said_with_its_place(tmp_path: Path, toml: str, words: list[str]) -> None:
    with pytest.raises(ConfigurationError) as fault:
        load_archives(_folders(tmp_path, toml))
    assert all(word in str(fault.value) for word in ["archives.toml", *words]), fault.value


def test_the_shipped_table_compiles(shipped: Configuration) -> None:
    assert len(shipped.archives.archive) > 100
    assert all(form.pattern.groups for one in shipped.archives.archive for form in one.reference)
    names = [one.name for one in shipped.archives.archive]
    assert len(names) == len(set(names))
