"""The people of a reference, in any of the orders in which styles print them.

"Family, Given and Family, Given" (Cambridge), "Family, Given, and Given Family" (Chicago),
"Family, G., & Family, G." (APA), "Family GI, Family GI" (Vancouver), "Given Family". Names
stay as printed; which part is the family's is an opinion.
"""

import re
from collections.abc import Iterator

from harvester.extract.names import family_and_given

Name = dict[str, str]

_ROLE = re.compile(
    r"(?i)[\s,;(\[]*(?<![\w])(?:eds?|edited|editors?|hrsg|hg|hgg|éds?|dirs?|coords?|comps?"
    r"|compilers?"
    r"|trans|transl|tr(?=\.)|translators?|translated|directors?|directed|producers?|introd|red|cur"
    r"|a cura di"
    r"|sous la dir(?:ection)?|herausgegeben|dir|ред|сост|пер|επιμ|επιμέλεια|μτφρ)\b\.?"
    r"(?:\s+(?:by|von|par|por|de|da|and|&))?"
    r"[\s.,:;)\]]*"
)
_LEAD = re.compile(
    r"^(?:in:?|In:?|See|see|Cf\.|with|With|and|by|By|par|dans|Dans|em|en|En)\b[:\s]+"
)
_ET_AL = re.compile(
    r"(?i)[\s,;(\[]*(?:\bet\.? ?alii?\b|\bet\.? ?al\b|\band others\b|\bu\. ?a\b|\bи др"
    r"|等)\.?[\s)\]]*"
)
_CUT_SHORT = re.compile(
    r"(?i)\bet(?:\. ?| )al(?:ii\b|ia\b|\b)|\band others\b|\bu\. ?a\.|等|\bи др\b"
)
_AND = re.compile(r"\s*(?:,\s*)?(?:\band\b|&|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\boch\b|\bog\b)\s+")
_INITIALS = re.compile(
    r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω]\.?[ \-‐‑’]{0,2}){1,4}"
    r"|(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω][^\W\d_A-Z]{0,2}\.[ \-‐]{0,2}){1,4}"
)
_VANCOUVER = re.compile(
    r"(?P<family>[^\W\d_][\w'’\-‐ ]*?[^\W\d_]) "
    r"(?P<given>[A-ZÀ-ÖØ-Þ]{1,4})(?: (?P<suffix>Jr|Sr|\d\w\w|II|III))?"
)
_FAMILY_DOTTED = re.compile(
    r"(?P<family>[^\W\d_][\w'’\-‐]+(?: [^\W\d_][\w'’\-‐]+)?) "
    r"(?P<given>(?:[A-ZÀ-ÖØ-ÞА-ЯЁ]\.[ \-]?){1,4})"
)
_CAPITALS = re.compile(
    r"(?P<family>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’\-]{2,}) (?P<given>[A-ZÀ-ÖØ-Þ][^\W\d_].*)"
)
_SUFFIX = re.compile(r"(?i)(?:jr|sr|ii|iii|iv)\.?")
_DASHES = re.compile(r"^[\s–—―_‒\-]{2,}$|^[—―]+[.,]?$")
_BODY = re.compile(
    r"(?i)\b(?:universi|institut|department|ministry|organi[sz]ation|association|council|committee"
    r"|commission|bureau|office|agency|foundation|society|company|corporation|congress|government"
    r"|united"
    r"|nations|library|museum|center|centre|group|project|team|board|bank|union|federation|league"
    r"|party"
    r"|academy|archives?|assembly|administration|service|network|consortium|programme?|parliament"
    r"|minist[eè]r[eio]{1,2}(?:um)?|acad[ée]mie|akademi[aei]?|comité|gesellschaft|kommission|centers"
    r"|senate|collaboration|workgroup|college|school|press|staff|editors"
    r"|государств|институт|министерство|of the\b|for the\b)"
)
_PARTICLE = re.compile(
    r"(?:van|von|de|der|den|du|da|di|del|della|la|le|ten|ter|zu|al|el|bin|ibn)\b"
)


def has_et_al(text: str) -> bool:
    """Whether the list of people is cut short: "et al."."""
    return bool(_CUT_SHORT.search(text))


def people(text: str) -> list[Name]:
    """The names in a printed list of people, in order, as CSL names."""
    rest = _LEAD.sub("", _ET_AL.sub(" ", text).strip())
    rest = _ROLE.sub(
        lambda role: ", " if role.start() > 0 and role.end() < len(rest) else " ", rest
    )
    rest = rest.strip(" ,،;:/([").rstrip(")]")
    if not any(sign.isalpha() for sign in rest):
        return []
    if _is_body(rest):
        return [{"literal": rest.rstrip(".") if not re.search(r"\b\w\.$", rest) else rest}]
    return [name for name in _names(rest) if name]


def _is_body(text: str) -> bool:
    """Whether the whole is one organisation: no initials, no inverted name."""
    if not _BODY.search(text) or ";" in text:
        return False
    return not any(_INITIALS.fullmatch(part.strip()) for part in text.split(",")[1:])


def _names(text: str) -> Iterator[Name]:
    if ";" in text:
        for piece in text.split(";"):
            yield from _names(_AND.sub("", piece, count=1) if _AND.match(piece) else piece)
        return
    groups = [group for group in _AND.split(text) if group.strip(" ,.")]
    inverted = False
    for place, group in enumerate(groups):
        parts = [_unstopped(part.strip()) for part in re.split(r"[,،，、]", group)]
        parts = [part for part in parts if part]
        yielded = list(_of_parts(parts, len(groups) == 1, inverted or place == 0))
        inverted = inverted or any("given" in name and len(parts) > 1 for name in yielded)
        yield from yielded


def _of_parts(parts: list[str], alone: bool, may_invert: bool) -> Iterator[Name]:
    """The names in what stands between two "and"s."""
    place = 0
    while place < len(parts):
        part, after = parts[place], parts[place + 1] if place + 1 < len(parts) else ""
        if (match := _VANCOUVER.fullmatch(part)) and not _INITIALS.fullmatch(
            after.replace(".", "")
        ):
            given = " ".join(filter(None, (match["given"], match["suffix"])))
            yield {"family": match["family"], "given": given}
            place += 1
            continue
        if after and _is_inverted(part, after, parts, place, alone):
            suffix = parts[place + 2] if place + 2 < len(parts) else ""
            if _SUFFIX.fullmatch(after) and suffix:
                yield {"family": part, "given": suffix, "suffix": after}
                place += 3
            elif _SUFFIX.fullmatch(after):
                yield _natural(part) | {"suffix": after}
                place += 2
            elif _SUFFIX.fullmatch(suffix):
                yield {"family": part, "given": _given(after), "suffix": suffix}
                place += 3
            else:
                yield {"family": part, "given": _given(after)}
                place += 2
            continue
        if (match := _FAMILY_DOTTED.fullmatch(part)) and part[1:2] != ".":
            yield {"family": match["family"], "given": match["given"].strip()}
        else:
            yield _natural(part)
        place += 1


def _is_inverted(part: str, after: str, parts: list[str], place: int, alone: bool) -> bool:
    """Whether ``part`` is a family name and ``after`` the given names of the same person."""
    words, given = part.split(), after.split()
    if _INITIALS.fullmatch(after) or _SUFFIX.fullmatch(after):
        return True
    if len(words) == 1 or _PARTICLE.match(part):
        return len(given) <= 4 and not (len(words) == 1 and _INITIALS.fullmatch(part))
    if any(len(word.strip(".")) == 1 for word in words):
        return False
    if len(given) == 1:
        return True
    rest = len(parts) - place
    return len(words) <= 3 and rest == 2 and alone


def _unstopped(part: str) -> str:
    """A part without the stop that ends the list: "Golovina VA." but "Litvinova, M. A."."""
    return part[:-1] if re.search(r"\w{2}\.$", part) and not _SUFFIX.fullmatch(part) else part


def _given(text: str) -> str:
    """Given names; a stop at their end stays where it is an initial's."""
    return text if re.search(r"(?:^|[\s.\-‐])\w{1,2}\.$", text) else text.rstrip(".")


def _natural(text: str) -> Name:
    """A name in its spoken order; one word, or a pen name, is a family name alone."""
    name = text.strip(" .,:") if not re.search(r"\b\w\.$", text) else text.strip(" ,:")
    if not name or _DASHES.match(name):
        return {}
    if _BODY.search(name):
        return {"literal": name}
    if (match := _CAPITALS.fullmatch(name)) and not match["given"].isupper():
        return {"family": match["family"], "given": match["given"]}
    family, given = family_and_given(name)
    if family and given:
        return {"family": family, "given": _given(given)}
    return {"family": family or name}
