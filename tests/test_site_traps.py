"""Pages that are not what their address says: no id, no title that the page did not print."""

from pathlib import Path

import pytest

from cases import SITES
from harvester.config import Configuration
from harvester.extract.read import read
from harvester.model import Reading


def page(name: str) -> bytes:
    return next(SITES.glob(f"{name}.*html")).read_bytes()


def values(reading: Reading, field: str) -> list[str]:
    return [a.value for a in reading.assertions if a.field == field and a.value is not None]


#: A page that carries its own site's marks, and an address of another site for it.
MISPLACED = [
    ("springerlink/chapter-json-ld", "springerlink", "https://www.jstor.org/stable/99900099"),
    ("oxford-academic/article-abstract", "oxford-academic", "https://muse.jhu.edu/article/700999"),
    ("cambridge-core/chapter-2024-by-row", "cambridge-core", "https://onlinelibrary.wiley.com/doi/10.5555/x"),
    ("brill/chapter", "brill", "https://www.tandfonline.com/doi/full/10.5555/y"),
    ("worldcat/next-data", "worldcat", "https://archive.org/details/other"),
    ("ojs/article-ojs3", "ojs", "https://www.sciencedirect.com/science/article/pii/S0000111122229999"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "site", "wrong"), MISPLACED, ids=[m[0] for m in MISPLACED])
def test_a_page_saved_under_another_sites_address(
    name: str, site: str, wrong: str, shipped: Configuration
) -> None:
    reading = read(page(name), shipped, url=wrong)
    assert reading.site == site
    said = [a.value or "" for a in reading.assertions]
    last = wrong.rstrip("/").rpartition("/")[2]
    assert not [value for value in said if last in value and value != wrong]


PROXIED = [
    ("wiley/article-double-metas", "https://onlinelibrary-wiley-com.proxy.university.edu/doi/10.5555/naut.10101", "10.5555/naut.10101"),
    ("jstor/article-volume-line", "https://www.jstor.org.ezproxy.university.edu/stable/99900011", "99900011"),
    ("project-muse/book", "https://muse-jhu-edu.libproxy.uni.example/book/4242", "book/4242"),
    ("brill/edited-collection", "https://brill.com.idm.oclc.org/edcollbook/title/30111", "30111"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "address", "identity"), PROXIED, ids=[p[0] for p in PROXIED])
def test_a_page_read_through_a_universitys_proxy(
    name: str, address: str, identity: str, shipped: Configuration
) -> None:
    reading = read(page(name), shipped, url=address)
    assert values(reading, "site_id") == [identity]
    home = values(reading, "url")[0]
    assert "proxy" not in home
    assert "idm.oclc" not in home


def test_a_host_that_only_begins_like_a_sites_is_not_its(shipped: Configuration) -> None:
    for host in ("www.jstor.org.evil.example", "jstor.org.example.com", "notjstor.org"):
        assert shipped.sites.name_at(f"https://{host}/stable/1") is None


def test_a_print_view_is_the_same_work(shipped: Configuration) -> None:
    html = (
        "<html><head><title>Print</title><meta name='citation_title' content='Peat as Fuel'></head>"
        "<body onload='window.print()'><h1 class='c-article-title'>Peat as Fuel</h1></body></html>"
    )
    url = "https://link.springer.com/chapter/10.5555/978-3-16-148410-0_4?view=print"
    reading = read(html.encode(), shipped, url=url)
    assert reading.outcome in ("ok", "landing")
    assert values(reading, "site_id") == ["10.5555/978-3-16-148410-0_4"]


#: One address of a work on each site that has hosts.
WORKS = {
    "archives-canada": "https://archivescanada.accesstomemory.ca/a-fonds",
    "brill": "https://brill.com/view/title/1",
    "cambridge-core": "https://www.cambridge.org/core/books/a/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    "de-gruyter-brill": "https://www.degruyterbrill.com/document/doi/10.5555/9/html",
    "hathitrust": "https://catalog.hathitrust.org/Record/1",
    "internet-archive": "https://archive.org/details/x",
    "jstor": "https://www.jstor.org/stable/1",
    "library-of-congress": "https://www.loc.gov/item/99000111/",
    "national-archives": "https://discovery.nationalarchives.gov.uk/details/r/C1",
    "open-library": "https://openlibrary.org/books/OL1M/x",
    "oxford-academic": "https://academic.oup.com/book/12345",
    "project-muse": "https://muse.jhu.edu/book/1",
    "sciencedirect": "https://www.sciencedirect.com/science/article/pii/S0000111122223333",
    "springerlink": "https://link.springer.com/book/10.5555/9",
    "taylor-francis": "https://www.tandfonline.com/doi/full/10.5555/9",
    "wiley": "https://onlinelibrary.wiley.com/doi/10.5555/9",
    "worldcat": "https://search.worldcat.org/title/1",
}
NO_WORKS = {
    "not-found": "<title>Page not found</title></head><body><h1>404</h1><p>Sorry.</p>",
    "blocked-captcha": "<title>Just a moment...</title></head><body><p>Verify you are human.</p>",
    "blocked-login": "<title>Sign in</title></head><body><form><input type=password></form>",
    "blocked-cookie": "<title>Journal</title></head><body><p>Cookies must be enabled.</p>",
    "rate-limited": "<title>Too many requests</title></head><body><p>Slow down.</p>",
}


@pytest.mark.parametrize("site", WORKS)
@pytest.mark.parametrize("outcome", NO_WORKS)
def test_a_notice_with_status_200_is_no_work(
    site: str, outcome: str, shipped: Configuration
) -> None:
    """The address is a work's; the page is a notice; nothing but the address tells of a work."""
    html = f"<!DOCTYPE html><html><head>{NO_WORKS[outcome]}</body></html>"
    reading = read(html.encode(), shipped, url=WORKS[site])
    assert (reading.site, reading.outcome) == (site, outcome)
    assert {a.channel for a in reading.assertions if a.value is not None} <= {"url"}


def test_the_traps_cover_every_site_with_hosts(shipped: Configuration) -> None:
    assert set(WORKS) == {head.name for head in shipped.sites.heads if head.hosts}


def test_a_rate_limit_in_the_sites_own_words(shipped: Configuration) -> None:
    said = "We are sorry, but we are experiencing unusual traffic at this time. Please help us."
    html = f"<html><head><title>OUP</title></head><body><p>{said}</p></body></html>"
    reading = read(html.encode(), shipped, url=WORKS["oxford-academic"])
    assert reading.outcome == "rate-limited"


def test_a_page_that_claims_to_be_another_hosts_speaks_apart(shipped: Configuration) -> None:
    """A platform stands anywhere, so anybody can copy its pages with their canonical address."""
    own = "https://revistas.example.org/index.php/rio/article/view/77"
    link = f"<head><link rel='canonical' href='{own}'>".encode()
    body = page("ojs/article-ojs3").replace(b"<head>", link)
    forms = [read(body, shipped, url=url).form for url in (own, "https://evil.example/x")]
    assert forms == ["html", "html from elsewhere"]


def test_a_rule_that_matches_nothing_says_so(shipped: Configuration) -> None:
    html = "<head><meta name='citation_title' content='Ropes'></head><p>All is new here.</p>"
    reading = read(html.encode(), shipped, url="https://onlinelibrary.wiley.com/doi/10.5555/9")
    assert reading.outcome == "landing"
    html = html.replace("<p>", f"<p>{'All is new here. ' * 30}")
    reading = read(html.encode(), shipped, url="https://onlinelibrary.wiley.com/doi/10.5555/9")
    assert "No rule of Wiley Online Library matched" in (reading.note or "")


def test_a_page_kept_by_an_archive_is_its_own_sites(shipped: Configuration) -> None:
    body = page("wiley/article-double-metas")
    kept = "https://web.archive.org/web/20190502030405id_/https://onlinelibrary.wiley.com/doi/abs/10.5555/naut.10101"
    reading = read(body, shipped, url=kept)
    assert (reading.site, values(reading, "site_id")) == ("wiley", ["10.5555/naut.10101"])
    wrapped = shipped.sites.unwrap(kept)
    assert wrapped is not None
    assert wrapped.at == "2019-05-02T03:04:05Z"


@pytest.mark.parametrize("folder", sorted(p for p in SITES.iterdir()), ids=lambda p: p.name)
def test_each_site_has_two_pages(folder: Path, shipped: Configuration) -> None:
    assert folder.name in shipped.sites.names
    assert len(list(folder.glob("*.json"))) >= 2


def test_each_site_has_its_folder(shipped: Configuration) -> None:
    assert {folder.name for folder in SITES.iterdir()} == set(shipped.sites.names)


def test_each_file_says_first_what_tells_its_site(shipped: Configuration) -> None:
    """Only the head of a file is read at the start: nothing that tells may stand below it."""
    for head in shipped.sites.heads:
        whole = shipped.sites.named(head.name)
        assert whole is not None
        assert {name: getattr(whole, name) for name in type(head).model_fields} == {
            name: getattr(head, name) for name in type(head).model_fields
        }
        assert head.hosts or head.anywhere
        assert head.recognise.html
