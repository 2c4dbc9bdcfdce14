"""The tables of a site's file: rules as data, each kind of rule a table of its own."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from harvester.config.files import Strict, is_proven
from harvester.config.patterns import Pattern
from harvester.config.selectors import fault_of


def _selects(css: str, info: ValidationInfo) -> str:
    if not is_proven(info) and (fault := fault_of(css)):
        raise ValueError(f"{css!r} is not a CSS selector that the reader knows: {fault}")
    return css


def _selects_or_is_empty(css: str, info: ValidationInfo) -> str:
    return _selects(css, info) if css else css


#: A CSS selector, or several with commas between them.
Css = Annotated[str, AfterValidator(_selects)]
#: The same where there need be none: "" selects nothing.
CssOrNone = Annotated[str, AfterValidator(_selects_or_is_empty)]
_NONE = Pattern("")
Channel = Literal[
    "meta",
    "json-ld",
    "microdata",
    "rdfa",
    "coins",
    "script",
    "visible",
    "text",
    "url",
    "pdf-name",
    "contents",
]
#: Every channel that a field may be chosen from: those of structured sources too.
AnyChannel = Literal[
    "meta",
    "json-ld",
    "microdata",
    "rdfa",
    "coins",
    "script",
    "visible",
    "text",
    "url",
    "pdf-name",
    "contents",
    "marc",
    "mods",
    "ead",
    "crossref",
    "json",
    "ris",
    "bibtex",
    "oai",
    "book",
]


class Dated(Strict):
    """What every rule carries: its generation, its proof, the kinds of page it is for."""

    generation: str = ""
    verified: date | None = None
    kinds: list[str] = []

    @property
    def candidate(self) -> bool:
        """True until the rule has matched a page saved from the live site."""
        return self.verified is None

    def serves(self, kind: str) -> bool:
        """Whether the rule is meant for pages of this kind."""
        return not self.kinds or kind in self.kinds


class Rule(Dated):
    """Where one field stands and how its value is cut out.

    Exactly one place: ``meta`` (names, best first; in the channel ``coins`` its keys), ``path``
    (in schema.org data: the channel ``json-ld`` serves microdata and RDFa too), ``select``
    (CSS), ``line`` (a regular expression searched in each line of the stripped text), ``source``
    (over the HTML as it came, scripts too) or ``address`` (over the page's address, or the
    PDF's for the channel ``pdf-name``). Then the words for text, in this order: ``drop`` (CSS
    of nodes to leave out), ``contains`` (only then), ``after``, ``until``, ``matches``,
    ``reject``; ``join`` makes one value of all that was found, ``split`` several of one.
    Named groups of ``matches``, ``line``, ``source`` and ``address`` are fields, and a group
    called ``value`` is the rule's own ``field``. In the channel ``script`` the ``path`` is in the
    JSON of the scripts that ``script`` selects. Of people, ``name_parts`` are the paths of a
    name's parts, and ``role`` is theirs where the place alone says it.
    ``gives`` is the value where the mere presence says it. With ``unknown_sites`` a rule is only
    for pages that no site's file knows.
    """

    field: str = ""
    channel: Channel
    meta: list[str] = []
    path: str = ""
    script: CssOrNone = ""
    name_parts: list[str] = []
    role: str = ""
    select: CssOrNone = ""
    attribute: str = ""
    line: Pattern = _NONE
    source: Pattern = _NONE
    address: Pattern = _NONE
    drop: CssOrNone = ""
    contains: Pattern = _NONE
    after: Pattern = _NONE
    until: Pattern = _NONE
    matches: Pattern = _NONE
    reject: list[Pattern] = []
    unknown_sites: bool = False
    many: bool = False
    join: bool = False
    split: Pattern = _NONE
    gives: str = ""
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.9

    @model_validator(mode="after")
    def _one_place(self) -> "Rule":
        places = [self.meta, self.path, self.select, self.line, self.source, self.address]
        if bool(self.script) != (self.channel == "script"):
            raise ValueError("the channel script, and no other, has a script")
        if sum(bool(place) for place in places) != 1:
            raise ValueError(
                "a rule names exactly one of meta, path, select, line, source, address"
            )
        return self


class Strip(Strict):
    """One named rule for boilerplate.

    ``select``: blocks of HTML. ``lines``: whole lines of text. ``within``: pieces of a line.
    ``following`` takes the lines after a matched line with it, as long as they match.
    ``says``: what the presence of the boilerplate tells of the work (field -> value).
    """

    rule: str
    select: CssOrNone = ""
    lines: list[Pattern] = []
    within: list[Pattern] = []
    following: Pattern = _NONE
    says: dict[str, str] = {}


class Address(Strict):
    """One kind of address of the site, by its path. Named group ``id`` is the site's own id.

    ``prefix`` stands before the id where the site counts each kind of work apart.
    """

    kind: str
    prefix: str = ""
    path: Pattern


class Recognise(Strict):
    """How a page of the site is known when its address is not: any one of these is enough."""

    html: list[Css] = []
    text: list[Pattern] = []


class KindCue(Strict):
    """A sign of the kind of page: ``select`` in HTML or ``line`` in the text before stripping.

    ``unless``: a line that speaks against it; ``times``: in how many lines it has to stand.
    """

    kind: str
    times: int = 1
    unless: Pattern = _NONE
    select: CssOrNone = ""
    line: Pattern = _NONE


class Contributors(Dated):
    """People in the visible page: ``row`` repeats, ``label`` in it names their role.

    ``name`` lists selectors, of which the first that finds anything is used; ``affiliation``
    belongs to the name before it. ``block`` tells a byline from a block of author details.
    ``role`` is the role where the row prints none, if the place alone says it.
    """

    row: Css
    label: CssOrNone = ""
    name: list[Css]
    affiliation: CssOrNone = ""
    drop: CssOrNone = ""
    role: str = ""
    block: Literal["byline", "details"] = "byline"


class References(Dated):
    """A reference list: ``container``, its ``item``, and inside that ``text`` and ``label``.

    Instead of both, ``heading`` matches the heading over a list of which nothing else is known.
    An item is left out when ``unless`` selects anything in it (a footnote), or when it
    stands ``outside`` the list: inside an element that this selector matches. A ``doubtful``
    list counts only where at least half of it looks like references.
    """

    container: CssOrNone = ""
    item: CssOrNone = ""
    heading: Pattern = _NONE
    doubtful: bool = False
    text: CssOrNone = ""
    label: CssOrNone = ""
    unless: CssOrNone = ""
    outside: CssOrNone = ""

    @model_validator(mode="after")
    def _one_place(self) -> "References":
        if bool(self.container) == bool(self.heading) or bool(self.container) != bool(self.item):
            raise ValueError("a reference list is named by container and item, or by heading")
        return self


class Contents(Dated):
    """A book's list of parts: ``item`` repeats; the other selectors are inside it.

    ``title`` lists selectors, of which the first that finds anything is used.

    ``depth`` is a regular expression over the class of the element around an item; its first
    group counts the level. ``total`` finds what tells how many pages the list has: in its
    ``total_attribute``, else as the last number of its text. ``page`` is a regular expression
    over the page's address; its first group is the number of this page of the list, and
    ``page_parameter`` is what an address asks another page with.
    """

    item: Css
    title: list[Css]
    author: CssOrNone = ""
    doi: CssOrNone = ""
    pages: CssOrNone = ""
    online: CssOrNone = ""
    pdf: CssOrNone = ""
    depth: Pattern = _NONE
    total: CssOrNone = ""
    total_attribute: str = ""
    page: Pattern = _NONE
    page_parameter: str = ""


class TextGrammar(Dated):
    """The landmarks of a text capture, as regular expressions over whole lines.

    ``published`` ends the title and begins the byline. ``number`` has groups ``number`` and
    ``title``; ``part`` has a group ``part``. ``abstract`` and ``extract`` are headings over the
    opening text; ``keywords``, ``notes`` and ``references`` head what their names say.
    ``information`` begins the block of labels and values, ``labelled`` is a line of it.
    ``source`` is searched in that block for the container (groups are fields).
    ``affiliation`` labels an affiliation, with a group ``value`` where one stands beside it.
    """

    published: Pattern
    number: Pattern
    part: Pattern
    abstract: Pattern
    extract: Pattern
    keywords: Pattern
    notes: Pattern
    references: Pattern
    information: Pattern
    labelled: Pattern
    affiliation: Pattern
    source: list[Pattern] = []


class Outcome(Dated):
    """A page that is not the work: its outcome, by ``title``, ``select``, ``text`` or ``line``.

    ``text`` is searched in the text without boilerplate, ``line`` in each line with it.
    ``message`` says to a person what the page is and what to do next.
    """

    outcome: str
    message: str
    title: Pattern = _NONE
    select: CssOrNone = ""
    text: Pattern = _NONE
    line: Pattern = _NONE
