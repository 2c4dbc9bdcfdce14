"""Structured sources beside a page: asked for where a job wants them, compared with the page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Program
from running import QUICK, jobs, rows
from server import Server, page, serving

RIS = (
    "TY  - JOUR\nAU  - Moor, Ida\nAU  - Weir, Jo\nTI  - Mills of the fen\nJO  - Fen Studies\n"
    "SP  - 3\nEP  - 19\nPY  - 2012\nER  - \n"
)
WORK = {
    "status": "ok",
    "message-type": "work",
    "message": {
        "DOI": "10.5555/fen.1",
        "type": "journal-article",
        "title": ["Mills of the fen"],
        "author": [{"family": "Moor", "given": "Ida"}],
        "published-print": {"date-parts": [[2011]]},
        "reference": [
            {"unstructured": "Lee, Ann, Sluices of the Fen (Leiden: Sedge Press, 1987)."},
            {"unstructured": "Weir, Jo, Dikes (Leiden: Sedge Press, 1999).", "DOI": "10.5555/d"},
        ],
    },
}


def article(links: str = "") -> bytes:
    metas = {
        "citation_title": "Mills of the fen",
        "citation_author": "Ida Moor",
        "citation_journal_title": "Fen Studies",
        "citation_doi": "10.5555/fen.1",
        "citation_publication_date": "2011",
        "citation_firstpage": "3",
        "citation_lastpage": "19",
        "citation_reference": "Weir, Jo, Dikes (Leiden: Sedge Press, 1999).",
    }
    head = "".join(f'<meta name="{name}" content="{value}">' for name, value in metas.items())
    more = '<meta name="citation_reference" content="Only, Ann, On the page (1950).">'
    return f"<!DOCTYPE html><html><head>{head}{more}{links}</head><body></body></html>".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        links = (
            '<link rel="alternate" type="application/x-research-info-systems" href="/fen/1.ris">'
            '<link rel="alternate" title="MARCXML" href="/fen/1.xml">'
            '<link rel="stylesheet" type="application/x-bibtex" href="/fen/no.bib">'
        )
        running.answers["/fen/1"] = page(200, article(links), content_type="text/html")
        running.answers["/fen/1.ris"] = page(200, RIS.encode(), content_type="text/plain")
        body = json.dumps(WORK).encode()
        running.answers["/works/10.5555%2Ffen.1"] = page(200, body, content_type="application/json")
        yield running


def watch(folder: Path, server: Server, beside: str) -> dict[str, str]:
    jobs(
        folder, f'[[job]]\nname = "fen"\nbeside = {beside}\nsources = ["{server.url("/fen/1")}"]\n'
    )
    return QUICK | {"HARVESTER_CROSSREF_ADDRESS": server.url("/works")}


def test_nothing_is_asked_for_that_no_job_wants(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    done = harvester("run", **watch(tmp_path, server, "[]"))
    assert done.returncode == 0, done.stderr
    assert server.paths() == ["/fen/1"]


def test_ris_beside_a_page_is_compared_with_it(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    done = harvester("run", **watch(tmp_path, server, '["ris", "bibtex"]'))
    assert done.returncode == 0, done.stderr
    assert server.paths() == ["/fen/1", "/fen/1.ris"]
    (record,) = rows(tmp_path, "select id, doi, published_print, outcome from records")
    assert (record["doi"], record["published_print"]) == ("10.5555/fen.1", "2011")
    asked = [row["reason"] for row in rows(tmp_path, "select reason from review_items")]
    assert "The page and what stands beside it disagree (meta: 2011; ris: 2012)." in asked
    assert "ris names Weir, Jo as author, and the page does not." in asked
    robots = [request.path for request in server.asked if request.path == "/robots.txt"]
    assert robots  # asked under the same rules as the page


def test_crossref_s_list_beside_the_page_s(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    environment = watch(tmp_path, server, '["crossref"]')
    done = harvester("run", **environment)
    assert done.returncode == 0, done.stderr
    assert server.paths() == ["/fen/1", "/works/10.5555%2Ffen.1"]
    shown = json.loads(harvester("show", "1", "--json").stdout)
    assert [entry["text"] for entry in shown["references"]] == [
        "Weir, Jo, Dikes (Leiden: Sedge Press, 1999).",
        "Only, Ann, On the page (1950).",
    ]
    told = harvester("references", "1", "--against", "crossref").stdout
    times = [row["at"] for row in rows(tmp_path, "select fetched_at at from captures order by id")]
    assert f"the page: 2 references, capture 2 of {times[1]}" in told
    assert f"crossref: 2 references, capture 3 of {times[2]}" in told
    assert "only on the page: 2. Only, Ann, On the page (1950)." in told
    assert "only in crossref: 1. Lee, Ann, Sluices of the Fen" in told
    assert "reference 1 has the DOI 10.5555/d in crossref, where the page links none" in told
    found = json.loads(harvester("references", "1", "--against", "crossref", "--json").stdout)
    assert [entry["position"] for entry in found["only_on_the_page"]] == [2]
    assert found["dois"] == [{"position": 1, "page": None, "crossref": "10.5555/d"}]
    # The page's own captures are what --diff compares.
    assert "show the same list" in harvester("references", "1", "--diff").stderr


def test_crossref_needs_an_address(harvester: Program, server: Server, tmp_path: Path) -> None:
    watch(tmp_path, server, '["crossref"]')
    done = harvester("run", **QUICK)
    assert done.returncode == 2
    assert "[crossref]" in done.stderr
    assert server.paths() == []


def test_a_page_where_a_source_was_linked_is_no_work(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    body = article().replace(b"10.5555/fen.1", b"10.5555/other")
    server.answers["/fen/1.ris"] = page(200, body, content_type="text/html")
    done = harvester("run", **watch(tmp_path, server, '["ris"]'))
    assert done.returncode == 1
    assert "this is none" in done.stderr + done.stdout
    assert rows(tmp_path, "select count(*) n from records") == [{"n": 1}]


def test_a_source_of_another_doi_is_another_work(
    harvester: Program, server: Server, tmp_path: Path
) -> None:
    other = RIS.replace("SP  - 3", "DO  - 10.5555/other\nSP  - 3")
    server.answers["/fen/1.ris"] = page(200, other.encode())
    assert harvester("run", **watch(tmp_path, server, '["ris"]')).returncode == 0
    kept = rows(tmp_path, "select doi from records order by id")
    assert [row["doi"] for row in kept] == ["10.5555/fen.1", "10.5555/other"]
