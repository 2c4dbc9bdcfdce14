"""Items as BibTeX, for LaTeX, and for whatever else reads it.

Only the entry types of BibTeX itself are used: Zotero drops entries of types that it does not
know. Where BibTeX has no field, biblatex's name is taken, else CSL's; programs pass over fields
that they do not know. The file is UTF-8; only what LaTeX would act on is escaped. Titles stand
in double braces, so that no style changes their capitals.

``annote``, which styles do not print and Zotero keeps as a note, holds the printed text and how
sure the fields are. An entry without a title has the printed text as ``note``, which styles do
print.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares.parsestack import default_unparse_stack
from bibtexparser.model import Entry, Field

from harvester.export import csl
from harvester.export.csl import Item, Name
from harvester.export.items import remarks

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "collection": "unpublished",
    "manuscript": "unpublished",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_PUBLISHERS = {"thesis": "school", "report": "institution"}
#: CSL variables whose field has another name; the first that has a value gets the field.
_FIELDS = {
    "collection-title": "series",
    "page": "pages",
    "issue": "number",
    "number": "number",
    "collection-number": "number",
    "publisher-place": "address",
    "genre": "type",
    "keyword": "keywords",
    "status": "pubstate",
    "title-short": "shorttitle",
    "container-author": "bookauthor",
    "original-date": "origdate",
    "accessed": "urldate",
}
#: Written in a way of their own, or not for a reader.
_APART = frozenset("id type custom note annote issued".split())
#: Fields that are made here, or that make BibTeX read another entry: no variable has their name.
_TAKEN = frozenset("annote crossref date key month note titleaddon xdata year".split())
_TEXT_OF_ARCHIVE = ("archive-place", "archive", "archive_collection", "archive_location")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: BibTeX counts braces even after a backslash, so each has its partner in an invisible box.
_ESCAPES = {
    "\\": r"{\textbackslash}",
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_ACTIVE = re.compile(r"[\\{}~^#$%&_]|(?<=-)-|(?<=`)`|(?<=')'|(?<=[?!])`|(?<=<)<|(?<=>)>|(?<=,),")


def write(items: Sequence[Item]) -> str:
    """The items as BibTeX entries. Their ``id`` is the key of the entry."""
    return write_string(
        Library([_entry(item) for item in items]),
        unparse_stack=default_unparse_stack(allow_inplace_modification=True),
    )


def escape(text: str) -> str:
    """A text on one line that LaTeX prints as it is."""
    return _ACTIVE.sub(lambda found: _ESCAPES.get(found[0], "{}" + found[0]), text)


def _entry(item: Item) -> Entry:
    kind = csl.text(item, "type")
    fields: dict[str, str] = {}
    for variable in sorted(item.keys() - _APART, key=_rank):
        name = _field(variable, kind)
        if name in fields or name in _TAKEN or not name:
            name = f"csl-{_plain(variable)}"
        if value := _value(item, variable):
            fields.setdefault(name, value)
    fields |= {name: escape(value) for name, value in _notes(item).items() if value}
    if translated := csl.translated_title(item):
        fields["titleaddon"] = f"[{escape(translated)}]"
    made = [Field(name, value) for name, value in fields.items()]
    return Entry(_entry_type(item, kind), csl.text(item, "id"), [*made, *_dates(item)])


def _rank(variable: str) -> tuple[int, str]:
    """Names and title first, as in a printed entry; of those that share a field, by the table."""
    order = ["author", "title", "editor", "translator", "container-title", *_FIELDS]
    return (order.index(variable) if variable in order else len(order), variable)


def _field(variable: str, kind: str) -> str:
    if variable == "container-title":
        return "journal" if kind.startswith("article") else "booktitle"
    if variable == "publisher":
        return _PUBLISHERS.get(kind, "publisher")
    return _FIELDS.get(variable) or _plain(variable)


def _plain(variable: str) -> str:
    return re.sub(r"[^a-z_-]+", "", variable.lower())


def _value(item: Item, variable: str) -> str:
    if variable in csl.NAMES:
        return _names(item, variable)
    value = csl.shown(item, variable)
    if variable in ("DOI", "URL"):
        return _verbatim(value)
    if variable == "page":
        return "--".join(map(escape, value.split("-"))) if value.count("-") == 1 else escape(value)
    return f"{{{escape(value)}}}" if variable == "title" and value else escape(value)


def _entry_type(item: Item, kind: str) -> str:
    masters = re.search(
        r"\bM\.?\s?A\b|\bM\.?\s?Phil|master|magister", csl.text(item, "genre"), re.I
    )
    return "mastersthesis" if kind == "thesis" and masters else _TYPES.get(kind, "misc")


def _names(item: Item, variable: str) -> str:
    """ "Family, Given and {A Body}"; "and others" where "et al." was printed after one list."""
    found = [_name(name) for name in csl.names(item, variable)]
    lists = [name for name in csl.NAMES if item.get(name)]
    if found and len(lists) == 1 and "et-al" in (csl.about(item).get("flags") or ()):
        found.append("others")
    return " and ".join(found)


def _name(name: Name) -> str:
    if name.literal or not (name.family and name.given):
        return f"{{{escape(name.inverted)}}}"
    parts: list[str] = [name.family, name.suffix, name.given]
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    """A part of a name; in braces where BibTeX, or a reader that stumbles over escapes, divides."""
    escaped = escape(part)
    divides = "," in part or escaped != part or re.search(r"(?i)(^|\s)and(\s|$)", part)
    return f"{{{escaped}}}" if divides else escaped


def _verbatim(text: str) -> str:
    """An address or DOI, which LaTeX reads without escapes: what would break it is encoded."""
    return re.sub(r"[\\{}\s]", lambda found: quote(found[0]), text)


def _notes(item: Item) -> dict[str, str]:
    """``note``, which styles print, and ``annote``, which they do not."""
    said = remarks(item)
    printed = csl.fold(csl.about(item).get("printed"))
    notes = [csl.text(item, "note")]
    if not csl.text(item, "title"):
        notes.append(printed)
        said = [line for line in said if not line.startswith("printed: ")]
    elif _TYPES.get(csl.text(item, "type")) == "unpublished":
        notes.append(", ".join(filter(None, (csl.text(item, v) for v in _TEXT_OF_ARCHIVE))))
    said.insert(0, csl.text(item, "annote"))
    return {"note": "; ".join(filter(None, notes)), "annote": " | ".join(filter(None, said))}


def _dates(item: Item) -> list[Field]:
    """``year`` and ``month`` for BibTeX, ``date`` where that says more."""
    days = csl.days(item, "issued")
    if not days:
        literal = escape(csl.date_text(item, "issued"))
        return [Field("year", literal)] if literal else []
    fields = [Field("year", "--".join(dict.fromkeys(f"{day[0]:04}" for day in days)))]
    if len(days) == 1 and len(days[0]) > 1:
        month = Field("month", _MONTHS[days[0][1] - 1])
        month.enclosing = "no-enclosing"
        fields.append(month)
    if len(days) > 1 or len(days[0]) > 2:
        fields.append(Field("date", csl.date_text(item, "issued")))
    return fields
