"""The people of a reference into its item: who wrote, edited, translated, directed."""

import re
from collections.abc import Sequence

from harvester.extract.references.citation.draft import Draft
from harvester.extract.references.citation.han import names as han_names
from harvester.extract.references.citation.people import Name, has_et_al, people
from harvester.extract.references.citation.segments import Segment, bare
from harvester.extract.references.citation.words import GIVEN
from harvester.extract.references.name_order import suspect
from harvester.extract.references.surnames import CHINESE
from harvester.extract.references.syllables import plain

_EDITS = re.compile(
    r"(?i)[\s,(\[](?:eds?|editors?|hrsg|hgg?|éds?|dirs?|comps?|coords?|red|ред"
    r"|сост)\b\.?[\s,.:)\]]*$"
    r"|\b(?:edited by|ed\. by|herausgegeben von|sous la dir(?:ection|\.) de|a cura di)\b"
)
_LED_BY = re.compile(
    r"(?i)^\W*(?:hr?s?g\.? (?:v\.|von)|bearb(?:\.|eitet) von|a cura di|comp(?:iled)?\.? by"
    r"|отв\. ред\.?|под (?:общ\. )?ред\.?|сост\.?:?|за ред\.?|στον?)\s+"
)
#: Spanish joins names with "y".
_SPANISH = re.compile(r"[^\W\d_]\sy\s[^\W\d_]")
_ONLY_HAN = re.compile(r"^[\s\u3400-\u9fff\u3040-\u30ff、，,·・]{2,60}$")
#: "Febvre (Lucien)", as French lists print names.
_IN_BRACKETS = re.compile(r"^([^\W\d_][\w’'-]+) \(([^\W\d_][\w .’'-]+)\)")
_DIRECTS = re.compile(r"(?i)\b(?:directed by|dir\. (?!de)|director\b|dir\.$)")
_TRANSLATES = re.compile(r"(?i)\b(?:trans(?:l|lated)?|übers(?:etzt)?|trad(?:uit)?|tr)\b")


def _people(made: Draft, words: str) -> list[Name]:
    """The names in a text; one printed in its own order is not turned into ours.

    "Chen Jian" is Chen by family; "Danhui, Li" stays as printed and is flagged.
    """
    names = people(_LED_BY.sub("", _IN_BRACKETS.sub(r"\1, \2", words)))
    if _SPANISH.search(words):
        names = [_two_surnames(name, words) for name in names]
    turned = 0
    for place, name in enumerate(names):
        family, given = name.get("family", ""), name.get("given", "")
        found = suspect(family, given, made.text) if family and given else None
        if found is None:
            continue
        if f"{given} {family}" not in words:
            made.flags.add("name-order-suspected")
        elif found.force == "strong":
            names[place] = {**name, "family": given, "given": family}
            turned += 1
    if turned * 2 > len(names) > 1:  # a list is printed in one order
        return [_turned_too(name, words) for name in names]
    return names


def _two_surnames(name: Name, words: str) -> Name:
    """ "Ángel García Sanz" has two surnames, "José Luis Moreno" two given names."""
    given, family = name.get("given", "").split(), name.get("family", "")
    if len(given) != 2 or " ".join([*given, family]) not in words or " " in family:
        return name
    if "." in given[1] or given[1].casefold() in GIVEN:
        return name
    return {**name, "given": given[0], "family": f"{given[1]} {family}"}


def _turned_too(name: Name, words: str) -> Name:
    """A Chinese surname first in a list whose other names are printed family first."""
    family, given = name.get("family", ""), name.get("given", "")
    if f"{given} {family}" not in words or " " in family or plain(given) not in CHINESE:
        return name
    return {**name, "family": given, "given": family}


def read_author(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """People of the work, in the role that their words say."""
    words = part.of(made.text)
    if _ONLY_HAN.match(words):
        found, edits = han_names(words.strip())
        made.set("editor" if edits else "author", found, part)
        return
    names = _people(made, words)
    if has_et_al(words):
        made.flags.add("et-al")
    role = "author"
    if _DIRECTS.search(words):
        made.set("director", names, bare(made.text, part, quotes=False))
        return
    if _EDITS.search(words.rstrip(" ,.:;")) or _EDITS.search(words):
        role = "editor"
    elif _TRANSLATES.search(words) and before:
        role = "translator"
    elif made.item.get("title") and made.item.get("author"):
        role = "editor" if "container-title" not in made.item else "author"
    made.set(role, names, bare(made.text, part, quotes=False))


def read_editor(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """Editors, who may be its translators or directors too."""
    words = part.of(made.text)
    if has_et_al(words):
        made.flags.add("et-al")
    names, place = _people(made, words), bare(made.text, part, quotes=False)
    if _DIRECTS.search(words):
        made.set("director", names, place)
        return
    translates = _TRANSLATES.search(words)
    if not translates or re.search(r"(?i)\beds?\b|\bedited\b", words):
        made.set("editor", names, place)
    if translates:
        made.set("translator", names, place)


def read_translator(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """Translators, who may be its editors too."""
    words, place = part.of(made.text), bare(made.text, part, quotes=False)
    made.set("translator", _people(made, words), place)
    if re.search(r"(?i)\bed(?:s|ited)?\b", words):
        made.set("editor", _people(made, words), place)


def read_director(made: Draft, part: Segment, before: Sequence[Segment]) -> None:
    """Who directed a film."""
    words = part.of(made.text)
    made.set("director", _people(made, words), bare(made.text, part, quotes=False))
