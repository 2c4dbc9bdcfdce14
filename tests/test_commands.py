"""The commands as people and scripts use them: output, help, exit codes, safe terminals."""

import csv
import io
import json
import re
from pathlib import Path

import click
import pytest

from cases import SITES
from conftest import SEED, Program
from harvester.cli import cli
from harvester.commands.printing import safe

COMMANDS = cli.list_commands(click.Context(cli))
#: The keys of the contract (design.md): scripts rely on them.
SHOW_KEYS = {
    "id", "key", "kind", "level", "site", "title", "number", "part", "container_title", "series",
    "publisher", "place", "published_online", "published_print", "doi", "isbn", "issn",
    "identifiers", "pages", "language", "abstract", "extract", "keywords", "licence", "access",
    "url", "pdf_url", "contributors", "references", "outcome", "captures", "review",
}  # fmt: skip


@pytest.fixture
def seeded(harvester: Program) -> Program:
    assert harvester("harvest", SEED).returncode == 0
    return harvester


def test_show_json_keeps_the_contract(seeded: Program) -> None:
    record = json.loads(seeded("show", "1", "--json").stdout)
    assert set(record) >= SHOW_KEYS
    assert set(record["contributors"][0]) == {
        "position", "name", "family", "given", "role", "level", "affiliations", "orcid", "confidence",
    }  # fmt: skip
    assert set(record["references"][0]) == {
        "position", "label", "text", "links", "csl", "confidence", "flags", "spans",
    }  # fmt: skip
    assert set(record["references"][0]["links"][0]) == {"kind", "url", "value"}
    assert set(record["captures"][0]) >= {
        "id", "captured_at", "fetched_at", "url", "sha256", "outcome", "status",
    }  # fmt: skip
    assert set(record["review"][0]) == {"field", "reason", "state"}


def test_harvest_prints_what_it_found(harvester: Program) -> None:
    done = harvester("harvest", SEED)
    assert done.returncode == 0
    for part in ("The Sino-Soviet split", "editor?", "15 (2 with a crossref link", "preview-only"):
        assert part in done.stdout
    assert done.stderr == ""


def test_harvest_from_standard_input(harvester: Program) -> None:
    done = harvester("harvest", "-", "--json", stdin=SEED.read_bytes())
    assert json.loads(done.stdout)["title"] == "The Sino-Soviet split"


def test_harvest_with_an_address_and_a_time(harvester: Program) -> None:
    page = SITES / "cambridge-core" / "chapter-text-prose-only.txt"
    address = "https://www.cambridge.org/core/books/a/b/" + "AB" * 16
    done = harvester(
        "harvest", page, "--url", address, "--captured-at", "2020-05-01T12:00+02:00", "--json"
    )
    assert done.returncode == 1  # it has no title
    record = json.loads(harvester("show", address, "--json").stdout)
    assert record["key"] == "cambridge-core:" + "AB" * 16
    assert record["captures"][0]["captured_at"] == "2020-05-01T10:00:00.000Z"


def test_harvest_with_a_profile_forced(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Chapter 9 - Weirs\n\nSummary\n\nWeirs were built.\n")
    assert json.loads(harvester("harvest", path, "--json").stdout)["title"] is None
    done = harvester("harvest", path, "--site", "cambridge-core", "--json")
    assert json.loads(done.stdout)["title"] == "Weirs"


def test_several_sources_print_plain_lines(harvester: Program) -> None:
    pages = sorted((SITES / "cambridge-core").glob("*.html"))
    done = harvester("harvest", *pages)
    assert done.stderr == f"{len(pages)} sources well, 0 failed.\n"
    assert "\x1b" not in done.stdout + done.stderr
    assert harvester("-q", "harvest", *pages).stderr == ""


def test_list_and_search(seeded: Program) -> None:
    assert "The Sino-Soviet split" in seeded("list").stdout
    assert json.loads(seeded("list", "--json").stdout)[0]["references"] == 15
    assert "reference 12" in seeded("search", "litai").stdout
    rows = json.loads(seeded("search", "imagined", "enem", "--json").stdout)
    assert [row["position"] for row in rows] == [12]
    nothing = seeded("search", "zeppelin")
    assert (nothing.returncode, nothing.stdout) == (0, "")


def test_references_in_three_forms(seeded: Program) -> None:
    text = seeded("references", "1").stdout.splitlines()
    lines = [
        json.loads(line)
        for line in seeded("references", "1", "--format", "jsonl").stdout.splitlines()
    ]
    table = list(csv.DictReader(io.StringIO(seeded("references", "1", "--format", "csv").stdout)))
    assert len(text) == 15
    assert text == [line["text"] for line in lines] == [row["text"] for row in table]
    assert table[9]["links"] == "crossref google-scholar"


def test_a_formula_in_a_reference_is_neutralised(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(
        "Chapter 9 - Weirs\n\nPublished online by Cambridge University Press: 1 May 2020\n\nReferences\n\n"
        '=HYPERLINK("http://evil.example","x"), Weirs (London, 1999).Google Scholar\n'
    )
    harvester("harvest", path)
    rows = list(csv.DictReader(io.StringIO(harvester("references", "1", "--format", "csv").stdout)))
    assert rows[0]["text"].startswith("'=HYPERLINK")
    assert harvester("references", "1").stdout.startswith("=HYPERLINK")


def test_evidence_says_where_each_value_came_from(seeded: Program) -> None:
    said = json.loads(seeded("show", "1", "--evidence", "--json").stdout)
    (title,) = [row for row in said["fields"]["title"] if row["chosen"]]
    assert (title["value"], title["locator"]) == ("The Sino-Soviet split", "line 4")
    assert title["snippet"] == "17 - The Sino-Soviet split"
    assert len([row for row in said["fields"]["reference"] if row["chosen"]]) == 15
    shown = seeded("show", "1", "--evidence").stdout
    assert "candidate" in shown
    assert "absent: behind a wall" in shown


def test_captures_are_listed(seeded: Program) -> None:
    seeded("harvest", SEED)
    captures = json.loads(seeded("show", "1", "--captures", "--json").stdout)
    assert [c["captured_at"] for c in captures] == ["2021-10-20T11:48:24.522Z"] * 2
    assert "2021-10-20" in seeded("show", "1", "--captures").stdout


def test_sites_tell_candidates(harvester: Program) -> None:
    sites = {site["name"]: site for site in json.loads(harvester("sites", "--json").stdout)}
    assert len(sites) >= 20
    assert 0 < sites["cambridge-core"]["candidates"] < sites["cambridge-core"]["rules"]
    assert all(sites[name]["candidates"] == sites[name]["rules"] for name in ("jstor", "ojs"))
    assert "candidate" in harvester("sites", "cambridge-core").stdout
    assert harvester("sites", "nowhere").returncode == 2


def test_escapes_of_a_page_do_not_reach_the_terminal(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    title = "Weirs \x1b[31m\u202eevil\u202c \x07 \x9b1m"
    path.write_text(
        f"<html><head><meta charset=utf-8><meta name='citation_title' content='{title}'></head><body>x</body></html>",
        "utf-8",
    )
    shown = (
        harvester("harvest", path).stdout + harvester("show", "1").stdout + harvester("list").stdout
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "\\u202e" in shown


def test_safe_keeps_words() -> None:
    assert safe("Łódź – “quoted” 漢字\nline") == "Łódź – “quoted” 漢字\nline"


def test_a_narrow_terminal(seeded: Program) -> None:
    shown = seeded("show", "1", COLUMNS="40").stdout
    words = [line for line in shown.splitlines() if "digest:" not in line]
    assert max(map(len, words)) <= 48


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    text = command.help or ""
    assert f"harvester {name}" in text.partition("Example")[2]
    undocumented = [
        option.opts
        for option in command.params
        if isinstance(option, click.Option) and not option.help and option.name != "port"
    ]
    assert undocumented == []


def test_help_names_every_command(harvester: Program) -> None:
    shown = harvester("--help").stdout
    assert all(re.search(rf"^  {name}\b", shown, re.MULTILINE) for name in COMMANDS)


def test_verbose_shows_a_traceback_and_quiet_life_does_not(harvester: Program) -> None:
    assert "Traceback" in harvester("--verbose", "show", "1").stderr
    assert "Traceback" not in harvester("show", "1").stderr


def test_configuration_lays_over_the_shipped_one(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "cambridge-core.toml").write_text(
        'title = "CUP, as we call it"\n'
    )
    listed = json.loads(harvester("sites", "--json").stdout)
    (site,) = (one for one in listed if one["name"] == "cambridge-core")
    assert site["title"] == "CUP, as we call it"
    assert "www.cambridge.org" in site["hosts"]
    named = json.loads(harvester("--config", "config", "sites", "--json").stdout)
    assert named == listed


def test_a_foreign_config_folder_is_not_ours(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "webpack.js").write_text("{")
    assert harvester("sites").returncode == 0
