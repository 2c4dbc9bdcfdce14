"""How fast the parts of a reference are judged, and that long ones take no more than their share.

    python -m tests.bench.reference_parts [FILE]

FILE holds one reference a line; without it the citations and titles of tests/references.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from harvester.config.archives import load_archives
from harvester.config.files import ConfigFolders, shipped_folder
from harvester.extract.references.archives import recognise
from harvester.extract.references.language import guess
from harvester.extract.references.name_order import suspicion

_DATA = Path(__file__).parents[1] / "references"
_LONG = ["RGANI, f. 5, op. 30, ", "f. 5 ", "A. ", "MS Add ", "Archivio di Stato di Aa ", "FRUS "]


def _each(words: str, judge: Callable[[str], object], texts: list[str]) -> None:
    judge(texts[0])  # what is loaded and compiled on first use does not count
    start = perf_counter()
    for text in texts:
        judge(text)
    print(f"{words:<22} {len(texts) / (perf_counter() - start):>9,.0f} a second")


def main() -> None:
    archives = load_archives(ConfigFolders((shipped_folder(),)))
    lines = [
        json.loads(line)
        for name in ("parts/archives.jsonl", "parts/languages.jsonl")
        for line in (_DATA / name).read_text("utf-8").splitlines()
    ]
    texts = [line.get("text") or line["title"] for line in lines]
    if len(sys.argv) > 1:
        texts = [text for text in Path(sys.argv[1]).read_text("utf-8").splitlines() if text]
    texts *= max(1, 2000 // len(texts))
    _each("archival recogniser", lambda text: recognise(text, archives), texts)
    start = perf_counter()
    guess("Histoire de la France")
    print(f"language model loads in {perf_counter() - start:.2f} s")
    _each("language of a title", guess, texts)
    _each("order of a name", lambda text: suspicion(text[:7].strip(), "Li"), texts)
    for piece in _LONG:
        times = []
        for size in (25_000, 100_000):
            start = perf_counter()
            recognise(piece * (size // len(piece)), archives)
            times.append(perf_counter() - start)
        print(f"{piece!r:<28} 25,000: {times[0]:.3f} s, 100,000 characters: {times[1]:.3f} s")


if __name__ == "__main__":
    main()
