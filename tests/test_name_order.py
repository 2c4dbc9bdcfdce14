"""The suspicion of inverted names: what has to be suspected, what must not, and how often."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from harvester.extract.references.name_order import suspect, suspicion
from harvester.extract.references.syllables import PINYIN, divide, plain, to_wade_giles

NAMES = [
    json.loads(line)
    for line in (ROOT / "tests/references/parts/name_order.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    "name",
    [
        "Danhui, Li",
        "Jinghe, Luan",
        "Jisen, Ma",
        "Kuisong, Yang",
        "Lengxi, Wu",
        "Rong, Leng",
        "Litai, Xue",
        "Jian, Chen",
        "Tse-tung, Mao",
        "Il-sung, Kim",
        "Linh, Nguyen Van",
        "Imre, Nagy",
    ],
)
def test_inverted_is_suspected(name: str) -> None:
    family, given_name = name.split(", ")
    reason = suspicion(family, given_name)
    assert reason is not None
    assert f"“{given_name.split()[0]}”" in reason
    assert f"“{family}”" in reason


@pytest.mark.parametrize(
    "name",
    [
        "Lewis, John Wilson",
        "Borisov, Oleg",
        "Li, Danhui",
        "Nagy, Imre",
        "Kim, Il-sung",
        "Park, David",
        "Wang, Dong",
        "Hansen, Bo",
        "Novak, Kim",
        "Nguyen, Van Linh",
        "Li, ",
        ", Li",
    ],
)
def test_right_order_is_not_suspected(name: str) -> None:
    family, _, given_name = name.partition(", ")
    assert suspicion(family, given_name) is None


def test_two_surnames_are_a_weak_case_of_its_own() -> None:
    sure, unsure = suspect("Danhui", "Li"), suspect("Dong", "Wang")
    assert sure is not None
    assert unsure is not None
    assert (sure.force, unsure.force) == ("strong", "weak")
    assert "both Chinese surnames" in unsure.reason
    assert "both" not in sure.reason


def test_the_context_decides() -> None:
    text = "In her paper Wang Dong (2006) argues that the quarrel began earlier."
    found = suspect("Dong", "Wang", text)
    assert found is not None
    assert found.force == "strong"
    assert "the text says “Wang Dong”" in found.reason


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    """On names of people in both orders, and of others whose names look alike."""
    right = wrong = missed = 0
    for name in NAMES:
        found = suspicion(name["family"], name["given"]) is not None
        right += found and name["inverted"]
        wrong += found and not name["inverted"]
        missed += not found and name["inverted"]
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(f"\nname order, {len(NAMES)} names: precision {precision:.3f}, recall {recall:.3f}")
    assert len(NAMES) >= 200
    assert precision >= 0.97
    assert recall >= 0.88


@given(st.text(), st.text(), st.text())
def test_any_text_is_answered(family: str, given_name: str, context: str) -> None:
    assert suspicion(family, given_name, context) is None or family.strip()


@given(st.lists(st.sampled_from(sorted(PINYIN)), min_size=1, max_size=6))
def test_what_is_made_of_syllables_divides_into_syllables(syllables: list[str]) -> None:
    parts = divide("".join(syllables), PINYIN)
    assert parts is not None
    assert "".join(parts) == "".join(syllables)
    assert len(parts) <= len(syllables)


@pytest.mark.parametrize(
    ("pinyin", "wade_giles"),
    [
        ("mao", "mao"), ("ze", "tse"), ("dong", "tung"), ("zhou", "chou"), ("qing", "ch'ing"),
        ("xi", "hsi"), ("zi", "tzu"), ("si", "ssu"), ("ri", "jih"), ("guo", "kuo"),
        ("duo", "to"), ("ge", "ko"), ("jie", "chieh"), ("xue", "hsüeh"), ("yuan", "yüan"),
        ("chuang", "ch'uang"), ("lian", "lien"), ("er", "erh"), ("you", "yu"), ("shi", "shih"),
        ("nv", "nü"), ("juan", "chüan"), ("ran", "jan"), ("cai", "ts'ai"), ("hui", "hui"),
    ],
)  # fmt: skip
def test_wade_giles(pinyin: str, wade_giles: str) -> None:
    assert to_wade_giles(pinyin) == wade_giles


def test_plain() -> None:
    assert plain("Đặng") == "dang"
    assert plain("Hsüeh") == "hsueh"
