"""The time, in the one form in which it is stored."""

import re
from datetime import UTC, datetime

from harvester.errors import UsageError


def utc_now() -> str:
    """Now, as ISO 8601 in UTC to the millisecond: "2026-11-24T03:00:00.000Z"."""
    return utc_of(datetime.now(UTC))


def utc_text(text: str) -> str:
    """An ISO 8601 time that a person gave, in UTC; a date alone is its midnight.

    A time without an offset is taken as UTC. Raises UsageError for anything else.
    """
    try:
        given = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text.strip()))
        return utc_of(given.replace(tzinfo=given.tzinfo or UTC).astimezone(UTC))
    except (ValueError, OverflowError) as fault:
        raise UsageError(
            f'"{text}" is not a time. Write it as 2021-10-20 or 2021-10-20T11:48:24Z.'
        ) from fault


def utc_of(moment: datetime) -> str:
    """A moment that knows its time zone, as stored."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
