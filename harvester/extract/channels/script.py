"""The channel ``script``: the state that a page hands to its own scripts, as JSON.

Pages that are built in the browser hold their record there and print none of it. A rule names
the script by CSS and the value by a dotted path; lists on the way are walked through.
"""

import json
from collections.abc import Iterable
from typing import Any

from harvester.config.site import Rule
from harvester.extract.channels.schema import Work, said_by
from harvester.extract.tree import Tree
from harvester.model import Assertion


def read(tree: Tree, rules: Iterable[Rule]) -> list[Assertion]:
    """What the rules assert of the scripts that are JSON; others hold nothing for us."""
    made: list[Assertion] = []
    states: dict[str, list[Work]] = {}
    for rule in rules:
        if rule.script not in states:
            states[rule.script] = _states(tree, rule.script)
        for state in states[rule.script]:
            made.extend(said_by(state, rule))
    return made


def _states(tree: Tree, css: str) -> list[Work]:
    found: list[Work] = []
    for node in tree.select(css):
        try:
            data: Any = json.loads(node.raw(), strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            found.append(Work(data, node.locator(), "script"))
    return found
