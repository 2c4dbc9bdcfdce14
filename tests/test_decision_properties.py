"""Whatever is decided, undone and harvested, in any order: what is shown is what a person who
keeps a list of it on paper would say, and no decision is ever changed.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from test_store import CHAPTER, record, take

from harvester import reviewing
from harvester.config import Configuration
from harvester.reviewing import Verdict
from harvester.store import review
from harvester.store.database import open_database

#: How the page prints each field, from harvest to harvest.
TITLES = ("The grain question", "The grain answer", "The bread question")
BOOKS = ("Bread and Tariffs", "Bread and Duties")
PARTS = ("Part II - Provisioning", "Part II - Victuals")
FIELDS = ("title", "part", "contributors.1.role", "references.2.csl.publisher", "record")


def page(variant: tuple[int, int, int]) -> str:
    title, book, part = variant
    return (
        CHAPTER.replace(TITLES[0], TITLES[title])
        .replace(BOOKS[0], BOOKS[book])
        .replace(PARTS[0], PARTS[part])
    )


@dataclass
class Paper:
    """The list on paper: of each field the decisions not struck out, the last one counts."""

    variant: tuple[int, int, int] = (0, 0, 0)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def machine(self, name: str) -> Any:
        title, _, part = self.variant
        return {
            "title": TITLES[title],
            "part": PARTS[part],
            "contributors.1.role": "author",
            "references.2.csl.publisher": None,
        }[name]

    def about(self, name: str) -> tuple[str, int | None]:
        """A field; of the reference, that which is printed at the moment."""
        return name, self.variant[1] if name.startswith("references") else None

    def last(self, name: str, whole: bool = True) -> dict[str, Any] | None:
        """The last line that counts for a field: its own, or one on the whole record."""
        wanted = {self.about(name)}
        if whole and not name.startswith("references"):
            wanted.add(("record", None))
        standing = [line for line in self.lines if line["about"] in wanted and not line["undone"]]
        return standing[-1] if standing else None

    def shown(self, name: str) -> Any:
        line = self.last(name)
        if line is None or line["kind"] == "follow":
            return self.machine(name)
        if line["about"][0] == "record":
            return line["all"][name]
        return line["value"]

    def evidence(self, name: str) -> Any:
        title, _, part = self.variant
        return {"title": title, "part": part, "record": self.variant}.get(name, 0)

    def changed(self) -> set[str]:
        """The fields whose page changed under the decision; printed no more, the decision."""
        found = set()
        for name in FIELDS:
            line = self.last(name, whole=False)
            if line and line["kind"] != "follow" and line["evidence"] != self.evidence(name):
                found.add(name)
        other = [line for line in self.lines if line["about"] == (FIELDS[3], 1 - self.variant[1])]
        left = [line for line in other if not line["undone"]]
        if left and left[-1]["kind"] != "follow":
            found.add(f"decision.{left[-1]['id']}")
        return found


steps = st.one_of(
    st.tuples(st.just("decide"), st.sampled_from(FIELDS[:4]), st.sampled_from(("accept", "keep", "follow"))),
    st.tuples(st.just("decide"), st.just("record"), st.sampled_from(("accept", "keep", "follow"))),
    st.tuples(st.just("correct"), st.sampled_from(FIELDS[:4]), st.sampled_from(("editor", "translator"))),
    st.tuples(st.just("reject"), st.sampled_from((FIELDS[0], FIELDS[1], FIELDS[3])), st.none()),
    st.tuples(st.just("undo"), st.integers(0, 20), st.none()),
    st.tuples(st.just("harvest"), st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1)), st.none()),
)  # fmt: skip


@given(st.lists(steps, min_size=1, max_size=9))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_shown_is_what_was_decided(
    shipped: Configuration, actions: list[tuple[str, Any, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "x.db", create=True)
        try:
            _walk(db, shipped, actions)
        finally:
            db.conn.close()


def _walk(db: Database, config: Configuration, actions: list[tuple[str, Any, Any]]) -> None:
    paper = Paper()
    take(db, config, page(paper.variant), captured_at="2026-01-01T00:00:00.000Z")
    rows: list[Any] = []
    for number, (what, which, how) in enumerate(actions, start=2):
        at = f"2026-01-{number:02}T00:00:00.000Z"
        if what == "harvest":
            paper.variant = which
            take(db, config, page(which), at=at, captured_at=at)
        elif what == "undo":
            open_lines = [line for line in paper.lines if not line["undone"]]
            if open_lines:
                line = open_lines[which % len(open_lines)]
                reviewing.undo(db, line["id"], "", "AB", at)
                line["undone"] = True
        else:
            _decide(db, paper, which, how if what == "decide" else what, how, at)
        _compare(db, paper)
        now = db.execute("select * from decisions order by id").fetchall()
        assert now[: len(rows)] == rows, "no decision is ever changed"
        rows = now


def _decide(db: Database, paper: Paper, name: str, kind: str, value: Any, at: str) -> None:
    said = value if kind == "correct" else None
    line = {
        "about": paper.about(name), "kind": kind, "undone": False,
        "evidence": paper.evidence(name), "all": {f: paper.shown(f) for f in FIELDS[:4]},
        "value": said if kind in ("correct", "reject") or name == "record" else paper.shown(name),
    }  # fmt: skip
    line["id"] = reviewing.decide(db, Verdict(1, name, kind, said, "", "AB"), at)
    paper.lines.append(line)


def _compare(db: Database, paper: Paper) -> None:
    now = record(db, 1)
    found = {
        "title": now["title"],
        "part": now["part"],
        "contributors.1.role": now["contributors"][0]["role"],
        "references.2.csl.publisher": (now["references"][1]["csl"] or {}).get("publisher"),
    }
    assert found == {name: paper.shown(name) for name in FIELDS[:4]}
    assert BOOKS[paper.variant[1]] in now["references"][1]["text"], "the printed text is sacred"
    asked = {row["field"] for row in review.waiting(db, question="page-changed", limit=100)}
    assert asked == paper.changed()
