"""What the desk calls things: fields, channels, questions, flags, in the words of a librarian."""

import re
from collections.abc import Mapping
from typing import Any

#: Fields of a record in the order of the page: what decisions call it, a label, and what the
#: assertions call it.
FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("title", "Title", ("title", "subtitle")),
    ("kind", "Kind", ("kind",)),
    ("number", "Number", ("number",)),
    ("part", "Part", ("part",)),
    ("container_title", "In", ("container_title",)),
    ("series", "Series", ("series",)),
    ("volume", "Volume", ("volume",)),
    ("issue", "Issue", ("issue",)),
    ("pages", "Pages", ("pages", "first_page", "last_page")),
    ("publisher", "Publisher", ("publisher",)),
    ("place", "Place", ("place",)),
    ("published_online", "Published online", ("published_online",)),
    ("published_print", "Published in print", ("published_print",)),
    ("doi", "DOI", ("doi",)),
    ("isbn", "ISBN", ("isbn",)),
    ("issn", "ISSN", ("issn",)),
    ("language", "Language", ("language",)),
    ("keywords", "Keywords", ("keyword",)),
    ("abstract", "Abstract", ("abstract",)),
    ("extract", "Extract", ("extract",)),
    ("access", "Access", ("access",)),
    ("licence", "Licence", ("licence",)),
    ("url", "Address", ("url",)),
    ("pdf_url", "PDF", ("pdf_url",)),
)

CHANNELS = {
    "meta": "metadata in the page’s head",
    "json-ld": "JSON-LD in the page’s head",
    "visible": "what a reader of the page sees",
    "text": "lines of text",
    "oai": "the repository’s record",
    "pdf-name": "the PDF’s file name",
    "contents": "the contents page of the book",
    "url": "the page’s address",
}

QUESTIONS = {
    "role-unknown": "Role unknown",
    "channels-disagree": "The page disagrees with itself",
    "name-order": "Name may be turned round",
    "field-missing": "Required field missing",
    "page-changed": "The page changed under a decision",
    "profile-mismatch": "The site’s profile no longer matches",
    "same-work": "Two records of one work?",
    "text-damaged": "Damaged text",
    "list-continues": "The list goes on elsewhere",
    "other": "Other",
}

KINDS = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "keep": "kept, though the page says otherwise",
    "follow": "the page is followed again",
    "undo": "undone",
    "merge": "joined with another record",
    "split": "parted again",
}

FLAGS = {
    "archival-source": "archival source",
    "et-al": "et al.",
    "link-agrees": "link agrees",
    "link-disagrees": "link disagrees",
    "low-confidence": "low confidence",
    "name-order-suspected": "name order?",
    "no-link": "no link",
    "same-author": "same author as above",
    "translated-title": "translated title",
    "working-paper": "working paper",
}

#: The parsed fields of a reference by their names in CSL-JSON.
CSL = {
    "title": "title",
    "container-title": "in",
    "collection-title": "series",
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "issued": "date",
    "publisher": "publisher",
    "publisher-place": "place",
    "page": "pages",
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "type": "type",
    "language": "language",
    "URL": "address",
    "number-of-pages": "number of pages",
    "archive_collection": "collection",
    "archive_location": "shelfmark",
}


def day(moment: str | None) -> str:
    """The day of a stored time, for a page; the whole time stands in its title."""
    return (moment or "")[:10] or "date unknown"


def since(moment: str | None) -> str:
    """A stored time to the minute, as a person reads it."""
    return (moment or "")[:16].replace("T", " ")


def per_cent(share: float | None) -> str:
    """A confidence as per cent; never rounded up, for nothing is quite sure."""
    return "" if share is None else f"{int(share * 100)}%"


def web(address: str | None) -> str | None:
    """An address that may be a link on a page: no other scheme than the web's."""
    return address if address and address.startswith(("https://", "http://")) else None


#: What people of a work mostly are.
ROLES = ("author", "editor", "translator")
_PARTS = frozenset("author editor title container-title issued publisher publisher-place".split())


def anchor(path: str) -> str:
    """Where on the page of a record a field stands, by what decisions call it."""
    head, _, rest = path.partition(".")
    return (
        f"{head}.{rest.partition('.')[0]}"
        if head in ("references", "contributors") and rest
        else head
    )


def accepting(row: Mapping[str, Any]) -> str:
    """What it says of a question to accept it."""
    return {
        "role-unknown": "Roles are right",
        "name-order": "Turn it round",
        "channels-disagree": "The shown one is right",
        "text-damaged": "Seen to",
        "list-continues": "Seen to",
        "profile-mismatch": "Seen to",
    }.get(row["question"], "Accept")


def verdicts(row: Mapping[str, Any]) -> str:
    """The keys by which a question can be answered where it is listed: accept, correct, reject.

    What needs more than one value, or a look at another record or at what a page says now, is
    answered on the record's page.
    """
    if row["question"] in ("same-work", "page-changed"):
        return ""
    if row["field"] in ("contributors", "text", "parts", "profile"):
        return "a"
    return "acr"


def counted(number: int, one: str) -> str:
    """ "1 reference", "15 references"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def heading(field: str, member: str | None) -> str:
    """What a decision is about: "Role of Odd Arne Westad", "Reference 3, title"."""
    head, *rest = field.split(".")
    if head == "contributors" and len(rest) == 2:
        return f"{rest[1].capitalize()} of {member}"
    if head == "contributors" and rest:
        return str(member)
    if head == "references" and rest:
        name = CSL.get(rest[-1], rest[-1]) if rest[1:2] == ["csl"] else f"name {rest[-1]}"
        return f"Reference {rest[0]}" + (f", {name}" if rest[1:] else "")
    return label(field).capitalize()


def others(row: Mapping[str, Any]) -> list[int]:
    """The other record that a question speaks of ("Record 12 has the same DOI")."""
    found = re.match(r"Records? (\d{1,15})\b", row["reason"])
    return [int(found.group(1))] if found else []


def part(name: str | int) -> str:
    """The class of a piece of a printed reference."""
    return str(name) if name in _PARTS else "other"


def label(field: str) -> str:
    """What an assertion's field is called on a page."""
    return next((text for _, text, names in FIELDS if field in names), field.replace("_", " "))


def path(row: Mapping[str, Any]) -> str:
    """What a decision would call the field of an assertion."""
    if row["field"] in ("reference", "contributor"):
        return f"{row['field']}s.{row['position']}"
    return next((name for name, _, names in FIELDS if row["field"] in names), str(row["field"]))


def said(value: Any) -> str:
    """The value of a decision as text: a name, a list, a role."""
    if isinstance(value, dict):
        named = [value.get(part) for part in ("family", "given", "name", "role", "title")]
        return ", ".join(str(part) for part in named if part) or "all of it"
    if isinstance(value, list):
        return "; ".join(map(said, value))
    return str(value)


#: What can be said of a value, as the form asks it.
CHOICES = {
    "accept": "It is right",
    "correct": "Another value is right",
    "reject": "It is wrong, and there is none",
    "keep": "Keep ours, though the page says otherwise",
    "follow": "The page is right now: follow it again",
}


def hint(field: str) -> str:
    """How a value of a field is written."""
    if ".names." in field or field.endswith((".csl.author", ".csl.editor", ".csl.translator")):
        return "Names as Family, Given; several are divided by semicolons."
    if field in ("isbn", "issn", "keywords") or field.endswith(".affiliations"):
        return "Several are divided by semicolons."
    if field.startswith("published") or field.endswith(".csl.issued"):
        return "A date is 2010, 2010-09 or 2010-09-28."
    return ""
