"""What a person may say of sources beside their names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say beside the sources.

    ``is_data``: a list for machines, no page. ``is_list``: a page that need be no work itself.
    ``beside``: the record beside whose page a structured source is asked for.
    """

    captured_at: str | None = None
    site: str | None = None
    force: bool = False
    is_data: bool = False
    is_list: bool = False
    beside: int | None = None
