"""What it costs to match the references of one harvest against a large store.

    python tests/bench/matching.py [ENTRIES] [FOLDER]

Makes a synthetic store: lists of 50 references drawn from works of which a few are cited very
often and most once, printed in four styles with slips, some with a DOI, some not parsed. It is
matched as after an upgrade; then records of 100 references each are harvested into it. Prints
times and the machine, and how well the works came out, for each entry knows what it cites.
"""

import json
import os
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from harvester import citing
from harvester.model import Link, Record, Reference
from harvester.store import records, works
from harvester.store.database import open_database, writing

PER_RECORD = 50
FAMILIES = 4000
AT = "2026-01-01T00:00:00.000Z"


def words(chance: random.Random, number: int) -> list[str]:
    """Words that look like words."""
    parts = "ka lo mi ne ru sta vor ti pel gra do shu zen ha bri mon se lu ty qua".split()
    return ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(number)]


class World:
    """Works that exist, and how people cite them."""

    def __init__(self, works_there: int) -> None:
        chance = random.Random(1)
        self.vocabulary = words(chance, 8000)
        self.families = [word.capitalize() for word in words(chance, FAMILIES)]
        self.count = works_there

    def item(self, number: int) -> dict[str, object]:
        """Work ``number``, always the same."""
        chance = random.Random(number)
        title = " ".join(chance.choices(self.vocabulary, k=chance.randint(3, 8))).capitalize()
        if chance.random() < 0.4:
            title += ": " + " ".join(chance.choices(self.vocabulary, k=4))
        author = {"family": chance.choice(self.families), "given": chance.choice("ABCDEFGH") + "."}
        item: dict[str, object] = {"title": title, "author": [author]}
        item["issued"] = {"date-parts": [[chance.randint(1950, 2024)]]}
        if chance.random() < 0.5:
            item |= {"type": "article-journal", "container-title": "Journal of X"}
        else:
            item |= {"type": "book", "publisher": "Press"}
        if chance.random() < 0.3:
            item["DOI"] = f"10.1000/{number}"
        return item

    def draw(self, chance: random.Random) -> int:
        """A work to cite: few are cited often, and most seldom."""
        return int(self.count * chance.random() ** 2)

    def cite(self, number: int, chance: random.Random) -> Reference:
        """A work as somebody cites it."""
        item = self.item(number)
        doi = item.pop("DOI", None)
        title = str(item["title"])
        if chance.random() < 0.15:
            title = title.partition(":")[0]
        if chance.random() < 0.1:
            place = chance.randrange(len(title) // 2, len(title))
            title = title[:place] + title[place + 1 :]
        item["title"] = title
        family = item["author"][0]["family"]
        year = item["issued"]["date-parts"][0][0]
        style = chance.choice(
            ["{a}, {t} ({y}).", "{a}. {y}. {t}.", "{a} ({y}) {t}", "{t} / {a}, {y}"]
        )
        text = style.format(a=family, t=title, y=year)
        if chance.random() < 0.1:
            text += f", p. {chance.randint(1, 400)}"
        links = (Link("crossref", None, str(doi)),) if doi and chance.random() < 0.6 else ()
        csl = json.dumps(item) if chance.random() < 0.85 else None
        return Reference(0, text, None, links, csl)


def fill(connection: sqlite3.Connection, world: World, entries: int) -> list[int]:
    """The store's entries, written past the matching; gives what each cites."""
    chance = random.Random(2)
    truth: list[int] = []
    for number in range(1, entries // PER_RECORD + 1):
        connection.execute(
            "insert into records (id, key, kind, level, title, first_harvested_at, changed_at) "
            "values (?, ?, 'chapter', 'part', ?, ?, ?)",
            (number, f"k:{number}", f"Chapter {number}", AT, AT),
        )
        for position in range(1, PER_RECORD + 1):
            truth.append(world.draw(chance))
            entry = world.cite(truth[-1], chance)
            connection.execute(
                "insert into reference_entries (id, record_id, position, text, csl) "
                "values (?, ?, ?, ?, ?)",
                (len(truth), number, position, entry.text, entry.csl),
            )
            for link in entry.links:
                connection.execute(
                    "insert into reference_links (reference_id, kind, value) values (?, ?, ?)",
                    (len(truth), link.kind, link.value),
                )
    connection.commit()
    return truth


def quality(connection: sqlite3.Connection, truth: list[int]) -> str:
    """Pairs of entries that were joined, against pairs that cite one work."""
    joined: Counter[tuple[int, int]] = Counter()
    homes: Counter[int] = Counter()
    for entry_id, work_id in connection.execute("select id, work_id from reference_entries"):
        if entry_id <= len(truth):
            joined[work_id, truth[entry_id - 1]] += 1
            homes[work_id] += 1

    def pairs(counts: Iterable[int]) -> int:
        return sum(number * (number - 1) // 2 for number in counts)

    right = pairs(joined.values())
    wanted = pairs(Counter(truth).values())
    by_work: defaultdict[int, list[int]] = defaultdict(list)
    for (_, cited), number in joined.items():
        by_work[cited].append(number)
    together = sum(max(numbers) for numbers in by_work.values()) / len(truth)
    return (
        f"pairs: precision {right / pairs(homes.values()):.4f}, recall {right / wanted:.4f}; "
        f"entries with most of their work: {together:.4f}"
    )


def main(entries: int, folder: Path) -> None:
    """One store, and what it costs to harvest into it."""
    db = open_database(folder / "bench.db", create=True)
    world = World(entries // 3)
    truth = fill(db.conn, world, entries)
    print(
        f"{entries:,} entries, {len(set(truth)):,} works, {platform.machine()}, {os.cpu_count()} cores"
    )
    print(f"the most cited: {Counter(truth).most_common(1)[0][1]:,} times")
    start = time.perf_counter()
    citing.catch_up(db)
    took = time.perf_counter() - start
    print(f"matched at once: {took:.1f} s, {entries / took:,.0f} entries a second")
    print(quality(db.conn, truth))
    size = (folder / "bench.db").stat().st_size / 1e6
    for table in ("work_forms", "works", "work_keys"):
        print(f"{table}: {db.execute(f'select count(*) from {table}').fetchone()[0]:,} rows")
    print(f"file: {size:,.0f} MB")
    chance = random.Random(3)
    times = {"new list": [], "same list": [], "one entry less": []}
    for number in range(20):
        drawn = [world.cite(world.draw(chance), chance) for _ in range(100)]
        listed = [Reference(n, e.text, None, e.links, e.csl) for n, e in enumerate(drawn, start=1)]
        with writing(db):
            record_id = records.new_record(db, f"new:{number}", "chapter", "part", AT)
        for name, wanted in (
            ("new list", listed),
            ("same list", listed),
            ("one entry less", listed[:-1]),
        ):
            start = time.perf_counter()
            with writing(db):
                held = citing.forms_held(db, record_id)
                record = Record(f"new:{number}", "chapter", "part", references=tuple(wanted))
                records.save_record(db, record_id, record, AT)
                citing.match(db, record_id, held)
            times[name].append(time.perf_counter() - start)
    for name, seen in times.items():
        seen.sort()
        print(
            f"100 references, {name}: median {seen[10] * 1000:.0f} ms, worst {seen[-1] * 1000:.0f} ms"
        )
    for name, ask in (
        ("cited by 3 or more", lambda: works.works_cited(db, 3, False, 50)),
        ("missing", lambda: works.works_cited(db, 2, True, 50)),
        (
            "view works_cited",
            lambda: db.execute(
                "select * from works_cited order by cited_by_records desc limit 50"
            ).fetchall(),
        ),
    ):
        start = time.perf_counter()
        ask()
        print(f"{name}: {time.perf_counter() - start:.2f} s")
    db.conn.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        main(int(given[0]) if given else 1_000_000, Path(given[1] if len(given) > 1 else name))
