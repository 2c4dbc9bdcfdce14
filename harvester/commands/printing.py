"""How things are printed for people: escaped, wrapped to the terminal, readable in a pipe.

Text of a page may hold escape sequences and control or bidirectional characters; none of them
reaches a terminal as such (they show as their code), while ``--json`` escapes them by itself.
"""

import json
import shutil
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from harvester.harvest import Result

#: Categories that a terminal could act on: controls, formats (bidi), surrogates, private use.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Co"})
_WIDEST = 100


def width() -> int:
    """Columns to print in: the terminal's, but no more than people like to read."""
    return min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)


def safe(text: object) -> str:
    """Text of a page made harmless for a terminal."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in _ACTING and c != "\n" else c
        for c in str(text)
    )


def print_json(data: object) -> None:
    """One JSON document on standard output, for programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_json_line(data: object) -> None:
    """One JSON document on one line."""
    click.echo(json.dumps(data, ensure_ascii=False))


def print_fields(fields: Iterable[tuple[str, object]], indent: str = "  ") -> None:
    """Names and values, a line each, long values wrapped under themselves."""
    shown = [(name, safe(value)) for name, value in fields if value not in (None, "", [])]
    room = max((len(name) for name, _ in shown), default=0) + 2
    for name, value in shown:
        print_wrapped(value, f"{indent}{name:<{room}}", indent + " " * room)


def print_wrapped(text: str, first: str = "", rest: str = "") -> None:
    """A text wrapped to the terminal; its own paragraphs stay apart."""
    for number, paragraph in enumerate(text.split("\n\n")):
        lead = first if number == 0 else rest
        if number:
            click.echo()
        lines = textwrap.wrap(
            paragraph, max(width(), len(rest) + 20), initial_indent=lead, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        for line in lines or [lead.rstrip()]:
            click.echo(line)


def print_table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[tuple[str, str]], wrap: bool = False
) -> None:
    """A table of rows; ``columns`` are (key, heading), the last one takes the room left.

    What does not fit there is cut off, or with ``wrap`` goes on in the next line.
    """
    cells = [[safe(row[key] if row[key] is not None else "") for key, _ in columns] for row in rows]
    heads = [head for _, head in columns]
    widths = [max(len(line[n]) for line in [heads, *cells]) for n in range(len(columns))]
    left = width() - sum(w + 2 for w in widths[:-1])
    for line in [heads, *cells]:
        fixed = "  ".join(cell.ljust(w) for cell, w in zip(line[:-1], widths[:-1], strict=True))
        room = max(left, 16)
        short = textwrap.shorten(line[-1], room, placeholder=" …")
        pieces = textwrap.wrap(line[-1], room) if wrap else [short]
        for number, piece in enumerate(pieces or [""]):
            before = " " * len(fixed) if number else fixed
            click.echo(f"{before}  {piece}".rstrip())


def names(people: Iterable[Mapping[str, Any]]) -> str:
    """Contributors on one line, each with the role."""
    return "; ".join(f"{person['name']} ({person['role']})" for person in people)


def value_text(value: Any) -> str:
    """A value of any field on one line: text as it is, all else as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def count(number: int, one: str, many: str = "") -> str:
    """ "1 reference", "15 references"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def result_json(result: "Result") -> dict[str, Any]:
    """How one source ended, for programs."""
    return {
        "source": result.source.word,
        "url": result.source.address,
        "outcome": result.outcome,
        "well": result.well,
        "message": result.sentence,
        "capture_id": result.capture_id,
        "id": result.record_id,
        "changed": result.changed,
    }
