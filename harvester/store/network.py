"""Who cites whom in the collection: its records, and the works that tie them together."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlite_utils import Database

#: Of large collections: the works cited most, and the records that cite most of them.
MOST_WORKS = 60
MOST_CITING = 60


@dataclass(frozen=True, slots=True)
class Cited:
    """A work of the network: a harvested record, or (``record_id`` None) one that is not.

    ``cited_by`` counts the records of the whole collection that cite it.
    """

    id: str
    title: str
    year: int | None
    record_id: int | None
    work_id: int | None
    cited_by: int


@dataclass(frozen=True, slots=True)
class Network:
    """Works, and which cites which (pairs of their ids): all, or the most cited part.

    ``works`` and ``citing`` count all that could stand in it: works that a record cites and that
    are harvested or cited by a second record; and the records that cite any of those shown.
    """

    nodes: tuple[Cited, ...]
    edges: tuple[tuple[str, str], ...]
    works: int
    citing: int
    works_shown: int
    citing_shown: int

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return (self.works, self.citing) == (self.works_shown, self.citing_shown)


def network(db: Database, most_works: int = MOST_WORKS, most_citing: int = MOST_CITING) -> Network:
    """The citation network of the records of a database.

    Works are taken in the order of how many records cite them, citing records in the order of
    how many of those they cite; the older first where that is the same.
    """
    merged = dict(db.execute("SELECT id, into_id FROM merged_records").fetchall())
    works, works_in_all = _works(db, most_works)
    citing, citing_in_all = _citing(db, list(works), most_citing)
    pairs = db.execute(
        "SELECT DISTINCT record_id, work_id FROM reference_entries "
        "WHERE work_id IN (SELECT value FROM json_each(?)) "
        "AND record_id IN (SELECT value FROM json_each(?)) ORDER BY record_id, work_id",
        (json.dumps(list(works)), json.dumps(citing)),
    ).fetchall()
    names = {
        work_id: f"work-{work_id}" if own is None else _name(merged.get(own, own))
        for work_id, (_, own) in works.items()
    }
    edges = dict.fromkeys((_name(record_id), names[work_id]) for record_id, work_id in pairs)
    drawn = tuple(edge for edge in edges if edge[0] != edge[1])
    counts: Counter[str] = Counter()
    for work_id, (cited_by, _) in works.items():
        counts[names[work_id]] += cited_by
    used = {name for edge in drawn for name in edge}
    nodes = (*_records(db, used, counts), *_others(db, used, counts))
    return Network(nodes, drawn, works_in_all, citing_in_all, len(works), len(citing))


def _name(record_id: int) -> str:
    return f"record-{record_id}"


def _works(db: Database, most: int) -> tuple[dict[int, tuple[int, int | None]], int]:
    """Works by id, with the number of records that cite them and the record that they are."""
    rows = db.execute(
        "SELECT t.id, t.n, (SELECT min(r.id) FROM records r WHERE r.work_id = t.id), t.works FROM ("
        "SELECT e.work_id AS id, count(DISTINCT e.record_id) AS n, count(*) OVER () AS works "
        "FROM reference_entries e WHERE e.work_id IS NOT NULL GROUP BY e.work_id "
        "HAVING count(DISTINCT e.record_id) > 1 OR EXISTS (SELECT 1 FROM records r "
        "WHERE r.work_id = e.work_id AND r.id <> e.record_id) "
        "ORDER BY n DESC, e.work_id LIMIT ?) t ORDER BY t.n DESC, t.id",
        (most,),
    ).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}, rows[0][3] if rows else 0


def _citing(db: Database, works: list[int], most: int) -> tuple[list[int], int]:
    """The records that cite most of these works, and how many cite any."""
    rows = db.execute(
        "SELECT record_id, count(*) OVER () FROM reference_entries "
        "WHERE work_id IN (SELECT value FROM json_each(?)) GROUP BY record_id "
        "ORDER BY count(DISTINCT work_id) DESC, record_id LIMIT ?",
        (json.dumps(works), most),
    ).fetchall()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _records(db: Database, names: set[str], counts: Counter[str]) -> tuple[Cited, ...]:
    rows = db.execute(
        "SELECT r.id, coalesce(r.title, r.key), "
        "coalesce(substr(r.published_print, 1, 4), substr(r.published_online, 1, 4), w.year), "
        "r.work_id FROM records_reviewed r LEFT JOIN works w ON w.id = r.work_id "
        "WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id",
        (_numbers(names, "record-"),),
    )
    return tuple(
        Cited(_name(number), title, _year(year), number, work_id, counts[_name(number)])
        for number, title, year, work_id in rows
    )


def _others(db: Database, names: set[str], counts: Counter[str]) -> tuple[Cited, ...]:
    rows = db.execute(
        "SELECT id, coalesce(title, text, doi, key), year FROM works "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (_numbers(names, "work-"),),
    )
    return tuple(
        Cited(f"work-{number}", title, year, None, number, counts[f"work-{number}"])
        for number, title, year in rows
    )


def _numbers(names: set[str], kind: str) -> str:
    return json.dumps([int(name.removeprefix(kind)) for name in names if name.startswith(kind)])


def _year(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None
