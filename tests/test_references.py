"""Reference lists: no entry lost, none joined, none cut, none invented; printed texts as printed."""

import json
import textwrap
from dataclasses import dataclass

import pytest

from conftest import SEED
from harvester.config import Configuration
from harvester.extract.document import Line
from harvester.extract.plaintext import text_lines
from harvester.extract.read import read
from harvester.extract.references import from_lines
from harvester.extract.references.links import LinkLabels

HEAD = """Skip to main content Accessibility help
Hostname: page-component-0123456789-abcde Total loading time: 0 Render date: 2024-01-01T00:00:00.000Z Has data issue: false hasContentIssue false

7 - The lock at Tarsus

Published online by Cambridge University Press:  04 August 2022

Petra Berg
Affiliation:
Universiteit Utrecht

Summary

Nobody who crossed the lock in the summer of that year could say who had built it.

Type
Chapter
Information
Publisher: Cambridge University Press
Print publication year: 2022

"""
ARTICLE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<link rel="canonical" href="https://www.cambridge.org/core/journals/river-history/article/on-mud/E1B2C3D4E5F60718293A4B5C6D7E8F90">
<meta property="og:site_name" content="Cambridge Core">
<meta name="citation_journal_title" content="River History"><meta name="citation_title" content="On mud">
</head><body><div id="maincontent"><h1 class="article-title">On mud</h1>%s</div></body></html>"""


@dataclass(frozen=True)
class Found:
    label: str | None
    text: str
    links: tuple[tuple[str, str | None], ...]

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.links]


def references(config: Configuration, page: str) -> list[Found]:
    """What is read of a page's reference list."""
    found = []
    for said in read(page.encode(), config).assertions:
        if said.field == "reference" and said.value is not None:
            detail = json.loads(said.detail or "{}")
            links = tuple((link["kind"], link["url"]) for link in detail["links"])
            found.append(Found(detail["label"], said.value, links))
    return found


def listed(config: Configuration, body: str, heading: str = "References") -> list[Found]:
    """What is read of a list of references in a text capture."""
    return references(config, f"{HEAD}{heading}\n\n{body}\n")


# --- Every entry, whatever it looks like -----------------------------------------------------

WHOLE = {
    "no year, between others": [
        "Cole, Ann (2001). Deltas. Rome: Foce.Google Scholar",
        "Plato. Laws.",
        "Brand, Otto (1987). The Ford. Paris: Plume.Google Scholar",
    ],
    "no year, first and last": [
        "Aristotle, Poetics.",
        "Homer, The Odyssey.",
        "Cole, Ann (2001). Deltas. Rome: Foce.",
        "Pliny the Elder, Natural History",
    ],
    "nothing but old books": ["Aristotle, Poetics.", "Homer, The Odyssey.", "Beowulf."],
    "no stop at the end": [
        "Cole, Ann, Deltas, Rome",
        "Dee, Piet, Horses, Delft",
        "Eps, Ker, Mills, Ghent",
    ],
    "ibidem": [
        "Brand, Otto, The Ford (Paris: Plume, 1987), 12.",
        "Ibid.",
        "Ibid., 33–4.",
        "Idem, Locks, 4.",
        "Ibid",
    ],
    "dashes for the same author": [
        "Brand, Otto. 1987. The Ford. Paris: Plume.",
        "——. 1989. The Second Ford. Paris: Plume.",
        "———, The Third Ford.",
        "—— The Last Ford",
        "--- (1990). A Bridge. Paris: Plume.",
    ],
    "call numbers": [
        "The National Archives, Kew, FO 371/12345.",
        "TNA FO 371/12346",
        "British Library, Add MS 12345",
        "Nationaal Archief, The Hague, 1.10.69, inv. 12.",
        "Borough of Eling, court roll, membrane 3.",
    ],
    "addresses": [
        "Survey Office. Rivers. www.example.org/rivers (accessed 3 May 2019).",
        "World Canals Organization, Tolls, https://example.org/tolls",
    ],
    "not in Latin letters": [
        "王明，《河流史》，北京：人民出版社，2010年。",
        "Иванов И. И. Реки. Москва: Наука, 1975.",
        "Παπαδόπουλος, Γ. Τα ποτάμια. Αθήνα.",
    ],
    "forthcoming and undated": [
        "Cole, Ann (n.d.). Horses. Unpublished.",
        "Dee, Piet (forthcoming). Mules. Delft: Delta.",
        "Eps, Ker. In press. Goats. Ghent: Klokhuis.",
    ],
    "bodies as authors": [
        "Guild of St Barbara. Ordinances. Municipal Archive, box 7.",
        "Royal Society of Inventions. Made-up guideline. Green Paper 21.",
        "The Times, 3 May 1921.",
    ],
    "titles that begin with a number": [
        "1984: A Year in Mud (Rome: Foce, 1985).",
        "Cole, Ann, Deltas (Rome: Foce, 2001).",
        "Dee, Piet, Horses (Delft: Delta, 2003).",
    ],
    "a chronicle that begins with years": [
        "1621 Toll book of the Vecht. Utrecht.",
        "1622 Toll book of the Rhine. Utrecht.",
        "1631 Toll book of the Lek. Utrecht.",
    ],
}


@pytest.mark.parametrize("entries", WHOLE.values(), ids=WHOLE.keys())
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "spaced"])
@pytest.mark.parametrize("heading", ["References", "Bibliography", "Works cited"])
def test_every_entry_is_read(
    shipped: Configuration, entries: list[str], between: str, heading: str
) -> None:
    found = listed(shipped, between.join(entries), heading)
    assert [entry.text for entry in found] == [
        entry.removesuffix("Google Scholar") for entry in entries
    ]
    assert {entry.label for entry in found} == {None}


# --- Numbers --------------------------------------------------------------------------------

NUMBERED = [
    "Jansen, J. (1999). Toll books of the Vecht. Water, 12, 1–22.Google Scholar",
    "Brand, The Ford, 12.",
    "Ibid.",
    "Plato. Laws.",
    "Mees, R. (2003). Locks and lockers. Delft: Delta.",
]


@pytest.mark.parametrize(
    "form", ["{}. {}", "{} {}", "{}) {}", "[{}] {}", "[{}]{}", "({}) {}", "{}\n{}", "{}.\n{}"]
)
@pytest.mark.parametrize("first", [1, 17])
def test_numbers_become_labels(shipped: Configuration, form: str, first: int) -> None:
    body = "\n".join(form.format(n, text) for n, text in enumerate(NUMBERED, start=first))
    found = listed(shipped, body)
    assert [entry.label for entry in found] == [str(first + n) for n in range(5)]
    assert [entry.text for entry in found] == [
        text.removesuffix("Google Scholar") for text in NUMBERED
    ]


def test_each_part_may_count_from_one(shipped: Configuration) -> None:
    found = listed(
        shipped,
        "Archives\n1. Borough of Eling, court roll.\n2. Guild of St Barbara, ordinances.\n"
        "Printed sources\n1. Cole, A., Deltas (Rome: Foce, 2001).\n2. Dee, P., Horses (Delft, 2003).",
    )
    assert [entry.label for entry in found] == ["1", "2", "1", "2"]
    assert found[2].text == "Cole, A., Deltas (Rome: Foce, 2001)."


# --- What is no entry ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Primary sources",
        "PRIMARY SOURCES",
        "Further reading",
        "Archives",
        "A. Unpublished sources",
        "II. Printed works",
        "Newspapers (1890–1914)",
        "Books and articles",
        "Sources secondaires",
        "Quellen",
        "Archives and Manuscript Collections",
        "* * *",
        "———",
    ],
)
def test_sub_headings_are_no_entries(shipped: Configuration, heading: str) -> None:
    before = ["Rijksarchief, Utrecht, Vecht papers, 12–40.", "Plato, Laws."]
    after = ["Klaas, P. (2001). Keepers. Water, 14, 33–49.", "Homer, Odyssey."]
    found = listed(shipped, "\n".join([heading, *before, "", heading, *after]))
    assert [entry.text for entry in found] == before + after


def test_a_sub_heading_may_end_in_a_colon(shipped: Configuration) -> None:
    site = next(site for site in shipped.sites if site.references and site.text)
    assert site.text is not None
    texts = ["Manuscripts:", "Plato, Laws.", "1. Printed works:", "Homer, Odyssey."]
    lines = [Line(number, text) for number, text in enumerate(texts, start=1)]
    found = from_lines.read(lines, True, site.text, LinkLabels({}))
    assert [said.value for said in found] == ["Plato, Laws.", "Homer, Odyssey."]


TAILS = {
    "metrics": "Recommend this journal\nEmail your librarian or administrator to recommend adding this "
    "journal to your organisation's collection.\nRiver History\nISSN: 0022-0469\nEISSN: 1469-7637\n"
    "URL: /core/journals/river-history\nYour name *\nPlease enter your name\nMetrics\nFull text views\n"
    "Total number of HTML views: 12\nTotal number of PDF views: 40 *\nLoading metrics...\n* Views "
    "captured on Cambridge Core between September 2016 - 12th January 2018. This data will be updated "
    "every 24 hours.",
    "views only": "Metrics\n* Views captured on Cambridge Core between September 2016 - 12th January "
    "2018. This data will be updated every 24 hours.",
    "a form": "Your details\nFirst name *\nPlease enter your first name.\nLast name *\nPlease enter your "
    "last name.\nEmail *\nPlease list any fees and grants from, employment by, or any close relationship "
    "with, at any time over the preceding 36 months, any organisation.",
    "a list cut into its elements": "\nChen, Jian\nand\nLi, Wei\n2015.\nMud.\nWater History,\nVol. 12,\np. 40.",
    "one sentence": "Please try again later.",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
@pytest.mark.parametrize("label", ["", "Google Scholar"], ids=["bare", "labelled"])
def test_what_stands_below_the_list_is_no_entry(
    shipped: Configuration, tail: str, label: str
) -> None:
    entries = [
        "Jansen J. (1999) Toll books of the Vecht. Water 12, 1–22.",
        "Klaas P. (2001) Keepers. Water 14, 33.",
        "Mees R. (2003) Locks and lockers. Delft: Delta.",
    ]
    found = listed(shipped, "\n".join(entry + label for entry in entries) + "\n" + tail)
    assert [entry.text for entry in found] == entries


def test_a_part_without_labels_follows_one_with(shipped: Configuration) -> None:
    found = listed(
        shipped,
        "Cole, A., Deltas (Rome: Foce, 2001).Google Scholar\n"
        "Dee, P., Horses (Delft, 2003).Google Scholar\n\n"
        "Archives\n\nTNA, FO 371/12345.\nBorough of Eling, Court rolls.",
    )
    assert [entry.text for entry in found[2:]] == [
        "TNA, FO 371/12345.",
        "Borough of Eling, Court rolls.",
    ]


# --- Labels and links ------------------------------------------------------------------------

PRINTED = "Klaas, P. (2001). Keepers. Water, 14, 33–49."
ALL = ["crossref", "google-scholar", "pubmed"]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        (f"{PRINTED}CrossRefGoogle ScholarPubMed", ALL),
        (f"{PRINTED} CrossRef Google Scholar PubMed", ALL),
        (f"{PRINTED} CrossRef | Google Scholar | PubMed", ALL),
        (f"{PRINTED}\nCrossRef\nGoogle Scholar\nPubMed", ALL),
        (f"{PRINTED}\n\nCrossRef\n\nGoogle Scholar\n\nPubMed", ALL),
        (f"{PRINTED}\nCrossRef | Google Scholar | PubMed", ALL),
        (f"{PRINTED}\nCrossRef Google Scholar PubMed", ALL),
        (f"{PRINTED}CrossRef\nGoogle Scholar", ALL[:2]),
        (f"{PRINTED} [CrossRef] [Google Scholar] [PubMed]", ALL),
        (f"{PRINTED}Crossref", ALL[:1]),
        (PRINTED, []),
    ],
)
def test_labels_are_links(shipped: Configuration, written: str, kinds: list[str]) -> None:
    found = listed(shipped, f"{written}\nPlato, Laws.\n{written}")
    assert [entry.text for entry in found] == [PRINTED, "Plato, Laws.", PRINTED]
    assert [entry.kinds for entry in found] == [kinds, [], kinds]


SCHOLAR = "https://scholar.google.com/scholar_lookup?title=Keepers&author=Klaas"


@pytest.mark.parametrize(
    "written",
    [
        "[CrossRef](https://dx.doi.org/10.1017/S0001) [Google Scholar](%s)",
        "[CrossRef](https://dx.doi.org/10.1017/S0001)[Google Scholar](%s)",
        "[CrossRef](https://dx.doi.org/10.1017/S0001) | [Google Scholar](%s)",
        "\n[CrossRef](https://dx.doi.org/10.1017/S0001)\n[Google Scholar](%s)",
        "[CrossRef](https://dx.doi.org/10.1017/S0001)[Google Scholar](%s)[Google Scholar](%s)",
    ],
)
def test_markdown_links_keep_their_addresses(shipped: Configuration, written: str) -> None:
    body = f"- {PRINTED} {written.replace('%s', SCHOLAR)}\n- Plato. *Laws*."
    found = listed(shipped, body, "## References")
    assert [entry.text for entry in found] == [PRINTED, "Plato. Laws."]
    assert set(found[0].links) >= {
        ("crossref", "https://dx.doi.org/10.1017/S0001"),
        ("google-scholar", SCHOLAR),
    }
    addresses = [url for _, url in found[0].links if url]
    assert len(addresses) == len(set(addresses)) == 2


def test_a_numbered_markdown_list(shipped: Configuration) -> None:
    body = (
        f"1. Jansen, J. (1999). *Toll books*. Water, 12, 1–22. [Google Scholar]({SCHOLAR})\n"
        "2. Klaas, P. (2001). Keepers. *Water*, 14. [CrossRef](https://dx.doi.org/10.1017/S1) "
        "[PubMed](https://www.ncbi.nlm.nih.gov/pubmed/123456)\n3. Plato. *Laws*.\n"
        f"4. Mees, R. (2003). Locks. Delft: Delta. [Google Scholar]({SCHOLAR})"
    )
    found = listed(shipped, body, "## References")
    assert [(entry.label, entry.text) for entry in found] == [
        ("1", "Jansen, J. (1999). Toll books. Water, 12, 1–22."),
        ("2", "Klaas, P. (2001). Keepers. Water, 14."),
        ("3", "Plato. Laws."),
        ("4", "Mees, R. (2003). Locks. Delft: Delta."),
    ]
    assert found[1].kinds == ["crossref", "pubmed"]


def test_underlines_for_the_same_author_are_no_markup(shipped: Configuration) -> None:
    body = "Brand, O., *The Ford* (1987). [Google Scholar](x)\n______, *A Bridge* (1990), ______ and Dee."
    found = listed(shipped, body, "## References")
    assert found[1].text == "______, A Bridge (1990), ______ and Dee."


def test_labels_inside_an_item(shipped: Configuration) -> None:
    body = (
        "1 Jansen, J., Toll books (Utrecht, 1999), 12–40Google Scholar; Klaas, P., “Keepers,” Water 14 "
        "(2001), 33CrossRefGoogle Scholar; and the literature given there.\n2 Ibid."
    )
    found = listed(shipped, body)
    assert found[0].text == (
        "Jansen, J., Toll books (Utrecht, 1999), 12–40; Klaas, P., “Keepers,” Water 14 (2001), 33; "
        "and the literature given there."
    )
    assert found[0].kinds == ["google-scholar", "crossref", "google-scholar"]
    assert (found[1].label, found[1].text) == ("2", "Ibid.")


@pytest.mark.parametrize(
    "text",
    [
        "Zed, Q. 2016. A review of Google Scholar. Library Journal 4, 116–130.",
        "Zed, Q. 2016. Google Scholar and PubMed compared. Library Journal 4.",
        "Zed, Q. 2016. “Google Scholar,” in Tools (Rome: Foce, 2016).",
        "Zed, Q. 2016. Before (Google Scholar) and after. Rome: Foce.",
        "Zed, Q. 2016. A non-PubMed index. Rome: Foce.",
        "Zed, Q. 2016, How I came to live with Google Scholar",
    ],
)
@pytest.mark.parametrize("label", ["", "Google Scholar"], ids=["bare", "labelled"])
def test_a_title_keeps_the_name_of_a_service(shipped: Configuration, text: str, label: str) -> None:
    found = listed(shipped, f"{PRINTED}Google Scholar\n{text}{label}\nPlato, Laws.")
    assert [entry.text for entry in found] == [PRINTED, text, "Plato, Laws."]
    assert found[1].kinds == (["google-scholar"] if label else [])


# --- Folded lines ----------------------------------------------------------------------------


def folded(text: str, width: int, spaced: bool = False, **how: str | bool) -> str:
    """A text as a tool folds it: every line by itself, those of references apart if ``spaced``."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, width, break_long_words=False, **how) or [""]
        if spaced and line.endswith("Google Scholar"):
            lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("width", [72, 76, 78, 80, 100])
@pytest.mark.parametrize("spaced", [True, False], ids=["spaced", "close"])
@pytest.mark.parametrize(
    "how",
    [
        {"break_on_hyphens": False},
        {"break_on_hyphens": True},
        {"break_on_hyphens": False, "initial_indent": "   ", "subsequent_indent": "   "},
        {"break_on_hyphens": False, "subsequent_indent": "    "},
    ],
    ids=["at spaces", "at hyphens", "indented", "hanging"],
)
def test_the_seed_folded(
    shipped: Configuration, width: int, spaced: bool, how: dict[str, str | bool]
) -> None:
    seed = SEED.read_text("utf-8")
    printed = [
        line.removesuffix("Google Scholar").removesuffix("CrossRef")
        for line in seed.split("\n")
        if line.endswith("Google Scholar")
    ]
    found = references(shipped, folded(seed, width, spaced, **how))
    assert len(found) == 15
    assert [entry.text for entry in found] == printed
    assert found == references(shipped, seed)


PROSE = "\n\n".join(
    "The boats came down in the spring and went up in the autumn, and in between the keepers slept, "
    f"mended what {number} winters had broken, and wrote letters which nobody at the board ever read."
    for number in ("two", "three", "four")
)


def test_an_item_goes_on_below_a_label_in_it(shipped: Configuration) -> None:
    items = [
        "Jansen, J., Toll books of the Vecht (Utrecht: Spectrum, 1999).Google Scholar; see also "
        "Klaas, P., Keepers (Delft: Delta, 2001).Google Scholar",
        "Mees, R., Locks and lockers: The Lives of Those Between (Delft, 2003).Google Scholar",
    ]
    page = HEAD.replace("Nobody", PROSE + "\n\nNobody") + "References\n\n" + "\n".join(items)
    for width in (70, 72, 74, 75, 76, 80):
        found = references(shipped, folded(page, width))
        assert [entry.text for entry in found] == [
            item.replace("Google Scholar", "") for item in items
        ]


def test_folded_items_with_numbers(shipped: Configuration) -> None:
    items = [
        "Jansen, J., Toll books of the Vecht and other papers of the board (Utrecht, 1999), 12.",
        "Klaas, P., Keepers of the lock in the lower Rhine delta (Delft: Delta, 2001), 33.",
        "Ibid.",
        "Mees, R., Locks and lockers: The Lives of Those Who Stood Between (Delft, 2003), 12.",
        "Plato, Laws.",
    ]
    for form in ("{}. {}", "[{}] {}", "{} {}"):
        body = "\n".join(form.format(n, item) for n, item in enumerate(items, start=1))
        page = HEAD.replace("Nobody", PROSE + "\n\nNobody") + "References\n\n" + body
        for width in range(70, 90):
            found = references(shipped, folded(page, width))
            assert [entry.text for entry in found] == items, (form, width)


def test_a_caller_may_know_other_labels() -> None:
    page = (
        folded(PROSE, 72)
        + "\n\n"
        + "Cole, Ann, Deltas and what became of them (Rome: Foce, 2001).Scopus\n"
    )
    page += "Brand, Otto, The Ford (Paris: Plume, 1987).Scopus"
    assert len(list(text_lines(page))) == 4
    assert len(list(text_lines(page, lambda line: line.endswith("Scopus")))) == 5


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("in the Sino-", "Soviet split", "in the Sino-Soviet split"),
        ("both pre-", "and postwar", "both pre- and postwar"),
        ("the years 1945-", "1970 were", "the years 1945-1970 were"),
        ("the river -", "it was cold", "the river - it was cold"),
    ],
)
def test_words_are_joined_at_their_hyphen(first: str, second: str, joined: str) -> None:
    line = f"{'mud ' * ((72 - len(first)) // 4)}"
    line += "x" * (71 - len(line) - len(first)) + " " + first
    page = f"{folded(PROSE, 72)}\n\n{line}\n{second}\n"
    assert list(text_lines(page))[-1].text.endswith(joined)


# --- HTML ------------------------------------------------------------------------------------


def article(config: Configuration, body: str) -> list[Found]:
    return references(config, ARTICLE % body)


CIRCLES = '<div id="references-list" class="circle-list">%s</div>'
ITEM = '<div class="circle-list__item" id="r%s">%s</div>'
TEXT = '<div class="circle-list__item__grouped__content" id="reference-%s-content">%s</div>'


def test_all_texts_of_an_item_are_its_text(shipped: Configuration) -> None:
    texts = TEXT % (1, "a) <span class=surname>Brand</span>, O. (2001).") + TEXT % (
        2,
        "b) Cole, A. (2002).",
    )
    number = '<div class="circle-list__item__number">1.</div>'
    nested = TEXT % (4, "Eps, K. " + TEXT % (5, "Mills. 2004."))
    found = article(
        shipped,
        CIRCLES
        % (
            ITEM % (1, f'{number}<div class="circle-list__item__grouped">{texts}</div>')
            + ITEM % (2, TEXT % (3, "Dee, P. (2003). Horses."))
            + ITEM % (3, nested)
        ),
    )
    assert [(entry.label, entry.text) for entry in found] == [
        ("1", "a) Brand, O. (2001). b) Cole, A. (2002)."),
        (None, "Dee, P. (2003). Horses."),
        (None, "Eps, K. Mills. 2004."),
    ]


def test_footnotes_in_the_list_are_no_references(shipped: Configuration) -> None:
    note = '<p><span class="label">1</span> We thank the goats of Tarsus, 2001.</p>'
    raised = "<p><sup>2</sup> We thank the mules of Tarsus, 2001.</p>"
    body = CIRCLES % (
        "<h2>Footnotes</h2>" + ITEM % (1, TEXT % (1, note)) + ITEM % (2, TEXT % (2, raised))
    )
    assert article(shipped, body) == []


def test_references_in_paragraphs_are_entries(shipped: Configuration) -> None:
    body = CIRCLES % (
        ITEM % (1, TEXT % (1, "<p>Brand, O. (2001). Goats.</p>"))
        + ITEM % (2, TEXT % (2, "<p>Cole, A., Mud, 2<sup>nd</sup> ed. (Rome, 2002).</p>"))
    )
    assert [entry.text for entry in article(shipped, body)] == [
        "Brand, O. (2001). Goats.",
        "Cole, A., Mud, 2nd ed. (Rome, 2002).",
    ]


def test_footnotes_beside_references(shipped: Configuration) -> None:
    found = article(
        shipped,
        '<div class="notes"><h2>Notes</h2><div id="reference-1-content"><p>1 See Brand (2001), on goats.</p>'
        '</div><div id="reference-2-content"><p><span class="label">2</span> Ibid.</p></div></div>'
        '<div class="refs"><h2>References</h2><div id="reference-3-content"><span class="surname">Brand'
        '</span>, O. (<span class="year">2001</span>) Goats.</div></div>',
    )
    assert [entry.text for entry in found] == ["Brand, O. (2001) Goats."]


def test_an_address_twice_is_one_link(shipped: Configuration) -> None:
    address = "https://dx.doi.org/10.1000/xyz"
    found = article(
        shipped,
        CIRCLES
        % (
            ITEM
            % (
                1,
                TEXT % (1, f'Cole, A. (2005) Walking. <a href="{address}">{address}</a>.')
                + f'<a aria-label="CrossRef link for Walking" href="{address}">CrossRef</a>'
                + f'<a aria-label="CrossRef link for Walking" href="{address}">CrossRef</a>'
                + f'<a href="{SCHOLAR}">Google Scholar</a>',
            )
        ),
    )
    assert found[0].text == f"Cole, A. (2005) Walking. {address}."
    assert found[0].links == (("crossref", address), ("google-scholar", SCHOLAR))
