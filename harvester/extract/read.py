"""The reader: a capture's bytes to a reading. Pure, and the same for the same bytes."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from harvester.addresses import host_of
from harvester.config import Configuration
from harvester.extract import recognise
from harvester.extract.channels import address, alternate, contents, embedded, script, text, visible
from harvester.extract.channels.embedded import Embedded
from harvester.extract.decode import Decoded, decode
from harvester.extract.outcome import by_general_rules_only, kind_by_cues, outcome_of, wall
from harvester.extract.page import LARGEST, Page, open_page
from harvester.extract.references import from_tree
from harvester.extract.tree import Tree
from harvester.model import Assertion, Reading, ReviewItem

#: The fields of the contract: for each it is recorded why it is absent, where it is.
FIELDS = (
    "title number part container_title series publisher place published_online published_print "
    "doi isbn issn pages language abstract extract keyword licence access url pdf_url contributor "
    "reference"
).split()
#: Marks the form of a reading whose page stands on a host that is not its site's.
ELSEWHERE = " from elsewhere"
#: A page that says any of these is about a work, whatever else stands on it.
_OF_A_WORK = frozenset(
    "contributor doi isbn issn publisher published_online published_print reference volume".split()
)
#: What only a page of a work says: a home page may well name its publisher and a date.
_OF_ONE_WORK = frozenset({"contributor", "doi", "isbn", "volume", "reference"})
_BEHIND_A_WALL = frozenset({"abstract", "extract", "reference", "pdf_url"})


def read(
    body: bytes,
    config: Configuration,
    content_type: str | None = None,
    url: str | None = None,
    site_name: str | None = None,
    parse: Callable[[str], Tree] = Tree.parse,
) -> Reading:
    """Read one capture. ``url`` is its address, where known; ``site_name`` forces a profile.

    ``parse`` makes the tree of an HTML page: what engine reads it is the caller's choice.

    Never raises for what the bytes are: what cannot be read has an outcome that says so.
    """
    if len(body) > LARGEST:
        return _unreadable("too-large", None, f"{len(body):,} bytes are too many for a page.")
    decoded = decode(body, content_type)
    if decoded.form == "empty":
        return _unreadable("empty-after-strip", decoded.charset, "The capture is empty.")
    if decoded.form in ("binary", "xml"):
        what = f"This is {decoded.what}, not a page. Save the page as HTML or as text."
        return _unreadable("wrong-content-type", decoded.charset, what)
    return _read_page(open_page(decoded, config, url, site_name, parse))


def is_about_a_work(reading: Reading) -> bool:
    """Whether what was read can only be the page of a work, and no home page or notice."""
    if reading.outcome == "listing":
        return False
    known = reading.site is not None and reading.outcome not in ("no-title", "profile-mismatch")
    return known or any(a.field in _OF_ONE_WORK and a.value for a in reading.assertions)


def _read_page(page: Page) -> Reading:
    tree = page.stripped.document.tree
    held = embedded.collect(tree, page.stripped.document.decoded.text) if tree else Embedded()
    said = [recognise.own_address(a, page.sites) for a in held.read(page.rules)]
    said.extend(held.broken)
    place = recognise.address_of(page.stripped.document, page.site, said)
    kind, said_kind = _kind(page, place, said)
    made = [*said_kind, *page.stripped.said, *said]
    listed = contents.PartList()
    if kind not in ("listing", "information"):
        made.extend(held.read(lambda channel: page.rules_of_kind(channel, kind)))
        made.extend(script.read(tree, page.rules("script", kind)) if tree else ())
        made.extend(alternate.read(tree, place.address or "") if tree else ())
        made.extend(_fresh(_shown(page, kind, place.address), made))
        made.extend(_addresses(page, place, made))
        if page.site:
            listed = contents.read(page.stripped, page.site, place.address)
            made.extend(listed.said)
    outcome, note = _outcome(page, made, kind)
    if outcome not in (
        "ok",
        "landing",
        "abstract-only",
        "preview-only",
        "profile-mismatch",
        "no-title",
    ):
        made, listed = [a for a in made if a.channel == "url"], contents.PartList()
    decoded = page.stripped.document.decoded
    return Reading(
        site=page.site.name if page.site else None,
        profile=(page.site or page.general).profile,
        outcome=outcome,
        charset=decoded.charset,
        text_sha256=page.stripped.text_sha256,
        assertions=tuple(made + _absences(page, made, outcome)),
        ledger=page.stripped.ledger,
        parts=listed.parts,
        review=(*_slips(decoded), *listed.review),
        note=note,
        form=_form(page, place.address),
    )


def _form(page: Page, own: str | None) -> str:
    """What was read; a page that another host serves speaks apart from the site's own."""
    document, site = page.stripped.document, page.site
    elsewhere = site and document.address and not site.serves(document.address)
    if site and site.anywhere and document.address:
        elsewhere = host_of(document.address) != host_of(own)
    return document.decoded.form + (ELSEWHERE if elsewhere else "")


def _shown(page: Page, kind: str, own: str | None) -> list[Assertion]:
    """What a reader of the page sees."""
    stripped, site = page.stripped, page.site
    base = own or (f"https://{site.hosts[0]}/" if site and site.hosts else "")
    made = visible.read(stripped, page.rules("visible", kind), base)
    both = [*(site.references if site else ()), *page.general.references]
    lists = [table for table in both if table.serves(kind)]
    if stripped.document.is_html:
        made.extend(from_tree.read(stripped, lists, page.labels))
    if site is None:
        return made
    roles = page.general.roles | site.roles
    if stripped.document.is_html:
        tables = [table for table in site.contributors if table.serves(kind)]
        made.extend(visible.read_people(stripped, roles, tables))
    if site.text is not None and (site.text.serves(kind) or not stripped.document.is_html):
        listed = any(a.field == "reference" for a in made)
        made.extend(text.read(stripped, site.text, page.labels, roles, listed))
    return made


def _fresh(shown: list[Assertion], known: Sequence[Assertion]) -> list[Assertion]:
    """What is shown, without what the lines of an HTML page add to fields already found.

    Most pages that people keep as text were HTML: where no selector matches any more, the
    landmarks of a text capture still do. Where something else speaks, they are silent.
    """
    said = {a.field for a in (*known, *shown) if a.value is not None and a.channel != "text"}
    if "title" in said:
        said |= {"subtitle", "number"}
    return [a for a in shown if a.channel != "text" or a.field not in said]


def _addresses(page: Page, place: recognise.Place, made: Sequence[Assertion]) -> list[Assertion]:
    """What the page's address says, and the name of its PDF."""
    found: list[Assertion] = list(place.assertions)
    if place.address:
        found.extend(address.read(place.address, page.rules("url")))
    for pdf in dict.fromkeys(a.value for a in made if a.field == "pdf_url" and a.value):
        found.extend(address.read(pdf, page.rules("pdf-name")))
    return found


def _kind(
    page: Page, place: recognise.Place, embedded: Iterable[Assertion]
) -> tuple[str, list[Assertion]]:
    """The kind of page, and who says so: its address, its own signs, its metadata."""
    if place.kind:
        return place.kind, [_say_kind(place.kind, "url", "address", place.address or "")]
    cue = kind_by_cues(page.stripped, page.site.kind) if page.site else None
    if cue:
        channel = "visible" if page.stripped.document.is_html else "text"
        return cue[0], [_say_kind(cue[0], channel, cue[1], "")]
    return next((a.value for a in embedded if a.field == "kind" and a.value), "unknown"), []


def _say_kind(kind: str, channel: str, locator: str, snippet: str) -> Assertion:
    return Assertion("kind", kind, channel, locator, snippet)


def _outcome(page: Page, made: Sequence[Assertion], kind: str) -> tuple[str, str | None]:
    stripped = page.stripped
    # What an address says of a work, the notice that stands there does not say.
    printed = (a for a in made if a.channel not in ("url", "pdf-name"))
    strong = any(a.field in _OF_A_WORK and a.value is not None for a in printed)
    rules = [*(page.site.outcomes if page.site else ()), *page.general.outcomes]
    if not strong and (hit := wall(stripped, rules)):
        return hit.outcome, hit.message
    titled = any(a.field == "title" and a.value for a in made)
    if not stripped.lines and not titled:
        return "empty-after-strip", "Nothing but the site's boilerplate stands on the page."
    if page.site is None and kind == "listing":
        kind = "unknown"
    outcome, note = outcome_of(made, kind, page.site is not None, _body(page, made))
    if page.site is not None and note is None and stripped.document.is_html:
        note = by_general_rules_only(page.site, made)
    return outcome, note


def _body(page: Page, made: Sequence[Assertion]) -> int:
    """How many characters of running text stand on the page beside abstract and references."""
    claimed = {a.locator for a in made if a.field == "reference"}
    opening = " ".join(a.value or "" for a in made if a.field in ("abstract", "extract"))
    return sum(
        len(line.text)
        for line in page.stripped.lines
        if len(line.text) > 300 and line.text not in opening and line.locator() not in claimed
    )


def _absences(page: Page, made: Sequence[Assertion], outcome: str) -> list[Assertion]:
    """For each field that nothing gave, why: absence is recorded, not left to be guessed."""
    said = {a.field for a in made}
    restricted = any(a.field == "access" and a.value == "restricted" for a in made)
    walled = restricted or outcome.startswith("blocked")
    looked_for = {
        rule.field for rule in (*page.general.field, *(page.site.field if page.site else ()))
    }
    absent: list[Assertion] = []
    for name in FIELDS:
        if name in said:
            continue
        if walled and name in _BEHIND_A_WALL:
            reason = "behind a wall"
        elif page.site is None and name not in looked_for:
            reason = "not looked for"
        else:
            reason = "not on the page"
        absent.append(Assertion(name, None, "visible", "page", absence=reason, candidate=False))
    return absent


def _slips(decoded: Decoded) -> Iterable[ReviewItem]:
    if decoded.replaced:
        yield ReviewItem(
            "text",
            f"{decoded.replaced} bytes were not valid {decoded.charset} and show as \ufffd.",
            "text-damaged",
        )


def _unreadable(outcome: str, charset: str | None, note: str) -> Reading:
    """The reading of a capture that holds no page."""
    return Reading(
        site=None,
        profile="",
        outcome=outcome,
        charset=charset,
        text_sha256=hashlib.sha256(b"").hexdigest(),
        note=note,
    )
