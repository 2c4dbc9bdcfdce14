"""Pages that a host serves with status 200 instead of the work: each ends in its outcome."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import SITES
from conftest import Program
from harvester.addresses import organisation_of
from harvester.config import Configuration
from running import QUICK, rows
from server import Server, page, redirect, serving

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_bytes()
#: The address of a chapter by the site's grammar, so that the page is known to be meant as one.
PATH = "/core/books/a-book/a-chapter/0A1B2C3D4E5F60718293A4B5C6D7E8F9"
HEADER = (
    "<header>Skip to main content Accessibility help Institution Login</header>"
    "<p>We use cookies to distinguish you from other users and to provide you with a better "
    "experience on our websites.</p>"
)


def html(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{HEADER}{body}</body></html>"


OFFER = html(
    "Cambridge Core",
    "<h2>Access options</h2><p>Get access to the full version of this content by using one of "
    "the access options below. (Log in options will check for institutional or personal access. "
    "Content may require purchase if you do not have access.)</p>",
)
WALLS = [
    ("its-offer", OFFER, "blocked-paywall"),
    (
        "no-access",
        html("Book | Cambridge Core", "<p>Unfortunately you do not have access to this title.</p>"),
        "blocked-paywall",
    ),
    ("offer", html("Purchase options - A Journal", "<p>24 hours: 40.00</p>"), "blocked-paywall"),
    (
        "subscription",
        html("A Journal", "<p>Sorry, you do not currently have access to this article.</p>"),
        "blocked-paywall",
    ),
    (
        "log-in",
        html("Log in | Cambridge Core", "<form><input type=text><input type=password></form>"),
        "blocked-login",
    ),
    ("log-in-form", html("A Library", "<form><input type=password></form>"), "blocked-login"),
    (
        "captcha",
        html("Just a moment...", "<p>Verify you are human by completing the action below.</p>"),
        "blocked-captcha",
    ),
    ("captcha-box", html("A Journal", "<div class='g-recaptcha'></div>"), "blocked-captcha"),
    (
        "cookies",
        html("A Journal", "<p>Cookies must be enabled to use this site.</p>"),
        "blocked-cookie",
    ),
    ("too-many", html("429 Too Many Requests", "<p>Slow down.</p>"), "rate-limited"),
    ("limit", html("A Journal", "<p>Rate limit exceeded, come back later.</p>"), "rate-limited"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A host that the site profile of Cambridge Core takes for one of its own."""
    folder = tmp_path / "config" / "sites"
    folder.mkdir(parents=True)
    (folder / "cambridge-core.toml").write_text('hosts = ["127.0.0.1"]\n')
    with serving() as running:
        yield running


def harvest(harvester: Program, url: str) -> tuple[int, dict[str, Any]]:
    done = harvester("harvest", "--json", url, **QUICK)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(("name", "body", "outcome"), WALLS, ids=[name for name, *_ in WALLS])
def test_a_wall_with_status_200(
    harvester: Program, server: Server, tmp_path: Path, name: str, body: str, outcome: str
) -> None:
    server.answers[PATH] = page(200, body.encode(), content_type="text/html")
    code, said = harvest(harvester, server.url(PATH))
    assert (code, said["outcome"], said["id"]) == (1, outcome, None)
    assert said["message"].endswith((".", "later."))
    (capture,) = rows(
        tmp_path, "select outcome, status, sha256 from captures where url like '%/core/%'"
    )
    assert (capture["outcome"], capture["status"]) == (outcome, 200)
    assert capture["sha256"]  # the wall itself is kept


@pytest.mark.parametrize(("name", "body", "outcome"), WALLS, ids=[name for name, *_ in WALLS])
def test_a_wall_undoes_nothing(
    harvester: Program, server: Server, tmp_path: Path, name: str, body: str, outcome: str
) -> None:
    """A page that was read once, and then is behind a wall: what is known stays."""
    server.answers[PATH] = page(200, CHAPTER, content_type="text/html")
    assert harvest(harvester, server.url(PATH))[0] == 0
    before = rows(tmp_path, "select id, title, byline from records")
    server.answers[PATH] = page(200, body.encode(), content_type="text/html")
    assert harvest(harvester, server.url(PATH))[1]["outcome"] == outcome
    assert rows(tmp_path, "select id, title, byline from records") == before
    assert rows(tmp_path, "select count(*) n from assertions where superseded_by is not null") == [
        {"n": 0}
    ]


@pytest.mark.parametrize("said", ["Get access", OFFER, "<div class='g-recaptcha'></div>"])
def test_a_page_of_a_work_is_no_wall(harvester: Program, server: Server, said: str) -> None:
    """Whatever it says beside the work."""
    body = CHAPTER.replace(b"</body>", f"<div>{said}</div></body>".encode())
    server.answers[PATH] = page(200, body, content_type="text/html")
    code, found = harvest(harvester, server.url(PATH))
    assert (code, found["id"]) == (0, 1)


def test_rules_of_walls_are_candidates(harvester: Program, shipped: Configuration) -> None:
    """None was ever seen to match a live page."""
    rules = [*shipped.general.outcomes, *(o for site in shipped.sites for o in site.outcomes)]
    assert {rule.outcome for rule in rules} >= {outcome for _, _, outcome in WALLS}
    assert all(rule.candidate for rule in rules)
    lines = harvester("sites", "cambridge-core").stdout.splitlines()
    (line,) = (line for line in lines if "blocked-paywall" in line)
    assert line.split()[-1] == "candidate"


HOME = "<html><head><title>Other Press</title><meta property='og:title' content='Other Press'></head><body><h1>Welcome</h1></body></html>"
WORK = (
    "<html><head><meta name='citation_title' content='Grain'>"
    "<meta name='citation_author' content='Vogt, Ada'></head><body><h1>Grain</h1></body></html>"
)


@pytest.mark.parametrize(
    ("body", "outcome", "code"),
    [
        (HOME, "off-host-redirect", 1),  # it has a title, and is not what was asked for
        ("<html><body></body></html>", "off-host-redirect", 1),
        (WORK, "profile-mismatch", 0),  # a journal that moved to another host
        (html("Sign in", "<input type=password>"), "blocked-login", 1),
        ("<html><head><title>404 Not Found</title></head></html>", "not-found", 1),
    ],
    ids=["home", "nothing", "work", "log-in", "missing"],
)
def test_an_address_that_leads_to_another_host(
    harvester: Program, server: Server, body: str, outcome: str, code: int
) -> None:
    with serving("127.0.0.2") as other:
        other.answers["/"] = page(200, body.encode(), content_type="text/html")
        server.answers["/moved"] = redirect(other.url("/"))
        found = harvest(harvester, server.url("/moved"))
        assert (found[0], found[1]["outcome"]) == (code, outcome)


def test_a_title_is_enough_on_the_host_that_was_asked(harvester: Program, server: Server) -> None:
    with serving("127.0.0.2") as other:
        other.answers["/new"] = page(200, HOME.encode(), content_type="text/html")
        other.answers["/old"] = redirect("/new")
        assert harvest(harvester, other.url("/old"))[1]["outcome"] == "profile-mismatch"
        other.answers["/away"] = redirect(server.url(PATH))
        server.answers[PATH] = page(200, CHAPTER, content_type="text/html")
        assert harvest(harvester, other.url("/away"))[1]["outcome"] == "abstract-only"


@pytest.mark.parametrize(
    ("address", "organisation"),
    [
        ("https://www.cambridge.org/core", "cambridge.org"),
        ("https://resolve.cambridge.org:8443/", "cambridge.org"),
        ("http://library.ox.ac.uk/x", "ox.ac.uk"),
        ("http://ac.uk/", "ac.uk"),
        ("http://journals.anu.edu.au/", "anu.edu.au"),
        ("http://x.de/", "x.de"),
        ("http://a.b.de./", "b.de"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://localhost/", "localhost"),
        ("no address", ""),
        (None, ""),
    ],
)
def test_who_owns_a_host(address: str | None, organisation: str) -> None:
    assert organisation_of(address) == organisation
