"""A small collection whose records cite each other, some of them hostile; and Datasette on it."""

import html
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from conftest import environment
from server import free_port

HOSTILE = '<img src=x onerror="alert(1)"> in the Margins'
FORMULA = '=HYPERLINK("https://example.org/","Mud")'


@dataclass(frozen=True)
class Chapter:
    title: str
    author: str
    year: int
    cites: tuple[int, ...]

    def doi(self, number: int) -> str:
        return f"10.1017/97810090009{number:02}.001"


CHAPTERS = (
    Chapter("Weirs", "Mira Abel", 1991, ()),
    Chapter("Locks and Liberties", "Tom Baines", 1996, (0,)),
    Chapter(FORMULA, "Jan Dorn", 2006, (0, 1)),
    Chapter(HOSTILE, "Eve Grau", 2020, (0, 2)),
)
#: Works that are not harvested, and which chapters cite them.
OUTSIDE = (
    ("Karl Witt, Wasserrecht im Wandel (Köln: Rheinverlag, 1978).", (0, 1, 3)),
    ("Rosa Lind, Canals of the North (London: Quay Press, 1984).", (2,)),
)


def reference(number: int) -> str:
    cited = CHAPTERS[number]
    return (
        f"{cited.author}, {cited.title} (London: Quay Press, {cited.year}), "
        f"https://doi.org/{cited.doi(number)}"
    )


def page(number: int) -> str:
    chapter = CHAPTERS[number]
    said = [
        ("citation_title", chapter.title),
        ("citation_author", chapter.author),
        ("citation_publication_date", str(chapter.year)),
        ("citation_doi", chapter.doi(number)),
        ("citation_publisher", "Quay Press"),
        ("citation_inbook_title", "Rivers and States"),
        *(("citation_reference", reference(cited)) for cited in chapter.cites),
        *(("citation_reference", text) for text, citing in OUTSIDE if number in citing),
    ]
    metas = "".join(f'<meta name="{n}" content="{html.escape(v)}">' for n, v in said)
    return f"<!DOCTYPE html><html><head>{metas}</head><body><h1>{html.escape(chapter.title)}</h1></body></html>"


def harvest(folder: Path) -> Path:
    """The database of the collection: records 1 to 4 are the chapters in their order."""
    for number in range(len(CHAPTERS)):
        (folder / f"{number}.html").write_text(page(number), "utf-8")
    for months, numbers in (("2026-01", (0, 1)), ("2026-03", (2, 3))):
        subprocess.run(
            [
                *(sys.executable, "-m", "harvester", "-q", "harvest"),
                *(f"{number}.html" for number in numbers),
                *("--captured-at", f"{months}-05"),
            ],
            cwd=folder,
            env=environment(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return folder / "data" / "harvest.db"


@contextmanager
def served(*words: str | Path) -> Iterator[str]:
    """A plain Datasette with these arguments, at this address, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", "serve", *map(str, words), "--port", str(port)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            assert process.poll() is None, process.communicate()
            try:
                httpx.get(f"{address}/-/versions.json")
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                break
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)
