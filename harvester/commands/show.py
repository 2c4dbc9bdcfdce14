"""``harvester show KEY``: one record, and where each of its values came from."""

from typing import Any

import click

from harvester.commands.context import Context
from harvester.commands.decided import told
from harvester.commands.printing import count, print_fields, print_json, print_wrapped, safe
from harvester.evidence import evidence
from harvester.export.decided import holding
from harvester.keys import find
from harvester.store import queries

_SHOWN = (
    ("kind", "kind"),
    ("number", "number"),
    ("part", "part"),
    ("container_title", "in"),
    ("series", "series"),
    ("publisher", "publisher"),
    ("place", "place"),
    ("published_online", "online"),
    ("published_print", "print"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("pages", "pages"),
    ("doi", "doi"),
    ("language", "language"),
    ("licence", "licence"),
    ("access", "access"),
    ("url", "url"),
    ("pdf_url", "pdf"),
    ("outcome", "outcome"),
    ("key", "key"),
)
_UNIT = (
    ("level", "unit_level"),
    ("reference", "reference_code"),
    ("repository", "repository"),
    ("dates", "covering_dates_printed"),
    ("as EDTF", "covering_dates"),
    ("extent", "extent"),
    ("container", "containers"),
    ("conditions", "conditions"),
)
#: So many parts are shown; ``--json`` has all.
_PARTS = 500
#: What the assertions call the lists of a record.
_ASSERTED = {"contributors": "contributor", "references": "reference", "keywords": "keyword"}
#: So many records that cite one are shown; ``--json`` has all.
_CITING = 10


@click.command()
@click.argument("key")
@click.option("--evidence", "with_evidence", is_flag=True, help="Where each value came from.")
@click.option("--captures", "with_captures", is_flag=True, help="All captures of its page.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(
    context: Context, key: str, with_evidence: bool, with_captures: bool, as_json: bool
) -> None:
    """Show one record. KEY is its number, its key, its DOI or its address.

    \b
    Examples:
      harvester show 1
      harvester show 10.1017/… --evidence
      harvester show https://www.cambridge.org/core/books/… --json
    """
    db = context.database()
    record_id = find(db, context.config, key)
    record = queries.record_json(db, record_id)
    if with_evidence:
        said = evidence(db, context.config, record_id)
        print_json(said) if as_json else _print_evidence(record, said)
    elif with_captures:
        print_json(record["captures"]) if as_json else _print_captures(record)
    elif as_json:
        print_json(record)
    else:
        _print_record(record)


def _print_record(record: dict[str, Any]) -> None:
    print_wrapped(safe(record["title"] or "(no title)"))
    unit = record["unit"] or {}
    print_fields(
        [
            *((label, unit.get(name)) for label, name in _UNIT),
            *((label, record[name]) for name, label in _SHOWN),
        ]
    )
    for field in ("isbn", "issn", "keywords"):
        print_fields([(field, "; ".join(record[field]))])
    for person in record["contributors"]:
        places = "; ".join(person["affiliations"])
        print_fields([(person["role"], person["name"] + (f", {places}" if places else ""))])
    for said in record["original_script"]:
        print_fields([(f"{said['field']} as written", said["value"])])
    for field in ("abstract", "extract"):
        if record[field]:
            heading = "Scope and content" if unit and field == "abstract" else field.capitalize()
            click.echo(f"\n{heading}")
            print_wrapped(safe(record[field]), "  ", "  ")
    if record["parts"]:
        click.echo(f"\nParts ({len(record['parts'])}{_harvested(record['assembly'])})")
        for part in record["parts"][:_PARTS]:
            number = f"{part['number']} - " if part["number"] else ""
            pages = f" ({part['pages']})" if part["pages"] else ""
            indent = "  " * part["depth"]
            print_wrapped(safe(f"{number}{part['title']}{pages}"), indent, indent + "    ")
        if len(record["parts"]) > _PARTS:
            click.echo(f"  … and {len(record['parts']) - _PARTS:,} more: --json has all")
    if record["references"]:
        click.echo(f"\nReferences ({len(record['references'])})")
        for entry in record["references"]:
            print_wrapped(safe(entry["text"]), f"  {entry['position']:>3}  ", " " * 7)
    if record["cited_by"]:
        click.echo(f"\nCited by ({len(record['cited_by'])})")
        for row in record["cited_by"][:_CITING]:
            print_wrapped(safe(_citing(row)), f"  {row['id']:>3}  ", " " * 7)
        if len(record["cited_by"]) > _CITING:
            click.echo("       …")
    if decided := holding(record["decisions"]):
        click.echo(f"\nDecided ({len(decided)})")
        for row in decided:
            print_wrapped(safe(told(row)), "  - ", "    ")
    waiting = [item for item in record["review"] if item["state"] == "open"]
    if waiting:
        click.echo("\nWaits for review")
        for item in waiting:
            print_wrapped(safe(f"{item['field']}: {item['reason']}"), "  - ", "    ")
    click.echo()
    print_wrapped(f"Where each value came from: harvester show {record['id']} --evidence")


def _harvested(assembly: dict[str, Any] | None) -> str:
    if assembly is None:
        return ""
    return f", {assembly['harvested']} of {count(assembly['chapters'], 'chapter')} harvested"


def _citing(row: dict[str, Any]) -> str:
    places = ", ".join(str(position) for position in row["positions"])
    many = len(row["positions"]) > 1
    return f"{row['title'] or row['key']}, reference{'s' if many else ''} {places}"


def _print_captures(record: dict[str, Any]) -> None:
    print_wrapped(safe(record["title"] or "(no title)"))
    for capture in record["captures"]:
        print_fields(
            [
                ("capture", capture["id"]),
                ("captured", capture["captured_at"] or "unknown"),
                ("harvested", capture["fetched_at"]),
                ("source", capture["source"]),
                ("url", capture["url"]),
                ("status", capture["status"]),
                ("outcome", f"{capture['outcome']}, read as {capture['reading_outcome']}"),
                ("sha256", capture["sha256"]),
            ]
        )
        click.echo()


def _print_evidence(record: dict[str, Any], said: dict[str, Any]) -> None:
    print_wrapped(safe(record["title"] or "(no title)"))
    print_wrapped(
        "* marks the value that the machine chose, + what a person decided, which is shown. The "
        "rule: " + said["rule"], "", "",
    )  # fmt: skip
    if said["candidates"]:
        print_wrapped(
            f"{said['candidates']} of these rules are candidates: they follow what is known of the "
            "site, and have not yet been seen to match a page saved from the live site."
        )
    decided: dict[str, list[dict[str, Any]]] = {}
    for row in holding(said["decisions"]):
        decided.setdefault(_ASSERTED.get(head := row["slot"][0].split(".")[0], head), []).append(
            row
        )
    for field, rows in [*said["fields"].items(), *((name, []) for name in decided)]:
        made = decided.pop(field, None)
        if not rows and not made:
            continue
        click.echo(f"\n{field}")
        for row in made or ():
            print_wrapped(safe(told(row)), "  + ", "      ")
        for row in rows:
            _print_assertion(row)


def _print_assertion(row: dict[str, Any]) -> None:
    mark = "*" if row["chosen"] else "-"
    gone = " (superseded)" if row["superseded_by"] else ""
    value = row["value"] if row["value"] is not None else f"absent: {row['absence']}"
    print_wrapped(safe(value), f"  {mark} ", "      ")
    if row["value"] is None:
        return
    candidate = ", candidate" if row["candidate"] else ""
    place = (
        f"{row['channel']}, {row['generation'] or 'any generation'}{candidate}, {row['locator']}"
    )
    print_wrapped(
        f"{safe(place)}, capture {row['capture_id']} of {row['captured_at']}{gone}",
        "      ",
        "      ",
    )
    if row["snippet"] and row["snippet"] != row["value"]:
        print_wrapped("> " + safe(row["snippet"].replace("\n", " ")), "      ", "        ")
