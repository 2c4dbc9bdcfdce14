"""The gold references are sound: what they expect is CSL, and stands in the printed text."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bench.reference_fields import HUMANITIES, fold, values
from bench.references import Entry, read, score

GOLD = Path(__file__).parent / "references"
FILES = sorted(GOLD.glob("*.jsonl"))
LISTS = sorted((GOLD / "lists").glob("*.json"))
TYPES = set(
    "book chapter article-journal article-newspaper article-magazine paper-conference report "
    "thesis manuscript webpage motion_picture legislation legal_case document".split()
)
NAMES = set("author editor translator director".split())
DATES = set("issued original-date accessed".split())
STANDING = set(
    "title volume-title container-title collection-title collection-number volume issue number "
    "number-of-volumes genre edition page publisher publisher-place event-title event-place status "
    "archive archive_collection archive_location archive-place DOI ISBN ISSN PMID URL".split()
)
SEED = Path(__file__).parents[1] / "data/samples/cambridge-core-chapter.txt"


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


GOLD_LINES = [
    pytest.param(line, id=f"{path.stem}-{number}")
    for path in FILES
    for number, line in enumerate(lines_of(path), start=1)
]


def is_date(value: Any) -> bool:
    """A year, a month, a day, and perhaps the end of a range; or words for a missing one."""
    if set(value) == {"literal"}:
        return bool(value["literal"])
    parts = value["date-parts"]
    spans = [len(part) for part in parts]
    limits = ((100, 2100), (1, 12), (1, 31))
    return (
        set(value) == {"date-parts"}
        and len(parts) in (1, 2)
        and all(1 <= span <= 3 for span in spans)
        and all(
            low <= number <= high
            for part in parts
            for number, (low, high) in zip(part, limits, strict=False)
        )
        and parts == sorted(parts)
    )


def misplaced(csl: dict[str, Any], text: str) -> list[str]:
    """The values of ``csl`` that do not stand in ``text``; what is joined by ``; `` may stand apart."""
    printed = fold(text)
    values = [(key, csl[key]) for key in STANDING if key in csl]
    values += [("translated-title", title) for title in csl.get("custom", {}).values()]
    values += [(key, part) for key in NAMES for name in csl.get(key, []) for part in name.values()]
    found = []
    for key, value in values:
        pieces = value.split("; ") if key.startswith("publisher") else [value]
        where = printed.casefold() if key in ("DOI", "status") else printed
        found += [f"{key}: {piece}" for piece in pieces if fold(piece) not in where]
    years = [str(part[0]) for key in DATES for part in csl.get(key, {}).get("date-parts", [])]
    return found + [f"year: {year}" for year in years if not year_stands(year, text)]


def year_stands(year: str, text: str) -> bool:
    """Printed in full, or by its last two digits (1943–53)."""
    return year in text or re.search(rf"[-–/’']{year[2:]}\b", text) is not None


def faults(csl: dict[str, Any]) -> list[str]:
    """What in ``csl`` is not CSL as this project writes it."""
    known = STANDING | NAMES | DATES | {"type", "custom"}
    found = [f"variable {key}" for key in csl if key not in known]
    found += [] if csl["type"] in TYPES else [f"type {csl['type']}"]
    found += [f"{key}: {csl[key]}" for key in DATES & set(csl) if not is_date(csl[key])]
    found += [
        f"{key}: {name}"
        for key in NAMES & set(csl)
        for name in csl[key]
        if set(name) != {"literal"} and not {"family"} <= set(name) <= {"family", "given", "suffix"}
    ]
    found += [
        f"{key}: {csl[key]!r}"
        for key in STANDING & set(csl)
        if not isinstance(csl[key], str) or not csl[key] or csl[key] != csl[key].strip()
    ]
    if set(csl.get("custom", {"translated-title": ""})) != {"translated-title"}:
        found.append(f"custom: {csl['custom']}")
    return found


@pytest.mark.parametrize("line", GOLD_LINES)
def test_line_is_csl_that_stands_in_its_text(line: dict[str, Any]) -> None:
    assert {"text", "csl"} <= set(line) <= {"text", "csl", "style", "note"}
    assert faults(line["csl"]) == []
    assert misplaced(line["csl"], line["text"]) == []


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_list_is_csl(path: Path) -> None:
    """Names and titles of a list are said once: they stand in some entry up to the one meant."""
    entries = json.loads(path.read_text("utf-8"))["entries"]
    above = ""
    for entry in entries:
        above = f"{above}\n{entry['text']}"
        assert faults(entry["csl"]) == []
        assert misplaced(entry["csl"], above) == []


def test_no_reference_twice() -> None:
    texts = [fold(line.values[0]["text"]) for line in GOLD_LINES]
    assert len(set(texts)) == len(texts)


def test_enough_of_each_style() -> None:
    lines = [line.values[0] for line in GOLD_LINES]
    assert len(lines) >= 250
    styles = {line.get("style") for line in lines}
    assert styles >= HUMANITIES
    hard = [line for line in lines if line.get("style") in HUMANITIES]
    assert len(hard) >= len(lines) / 4
    families = {path.stem: len(lines_of(path)) for path in FILES}
    wanted = (
        "seed cambridge chicago-notes chicago-bibliography mla harvard apa vancouver numbered "
        "archival transliterated original-script european media odd".split()
    )
    assert set(wanted) <= set(families)
    assert min(families.values()) >= 15


def test_seed_is_printed_as_in_the_sample() -> None:
    sample = fold(SEED.read_text("utf-8"))
    seed = lines_of(GOLD / "seed.jsonl")
    assert len(seed) == 15
    assert [line["text"] for line in seed if fold(line["text"]) not in sample] == []


def test_score_of_gold_against_itself_is_full() -> None:
    entries = read([GOLD])
    scored = score(entries, [(entry.csl, 1.0) for entry in entries])
    assert [one.entry.text for one in scored if one.wrong or not one.all_right] == []


@pytest.mark.parametrize(
    ("field", "given", "same"),
    [
        ("title", "“Why” – a\u00a0question.", True),
        ("title", "'Why' - a Question", False),
        ("title", "Why - a question", False),
        ("page", "12 – 14", True),
        ("page", "12-15", False),
        ("author", [{"family": "Ha\u0301y", "given": "J. A."}], True),
        ("author", [{"family": "Háy", "given": "J.A."}], False),
        ("author", [{"literal": "Háy J. A."}], False),
        ("issued", {"date-parts": [[1999, 2]], "season": "1"}, True),
        ("issued", {"date-parts": [[1999]]}, False),
        ("note", "left over", True),
    ],
)
def test_score_forgives_only_what_means_nothing(field: str, given: Any, same: bool) -> None:
    gold = {
        "title": "‘Why’ — a question",
        "page": "12-14",
        "author": [{"family": "Háy", "given": "J. A."}],
        "issued": {"date-parts": [[1999, 2]]},
    }
    entry = Entry("", gold, frozenset())
    (one,) = score([entry], [({**gold, field: given}, None)])
    assert one.all_right is same


def test_score_sees_what_is_missing_or_too_much() -> None:
    gold = {"title": "Why", "issued": {"date-parts": [[1943], [1953]]}}
    entry = Entry("", gold, frozenset())
    missing, surplus, none = score(
        [entry] * 3, [({"title": "Why"}, None), ({**gold, "volume": "1"}, None), (None, 0.1)]
    )
    assert missing.wrong == ["issued"]
    assert surplus.wrong == ["volume"]
    assert not none.all_right
    assert not none.right(["volume"])


def test_names_in_han_are_compared_undivided() -> None:
    whole = values({"author": [{"literal": "沈志华"}]})
    assert values({"author": [{"family": "沈", "given": "志华"}]}) == whole
    assert values({"author": [{"family": "Shen", "given": "Zhihua"}]}) != whole
