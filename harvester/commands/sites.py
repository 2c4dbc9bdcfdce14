"""``harvester sites``: the sites that are known, and how well their rules are proven."""

import click

from harvester.commands.context import Context
from harvester.commands.printing import count, print_fields, print_json, print_table
from harvester.config.site import Dated, Site


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
@click.pass_obj
def command(context: Context, name: str | None, as_json: bool) -> None:
    """List the sites, or with NAME the rules of one of them.

    A rule is a candidate until it has been seen to match a page saved from the live site.

    \b
    Examples:
      harvester sites
      harvester sites cambridge-core
    """
    sites = [site for site in context.config.sites if name in (None, site.name)]
    if not sites:
        raise click.UsageError(f'There is no site "{name}". See "harvester sites".')
    if as_json:
        print_json([_as_json(site) for site in sites])
    elif name is None:
        print_table([_as_json(site) for site in sites], _COLUMNS)
        context.say("Rules of a site: harvester sites NAME")
    else:
        _print_rules(sites[0])


_COLUMNS = (
    ("name", "site"),
    ("version", "version"),
    ("rules", "rules"),
    ("candidates", "candidates"),
    ("title", "title"),
)


def _rules(site: Site) -> list[tuple[str, Dated]]:
    """All dated rules of a site with what each is for."""
    return [
        *((rule.field or "several fields", rule) for rule in site.field),
        *(("contributor", table) for table in site.contributors),
        *(("reference", table) for table in site.references),
        *(("parts", table) for table in site.contents),
        *([("text captures", site.text)] if site.text else []),
        *((rule.outcome, rule) for rule in site.outcomes),
    ]


def _as_json(site: Site) -> dict[str, object]:
    rules = _rules(site)
    return {
        "name": site.name,
        "title": site.title,
        "version": site.version.isoformat(),
        "hosts": site.hosts,
        "kinds": sorted({place.kind for place in site.addresses}),
        "rules": len(rules),
        "candidates": sum(rule.candidate for _, rule in rules),
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
    print_fields([("hosts", ", ".join(site.hosts))])
    rules = _rules(site)
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
