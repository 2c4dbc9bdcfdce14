"""How a reading ended, in one word (facts/provenance.md), and why in a sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence

from harvester.config.site import KindCue, Outcome, Site
from harvester.extract.strip import Stripped
from harvester.model import Assertion

#: As much of a line is looked at for signs of the kind of page.
_LONGEST_LINE = 2_000
#: A page with more words than this is no wall, whatever words stand in it.
_LONGEST_WALL = 6_000


def is_hit(rule: Outcome, stripped: Stripped) -> bool:
    """Whether one rule knows the page as something other than the work."""
    return wall(stripped, [rule]) is not None


def wall(stripped: Stripped, rules: Iterable[Outcome]) -> Outcome | None:
    """The rule that knows this page as something other than the work (a login, a captcha)."""
    tree = stripped.document.tree
    text = stripped.text
    if len(text) > _LONGEST_WALL:
        return None
    titles = [node.text() for node in tree.select("title, h1")] if tree else [text.split("\n")[0]]
    lines: list[str] = []
    for rule in rules:
        if rule.line:
            lines = lines or [line.text[:_LONGEST_LINE] for line in stripped.document.lines]
        by_title = rule.title and any(rule.title.search(title) for title in titles)
        by_text = rule.text and rule.text.search(text)
        by_block = rule.select and tree is not None and tree.select(rule.select)
        by_line = rule.line and any(rule.line.search(line) for line in lines)
        if by_title or by_text or by_block or by_line:
            return rule
    return None


def kind_by_cues(stripped: Stripped, cues: Iterable[KindCue]) -> tuple[str, str] | None:
    """The kind of page that its own signs tell, and the sign. The first cue that fits wins."""
    tree = stripped.document.tree
    lines: list[str] = []
    for cue in cues:
        if cue.line or cue.unless:
            lines = lines or [line.text[:_LONGEST_LINE] for line in stripped.document.lines]
        if cue.unless and any(cue.unless.search(text) for text in lines):
            continue
        if cue.select and tree is not None and (nodes := tree.select(cue.select)):
            return cue.kind, nodes[0].locator()
        if cue.line:
            hits = [n for n, text in enumerate(lines) if cue.line.search(text)]
            if len(hits) >= cue.times:
                return cue.kind, stripped.document.lines[hits[0]].locator()
    return None


#: How a channel is called in a sentence.
_CHANNELS = {
    "meta": "meta tags", "json-ld": "JSON-LD", "microdata": "microdata", "rdfa": "RDFa",
    "coins": "COinS",
    "script": "scripts", "visible": "visible text", "text": "text",
}  # fmt: skip


def _by_general_rules(assertions: Sequence[Assertion]) -> str:
    """What an unknown page gave, and which of its channels said it."""
    said = [a for a in assertions if a.value is not None and a.channel in _CHANNELS]
    fields = Counter(_CHANNELS[a.channel] for a in said if a.field != "reference")
    lists = Counter((a.channel, a.generation) for a in said if a.field == "reference")
    entries = max(lists.values(), default=0)
    if not fields and not entries:
        return "It says nothing of a work."
    what = ", ".join(f"{number} from its {channel}" for channel, number in fields.items())
    return f"Read by the general rules: {what or 'nothing'}; {entries} references."


def by_general_rules_only(site: Site, assertions: Iterable[Assertion]) -> str | None:
    """A sentence where no rule of a site's own matched its page; None where one did.

    A site changes its pages without notice: then what is known of any page still speaks.
    """
    tables = (*site.field, *site.contributors, *site.references, *site.contents)
    own = {rule.generation for rule in tables} | ({site.text.generation} if site.text else set())
    printed = (a for a in assertions if a.channel not in ("url", "pdf-name", "meta", "json-ld"))
    if not tables or any(a.generation in own and a.value is not None for a in printed):
        return None
    return f"No rule of {site.title} matched this page; the general rules read it."


def outcome_of(
    assertions: Sequence[Assertion], kind: str, known_site: bool, body: int
) -> tuple[str, str | None]:
    """The outcome of a page that is no wall, and a sentence where it is not plainly well.

    ``body`` counts the characters of full text that stand on the page beside the record.
    """
    said = {a.field for a in assertions if a.value is not None}
    if kind == "listing":
        return "listing", "The page is a list of works and not one work; nothing was recorded."
    if not known_site:
        return (
            "profile-mismatch",
            f"No site profile knows this page. {_by_general_rules(assertions)}",
        )
    if kind == "information":
        return "profile-mismatch", "This page of the site is about no work; nothing was recorded."
    if not said & {"title", "subtitle"}:
        return "no-title", "No title was found, so it is not known what work this page is."
    access = next((a.value for a in assertions if a.field == "access" and a.value), "unknown")
    if access == "restricted" and not body:
        if "abstract" in said:
            return "abstract-only", "The full text is behind a wall; the abstract is not."
        if "extract" in said:
            return "preview-only", "The full text is behind a wall; its opening is not."
        return "landing", "The page tells of the work without showing any of it."
    if kind in ("chapter", "article", "unknown") and not said & {
        "abstract",
        "extract",
        "reference",
    }:
        return (
            ("ok", None)
            if body
            else (
                "landing",
                "The page tells of the work without showing any of it.",
            )
        )
    return "ok", None
