"""The dashboard: what it plots, and that it asks no other host."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import collection
from harvester.desk import dashboards, plots
from harvester.store.database import open_database

PAGES = ("/-/dashboards", "/-/dashboards/harvest", "/-/dashboards/harvest/fields-by-month")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collection.harvest(tmp_path_factory.mktemp("plots"))


@pytest.fixture(scope="module")
def plain(database: Path) -> Iterator[str]:
    with collection.served(database) as address:
        yield address


def rows(database: Path, name: str, site: str | None = None) -> list[dict[str, Any]]:
    """What a plot shows, asked as its page asks."""
    query = plots.CHARTS[name]["query"]
    optional = (lambda found: found[1]) if site else (lambda _: "")
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    sql = re.sub(r"\[\[(.*?)\]\]", optional, query)
    found = [dict(row) for row in connection.execute(sql, {"site": site} if site else {})]
    connection.close()
    return found


def test_a_plain_datasette_shows_the_dashboard(plain: str) -> None:
    assert "The collection harvest" in httpx.get(f"{plain}/-/dashboards").text
    page = httpx.get(f"{plain}/-/dashboards/harvest").text
    for name in plots.CHARTS:
        assert f'id="chart-{name}"' in page
    onward = httpx.get(f"{plain}/-/review/plots")
    assert (onward.status_code, onward.headers["location"]) == (302, "/-/dashboards/harvest")


@pytest.mark.parametrize("path", PAGES)
def test_a_dashboard_asks_no_other_host(plain: str, path: str) -> None:
    answer = httpx.get(plain + path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', answer.text)
    assert loaded
    for address in loaded:
        assert address.startswith(("/-/", "#")) or "application/json" in address, address
        if address.endswith((".js", ".css")):
            assert httpx.get(plain + address).status_code == 200


def test_other_pages_keep_their_own_policy(plain: str) -> None:
    assert (
        "unsafe-eval"
        not in httpx.get(f"{plain}/-/review/network").headers["content-security-policy"]
    )
    assert "content-security-policy" not in httpx.get(f"{plain}/harvest").headers


@pytest.mark.parametrize("name", plots.CHARTS)
def test_the_data_of_each_plot_is_answered_in_datasettes_limits(plain: str, name: str) -> None:
    sql = re.sub(r"\[\[.*?\]\]", "", plots.CHARTS[name]["query"])
    for query in (
        {"sql": sql},
        {"sql": plots.CHARTS[name]["query"].replace("[[", "").replace("]]", ""), "site": "none"},
    ):
        answer = httpx.get(f"{plain}/harvest.json", params={**query, "_shape": "objects"})
        assert answer.status_code == 200, answer.text
        assert answer.json()["truncated"] is False


def test_references_by_year_and_language(database: Path) -> None:
    counted: dict[int, int] = {}
    for row in rows(database, "references-by-year"):
        counted[row["year"]] = counted.get(row["year"], 0) + row["references"]
    assert counted == {1978: 3, 1984: 1, 1991: 3, 1996: 1, 2006: 1}
    by_language = {
        row["language"]: row["references"] for row in rows(database, "references-by-language")
    }
    assert sum(by_language.values()) == 9
    assert by_language["de"] == 3


def test_drift_counts_the_pages_of_a_month(database: Path) -> None:
    found = {(row["month"], row["field"]): row for row in rows(database, "fields-by-month")}
    assert {month for month, _ in found} == {"2026-01", "2026-03"}
    assert {field for _, field in found} == set(plots._FIELDS)
    assert (found["2026-01", "title"]["filled"], found["2026-01", "title"]["pages"]) == (2, 2)
    assert found["2026-03", "reference"]["share"] == 1.0
    assert found["2026-03", "abstract"]["share"] == 0.0


def test_a_field_that_goes_missing_falls_in_its_month(tmp_path: Path) -> None:
    """The publisher stops giving its name in March: the page of January still counts as it was."""
    import subprocess
    import sys

    from conftest import environment

    page = collection.page(0)
    assert "citation_publisher" in page
    for month, text in (
        ("01", page),
        ("03", re.sub(r"<meta name=.citation_publisher[^>]+>", "", page)),
    ):
        (tmp_path / f"{month}.html").write_text(text, "utf-8")
        words = ["-q", "harvest", f"{month}.html", "--captured-at", f"2026-{month}-05"]
        subprocess.run(
            [sys.executable, "-m", "harvester", *words],
            cwd=tmp_path,
            env=environment(),
            check=True,
            stdout=subprocess.DEVNULL,
        )
    found = rows(tmp_path / "data" / "harvest.db", "fields-by-month")
    shares = {row["month"]: row["share"] for row in found if row["field"] == "publisher"}
    assert shares == {"2026-01": 1.0, "2026-03": 0.0}
    assert all(row["share"] == 1.0 for row in found if row["field"] == "title")


def test_outcomes_and_progress(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", create=True)
    db.execute(
        "insert into runs(id, command, started_at, agent, config_sha256) values (1, 'run', '', '', '')"
    )
    for number, (url, day, fetched, read) in enumerate(
        (
            ("https://a.example/1?x=/y", "2026-01-05", "ok", "blocked-paywall"),
            ("https://a.example/2", "2026-01-11", "ok", "ok"),
            ("https://a.example", "2026-01-12", "timeout", None),
            ("https://b.example:8080/1", "2026-01-12", "ok", "ok"),
        ),
        start=1,
    ):
        db.execute(
            "insert into captures(id, source, source_kind, url, outcome, fetched_at, run_id) values (?, ?, 'url', ?, ?, ?, 1)",
            (number, url, url, fetched, f"{day}T03:00:00.000Z"),
        )
        if read:
            db.execute(
                "insert into readings(capture_id, reader_version, profile, form, outcome, text_sha256, at) values (?, '', '', 'html', ?, '', '')",
                (number, read),
            )
    db.execute(
        "insert into records(id, kind, level, key, first_harvested_at, changed_at) values (1, 'chapter', 'part', 'k', '', '')"
    )
    db.execute(
        "insert into readings(id, capture_id, reader_version, profile, form, outcome, text_sha256, at) values (90, 1, '', '', 'html', 'blocked-paywall', '', '')"
    )
    for opened, closed, state in (
        ("2026-01-05", None, "open"),
        ("2026-01-06", "2026-01-13", "decided"),
        ("2026-01-07", "2026-01-14", "no longer arises"),
    ):
        db.execute(
            "insert into review_items(record_id, field, reason, state, reading_id, opened_at, closed_at) values (1, 'f', 'r', ?, 90, ?, ?)",
            (state, opened, closed),
        )
    db.conn.commit()
    db.conn.close()
    seen = {
        (row["week"], row["host"], row["outcome"]): row["captures"]
        for row in rows(tmp_path / "x.db", "outcomes-by-host")
    }
    assert seen == {
        ("2026-01-05", "a.example", "blocked-paywall"): 1,
        ("2026-01-05", "a.example", "ok"): 1,
        ("2026-01-12", "a.example", "timeout"): 1,
        ("2026-01-12", "b.example:8080", "ok"): 1,
    }
    progress = {
        (row["week"], row["state"]): row["questions"]
        for row in rows(tmp_path / "x.db", "review-progress")
    }
    assert progress == {
        ("2026-01-11", "open"): 3,
        ("2026-01-11", "decided"): 0,
        ("2026-01-11", "no longer arises"): 0,
        ("2026-01-18", "open"): 1,
        ("2026-01-18", "decided"): 1,
        ("2026-01-18", "no longer arises"): 1,
    }


def test_an_empty_database_has_a_row_for_each_plot(tmp_path: Path) -> None:
    open_database(tmp_path / "x.db", create=True).conn.close()
    found = {name: rows(tmp_path / "x.db", name) for name in plots.CHARTS}
    assert [row["references"] for row in found["references-by-year"]] == [0]
    assert [row["captures"] for row in found["outcomes-by-host"]] == [0]
    assert [(row["state"], row["questions"]) for row in found["review-progress"]] == [("open", 0)]
    assert {row["share"] for row in found["fields-by-month"]} == {None}
    assert found["references-by-language"] == []


def test_each_database_has_a_dashboard_of_its_own() -> None:
    made = dashboards.plugins(["harvest", "a b", "a.b"])["datasette-dashboards"]
    assert {slug: board["database"] for slug, board in made.items()} == {
        "harvest": "harvest",
        "a-b": "a b",
        "a-b-2": "a.b",
    }
    json.dumps(made)
    assert dashboards.plugins([]) == {}


def test_what_datasette_writes_into_the_settings_stays_there() -> None:
    made = dashboards.plugins(["x"])["datasette-dashboards"]["x"]
    made["charts"]["fields-by-month"]["display"]["mark"]["type"] = "changed"
    assert plots.CHARTS["fields-by-month"]["display"]["mark"]["type"] == "rect"


def test_a_column_is_never_shown_as_markdown(plain: str) -> None:
    sql = "select '![x](https://tracker.example/x.png)' as x_markdown"
    page = httpx.get(f"{plain}/harvest", params={"sql": sql}).text
    assert "tracker.example" in page
    assert "<img" not in page
