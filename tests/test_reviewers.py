"""A run and four people at one database: nobody is told that it is locked, nothing is lost."""

from pathlib import Path

from test_run import chapter

from reviewers import faults, harvest_and_review
from server import serving


def test_a_run_and_four_reviewers(tmp_path: Path) -> None:
    bodies = [chapter(number) for number in range(1, 31)]
    with serving() as server:
        lines, complaints = harvest_and_review(tmp_path, server, bodies, 4)
    assert complaints == []
    assert len(lines) >= 4
    assert faults(tmp_path / "data" / "harvest.db", lines, len(bodies)) == []
