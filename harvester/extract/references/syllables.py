"""Which syllables Mandarin has, in pinyin and in Wade-Giles, and how a word divides into them.

The tables are facts of the two romanisations. Tones, umlauts and apostrophes are taken off
before a word is looked up: printed lists drop them as often as not.
"""

import unicodedata
from functools import cache

#: Each initial of pinyin with the finals that stand behind it.
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
PINYIN = frozenset(
    initial + final for initial, finals in _FINALS.items() for final in finals.split()
)

_WG_INITIALS = {
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'",
    "x": "hs", "zh": "ch", "ch": "ch'", "r": "j", "z": "ts", "c": "ts'",
}  # fmt: skip
_WG_FINALS = {"ian": "ien", "ie": "ieh", "ue": "üeh", "ve": "üeh", "ong": "ung", "v": "ü"}
_WG_WHOLE = {
    "zi": "tzu", "ci": "tz'u", "si": "ssu", "er": "erh", "yan": "yen", "ye": "yeh", "yi": "i",
    "you": "yu", "yong": "yung", "yu": "yü", "yue": "yüeh", "yuan": "yüan", "yun": "yün",
    "ge": "ko", "ke": "k'o", "he": "ho", "e": "o", "gui": "kuei", "kui": "k'uei",
    "guo": "kuo", "kuo": "k'uo", "huo": "huo", "shuo": "shuo", "jiong": "chiung",
    "qiong": "ch'iung", "xiong": "hsiung",
}  # fmt: skip
#: The longest word that is divided: no Chinese word is longer.
_LONGEST = 40


def to_wade_giles(syllable: str) -> str:
    """A syllable of pinyin in Wade-Giles, with apostrophe and umlaut: "zhong" → "chung"."""
    if syllable in _WG_WHOLE:
        return _WG_WHOLE[syllable]
    size = 2 if syllable[:2] in ("zh", "ch", "sh") else 1
    initial = syllable[:size] if syllable[0] not in "aeo" else ""
    final = syllable[len(initial) :]
    if initial in ("zh", "ch", "sh", "r") and final == "i":
        final = "ih"
    elif initial in ("j", "q", "x") and final[0] == "u":
        final = {"u": "ü", "ue": "üeh", "uan": "üan", "un": "ün"}[final]
    elif final == "uo":
        final = "o"
    else:
        final = _WG_FINALS.get(final, final)
    return _WG_INITIALS.get(initial, initial) + final


@cache
def wade_giles() -> frozenset[str]:
    """All syllables of Wade-Giles, without apostrophes and umlauts."""
    return frozenset(plain(to_wade_giles(syllable)) for syllable in PINYIN)


def plain(word: str) -> str:
    """A word in small letters, without accents and apostrophes: "Ts'ao" → "tsao"."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if letter.isalpha()).replace("đ", "d")


def divide(word: str, table: frozenset[str]) -> list[str] | None:
    """The syllables of a plain word, as few as can be; None where it does not divide."""
    if not 0 < len(word) <= _LONGEST:
        return None
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        ways = [
            [*before, word[start:end]]
            for start in range(max(0, end - 6), end)
            if word[start:end] in table and (before := best[start]) is not None
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1]
