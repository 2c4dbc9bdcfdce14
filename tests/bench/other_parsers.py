"""Other parsers of references, fetched from their registries into a place of their own.

A parser takes texts and gives for each a CSL item, or None. It is installed once, into
``harvester-bench`` in the system's folder for temporary files; nothing of it enters this
project's environment.
"""

import json
import re
import shutil
import subprocess
import tempfile
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Parser = Callable[[Sequence[str]], list[dict[str, Any] | None]]

_HOME = Path(tempfile.gettempdir()) / "harvester-bench"
_REFEXTRACT = "refextract==1.1.7"
#: Run in refextract's own environment: texts as JSON in, its findings as JSON out.
_ASK_REFEXTRACT = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from refextract import extract_references_from_string
texts = json.load(sys.stdin)
json.dump([extract_references_from_string(t, is_only_references=True) for t in texts], sys.stdout)
"""
_TEXTS = {
    "title": "title",
    "journal_title": "container-title",
    "journal_volume": "volume",
    "journal_issue": "issue",
    "journal_page": "page",
    "publisher": "publisher",
    "isbn": "ISBN",
    "url": "URL",
    "reportnumber": "number",
}


class NotThereError(Exception):
    """The other parser cannot be had on this machine; the message says why."""


def refextract(texts: Sequence[str]) -> list[dict[str, Any] | None]:
    """refextract (PyPI), made for high-energy physics. Gives names undivided and no type."""
    python = _HOME / "refextract" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True, clear=True)
        try:
            _run([str(python), "-m", "pip", "install", "--quiet", _REFEXTRACT])
        except NotThereError:
            shutil.rmtree(python.parents[1])
            raise
    answer = _run([str(python), "-c", _ASK_REFEXTRACT], json.dumps(list(texts)))
    return [_from_refextract(found) for found in json.loads(answer)]


def _from_refextract(found: Sequence[dict[str, list[str]]]) -> dict[str, Any] | None:
    """Its findings in CSL words. A text taken for several references: the first word counts."""
    said: dict[str, list[str]] = {}
    for reference in found:
        for key, given in reference.items():
            said.setdefault(key, given)
    csl: dict[str, Any] = {word: said[key][0] for key, word in _TEXTS.items() if said.get(key)}
    if said.get("doi"):
        csl["DOI"] = said["doi"][0].removeprefix("doi:").lower()
    years = re.findall(r"\d{4}", " ".join(said.get("year", []) + said.get("journal_year", [])))
    if years:
        csl["issued"] = {"date-parts": [[int(years[0])]]}
    names = re.split(r",? (?:and|&) |[,;] ", ", ".join(said.get("author", [])))
    if names != [""]:
        csl["author"] = [{"literal": name} for name in names if name]
    return csl or None


def anystyle(texts: Sequence[str]) -> list[dict[str, Any] | None]:
    """AnyStyle (Ruby gems), by its command line program; one reference a line."""
    program = shutil.which("anystyle") or _install_anystyle()
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "references.txt"
        page.write_text("".join(" ".join(text.split()) + "\n" for text in texts), "utf-8")
        answer = json.loads(_run([program, "--stdout", "-f", "csl", "parse", str(page)]))
    if len(answer) != len(texts):
        raise NotThereError(f"it gave {len(answer)} items for {len(texts)} references.")
    return [_dated(item) for item in answer]


def _install_anystyle() -> str:
    gem = shutil.which("gem")
    if gem is None:
        raise NotThereError("neither anystyle nor Ruby's gem is on this machine.")
    home = _HOME / "anystyle"
    _run([gem, "install", "--no-document", "--install-dir", str(home), "anystyle", "anystyle-cli"])
    return str(home / "bin" / "anystyle")


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    """Its dates are text ("1973-05"); CSL's have parts."""
    issued = item.get("issued")
    if isinstance(issued, str):
        parts = [
            [int(number) for number in day.split("-")]
            for day in re.findall(r"\d{4}(?:-\d\d){0,2}", issued)
        ]
        item["issued"] = {"date-parts": parts[:2]} if parts else {"literal": issued}
    return item


def _run(words: Sequence[str], given: str | None = None) -> str:
    """What a program prints; raises NotThereError with its last line where it fails."""
    try:
        done = subprocess.run(words, input=given, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotThereError(str(error)) from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        raise NotThereError(f"{Path(words[0]).name} failed: {last}")
    return done.stdout


PARSERS: dict[str, Parser] = {"refextract": refextract, "anystyle": anystyle}
