"""What the tests of the review desk share: a served database, and a real Chromium."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from conftest import SEED, environment
from running import rows
from server import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "there is no Chromium here: apt-get install chromium"

HOSTILE = '<img src=x onerror="window.hacked=1">'
#: A page that would run script in the reviewer's browser, if anything of it were not escaped.
HOSTILE_PAGE = """<!doctype html><html><head>
<title>x</title>
<meta name="citation_title" content='&lt;img src=x onerror="window.hacked=1"&gt;'>
<meta name="citation_author" content="&lt;script&gt;window.hacked=2&lt;/script&gt; Smith, Ann">
<meta name="citation_author" content="O'Neil, &quot;&gt;&lt;svg onload=window.hacked=3&gt;">
<meta name="citation_journal_title" content="Journal of {{ 7*7 }} &lt;/mark&gt;&lt;script&gt;window.hacked=4&lt;/script&gt;">
<meta name="citation_publication_date" content="2019">
<meta name="citation_doi" content="10.5555/hostile">
<meta name="citation_pdf_url" content="javascript:window.hacked=5">
<meta name="citation_reference" content="&lt;a href=javascript:window.hacked=6&gt;Ibsen&lt;/a&gt;, H. (1890). &lt;img src=x onerror=window.hacked=7&gt;. Oslo.">
<script type="application/ld+json">{"@type": "ScholarlyArticle", "name": "<b onclick=window.hacked=9>Salt</b>"}</script>
</head><body><h1>&lt;img src=x onerror="window.hacked=1"&gt;</h1>
<p>&lt;script&gt;window.hacked=8&lt;/script&gt; and a paragraph of words.</p></body></html>
"""


@dataclass
class Served:
    """A database that ``harvester serve`` serves, and the one-time link that it printed."""

    url: str
    link: str
    folder: Path

    def decisions(self) -> list[dict[str, object]]:
        return rows(self.folder, "SELECT * FROM decisions ORDER BY id")

    def harvest(self, *sources: Path) -> None:
        harvest(self.folder, sources)


def harvest(folder: Path, words: Sequence[str | Path], check: bool = True) -> None:
    subprocess.run(
        [sys.executable, "-m", "harvester", "-q", "harvest", *map(str, words)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=check,
    )


@contextmanager
def serving_desk(folder: Path) -> Iterator[Served]:
    """The seed and a hostile page, harvested and served."""
    hostile = folder / "hostile.html"
    hostile.write_text(HOSTILE_PAGE, "utf-8")
    harvest(folder, [SEED, hostile])
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "harvester", "serve", "--port", str(port)],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = re.search(r"http://\S+", process.stdout.readline())
        assert said, "serve prints the link on standard output"
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Served(f"http://127.0.0.1:{port}", said.group(0), folder)
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
