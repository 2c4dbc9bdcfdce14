"""Broken pages by the thousand, read by lexbor, by libxml2, and by the HTML standard.

    python tests/bench/broken_pages.py [PAGES] [SEED]

Each page is a page of tests/sites with one to three mishaps. Prints how many are read the
same by both engines, and how many libxml2 alone reads otherwise than the standard; a page that
lexbor reads otherwise than the standard is printed, and makes the exit code 1.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cases import all_cases
from engines import compare
from harvester import config
from harvester.extract.decode import decode
from mutations import mutated


def main(count: int, seed: int) -> int:
    """The comparison; 1 where lexbor departs from the standard."""
    shipped = config.load(None, {}, Path("/"))
    bodies = [case.page.read_bytes() for case in all_cases() if case.page.suffix == ".html"]
    pages = [decode(body, None).text for body in bodies]
    found: Counter[str] = Counter()
    for number, page in enumerate(mutated(pages, count, seed)):
        how = compare(page, shipped)
        found[how if how in ("same", "broken") else "otherwise"] += 1
        if how not in ("same", "broken"):
            print(f"page {number} of seed {seed}:\n{how}")
    print(
        f"{count} broken pages, seed {seed}: {found['same']} the same by both engines, "
        f"{found['broken']} otherwise by libxml2 alone, {found['otherwise']} otherwise by lexbor"
    )
    return int(bool(found["otherwise"]))


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(int(given[0]) if given else 1_000, int(given[1]) if len(given) > 1 else 1))
