"""The engines under the rules: what each must do, and that they say the same of a page."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from cases import all_cases
from engines import ENGINES, by_lexbor, by_soup, compare
from harvester.config import Configuration
from harvester.config.selectors import fault_of
from harvester.config.site import Head
from harvester.extract import markup
from harvester.extract.decode import decode
from harvester.extract.markup.lexbor import Lexbor
from harvester.extract.markup.soup import Soup
from harvester.extract.tree import Tree, distinct, outermost
from mutations import mutated

PAGES = {
    case.name: decode(case.page.read_bytes(), None).text
    for case in all_cases()
    if case.page.suffix == ".html"
}
#: The keys of a site's tables that hold selectors.
SELECTORS = frozenset(
    "select drop html row label name affiliation container item text unless outside title author "
    "doi pages online pdf total".split()
)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> object:
    return ENGINES[request.param]


def configured(table: BaseModel) -> Iterator[str]:
    """Every selector of a site's profile."""
    for key, value in table:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                yield from configured(one)
            elif key in SELECTORS and not isinstance(table, Head) and type(one) is str and one:
                yield one


# --- The two say the same ------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_both_engines_read_the_same(shipped: Configuration, name: str) -> None:
    assert compare(PAGES[name], shipped) == "same"


def test_broken_pages_are_read_as_the_standard_says(shipped: Configuration) -> None:
    """tests/bench/broken_pages.py does the same with as many as you like."""
    found = Counter(compare(page, shipped) for page in mutated(list(PAGES.values()), 100, seed=1))
    assert set(found) <= {"same", "broken"}, "\n".join(found)
    assert found["same"] > 80


def test_each_selector_of_the_sites_finds_the_same(shipped: Configuration) -> None:
    selectors = {css for site in (shipped.general, *shipped.sites) for css in configured(site)}
    assert len(selectors) > 50
    for name, page in PAGES.items():
        fast, slow = by_lexbor(page), by_soup(page)
        for css in selectors:
            left, right = (
                [
                    (node.name, node.text(), node.source().partition(">")[0])
                    for node in tree.select(css)
                ]
                for tree in (fast, slow)
            )
            assert left == right, (name, css)


# --- The verbs, with each engine -----------------------------------------------------------

PAGE = """<!DOCTYPE html><!-- x --><html><head><title>Of &amp; on</title>
<noscript><img src=p.gif></noscript><meta name=a content="  1
2 "></head><body class="one  two"><div id=d><p>First <b>bold</b>,<br>second</p><p id=same>3</p>
<section><h2>H</h2>tail <i id=same>it</i></section><template><p>none</p></template></div>
<script>if (1 < 2) {}</script>at <svg><title>s</title></svg><o:p>odds</o:p></body></html>"""


def test_text_is_cut_where_a_browser_cuts_it(engine: type[Tree]) -> None:
    tree = engine(PAGE)
    lines = [text for _, text in tree.blocks()]
    assert lines == ["First bold,", "second", "3", "H", "tail it", "at odds"]
    assert tree.select("title")[0].text() == "Of & on"
    assert tree.select("div")[0].text(drop="b, h2") == "First , second 3 tail it"
    assert tree.select("p")[0].text_without(tree.select("b")) == "First , second"
    assert tree.select("section")[0].paragraphs() == ["H", "tail it"]
    assert [node.name for node, _ in tree.blocks()] == ["p", "p", "p", "h2", "section", "body"]


def test_removed_text_is_gone_and_its_places_stay_true(engine: type[Tree]) -> None:
    tree = engine(PAGE)
    before = {node.place: node.locator() for node in tree.select("*")}
    tree.select("p")[0].remove()
    assert [text for _, text in tree.blocks()] == ["3", "H", "tail it", "at odds"]
    assert [text for _, text in tree.blocks(whole=True)][:2] == ["First bold,", "second"]
    assert [node.text() for node in tree.select("p")] == ["3"]
    assert not tree.select("b") and not tree.select("div")[0].select("b")
    assert {node.place: node.locator() for node in tree.select("*")}.items() <= before.items()


def test_nodes_are_the_same_when_asked_again(engine: type[Tree]) -> None:
    tree = engine(PAGE)
    assert tree.select("b") == tree.select("p b") == tree.select("#d")[0].select("b")
    twice = [*tree.select("p, b"), *tree.select("b, p")]
    assert [node.name for node in distinct(twice)] == ["p", "b", "p"]
    assert [node.name for node in outermost(twice)] == ["p", "p", "p", "p"]
    bold = tree.select("b")[0]
    assert bold.matches("p > b") and bold.matches("b, i") and not bold.matches("p")
    assert bold.is_inside("div") and bold.is_inside("b") and not bold.is_inside("section")
    parent = bold.parent()
    assert parent is not None and parent.name == "p"
    assert tree.select("html")[0].parent() is None
    assert bold.in_order(tree.select("i, b, h2")[::-1]) == tree.select("i, b, h2")


def test_attributes_and_sources(engine: type[Tree]) -> None:
    tree = engine(PAGE)
    assert tree.select("body")[0].attribute("class") == "one two"
    assert tree.select("meta")[0].attribute("content") == "1 2"
    assert tree.select("meta")[0].attribute("none") == ""
    assert tree.select("title")[0].source() == "<title>Of &amp; on</title>"
    assert tree.select("p")[0].source() == "<p>First <b>bold</b>,<br>second</p>"
    assert tree.select("script")[0].raw() == "if (1 < 2) {}"
    assert tree.select("script")[0].text() == ""
    assert tree.select("script")[0].source() == "<script>if (1 < 2) {}</script>"
    assert len(engine(f"<p title='{'<' * 500}'>{'x' * 500}").select("p")[0].source()) == 401


def test_nothing_is_found_where_browsers_read_no_markup(engine: type[Tree]) -> None:
    tree = engine(PAGE)
    assert not tree.select("img") and not tree.select("template p")
    assert "none" not in tree.select("html")[0].text()


@pytest.mark.parametrize("name", PAGES)
def test_a_locator_finds_its_own_node(engine: type[Tree], name: str) -> None:
    body = PAGE.partition("<body")[2].partition(">")[2]  # an id twice, a name with a colon
    tree = engine(PAGES[name].replace("</body>", body))
    for node in tree.select("*"):
        assert tree.select(node.locator()) == [node], node.locator()


@pytest.mark.parametrize(
    "html", ["", " ", "x", "<", "<!-- -->", "<frameset><frame>", "\ud800<p>\udfff", "<p>\x00y"]
)
def test_any_text_is_a_tree(html: str) -> None:
    tree = Tree.parse(html)
    assert isinstance(tree.blocks(), list)
    assert tree.select("*")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<p> </p> <b> </b> <br> x y <ul> </ul> <div> </div> <head> <body> "
            "<li> <!-- --> <script> </script> <i\x0ca=1> &lt; <a\x0chref=z> </a> <h1>".split(" ")
        ),
        max_size=40,
    )
)
def test_any_soup_of_tags_is_read_as_the_standard_says(tags: list[str]) -> None:
    html = "<!DOCTYPE html>" + " ".join(tags)
    fast, standard = by_lexbor(html), ENGINES["standard"](html)
    # How often formatting is opened anew, BeautifulSoup does not count as html5lib does.
    assert [text for _, text in fast.blocks()] == [text for _, text in standard.blocks()]


def test_an_ordinary_page_needs_no_second_engine() -> None:
    """BeautifulSoup and its CSS take a tenth of a second to import."""
    script = (
        "import sys; import harvester.run; from harvester import config; from pathlib import Path\n"
        "from harvester.extract.read import read\n"
        "read(Path(sys.argv[1]).read_bytes(), config.load(None, {}, Path('/')))\n"
        "print(sorted({'bs4', 'soupsieve'} & set(sys.modules)))"
    )
    page = next(str(case.page) for case in all_cases() if case.page.suffix == ".html")
    done = subprocess.run(
        [sys.executable, "-c", script, page], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# --- What lexbor is not given --------------------------------------------------------------

HEAVY = {
    "formatting over paragraphs": "<p>"
    + "".join(f"<font size={n}>" for n in range(5_000))
    + "</p>"
    + "<p>x</p>" * 5_000,
    "formatting that is closed in a comment only": "".join(
        f"<i class=a{n}><!--</i>-->" for n in range(5_000)
    )
    + "<p>x</p>" * 5_000,
    "a tag without an end": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "nesting without an end": "<div>" * 300_000 + "x",
}
LIGHT = {
    "ten thousand paragraphs": "<p>x y z</p>" * 10_000,
    "a thousand icons": "<p><i class='icon' aria-hidden='true'></i> x</p>" * 1_000,
    "a picture of a megabyte": f"<img src='data:image/png;base64,{'A' * 1_000_000}'><p>x",
    "a megabyte of script": f"<script>{'a = b / c; ' * 100_000}</script><p>x",
    "nesting": "<div>" * 5_000 + "x",
}


@pytest.mark.parametrize("name", HEAVY)
def test_what_would_cost_too_much_goes_to_the_second_engine(name: str) -> None:
    page = markup.parse(HEAVY[name])
    assert isinstance(page, Soup)
    assert Tree(page).blocks()[-1][1] == "x"


@pytest.mark.parametrize("name", LIGHT)
def test_what_is_only_large_does_not(name: str) -> None:
    page = markup.parse(LIGHT[name])
    assert isinstance(page, Lexbor)
    assert Tree(page).blocks()[-1][1].endswith(("x", "x y z"))


# --- Which selectors a site may use --------------------------------------------------------

GOOD = (
    "p", "P.a#b", "a[href^='http:'] > b", "p:has(> a)", "p:not(.a, b c)", "p:is(a, .b)", "a + b ~ c",
    "[data-x='A' i]", "li:nth-of-type(2n+1)", r".a\:b", "[id*=':x']", "[a='||']", "[lang|=en]", "p:root",
)  # fmt: skip
BAD = {
    "": "empty", "p[": "as many ]", "p,": "grammar", "> p": "grammar", "p:nth-child(x)": "grammar",
    "p:contains('x')": ":contains", "p:-soup-contains('x')": ":-soup-contains", ":scope > p": ":scope",
    "p:lexbor-contains('x')": ":lexbor-contains", "p:is(:nope, b)": ":nope", "p::before": "pseudo-element",
    "svg|a": "namespaces", "p || q": "columns", "#1a": "digit", "p:has(a:has(b))": ":has",
    "p:is(b[)": "as many ]", "p:is(a b,, c)": "grammar", "p:blank": ":blank",
}  # fmt: skip


@pytest.mark.parametrize("css", GOOD)
def test_a_selector_that_is_accepted_is_evaluated_by_both(css: str) -> None:
    assert fault_of(css) is None
    fast, slow = ([node.source() for node in way(PAGE).select(css)] for way in (by_lexbor, by_soup))
    assert fast == slow


@pytest.mark.parametrize("css", BAD)
def test_a_selector_that_cannot_be_evaluated_is_refused_with_the_reason(css: str) -> None:
    assert BAD[css] in (fault_of(css) or "")
