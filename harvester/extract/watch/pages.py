"""A list of pages that a person keeps: a file of addresses or DOIs, one a line."""

import re

#: A comment stands alone or after white space: an address may hold a "#" of its own.
_COMMENT = re.compile(r"(?:^|\s)#.*")


def addresses_in_list(text: str) -> tuple[str, ...]:
    """The addresses or DOIs in ``text``, in order, each once, as they are written.

    Blank lines, a byte order mark and comments (from a ``#`` on) are passed over. A line that
    is neither address nor DOI is given too: whoever harvests it says so, and nothing that a
    person wrote down is left out in silence.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    words = (_COMMENT.sub("", line).strip() for line in lines)
    return tuple(dict.fromkeys(word for word in words if word))
