"""The README tells the truth: its command, its output, the names it uses."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from conftest import ROOT, environment
from harvester.cli import cli
from harvester.store.database import open_database

README = (ROOT / "README.md").read_text("utf-8")


def block(name: str) -> str:
    """The fenced block after a comment."""
    match = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert match, name
    return match.group(1)


def test_the_first_command_prints_what_the_readme_shows(tmp_path: Path) -> None:
    words = shlex.split(block("harvest command").split("&&")[-1])
    assert words[0] == ".venv/bin/harvester"
    (tmp_path / "data").symlink_to(ROOT / "data" / "samples" / "..")
    done = subprocess.run(
        [sys.executable, "-m", "harvester", "--db", str(tmp_path / "x.db"), *words[1:]],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == block("harvest output")


def test_ci_runs_the_test_command() -> None:
    assert ".venv/bin/pytest" in block("test command")
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", cli.list_commands(click.Context(cli)))
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"harvester {name}\b|`{name}`", README)


def test_every_table_is_documented(tmp_path: Path) -> None:
    db = open_database(tmp_path / "x.db", create=True)
    names = [
        name
        for name in [*db.table_names(), *db.view_names()]
        if not name.startswith("_") and "_fts" not in name
    ]
    db.conn.close()
    assert [name for name in names if f"`{name}`" not in README] == []


def test_links_lead_to_files() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
