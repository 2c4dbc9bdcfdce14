"""How well references are parsed: field by field, style by style, and as sure as it claims.

    python -m tests.bench.references GOLD… [--half 0|1] [--style NAME] [--wrong N] [--against NAME]

GOLD: files of JSON lines ``{"text": …, "csl": {…}}`` with perhaps a ``style``; lists, a
``.json`` file ``{"entries": […]}`` whose entries are resolved against those before them; or a
folder of both. Printed are, per field, precision (of the values given, the share that is
right), recall (of the values expected, the share that is given) and F1; F1 of the chief fields
per style; the share of entries in which all fields are right, without and with the type, which
is not printed in a reference; and how often authors, title and year are all right at each tenth
of stated confidence. Entries for which no CSL is given count as wrong everywhere except there.

``--half 1`` scores every second entry, beginning with the second: of the project's own gold the
half that is reported on. The other half may be looked at and measures the confidence.
``--wrong N`` prints the first N entries that are wrong, ``--style NAME`` looks at one style or
family (a file's name) or at ``humanities``, which is all the styles of reference_fields.HUMANITIES.
``--against refextract|anystyle`` puts another parser beside ours.

Which differences are forgiven: see reference_fields.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .other_parsers import PARSERS, NotThereError
from .reference_fields import FIELDS, HUMANITIES, Values, values

_CHIEF = {
    "author words": "names",
    "title": "title",
    "container-title": "cont.",
    "publisher": "publ.",
    "publisher-place": "place",
    "volume": "vol.",
    "page": "pages",
    "year": "year",
}
_LOOSE = {"author words", "editor words", "translator words", "director words", "year"}
#: What must be right for an opinion to be worth its confidence.
_CORE = ("author", "title", "year")


@dataclass(frozen=True)
class Entry:
    """One gold reference. ``groups``: the styles it counts for."""

    text: str
    csl: dict[str, Any]
    groups: frozenset[str]
    chain: str = ""


@dataclass(frozen=True)
class Scored:
    """A gold reference and what a parser made of it; ``given`` is None where it made nothing."""

    entry: Entry
    expected: dict[str, Values]
    given: dict[str, Values] | None
    confidence: float | None = None

    def right(self, fields: Iterable[str]) -> bool:
        """Whether each of the fields has exactly the expected values; never, where none is given."""
        given = self.given
        return given is not None and all(
            self.expected.get(field) == given.get(field) for field in fields
        )

    @property
    def wrong(self) -> list[str]:
        """The fields that differ; the looser forms of fields are left out."""
        given = self.given or {}
        return [
            field
            for field in FIELDS
            if field not in _LOOSE and self.expected.get(field) != given.get(field)
        ]

    @property
    def all_right(self) -> bool:
        """Whether all fields are right, the type apart."""
        return self.given is not None and set(self.wrong) <= {"type"}


Opinion = tuple[dict[str, Any] | None, float | None]


def read(paths: Sequence[Path]) -> list[Entry]:
    """The gold entries of files and folders. Raises ValueError for a line that is not gold."""
    entries: list[Entry] = []
    for path in paths:
        if path.is_dir():
            entries += read(sorted([*path.glob("*.jsonl"), *path.glob("lists/*.json")]))
        elif path.suffix == ".json":
            listed = json.loads(path.read_text("utf-8"))["entries"]
            entries += [_entry(line, "lists", str(path)) for line in listed]
        else:
            lines = path.read_text("utf-8").splitlines()
            entries += [_entry(json.loads(line), path.stem) for line in lines if line.strip()]
    return entries


def halved(entries: Sequence[Entry], half: int) -> list[Entry]:
    """Every second entry; lists stay whole, for their entries are read together.

    A list belongs to the half in which its first entry stands.
    """
    first = {entry.chain: place for place, entry in reversed(list(enumerate(entries)))}
    return [
        entry
        for place, entry in enumerate(entries)
        if (first[entry.chain] if entry.chain else place) % 2 == half
    ]


def _entry(line: dict[str, Any], family: str, chain: str = "") -> Entry:
    if not isinstance(line.get("text"), str) or not isinstance(line.get("csl"), dict):
        raise ValueError(f"{family}: a gold entry has a text and a csl: {line}")
    style = line.get("style")
    groups = {family} | ({style} if style else set())
    return Entry(
        line["text"],
        line["csl"],
        frozenset(groups | ({"humanities"} if style in HUMANITIES else set())),
        chain,
    )


def harvester(entries: Sequence[Entry]) -> list[Opinion]:
    """What our own parser makes of the entries; lists go through it as lists."""
    from harvester.extract.references import parse

    opinions: list[Opinion] = []
    chains: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.chain:
            chains[entry.chain].append(entry.text)
    resolved = {chain: iter(parse.parse_list(texts)) for chain, texts in chains.items()}
    for entry in entries:
        citation = next(resolved[entry.chain]) if entry.chain else parse.parse(entry.text)
        opinions.append((json.loads(citation.csl) if citation.csl else None, citation.confidence))
    return opinions


def score(entries: Sequence[Entry], opinions: Sequence[Opinion]) -> list[Scored]:
    """Each entry with its values as expected and as given."""
    return [
        Scored(entry, values(entry.csl), values(csl) if csl is not None else None, confidence)
        for entry, (csl, confidence) in zip(entries, opinions, strict=True)
    ]


def measures(scored: Sequence[Scored], field: str) -> tuple[float, float, float, int]:
    """Precision, recall, F1 of one field, and how many values are expected."""
    right = given = expected = 0
    for one in scored:
        mine, gold = (one.given or {}).get(field), one.expected.get(field)
        given += mine.total() if mine else 0
        expected += gold.total() if gold else 0
        right += (mine & gold).total() if mine and gold else 0
    precision, recall = _share(right, given), _share(right, expected)
    return precision, recall, _share(2 * right, given + expected), expected


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _mean(scored: Sequence[Scored], holds: Callable[[Scored], bool]) -> float:
    return _share(sum(holds(one) for one in scored), len(scored))


def _number(value: float) -> str:
    return "    –" if value != value else f"{value:.3f}"


def print_fields(scored: Sequence[Scored], other: Sequence[Scored] | None, name: str) -> None:
    """The table of fields; with another parser's F1 beside it."""
    beside = f" {name[:10]:>10}" if other is not None else ""
    print(f"{'field':<20} {'precision':>9} {'recall':>7} {'F1':>6} {'values':>7}{beside}")
    for field in FIELDS:
        precision, recall, f1, expected = measures(scored, field)
        if not expected and precision != precision:
            continue
        line = f"{field:<20} {_number(precision):>9} {_number(recall):>7} {_number(f1):>6}"
        line += f" {expected:>7}"
        if other is not None:
            line += f" {_number(measures(other, field)[2]):>10}"
        print(line)


def print_shares(scored: Sequence[Scored]) -> None:
    """The shares of whole entries."""
    print(f"all fields right            {_number(_mean(scored, lambda one: one.all_right))}")
    print(f"and the type                {_number(_mean(scored, lambda one: not one.wrong))}")
    core = _mean(scored, lambda one: one.right(_CORE))
    print(f"authors, title, year right  {_number(core)}")
    withheld = sum(one.given is None for one in scored)
    print(f"no CSL given                {withheld} of {len(scored)} entries")


def print_styles(scored: Sequence[Scored]) -> None:
    """One line a style: entries, whole entries right, F1 of the chief fields."""
    heads = " ".join(f"{head:>6}" for head in _CHIEF.values())
    print(f"{'style':<22} {'entries':>7} {'right':>6} {'a+t+y':>6} {heads}")
    for group in sorted({group for one in scored for group in one.entry.groups}):
        these = [one for one in scored if group in one.entry.groups]
        shares = (_mean(these, lambda one: one.all_right), _mean(these, lambda o: o.right(_CORE)))
        cells = [*shares, *(measures(these, field)[2] for field in _CHIEF)]
        row = " ".join(f"{_number(cell):>6}" for cell in cells)
        print(f"{group:<22} {len(these):>7} {row}")


def print_calibration(scored: Sequence[Scored]) -> None:
    """Stated confidence against the share of entries with authors, title and year right."""
    print(f"{'confidence':<11} {'entries':>7} {'stated':>7} {'right':>6} {'differ':>7}")
    told = [one for one in scored if one.given is not None and one.confidence is not None]
    for tenth in range(10):
        these = [one for one in told if min(int((one.confidence or 0) * 10), 9) == tenth]
        if these:
            stated = sum(one.confidence or 0 for one in these) / len(these)
            right = _mean(these, lambda one: one.right(_CORE))
            print(
                f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}     {len(these):>7} {stated:>7.3f} "
                f"{right:>6.3f} {right - stated:>+7.3f}"
            )
    sure = [one for one in told if (one.confidence or 0) >= 0.9]
    print(
        f"of {len(sure)} entries at 0.9 and more the title is wrong in "
        f"{_number(_mean(sure, lambda one: not one.right(('title',))))}"
    )


def print_wrong(scored: Sequence[Scored], most: int) -> None:
    """The first wrong entries, what was expected and what was given."""
    for one in [one for one in scored if one.wrong][:most]:
        sure = "" if one.confidence is None else f"  [{one.confidence:.2f}]"
        print(f"\n{one.entry.text}{sure}  ({', '.join(sorted(one.entry.groups))})")
        if one.given is None:
            print("  no CSL given")
            continue
        for field in one.wrong:
            expected, given = one.expected.get(field), one.given.get(field)
            print(f"  {field}: expected {_shown(expected)}, given {_shown(given)}")


def _shown(counted: Values | None) -> str:
    if not counted:
        return "nothing"
    return "; ".join("|".join(value) for value in counted.elements())


def _beside(name: str, entries: Sequence[Entry]) -> list[Scored] | None:
    """Another parser's opinions, or None after saying why there are none."""
    if any(entry.chain for entry in entries):
        print(f"Lists are given to {name} entry by entry, for it resolves none.")
    try:
        items = PARSERS[name]([entry.text for entry in entries])
    except NotThereError as error:
        print(f"Not compared with {name}: {error}")
        return None
    return score(entries, [(csl, None) for csl in items])


def main(words: Sequence[str]) -> int:
    """Reads the words of the command line, prints the tables; 2 where there is no gold."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.references")
    asked.add_argument("gold", nargs="+", type=Path, metavar="GOLD")
    asked.add_argument("--style", help="one style or family, or humanities")
    asked.add_argument("--half", type=int, choices=(0, 1), help="every second entry only")
    asked.add_argument("--wrong", type=int, default=0, metavar="N", help="print N wrong entries")
    asked.add_argument("--against", choices=sorted(PARSERS), help="put another parser beside")
    given = asked.parse_args(words)
    try:
        entries = read(given.gold)
    except (OSError, ValueError) as error:
        print(f"The gold cannot be read: {error}", file=sys.stderr)
        return 2
    if given.half is not None:
        entries = halved(entries, given.half)
    if given.style:
        entries = [entry for entry in entries if given.style in entry.groups]
    if not entries:
        print("There is no such gold reference.", file=sys.stderr)
        return 2
    scored = score(entries, harvester(entries))
    other = _beside(given.against, entries) if given.against else None
    print(f"{len(entries)} references\n")
    print_fields(scored, other, given.against or "")
    print()
    print_shares(scored)
    if other is not None:
        print(f"\n{given.against}:")
        print_shares(other)
        if given.against == "refextract":
            print("It gives names undivided, so that only their words can be right.")
    print()
    print_styles(scored)
    print()
    print_calibration(scored)
    print_wrong(scored, given.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
