"""Test cases that are files: a page as captured, and what a person read off it.

``<case>.html`` or ``<case>.txt`` with ``<case>.json`` beside it. The JSON has the keys of
``harvester show KEY --json``; keys that it leaves out are not looked at, and in its lists of
objects the keys that an object leaves out are not either. Besides there are ``saved_from`` (the
address the page was saved from, when the page does not tell its own), ``page`` (where the page
is, if not beside), ``parts`` (a book's contents), ``review_fields`` and ``no_record``.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SITES = Path(__file__).parent / "sites"


@dataclass(frozen=True)
class Case:
    """One captured page and what is expected of it."""

    stem: str
    site: str
    page: Path
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.site}/{self.stem}"

    @property
    def url(self) -> str | None:
        return self.expected.get("saved_from")


def all_cases() -> list[Case]:
    """Every case below tests/sites; a page without its JSON, or the reverse, is an error."""
    cases = [_case(answers) for answers in sorted(SITES.rglob("*.json"))]
    pages = {path for path in SITES.rglob("*") if path.suffix in (".html", ".txt")}
    assert pages <= {case.page for case in cases}, "a page and its JSON go together"
    return cases


def _case(answers: Path) -> Case:
    expected = json.loads(answers.read_text("utf-8"))
    named = expected.get("page")
    pages = (
        [answers.parent / named] if named else list(answers.parent.glob(f"{answers.stem}.[ht]*"))
    )
    assert len(pages) == 1, f"{answers} has no page beside it"
    return Case(answers.stem, answers.parent.name, pages[0].resolve(), expected)


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where ``found`` differs from what is expected, in words."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key, value in expected.items()
            for line in differences(value, found.get(key, "(missing)"), f"{place}.{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            return [f"{place}: {len(found)} entries instead of {len(expected)}: {found}"]
        return [
            line
            for number, (left, right) in enumerate(zip(expected, found, strict=True))
            for line in differences(left, right, f"{place}[{number}]")
        ]
    return [] if expected == found else [f"{place}: {found!r} instead of {expected!r}"]
