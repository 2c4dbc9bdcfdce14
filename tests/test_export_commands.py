"""``references``, ``export`` and ``parse`` as people and scripts use them."""

import csv
import io
import json
from pathlib import Path

import click
import pytest
import rispy
from bibtexparser import parse_string

from conftest import SEED, Program
from harvester.cli import COMMANDS, cli

LISTED = [
    "Müller, Ernst, Über Wehre (Köln: Rhein, 1999).",
    "Müller, Ernst, Über Wehre (Köln: Rhein, 1999).",
    "Something else; TY  - JOUR }",
]


@pytest.fixture
def seeded(harvester: Program) -> Program:
    assert harvester("harvest", SEED).returncode == 0
    return harvester


def test_each_one_line_help_is_the_commands_own() -> None:
    own = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}
    assert {name: made.get_short_help_str(200) for name, made in own.items() if made} == COMMANDS


def test_help_prints_the_summaries_and_imports_no_command(harvester: Program) -> None:
    shown = " ".join(harvester("--help").stdout.split())
    assert all(f"{name} {summary}" in shown for name, summary in COMMANDS.items())
    traced = harvester("--help", PYTHONPROFILEIMPORTTIME="1").stderr
    assert "harvester.commands.context" in traced
    assert not any(f"harvester.commands.{name}\n" in traced for name in COMMANDS)


def test_a_reference_list_in_the_forms_of_other_programs(seeded: Program) -> None:
    printed = seeded("references", "1").stdout.splitlines()
    sha256 = json.loads(seeded("show", "1", "--captures", "--json").stdout)[0]["sha256"]
    items = json.loads(seeded("references", "1", "--format", "csl-json").stdout)
    assert [item["custom"]["harvester"]["printed"] for item in items] == printed
    assert {item["custom"]["harvester"]["source"]["capture_sha256"] for item in items} == {sha256}
    read = rispy.loads(seeded("references", "1", "--format", "ris").stdout)
    for entry, text in zip(read, printed, strict=True):
        assert f"printed: {text}" in entry["notes"]
        assert any(sha256 in note and "2021-10-20T11:48:24.522Z" in note for note in entry["notes"])
    library = parse_string(seeded("references", "1", "--format", "bibtex").stdout)
    assert library.failed_blocks == []
    assert len({entry.key for entry in library.entries}) == 15
    assert all(sha256 in entry.fields_dict["annote"].value for entry in library.entries)
    numbered = seeded("references", "1", "--format", "numbered").stdout.splitlines()
    assert numbered[0] == f" 1. {printed[0]}"
    assert numbered[14] == f"15. {printed[14]}"


def test_records_in_all_forms(seeded: Program, tmp_path: Path) -> None:
    sha256 = json.loads(seeded("show", "1", "--captures", "--json").stdout)[0]["sha256"]
    done = seeded("export", "--format", "csl-json", "-o", "library.json")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "",
        "Exported 1 record to library.json.\n",
    )
    (item,) = json.loads((tmp_path / "library.json").read_text("utf-8"))
    assert (item["type"], item["title"], item["chapter-number"]) == (
        "chapter",
        "The Sino-Soviet split",
        "17",
    )
    assert item["editor"][1] == {"family": "Westad", "given": "Odd Arne"}
    assert item["issued"] == {"date-parts": [[2010]]}
    said = item["custom"]["harvester"]
    assert (said["capture_sha256"], said["captured_at"]) == (sha256, "2021-10-20T11:48:24.522Z")
    assert said["key"].startswith("digest:") and said["reader"]
    (entry,) = rispy.loads(seeded("export", "1", "1", "--format", "ris", "-o", "-").stdout)
    assert entry["title"] == "The Sino-Soviet split"
    assert any(said["key"] in note and sha256 in note for note in entry["notes"])
    (tex,) = parse_string(seeded("export", "--format", "bibtex", "-o", "-").stdout).entries
    assert (tex.entry_type, tex.fields_dict["year"].value) == ("incollection", "2010")
    assert sha256 in tex.fields_dict["annote"].value
    (line,) = seeded("export", "--format", "jsonl", "-o", "-").stdout.splitlines()
    shown = json.loads(seeded("show", "1", "--json").stdout)
    assert set(json.loads(line)) == {*shown, "source", "export"}
    (row,) = csv.DictReader(io.StringIO(seeded("export", "--format", "csv", "-o", "-").stdout))
    assert (row["title"], row["references"], row["capture_sha256"]) == (
        "The Sino-Soviet split",
        "15",
        sha256,
    )


def test_the_source_is_the_newest_capture_that_said_something_new(
    seeded: Program, tmp_path: Path
) -> None:
    page = tmp_path / "again.txt"
    page.write_bytes(SEED.read_bytes().replace(b"(Moscow: ", b"(Moskva: "))
    seeded("harvest", page, "--captured-at", "2024-02-03T04:05:06Z")
    (item,) = json.loads(seeded("export", "--format", "csl-json", "-o", "-").stdout)
    captures = json.loads(seeded("show", "1", "--captures", "--json").stdout)
    said = item["custom"]["harvester"]
    assert (said["capture_sha256"], said["captured_at"]) == (
        captures[-1]["sha256"],
        "2024-02-03T04:05:06.000Z",
    )


def test_what_cannot_be_exported_is_said_in_a_sentence(harvester: Program, tmp_path: Path) -> None:
    assert harvester("harvest", SEED).returncode == 0
    for words, code, said in (
        (("export", "9", "--format", "ris", "-o", "x.ris"), 1, 'No record answers to "9"'),
        (("export", "--format", "ris", "-o", "nowhere/x.ris"), 2, "There is no folder nowhere"),
        (("export", "--format", "endnote", "-o", "x"), 2, "'endnote' is not one of"),
        (("parse", "nowhere.txt"), 2, "nowhere.txt"),
    ):
        done = harvester(*words)
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.ris").exists()


def test_nothing_harvested_is_nothing_to_export(harvester: Program, tmp_path: Path) -> None:
    page = tmp_path / "picture.png"
    page.write_bytes(b"\x89PNG\r\n\x1a\n")
    harvester("harvest", page)
    done = harvester("export", "--format", "bibtex", "-o", "x.bib")
    assert (done.returncode, done.stderr) == (
        1,
        "Error: There is no record to export, and no file was written.\n",
    )
    assert not (tmp_path / "x.bib").exists()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_parse_keeps_text_and_order(
    harvester: Program, tmp_path: Path, charset: str, end: str
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(end.join([f"  {LISTED[0]}", "", LISTED[1], " \t", LISTED[2]]).encode(charset))
    done = harvester("parse", path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [line["text"] for line in lines] == LISTED
    for line in lines:
        assert set(line) == {"text", "csl", "confidence", "flags"}
        assert line["csl"] is None or line["csl"]["type"]
        assert 0 <= line["confidence"] <= 1
        assert isinstance(line["flags"], list)
    assert "of 3 references" in done.stderr
    assert not (tmp_path / "data").exists()


def test_parse_from_standard_input_to_other_programs(harvester: Program) -> None:
    stdin = "\n".join(LISTED).encode()
    items = json.loads(harvester("parse", "-", "--format", "csl-json", stdin=stdin).stdout)
    assert [item["custom"]["harvester"]["printed"] for item in items] == LISTED
    assert len({item["id"] for item in items}) == 3
    read = rispy.loads(harvester("parse", "-", "--format", "ris", stdin=stdin).stdout)
    assert [
        f"printed: {' '.join(text.split())}" in entry["notes"]
        for text, entry in zip(LISTED, read, strict=True)
    ] == [True] * 3
    library = parse_string(harvester("parse", "-", "--format", "bibtex", stdin=stdin).stdout)
    assert (len(library.entries), library.failed_blocks) == (3, [])


def test_parse_of_nothing_and_of_no_text(harvester: Program, tmp_path: Path) -> None:
    empty = harvester("parse", "-")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert json.loads(harvester("parse", "-", "--format", "csl-json").stdout) == []
    path = tmp_path / "thesis.pdf"
    path.write_bytes(b"%PDF-1.7\n\x00\x01")
    done = harvester("parse", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is a PDF. Give plain text with one reference a line." in done.stderr
    assert harvester("-q", "parse", "-", stdin=LISTED[0].encode()).stderr == ""


def test_parse_knows_the_archives_that_a_user_added(harvester: Program, tmp_path: Path) -> None:
    text = "Letter of the harbour master, Zuiderzee Depot, box 3, folder 12."
    before = json.loads(harvester("parse", "-", stdin=text.encode()).stdout)
    assert (before["csl"] or {}).get("archive") != "Zuiderzee Depot"
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "archives.toml").write_text(
        '[[archive]]\nname = "Zuiderzee Depot"\naliases = ["Zuiderzee Depot"]\n', "utf-8"
    )
    after = json.loads(harvester("parse", "-", stdin=text.encode()).stdout)
    assert (after["csl"] or {}).get("archive") == "Zuiderzee Depot"
