"""``harvester harvest SOURCE…``: one-off harvests."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from harvester.clock import utc_text
from harvester.commands.context import Context
from harvester.commands.printing import (
    count,
    names,
    print_fields,
    print_json_line,
    result_json,
    safe,
)
from harvester.errors import UsageError
from harvester.fetch.sources import parse_source
from harvester.harvest import Options, Result, Run, open_run
from harvester.model import NO_PAGE, Source
from harvester.store import queries, records, review


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--url", metavar="URL", help="The address that the file was saved from.")
@click.option(
    "--captured-at", metavar="ISO", help="When the page was saved: 2021-10-20 or with a time."
)
@click.option(
    "--site", metavar="NAME", help="Read with this site's profile, whatever the address says."
)
@click.option(
    "--force", is_flag=True, help="Fetch again although it is not due, and unconditionally."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source, for programs.")
@click.pass_obj
def command(
    context: Context,
    sources: tuple[str, ...],
    url: str | None,
    captured_at: str | None,
    site: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Harvest pages: addresses, DOIs, saved files, or - for standard input.

    A file may be HTML or text as copied from a browser. Each source stands or falls alone;
    exit code 1 says that at least one failed, and the others are stored.

    \b
    Examples:
      harvester harvest data/samples/cambridge-core-chapter.txt
      harvester harvest page.html --url https://www.cambridge.org/core/books/…
      harvester harvest doi:10.1017/… https://www.cambridge.org/core/journals/…
      pbpaste | harvester harvest -
    """
    if url and len(sources) > 1:
        raise UsageError("--url is the address of one file; harvest the others on their own.")
    known = context.config.sites.names
    if site and site not in known:
        raise UsageError(f'There is no site "{site}". Known are: {", ".join(known)}.')
    resolver = context.config.settings.fetch.doi_resolver
    parsed = [parse_source(word, url, resolver) for word in sources]
    options = Options(utc_text(captured_at) if captured_at else None, site, force)
    db = context.database(create=True)
    with (
        open_run(db, context.config, "harvest", context.say) as run,
        _progress(context, parsed) as step,
    ):
        beside: Counter[str] = Counter()
        for result in run.harvest(parsed, options):
            step(result)
            beside[result.outcome] += result.outcome in NO_PAGE
            alone = result.record_id if result.records <= 1 else None
            record = queries.record_json(db, alone) if alone else None
            if as_json:
                print_json_line(_as_json(result, record))
            elif result.outcome not in NO_PAGE or context.verbose:
                _print(db, result, record)
    _summary(context, run, beside)
    return 1 if run.failed else 0


def _summary(context: Context, run: Run, beside: Counter[str]) -> None:
    """How many were well, and what stood beside them in WARC files."""
    well = run.well - beside.total()
    if beside["redirect"]:
        context.say(f"{count(beside['redirect'], 'redirect')} recorded.")
    if beside["skipped"]:
        what = count(beside["skipped"], "capture")
        context.say(
            f"{what} skipped: no pages (images, style sheets and the like). All are stored."
        )
    if well + run.failed > 1 or beside.total():
        context.say(f"{count(well, 'source')} well, {run.failed} failed.")


@contextmanager
def _progress(context: Context, sources: Sequence[Source]) -> Iterator[Any]:
    """A bar for several sources on a terminal; nothing elsewhere."""
    if len(sources) < 2 or context.quiet or not sys.stderr.isatty():
        yield lambda result: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(sources))

        def step(result: Result) -> None:
            bar.update(task, advance=1, description=safe(result.name)[:60])

        yield step


def _as_json(result: Result, record: dict[str, Any] | None) -> dict[str, Any]:
    return result_json(result) | {
        "records": result.records,
        "key": record["key"] if record else None,
        "kind": record["kind"] if record else None,
        "title": record["title"] if record else None,
        "references": len(record["references"]) if record else 0,
        "review": sum(item["state"] == "open" for item in record["review"]) if record else 0,
    }


def _print(db: Any, result: Result, record: dict[str, Any] | None) -> None:
    if result.well and result.records > 1:
        _print_many(db, result)
        return
    if not result.well or record is None:
        sentence = f"{safe(result.name)}: {result.outcome}\n  {safe(result.sentence or '')}"
        click.echo(sentence, err=not result.well)
        if result.capture_id:
            said = f"  The capture is stored (number {result.capture_id})."
            click.echo(said, err=not result.well)
        return
    click.echo(safe(result.name))
    ledger = queries.ledger(db, result.capture_id or 0)
    waiting = [item for item in record["review"] if item["state"] == "open"]
    number = f" {record['number']}" if record["number"] else ""
    print_fields(
        [
            ("title", record["title"]),
            ("kind", f"{record['kind']}{number}"),
            ("people", names(record["contributors"])),
            ("in", record["container_title"]),
            ("publisher", record["publisher"]),
            ("published", _dates(record)),
            ("doi", record["doi"]),
            (
                "outcome",
                f"{result.outcome}: {result.sentence}" if result.sentence else result.outcome,
            ),
            ("parts", count(len(record["parts"]), "part") if record["parts"] else ""),
            ("references", _references(record["references"])),
            ("stripped", _stripped(ledger)),
            ("to review", count(len(waiting), "question") if waiting else "nothing"),
            ("", "\n\n".join(_questions(review.waiting(db, record_id=record["id"], limit=1000)))),
            ("stored", f"record {record['id']}{'' if result.changed else ', unchanged'}"),
        ]
    )


def _print_many(db: Any, result: Result) -> None:
    """What became of a file of many records."""
    click.echo(safe(result.name))
    first = records.title_of(db, result.record_id) if result.record_id else None
    stored = f"from record {result.record_id}" if result.record_id else ""
    print_fields([("first", first), ("outcome", result.sentence), ("stored", stored)])


def _questions(waiting: list[dict[str, Any]]) -> list[str]:
    """The questions of a record, and how many names in its references are asked about."""
    asked = [row["reason"] for row in waiting if row["question"] != "name-order"]
    if more := len(waiting) - len(asked):
        asked.append(
            f"{count(more, 'name')} in the references may be turned round: "
            f"harvester show {waiting[0]['record_id']}"
        )
    return asked


def _dates(record: dict[str, Any]) -> str:
    online, printed = record["published_online"], record["published_print"]
    return ", ".join(
        f"{value} ({name})" for value, name in ((online, "online"), (printed, "print")) if value
    )


def _references(references: list[dict[str, Any]]) -> str:
    kinds: dict[str, int] = {}
    for entry in references:
        for kind in {link["kind"] for link in entry["links"]}:
            kinds[kind] = kinds.get(kind, 0) + 1
    shown = ", ".join(f"{number} with a {kind} link" for kind, number in sorted(kinds.items()))
    return f"{len(references)}" + (f" ({shown})" if shown else "")


def _stripped(ledger: list[dict[str, Any]]) -> str:
    characters = sum(row["characters"] for row in ledger)
    return f"{characters:,} characters of boilerplate by {count(len(ledger), 'rule')}"
