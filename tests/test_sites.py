"""Every page below tests/sites is harvested and held against what a person read off it."""

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from cases import Case, all_cases, differences
from harvester.config import Configuration
from harvester.fetch.files import capture_file
from harvester.harvest import Options, open_run
from harvester.model import Source
from harvester.store import queries
from harvester.store.database import open_database

CASES = all_cases()
FIELDS = [
    (case, key)
    for case in CASES
    for key in case.expected
    if key not in ("saved_from", "page", "no_record", "parts", "review_fields")
]


@pytest.fixture(scope="module")
def harvested(
    shipped: Configuration, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """Each case harvested into a database of its own, as ``show --json`` gives it."""
    found: dict[str, dict[str, Any]] = {}
    for case in CASES:
        path = tmp_path_factory.mktemp("case") / "harvest.db"
        db = open_database(path, create=True)
        found[case.name] = _harvest(db, shipped, case)
        db.conn.close()
    return found


def _harvest(db: Database, config: Configuration, case: Case) -> dict[str, Any]:
    source = Source(str(case.page), "file", case.url, str(case.page))
    with open_run(db, config, "test") as run:
        result = run.take(capture_file(source, "2026-01-01T00:00:00.000Z"), Options())
    if result.record_id is None:
        return {"outcome": result.outcome, "no_record": True}
    record = queries.record_json(db, result.record_id)
    record["parts"] = [
        queries.record_json(db, part["id"])
        | {"depth": part["depth"] - 1, "position": part["position"]}
        for part in record["parts"]
    ]
    return record | {"captured_at": record["captures"][0]["captured_at"]}


@pytest.mark.parametrize(("case", "key"), FIELDS, ids=[f"{c.name}-{k}" for c, k in FIELDS])
def test_field(harvested: dict[str, dict[str, Any]], case: Case, key: str) -> None:
    found = harvested[case.name]
    assert not (problems := differences(case.expected[key], found.get(key), key)), "\n".join(
        problems
    )


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_record_or_none(harvested: dict[str, dict[str, Any]], case: Case) -> None:
    assert harvested[case.name].get("no_record", False) == case.expected.get("no_record", False)


@pytest.mark.parametrize(
    "case", [c for c in CASES if "review_fields" in c.expected], ids=lambda case: case.name
)
def test_what_waits_for_review(harvested: dict[str, dict[str, Any]], case: Case) -> None:
    waiting = sorted({item["field"] for item in harvested[case.name]["review"]})
    assert waiting == case.expected["review_fields"]


@pytest.mark.parametrize("case", [c for c in CASES if "parts" in c.expected], ids=lambda c: c.name)
def test_parts(harvested: dict[str, dict[str, Any]], case: Case) -> None:
    found = [
        part
        | {
            "contributors": [person["name"] for person in part["contributors"]],
            "under": part["parent"]["title"]
            if part["parent"]["title"] != case.expected["title"]
            else None,
        }
        for part in harvested[case.name]["parts"]
    ]
    assert not (problems := differences(case.expected["parts"], found, "parts")), "\n".join(
        problems
    )


#: Words of the site's chrome that no field of any record may hold.
CHROME = (
    "Kindle",
    "Dropbox",
    "Google Drive",
    "Get access",
    "Access options",
    "Hostname",
    "Render date",
    "Google Scholar",
    "CrossRef",
    "Opens in a new window",
    "Cited by",
    "Save PDF",
    "usage policies",
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_chrome_reaches_a_record(harvested: dict[str, dict[str, Any]], case: Case) -> None:
    record = dict(harvested[case.name])
    record["captures"] = []
    words = " ".join(_words(record))
    assert [word for word in CHROME if word in words] == []


def _words(value: Any) -> list[str]:
    """All text inside a record."""
    if isinstance(value, dict):
        return [word for item in value.values() for word in _words(item)]
    if isinstance(value, list):
        return [word for item in value for word in _words(item)]
    return [value] if isinstance(value, str) else []


def test_there_are_cases() -> None:
    assert len(CASES) >= 5
    assert {Path(case.page).suffix for case in CASES} == {".html", ".txt"}
