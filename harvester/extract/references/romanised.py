"""Knows by rules of its own that a title in Latin letters is romanised, and by which scheme.

Each language leaves its marks: syllables that no other has, small words, endings, letters with
signs. Every rule asks for several of them, and where the schemes of one language read alike in
a title (for lack of a letter that tells them apart) the scheme is left open.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from harvester.extract.references.syllables import PINYIN, divide, plain, wade_giles

#: A longer title is judged by its beginning, and by so many words of it at most.
_LONGEST, _MOST_WORDS = 400, 40


class Romanised(NamedTuple):
    """The language (BCP 47) of a romanised title, and the scheme where it can be told."""

    language: str | None
    scheme: str | None


_WORD = re.compile(
    r"[^\W\d_]+(?:[-'’ʼʹʻʿʾ‘`][^\W\d_]+)*['’ʹʼʾ]?|(?<!\w)[ʿʻ‘][^\W\d_]+(?:-[^\W\d_]+)*"
)
#: Small words that are frequent in Western titles and stand in no romanised one.
_WESTERN = frozenset(
    "the of and from with into after between der das dem des ein eine zur zum im vom les et du aux "
    "sur dans entre une pour par avec della delle degli del nel nella il gli con per dei dal dalla "
    "dell sul sulla alla alle el los las por para um uma dos das em het een van voor och det og av "
    "się przez są až és egy în și din qui cum ex".split()
)


def romanised(title: str) -> Romanised | None:
    """The language and the scheme of a romanised title; None where it does not look like one.

    Raises nothing; takes time in proportion to the title, up to a fixed length.
    """
    words = _WORD.findall(title[:_LONGEST])[:_MOST_WORDS]
    folded = [word.casefold() for word in words]
    if not words or not _WESTERN.isdisjoint(folded):
        return None
    return (
        _semitic(words, folded)
        or _indic(folded)
        or _wade_giles(words)
        or _pinyin(folded)
        or _korean(folded)
        or _japanese(folded)
        or _slavic(words, folded)
    )


# --- Chinese ------------------------------------------------------------------------------

_PINYIN_LOOK = re.compile(r"zh|x|q|sh|j[iu]|[aeo]ng|i[ao]|ua|uo|ui$|ue|eng|ou$")
_WG_LOOK = re.compile(r"(?:ch|k|p|t|ts|tz)['’ʻʼ‘`]|^hs|ieh|ien|ueh|ung|ssu|tzu|ih$|^j[aeiu]")


def _pinyin(words: Sequence[str]) -> Romanised | None:
    divided = [_pinyin_syllables(word) for word in words]
    if not all(divided):
        return None
    syllables = sum(len(parts) for parts in divided if parts)
    typical = sum(_PINYIN_LOOK.search(plain(word)) is not None for word in words)
    long = sum(len(parts) > 1 for parts in divided if parts)
    if syllables < 4 or not long or 2 * typical < len(words):
        return None
    return Romanised("zh", "pinyin")


def _pinyin_syllables(word: str) -> list[str] | None:
    """The syllables of a word. Inside one none begins with a vowel: that takes an apostrophe."""
    found: list[str] = []
    for piece in filter(None, re.split(r"['’ʼ-]", word)):
        parts = divide(plain(piece), PINYIN)
        if parts is None or any(part[0] in "aeo" for part in parts[1:]):
            return None
        found += parts
    return found


def _wade_giles(words: Sequence[str]) -> Romanised | None:
    pieces = [piece for word in words for piece in word.split("-")]
    syllables = [piece for piece in pieces if plain(piece) in wade_giles()]
    if len(syllables) < 3 or len(syllables) < len(pieces):
        return None
    typical = sum(_WG_LOOK.search(piece.casefold()) is not None for piece in pieces)
    joined = sum("-" in word for word in words)
    return Romanised("zh", "wade-giles") if joined and typical + joined >= 2 and typical else None


# --- Japanese and Korean --------------------------------------------------------------------

_MORAE = re.compile(
    r"(?:(?:[kgnhbpmr]y|(?:s|ss)h|t?ch|t{0,2}s|j|f|kk|ss|tt|pp|[kgsztdnhbpmyrw])?[aiueo]"
    r"|n(?![aiueoy])|m(?=[bpm]))+"
)
_JAPANESE_LOOK = re.compile(r"shi|tsu|chi|sh[ou]|ch[ou]|[kr]y[ou]|j[ou]|[ou]{2}")


def _japanese(words: Sequence[str]) -> Romanised | None:
    plains = [plain(piece) for word in words for piece in word.split("-")]
    if sum(map(len, plains)) < 8 or not all(map(_MORAE.fullmatch, plains)):
        return None
    marks = 2 * sum(any(letter in "ōūôû" for letter in word) for word in words)
    marks += 2 * ("no" in plains[1:-1])
    marks += sum(word in {"to", "ni", "wo", "ga", "wa", "kara", "made"} for word in plains[1:-1])
    marks += sum(_JAPANESE_LOOK.search(word) is not None for word in plains)
    return Romanised("ja", "hepburn") if marks >= 3 else None


_KOREAN_INITIALS = "k kk n t tt r l m p pp s ss ch tch h g d b j jj".split()
_KOREAN_VOWELS = "a ae ya o e yo ye wa wae oe u wo we wi yu ui i eo eu yeo".split()
_KOREAN_FINALS = "k n t l m p ng".split()


@cache
def _korean_syllables() -> frozenset[str]:
    return frozenset(
        initial + vowel + final
        for initial in ["", *_KOREAN_INITIALS]
        for vowel in _KOREAN_VOWELS
        for final in ["", *_KOREAN_FINALS]
    )


def _korean(words: Sequence[str]) -> Romanised | None:
    breves = sum("ŏ" in word or "ŭ" in word for word in words)
    revised = sum(re.search(r"eo|eu", plain(word)) is not None for word in words)
    if not (breves or revised):
        return None
    divided = [
        divide(plain(piece), _korean_syllables()) for word in words for piece in word.split("-")
    ]
    if not all(divided) or sum(len(parts) for parts in divided if parts) < 4:
        return None
    if breves:
        return Romanised("ko", "mccune-reischauer")
    known = sum(
        re.search(r"hanguk|joseon|jeon|yeon|yeok|seon|[iaeou]ui$|sahoe", plain(w)) is not None
        for w in words
    )
    return Romanised("ko", "revised") if known + ("ui" in words) + revised >= 2 else None


# --- Arabic, Persian, Hebrew, Sanskrit --------------------------------------------------------

_ARTICLE = re.compile(r"(?:wa-|bi-|li-)?(?:a[ldnrstzḍṣṭẓ]|aš|ash|ath|adh)-['’ʿʾʻ‘ʼ]?[^\W\d_]")
_LONG = re.compile(r"[āīū]")
_DOTTED = re.compile(r"[ḥṣḍṭẓġḫǧḏṯ]|[ʿʾʻ]")
_DIN = re.compile(r"[ǧḫġḏṯ]")
_IZAFAT = re.compile(r"[^\W\d_]-y?[ie]$")
_HEBREW = re.compile(r"(?:ve-|be-|le-|mi-|she-)?ha-[^\W\d_]")
_HEBREW_WORDS = frozenset(
    "shel toldot yisrael yisra'el yisra’el yiśra’el medinat erets milhemet milḥemet".split()
)
_INDIC = re.compile(r"[śṛṝḷṃṅñṇ]")


def _semitic(words: Sequence[str], folded: Sequence[str]) -> Romanised | None:
    articles = sum(_ARTICLE.match(word) is not None for word in folded)
    long = sum(_LONG.search(word) is not None for word in folded)
    dotted = sum(_DOTTED.search(word) is not None for word in folded)
    izafat = sum(_IZAFAT.search(word) is not None for word in folded)
    izafat += sum(word in {"va", "dar", "az"} for word in folded)
    if izafat and long and not articles:
        return Romanised("fa", "ijmes") if izafat + long + dotted >= 3 else None
    if 2 * articles + long + dotted >= 3 and articles:
        if not long and not dotted:
            return Romanised("ar", None)
        if any(_DIN.search(word) for word in folded):
            return Romanised("ar", "din-31635")
        # What ALA-LC writes and IJMES leaves out: the h of "al-dawlah".
        whole = any(re.search(r"[^\W\d_āīū][a]h$", word) for word in folded)
        return Romanised("ar", "ala-lc" if whole else "ijmes")
    prefixed = sum(_HEBREW.match(word) is not None for word in folded)
    known = sum(
        any(part in _HEBREW_WORDS for part in word.split("-")) or word in _HEBREW_WORDS
        for word in folded
    )
    return Romanised("he", None) if prefixed and prefixed + known >= 2 else None


def _indic(folded: Sequence[str]) -> Romanised | None:
    signs = sum(_INDIC.search(word) is not None for word in folded)
    long = sum(_LONG.search(word) is not None for word in folded)
    return (
        Romanised(None, "iast")
        if signs and long and signs + long >= max(3, 0.5 * len(folded))
        else None
    )


# --- Russian and Ukrainian ---------------------------------------------------------------------

_RUSSIAN_WORDS = frozenset(
    "i v vo na o ob ot do iz k ko po za dlia dlya dlja pod mezhdu protiv pri bez so s u ee ego ikh "
    "chto kak ne ili nad pered posle cherez goda godov gg god gody".split()
)
#: Of these, what Polish, Czech, Croatian or Slovene have too.
_SHARED = frozenset("i v na o ob do po za pod pri bez so s u k ne nad pred".split())
_UKRAINIAN_WORDS = frozenset("ta vid pro zi shcho rr rokakh roku rokiv pid mizh".split())
_SOVIET = frozenset("SSSR TsK KPSS VKP RKP NKVD RSFSR VChK".split())
_RUSSIAN_ENDING = re.compile(
    r"[^\W\d_]{2}(?:[oe]go|sk(?:ikh|oi|oy|oj|ii|iy|ij|ie|iye|om)|n(?:yye|yi|yy|oi|oy)|skie|ovye|oi"
    r"|aia|aya|naja|skaja|iaia|iia|iya|ija|nie|niye|nii|stvo|stva|ost['’ʹ]"
    r"|ykh|ikh|iakh|yakh|akh|[iy]ami|nami|ovami|stvami)$"
)
_RUSSIAN_LOOK = re.compile(r"zh|kh|shch|['’ʹ](?:$|[^aeiou])|tsk|vsk|vn|vr")
_UKRAINIAN_LOOK = re.compile(r"ï|s['’ʹ]k|ist['’ʹ]$|oho$|nnia$|ukrain")
#: Letters that no scheme for Cyrillic has.
_NOT_SLAVIC = re.compile(r"[^a-z'’ʹʼ`\-ĭïëėčšžćèêâûŝʺ\u0306\u0361]|ije")
_ALA_LC = re.compile(
    r"(?:[^aeiouy]|[ao])i[au](?:$|[^n])|ii(?:$|[^a-z])|iia|[^aeiou]iu|ĭ|yi$|aia|oi$|aiu|oiu|[aeo]iu"
)
_BGN = re.compile(r"y[aue]|[iy]y$|yy|oy|ey|[ië]y")
_SCIENTIFIC = re.compile(r"[šžčėč]|j[auei]|[aeiouy]j(?:$|[^aeiou])")


def _slavic(words: Sequence[str], folded: Sequence[str]) -> Romanised | None:
    if any(_NOT_SLAVIC.search(word) for word in folded):
        return None
    ukrainian = sum(
        word in _UKRAINIAN_WORDS or _UKRAINIAN_LOOK.search(word) is not None for word in folded
    )
    points = float(sum(_points(word) for word in folded))
    points += 2 * sum(word in _SOVIET for word in words)
    if ukrainian and points + ukrainian >= max(3, 0.5 * len(words)):
        return Romanised("uk", _scheme(folded))
    distinct = [word for word in folded if word not in _SHARED and _points(word) > 0]
    soviet = any(word in _SOVIET for word in words)
    if points < 2.5 or points < 0.5 * len(words) or not (distinct or soviet):
        return None
    return Romanised("ru", _scheme(folded))


def _points(word: str) -> float:
    if word in _RUSSIAN_WORDS:
        return 1 if word in _SHARED else 1.5
    points = 1.5 if _RUSSIAN_ENDING.search(word) else 0.0
    return points + (1 if _RUSSIAN_LOOK.search(word) else 0)


def _scheme(folded: Iterable[str]) -> str | None:
    """The scheme whose letters stand in most words; None where none or two are equal."""
    words = list(folded)
    counts = {
        name: sum(look.search(word) is not None for word in words)
        for name, look in (("ala-lc", _ALA_LC), ("bgn", _BGN), ("scientific", _SCIENTIFIC))
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > max(n for name, n in counts.items() if name != best) else None
