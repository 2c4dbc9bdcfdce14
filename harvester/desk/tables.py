"""One table's entry in Datasette's metadata."""

from typing import Any


def table(
    title: str,
    description: str,
    columns: dict[str, str],
    facets: tuple[str, ...] = (),
    label: str | None = None,
    newest: str | None = None,
) -> dict[str, Any]:
    """Title, description and columns; what to filter by, what names a row, what sorts first."""
    entry: dict[str, Any] = {"title": title, "description": description, "columns": columns}
    options = {"facets": list(facets), "label_column": label, "sort_desc": newest}
    return entry | {name: value for name, value in options.items() if value}
