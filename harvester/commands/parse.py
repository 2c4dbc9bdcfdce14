"""``harvester parse FILE``: plain references from anywhere, through the reader's own parser."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import click

from harvester.commands.context import Context
from harvester.commands.printing import count
from harvester.errors import SourceError
from harvester.export.items import of_references
from harvester.export.references import ITEM_FORMATS
from harvester.extract.decode import decode
from harvester.extract.references.again import in_order
from harvester.extract.references.parse import parse
from harvester.model import Citation


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted({"jsonl", *ITEM_FORMATS})),
    default="jsonl",
    show_default=True,
    help="jsonl: text, fields, confidence and flags, one JSON object a line. csl-json, bibtex, "
    "ris: for Zotero and the like, with the printed text as a note.",
)
@click.pass_obj
def command(context: Context, file: BinaryIO, form: str) -> None:
    """Parse a list of references. FILE is plain text with one a line, - for standard input.

    Lines without text are skipped; the order stays. A reference that cannot be taken apart with
    any confidence keeps its text and gets no fields. No database is needed.

    \b
    Examples:
      harvester parse bibliography.txt
      harvester parse bibliography.txt --format ris > bibliography.ris
      pbpaste | harvester parse - --format bibtex
    """
    texts = _texts(file)
    archives = context.config.archives
    with _progress(context, texts) as step:

        def watched(text: str) -> Citation:
            step()
            return parse(text, archives)

        citations = in_order(texts, watched)
        if form == "jsonl":
            written = "".join(_lines(texts, citations))
        else:
            written = ITEM_FORMATS[form](of_references(_entries(texts, citations)))
    click.echo(written, nl=False)
    read = sum(citation.csl is not None for citation in citations)
    context.say(f"Took apart {read:,} of {count(len(texts), 'reference')}.")


def _texts(file: BinaryIO) -> list[str]:
    """The lines that hold text. Raises SourceError for a file that is no text."""
    decoded = decode(file.read())
    if decoded.form == "binary":
        raise SourceError(
            f"{file.name} is {decoded.what}. Give plain text with one reference a line."
        )
    return [text for line in decoded.text.split("\n") if (text := line.strip())]


def _lines(texts: Sequence[str], citations: Sequence[Citation]) -> Iterator[str]:
    for text, citation in zip(texts, citations, strict=True):
        # The fields are canonical JSON already; they need no second look.
        yield (
            f'{{"text": {json.dumps(text, ensure_ascii=False)}, "csl": {citation.csl or "null"}, '
            f'"confidence": {json.dumps(citation.confidence)}, '
            f'"flags": {json.dumps(citation.flags, ensure_ascii=False)}}}\n'
        )


def _entries(texts: Sequence[str], citations: Sequence[Citation]) -> Iterator[dict[str, object]]:
    """The references as a reference list of the database would give them."""
    for place, (text, citation) in enumerate(zip(texts, citations, strict=True), start=1):
        yield {
            "position": place,
            "text": text,
            "csl": json.loads(citation.csl) if citation.csl else None,
            "confidence": citation.confidence,
            "flags": citation.flags,
        }


@contextmanager
def _progress(context: Context, texts: Sequence[str]) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, a step for each reference that is taken apart; nothing elsewhere."""
    if context.quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(texts))
        yield lambda: bar.advance(task)
