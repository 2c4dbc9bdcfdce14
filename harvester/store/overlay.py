"""What the machine chose of a record, and what is shown instead because of decisions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from harvester.model import Assertion
from harvester.store.m0006_decisions import PERSON, SHOWN
from harvester.store.readings import ASSERTED, assertion_of

#: Columns that hold a JSON list.
LISTS = frozenset({"isbn", "issn", "keywords"})
#: The single values of a record on which a person may decide.
PLAIN = tuple(name for name in SHOWN if name != "byline")


def machine_values(db: Database, record_id: int) -> dict[str, Any]:
    """The single values of a record as the machine chose them."""
    row = db.execute(
        f"SELECT {', '.join(PLAIN)} FROM records WHERE id = ?", (record_id,)
    ).fetchone()
    return {
        name: json.loads(value or "[]") if name in LISTS else value
        for name, value in zip(PLAIN, row, strict=True)
    }


def machine_people(db: Database, record_id: int) -> list[dict[str, Any]]:
    """The contributors of a record as the machine chose them."""
    rows = db.execute(
        f"SELECT {', '.join(PERSON)} FROM contributors WHERE record_id = ? ORDER BY position",
        (record_id,),
    )
    return [_person(row) for row in rows]


def machine_entries(db: Database, record_id: int) -> list[dict[str, Any]]:
    """The reference list of a record as the machine reads it: id, position, text, csl, links."""
    links: dict[int, list[list[str | None]]] = {}
    for number, *link in db.execute(
        "SELECT l.reference_id, l.kind, l.value FROM reference_links l "
        "JOIN reference_entries e ON e.id = l.reference_id WHERE e.record_id = ? ORDER BY l.id",
        (record_id,),
    ):
        links.setdefault(number, []).append(link)
    rows = db.execute(
        "SELECT id, position, text, csl FROM reference_entries WHERE record_id = ? "
        "ORDER BY position",
        (record_id,),
    )
    return [
        {
            "id": number,
            "position": position,
            "text": text,
            "csl": json.loads(item) if item else None,
            "links": links.get(number, []),
        }
        for number, position, text, item in rows
    ]


def live_assertions(db: Database, record_id: int, fields: Sequence[str]) -> list[Assertion]:
    """What stands of some fields of a record, or of all where none is named."""
    chosen = "AND field IN (SELECT value FROM json_each(?2))" if fields else "AND ?2 IS NOT NULL"
    rows = db.execute(
        f"SELECT {', '.join(ASSERTED)} FROM assertions WHERE record_id = ?1 "
        f"AND superseded_by IS NULL AND value IS NOT NULL {chosen}",
        (record_id, json.dumps(list(fields))),
    )
    return [assertion_of(row) for row in rows]


def save_values(
    db: Database,
    record_id: int,
    values: Mapping[str, Any] | None,
    people: Sequence[Mapping[str, Any]] | None,
    accepted_in: int | None,
) -> None:
    """What is shown of a record instead of what the machine chose; None: nothing is."""
    db.execute("DELETE FROM reviewed_contributors WHERE record_id = ?", (record_id,))
    if values is None:
        db.execute("DELETE FROM reviewed_records WHERE id = ?", (record_id,))
        return
    row = {name: _column(name, values[name]) for name in SHOWN}
    row |= {"id": record_id, "people": people is not None, "accepted_in": accepted_in}
    db.execute("DELETE FROM reviewed_records WHERE id = ?", (record_id,))
    db.execute(
        f"INSERT INTO reviewed_records ({', '.join(row)}) "
        f"VALUES ({', '.join(f':{name}' for name in row)})",
        row,
    )
    for person in people or ():
        db.execute(
            f"INSERT INTO reviewed_contributors (record_id, {', '.join(PERSON)}) "
            f"VALUES ({', '.join('?' * (len(PERSON) + 1))})",
            (record_id, *(_column(name, person[name]) for name in PERSON)),
        )


def save_entries(
    db: Database, record_id: int, shown: Mapping[int, tuple[dict[str, Any] | None, bool]]
) -> None:
    """Of some entries of a record: the item shown instead, and whether it is no entry at all."""
    db.execute(
        "DELETE FROM reviewed_references WHERE id IN "
        "(SELECT id FROM reference_entries WHERE record_id = ?)",
        (record_id,),
    )
    for number, (item, rejected) in shown.items():
        text = None if item is None else json.dumps(item, ensure_ascii=False, sort_keys=True)
        db.execute(
            "INSERT INTO reviewed_references (id, csl, rejected) VALUES (?, ?, ?)",
            (number, text, rejected),
        )


def save_merged(db: Database, record_id: int, into_id: int | None) -> None:
    """Where a record leads since it was merged; None: it stands for itself."""
    db.execute("DELETE FROM merged_records WHERE id = ?", (record_id,))
    if into_id is not None:
        db.execute("INSERT INTO merged_records (id, into_id) VALUES (?, ?)", (record_id, into_id))


def byline(people: Sequence[Mapping[str, Any]]) -> str | None:
    """The contributors in one line, each with the role."""
    return "; ".join(f"{person['name']} ({person['role']})" for person in people) or None


def _person(row: Sequence[Any]) -> dict[str, Any]:
    person = dict(zip(PERSON, row, strict=True))
    return person | {"affiliations": json.loads(person["affiliations"])}


def _column(name: str, value: Any) -> Any:
    if name in LISTS or name == "affiliations":
        return json.dumps(value, ensure_ascii=False)
    return value


def rows(db: Database, record_id: int) -> list[list[tuple[Any, ...]]]:
    """All that is shown of a record otherwise than the machine chose it, to be compared."""
    asked = (
        f"SELECT {', '.join(SHOWN)}, people FROM reviewed_records WHERE id = ?",
        f"SELECT {', '.join(PERSON)} FROM reviewed_contributors WHERE record_id = ? "
        "ORDER BY position",
        "SELECT v.id, v.csl, v.rejected FROM reviewed_references v "
        "JOIN reference_entries e ON e.id = v.id WHERE e.record_id = ? ORDER BY v.id",
    )
    return [db.execute(sql, (record_id,)).fetchall() for sql in asked]
