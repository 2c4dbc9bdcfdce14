"""Lays the files of a new site: the rules of one like it, all candidates, and an empty case."""

import json
import re
from pathlib import Path

import click

from harvester.commands.context import Context
from harvester.config.files import shipped_folder
from harvester.config.site import Site

SCHEMA = "site.schema.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def lay(context: Context, name: str, like: Site, folder: str) -> None:
    """Write ``sites/NAME.toml`` below a configuration folder, the schema, and a case's JSON.

    Raises UsageError where the name is none, or a file is there already.
    """
    if not _NAME.fullmatch(name):
        raise click.UsageError(f'"{name}" is no name: small letters, digits and hyphens.')
    target = Path(folder) / "sites" / f"{name}.toml"
    case = Path("tests") / "sites" / name / "first-page.json"
    for path in (target, case):
        if path.exists():
            raise click.UsageError(f"{path} is there already. Take another name, or edit it.")
    if name in context.config.sites.names:
        raise click.UsageError(f'There is a site "{name}" already. Take another name.')
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_rules(context, name, like), "utf-8")
    schema = Path(folder) / SCHEMA
    if not schema.exists():
        schema.write_text((shipped_folder() / SCHEMA).read_text("utf-8"), "utf-8")
    case.parent.mkdir(parents=True, exist_ok=True)
    case.write_text(json.dumps(_CASE, indent=2) + "\n", "utf-8")
    click.echo(target)
    click.echo(case)
    context.say(
        f"1. Put the site's hosts and marks into {target}.\n"
        f"2. Save a page as {case.with_suffix('.html')}; write into the JSON what you read.\n"
        f"3. harvester sites check {name} {case.with_suffix('.html')}"
    )


_CASE = {"saved_from": "https://", "outcome": "ok", "kind": "", "title": "", "contributors": []}


def _rules(context: Context, name: str, like: Site) -> str:
    """The file of the other site under the new name: without its proofs, hosts and marks."""
    text = context.config.folders.files(f"sites/{like.name}.toml")[-1].read_text("utf-8")
    text = re.sub(r"(?m)^verified = .*\n", "", text)
    text = re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', text, count=1)
    text = re.sub(r'(?m)^title = ".*"$', f'title = "{name}"', text, count=1)
    text = re.sub(r"(?ms)^hosts = \[.*?\]\n", 'hosts = ["www.example.org"]\n', text, count=1)
    return re.sub(r"(?ms)^html = \[.*?^\]\n", "html = []\n", text, count=1)
