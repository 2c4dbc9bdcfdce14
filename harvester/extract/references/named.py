"""The people of a parsed reference, as a person counts them who decides on one."""

from collections.abc import Mapping
from typing import Any

#: The people whose names are looked at, and counted, in this order.
NAMED = ("author", "editor")


def people_of(item: Mapping[str, Any]) -> list[dict[str, str]]:
    """The people of a CSL item in the order in which a decision counts them, from 1."""
    return [person for role in NAMED for person in item.get(role) or ()]
