"""Guesses the script and the language of a title, and how it was romanised. Offline.

The script is counted. The language comes from letters that only one language has, from the
rules in ``romanised``, and else from ``spelled``, a small model of words and their letters. A
title is short: where the model is not sure the language is None.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from harvester.extract.references.romanised import romanised
from harvester.extract.references.spelled import language

#: A longer title is judged by its beginning.
_LONGEST = 400
#: Below this probability the model is not believed; single words need more.
_SURE, _SURE_OF_ONE_WORD = 0.6, 0.95

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr",
    "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "DEVANAGARI": "Deva", "THAI": "Thai", "ETHIOPIC": "Ethi",
    "BENGALI": "Beng", "TAMIL": "Taml", "MONGOLIAN": "Mong", "TIBETAN": "Tibt", "SYRIAC": "Syrc",
    "COPTIC": "Copt", "KHMER": "Khmr", "MYANMAR": "Mymr",
}  # fmt: skip
#: Scripts that one language nearly has for itself.
_OWN = {
    "Grek": "el", "Jpan": "ja", "Kore": "ko", "Armn": "hy", "Geor": "ka", "Thai": "th",
    "Tibt": "bo", "Khmr": "km", "Mymr": "my", "Taml": "ta", "Beng": "bn",
}  # fmt: skip
#: Letters that settle a language within a script, in this order.
_LETTERS = [
    ("Cyrl", "uk", re.compile(r"[їєґ]", re.I)),
    ("Cyrl", "be", re.compile(r"ў", re.I)),
    ("Cyrl", "mk", re.compile(r"[ѓќѕ]", re.I)),
    ("Cyrl", "sr", re.compile(r"[ђћљњџј]", re.I)),
    ("Cyrl", "ru", re.compile(r"[ыэё]", re.I)),
    ("Arab", "ur", re.compile(r"[ٹڈڑےں]")),
    ("Arab", "fa", re.compile(r"[پچژگکی]")),
    ("Hebr", "yi", re.compile(r"[װױײ]|אַ|אָ")),
    ("Latn", "vi", re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)),
    ("Latn", "hu", re.compile(r"[őű]", re.I)),
]
#: Characters that were made simpler in China only, in Japan only, and in neither.
_SIMPLIFIED = re.compile(
    "[东苏这们为书车门问时间对华关泽选经济战线产党义农图历纪亲观论译东汉广业专丛两严]"
)
_SHINJITAI = re.compile("[図対戦沢竜広塩歩払駅芸県変関経済権実満発団検験観訳読転価仏択鉄]")
_TRADITIONAL = re.compile(
    "[國會學戰關對東蘇這們為書車門問時間華澤選經濟線產黨義農圖歷紀親觀論譯漢廣業專叢兩嚴與舊體臺灣總]"
)


#: Small words of English. The model is weak on short English titles.
_ENGLISH = frozenset("the of and from with since between into toward towards after".split())


@dataclass(frozen=True, slots=True)
class Tongue:
    """A guess at what a title is written in; each part None where it is not sure.

    ``script`` is ISO 15924 ("Latn", "Cyrl", "Hans"), ``language`` BCP 47 ("ru"),
    ``romanisation`` the scheme of a romanised title ("pinyin", "ala-lc").
    """

    script: str | None
    language: str | None
    romanisation: str | None = None
    romanised: bool = False


def guess(title: str) -> Tongue:
    """The script, the language and the romanisation of a title.

    The same title always gives the same guess. Raises nothing, whatever the text.
    """
    title = unicodedata.normalize("NFC", title[:_LONGEST])
    script = _script(title)
    if script is None:
        return Tongue(None, None)
    if script == "Latn" and (found := romanised(title)):
        return Tongue(script, found.language, found.scheme, romanised=True)
    if script == "Hani":
        return _chinese_or_japanese(title)
    for among, tongue, letters in _LETTERS:
        if among == script and letters.search(title):
            return Tongue(script, tongue)
    if script == "Hebr":
        return Tongue(script, "he")
    return Tongue(script, _OWN.get(script) or _modelled(title, script))


def _script(title: str) -> str | None:
    """The script of most letters. A little kana or hangul among Chinese characters decides."""
    counts: Counter[str] = Counter()
    for letter in title:
        if letter.isalpha():
            name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            counts[_SCRIPTS.get(name, "Zyyy")] += 1
    counts.pop("Zyyy", None)
    if not counts:
        return None
    best = min(counts, key=lambda script: (-counts[script], script))
    if best == "Hani":
        return next((script for script in ("Jpan", "Kore") if counts[script]), best)
    return best


def _chinese_or_japanese(title: str) -> Tongue:
    """Which of the two a title in Chinese characters alone is: those made simpler tell."""
    simplified, traditional = _SIMPLIFIED.search(title), _TRADITIONAL.search(title)
    if _SHINJITAI.search(title) and not simplified:
        return Tongue("Jpan", "ja")
    if simplified and not traditional:
        return Tongue("Hans", "zh")
    if traditional and not simplified:
        return Tongue("Hant", "zh")
    return Tongue("Hani", None)


def _modelled(title: str, script: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", title)
    if all(len(word) == 1 for word in words):
        return None
    small = [word.casefold() for word in words]
    if "the" in small or sum(word in _ENGLISH for word in small) > 1:
        return "en"
    found = language(words, script)
    needed = _SURE if len(words) > 1 else _SURE_OF_ONE_WORD
    return found[0] if found and found[1] >= needed else None
