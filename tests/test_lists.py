"""A list as it was at each capture, and the command that says what changed."""

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from cases import SITES
from conftest import Program
from harvester.config import Configuration
from harvester.errors import NotFoundError
from harvester.harvest import Options, Result, open_run
from harvester.lists import lists_of
from harvester.model import Capture, Source

CHAPTER = (SITES / "cambridge-core" / "chapter-2024-by-row.html").read_text("utf-8")
TARIFFS = CHAPTER.replace("Bread and Tariffs", "Bread and Duties")
#: Without its last entry, and without its first.
SHORT = CHAPTER.replace("Port of Tallinn, Council minutes, TLA f. 230, n. 1, s. 77.", "")
LATE = CHAPTER[: CHAPTER.index('<div id="ref1"')] + CHAPTER[CHAPTER.index('<div id="ref2"') :]
#: Behind a wall: no list at all.
WALLED = CHAPTER[: CHAPTER.index('<div id="references-list"')] + "</div></body></html>"
NAMES = ("Arslan", "Hollis", "Port of Tallinn")


def take(db: Database, config: Configuration, body: str, month: int) -> Result:
    """Harvest a page as it was in a month."""
    source = Source("page", "file", None, "page")
    capture = Capture(source, "ok", "2026-12-01T00:00:00.000Z", body.encode())
    with open_run(db, config, "test") as run:
        return run.take(capture, Options(captured_at=f"2026-{month:02}-01T00:00:00.000Z"))


def shown(db: Database, config: Configuration, capture: int) -> list[str]:
    """What the entries of a capture's list begin with; a marked one has the other word."""
    (listed, _) = lists_of(db, config, 1, (capture, capture))
    assert [entry.position for entry in listed.references] == [
        n for n, _ in enumerate(listed.references, start=1)
    ]
    return [
        next(name for name in NAMES if entry.text.startswith(name)) + "*" * ("Duties" in entry.text)
        for entry in listed.references
    ]


ALL = list(NAMES)
PAGES = {
    "all": (CHAPTER, ALL),
    "duties": (TARIFFS, ["Arslan", "Hollis*", "Port of Tallinn"]),
    "short": (SHORT, ["Arslan", "Hollis"]),
    "late": (LATE, ["Hollis", "Port of Tallinn"]),
}


@pytest.mark.parametrize(
    "order",
    [
        "all short all",
        "short all short",
        "all duties short late all duties",
        "all all duties duties",
        "late short late short",
    ],
)
@pytest.mark.parametrize("months", ["rising", "falling", "mixed"])
def test_the_list_of_every_capture(
    db: Database, shipped: Configuration, order: str, months: str
) -> None:
    """Whatever came before and after it, and whichever was harvested first."""
    names = order.split()
    times = list(range(1, len(names) + 1))
    if months == "falling":
        times.reverse()
    elif months == "mixed":
        times = times[1::2] + times[::2]
    for name, month in zip(names, times, strict=True):
        take(db, shipped, PAGES[name][0] + f"<!-- {month} -->", month)
    for number, name in enumerate(names, start=1):
        assert shown(db, shipped, number) == PAGES[name][1], number


def test_a_wall_leaves_the_list_as_it_was(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, 1)
    take(db, shipped, WALLED, 2)
    assert shown(db, shipped, 2) == ALL


def test_the_last_two_that_differ(db: Database, shipped: Configuration) -> None:
    for month, body in enumerate((CHAPTER, TARIFFS, SHORT, SHORT + "<!-- -->"), start=1):
        take(db, shipped, body, month)
    assert [listed.capture_id for listed in lists_of(db, shipped, 1)] == [2, 3]


def test_a_capture_of_another_record(db: Database, shipped: Configuration) -> None:
    take(db, shipped, CHAPTER, 1)
    with pytest.raises(NotFoundError):
        lists_of(db, shipped, 1, (1, 2))


@pytest.fixture
def twice(harvester: Program, tmp_path: Path) -> Program:
    """The chapter, and a later capture: a word changed, the last entry gone, one new, a DOI."""
    later = TARIFFS.replace(
        "Port of Tallinn, Council minutes, TLA f. 230, n. 1, s. 77.", "Abel, Weirs (London, 1999)."
    ).replace(
        '<span class="year">2004</span>).',
        '<span class="year">2004</span>).<a href="https://doi.org/10.1000/new">CrossRef</a>',
    )
    for month, body in ((1, CHAPTER), (2, later)):
        path = tmp_path / f"{month}.html"
        path.write_text(body, "utf-8")
        harvester("harvest", path, "--captured-at", f"2026-{month:02}-01T00:00Z")
    return harvester


def test_the_difference_in_sentences(twice: Program) -> None:
    done = twice("references", "1", "--diff")
    assert done.returncode == 0
    assert done.stdout.replace("\n    ", " ").replace("\n  ", "\n").splitlines() == [
        "Capture 1 of 2026-01-01T00:00:00.000Z → 2 of 2026-02-01T00:00:00.000Z",
        "reference 3 is gone: Port of Tallinn, Council minutes, TLA f. 230, n. 1, s. 77.",
        "reference 1 gained the DOI 10.1000/new",
        'reference 2 reads "Duties,”" where it read "Tariffs,”"',
        "reference 3 is new: Abel, Weirs (London, 1999).",
    ]
    assert "is new: Port of Tallinn" in twice("references", "1", "2", "1", "--diff").stdout


def test_the_difference_for_programs(twice: Program) -> None:
    found = json.loads(twice("references", "1", "--diff", "1", "2", "--json").stdout)
    assert found["old"] == {
        "capture_id": 1, "captured_at": "2026-01-01T00:00:00.000Z", "references": 3,
    }  # fmt: skip
    assert [row["position"] for row in found["removed"]] == [3]
    first, second = found["changed"]
    assert second["words"] == [{"old": "Tariffs,”", "new": "Duties,”"}]
    assert (first["old_doi"], first["new_doi"]) == (None, "10.1000/new")
    assert [link["url"] for link in first["links_gained"]] == ["https://doi.org/10.1000/new"]


def test_no_difference(harvester: Program, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(CHAPTER, "utf-8")
    harvester("harvest", path)
    done = harvester("references", "1", "--diff")
    assert (done.returncode, done.stdout) == (0, "")
    assert "same list (3 references)" in done.stderr
    found = json.loads(harvester("references", "1", "--diff", "--json").stdout)
    assert (found["removed"], found["added"], found["changed"]) == ([], [], [])


@pytest.mark.parametrize("words", [["1", "2"], ["--json"], ["--diff", "1"]])
def test_words_that_make_no_sense(twice: Program, words: list[str]) -> None:
    done = twice("references", "1", *words)
    assert done.returncode == 2
    assert "--diff" in done.stderr
