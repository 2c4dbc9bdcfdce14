"""What changed between two captures of a reference list: by hand, and as laws."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harvester.extract.references.difference import Difference, Edit, difference
from harvester.model import Link, Reference

CHEN = "Chen Jian, Mao's China and the Cold War (Chapel Hill, 2001)."
LUTHI = "Lorenz Lüthi, The Sino-Soviet Split (Princeton, 2008)."
ZUBOK = "Vladislav Zubok, A Failed Empire (Chapel Hill, 2007)."
IBID = "Ibid."
DOI = Link("crossref", "https://doi.org/10.1000/A", "10.1000/A")
SCHOLAR = Link("google-scholar", "https://scholar.google.com/?q=x", "x")


def listed(*entries: str | Reference) -> list[Reference]:
    """A list, its positions counted."""
    made = [Reference(0, e) if isinstance(e, str) else e for e in entries]
    return [replace(entry, position=n) for n, entry in enumerate(made, start=1)]


def places(entries: Sequence[Reference]) -> list[int]:
    return [entry.position for entry in entries]


def test_the_same_list() -> None:
    assert not difference(listed(CHEN, LUTHI, IBID, IBID), listed(CHEN, LUTHI, IBID, IBID))


def test_added_and_removed() -> None:
    found = difference(listed(CHEN, LUTHI), listed(ZUBOK, CHEN))
    assert (places(found.removed), places(found.added), found.changed) == ([2], [1], ())


def test_moved() -> None:
    found = difference(listed(CHEN, LUTHI, ZUBOK), listed(ZUBOK, CHEN, LUTHI))
    (change,) = found.changed
    assert (change.moved, change.old.position, change.new.position) == (True, 3, 1)
    assert not found.added and not found.removed


def test_one_ibid_less() -> None:
    found = difference(listed(IBID, CHEN, IBID, LUTHI), listed(CHEN, IBID, LUTHI))
    assert (places(found.removed), found.changed) == ([1], ())


def test_words_changed() -> None:
    found = difference(
        listed(CHEN, LUTHI), listed(CHEN, LUTHI.replace("Split (Princeton", "split (New Jersey"))
    )
    (change,) = found.changed
    assert change.words == (Edit("Split (Princeton,", "split (New Jersey,"),)
    assert not change.moved


def test_words_only_added() -> None:
    found = difference(listed(CHEN), listed(CHEN.replace("Cold War", "Cold War, rev. ed.")))
    assert found.changed[0].words == (Edit("War", "War, rev. ed."),)


def test_only_white_space() -> None:
    (change,) = difference(listed("A  B (1990)."), listed("A B (1990).")).changed
    assert change.words == (Edit("A  B (1990).", "A B (1990)."),)


def test_links_and_dois() -> None:
    with_doi = Reference(0, CHEN, links=(DOI, SCHOLAR))
    (change,) = difference(listed(Reference(0, CHEN, links=(SCHOLAR,))), listed(with_doi)).changed
    assert (change.gained, change.lost, change.dois) == ((DOI,), (), (None, "10.1000/a"))
    (change,) = difference(listed(with_doi), listed(CHEN)).changed
    assert (change.lost, change.dois) == ((DOI, SCHOLAR), ("10.1000/a", None))


def test_a_rewritten_entry_is_known_by_its_doi() -> None:
    old = listed(LUTHI, Reference(0, CHEN, links=(DOI,)))
    new = listed(Reference(0, "J. Chen: Maos China und der Kalte Krieg", links=(DOI,)), LUTHI)
    found = difference(old, new)
    assert not found.added and not found.removed
    assert {(c.old.position, c.new.position) for c in found.changed} >= {(2, 1)}


def test_another_label_and_other_parsed_fields() -> None:
    old = Reference(0, CHEN, "1", csl='{"title": "Mao", "volume": "1"}')
    new = Reference(0, CHEN, "2", csl='{"title": "Mao\'s China", "volume": "1"}')
    (change,) = difference(listed(old), listed(new)).changed
    assert change.parsed == ("title",)
    assert not change.words


def test_the_most_alike_are_paired() -> None:
    """Two entries of one author, both with a slip mended."""
    one, two = "Zubok, V. A Faild Empire. 2007.", "Zubok, V. Zhivago's Childern. 2009."
    found = difference(
        listed(one, two), listed("Zubok, V. Zhivago's Children. 2009.", "Zubok, V. A Failed Empire. 2007.")
    )  # fmt: skip
    assert {(c.old.position, c.new.position) for c in found.changed} == {(1, 2), (2, 1)}


def test_the_nearest_printing_wins() -> None:
    found = difference(
        listed("Zubok, V. A Failed Empire. Chapel Hill, 2007."),
        listed(
            "Zubok, V. A mind that failed. Chapel Hill, 2007.",
            "Zubok, V. A Faild Empire. Chapell Hill, 2007.",
        ),
    )
    assert (places(found.added), found.changed[0].new.position) == ([1], 2)


def test_a_hostile_list_in_linear_time() -> None:
    """Long texts, and many entries that share all their words."""
    long = "a b " * 25_000
    found = difference(listed(long), listed(long + "c"))
    assert found.changed[0].words == (Edit("", "c"),)
    many = [f"Ibid., {number}." for number in range(3000)]
    other = [f"Ibid., {number}!" for number in range(3000)]
    found = difference(listed(*many), listed(*other))
    assert len(found.changed) + len(found.removed) == 3000


TEXTS = st.sampled_from([CHEN, LUTHI, ZUBOK, IBID, CHEN.replace("War", "Wars"), "A", "A B", ""])
LISTS = st.lists(
    st.builds(
        lambda text, label, links, csl: Reference(0, text, label, links, csl),
        TEXTS | st.text(max_size=30),
        st.sampled_from([None, "1"]),
        st.sampled_from([(), (DOI,), (DOI, SCHOLAR)]),
        st.sampled_from([None, '{"title": "x"}', '{"DOI": "10.1000/b"}']),
    ),
    max_size=9,
).map(lambda entries: listed(*entries))


def applied(old: Sequence[Reference], made: Difference) -> list[Reference]:
    """The old list with a difference applied to it; positions are counted anew."""
    changed = {change.old.position: change for change in made.changed}
    out = {entry.position for entry in made.removed}
    out |= {place for place, change in changed.items() if change.moved}
    entries = [
        changed[entry.position].new if entry.position in changed else entry
        for entry in old
        if entry.position not in out
    ]
    coming = [*made.added, *(change.new for change in made.changed if change.moved)]
    for entry in sorted(coming, key=lambda entry: entry.position):
        entries.insert(entry.position - 1, entry)
    return listed(*entries)


@given(LISTS, LISTS)
def test_applied_to_the_old_it_gives_the_new(old: list[Reference], new: list[Reference]) -> None:
    assert applied(old, difference(old, new)) == new


@given(LISTS)
def test_nothing_differs_from_itself(entries: list[Reference]) -> None:
    assert not difference(entries, entries)


@given(LISTS, LISTS)
def test_the_way_back_is_the_way_there(old: list[Reference], new: list[Reference]) -> None:
    there, back = difference(old, new), difference(new, old)
    assert len(there.added) - len(there.removed) == len(new) - len(old)
    assert bool(there) == bool(back)
