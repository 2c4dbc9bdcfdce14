"""Who may read and who may write at the review desk, and what its answers let a browser do."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from browsing import HOSTILE_PAGE, harvest
from conftest import SEED
from harvester.desk.desk import desk_of
from harvester.desk.signing import link
from running import rows

GUEST = {"id": "harvester-desk"}


class Site:
    """A Datasette with the desk, asked as a browser asks."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.datasette = Datasette([str(folder / "data" / "harvest.db")], **options)
        asyncio.run(self.datasette.invoke_startup())

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self.datasette.client.request(method, path, **options))

    def get(self, path: str, actor: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", path, cookies=self.cookies(actor))

    def cookies(self, actor: dict[str, str] | None) -> dict[str, str]:
        return {"ds_actor": self.datasette.sign({"a": actor}, "actor")} if actor else {}

    def post(
        self,
        actor: dict[str, str] | None,
        origin: str | None = "http://localhost",
        token: str | None = None,
        cookie: str | None = None,
        **fields: str,
    ) -> httpx.Response:
        """Accept the title of record 1, unless the fields say otherwise."""
        known = self.get("/-/review/record/1", GUEST).cookies.get("ds_csrftoken") or ""
        cookies = self.cookies(actor) | ({"ds_csrftoken": known} if actor else {})
        cookies |= {"ds_csrftoken": cookie} if cookie else {}
        form = {"verdict": "accept|title|", "record": "1", "by": "CK", "csrftoken": token or known}
        headers = {"origin": origin} if origin else {}
        return self.ask(
            "POST", "/-/review/decide", data=form | fields, cookies=cookies, headers=headers
        )

    def decisions(self) -> int:
        return len(rows(self.folder, "SELECT id FROM decisions"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("access")
    (made / "hostile.html").write_text(HOSTILE_PAGE, "utf-8")
    harvest(made, [SEED, made / "hostile.html"])
    return made


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return Site(folder)


@pytest.fixture
def unchanged(folder: Path) -> Iterator[None]:
    """Nothing that happens in the test is stored."""
    before = rows(folder, "SELECT * FROM decisions"), rows(folder, "SELECT * FROM review_items")
    yield
    assert before == (
        rows(folder, "SELECT * FROM decisions"),
        rows(folder, "SELECT * FROM review_items"),
    )


@pytest.mark.usefixtures("unchanged")
class TestRefused:
    def test_without_a_sign_in(self, site: Site) -> None:
        assert site.post(None).status_code == 403

    def test_with_a_bearer_header_that_passes_the_check_of_tokens(self, site: Site) -> None:
        answer = site.ask(
            "POST",
            "/-/review/decide",
            data={"verdict": "accept|title|", "record": "1", "by": "CK"},
            headers={"origin": "http://localhost", "authorization": "Bearer x"},
        )
        assert answer.status_code == 403

    def test_with_a_forged_token(self, site: Site) -> None:
        assert site.post(GUEST, token="forged").status_code == 403

    def test_with_a_forged_token_in_form_and_cookie(self, site: Site) -> None:
        assert site.post(GUEST, token="forged", cookie="forged").status_code == 403

    @pytest.mark.parametrize(
        "origin",
        [None, "null", "http://evil.example", "http://localhost:8002", "http://localhost.evil"],
    )
    def test_from_another_origin(self, site: Site, origin: str | None) -> None:
        answer = site.post(GUEST, origin=origin)
        assert answer.status_code == 403
        assert "not sent from a page of this desk" in answer.text

    def test_by_an_actor_nobody_named(self, site: Site) -> None:
        answer = site.post({"id": "somebody"})
        assert answer.status_code == 403
        assert "Only a reviewer may decide" in answer.text

    def test_in_an_immutable_database(self, folder: Path) -> None:
        frozen = Datasette([], immutables=[str(folder / "data" / "harvest.db")])
        site = Site.__new__(Site)
        site.folder, site.datasette = folder, frozen
        asyncio.run(frozen.invoke_startup())
        assert site.get("/-/review").status_code == 200
        assert site.post(GUEST).status_code == 403

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"by": ""}, "Who decides?"),
            ({"verdict": "accept|titel|"}, "There is no field"),
            ({"verdict": "praise|title|"}, "is no decision"),
            ({"verdict": "correct|title|"}, "Correct title to what?"),
            ({"verdict": "correct|published_print|soon"}, "cannot be a value"),
            ({"verdict": "accept-many||"}, "Choose at least one question"),
            ({"verdict": "accept|title|", "record": "999"}, "There is no record 999"),
            ({"verdict": "accept|title|", "record": "1; drop"}, "is not a number"),
        ],
    )
    def test_what_cannot_be(self, site: Site, fields: dict[str, str], sentence: str) -> None:
        answer = site.post(GUEST, **fields)
        assert answer.status_code in (400, 404)
        assert sentence in answer.text


def test_a_reviewer_decides(folder: Path) -> None:
    site = Site(folder)
    before = site.decisions()
    answer = site.post(GUEST, back="/-/review/record/1#title", reason="seen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/review/record/1#title")
    assert site.decisions() == before + 1


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/-/reviewed", "/-/logout", ""],
)
def test_a_form_leads_on_to_the_desk_only(site: Site, back: str) -> None:
    answer = site.post(GUEST, back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/review")


def test_the_link_opens_once(folder: Path) -> None:
    site = Site(folder)
    path = link(site.datasette, desk_of(site.datasette))
    wrong = site.get(path[:-1] + ("A" if path[-1] != "A" else "B"))
    assert wrong.status_code == 403
    opened = site.get(path)
    assert (opened.status_code, opened.headers["location"]) == (303, "/-/review")
    cookie = opened.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert site.get(path).status_code == 403
    signed = site.ask("GET", "/-/review", cookies={"ds_actor": opened.cookies["ds_actor"]})
    assert "Accept chosen" in signed.text


def test_no_link_opens_a_plain_datasette(folder: Path) -> None:
    site = Site(folder)
    assert site.get("/-/review/sign-in?token=").status_code == 403
    assert site.get("/-/review/sign-in?token=None").status_code == 403


def test_actors_of_a_shared_set_up(folder: Path) -> None:
    site = Site(folder, metadata={"plugins": {"harvester": {"allow": {"id": ["mary"]}}}})
    assert site.post({"id": "mary"}).status_code == 303
    (made,) = rows(folder, 'SELECT "by" FROM decisions ORDER BY id DESC LIMIT 1')
    assert made == {"by": "CK (mary)"}
    assert site.post({"id": "john"}).status_code == 403
    assert site.post({"id": "root"}).status_code == 403, "whom the block names, and nobody else"


def test_the_root_of_datasette_may_write(site: Site) -> None:
    assert site.post({"id": "root"}).status_code == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"allow": {"id": "mary"}},
        {"databases": {"harvest": {"allow": {"id": "mary"}}}},
        {"databases": {"harvest": {"tables": {"assertions": {"allow": {"id": "mary"}}}}}},
    ],
    ids=["instance", "database", "table"],
)
@pytest.mark.parametrize("path", ["", "/record/1", "/record/1/text?capture=1"])
def test_who_may_not_see_the_tables_may_not_see_the_desk(
    folder: Path, metadata: dict[str, Any], path: str
) -> None:
    site = Site(folder, metadata=metadata)
    assert site.get(f"/-/review{path}").status_code == 403
    assert site.get(f"/-/review{path}", {"id": "mary"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("?after=x", 400),
        ("/record/1", 200),
        ("/record/2", 200),
        ("/record/2/sheet", 200),
        ("/record/2/text?capture=2", 200),
        ("/record/2/text?capture=1", 404),
        ("/record/2/changes", 200),
        ("/record/2/decide?field=title", 200),
        ("/record/2/decide?field=%3Cscript%3E", 400),
        ("/record/999", 404),
        ("/record/no%20such%20key", 404),
    ],
)
def test_every_page_has_a_strict_policy(site: Site, path: str, status: int) -> None:
    answer = site.get(f"/-/review{path}", GUEST)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{22})'", policy)
    assert nonce
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    scripts = re.findall(r"<script\b[^>]*>", answer.text)
    assert len(scripts) == 1
    assert f'nonce="{nonce.group(1)}"' in scripts[0]
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']?[a-z]", answer.text.partition("<main")[0])
    again = site.get(f"/-/review{path}", GUEST).headers["content-security-policy"]
    assert again != policy


@pytest.mark.parametrize(
    ("field", "heading", "value"),
    [
        ("title", "Title", "The Sino-Soviet split"),
        ("contributors.2.role", "Role of Odd Arne Westad", "editor"),
        ("contributors.2.affiliations", "Affiliations of Odd Arne Westad", "London School of"),
        ("references.3", "Reference 3", "&#34;type&#34;: &#34;chapter&#34;"),
        ("references.3.csl.issued", "Reference 3, date", "2004"),
        ("references.3.csl.author", "Reference 3, author", "Danhui, Li"),
        ("references.3.names.2", "Reference 3, name 2", "Jinghe, Luan"),
        ("keywords", "Keywords", ""),
    ],
)
def test_the_form_of_a_field(site: Site, field: str, heading: str, value: str) -> None:
    page = site.get(f"/-/review/record/1/decide?field={field}&kind=correct", GUEST).text
    assert f"<h1>{heading}</h1>" in page
    written = re.search(r'name="value"(?: value="([^"]*)"|[^>]*>([^<]*)</textarea>)', page)
    assert written
    assert value in (written.group(1) or written.group(2) or "")


def test_a_corrected_reference(folder: Path) -> None:
    site = Site(folder)
    site.post(GUEST, verdict="correct|references.5.csl.issued|1963")
    site.post(GUEST, verdict="correct|references.4.names.1|Wang, Dong")
    page = site.get("/-/review/record/1", GUEST).text
    fifth = page.partition('id="references.5"')[2].partition("</li>")[0]
    assert "<dt>date</dt><dd>1963" in fifth
    assert "corrected by CK" in fifth
    fourth = page.partition('id="references.4"')[2].partition("</li>")[0]
    assert "<dt>author</dt><dd>Wang, Dong" in fourth
    assert "Name may be turned round" not in fourth


def test_a_key_leads_to_its_record(site: Site) -> None:
    answer = site.get("/-/review/record/10.5555%2Fhostile")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/review/record/2")


def test_the_desk_below_another_address(folder: Path) -> None:
    site = Site(folder, settings={"base_url": "/library/"})
    page = site.get("/-/review").text
    assert 'href="/library/-/review/record/1' in page
    assert "/library/-/static-plugins/harvester/desk.js" in page


def test_two_databases(folder: Path, tmp_path: Path) -> None:
    harvest(tmp_path, [SEED])
    second = tmp_path / "data" / "second.db"
    (tmp_path / "data" / "harvest.db").rename(second)
    site = Site(folder)
    site.datasette = Datasette([str(folder / "data" / "harvest.db"), str(second)])
    asyncio.run(site.datasette.invoke_startup())
    page = site.get("/-/review?database=second").text
    assert "/-/review/record/1?database=second#" in page
    assert site.get("/-/review?database=third").status_code == 404


def test_a_database_of_an_older_harvester(tmp_path: Path) -> None:
    import sqlite3

    harvest(tmp_path, [SEED])
    connection = sqlite3.connect(tmp_path / "data" / "harvest.db")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0006_decisions'")
    connection.commit()
    connection.close()
    answer = Site(tmp_path).get("/-/review")
    assert answer.status_code == 400
    assert "harvester list" in answer.text


def test_a_title_in_a_table_leads_to_the_desk(site: Site) -> None:
    for table in ("records", "records_reviewed", "chapters", "review_queue"):
        page = site.get(f"/harvest/{table}").text
        assert '<a href="/-/review/record/1">The Sino-Soviet split</a>' in page
    assert "&lt;img src=x onerror=" in site.get("/harvest/records").text
    assert "<img src=x" not in site.get("/harvest/records").text


def test_without_a_database_of_ours(tmp_path: Path) -> None:
    site = Site.__new__(Site)
    site.datasette = Datasette([], memory=True)
    asyncio.run(site.datasette.invoke_startup())
    assert site.get("/-/review").status_code == 404
    assert "Review desk" not in site.get("/").text


def test_a_page_that_changes_under_a_decision(tmp_path: Path) -> None:
    """Ours stays, the change is shown, and the page is followed again when somebody says so."""
    url = f"https://www.cambridge.org/core/books/split/sinosoviet-split/{'AB' * 16}"
    harvest(tmp_path, ["--url", url, SEED])
    site = Site(tmp_path)
    site.post(GUEST, verdict="correct|title|The Sino-Soviet Split: An Essay", reason="cover")
    site.post(GUEST, verdict="correct|contributors.2.role|translator")
    changed = tmp_path / "later.txt"
    text = SEED.read_text("utf-8").replace(
        "17 - The Sino-Soviet split", "17 - The Sino-Soviet rift"
    )
    text = text.replace("Odd Arne Westad", "Ann Vestby")
    changed.write_text(text.replace("2021-10-20T11:48", "2022-03-01T11:48"), "utf-8")
    harvest(tmp_path, ["--url", url, changed])
    assert rows(tmp_path, "SELECT count(*) AS n FROM records") == [{"n": 1}]
    page = site.get("/-/review/record/1", GUEST).text
    assert "<h1>The Sino-Soviet Split: An Essay</h1>" in page
    assert "The page changed under a decision" in page
    assert 'value="keep|title|"' in page
    assert "“Odd Arne Westad” is printed no more" in page
    second = page.partition('id="contributors.2"')[2].partition("</section>")[0]
    assert "Ann Vestby" in second
    assert "corrected by" not in second
    site.post(GUEST, verdict=re.findall(r'value="(undo\|\|\d+)">Take the decision back', page)[0])
    assert "is printed no more" not in site.get("/-/review/record/1", GUEST).text
    shown = site.get("/-/review/record/1/changes").text
    assert "<del>The Sino-Soviet split</del>" in shown
    assert "<ins>The Sino-Soviet rift</ins>" in shown
    site.post(GUEST, verdict="follow|title|")
    page = site.get("/-/review/record/1", GUEST).text
    assert "<h1>The Sino-Soviet rift</h1>" in page
    assert "The page changed under a decision" not in page


def test_records_that_are_one_work(tmp_path: Path) -> None:
    harvest(tmp_path, [SEED])
    other = tmp_path / "other.txt"
    other.write_text(SEED.read_text("utf-8").replace("17 - The", "18 - A"), "utf-8")
    harvest(tmp_path, [other])
    site = Site(tmp_path)
    assert site.post(GUEST, verdict="merge|2|", record="1").status_code == 303
    led = site.get("/-/review/record/2")
    assert (led.status_code, led.headers["location"]) == (303, "/-/review/record/1")
    assert "joined with another record" in site.get("/-/review/record/1").text
