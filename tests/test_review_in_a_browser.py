"""The review desk in a real Chromium: by keyboard, without a mouse, and under attack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from browsing import HOSTILE, Served, chromium, serving_desk
from conftest import ROOT, SEED
from server import page as answer
from server import serving

#: Where what the desk looks like is kept, for people; git does not.
PICTURES = ROOT / "build" / "pictures"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture(scope="module")
def session(browser: Browser, served: Served) -> dict[str, object]:
    """The cookies of somebody who opened the one-time link."""
    context = browser.new_context()
    context.new_page().goto(served.link)
    state = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture
def reviewer(browser: Browser, session: dict[str, object]) -> Iterator[BrowserContext]:
    context = browser.new_context(storage_state=session, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(reviewer: BrowserContext) -> Iterator[Page]:
    """A page of which every complaint (a script refused, an error in ours) fails the test."""
    opened = reviewer.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    assert complaints == []


def current(page: Page) -> str | None:
    return page.locator("[data-row].current").get_attribute("id")


def test_the_queue_by_keyboard(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/-/review?question=name-order")
    rows = [row.get_attribute("id") for row in page.locator("[data-row]").all()]
    assert len(rows) == 10
    assert current(page) == rows[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert current(page) == rows[1]
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("j")
    assert current(page) == rows[1], "keys are for the dialog while it is open"
    page.keyboard.press("?")
    page.keyboard.press("a")
    assert page.locator("input[name=by]").evaluate("e => e === document.activeElement"), (
        "whoever decides says who"
    )
    page.locator("input[name=by]").fill("CK")
    page.locator(f"#{rows[1]}").focus()
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.get_by_role("status").inner_text() == "1 accepted."
    assert page.locator(f"#{rows[1]}").count() == 0
    (made,) = served.decisions()
    assert (made["field"], made["kind"], made["by"]) == ("references.3.names.2", "accept", "CK")


def test_several_at_once(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/-/review?question=name-order")
    before = len(served.decisions())
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator("input[name=by]").fill("CK")
    page.get_by_label("Reason").fill("as the catalogue of the library has them")
    page.get_by_role("button", name="Accept chosen").click()
    made = served.decisions()[before:]
    assert len(made) == 2
    assert {one["reason"] for one in made} == {"as the catalogue of the library has them"}
    assert page.get_by_role("status").inner_text() == "2 accepted."
    assert page.locator("input[name=by]").input_value() == "CK", "the initials are remembered"


def test_a_corrected_role_stands_when_the_page_is_harvested_again(
    page: Page, served: Served
) -> None:
    page.goto(f"{served.url}/-/review?question=role-unknown")
    with page.expect_navigation():
        page.keyboard.press("o")
    person = page.locator("[id='contributors.2']")
    assert person.locator(".role").inner_text() == "editor?"
    person.focus()
    with page.expect_navigation():
        page.keyboard.press("c")
    value = page.get_by_label("The right value")
    assert value.input_value() == "editor"
    value.fill("general-editor")
    page.get_by_label("Your initials").fill("CK")
    page.get_by_label("Reason").fill("title page")
    page.get_by_role("button", name="Store this decision").click()
    assert page.url.endswith("/-/review/record/1#contributors.2")
    for _ in ("stored", "loaded again", "harvested again"):
        assert person.locator(".role").inner_text() == "general-editor"
        assert "corrected by CK" in person.inner_text()
        assert "title page" in person.inner_text()
        if _ == "loaded again":
            served.harvest(SEED)
        page.reload()


def test_undo_by_the_button(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/-/review/record/1")
    title = page.locator("#title")
    page.locator("input[name=by]").fill("CK")
    title.get_by_role("button", name="Accept").click()
    assert "accepted by CK" in title.inner_text()
    title.get_by_role("button", name="undo").click()
    assert "accepted" not in title.inner_text()
    assert [one["kind"] for one in served.decisions()[-2:]] == ["accept", "undo"]


def test_the_desk_without_javascript(
    browser: Browser, session: dict[str, object], served: Served
) -> None:
    context = browser.new_context(storage_state=session, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.url}/-/review")
    page.get_by_role("link", name="The Sino-Soviet split").first.click()
    page.get_by_label("Your initials").fill("XY")
    publisher = page.locator("#publisher")
    publisher.get_by_role("button", name="Accept").click()
    assert "accepted by XY" in publisher.inner_text()
    publisher.get_by_role("link", name="in the page’s text").click()
    assert page.locator("li:has(:target) mark").inner_text() == "Cambridge University Press"
    context.close()


@pytest.mark.parametrize("path", ["", "/record/2", "/record/2/sheet", "/record/2/text?capture=2"])
def test_a_hostile_page_runs_nothing(page: Page, served: Served, path: str) -> None:
    page.goto(f"{served.url}/-/review{path}")
    assert page.get_by_text(HOSTILE).count() >= 1, "it is shown as it is printed"
    assert page.locator("main img, main script, main svg").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0
    assert page.evaluate("typeof window.hacked") == "undefined"


def test_another_site_cannot_decide(reviewer: BrowserContext, served: Served) -> None:
    """A page on another port of the same host: the browser sends the reviewer's cookies along."""
    before = served.decisions()
    page = reviewer.new_page()
    with serving() as other:
        form = (
            f"<form method=post action='{served.url}/-/review/decide'>"
            "<input name=verdict value='reject|title|'><input name=record value=1>"
            "<input name=by value=EVIL><button>Win</button></form>"
        )
        other.answers["/"] = answer(200, form.encode(), content_type="text/html")
        page.goto(other.url("/"))
        with page.expect_response("**/-/review/decide") as refused:
            page.get_by_role("button").click()
    assert refused.value.status == 403
    assert "ds_actor" in refused.value.request.all_headers()["cookie"], "the attack was a real one"
    assert served.decisions() == before


@pytest.mark.parametrize("name", ["queue", "record", "decide", "text", "sheet"])
def test_no_serious_violation_of_accessibility(page: Page, served: Served, name: str) -> None:
    path = {
        "queue": "",
        "record": "/record/1",
        "decide": "/record/1/decide?field=contributors.1.role",
        "text": "/record/1/text?capture=1",
        "sheet": "/record/1/sheet",
    }[name]
    page.goto(f"{served.url}/-/review{path}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize(
    "path", ["", "/record/1", "/record/2", "/record/1/text?capture=1", "/record/1/sheet"]
)
def test_a_narrow_screen(
    browser: Browser, session: dict[str, object], served: Served, path: str
) -> None:
    context = browser.new_context(storage_state=session, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{served.url}/-/review{path}")
    wide = page.evaluate(
        """[...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > 361 && !e.closest('.scroll, .skip'))
        .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_a_visitor_reads_and_cannot_decide(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}/")
    page.get_by_role("link", name="Review desk").click()
    assert page.locator("[data-row]").count() > 1
    page.goto(f"{served.url}/-/review/record/1")
    assert page.locator("button[name=verdict], form[method=post]").count() == 0
    page.goto(served.link)
    assert "used already" in page.inner_text("body")
    context.close()


def test_pictures_were_taken() -> None:
    assert (Path(PICTURES) / "queue.png").exists()
