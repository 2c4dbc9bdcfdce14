"""Suspects that a name was turned round: "Danhui, Li" is Li Danhui.

Chinese, Korean, Vietnamese and Hungarian put the surname first, and a list that inverts every
name makes a surname of the given one. Tables of surnames and the syllables of given names tell;
they never prove it, so what comes out is a suspicion with its reason, for a person to judge.
"""

import re
from dataclasses import dataclass
from typing import Literal

from harvester.extract.references.surnames import (
    CHINESE,
    CHINESE_SOUTHERN,
    CHINESE_WADE_GILES,
    HUNGARIAN,
    HUNGARIAN_GIVEN,
    KOREAN,
    KOREAN_GIVEN,
    NOT_CHINESE,
    VIETNAMESE,
    VIETNAMESE_DOUBTFUL,
)
from harvester.extract.references.syllables import PINYIN, divide, plain, wade_giles

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ`-][^\W\d_]+)*")
#: A longer part of a name than this is not looked at.
_LONGEST = 60
_TIERS = {1: "the 20 commonest", 2: "the 100 commonest", 3: "the 300 commonest"}
#: What a syllable of Vietnamese looks like without its marks.
_VIETNAMESE_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|ph|qu|r|s|t|th|tr|v|x)?"
    r"[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a name may be turned round, and how much speaks for it.

    ``language``: BCP 47, of the people whose names look so. ``weak``: both parts can be
    surnames, or the syllables are shared with other languages.
    """

    language: str
    reason: str
    force: Literal["strong", "weak"]


def suspicion(family: str, given: str, context: str = "") -> str | None:
    """The reason to think that ``family`` is the given name; None where there is none.

    ``context`` is any text about the person: where it has the two names in the other order
    ("Li Danhui"), that is said and decides a weak case. Raises nothing.
    """
    found = suspect(family, given, context)
    return found.reason if found else None


def suspect(family: str, given: str, context: str = "") -> Suspicion | None:
    """The same with its language and its force."""
    if max(len(family), len(given)) > _LONGEST:
        return None
    surname, forename = _words(given), _words(family)
    if not surname or len(forename) != 1:
        return None
    found = (
        _chinese(forename[0], surname)
        or _korean(forename[0], surname)
        or _southern(forename[0], surname)
        or _vietnamese(forename[0], surname)
        or _hungarian(forename[0], surname)
    )
    turned = f"{given.strip()} {family.strip()}"
    if found and context and re.search(rf"(?<!\w){re.escape(turned)}(?!\w)", context):
        return Suspicion(found.language, f"{found.reason}; the text says “{turned}”", "strong")
    return found


def _words(part: str) -> list[str]:
    return _WORD.findall(part)


def _syllables(word: str, table: frozenset[str]) -> list[str] | None:
    """The syllables of a word with or without hyphens."""
    found: list[str] = []
    for piece in word.split("-"):
        parts = divide(plain(piece), table)
        if parts is None:
            return None
        found += parts
    return found


def _chinese(forename: str, surname: list[str]) -> Suspicion | None:
    """Pinyin, and Wade-Giles where the given name has its hyphen."""
    name = plain(surname[0])
    if len(surname) > 1 or plain(forename) in NOT_CHINESE:
        return None
    syllables = _syllables(forename, PINYIN)
    tier = CHINESE.get(name)
    if tier and syllables and len(syllables) <= 2:
        other = CHINESE.get(plain(forename))
        if other is None and (tier < 3 or len(syllables) == 2 or len(plain(forename)) > 2):
            return Suspicion(
                "zh",
                f"“{surname[0]}” is among {_TIERS[tier]} Chinese surnames; “{forename}” is none "
                f"of them, and reads as a given name in pinyin ({'-'.join(syllables)})",
                "strong" if tier < 3 or len(syllables) == 2 else "weak",
            )
        if other and tier == 1 and other > 1:
            return Suspicion(
                "zh",
                f"“{surname[0]}” and “{forename}” are both Chinese surnames, “{surname[0]}” "
                f"(among {_TIERS[tier]}) by far the commoner: the order is uncertain",
                "strong" if other == 3 else "weak",
            )
        return None
    if "-" in forename and name in CHINESE_WADE_GILES:
        syllables = _syllables(forename, wade_giles())
        if syllables and len(syllables) == 2 and plain(forename) not in KOREAN:
            return Suspicion(
                "zh",
                f"“{surname[0]}” is a common Chinese surname in Wade-Giles, and “{forename}” "
                "reads as a given name in it",
                "weak" if name in KOREAN else "strong",
            )
    return None


def _southern(forename: str, surname: list[str]) -> Suspicion | None:
    """Names of Hong Kong, Taiwan and overseas: known by their hyphen, for spelling is free."""
    name = plain(surname[0])
    known = name in CHINESE_SOUTHERN | CHINESE_WADE_GILES or CHINESE.get(name, 3) < 3
    pieces = forename.split("-")
    if len(surname) > 1 or not known or len(pieces) != 2 or pieces[1][:1].isupper():
        return None
    if not all(1 < len(plain(piece)) <= 6 for piece in pieces):
        return None
    return Suspicion(
        "zh",
        f"“{surname[0]}” is a Chinese surname, and the hyphen of “{forename}” is that of a "
        "given name",
        "weak",
    )


def _korean(forename: str, surname: list[str]) -> Suspicion | None:
    name = plain(surname[0])
    if len(surname) > 1 or name not in KOREAN or plain(forename) in KOREAN | NOT_CHINESE:
        return None
    syllables = _syllables(forename, KOREAN_GIVEN)
    if syllables is None or len(syllables) != 2:
        return None
    return Suspicion(
        "ko",
        f"“{surname[0]}” is a Korean surname; “{forename}” is none, and is made of two "
        f"syllables of Korean given names ({'-'.join(syllables)})",
        "strong" if "-" in forename else "weak",
    )


def _vietnamese(forename: str, surname: list[str]) -> Suspicion | None:
    name, other = plain(surname[0]), plain(forename)
    doubtful = name in VIETNAMESE_DOUBTFUL
    if not (doubtful or name in VIETNAMESE) or other in VIETNAMESE | VIETNAMESE_DOUBTFUL:
        return None
    pieces = [plain(piece) for piece in forename.split("-")]
    middle = [plain(word) for word in surname[1:]]
    if len(middle) > 2 or not all(map(_VIETNAMESE_SYLLABLE.fullmatch, [*pieces, *middle])):
        return None
    if doubtful and not middle and len(pieces) == 1 and forename.isascii():
        return None
    return Suspicion(
        "vi",
        f"“{surname[0]}” is a Vietnamese surname; “{forename}” is none, and has the shape of "
        "Vietnamese syllables",
        "weak" if doubtful else "strong",
    )


def _hungarian(forename: str, surname: list[str]) -> Suspicion | None:
    name, other = plain(surname[-1]), plain(forename)
    if len(surname) > 2 or name not in HUNGARIAN or other not in HUNGARIAN_GIVEN:
        return None
    if other in HUNGARIAN and name in HUNGARIAN_GIVEN:
        return None
    both = other in HUNGARIAN or name in HUNGARIAN_GIVEN
    reason = f"“{surname[-1]}” is a Hungarian surname and “{forename}” a Hungarian given name"
    if both:
        return Suspicion("hu", f"{reason}, though either can be the other", "weak")
    return Suspicion("hu", reason, "strong")
