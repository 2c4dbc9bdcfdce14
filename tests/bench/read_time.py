"""What reading a page costs: with lexbor, with BeautifulSoup, and the bare parse.

    python tests/bench/read_time.py [REPEATS]

Prints milliseconds a page (the best of the repeats) for the pages of tests/sites together and
for a made chapter page of 400 KB with 80 references, and the memory before and after.
"""

import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from selectolax.lexbor import LexborHTMLParser

from cases import all_cases
from engines import by_soup
from harvester import config
from harvester.extract.read import read

_REFERENCE = """<div id="reference-{n}-content" class="circle-list__item"><div class="circle-list__\
item__number">{n}</div><div class="circle-list__item__grouped"><div class="circle-list__item__grouped\
__content"><span class="person-group"><span class="string-name"><span class="surname">Quist</span>, \
<span class="given-names">Ana M.</span></span></span>, <i>The Ledgers of Port {n}</i> (<span class=\
"publisher-loc">Cork</span>: <span class="publisher-name">Quay Press</span>, <span class="year">\
{year}</span>), pp. {n}–9. <a class="ref-link" target="_blank" href="https://scholar.google.com/scholar\
?q=The+Ledgers+of+Port+{n}" aria-label="Google Scholar link for Quist"><span>Google Scholar</span>\
</a><a href="https://doi.org/10.5555/{n}">CrossRef</a></div></div></div>"""
_MENU = """<li class="menu-item"><a class="link" href="/core/what-we-publish/{n}"><span>Subject {n}\
</span><svg viewBox="0 0 9 9"><path d="M1 1L8 8"></path></svg></a></li>"""
_PARAGRAPH = """<p class="p">In the {n}th year of the harbour the clerks counted <i>every</i> bale \
twice, as <a class="xref bibr" href="#reference-{n}"><span class="sr-only">Reference Quist</span>Quist \
{year}</a> has shown, and entered what they had counted in books that nobody was to read for a hundred \
years; of these {n} survive, and most of them are damp.</p>"""


def chapter(size: int = 400_000, references: int = 80) -> bytes:
    """A chapter's page as its site would build it: scripts, menus, text and references."""
    script = (
        "window.settings = {" + ",".join(f'"key{n}": {{"a": [{n}]}}' for n in range(5_000)) + "}"
    )
    authors = "".join(
        f'<meta name="citation_author" content="Ana M. Quist {n}">'
        f'<meta name="citation_author_institution" content="University of Cork">'
        for n in range(3)
    )
    listed = "".join(_REFERENCE.format(n=n, year=1900 + n) for n in range(1, references + 1))
    head = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ledgers</title>
<meta property="og:site_name" content="Cambridge Core">{authors}
<meta name="citation_title" content="Ledgers"><meta name="citation_inbook_title" content="Harbours">
<meta name="citation_doi" content="10.1017/9781009999999.004"><meta name="citation_isbn" content="9781009999991">
<link rel="canonical" href="https://www.cambridge.org/core/books/harbours/ledgers/{"AB" * 16}">
<script>{script}</script></head><body><header><nav><ul>{"".join(_MENU.format(n=n) for n in range(150))}
</ul></nav></header><main id="maincontent" class="chapter-wrapper"><h1 class="chapter-title">4 - Ledgers</h1>
<div class="contributor-type__contributor"><a class="more-by-this-author">Ana M. Quist</a></div>
<div>Published online by Cambridge University Press: <span>28 September 2010</span></div>
<div class="abstract"><h2>Summary</h2><p>What the clerks wrote, and why.</p></div>"""
    tail = f"""<div id="references-list"><h2>References</h2>{listed}</div></main>
<footer id="footer-container"><ul>{"".join(_MENU.format(n=n) for n in range(80))}</ul></footer></body></html>"""
    room = size - len(head.encode()) - len(tail.encode())
    text = ""
    number = 0
    while len(text.encode()) < room:
        number += 1
        text += "".join(_PARAGRAPH.format(n=number + n, year=1900 + n) for n in range(20))
    return (head + text + tail).encode()


def best(repeats: int, work: Callable[[], object]) -> float:
    """The shortest of some runs, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main(repeats: int) -> None:
    """One table, and the machine."""
    shipped = config.load(None, {}, Path("/"))
    fixtures = [case.page.read_bytes() for case in all_cases() if case.page.suffix == ".html"]
    for name, pages in (("fixtures", fixtures), ("chapter of 400 KB", [chapter()])):
        count = len(pages)
        fast = best(repeats, lambda pages=pages: [read(p, shipped) for p in pages]) / count
        slow = best(
            max(1, repeats // 5),
            lambda pages=pages: [read(p, shipped, parse=by_soup) for p in pages],
        )
        bare = best(repeats, lambda pages=pages: [LexborHTMLParser(p) for p in pages]) / count
        print(
            f"{name}: {fast:.2f} ms a page, BeautifulSoup {slow / count:.2f} ms "
            f"({slow / count / fast:.1f} x), bare lexbor parse {bare:.2f} ms ({fast / bare:.1f} x)"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{memory} MB at most ({platform.machine()}, {os.cpu_count()} cores)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
