"""The project's own rules: style, types, arrows, sizes, and no site's name in general code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from harvester.config import load

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "harvester").rglob("*.py"))


@pytest.mark.parametrize(
    "words",
    [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",)],
    ids=lambda words: " ".join(words),
)
def test_tool_finds_nothing(words: tuple[str, ...]) -> None:
    tool = Path(sys.executable).parent / words[0]
    done = subprocess.run([tool, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > 60
    ]
    assert long == []


#: What a site is called, when its name is a common word or a library of ours besides.
_COMMON = frozenset({"brill", "ojs", "dspace", "wiley"})
#: A site that the references of all sites link to: a kind of link by the contract.
_LINKED = frozenset({"worldcat", "worldcat.org", "search.worldcat.org"})
#: Examples that a person reads, in help and docstrings; and hosts that answer for all sites.
_EXAMPLES = re.compile(
    r"^\s*(#|harvester |\\b)|data/samples|core/books/…|core/journals/…|facts/sites\.md"
)


def _names_of_sites() -> re.Pattern[str]:
    """Names and hosts of all sites, from their files."""
    heads = load(None, {}, Path("/")).sites.heads
    hosts = {host.removeprefix("www.") for head in heads for host in head.hosts}
    names = {head.name for head in heads} | {head.title for head in heads if " " in head.title}
    words = (names | hosts | {"kindle", "dropbox", "silverchair", "atypon"}) - _COMMON - _LINKED
    return re.compile("|".join(sorted(map(re.escape, words))), re.IGNORECASE)


def test_no_site_in_general_code() -> None:
    """What is true of one site only stands in its TOML, or in harvester/sites."""
    names = _names_of_sites()
    general = [ROOT / "config" / "general.toml", *MODULES]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in general
        if path.parent.name != "sites"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if names.search(line) and not _EXAMPLES.search(line)
    ]
    assert found == []


def test_constraints_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert [
        line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.!+-]+", line)
    ] == []
