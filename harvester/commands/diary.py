"""``harvester diary``: what happened, in plain language, for accession files."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_json, print_wrapped, safe
from harvester.keys import find
from harvester.store import queries


@click.command()
@click.argument("key", required=False)
@click.option("--since", metavar="ISO", help="Only what happened since this day or moment.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, key: str | None, since: str | None, as_json: bool) -> None:
    """Tell what was harvested, when and with what result; with KEY, of one record.

    \b
    Examples:
      harvester diary
      harvester diary 1
      harvester diary --since 2026-11-01
    """
    db = context.database()
    record_id = find(db, context.config, key) if key else None
    rows = queries.history(db, record_id, since)
    if as_json:
        print_json(rows)
        return
    for sentence in sentences(rows):
        print_wrapped(safe(sentence), "", "  ")


def sentences(rows: list[dict[str, Any]]) -> Iterator[str]:
    """One sentence or two for each capture."""
    last_text: dict[int, tuple[str, str]] = {}
    for row in rows:
        if row["outcome"] == "skipped":
            continue  # what stood beside the pages in a WARC file
        day = _day(row["fetched_at"])
        came = f"On {day} harvester {row['agent'].rpartition(' ')[2]}"
        if row["record_id"] is None:
            inside = row["source_kind"] == "warc" and row["url"]
            source = f"{row['url']} from {row['source']}" if inside else row["source"]
            yield f"{came} took {source}: {row['outcome']}. {row['note'] or ''}".rstrip()
            continue
        title = f"“{row['title']}”" if row["title"] else row["key"]
        how = "fetched" if row["source_kind"] in ("url", "doi") else "read a saved copy of"
        saved = ""
        if row["captured_at"] and _day(row["captured_at"]) != day:
            saved = f", captured on {_day(row['captured_at'])}"
        said = f"{came} {how} {title}{saved}: {row['outcome']}"
        if row["references"]:
            said += f"; {count(row['references'], 'reference')}"
            said += f", {row['with_doi']} with a CrossRef or DOI link"
        before = last_text.get(row["record_id"])
        if before:
            same = before[0] == row["text_sha256"]
            said += f"; {'nothing' if same else 'the text'} changed since {before[1]}"
        if row["text_sha256"]:
            last_text[row["record_id"]] = (row["text_sha256"], day)
        yield said + "."


def _day(moment: str) -> str:
    found = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return f"{found.day} {found:%B %Y}"
