"""Regular expressions of the configuration: checked when it is read, compiled when used.

Python keeps the last 512 expressions that anybody compiled, and twenty sites have more: so
each is kept with the table that states it. Most expressions are held against lines that they
do not match; that is told by a word which every match has in it, long before they are tried.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from harvester.config.files import is_proven

_FLAGS = re.compile(r"\(\?([aims]+)\)")
#: What is not looked into: expressions with other flags, and with comments.
_OPAQUE = re.compile(r"\(\?(?![aims]+\))[a-zA-Z]+\)|.*\(\?#", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|\d+|.)", re.DOTALL)
_REPEATS = re.compile(r"[*+?]|\{\d*,?\d*\}")
_GROUPS = re.compile(r"(?<!\\)\((?!\?[:=!]|\?<[=!])")
#: Python takes these for an "i" where case does not count, and casefold does not.
_ODD = re.compile("[\u0130\u0131]")


class Pattern(str):
    """A regular expression; "" where there need be none."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(
            cls._checked, core_schema.str_schema()
        )

    @classmethod
    def _checked(cls, text: str, info: ValidationInfo) -> "Pattern":
        made = cls(text)
        if not is_proven(info):
            try:
                _ = made.compiled
            except re.error as fault:
                raise ValueError(f"{text!r} is not a regular expression: {fault}") from fault
        return made

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, compiled once."""
        return re.compile(self)

    @cached_property
    def in_any_line(self) -> re.Pattern[str]:
        """The expression for a text of many lines, of each of which it speaks."""
        return re.compile(self, re.MULTILINE)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, if any."""
        return self.compiled.search(text) if self._may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match with the whole text, if any."""
        return self.compiled.fullmatch(text) if self._may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, one after the other."""
        return self.compiled.finditer(text) if self._may_match(text) else iter(())

    @cached_property
    def _word(self) -> tuple[str, bool]:
        """Characters that stand in every match, and whether their case counts."""
        if _OPAQUE.match(self):
            return "", True
        flags = _FLAGS.match(self)
        if flags and "i" in flags.group(1):
            word = longest_word(self[flags.end() :])
            return ("" if _ODD.search(word) else word.casefold()), False
        return longest_word(self[flags.end() if flags else 0 :]), True

    def _may_match(self, text: str) -> bool:
        word, as_written = self._word
        if as_written:
            return word in text
        return word in text.casefold() or (not text.isascii() and bool(_ODD.search(text)))


Held = TypeVar("Held")


class ByWord(Generic[Held]):
    """Expressions, each with what belongs to it, by the word that stands in every match.

    For many short texts: case is folded once a text, and not once an expression.
    """

    def __init__(self, patterns: Iterable[tuple[Pattern, Held]]) -> None:
        self._all = [(*pattern._word, pattern, held) for pattern, held in patterns]

    def candidates(self, text: str, after: int = 0) -> Iterator[tuple[int, Pattern, Held]]:
        """Those that may match, in their order, from the one numbered ``after`` on."""
        folded = text.casefold()
        odd = not text.isascii() and bool(_ODD.search(text))
        for number in range(after, len(self._all)):
            word, as_written, pattern, held = self._all[number]
            if word in (text if as_written else folded) or (odd and not as_written):
                yield number, pattern, held


class AnyOf:
    """Many expressions as one: tells at once that a text is matched by none of them."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        patterns = list(patterns)
        self.patterns = tuple(patterns)
        joined = [scoped for pattern in patterns if (scoped := _scoped(pattern))]
        self._joined = re.compile("|".join(joined) or "(?!)")
        self._alone = [pattern for pattern in patterns if not _scoped(pattern)]

    def matches(self, text: str) -> bool:
        """Whether any of them matches the whole text."""
        return self._joined.fullmatch(text) is not None or any(
            pattern.fullmatch(text) for pattern in self._alone
        )


def longest_word(pattern: str) -> str:
    """The longest piece of plain characters that every match of an expression has in it.

    Looks at what stands outside groups and classes only, and gives "" where it is not sure.
    """
    runs = [""]
    at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            return ""
        end = _end_of(pattern, at)
        repeat = _REPEATS.match(pattern, end)
        plain = _is_plain(pattern[at:end])
        if plain and (repeat is None or repeat.group(0) == "+"):
            runs[-1] += pattern[end - 1]
        if not plain or repeat is not None:
            runs.append("")
        at = repeat.end() if repeat else end
        if repeat and pattern[at : at + 1] in ("?", "+"):
            at += 1
    return max(runs, key=len)


def _is_plain(piece: str) -> bool:
    """Whether a character or an escape stands for just one character, its last."""
    if piece[0] == "\\":
        return len(piece) == 2 and not piece[1].isalnum()
    return len(piece) == 1 and piece not in "[(.^$)*+?{"


def _end_of(pattern: str, at: int) -> int:
    """One past the character, escape, class or group that begins at a place."""
    if escape := _ESCAPE.match(pattern, at):
        return escape.end()
    if pattern[at] == "[":
        at += 2 if pattern[at + 1 : at + 2] == "^" else 1
        at += 1  # a bracket that stands first is one of the class
        while at < len(pattern) and pattern[at] != "]":
            at += 2 if pattern[at] == "\\" else 1
    elif pattern[at] == "(":
        at += 1
        while at < len(pattern) and pattern[at] != ")":
            at = _end_of(pattern, at)
    return at + 1


def _scoped(pattern: str) -> str:
    """An expression as part of another; "" for one that speaks of its groups or has odd flags."""
    flags = _FLAGS.match(pattern)
    rest = pattern[flags.end() :] if flags else pattern
    if _GROUPS.search(rest) or _OPAQUE.match(pattern):
        return ""
    return f"(?{flags.group(1) if flags else ''}:{rest})"
