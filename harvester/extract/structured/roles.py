"""What people did, in the words of structured sources: MARC relators, RIS tags, BibTeX keys.

The codes and terms are those of the MARC code list for relators.
"""

import re

_ROLES = {
    "author": "aut cre author creator writer dissertant dis",
    "editor": "edt edc editor edited redaktor herausgeber hrsg editeur red ed eds",
    "translator": "trl translator translated ubersetzer traducteur",
    "compiler": "com compiler compiled",
    "illustrator": "ill illustrator illustrated",
    "introduction": "aui introduction",
    "foreword": "wpr preface foreword",
    "afterword": "aft afterword",
    "annotator": "ann annotator",
    "photographer": "pht photographer",
    "thesis-advisor": "ths",
    "publisher": "pbl publisher",
    "series-editor": "",
    "interviewer": "ivr interviewer",
    "interviewee": "ive interviewee",
    "correspondent": "crp correspondent",
    "recipient": "rcp addressee recipient",
    "collector": "col collector",
    "contributor": "ctb contributor",
}
_BY_WORD = {word: role for role, words in _ROLES.items() for word in words.split()}
_BY_WORD |= {role: role for role in _ROLES}


def role_of(words: str, otherwise: str) -> str:
    """The role that a relator code, term or address of one names, else ``otherwise``."""
    last = words.rpartition("/")[2].casefold()
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", last):
        if word in _BY_WORD:
            return _BY_WORD[word]
    return otherwise
