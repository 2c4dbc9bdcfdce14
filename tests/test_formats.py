"""Exports from the desk: the formats on Datasette's pages, and the desk's own page for them."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rispy
from bibtexparser import parse_string

import collection
from harvester import __version__, reviewing
from harvester.decision import Verdict
from harvester.desk.formats import FORMS, subject_of
from harvester.export.provenance import Stamp
from harvester.store.database import open_database

AT = "2026-05-01T00:00:00.000Z"
TITLES = [chapter.title for chapter in collection.CHAPTERS]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = collection.harvest(tmp_path_factory.mktemp("formats"))
    db = open_database(path)
    reviewing.decide(db, Verdict(2, "record", "accept", by="ab"), AT)
    reviewing.decide(db, Verdict(4, "title", "correct", "Margins", "the cover says so", "ab"), AT)
    reviewing.decide(db, Verdict(4, "record", "accept", by="ab"), AT)
    db.conn.close()
    return path


@pytest.fixture(scope="module")
def plain(database: Path) -> Iterator[str]:
    with collection.served(database, "--setting", "default_page_size", "2") as address:
        yield address


def taken(address: str, **query: str) -> httpx.Response:
    answer = httpx.get(address, params=query, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer


def said(text: str, form: str) -> dict[str, Any]:
    """What a file says of itself; its digest is checked."""
    if form == "csl-json":
        (first, *rest) = json.loads(text)
        export: dict[str, Any] = first["custom"]["harvester"].pop("export")
        text = ",\n".join(json.dumps(item, ensure_ascii=False) for item in [first, *rest])
        assert hashlib.sha256(f"[{text}]\n".encode()).hexdigest() == export["sha256"]
        return export
    head, empty, rest_of_it = text.split("\n", 2)
    assert empty == ""
    for mark in ("@comment{", "Provider: ", "# "):
        head = head.removeprefix(mark)
    software, at, count, sha256, query = head.removesuffix("}").split(", ", 4)
    assert sha256 == f"sha256 {hashlib.sha256(rest_of_it.encode()).hexdigest()}"
    return {
        "software": software,
        "generated_at": at,
        "count": int(count.removeprefix("count ")),
        "query": query.removeprefix("query: "),
    }


def test_records_as_csl_json(plain: str) -> None:
    answer = taken(f"{plain}/harvest/records.csljson")
    assert answer.headers["content-disposition"] == 'attachment; filename="harvest-records.csljson"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    items = answer.json()
    assert [item["title"] for item in items] == [*TITLES[:3], "Margins"]  # as people decided
    assert items[1]["author"] == [{"family": "Baines", "given": "Tom"}]
    assert all(item["custom"]["harvester"]["capture_sha256"] for item in items)
    export = said(answer.text, "csl-json")
    assert (export["count"], export["software"]) == (4, f"harvester {__version__}")
    assert export["query"] == "/harvest/records.csljson"
    assert export["generated_at"].endswith("Z")


def test_records_as_bibtex(plain: str) -> None:
    text = taken(f"{plain}/harvest/records.bib").text
    library = parse_string(text)
    assert library.failed_blocks == []
    titles = {entry.fields_dict["title"].value for entry in library.entries}
    assert titles == {
        "{Weirs}",
        "{Locks and Liberties}",
        '{=HYPERLINK("https://example.org/","Mud")}',
        "{Margins}",
    }
    assert said(text, "bibtex")["count"] == 4


def test_records_as_ris(plain: str) -> None:
    text = taken(f"{plain}/harvest/records_reviewed.ris").text
    assert [entry["title"] for entry in rispy.loads(text)] == [*TITLES[:3], "Margins"]
    assert said(text, "ris")["count"] == 4


def test_all_rows_are_exported_though_the_page_shows_two(plain: str) -> None:
    page = taken(f"{plain}/harvest/records.json", _shape="objects").json()
    assert len(page["rows"]) == 2
    text = taken(f"{plain}/harvest/records.ris").text
    assert len(rispy.loads(text)) == 4
    later = taken(f"{plain}/harvest/records.ris", _next=page["next"]).text
    assert len(rispy.loads(later)) == 4
    two = taken(f"{plain}/harvest/records.ris", _size="2").text
    assert len(rispy.loads(two)) == 2


def test_what_a_page_is_filtered_and_sorted_to(plain: str) -> None:
    text = taken(f"{plain}/harvest/records.ris", id__gt="1", _sort_desc="id").text
    assert [entry["title"] for entry in rispy.loads(text)] == ["Margins", TITLES[2], TITLES[1]]
    assert said(text, "ris")["query"] == "/harvest/records.ris?id__gt=1&_sort_desc=id"


def test_references_keep_what_was_printed(plain: str) -> None:
    text = taken(f"{plain}/harvest/reference_entries.txt", record_id="2", _labels="on").text
    assert text.split("\n\n", 1)[1].splitlines() == [
        collection.reference(0),
        collection.OUTSIDE[0][0],
    ]
    assert said(text, "text")["count"] == 2
    read = rispy.loads(taken(f"{plain}/harvest/references_reviewed.ris", record_id="2").text)
    assert f"printed: {collection.reference(0)}" in read[0]["notes"]
    library = parse_string(taken(f"{plain}/harvest/reference_entries.bib").text)
    assert library.failed_blocks == []
    assert len({entry.key for entry in library.entries}) == 9


def test_works_that_are_not_harvested(plain: str) -> None:
    text = taken(f"{plain}/harvest/works_not_harvested.txt").text
    assert sorted(text.split("\n\n", 1)[1].splitlines()) == [
        "Karl Witt, Wasserrecht im Wandel (Köln: Rheinverlag, 1978).",
        "Rosa Lind, Canals of the North (London: Quay Press, 1984).",
    ]
    items = taken(f"{plain}/harvest/works_not_harvested.csljson").json()
    assert {item["publisher"] for item in items} == {"Rheinverlag", "Quay Press"}


def test_a_query_that_says_which_records_it_is_of(plain: str) -> None:
    sql = "select id as record_id from records where title like :w"
    text = taken(f"{plain}/harvest.bib", sql=sql, w="W%").text
    assert [entry.key for entry in parse_string(text).entries] == ["abel1991weirs"]
    assert said(text, "bibtex")["query"] == f"/harvest.bib?sql={sql}&w=W%"
    keys = taken(f"{plain}/harvest.csljson", sql="select key from records order by key desc").json()
    assert [item["title"] for item in keys] == ["Margins", *reversed(TITLES[:3])]
    canned = taken(f"{plain}/harvest/who_cites_whom.ris").text
    assert len(rispy.loads(canned)) == 5
    assert "from citations" in said(canned, "ris")["query"]


def test_the_page_offers_the_formats(plain: str) -> None:
    page = taken(f"{plain}/harvest/records").text
    assert [extension in page for extension in (".csljson", ".bib", ".ris")] == [True] * 3
    assert "records.txt" not in page
    assert "captures.bib" not in taken(f"{plain}/harvest/captures").text
    assert "works_cited.txt" in taken(f"{plain}/harvest/works_cited").text


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/harvest/captures.bib", {}, "a column record_id"),
        ("/harvest/records.txt", {}, "no printed text"),
        ("/harvest.bib", {"sql": "select id from captures"}, "a column record_id"),
        ("/harvest.bib", {"sql": "select 77 as record_id"}, "There is no record 77"),
        (
            "/harvest.bib",
            {
                "sql": "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5001)"
                " select 1 as record_id from n"
            },
            "more than 5,000 rows",
        ),
        ("/harvest.bib", {"sql": "select 'nine' as key"}, "No record has the key nine"),
        ("/harvest.bib", {"sql": "select '<b>1' as reference_id"}, "is not the number of a row"),
    ],
)
def test_what_cannot_be_exported_is_said(
    plain: str, path: str, query: dict[str, str], sentence: str
) -> None:
    answer = httpx.get(plain + path, params=query)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "<b>1" not in answer.text


def test_the_desks_page_exports_the_accepted_records(plain: str) -> None:
    page = taken(f"{plain}/-/review/export").text
    assert "the 2 accepted records" in page
    assert "all 4 records" in page
    file = f"{plain}/-/review/export/file"
    text = taken(file, what="accepted", format="bib").text
    assert [entry.key for entry in parse_string(text).entries] == [
        "baines1996locks",
        "grau2020margins",
    ]
    assert said(text, "bibtex")["query"] == "accepted records"
    assert len(taken(file, what="all", format="csljson").json()) == 4


def test_the_desks_page_exports_chosen_records_and_queries(plain: str) -> None:
    file = f"{plain}/-/review/export/file"
    keys = f"3, {collection.CHAPTERS[0].doi(0)}\n3"
    table = list(
        csv.DictReader(io.StringIO(taken(file, what="keys", keys=keys, format="csv").text))
    )
    assert [row["title"] for row in table] == [f"'{collection.FORMULA}", "Weirs"]
    assert "count 2" in table[0]["export"]
    assert table[0]["export"].endswith("query: records 3, 1")
    assert table[1]["export"] == ""
    sql = "select id as reference_id from reference_entries where record_id = 2"
    items = taken(file, what="sql", sql=sql, format="csljson").json()
    assert [item["title"] for item in items] == ["Weirs", "Wasserrecht im Wandel"]
    assert items[0]["custom"]["harvester"]["export"]["query"] == sql


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"what": "all"}, "Choose a format"),
        ({"format": "ris"}, "Say what to export"),
        ({"what": "keys", "keys": "88", "format": "ris"}, "88"),
        ({"what": "keys", "keys": " ", "format": "ris"}, "nothing to export"),
        ({"what": "sql", "sql": "delete from records", "format": "ris"}, "only reads"),
        ({"what": "sql", "sql": "select 1; select 2", "format": "ris"}, "could not be run"),
        ({"what": "sql", "sql": "select 1 as x", "format": "ris"}, "a column record_id"),
    ],
)
def test_a_wrong_wish_is_answered_in_a_sentence(
    plain: str, query: dict[str, str], sentence: str
) -> None:
    answer = httpx.get(f"{plain}/-/review/export/file", params=query)
    assert answer.status_code in (400, 404)
    assert sentence in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_who_may_not_see_references_may_not_export(database: Path, tmp_path: Path) -> None:
    closed = {
        "databases": {
            "harvest": {
                "allow_sql": {"id": "root"},
                "tables": {"reference_entries": {"allow": {"id": "root"}}},
            }
        }
    }
    (tmp_path / "metadata.json").write_text(json.dumps(closed), "utf-8")
    with collection.served(database, "--metadata", tmp_path / "metadata.json") as address:
        assert httpx.get(f"{address}/harvest/records.json").status_code == 200
        assert httpx.get(f"{address}/harvest/records.bib").status_code == 403
        assert httpx.get(f"{address}/-/review/export").status_code == 403


@pytest.mark.parametrize(
    ("table", "columns", "kind"),
    [
        ("records", "id key work_id", "records"),
        ("works", "id key record_id", "works"),
        ("work_keys", "key form_id", None),
        ("contributors", "id record_id name", "records"),
        (None, "id title", None),
        (None, "id key kind", "records"),
        (None, "id record_id position text work_id", "references"),
        (None, "text cited_by_records work_id record_id", "works"),
        (None, "record_id reference_id", "references"),
        (None, "work", None),
    ],
)
def test_what_rows_are(table: str | None, columns: str, kind: str | None) -> None:
    subject = subject_of(table, columns.split())
    assert (subject.kind if subject else None) == kind


HOSTILE = "}\n@article{x, title={y}}\nTY  - JOUR\nER  - \n# <script> \\ \u2028"


def test_a_hostile_query_adds_no_entry() -> None:
    record = {
        "text": "Printed.",
        "csl": {"title": "T", "type": "book"},
        "links": [],
        "flags": [],
        "position": 1,
        "label": None,
        "confidence": 1.0,
    }
    stamp = Stamp(AT, HOSTILE, "harvester 0")
    library = parse_string(stamp.references("bibtex", [record]))
    assert (len(library.entries), len(library.comments), library.failed_blocks) == (1, 1, [])
    assert len(rispy.loads(stamp.references("ris", [record]))) == 1
    assert len(stamp.references("text", [record]).splitlines()) == 3
    assert stamp.references("text", []).startswith("# harvester 0, ")
    assert json.loads(stamp.references("csl-json", [])) == []
    assert stamp.references("csv", []).count("\n") == 1


def test_the_digest_of_a_table_is_that_of_it_without_the_column() -> None:
    entry = {
        "text": "Printed.",
        "csl": None,
        "links": [],
        "flags": [],
        "position": 1,
        "label": None,
        "confidence": None,
    }
    text = Stamp(AT, "q", "harvester 0").references("csv", [entry, entry])
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][-1] == "export"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:-1] for row in rows)
    assert f"sha256 {hashlib.sha256(out.getvalue().encode()).hexdigest()}" in rows[1][-1]
    lines = Stamp(AT, "q", "harvester 0").references("jsonl", [entry, entry]).splitlines()
    first = json.loads(lines[0])
    export = first.pop("export")
    bare = "".join(f"{line}\n" for line in (json.dumps(first, ensure_ascii=False), lines[1]))
    assert export["sha256"] == hashlib.sha256(bare.encode()).hexdigest()


def test_every_form_has_a_writer() -> None:
    stamp = Stamp(AT, "q", "harvester 0")
    assert all(isinstance(stamp.references(form, []), str) for form, _ in FORMS.values())
