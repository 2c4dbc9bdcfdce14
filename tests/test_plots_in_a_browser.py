"""The network, the dashboard and the export page in a real Chromium: what is drawn, and asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

import collection
from browsing import chromium
from conftest import ROOT
from harvester.desk import plots
from harvester.store.database import open_database

#: Where what the pages look like is kept, for people; git does not.
PICTURES = ROOT / "build" / "pictures"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with collection.served(collection.harvest(tmp_path_factory.mktemp("plots"))) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of which every fault, and every request to another host, fails the test.

    Vega warns while its data is on the way; that is no fault.
    """
    opened = browser.new_page(viewport={"width": 1100, "height": 900})
    wrong: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            wrong.append(request.url)

    opened.on("request", note)
    opened.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    opened.on("pageerror", lambda fault: wrong.append(str(fault)))
    yield opened
    assert wrong == []
    opened.close()


def test_the_dashboard_draws_all_its_plots_and_asks_no_other_host(page: Page, served: str) -> None:
    page.goto(f"{served}/-/dashboards/harvest")
    for name in plots.CHARTS:
        drawn = page.locator(f"#chart-{name} canvas, #chart-{name} svg.marks")
        drawn.first.wait_for(state="visible", timeout=20_000)
        assert drawn.first.evaluate("e => e.getBoundingClientRect().height") < 700
        assert page.locator(f"#chart-tooltip-{name}").is_hidden(), "nothing was cut off"
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / "dashboard.png")


def test_the_dashboard_of_an_empty_database(page: Page, tmp_path: Path) -> None:
    open_database(tmp_path / "empty.db", create=True).conn.close()
    with collection.served(tmp_path / "empty.db") as address:
        page.goto(f"{address}/-/dashboards/empty")
        page.locator("#chart-review-progress svg.marks").wait_for(state="visible")
        assert page.evaluate("document.documentElement.scrollHeight") < 3000
        page.goto("about:blank")


def test_from_the_picture_to_the_record(page: Page, served: str) -> None:
    page.goto(f"{served}/-/review/network")
    assert page.locator("main img").count() == 0
    page.screenshot(path=PICTURES / "network.png")
    page.locator("svg a", has_text="Locks and Liberties").click()
    assert page.url == f"{served}/-/review/record/2"
    page.go_back()
    page.locator("svg a", has_text="Wasserrecht").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/harvest/works/*")


def test_a_selection_is_saved(page: Page, served: str, tmp_path: Path) -> None:
    page.goto(f"{served}/-/review/export")
    page.get_by_label("these records").check()
    page.get_by_label("Numbers, keys, DOIs or addresses").fill("2 1")
    page.get_by_label("RIS").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export").click()
    assert saved.value.suggested_filename == "harvest-records.ris"
    saved.value.save_as(tmp_path / "x.ris")
    text = (tmp_path / "x.ris").read_text("utf-8")
    assert text.index("Locks and Liberties") < text.index("TI  - Weirs")


@pytest.mark.parametrize("name", ["network", "export"])
def test_no_serious_violation_of_accessibility(page: Page, served: str, name: str) -> None:
    page.goto(f"{served}/-/review/{name}")
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("name", ["network", "export"])
def test_a_narrow_screen(page: Page, served: str, name: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}/-/review/{name}")
    wide = page.evaluate(
        """[...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > 361 && !e.closest('.scroll, .skip'))
        .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
