"""Names of people as printed: what is no name, and which part is the family's.

The printed name is never changed beyond the marks that hang on it (asterisks, affiliation
keys, icons' labels). Family and given name are an opinion beside it.
"""

import re
import unicodedata

_MARKS = re.compile(r"[\s*†‡§¶,;:]+$|^[\s*†‡§¶,;]+|\s*\((?:a\d+(?:,\s*)?)+\)")
_NOISE = re.compile(
    r"\s*\[(?:Opens in a new window|image:[^\]]*)\]|\s*(?:Open the )?ORCID(?: record for .*)?$"
    r"|\s*\(?\be-?mail:?.*$|\s*\S+@\S+$|\s*\[email.protected\]",
    re.IGNORECASE,
)
_IMPOSSIBLE = re.compile(r"[@{}<>=|\\]|https?:|\d{2,}|[.!?]\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+")
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV|PhD|MD)\.?$", re.IGNORECASE)
_PARTICLES = frozenset(
    "da das de del della der des di do dos du la le ten ter van von zu zur af av el al".split()
)
_EMPTY = frozenset({"null", "null null", "n/a", "none", "anonymous", "and", "by", "et al"})


def clean_name(text: str) -> str | None:
    """The printed name without what hangs on it, or None for what cannot be a name."""
    name = " ".join(_NOISE.sub("", text).split())
    while (shorter := _MARKS.sub("", name)) != name:
        name = shorter
    name = re.sub(r"\s+(?:and|&)$", "", name)
    if not 2 <= len(name) <= 120 or _IMPOSSIBLE.search(name):
        return None
    if not any(character.isalpha() for character in name):
        return None
    bare = re.sub(r"[\s,.]+", " ", name).strip().casefold()
    return None if bare in _EMPTY else name


def family_and_given(name: str) -> tuple[str | None, str | None]:
    """An opinion: ("Leffler", "Melvyn P."). A single word is a family name alone."""
    if "," in name:
        family, _, given = (part.strip() for part in name.partition(","))
        return family or None, given or None
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else None
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES and words[start - 1].islower():
        start -= 1
    if start <= 0:
        return (words[0], None) if words else (None, None)
    given = " ".join(words[:start])
    return " ".join(words[start:]), f"{given}, {suffix}" if suffix else given


def name_key(name: str) -> str:
    """What two printings of one name share: its words without accents, order or marks."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(sorted(re.findall(r"\w+", plain)))


def looks_like_name(text: str) -> bool:
    """Whether a bare line may be a person's name: few words, capitals, no sentence."""
    name = clean_name(text)
    if name is None or len(name) > 60 or any(character.isdigit() for character in name):
        return False
    words = re.findall(r"[^\s,]+", name)
    if not 2 <= len(words) <= 7 or name.endswith(("?", "!")):
        return False
    return all(
        word[0].isupper() or not word[0].isalpha() or word.casefold() in _PARTICLES | {"and", "y"}
        for word in words
    ) and any(word[0].isupper() for word in words)
