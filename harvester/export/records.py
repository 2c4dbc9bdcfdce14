"""Records as CSL items, JSON lines and CSV: what was harvested, and from which capture."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from harvester.export import csl
from harvester.export.citekeys import keyed
from harvester.export.csl import Item
from harvester.export.decided import of_record, words
from harvester.export.references import table

_TYPES = {
    "archival-unit": "manuscript",
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "conference-paper": "paper-conference",
    "issue": "periodical",
    "journal": "periodical",
    "part": "chapter",
    "report": "report",
    "review": "review",
    "thesis": "thesis",
    "volume": "book",
}
_ROLES = {
    "author": "author",
    "compiler": "compiler",
    "contributor": "contributor",
    "editor": "editor",
    "general-editor": "editor",
    "illustrator": "illustrator",
    "series-editor": "collection-editor",
    "translator": "translator",
}
_TEXTS = {
    "title": "title",
    "container_title": "container-title",
    "series": "collection-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "language": "language",
    "abstract": "abstract",
    "doi": "DOI",
    "url": "URL",
}
_COLUMNS = (
    "id key kind level site title number part container_title series publisher place "
    "published_print published_online volume issue pages doi isbn issn contributors language "
    "keywords access licence url pdf_url references outcome capture_sha256 captured_at reader "
    "decisions"
).split()
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def of_records(records: Iterable[dict[str, Any]]) -> list[Item]:
    """CSL items of records, each with a key of its own as ``id``.

    A record is what ``show --json`` prints, with its ``source``: the capture that its values
    were read from (``capture_sha256``, ``captured_at``, ``reader``). Where the record says only
    when it was published online, that is when it was issued.
    """
    return keyed(_item(record) for record in records)


def _item(record: dict[str, Any]) -> Item:
    item: Item = {"type": _TYPES.get(record["kind"], "document")}
    item |= {variable: record[name] for name, variable in _TEXTS.items() if record[name]}
    if record["number"]:
        item["chapter-number" if record["kind"] == "chapter" else "number"] = record["number"]
    for variable, name in (("ISBN", "isbn"), ("ISSN", "issn")):
        if record[name]:
            item[variable] = " ".join(record[name])
    if record["keywords"]:
        item["keyword"] = "; ".join(record["keywords"])
    online = _date(record["published_online"])
    issued = _date(record["published_print"]) or online
    item |= {"issued": issued} if issued else {}
    item |= {"available-date": online} if online and online != issued else {}
    unsure = _add_people(item, record["contributors"])
    decided = of_record(record.get("decisions") or ())
    said = {"key": record["key"], **record["source"], "flags": unsure, "decisions": decided}
    item["custom"] = {"harvester": {name: value for name, value in said.items() if value}}
    return item


def _add_people(item: Item, people: Iterable[dict[str, Any]]) -> list[str]:
    """Put the names under their roles; what is to be said of those whose role is not printed.

    Of a chapter, an author of the container is a ``container-author``.
    """
    unsure = []
    for person in people:
        role = person["role"].rstrip("?")
        variable = _ROLES.get(role, "contributor")
        if variable == "author" and person["level"] == "container" and item["type"] == "chapter":
            variable = "container-author"
        name = (
            {"family": person["family"], "given": person["given"]}
            if person["family"] and person["given"]
            else {"literal": person["name"]}
        )
        item.setdefault(variable, []).append(name)
        if person["role"].endswith("?"):
            unsure.append(f"{person['name']}: {role}?")
        elif role not in _ROLES:
            unsure.append(f"{person['name']}: {role}")
    return unsure


def _date(text: str | None) -> dict[str, Any] | None:
    """A CSL date of ISO 8601 as precise as it is."""
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        return {"literal": text}
    return {"date-parts": [[int(part) for part in match.groups() if part]]}


def as_json_lines(records: Iterable[dict[str, Any]]) -> str:
    """One record a line, with the keys of ``show --json`` and its ``source``."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def as_csv(records: Sequence[dict[str, Any]]) -> str:
    """Comma-separated values with a heading; lists are divided by semicolons.

    Where the first record has ``export``, that is the last column.
    """
    columns = [*_COLUMNS, "export"] if records and "export" in records[0] else _COLUMNS
    return table(columns, map(_row, records))


def _row(record: dict[str, Any]) -> dict[str, object]:
    row = {**record, **record["source"]}
    people = (f"{csl.fold(person['name'])} ({person['role']})" for person in row["contributors"])
    row |= {name: "; ".join(row[name]) for name in ("isbn", "issn", "keywords")}
    row |= {"contributors": "; ".join(people), "references": len(row["references"])}
    decided = words(of_record(record.get("decisions") or ()))
    row["decisions"] = "; ".join(line.removeprefix("decided: ") for line in decided)
    return {name: row[name] for name in _COLUMNS} | {"export": row.get("export")}
