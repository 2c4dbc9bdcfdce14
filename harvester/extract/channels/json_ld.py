"""schema.org data in ``script type="application/ld+json"``.

A script that is not JSON is said so by an assertion without a value.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from harvester.extract.channels.schema import Work, is_work
from harvester.extract.tree import SNIPPET, Tree
from harvester.model import Assertion

#: Half a character, which JSON can write and nothing can store.
_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)


def collect(tree: Tree) -> tuple[list[Work], list[Assertion]]:
    """The works described in a page's scripts, and one absence for each broken script."""
    works: list[Work] = []
    broken: list[Assertion] = []
    for node in tree.select('script[type="application/ld+json" i]'):
        raw = node.raw().strip().removesuffix(";")
        try:
            data = json.loads(_SURROGATE.sub("\ufffd", raw), strict=False)
        except (ValueError, RecursionError) as fault:
            broken.append(
                Assertion(
                    field="json-ld",
                    value=None,
                    channel="json-ld",
                    locator=node.locator(),
                    snippet=raw[:SNIPPET],
                    absence=f"the script is not JSON: {fault}",
                )
            )
            continue
        items = list(_items(data))
        by_id = {str(item["@id"]): item for item in items if len(item) > 1 and item.get("@id")}
        works.extend(
            Work(_resolved(item, by_id), node.locator(), "json-ld")
            for item in items
            if is_work(item)
        )
    return works, broken


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """The items of a script: in a list, in a graph, or what a web page is about."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity"):
                inside = item.get(key)
                for one in inside if isinstance(inside, list) else [inside]:
                    if isinstance(one, dict):
                        yield one


def _resolved(item: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An item with what its properties point to by ``@id`` alone in its place."""

    def follow(value: Any) -> Any:
        if isinstance(value, list):
            return [follow(one) for one in value]
        if isinstance(value, dict) and list(value) == ["@id"]:
            return by_id.get(str(value["@id"]), value)
        return value

    return {key: follow(value) for key, value in item.items()}
