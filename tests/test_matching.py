"""Which entries cite the same work: cases that a person decided, and the laws of the rule."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.extract.references.facts import Facts, facts_of_entry, facts_of_json, fold
from harvester.extract.references.match import THRESHOLD, cluster, keys, likeness, same
from harvester.model import Link


def person(name: str) -> dict[str, str]:
    family, _, given = name.partition(", ")
    return {"family": family, "given": given} if given else {"literal": family}


def cited(
    title: str = "", by: str = "", year: int | None = None, kind: str = "book", **more: str
) -> Facts:
    """The facts of a parsed entry, whose printed text is like no other."""
    item: dict[str, Any] = {"type": kind, "title": title, **more}
    if by:
        item["author"] = [person(by)]
    if year:
        item["issued"] = {"date-parts": [[year]]}
    if "container_title" in item:
        item["container-title"] = item.pop("container_title")
    printed = f"{title} {by} {year} {kind} {more} {random.Random(repr(item)).random()}"
    return facts_of_entry(printed, item, ())


def printed(text: str, doi: str | None = None) -> Facts:
    """The facts of an entry that is not parsed."""
    links = [Link("crossref", f"https://doi.org/{doi}", doi)] if doi else []
    return facts_of_entry(text, None, links)


LUTHI = cited("The Sino-Soviet Split: Cold War in the Communist World", "Lüthi, Lorenz M.", 2008)
ARTICLE = {"kind": "article-journal", "container_title": "Cold War History"}

SAME = {
    "accents, quotes and initials": (
        LUTHI,
        cited("The Sino–Soviet split: cold war in the communist world.", "Luthi, L. M.", 2008),
    ),
    "subtitle left out": (LUTHI, cited("The Sino-Soviet Split", "Lüthi, Lorenz", 2008)),
    "British and American spelling": (
        cited("Labour and the Politics of Empire in Colour", "Dace, Ruth", 1999),
        cited("Labor and the politics of empire in color", "Dace, R.", 1999),
    ),
    "a slip in the title": (
        cited("Mao's China and the Cold War", "Chen, Jian", 2001),
        cited("Maos China and the Cold Wars", "Chen, Jian", 2001),
    ),
    "no author, a slip, one newspaper": (
        cited(
            "Talks in Moscow are broken off",
            year=1963,
            kind="article-newspaper",
            container_title="The Times",
        ),
        cited(
            "Talks in Moskow are broken off",
            year=1963,
            kind="article-newspaper",
            container_title="The Times",
        ),
    ),
    "no author, a short title, the same pages": (
        cited("Mao", year=1963, kind="chapter", page="12-14"),
        cited("Mao", year=1963, kind="chapter", page="12-14"),
    ),
    "names in the other order": (
        cited("Mao's China and the Cold War", "Chen, Jian", 2001),
        cited("Mao's China and the Cold War", "Jian, Chen", 2001),
    ),
    "another transliteration": (
        cited("Khrushchev and the creation of a superpower", "Khrushchev, Sergei", 2000),
        cited("Khruschev and the creation of a superpower", "Khruschev, Sergey", 2000),
    ),
    "one word or two": (
        cited("Postwar: A History of Europe since 1945", "Judt, Tony", 2005),
        cited("Post War: a history of Europe since 1945", "Judt, Tony", 2005),
    ),
    "an article online a year before print": (
        cited("Imagined enemies and real friends", "Litai, Xue", 2009, **ARTICLE),
        cited("Imagined enemies and real friends", "Litai, Xue", 2010, **ARTICLE),
    ),
    "roman and Arabic volumes": (
        cited("Sovetskaia vneshniaia politika", "Ivanov, I.", 1970, volume="II (xia)"),
        cited("Sovetskaia vneshniaia politika", "Ivanov, I.", 1970, volume="vol. 2 (xia)"),
    ),
    "an issue with the volume": (
        cited("Imagined enemies and real friends", "Litai, Xue", 2009, **ARTICLE, volume="9, 3"),
        cited("Imagined enemies and real friends", "Litai, Xue", 2009, **ARTICLE, volume="IX"),
    ),
    "the same DOI, whatever else": (
        cited("Imagined enemies", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/ABC"),
        cited("Xiang xiang de di ren", "Xue, Litai", 2011, **ARTICLE, DOI="10.1000/abc"),
    ),
    "a DOI by link and one that is parsed": (
        printed("Litai, Enemies, CWH 9.", "10.1000/abc"),
        cited("Imagined enemies", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/abc"),
    ),
    "printed alike": (
        printed("M. Leffler, A Preponderance of Power (Stanford, 1992)."),
        printed("M. Leffler, A preponderance of power  (Stanford 1992)"),
    ),
    "Cyrillic": (
        cited("Советско-китайские отношения и холодная война", "Кулик, Б. Т.", 2000),
        cited("Советско-китайские отношения и холодная война.", "Кулик, Борис", 2000),
    ),
    "no author at all": (
        cited("Documents on British Policy Overseas", "", 1984),
        cited("Documents on British policy overseas", "", 1984),
    ),
}
DIFFERENT = {
    "author and year alone": (
        cited("The Cold War: A New History", "Gaddis, John", 2005),
        cited("Strategies of Containment", "Gaddis, John", 2005),
    ),
    "volumes in the field": (
        cited("The Cambridge History of the Cold War", "Leffler, M.", 2010, volume="I"),
        cited("The Cambridge History of the Cold War", "Leffler, M.", 2010, volume="II"),
    ),
    "halves of a volume": (
        cited("Zhou Enlai nianpu", "Li, Ping", 1997, volume="II (xia)"),
        cited("Zhou Enlai nianpu", "Li, Ping", 1997, volume="II (shang)"),
    ),
    "a volume and the whole set": (
        cited("The Cambridge History of the Cold War", "Leffler, M.", 2010, volume="I"),
        cited("The Cambridge History of the Cold War", "Leffler, M.", 2010),
    ),
    "volumes in the title": (
        cited("The Cambridge History of the Cold War, volume I", "Leffler, M.", 2010),
        cited("The Cambridge History of the Cold War, volume II", "Leffler, M.", 2010),
    ),
    "volumes in words": (
        cited("A history of the Soviet Union and its people, part one", "Dace, R.", 2010),
        cited("A history of the Soviet Union and its people, part two", "Dace, R.", 2010),
    ),
    "a subtitle that is a volume": (
        cited("Documents on foreign policy: 1949", "Dace, R.", 2010),
        cited("Documents on foreign policy", "Dace, R.", 2010),
    ),
    "two subtitles": (
        cited("The Origins of the Cultural Revolution: Contradictions", "MacFarquhar, R.", 1974),
        cited("The Origins of the Cultural Revolution: The Great Leap", "MacFarquhar, R.", 1974),
    ),
    "one word tells": (
        cited("The peasants of northern Vietnam and their harvests", "Dace, R.", 2010),
        cited("The peasants of southern Vietnam and their harvests", "Dace, R.", 2010),
    ),
    "years in the title": (
        cited("Soviet policy in Asia, 1945-1953", "Dace, R.", 2010),
        cited("Soviet policy in Asia, 1945-1956", "Dace, R.", 2010),
    ),
    "editions of other years": (
        cited("Strategies of Containment", "Gaddis, John", 1982),
        cited("Strategies of Containment", "Gaddis, John", 2005),
    ),
    "an edition of the year after": (
        cited("Strategies of Containment", "Gaddis, John", 1982),
        cited("Strategies of Containment", "Gaddis, John", 1983),
    ),
    "editions that say so": (
        cited("Strategies of Containment", "Gaddis, John", 1982, edition="2nd ed."),
        cited("Strategies of Containment", "Gaddis, John", 1982, edition="third"),
    ),
    "a year on one side": (
        cited("Strategies of Containment", "Gaddis, John", 1982),
        cited("Strategies of Containment", "Gaddis, John"),
    ),
    "a chapter and its book": (
        cited(
            "The Sino-Soviet split", "Radchenko, S.", 2010, "chapter", container_title="The Cold War"
        ),
        cited("The Sino-Soviet split", "Radchenko, S.", 2010),
    ),
    "two chapters of one book": (
        cited("The Sino-Soviet split", "Radchenko, S.", 2010, "chapter", container_title="Wars"),
        cited("Mao and the atom bomb", "Radchenko, S.", 2010, "chapter", container_title="Wars"),
    ),
    "two chapters with the DOI of their book": (
        cited(
            "The Sino-Soviet split", "Radchenko, S.", 2010, "chapter",
            container_title="The Cambridge History of the Cold War", DOI="10.1017/CHOL1",
        ),
        cited(
            "Grand strategies", "Leffler, M.", 2010, "chapter",
            container_title="Cambridge History of the Cold War", DOI="10.1017/CHOL1",
        ),
    ),
    "a chapter with the DOI of its book, and the book": (
        cited(
            "Grand strategies", "Leffler, M.", 2010, "chapter",
            container_title="The Cambridge History of the Cold War", DOI="10.1017/CHOL1",
        ),
        cited("The Cambridge History of the Cold War", "Leffler, M.", 2010, DOI="10.1017/CHOL1"),
    ),
    "introductions to two books": (
        cited("Introduction", "Westad, O. A.", 1998, "chapter", container_title="Brothers in Arms"),
        cited("Introduction", "Westad, O. A.", 1998, "chapter", container_title="Odd Studies"),
    ),
    "namesakes": (
        cited("A History of Modern China", "Fenby, Jonathan", 2008),
        cited("A History of Modern China", "Grasso, June", 2008),
    ),
    "two days of one newspaper": (
        facts_of_entry("x1", {"type": "article-newspaper", "title": "Letters to the editor of the paper", "issued": {"date-parts": [[1995, 3, 1]]}}, ()),
        facts_of_entry("x2", {"type": "article-newspaper", "title": "Letters to the editor of the paper", "issued": {"date-parts": [[1995, 4, 1]]}}, ()),
    ),
    "two boxes of an archive": (
        cited("Minutes of the council", "", 1950, "manuscript", archive_location="box 3"),
        cited("Minutes of the council", "", 1950, "manuscript", archive_location="box 4"),
    ),
    "other DOIs, whatever else": (
        cited("Imagined enemies", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/abc"),
        cited("Imagined enemies", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/abd"),
    ),
    "printed otherwise, and not parsed": (
        printed("M. Leffler, A Preponderance of Power (Stanford, 1992)."),
        printed("M. Leffler, A Preponderance of Power, Stanford University Press, 1992."),
    ),
    "other pages": (printed("TNA, FO 371/12, pp. 1–2"), printed("TNA, FO 371/12, pp. 12")),
    "ibid. in two lists": (printed("Ibid., 23."), printed("Ibid., 23.")),
    "a dash for an author": (printed("———. Poems. 1990."), printed("———. Poems. 1990.")),
}  # fmt: skip


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_same_work(pair: tuple[Facts, Facts]) -> None:
    one, other = pair
    assert same(one, other) and same(other, one)
    assert set(keys(one)) & set(keys(other)), "they must be found before they are compared"
    assert cluster(pair) in ([[0, 1]], [[1, 0]])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_different_works(pair: tuple[Facts, Facts]) -> None:
    one, other = pair
    assert not same(one, other) and not same(other, one)
    assert len(cluster(pair)) == 2


def test_an_archival_shelfmark_is_read() -> None:
    item = {"type": "manuscript", "title": "Minutes", "archive_location": "box 3, folder 12"}
    assert facts_of_entry("x", item, ()).shelf == "box 3 folder 12"


def test_facts_go_through_json() -> None:
    assert facts_of_json(LUTHI.as_json()) == LUTHI


def test_folding_keeps_vowel_signs_and_drops_accents() -> None:
    assert fold("Lüthi’s Łódź—Straße") == "luthis lodz strasse"
    assert fold("कि") != fold("की")


def test_an_entry_between_two_dois_joins_one_of_them() -> None:
    one = cited("Imagined enemies and friends", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/a")
    two = cited("Imagined enemies and friends", "Litai, Xue", 2009, **ARTICLE, DOI="10.1000/b")
    bare = cited("Imagined enemies and friends", "Litai, Xue", 2009, **ARTICLE)
    assert sorted(len(group) for group in cluster([bare, two, one])) == [1, 2]


def test_an_entry_joins_two_printings_that_share_nothing() -> None:
    """A DOI with a text, a text alone, a title with the DOI, the title alone: one work."""
    text = "Litai, Xue. Imagined enemies and friends. Cold War History 9 (2009)."
    item = {"type": "article-journal", "title": "Imagined enemies and friends"}
    item |= {"author": [person("Litai, Xue")], "issued": {"date-parts": [[2009]]}}
    link = Link("doi", "https://doi.org/10.1000/a", "10.1000/a")
    entries = [
        facts_of_entry("Litai, Enemies.", None, [link]),
        facts_of_entry(text, None, ()),
        facts_of_entry(text, item, [link]),
        facts_of_entry("Xue Litai: Imagined Enemies and Friends, CWH, 2009", item, ()),
    ]
    assert len(cluster(entries)) == 1


WORDS = st.sampled_from("cold war soviet china mao split history policy i ii labour labor".split())
ENTRIES = st.builds(
    lambda words, by, year, kind, doi, text: facts_of_entry(
        text,
        {
            "type": kind,
            "title": " ".join(words),
            "author": [person(by)] if by else [],
            "issued": {"date-parts": [[year]]},
            "DOI": doi,
        }
        if words
        else None,
        (),
    ),
    st.lists(WORDS, max_size=5),
    st.sampled_from(["", "Chen, Jian", "Jian, Chen", "Zubok, Vladislav"]),
    st.sampled_from([1999, 2000, 2001]),
    st.sampled_from(["book", "article-journal", "document"]),
    st.sampled_from(["", "", "10.1000/a", "10.1000/b"]),
    st.sampled_from(["Text one.", "Text two.", "Text three."]),
)


@settings(max_examples=300)
@given(st.lists(ENTRIES, max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_count(entries: list[Facts], chance: random.Random) -> None:
    def groups(given: list[Facts]) -> list[list[str]]:
        return sorted(sorted(given[n].as_json() for n in group) for group in cluster(given))

    shuffled = entries[:]
    chance.shuffle(shuffled)
    assert groups(entries) == groups(shuffled)


@settings(max_examples=300)
@given(st.lists(ENTRIES, max_size=12))
def test_every_entry_is_in_one_group_and_no_group_has_two_dois(entries: list[Facts]) -> None:
    groups = cluster(entries)
    assert sorted(index for group in groups for index in group) == list(range(len(entries)))
    for group in groups:
        assert len({entries[n].doi for n in group} - {""}) <= 1


@settings(max_examples=300)
@given(ENTRIES, ENTRIES)
def test_likeness_has_no_sides(one: Facts, other: Facts) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert not one.tells or likeness(one, one) >= THRESHOLD


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(["title", "author", "issued", "volume", "type", "DOI"]), st.recursive(st.none() | st.text(max_size=9) | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date-parts", "family"]), inner, max_size=2), max_leaves=5)))  # fmt: skip
def test_no_item_is_too_odd(text: str, item: dict[str, Any]) -> None:
    facts = facts_of_entry(text, json.loads(json.dumps(item)), ())
    assert facts_of_json(facts.as_json()) == facts
    cluster([facts, facts])
