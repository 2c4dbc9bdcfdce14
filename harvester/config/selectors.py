"""Which CSS selectors can be evaluated, asked of the engine that will evaluate them.

Its second engine has to know them too: what only one of them takes is refused.
"""

import re

_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\\.")
_PSEUDO = re.compile(r":{1,2}[a-zA-Z-]+(\(?)")
_FUNCTIONS = frozenset(
    ":is( :where( :not( :has( :nth-child( :nth-last-child( :nth-of-type( :nth-last-of-type(".split()
)


def fault_of(css: str) -> str | None:
    """What is wrong with a selector, as the end of a sentence; None where it can be evaluated."""
    if not css.strip():
        return "it is empty"
    plain = _STRING.sub("x", css)
    for opens, closes in ("[]", "()"):
        if plain.count(opens) != plain.count(closes):
            return f"as many {closes} as {opens} have to stand in it"
    if re.search(r"\|(?!=)", plain):
        return "namespaces and columns cannot be evaluated"
    for found in _PSEUDO.finditer(plain):
        if found.group(0).startswith("::"):
            return f"{found.group(0)} is a pseudo-element, which is no part of a page"
        if not _is_known(found):
            return f"{found.group(0).rstrip('(')} cannot be evaluated"
    if re.search(r":has\([^)]*:has\(", plain):
        return ":has cannot stand inside :has"
    if re.search(r"#(?:\d|-(?![\w-]))", plain):
        return "an id does not begin with a digit"
    # What :is and :where do not know they pass over in silence; :not says it.
    strict = re.sub(r":(?:is|where)\(", ":not(", css)
    return None if _parses(css) and _parses(strict) else "it does not follow the grammar of CSS"


def _is_known(pseudo: re.Match[str]) -> bool:
    name = pseudo.group(0).lower()
    if pseudo.group(1):
        return name in _FUNCTIONS
    return name != ":blank" and _parses(f"*{name}")


def _parses(css: str) -> bool:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("").css(css)
    except SelectolaxError:
        return False
    return True
