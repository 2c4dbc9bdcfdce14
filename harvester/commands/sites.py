"""``harvester sites``: the sites that are known, how well their rules are proven, and new ones."""

from typing import TYPE_CHECKING, Any

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_fields, print_json, print_table
from harvester.config.files import shipped_folder
from harvester.config.site import Dated, Site

if TYPE_CHECKING:
    from pathlib import Path


class _Sites(click.Group):
    """The subcommands; any other word is the name of a site to show."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Words after ``sites``: a site's name stands for showing it."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Sites, invoke_without_command=True, subcommand_metavar="[NAME | COMMAND]")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the sites, or with NAME the rules of one of them.

    A rule is a candidate until it has been seen to match a page saved from the live site.

    \b
    Examples:
      harvester sites
      harvester sites cambridge-core
      harvester sites check cambridge-core page.html
      harvester sites new my-site --like ojs
    """
    if ctx.invoked_subcommand is not None:
        return
    context = ctx.obj
    last = _last_matches(context)
    rows = [_as_json(site) | {"last_match": last.get(site.name)} for site in context.config.sites]
    if as_json:
        print_json(rows)
        return
    shown = [row | {"kinds": ", ".join(row["kinds"])} for row in rows]
    print_table(shown, _COLUMNS)
    context.say("Rules of a site: harvester sites NAME")


_COLUMNS = (
    ("name", "site"),
    ("rules", "rules"),
    ("candidates", "candidates"),
    ("generations", "generations"),
    ("fixtures", "pages"),
    ("last_match", "last match"),
    ("kinds", "kinds"),
)


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def show(context: Context, name: str, as_json: bool) -> None:
    """Show the rules of one site: "harvester sites NAME" does the same."""
    site = site_named(context, name)
    if as_json:
        print_json([_as_json(site) | {"last_match": _last_matches(context).get(name)}])
    else:
        _print_rules(site)


@command.command()
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--url", help="The address that the page was saved from.")
@click.option("--missing", is_flag=True, help="Only the rules that match nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def check(
    context: Context, name: str, file: str, url: str | None, missing: bool, as_json: bool
) -> None:
    """Show, rule by rule, what of a site's file matches a saved page and what does not."""
    from harvester.commands.checking import print_checks

    print_checks(context, site_named(context, name), file, url, missing, as_json)


@command.command()
@click.argument("name")
@click.option("--like", metavar="SITE", required=True, help="The site whose file to begin with.")
@click.option("--folder", metavar="DIR", default="config", help="Where. [default: ./config]")
@click.pass_obj
def new(context: Context, name: str, like: str, folder: str) -> None:
    """Lay the files of a new site: its rules, and a case that waits for a saved page."""
    from harvester.commands.new_site import lay

    lay(context, name, site_named(context, like), folder)


def site_named(context: Context, name: str) -> Site:
    """A site in full. Raises UsageError where there is none of this name."""
    site = context.config.sites.named(name)
    if site is None:
        raise click.UsageError(f'There is no site "{name}". See "harvester sites".')
    return site


def fixtures(name: str) -> "list[Path]":
    """The cases of a site, in a checkout; none where the program is installed without them."""
    return sorted((shipped_folder().parent / "tests" / "sites" / name).glob("*.json"))


def _last_matches(context: Context) -> dict[str, str]:
    """The day of the newest reading of each site that was well; none without a database."""
    if not context.db_path.is_file():
        return {}
    from harvester.store.queries import last_matches

    return last_matches(context.database())


def rules_of(site: Site) -> list[tuple[str, Dated]]:
    """All dated rules of a site with what each is for."""
    return [
        *((rule.field or "several fields", rule) for rule in site.field),
        *(("contributor", table) for table in site.contributors),
        *(("reference", table) for table in site.references),
        *(("parts", table) for table in site.contents),
        *([("text captures", site.text)] if site.text else []),
        *((rule.outcome, rule) for rule in site.outcomes),
    ]


def kinds_of(site: Site) -> list[str]:
    """The kinds of page that a site has, as its addresses and its pages' signs tell."""
    told = {place.kind for place in site.addresses} | {cue.kind for cue in site.kind}
    return sorted(told - {"unknown"})


def _as_json(site: Site) -> dict[str, Any]:
    rules = rules_of(site)
    return {
        "name": site.name,
        "title": site.title,
        "version": site.version.isoformat(),
        "hosts": site.hosts,
        "anywhere": site.anywhere,
        "kinds": kinds_of(site),
        "rules": len(rules),
        "candidates": sum(rule.candidate for _, rule in rules),
        "generations": len({rule.generation for _, rule in rules if rule.generation}),
        "fixtures": len(fixtures(site.name)),
        "strip_rules": sorted({rule.rule for rule in site.strip}),
        "fields": [
            {
                "field": field,
                "generation": rule.generation,
                "verified": rule.verified.isoformat() if rule.verified else None,
                "candidate": rule.candidate,
            }
            for field, rule in rules
        ],
    }


def _print_rules(site: Site) -> None:
    click.echo(f"{site.title} ({site.name}), profile of {site.version}")
    hosts = ", ".join(site.hosts) or "any: known by the page's own marks"
    print_fields([("hosts", hosts), ("kinds", ", ".join(kinds_of(site)))])
    rules = rules_of(site)
    rows = [
        {
            "field": field,
            "generation": rule.generation,
            "proof": f"matched on {rule.verified}" if rule.verified else "candidate",
        }
        for field, rule in rules
    ]
    click.echo()
    print_table(rows, (("field", "field"), ("generation", "generation"), ("proof", "proof")))
    candidates = sum(rule.candidate for _, rule in rules)
    click.echo(f"\n{count(candidates, 'rule')} of {len(rules)} not yet seen to match a live page.")
