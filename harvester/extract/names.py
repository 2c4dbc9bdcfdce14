"""Names of people as printed: what is no name, and which part is the family's.

The printed name is never changed beyond the marks that hang on it (asterisks, affiliation
keys, icons' labels). Family and given name are an opinion beside it.
"""

import re
import unicodedata

#: Nobody's name, with all that hangs on it, is longer.
_LONGEST = 400
_MARKS = re.compile(r"[\s*†‡§¶,;:]+$|^[\s*†‡§¶,;]+|\s*\((?:a\d+(?:,\s*)?)+\)")
_NOISE = re.compile(
    r"\s*\[(?:Opens in a new window|image:[^\]]*)\]|\s*(?:Open the )?ORCID(?: record for .*)?$"
    # the years of a life, in catalogues
    r"|,?\s+\(?(?:b\.|d\.|fl\.|ca\.)?\s*\d{4}\??\s*[-–]\s*(?:\d{4}\??)?\)?\.?$"
    r"|\s*\(?\be-?mail:?.*$|\s*\S+@\S+$|\s*\[email.protected\]|(?<=\w)\s*\[\d{1,3}\]",
    re.IGNORECASE,
)
_IMPOSSIBLE = re.compile(r"[@{}<>=|\\]|https?:|\d{2,}|[.!?]\s+\w+\s+\w+\s+\w+\s+\w+\s+\w+")
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV|PhD|MD)\.?$", re.IGNORECASE)
#: What may stand after a full name and a comma.
_AFTER_COMMA = re.compile(
    r"(?:Jr|Sr|Esq|II|III|IV|Ph\.? ?D|D\.?Phil|M\.?D|M\.?A|M\.?Sc|B\.?A|LL\.?[BMD]|RN|MPH|OBE|CBE"
    r"|MBE|FBA|FRSE?|S\.? ?J|O\.? ?P|O\.?S\.?B|O\.?F\.?M)\.?"
)
#: Small words inside names, where they are printed small.
_PARTICLES = frozenset(
    "à aan abd abu af al am an ap ab au auf aus aw av bar bat ben bin bint binte binti d da dal "
    "dalla das de degli dei del dela della delle den der des di do dos du e el ferch het i ibn im "
    "la las le les lo los mac nic op ou s san 't t te ten ter thor til tot tou ud ul umm van "
    "vande vanden vander ver vom von vor y z zu zum zur".split()
)
#: Particles that English and Irish print with a capital too.
_CAPITAL = frozenset("Van Von De Du Del Della Di La Le Mac Ó Ní Nic Uí".split())
#: Small words that join two family names of one person.
_JOINING = frozenset({"y", "e", "i"})
_PREFIXED = re.compile(
    r"(?:[a-z]{1,4}['’ʼ´`]|(?:a[a-z]{1,2}|el|es|ul|abd|bin|ibn|ben|de|la|van)[-‐‑])[‘’ʿʾ]?(?P<rest>\w)"
)
_ABBREVIATION = re.compile(r"(?:\w{1,2}\.[-‐‑]?)+|\w{2,5}\.")
_INITIALS = re.compile(r"(?:\w\.[ ‐‑-]*)+\w?")
_NAME_SIGNS = frozenset("'’ʼ‘ʻ`´.-‐‑–·•‧・()")
_EMPTY = frozenset({"null", "null null", "n/a", "none", "anonymous", "and", "by", "et al"})
_LONG_HAN = re.compile(r"[\u3400-\u9fff]{4}")
_FAMILY_FIRST = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]+ [\u3400-\u9fff\uac00-\ud7af]+")

_TITLE_WORDS = frozenset(
    "the of from with for into between toward towards against beyond after before under what why "
    "when where which its their our your this that these about all some other new further main "
    "special modern ancient medieval contemporary classical comparative history histories "
    "historical historiography politics political policy theory theories introduction essay "
    "essays study studies method methods approach approaches analysis analyses result results "
    "discussion conclusion conclusions summary abstract overview outline background "
    "acknowledgements acknowledgments appendix appendices bibliography reference references "
    "contents figure figures table tables chapter chapters section volume edition editorial "
    "review reviews article articles book books journal journals note notes preface foreword "
    "afterword prologue epilogue glossary index abbreviations frontmatter rights permission "
    "permissions copyright licence license access metrics keyword keywords type information "
    "correspondence affiliation affiliations footnotes material materials data statement funding "
    "interests download save share cite view century centuries war wars empire empires revolution "
    "society societies culture cultures cultural economy economies economic social science "
    "sciences technical language languages literature literary philosophy religion religious "
    "nation nations national international global development education research theology gender "
    "women people peoples community communities identity memory trade industry industrial markets "
    "sources evidence problem problems question questions perspective perspectives cases context "
    "contexts concept concepts definition terms challenges debates issues themes origins "
    "einleitung einführung vorwort schluss geschichte inhalt histoire historia introducción "
    "conclusión prólogo résumé resumen zusammenfassung préface введение заключение "
    "предисловие".split()
)
_ABSTRACT = re.compile(r".{4,}(?:tions?|isms?|olog(?:y|ies)|ograph(?:y|ies)|ities|ics|ical)", re.I)
_JOIN = re.compile(r"\s*[;、，]\s*|\s*&\s*|,?\s+(?:and|und|et|och|og|и|та|και|و)\s+", re.IGNORECASE)
_WEAK_JOIN = re.compile(r"\s+(?:y|e|en|ve|i)\s+")
_GOES_ON = re.compile(r"(?:[,;&]|\s+(?:and|und|et))\s*$", re.IGNORECASE)

_INSTITUTION = re.compile(
    r"universi[dtà]|univerz|uniwers|üniversit|egyetem|yliopisto|ülikool|prifysgol|ollscoil|hochschul"
    r"|h(?:ø|ö|o)ge?skol|hogeschool|\bcoll[eè]g[eio]|\bcol[eé]gio|school\b|schule\b|institut|instytut"
    r"|departe?ment|académ|academ|akadem|muse(?:um|o)|musée|librar|bibliot|hospital|cent(?:re|er|ro)\b"
    r"|zentrum|facult|fakult|faculdade|laborator|societ|foundation|fundaci|council|ministry|minist[eè]r"
    r"|polytech|polit[eé]cn|\bécole|\becole|escuela|escola|scuola|observator|research|recherche"
    r"|program|association|archiv|\bpress\b|emerit|independent (?:scholar|researcher|writer)"
    r"|division|\bunit\b|clinic|\btrust\b|agency|bureau|\bservices\b|corporation|company|\binc\b|\bltd\b"
    r"|\bsciences?\b|\btech\b|\bstate\b|max planck|университет|институт|академия|музей|πανεπιστήμιο"
    r"|大学|大學|学院|學院|研究|대학|연구소|جامعة|معهد|אוניברסיט|विश्वविद्यालय|มหาวิทยาลัย"
    r"|\b(?-i:CNRS|EHESS|INSERM|ETH|EPFL|MIT|UCL|UCLA|LSE|SOAS|CUNY|SUNY|LMU|RWTH|IIT|TU|KU|UC|UNAM)\b",
    re.IGNORECASE,
)


def clean_name(text: str) -> str | None:
    """The printed name without what hangs on it, or None for what cannot be a name."""
    if len(text) > _LONGEST:
        return None
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
    before, *after = (part.strip() for part in name.split(","))
    suffix = ""
    if after and " " in before and all(map(_AFTER_COMMA.fullmatch, after)):
        suffix = ", ".join(after)
    elif after:
        return before or None, name.partition(",")[2].strip() or None
    words = before.split()
    if not suffix and len(words) > 2 and _SUFFIX.match(words[-1]):
        suffix = words.pop()
    if _FAMILY_FIRST.fullmatch(before):
        return words[0], words[1]
    start = len(words) - 1
    while start > 1 and _goes_with_family(words, start - 1):
        step = 2 if words[start - 1] in _JOINING else 1
        if start == step:
            break
        start -= step
    if start <= 0:
        return (words[0], None) if words else (None, None)
    given = " ".join(words[:start])
    return " ".join(words[start:]), f"{given}, {suffix}" if suffix else given


def _goes_with_family(words: list[str], at: int) -> bool:
    """Whether the word at this place is a particle of the family name behind it."""
    word = words[at]
    shouted = len(word) > 1 and all(other.isupper() for other in words)
    small = word.islower() or shouted
    return word in _CAPITAL or (small and word.strip("'’").casefold() in _PARTICLES)


def name_key(name: str) -> str:
    """What two printings of one name share: its words without accents, order or marks."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(sorted(re.findall(r"\w+", plain)))


def looks_like_name(text: str) -> bool:
    """Whether a bare text may be the name of one person, as "Given Family" or "Family, Given".

    At least two words besides particles, each with a capital where its script has them. One
    word alone ("Plato") does not look like a name: something else must say that it is one.
    """
    name = clean_name(text)
    if name is None or len(name) > 75 or any(character.isdigit() for character in name):
        return False
    pieces = _comma_pieces(name)
    words = name.replace(",", " ").split()
    own = [word for word in words if not _is_particle(word)]
    if len(pieces) > 2 or not 2 <= len(own) <= 7 or not all(map(_is_name_word, words)):
        return False
    caseless = [word for word in own if word.upper() == word.lower()]
    if len(caseless) == len(own):
        return len(own) <= 4 and not any(map(_LONG_HAN.search, own))
    return bool(caseless) or any(sum(c.isalpha() for c in word) > 1 for word in own)


def is_personal(text: str) -> bool:
    """Whether a text that looks like a name has no words that name things: "Early Canals"."""
    name = clean_name(text) or ""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    titled = any(word in _TITLE_WORDS or _ABSTRACT.fullmatch(word) for word in words)
    return looks_like_name(name) and not titled and not name.startswith("A ")


def is_institution(text: str) -> bool:
    """Whether a text has a word by which places are known where people work."""
    return bool(_INSTITUTION.search(text))


def split_names(text: str, lone: bool = False) -> list[str]:
    """The names on a line that holds nothing but names, as printed; else an empty list.

    ``lone`` says that each may be a single word, because the page says that they are names.
    """
    parts = [_comma_pieces(part) for part in _JOIN.split(_GOES_ON.sub("", text)) if part]
    inverted = [_inverted(pieces) for pieces in parts]
    straight = [_by_small_word(piece) for pieces in parts for piece in pieces]
    names = [name for found in (inverted if all(inverted) else straight) for name in found]
    if names and all(map(looks_like_name, names)):
        return names
    single = [name for name in names if (clean_name(name) or "") and len(name.split()) == 1]
    return names if lone and single == names else []


def personal_names(text: str) -> list[str]:
    """The names on a line, if none of them is made of words that name things or places."""
    names = split_names(text)
    return names if all(is_personal(n) and not is_institution(n) for n in names) else []


def names_with_places(text: str) -> list[tuple[list[str], list[str]]]:
    """Names and their affiliations: "A. Author, A University, and B. Author, Paris"."""
    groups: list[tuple[list[str], list[str]]] = []
    for piece in re.split(r",\s+|;\s+", text):
        joined = re.match(r"(?:and|&|with)\s+", piece)
        words = piece[joined.end() :] if joined else piece
        before, _, after = words.rpartition(" and ")
        if groups and is_institution(before) and personal_names(after):
            groups[-1][1].append(before)
            groups.append(([after], []))
            continue
        # Where the others have a place each, what follows a name directly is its place.
        placed = [bool(places) for _, places in groups]
        is_place = not joined and len(placed) > 1 and all(placed[:-1]) and not placed[-1]
        if (names := personal_names(words)) and not is_place:
            groups.append((names, []))
        elif groups:
            groups[-1][1].append(words)
        else:
            return []
    return groups


def _comma_pieces(text: str) -> list[str]:
    """A text cut at its commas, but "Jr.", "PhD" and their like stay with a full name."""
    pieces: list[str] = []
    for piece in filter(None, (part.strip() for part in text.split(","))):
        if pieces and _AFTER_COMMA.fullmatch(piece) and " " in pieces[-1]:
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    return pieces


def _inverted(pieces: list[str]) -> list[str]:
    """Names printed as "Family, Given", if the pieces pair up as such."""
    if len(pieces) % 2:
        return []
    pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
    for family, given in pairs:
        own = [word for word in family.split() if not _is_particle(word)]
        if looks_like_name(given) and " " in given and len(own) > 1:
            return []
        if not looks_like_name(f"{family}, {given}") or (
            len(own) > 1 and not _INITIALS.fullmatch(given)
        ):
            return []
    return [f"{family}, {given}" for family, given in pairs]


def _by_small_word(piece: str) -> list[str]:
    """Two names joined by "y", "e" or "en"; inside one name (Ortega y Gasset) they join not."""
    for match in _WEAK_JOIN.finditer(piece):
        sides = [piece[: match.start()], piece[match.end() :]]
        if all(map(looks_like_name, sides)):
            return sides
    return [piece]


def _is_particle(word: str) -> bool:
    return word.strip("'’‘") in _PARTICLES


def _is_name_word(word: str) -> bool:
    core = word.strip("()'’‘\"“”")
    if not core or any(
        c not in _NAME_SIGNS and unicodedata.category(c)[0] not in "LM" for c in core
    ):
        return False
    if core.endswith(".") and not _ABBREVIATION.fullmatch(core):
        return False
    if _is_particle(word):
        return True
    prefixed = _PREFIXED.match(core)
    first = prefixed["rest"] if prefixed else core[0]
    return first.isalpha() and first == first.title()
