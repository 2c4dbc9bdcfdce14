"""Which rules of a site's file match a page, and which do not: for who writes such a file.

Each rule is evaluated alone, on the page as the reader sees it; which value would be chosen is
not asked here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.config import Configuration, Site
from harvester.config.site import Dated, Rule
from harvester.extract.channels import address, contents, embedded, script, text, visible
from harvester.extract.decode import Decoded
from harvester.extract.document import open_document
from harvester.extract.outcome import is_hit, kind_by_cues
from harvester.extract.references import from_tree
from harvester.extract.references.links import LinkLabels
from harvester.extract.strip import Stripped, strip
from harvester.extract.tree import Tree
from harvester.model import Assertion


@dataclass(frozen=True, slots=True)
class Check:
    """One rule held against one page.

    ``part`` is the table of the site's file, ``rule`` what the rule is for and its generation,
    ``place`` what it looks for, ``hits`` how often it matched, ``first`` the first thing that it
    gave. ``serves`` is false for a rule that is meant for other kinds of page.
    """

    part: str
    rule: str
    place: str
    hits: int
    first: str = ""
    serves: bool = True


def check(decoded: Decoded, url: str | None, site: Site, config: Configuration) -> list[Check]:
    """Every rule of a site held against one capture, in the order of its file."""
    document = open_document(decoded, url, Tree.parse)
    tree = document.tree
    made = [*_signs(site, tree, decoded.text), *_addresses(site, url)]
    fresh = strip(document, [])
    made.extend(_cues(site, fresh))
    made.extend(_strips(site, document.tree, fresh))
    stripped = strip(document, [site, config.general])
    kind = _kind(site, url, fresh)
    made.extend(_fields(stripped, site, config, kind, url))
    for outcome in site.outcomes:
        place = outcome.title or outcome.select or outcome.text or outcome.line
        made.append(Check("outcomes", outcome.outcome, place, int(is_hit(outcome, stripped))))
    return made


def _signs(site: Site, tree: Tree | None, words: str) -> Iterator[Check]:
    for css in site.recognise.html:
        nodes = tree.select(css) if tree else []
        yield Check("recognise", "html", css, len(nodes), nodes[0].source() if nodes else "")
    for pattern in site.recognise.text:
        hits = [match.group(0) for match in pattern.in_any_line.finditer(words)]
        yield Check("recognise", "text", pattern, len(hits), hits[0] if hits else "")


def _addresses(site: Site, url: str | None) -> Iterator[Check]:
    hit = address.parse(site, url) if url else None
    taken = False
    for pattern in site.addresses:
        fits = bool(hit and not taken and address.fits(pattern, url or ""))
        taken = taken or fits
        yield Check(
            "addresses",
            pattern.kind,
            pattern.path,
            int(fits),
            (hit.id or "") if fits and hit else "",
        )


def _cues(site: Site, stripped: Stripped) -> Iterator[Check]:
    for cue in site.kind:
        hit = kind_by_cues(stripped, [cue])
        yield Check(
            "kind", cue.kind, cue.select or cue.line, int(hit is not None), hit[1] if hit else ""
        )


def _strips(site: Site, tree: Tree | None, stripped: Stripped) -> Iterator[Check]:
    for rule in site.strip:
        if rule.select:
            found = [node.text() for node in tree.select(rule.select)] if tree else []
            yield Check("strip", rule.rule, rule.select, len(found), found[0] if found else "")
            continue
        whole = [
            line.text for line in stripped.lines if any(p.fullmatch(line.text) for p in rule.lines)
        ]
        cut = [
            m.group(0)
            for line in stripped.lines
            for p in rule.within
            for m in p.finditer(line.text)
        ]
        hits = [*whole, *cut]
        place = ", ".join([*rule.lines, *rule.within])
        yield Check("strip", rule.rule, place, len(hits), hits[0] if hits else "")


def _kind(site: Site, url: str | None, stripped: Stripped) -> str:
    hit = address.parse(site, url) if url else None
    if hit and hit.kind != "unknown":
        return hit.kind
    cue = kind_by_cues(stripped, site.kind)
    return cue[0] if cue else "unknown"


def _fields(
    stripped: Stripped, site: Site, config: Configuration, kind: str, url: str | None
) -> Iterator[Check]:
    tree = stripped.document.tree
    held = embedded.collect(tree, stripped.document.decoded.text) if tree else embedded.Embedded()
    base = url or ""
    labels = LinkLabels(config.general.link_labels | site.link_labels)

    def of_rule(rule: Rule) -> list[Assertion]:
        if rule.channel == "visible":
            return visible.read(stripped, [rule], base)
        if rule.channel in ("url", "pdf-name"):
            return address.read(base, [rule]) if base else []
        if rule.channel == "script":
            return script.read(tree, [rule]) if tree else []
        return held.read(lambda channel: [rule] if channel == rule.channel else [])

    for rule in site.field:
        place = rule.select or rule.line or rule.source or rule.address or rule.path
        yield _said("field", rule, of_rule(rule), place or ", ".join(rule.meta), kind, rule.field)
    roles = config.general.roles | site.roles
    for table in site.contributors:
        people = visible.read_people(stripped, roles, [table])
        yield _said("contributors", table, people, table.row, kind)
    for one in site.references:
        entries = from_tree.read(stripped, [one], labels)
        yield _said("references", one, entries, one.container or one.heading, kind)
    for listed in site.contents:
        alone = site.model_copy(update={"contents": [listed]})
        parts = contents.read(stripped, alone, url).parts
        titles = [a for part in parts for a in part.assertions if a.field == "title"]
        yield _said("contents", listed, titles, listed.item, kind)
    if site.text is not None:
        said = text.read(stripped, site.text, labels, roles, False)
        yield _said("text", site.text, said, site.text.published, kind)


def _said(
    part: str, rule: Dated, said: Iterable[Assertion], place: str, kind: str, field: str = ""
) -> Check:
    values = [a.value for a in said if a.value is not None]
    name = " · ".join(word for word in (field, rule.generation) if word)
    return Check(
        part, name or part, place, len(values), values[0] if values else "", rule.serves(kind)
    )


__all__ = ["Check", "check"]
