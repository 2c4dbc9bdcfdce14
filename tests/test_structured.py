"""Files of records for machines: every one below tests/structured is held against its JSON.

``<case>.json`` beside the file (``file`` names it, where it is not the only other one) says what
a person read off it: ``records`` as ``show --json`` gives them, ``lost``: how many were none.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from cases import differences
from harvester.config import Configuration
from harvester.harvest import Options, open_run
from harvester.model import Source
from harvester.result import Result
from harvester.store import queries

FOLDER = Path(__file__).parent / "structured"
CASES = sorted(FOLDER.glob("*.json"))


def file_of(case: Path) -> Path:
    named = json.loads(case.read_text("utf-8")).get("file")
    if named:
        return FOLDER / str(named)
    (other,) = [path for path in FOLDER.glob(f"{case.stem}.*") if path != case]
    return other


def harvest(db: Database, config: Configuration, path: Path) -> Result:
    with open_run(db, config, "test") as run:
        (result,) = run.harvest([Source(str(path), "file", path=str(path))], Options())
    return result


def records(db: Database) -> list[dict[str, Any]]:
    return [queries.record_json(db, number) for number in queries.record_ids(db)]


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_case(shipped: Configuration, db: Database, case: Path) -> None:
    expected = json.loads(case.read_text("utf-8"))
    result = harvest(db, shipped, file_of(case))
    assert result.well, result.sentence
    problems = differences(expected["records"], records(db), "records")
    assert not problems, "\n".join(problems)
    lost = db.execute("SELECT count(*) FROM readings WHERE record_id IS NULL").fetchone()[0]
    assert lost == expected["lost"]


def test_every_file_has_its_json() -> None:
    files = {path for path in FOLDER.iterdir() if path.suffix != ".json"}
    assert files == {file_of(case) for case in CASES}
