"""Prints how each rule of a site's file fares with one saved page."""

import dataclasses
from pathlib import Path

import click

from harvester.commands.context import Context
from harvester.commands.printing import print_json, print_table
from harvester.config.site import Site

_COLUMNS = (
    ("hits", "hits"),
    ("part", "table"),
    ("rule", "rule"),
    ("first", "first match, or what was looked for"),
)

#: As much of what a rule gave is shown.
_LONGEST = 160


def print_checks(
    context: Context, site: Site, file: str, url: str | None, missing: bool, as_json: bool
) -> None:
    """One line a rule: how often it matched and what it gave first, or what it looked for.

    ``missing``: only the rules for this kind of page that gave nothing.
    """
    from harvester.extract.check import check
    from harvester.extract.decode import decode
    from harvester.extract.page import LARGEST

    decoded = decode(Path(file).read_bytes()[:LARGEST], None)
    if decoded.form not in ("html", "text"):
        raise click.UsageError(f"{file} is no page: it is {decoded.what or decoded.form}.")
    found = check(decoded, url, site, context.config)
    if missing:
        found = [one for one in found if not one.hits and one.serves]
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
        return
    rows = [
        {
            "hits": one.hits or ("-" if one.serves else "other kind"),
            "part": one.part,
            "rule": one.rule,
            "first": " ".join((one.first or one.place).split())[:_LONGEST],
        }
        for one in found
    ]
    print_table(rows, _COLUMNS, wrap=True)
    matched = sum(bool(one.hits) for one in found)
    context.say(f"{matched} of {len(found)} rules of {site.name} match {file}.")
