"""What the model is told of each token: its word, its shape, its neighbours, where it stands.

What words mean in references stands in ``words``; the model learns what each is worth.
"""

import re
from collections.abc import Sequence

from harvester.extract.references.citation.tokens import Token
from harvester.extract.references.citation.words import MEANINGS

_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-z]?")
_ROMAN = re.compile(r"[ivxlc]{2,}|[IVXLC]{2,}")
_OPENING = {"(": ")", "[": "]", "“": "”", "«": "»", "„": "“", "‘": "’", "「": "」", "《": "》"}
_QUOTES = frozenset('"“”«»„')
_BREAKS = frozenset('.,;:()[]“”"«»')
_FAR = 12
#: Short words that are printed with a stop which ends nothing.
_ABBREVIATED = frozenset(
    "vol vols no nos nr pp ed eds trans transl jr sr st dr prof mr mrs hrsg hg bd bde rev repr dir "
    "coord comp univ dept inst soc acad proc int conf symp op cit etc al ca cf diss ph cap chap ch "
    "fig suppl ser rpt tech rep assoc co inc ltd mass calif ill conn fla wis penn".split()
)


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """For each token the names of what holds of it."""
    own = [_own(token) for token in tokens]
    around = _around(tokens)
    chunks = _chunks(tokens)
    said = [_of_chunk(tokens[first:last]) for first, last in chunks]
    own_said = [[f"c:{name}" for name in names] for names in said]
    near_said = [_near(said, number) for number in range(len(said))]
    held = {
        place: number for number, (first, last) in enumerate(chunks) for place in range(first, last)
    }
    found: list[list[str]] = []
    for place, (names, (word, shape)) in enumerate(own):
        here = [*names, *around[place]]
        number = held[place]
        first, last = chunks[number]
        here += own_said[number]
        here.append(f"c@={min(place - first, 4)}|{min(last - 1 - place, 4)}")
        here += near_said[number]
        for step in (-3, -2, -1, 1, 2, 3):
            other = place + step
            if 0 <= other < len(own):
                near_names, (near_word, near_shape) = own[other]
                here.append(f"s{step}={near_shape}")
                if abs(step) < 3:
                    here.append(f"w{step}={near_word}")
                if abs(step) == 1:
                    here.extend(f"{name}@{step}" for name in near_names if name[:2] == "t=")
                    here.append(f"ww{step}={word}|{near_word}")
                    here.append(f"ss{step}={shape}|{near_shape}")
            else:
                here.append(f"w{step}=^")
        if 0 < place < len(own) - 1:
            here.append(f"sss={own[place - 1][1][1]}|{shape}|{own[place + 1][1][1]}")
        found.append(here)
    return found


def _near(said: Sequence[Sequence[str]], number: int) -> list[str]:
    """What the runs beside a run say; of those further off only what their words mean."""
    return [
        f"c{step}:{name}"
        for step in (-2, -1, 1, 2)
        if 0 <= number + step < len(said)
        for name in said[number + step]
        if abs(step) == 1 or name[:2] == "t="
    ]


def _chunks(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The runs of tokens between marks; a mark ends the run before it."""
    found: list[tuple[int, int]] = []
    first = 0
    for place, token in enumerate(tokens):
        opens = token.text in _OPENING
        if opens and place > first:
            found.append((first, place))
            first = place
        if token.text in _BREAKS and not opens and not _is_initial_dot(tokens, place):
            found.append((first, place + 1))
            first = place + 1
    if first < len(tokens):
        found.append((first, len(tokens)))
    return found


def _is_initial_dot(tokens: Sequence[Token], place: int) -> bool:
    """Whether a stop belongs to an initial or an abbreviation: "J.", "vol.", "U.S."."""
    if tokens[place].text != "." or place == 0 or tokens[place].spaced:
        return False
    before = tokens[place - 1]
    if before.kind != "word":
        return False
    return len(before.text) == 1 or before.text.lower() in _ABBREVIATED


def _of_chunk(tokens: Sequence[Token]) -> list[str]:
    """What a run between marks says as a whole."""
    words = [token for token in tokens if token.kind == "word"]
    tables = {table for token in words for table in MEANINGS.get(token.text.lower(), ())}
    names = [f"t={table}" for table in sorted(tables)]
    shapes = [_shape(token) for token in tokens if token.kind != "mark"]
    names.append(f"n={min(len(shapes), 6)}")
    if "X" in shapes:
        names.append("initial")
    if "year" in shapes or "yeara" in shapes:
        names.append("year")
    if any(shape[0] == "d" for shape in shapes):
        names.append("digits")
    if words:
        names.append(f"first={words[0].text.lower()[:10]}")
        small = sum(token.text.islower() for token in words)
        names.append(f"small={small * 4 // len(words)}")
    if len(shapes) <= 3:
        names.append("shapes=" + "-".join(shapes))
    names.append(f"mark={tokens[-1].text if tokens[-1].kind == 'mark' else ''}")
    return names


def _own(token: Token) -> tuple[list[str], tuple[str, str]]:
    """What a token says by itself, with its word and its shape for the neighbours."""
    text = token.text
    low = text.lower()
    shape = _shape(token)
    if token.kind in ("url", "doi"):
        return ["b", f"w=<{token.kind}>", f"s={token.kind}"], (f"<{token.kind}>", token.kind)
    word = low if token.kind != "number" else shape
    names = ["b", f"w={word}", f"s={shape}", f"_{int(token.spaced)}"]
    if token.kind == "word":
        names += [f"p2={low[:2]}", f"p3={low[:3]}", f"e2={low[-2:]}", f"e3={low[-3:]}"]
        names += [f"e4={low[-4:]}", f"l={min(len(low), 9)}"]
    elif token.kind == "number":
        names.append(f"n={text if len(text) < 3 else len(text)}")
    names.extend(f"t={table}" for table in MEANINGS.get(low, ()))
    return names, (word, shape)


def _shape(token: Token) -> str:
    text = token.text
    if token.kind == "mark":
        return text if len(text) == 1 else text[:2]
    if token.kind in ("url", "doi"):
        return token.kind
    if token.kind == "number":
        if _YEAR.fullmatch(text):
            return "year" if text.isdigit() else "yeara"
        return f"d{min(len(text), 5)}" if text.isdigit() else "dx"
    if _ROMAN.fullmatch(text):
        return "roman"
    if len(text) == 1:
        return "X" if text.isupper() else "x"
    if text.isupper():
        return "XX" if len(text) <= 3 else "XXX"
    if text[0].isupper():
        inner = any(letter.isupper() for letter in text[1:])
        return "XxX" if inner else "Xx"
    return "xx" if text.islower() else "o"


def _around(tokens: Sequence[Token]) -> list[list[str]]:
    """Where each token stands: in which brackets or quotes, between which marks, how far in."""
    size = len(tokens)
    before = _last_marks(tokens)
    after = [(mark, size - 1 - far) for mark, far in reversed(_last_marks(tokens[::-1]))]
    years = [place for place, token in enumerate(tokens) if _YEAR.fullmatch(token.text)]
    lows = [token.text.lower() for token in tokens]
    seen_in = _first(lows, "in")
    quoted, closed = _quoted(tokens)
    depth: list[str] = []
    found: list[list[str]] = []
    stops = 0
    for place, token in enumerate(tokens):
        if token.text in ")]" and depth:
            depth.pop()
        past = place - before[place][1] if before[place][1] >= 0 else place + 1
        ahead = after[place][1] - place
        left, right = before[place][0], after[place][0]
        passed = sum(year < place for year in years[:3])
        left_years = min(len(years) - passed, 2)
        state = f"{passed}{left_years}{int(quoted[place])}{closed[place]}{depth[-1:] or '-'}"
        found.append(
            [
                f"at={min(place, _FAR)}",
                f"end={min(size - 1 - place, _FAR)}",
                f"tenth={place * 10 // size}",
                f"in={''.join(depth[-1:])}",
                f"quoted={int(quoted[place])}{closed[place]}",
                f"marks={left}|{right}",
                f"mark-={left}{min(past, 6)}",
                f"mark+={right}{min(ahead, 6)}",
                f"years={passed}{left_years}",
                f"stops={min(stops, 6)}",
                f"state={state}",
                f"afterin={int(0 <= seen_in < place)}",
            ]
        )
        if token.text in "([":
            depth.append(token.text)
            del depth[:-4]
        if token.text in ".,":
            stops += token.text == "."
    return found


def _first(words: list[str], word: str) -> int:
    return words.index(word, 1) if word in words[1:] else -1


def _last_marks(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    """For each token the nearest mark before it, and its place (-1 where there is none)."""
    found: list[tuple[str, int]] = []
    mark, at = "^", -1
    for place, token in enumerate(tokens):
        found.append((mark, at))
        if token.text in _BREAKS:
            mark, at = token.text, place
    return found


def _quoted(tokens: Sequence[Token]) -> tuple[list[bool], list[str]]:
    """Whether each token stands between double quotes; and whether quotes are past or to come."""
    places = [place for place, token in enumerate(tokens) if token.text in _QUOTES]
    inside = [False] * len(tokens)
    state = ["n"] * len(tokens)
    if len(places) >= 2:
        first, last = places[0], places[1]
        depth = 0
        for place in range(first, len(tokens)):
            sign = tokens[place].text
            if sign in "“«„" or (sign == '"' and depth == 0):
                depth += 1
            elif sign in "”»" or (sign == '"' and depth):
                depth = max(depth - 1, 0)
            inside[place] = depth > 0
            last = place if depth == 0 and sign in _QUOTES else last
        state = [
            "b" if place < first else "a" if place > last else "i" for place in range(len(tokens))
        ]
    return inside, state
