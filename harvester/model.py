"""The nouns of the project as frozen dataclasses. Read this first; it imports nothing of ours.

A **source** gives a **capture** (bytes at one moment). A capture decoded and stripped is read
by the profile of a **site**: that **reading** makes **assertions** (one value for one field,
said by one place) and a **strip ledger**. The chosen assertions are a **record** with its
contributors and **references**. Times are ISO 8601 in UTC with a ``Z``; text is as printed.
"""

from dataclasses import dataclass, field
from typing import Literal

SourceKind = Literal["url", "doi", "file", "warc", "stdin"]
Level = Literal["part", "container", "whole"]

#: Outcomes with which a source is well (design.md, exit codes); all others make exit code 1.
WELL = frozenset(
    "ok landing listing abstract-only preview-only profile-mismatch not-modified redirect "
    "skipped".split()
)
#: Outcomes of what stands in a WARC file beside its pages: kept as captures, and not read.
NO_PAGE = frozenset({"redirect", "skipped"})


@dataclass(frozen=True, slots=True)
class Source:
    """What a user names. ``address`` is the URL to fetch, or the one a file was saved from.

    The kind ``warc`` is one capture in the WARC file that was named, with its own address;
    ``offset`` is the byte of the file from which it can be read again, where there is one.
    """

    word: str
    kind: SourceKind
    address: str | None = None
    path: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: the address asked, the status that came, the address it pointed to."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes received at one moment for one source. ``body`` is None when none came.

    ``outcome`` says how the fetch ended; ``error`` says it in a sentence when it ended badly.
    ``captured_at`` is when the page was made or saved, where that is known; ``site`` the profile
    that a person named for it.
    """

    source: Source
    outcome: str
    fetched_at: str
    body: bytes | None = None
    url: str | None = None
    status: int | None = None
    captured_at: str | None = None
    content_type: str | None = None
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    hops: tuple[Hop, ...] = ()
    truncated: bool = False
    error: str | None = None
    put_off_until: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page to ask it later whether the page has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one strip rule removed from a document: pieces, characters, digest of the text."""

    rule: str
    count: int
    characters: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a reference. ``url`` is None where a text capture kept only its label."""

    kind: str
    url: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body who made the work, as printed. ``role`` ends in ``?`` when unsure."""

    position: int
    name: str
    role: str
    level: str
    family: str | None = None
    given: str | None = None
    affiliations: tuple[str, ...] = ()
    orcid: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the printed text of a reference a field stands: ``text[start:end]``."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """An opinion on a printed reference.

    ``csl`` is a CSL-JSON item as canonical JSON, or None below the threshold; ``confidence``
    is the share of such entries whose authors, title and year are all right; what no span
    covers belongs to no field.
    """

    csl: str | None
    confidence: float
    flags: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a reference list. ``text`` is the printed text without link labels."""

    position: int
    text: str
    label: str | None = None
    links: tuple[Link, ...] = ()
    csl: str | None = None
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Assertion:
    """One value for one field, said by one place in one capture.

    ``value`` is None when the field was looked for and not found; ``absence`` says why.
    ``detail`` is canonical JSON for what a bare text cannot hold (a contributor's role and
    affiliations, a reference's label and links). ``candidate`` is true until the rule has
    been seen to match a page saved from the live site.
    """

    field: str
    value: str | None
    channel: str
    locator: str
    snippet: str = ""
    generation: str = ""
    position: int | None = None
    detail: str | None = None
    confidence: float = 0.9
    candidate: bool = True
    absence: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """What a decision is about: ``title``, or of a list the member as it is printed.

    ``contributors.*.role`` of the ``nth`` member that is printed ``member``, wherever it stands.
    """

    name: str
    member: str | None = None
    nth: int = 1


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A question for a person: which field of the record, why it waits, and of what kind it is.

    ``path`` is what a decision names, where that is more than the field; ``about`` are the
    slots that have to be decided to answer it, where they are others than the field.
    """

    field: str
    reason: str
    question: str = "other"
    path: str = ""
    about: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A work of which the page of its container speaks: a chapter in a book's contents."""

    position: int
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one run of the reader over one capture found. Pure: same bytes, same reading.

    ``form`` tells what was read (``html``, ``text``, ``oai_dc``): a reading supersedes what
    earlier readings of the same form said, for a text copy cannot show all that a page can.
    """

    site: str | None
    profile: str
    outcome: str
    charset: str | None
    text_sha256: str
    assertions: tuple[Assertion, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    parts: tuple[Part, ...] = ()
    review: tuple[ReviewItem, ...] = ()
    note: str | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a record is as a unit of archives. Dates in EDTF (ISO 8601-2) beside the print."""

    unit_level: str | None = None
    reference_code: str | None = None
    repository: str | None = None
    covering_dates: str | None = None
    covering_dates_printed: str | None = None
    extent: str | None = None
    box: str | None = None
    folder: str | None = None
    containers: str | None = None
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One work: the chosen values. The keys are those of ``harvester show KEY --json``."""

    key: str
    kind: str
    level: Level
    site: str | None = None
    title: str | None = None
    number: str | None = None
    part: str | None = None
    container_title: str | None = None
    series: str | None = None
    publisher: str | None = None
    place: str | None = None
    published_online: str | None = None
    published_print: str | None = None
    doi: str | None = None
    isbn: tuple[str, ...] = ()
    issn: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    language: str | None = None
    abstract: str | None = None
    extract: str | None = None
    keywords: tuple[str, ...] = ()
    licence: str | None = None
    access: str = "unknown"
    url: str | None = None
    pdf_url: str | None = None
    contributors: tuple[Contributor, ...] = ()
    references: tuple[Reference, ...] = field(default=())
    unit: Unit | None = None
