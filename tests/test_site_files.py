"""The files of sites: their schema, their table in README, and the tools for who writes one."""

import json
import re
from pathlib import Path

import pytest

from cases import SITES
from conftest import ROOT, Program
from harvester.commands.new_site import SCHEMA
from harvester.commands.sites import kinds_of, rules_of
from harvester.config import Configuration, Site

PAGE = SITES / "springerlink" / "chapter-json-ld.html"
ADDRESS = "https://link.springer.com/chapter/10.5555/978-3-16-148410-0_4"


def schema() -> str:
    """The schema of a site's file, from the tables that check it when it is read."""
    data = Site.model_json_schema()
    del data["properties"]["digest"]  # made by the program
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def test_the_schema_is_what_is_checked() -> None:
    assert (ROOT / "config" / SCHEMA).read_text("utf-8") == schema()


def test_every_site_file_names_the_schema() -> None:
    for path in (ROOT / "config" / "sites").glob("*.toml"):
        assert path.read_text("utf-8").startswith(f"#:schema ../{SCHEMA}\n"), path


def table(sites: Configuration) -> str:
    """The table of README: what is known of each site."""
    lines = ["| site | kinds of page | fields | references | pages |", "|---|---|---|---|---|"]
    for site in sites.sites:
        told = {field for field, _ in rules_of(site) if field not in ("parts", "several fields")}
        told |= {name for rule in site.field for name in _groups(rule)}
        fields = told - {"reference", "text captures", *(rule.outcome for rule in site.outcomes)}
        pages = len(list((SITES / site.name).glob("*.json")))
        listed = "yes" if site.references else "by general rules"
        lines.append(
            f"| {site.title} (`{site.name}`) | {', '.join(kinds_of(site))} | {len(fields)} | "
            f"{listed} | {pages} |"
        )
    return "\n".join(lines)


def _groups(rule: object) -> set[str]:
    """The fields that the named groups of a rule's expressions are."""
    texts = [getattr(rule, name) for name in ("matches", "line", "source", "address")]
    found = {name for text in texts for name in re.findall(r"\(\?P<(\w+)>", text)}
    return found - {"value"}


def test_the_table_in_readme(shipped: Configuration) -> None:
    assert table(shipped) in (ROOT / "README.md").read_text("utf-8")


def test_check_tells_rule_by_rule(harvester: Program) -> None:
    done = harvester("sites", "check", "springerlink", PAGE, "--url", ADDRESS, "--json")
    found = json.loads(done.stdout)
    by_rule = {(one["part"], one["rule"], one["place"]): one for one in found}
    by_name = {key[:2]: one for key, one in by_rule.items()}
    title = by_name["field", "title · c-article-title"]
    assert (title["hits"], title["first"]) == (1, "Peat as Fuel")
    assert by_name["references", "c-article-references"]["hits"] == 2
    assert by_name["references", "CitationContent"]["hits"] == 0
    assert by_name["contributors", "editor-information"]["serves"] is False
    assert by_name["addresses", "chapter"]["first"] == "10.5555/978-3-16-148410-0_4"
    assert by_name["strip", "advertisements"]["hits"] == 2
    missing = harvester("sites", "check", "springerlink", PAGE, "--url", ADDRESS, "--missing")
    assert "CitationContent" in missing.stdout
    assert "title · c-article-title" not in missing.stdout


@pytest.mark.parametrize("folder", sorted(SITES.iterdir()), ids=lambda path: path.name)
def test_check_reads_every_page_of_every_site(folder: Path, shipped: Configuration) -> None:
    from harvester.extract.check import check
    from harvester.extract.decode import decode

    site = shipped.sites.named(folder.name)
    assert site is not None
    for answers in folder.glob("*.json"):
        expected = json.loads(answers.read_text("utf-8"))
        page = next((p for p in folder.glob(f"{answers.stem}.[ht]*") if p != answers), None)
        own = expected.get("site", folder.name) == folder.name
        if page is None or not own or expected.get("no_record"):
            continue  # kept by the site, and not its own
        found = check(decode(page.read_bytes(), None), expected.get("saved_from"), site, shipped)
        assert any(one.hits for one in found if one.part in ("recognise", "addresses")), page
        assert any(one.hits for one in found if one.part in ("field", "text", "contributors")), page


def test_new_lays_files_that_work(harvester: Program, tmp_path: Path) -> None:
    done = harvester("sites", "new", "quay-press", "--like", "springerlink")
    rules, case = (tmp_path / line for line in done.stdout.splitlines())
    assert rules == tmp_path / "config" / "sites" / "quay-press.toml"
    text = rules.read_text("utf-8").replace("www.example.org", "quay.example")
    assert "link.springer.com" not in text.partition("\n[[")[0]
    rules.write_text(text, "utf-8")
    assert json.loads(case.read_text("utf-8"))["outcome"] == "ok"
    assert (tmp_path / "config" / SCHEMA).is_file()
    url = "https://quay.example/chapter/10.5555/978-3-16-148410-0_4"
    found = harvester("sites", "check", "quay-press", PAGE, "--url", url)
    assert (found.returncode, "Peat as Fuel" in found.stdout) == (0, True)
    (site,) = json.loads(harvester("sites", "quay-press", "--json").stdout)
    assert (site["hosts"], site["rules"]) == (["quay.example"], site["candidates"])
    again = harvester("sites", "new", "quay-press", "--like", "jstor")
    assert (again.returncode, "already" in again.stderr) == (2, True)


@pytest.mark.parametrize("name", ["../x", "Quay", "", "jstor"])
def test_new_refuses_what_is_no_new_name(harvester: Program, tmp_path: Path, name: str) -> None:
    done = harvester("sites", "new", name, "--like", "ojs")
    assert done.returncode == 2
    assert not (tmp_path / "config").exists()


def test_a_site_file_with_a_fault_is_said_with_its_line(harvester: Program, tmp_path: Path) -> None:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    text = '[[field]]\nfield = "title"\nchannel = "visible"\nselect = "h1["\n'
    (tmp_path / "config" / "sites" / "jstor.toml").write_text(text)
    done = harvester("sites")
    assert done.returncode == 2
    assert "jstor.toml, line 4" in done.stderr


def test_only_the_sites_that_are_needed_are_read(shipped: Configuration) -> None:
    from harvester.config import load
    from harvester.extract.read import read

    fresh = load(None, {}, Path("/"))
    assert not fresh.sites._read
    read(PAGE.read_bytes(), fresh, url=ADDRESS)
    assert set(fresh.sites._read) == {"springerlink"}


def test_last_match_comes_from_the_database(harvester: Program) -> None:
    harvester("harvest", PAGE, "--url", ADDRESS)
    sites = {
        one["name"]: one["last_match"] for one in json.loads(harvester("sites", "--json").stdout)
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", sites["springerlink"])
    assert sites["jstor"] is None
