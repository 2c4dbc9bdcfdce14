"""Files of records for machines: every one below tests/structured is held against its JSON.

``<case>.json`` beside the file (``file`` names it, where it is not the only other one) says what
a person read off it: ``records`` as ``show --json`` gives them, ``lost``: how many were none.
"""

import contextlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from cases import differences
from conftest import Program
from harvester.config import Configuration
from harvester.harvest import Options, open_run
from harvester.model import Source
from harvester.result import Result
from harvester.store import queries

FOLDER = Path(__file__).parent / "structured"
CASES = sorted(FOLDER.glob("*.json"))


def file_of(case: Path) -> Path:
    named = json.loads(case.read_text("utf-8")).get("file")
    if named:
        return FOLDER / str(named)
    (other,) = [path for path in FOLDER.glob(f"{case.stem}.*") if path != case]
    return other


def harvest(db: Database, config: Configuration, path: Path) -> Result:
    with open_run(db, config, "test") as run:
        (result,) = run.harvest([Source(str(path), "file", path=str(path))], Options())
    return result


def records(db: Database) -> list[dict[str, Any]]:
    return [queries.record_json(db, number) for number in queries.record_ids(db)]


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_case(shipped: Configuration, db: Database, case: Path) -> None:
    expected = json.loads(case.read_text("utf-8"))
    result = harvest(db, shipped, file_of(case))
    assert result.well, result.sentence
    problems = differences(expected["records"], records(db), "records")
    assert not problems, "\n".join(problems)
    lost = db.execute("SELECT count(*) FROM readings WHERE record_id IS NULL").fetchone()[0]
    assert lost == expected["lost"]


def test_every_file_has_its_json() -> None:
    files = {path for path in FOLDER.iterdir() if path.suffix != ".json"}
    assert files == {file_of(case) for case in CASES}


def first_records(shipped: Configuration, db: Database, tmp_path: Path, body: bytes) -> Result:
    path = tmp_path / "file"
    path.write_bytes(body)
    return harvest(db, shipped, path)


RECORD = (
    '<record><leader>00000nam a2200000 a 4500</leader><controlfield tag="001">{n}</controlfield>'
    '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">{title}</subfield></datafield>'
    "</record>"
)


def marcxml(*titles: str, before: str = "", after: str = "</collection>") -> bytes:
    records = "".join(RECORD.format(n=n, title=title) for n, title in enumerate(titles))
    return f'{before}<collection xmlns="http://www.loc.gov/MARC21/slim">{records}{after}'.encode()


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("many", [1, 9000], ids=["mended", "streamed"])
def test_entities_are_never_followed(
    shipped: Configuration, db: Database, tmp_path: Path, many: int
) -> None:
    """Neither in a small file, which is parsed whole, nor in one that is read as a stream."""
    body = marcxml("one &c; two", "three &file; four", before=BOMB)
    if many > 1:
        body = marcxml("one &c; two", "three &file; four", *["x" * 60] * many, before=BOMB)
        assert len(body) > 1 << 20
        path = tmp_path / "file"
        path.write_bytes(body)
        from harvester.extract import structured

        with path.open("rb") as file:
            found = list(structured.readings("marcxml", file, ()))
        titles = [next(a.value for a in r.assertions if a.field == "title") for r in found]
        assert len(titles) == many + 2
    else:
        first_records(shipped, db, tmp_path, body)
        titles = [record["title"] for record in records(db)]
    assert titles[:2] == ["one &c; two", "three &file; four"]


def test_what_came_before_broken_xml_is_kept(
    shipped: Configuration, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is too long to be mended as a whole is given up where it breaks."""
    from harvester.extract.structured import xml_stream

    monkeypatch.setattr(xml_stream, "CHUNK", 400)
    result = first_records(shipped, db, tmp_path, marcxml("one", "two", after="<record></x>"))
    assert (result.outcome, result.well) == ("parser-error", False)
    assert "The 2 records before that are kept." in (result.sentence or "")
    assert [record["title"] for record in records(db)] == ["one", "two"]


@pytest.mark.parametrize("size", [400, 1 << 20])
def test_a_million_fields_are_too_many(
    shipped: Configuration,
    db: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
) -> None:
    """A record that never ends is given up; the fields of one that does are cut, and it is said."""
    from harvester.extract.structured import xml_stream

    field = b'<datafield tag="650" ind1=" " ind2=" "><subfield code="a">x</subfield></datafield>'
    if size == 1 << 20:
        many = (
            RECORD.format(n=1, title="many")
            .encode()
            .replace(b"</record>", field * 12_000 + b"</record>")
        )
        body = b'<collection xmlns="http://www.loc.gov/MARC21/slim">' + many + b"</collection>"
        assert len(body) < 1 << 20
        assert first_records(shipped, db, tmp_path, body).well
        (record,) = records(db)
        assert [i["reason"] for i in record["review"]] == [
            "2,002 of the record's fields were too many to be read."
        ]
        return
    monkeypatch.setattr(xml_stream, "LARGEST_PIECE", 200_000)
    start = RECORD.format(n=1, title="endless").encode().removesuffix(b"</record>")
    body = b'<collection xmlns="http://www.loc.gov/MARC21/slim">' + start + field * 20_000
    result = first_records(shipped, db, tmp_path, body)
    assert result.outcome == "wrong-content-type"
    assert "longer than 200,000 bytes" in (result.sentence or "")


def test_a_file_in_the_charset_that_it_declares(
    shipped: Configuration, db: Database, tmp_path: Path
) -> None:
    text = '<?xml version="1.0" encoding="windows-1251"?>' + marcxml("Вода и власть").decode()
    first_records(shipped, db, tmp_path, text.encode("cp1251"))
    assert [record["title"] for record in records(db)] == ["Вода и власть"]


def test_a_file_that_is_not_in_its_charset_says_so(
    shipped: Configuration, db: Database, tmp_path: Path
) -> None:
    first_records(shipped, db, tmp_path, marcxml("Café wars").decode().encode("latin-1"))
    (record,) = records(db)
    assert record["title"] == "Caf\ufffd wars"
    assert record["review"]


@pytest.mark.parametrize(
    "body",
    [
        b"[image: a logo]\n\nA page that was copied as text",
        b"@article is what this page begins with\n\nand it goes on",
        b"{ not json",
        b"TY, the tallest of them\n\nwas a mill",
        b"00042 mills stood in the fen",
        b"<html><body><p>MARC21/slim</p></body></html>",
        b"<!DOCTYPE html><html><head><title>TY  - </title></head></html>",
    ],
)
def test_a_page_is_no_structured_source(body: bytes) -> None:
    from harvester.extract.structured import format_of

    assert format_of(body) is None


def test_json_of_no_known_api_says_so(shipped: Configuration, db: Database, tmp_path: Path) -> None:
    result = first_records(shipped, db, tmp_path, b'{"title": "A thing", "pages": 7}')
    assert result.outcome == "wrong-content-type"
    assert "config/apis.toml" in (result.sentence or "")
    assert records(db) == []


def test_the_same_file_again_changes_nothing(
    shipped: Configuration, db: Database, tmp_path: Path
) -> None:
    path = FOLDER / "fonds-2002.xml"
    first = harvest(db, shipped, path)
    before = records(db)
    count = db.execute("select count(*) from assertions").fetchone()
    again = harvest(db, shipped, path)
    assert (first.records, again.records, again.changed) == (5, 5, False)
    assert db.execute("select count(*) from assertions").fetchone() == count
    assert [r | {"captures": []} for r in records(db)] == [r | {"captures": []} for r in before]


def test_a_large_file_is_stored_as_it_is(
    shipped: Configuration, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the road of files that are never held, in batches, and its bytes come back."""
    from harvester import catalogue
    from harvester.store.captures import body_of

    monkeypatch.setattr(catalogue, "LARGE", 100)
    monkeypatch.setattr(catalogue, "BATCH", 3)
    body = marcxml(*[f"title {n}" for n in range(10)])
    result = first_records(shipped, db, tmp_path, body)
    assert (result.outcome, result.records) == ("ok", 10)
    assert result.sentence == "10 records (10 new, 0 changed, 0 as they were)."
    assert body_of(db, result.capture_id or 0)[0] == body
    assert len(records(db)) == 10


def test_records_of_a_repository_in_marcxml_and_ead() -> None:
    from harvester.extract.oai_record import readings_of
    from harvester.extract.watch.oai import OaiRecord

    xml = marcxml("Mills").decode().removesuffix("</collection>").partition(">")[2]
    xml = xml.replace("<record>", '<record xmlns="http://www.loc.gov/MARC21/slim">')
    (reading,) = readings_of(OaiRecord("oai:fen:1", "2020-01-01", metadata_xml=xml))
    said = {a.field: a.value for a in reading.assertions if a.value}
    assert (said["oai_id"], said["title"], reading.form) == ("oai:fen:1", "Mills", "marc")
    aid = (FOLDER / "fonds-ead3.xml").read_text("utf-8").partition("?>")[2]
    fonds, letter, again = readings_of(OaiRecord("oai:fen:2", "2020-01-01", metadata_xml=aid))
    for whole in (fonds, again):  # what stands after the list of components is read then
        assert [a.value for a in whole.assertions if a.field == "oai_id"] == ["oai:fen:2"]
    assert not [a for a in letter.assertions if a.field == "oai_id"]


def test_records_in_a_warc_file(harvester: Program, tmp_path: Path) -> None:
    """What a crawl brought in MARCXML is read as what it is."""
    body = marcxml("Mills", "Dikes")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: application/marcxml+xml\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://catalogue.example/1/marcxml"
        "\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:0e0e0e0e-0000-4000-8000-"
        "000000000001>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
        f"{len(http)}\r\n\r\n"
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(head.encode() + http + b"\r\n\r\n")
    done = harvester("harvest", path)
    assert done.returncode == 0, done.stderr
    assert "2 records (2 new, 0 changed, 0 as they were)." in done.stdout


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("1940-1945", "1940/1945"),
        ("1940–45", "1940/1945"),
        ("c 1940-1945", "1940~/1945"),
        ("ca. 1950", "1950~"),
        ("[1950]", "1950?"),
        ("1950?", "1950?"),
        ("1950s", "195X"),
        ("1920s-1950s", "192X/195X"),
        ("19th century", "18XX"),
        ("1962-", "1962/.."),
        ("28 September 1940 - 3 May 1945", "1940-09-28/1945-05-03"),
        ("May 1940", "1940-05"),
        ("1945-1940", None),
        ("1940, 1950", None),
        ("undated", None),
        ("n.d.", None),
    ],
)
def test_covering_dates(printed: str, edtf: str | None) -> None:
    from harvester.extract.edtf import covering

    assert covering(printed) == edtf


@pytest.mark.parametrize(
    ("normal", "edtf"),
    [
        ("1940/1945", "1940/1945"),
        ("19400503/1945", "1940-05-03/1945"),
        ("1940-05", "1940-05"),
        ("1940/1940", "1940"),
        ("1945/1940", None),
        ("1940-13", None),
        ("1940-02-30", None),
        ("fifties", None),
    ],
)
def test_normal_dates_of_finding_aids(normal: str, edtf: str | None) -> None:
    from harvester.extract.edtf import of_normal

    assert of_normal(normal) == edtf


@settings(deadline=None)
@given(
    st.binary(max_size=3000), st.sampled_from(["marc", "marcxml", "mods", "ead", "ris", "bibtex"])
)
def test_no_bytes_are_too_strange(body: bytes, form: str) -> None:
    """Whatever a file holds, it is read or refused in a sentence."""
    from io import BytesIO

    from harvester.extract import structured

    with contextlib.suppress(structured.StructuredError):
        list(structured.readings(form, BytesIO(body), ()))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_values_are_composed(text: str) -> None:
    from harvester.extract.structured.said import composed

    value = composed(unicodedata.normalize("NFD", text))
    assert unicodedata.is_normalized("NFC", value)
    assert not set(value) & set("\u200e\u200f\u202a\u202b\u202c\u2066\u2069\x98\x9c")


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "title": st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1),
                "authors": st.lists(st.sampled_from(["Moor, Ida", "Weir, Jo"]), max_size=2),
                "year": st.integers(1500, 2029).map(str),
            }
        ),
        min_size=1,
        max_size=4,
    )
)
def test_ris_is_cut_into_citations_as_another_reader_does(works: list[dict[str, Any]]) -> None:
    """rispy, which reads whole files, finds the same citations and lines."""
    import rispy

    from harvester.extract.structured import ris

    entries = [
        {"type_of_reference": "JOUR", "title": work["title"], "authors": work["authors"]}
        | {"year": work["year"]}
        for work in works
    ]
    text = rispy.dumps(entries)
    found = list(ris.citations(text))
    again = rispy.loads(text)
    assert len(found) == len(again)
    for lines, entry in zip(found, again, strict=True):
        assert [t.text for t in lines if t.tag == "AU"] == entry.get("authors", [])
        assert [t.text for t in lines if t.tag == "PY"] == [entry["year"]]
        titles = [" ".join(t.text.split()) for t in lines if t.tag == "TI"]
        assert titles == [" ".join(entry.get("title", "").split())]
