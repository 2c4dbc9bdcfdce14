"""The regular expressions of the configuration: found by a word first, and always the same."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cases import all_cases
from harvester.config import Configuration
from harvester.config.patterns import AnyOf, ByWord, Pattern, longest_word
from harvester.extract.decode import decode
from harvester.extract.document import open_document


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        (r"plain words", "plain words"),
        (r"^\s*Publisher:\s*(?P<value>\S.*?)\s*$", "Publisher:"),
        (r"colou?rs", "colo"),
        (r"ab+c", "ab"),
        (r"ab+?cdef", "cdef"),
        (r"ab{2}c", "a"),
        (r"abc*", "ab"),
        (r"one|two", ""),
        (r"(?:one|two) three", " three"),
        (r"[abc]d[]x]e[^]y]fg", "fg"),
        (r"\[email.protected\]", "protected]"),
        (r"\u00e9a\x41b\bc\1d", "a"),
        (r"a(?=long word)b\Z", "a"),
        (r"a(b[)]c)d\)e", "d)e"),
        (r"", ""),
    ],
)
def test_the_word_that_every_match_has(pattern: str, word: str) -> None:
    assert longest_word(pattern) == word


def patterns(table: BaseModel) -> Iterator[Pattern]:
    for _, value in table:
        for one in (
            value.values()
            if isinstance(value, dict)
            else value
            if isinstance(value, list)
            else [value]
        ):
            if isinstance(one, BaseModel):
                yield from patterns(one)
            elif isinstance(one, Pattern) and one:
                yield one


def test_each_expression_of_the_sites_finds_what_python_finds(shipped: Configuration) -> None:
    known = {p for site in (shipped.general, *shipped.sites) for p in patterns(site)}
    assert len(known) > 150
    assert sum(bool(longest_word(p)) for p in known) > 100
    lines = {
        line.text
        for case in all_cases()
        for line in open_document(decode(case.page.read_bytes()), None).lines
    }
    texts = [text for line in lines for text in (line, line.upper(), line.lower())]
    found = 0
    for pattern in known:
        plain = re.compile(pattern)
        for text in texts:
            match = pattern.search(text)
            assert (match and match.span()) == ((m := plain.search(text)) and m.span()), pattern
            found += match is not None
    assert found > 1_000


def test_one_of_many_is_told_at_once(shipped: Configuration) -> None:
    lines = [
        line.text
        for case in all_cases()
        for line in open_document(decode(case.page.read_bytes()), None).lines
    ]
    for site in (shipped.general, *shipped.sites):
        alone = [re.compile(p) for rule in site.strip if not rule.select for p in rule.lines]
        told = [site.boilerplate.matches(line) for line in lines]
        assert told == [any(p.fullmatch(line) for p in alone) for line in lines]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            r"a b S i ß \. \s \w \u0069 \x62 [ab] [^a] [].] (?:a|b) (a) (?=b) (?!b) ? * + {2} {1,} $ ^ . \b \( ) ]".split(
                " "
            )
        ),
        max_size=8,
    ).map("".join),
    st.sampled_from(["", "(?i)", "(?s)", "(?im)", "(?x)", "(?ix)"]),
    st.text(alphabet="abAB sSiI\u0130\u0131\u017fßẞ.()]\n", max_size=12),
)
def test_a_word_never_hides_a_match(pattern: str, flags: str, text: str) -> None:
    try:
        plain = re.compile(flags + pattern)
    except re.error:
        return
    made = Pattern(flags + pattern)
    assert bool(made.search(text)) == bool(plain.search(text))
    assert bool(made.fullmatch(text)) == bool(plain.fullmatch(text))
    assert len(list(made.finditer(text))) == len(list(plain.finditer(text)))
    assert AnyOf([made, Pattern("zz")]).matches(text) == bool(plain.fullmatch(text))


EXPRESSIONS = [
    r"(?i)access provided", r"Access\s+provided", r"(?i)kıs", r"one|two", r"(?i)\bİ", r"^x", r"(?i)ss",
]  # fmt: skip


@example([r"(?i)\bİ"], "I")
@given(st.lists(st.sampled_from(EXPRESSIONS), max_size=6), st.text(max_size=30))
def test_by_word_gives_all_that_match(chosen: list[str], text: str) -> None:
    patterns = [Pattern(expression) for expression in chosen]
    given_ = ByWord(zip(patterns, range(len(patterns)), strict=True))
    for words in (text, text + "".join(chosen), (text + "Access  provided").upper()):
        found = [number for _, _, number in given_.candidates(words)]
        assert found == sorted(found)
        assert {n for n, p in enumerate(patterns) if p.compiled.search(words)} <= set(found)
        assert [n for n, _, _ in given_.candidates(words, 2)] == [n for n in found if n >= 2]
