"""Pages of sites that no file describes: what their embedded data and their structure tell."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import extruct
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import by_lexbor
from harvester.config import Configuration
from harvester.extract.channels import microdata
from harvester.extract.channels.schema import AT, Leaf
from harvester.extract.choose import choose
from harvester.extract.identity import identify
from harvester.extract.read import read
from harvester.extract.tree import Tree
from harvester.model import Assertion, Reading, Record

PAGES = Path(__file__).parents[2] / "shared" / "pages"


def read_page(html: str | bytes, shipped: Configuration, url: str | None = None) -> Reading:
    return read(html if isinstance(html, bytes) else html.encode(), shipped, url=url)


def record_of(reading: Reading, shipped: Configuration) -> Record:
    identity = identify(reading.site, reading.assertions)
    identifiers = identity.identifiers if identity else ()
    return choose(reading.assertions, None, identifiers, shipped.orders(reading.site)).record


def said(reading: Reading, field: str) -> list[tuple[str, str, str | None]]:
    found = (a for a in reading.assertions if a.field == field and a.value is not None)
    return [(a.channel, a.generation, a.value) for a in found]


# What a person reads off the three saved pages.
REAL: dict[str, dict[str, Any]] = {
    "elife_article.html": {
        "title": "Parallel visual circuitry in a basal chordate",
        "doi": "10.7554/eLife.44753",
        "container_title": "eLife",
        "published_print": "2019-04-18",
        "authors": (7, "Matthew J Kourakis", "William C Smith"),
        "references": 17,
        "first": "Fold-change detection in biological systems",
    },
    "peerj_oa_article.html": {
        "title": "The state of OA: a large-scale analysis of the prevalence and impact of Open Access"
        " articles",
        "doi": "10.7717/peerj.4375",
        "container_title": "PeerJ",
        "published_print": "2018-02-13",
        "authors": (9, "Heather Piwowar", "Stefanie Haustein"),
        "references": 52,
        "first": "Anderson. 2017a. When the wolf finally arrives",
    },
    "plos_one_article.html": {
        "title": "Assessment on reticuloendotheliosis virus infection in specific-pathogen-free"
        " chickens based on detection of yolk antibody",
        "doi": "10.1371/journal.pone.0213978",
        "container_title": "PLOS ONE",
        "published_print": "2019-04-22",
        "authors": (11, "Yang Li", "Peng Zhao"),
        "references": 23,
        "first": "Occurrence of reticuloendotheliosis in Chinese partridge, Z. Cheng",
    },
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_page(name: str, shipped: Configuration) -> None:
    if not (PAGES / name).is_file():
        pytest.skip("the folder of real pages is not beside this checkout")
    expected = REAL[name]
    reading = read_page((PAGES / name).read_bytes(), shipped)
    record = record_of(reading, shipped)
    assert (reading.outcome, reading.site) == ("profile-mismatch", None)
    assert "general rules" in (reading.note or "")
    for field in ("title", "doi", "container_title", "published_print"):
        assert getattr(record, field) == expected[field]
    names = [person.name for person in record.contributors if person.role == "author"]
    assert (len(names), names[0], names[-1]) == expected["authors"]
    assert len(record.references) == expected["references"]
    assert record.references[0].text.startswith(expected["first"])
    assert all(a.channel and (a.locator or a.field == "kind") for a in reading.assertions)


SYSTEMS = {
    "dublin-core": (
        '<meta name="DC.Title" content="Dykes"><meta name="DC.Creator" content="Wierda, Ype">'
        '<meta name="DC.Date.Issued" content="1999-05"><meta name="DC.Identifier" content="doi:10.5555/dc.1">'
        '<meta name="DC.Publisher" content="Terp"><meta name="DC.Language" content="nl">'
    ),
    "dublin-core terms": (
        '<meta name="dcterms.title" content="Dykes"><meta property="dct:creator" content="Wierda, Ype">'
        '<meta property="http://purl.org/dc/terms/issued" content="1999-05">'
        '<meta name="dcterms:identifier" content="https://doi.org/10.5555/dc.1">'
        '<meta name="DCTERMS.publisher" content="Terp"><meta name="dcterms.language" content="nl">'
    ),
    "prism": (
        '<meta name="prism.title" content="Dykes"><meta name="author" content="Ype Wierda">'
        '<meta name="prism:publicationDate" content="1999-05"><meta name="prism.doi" content="10.5555/dc.1">'
        '<meta name="prism.publisher" content="Terp"><meta name="citation_language" content="nl">'
    ),
    "eprints": (
        '<meta name="eprints.title" content="Dykes"><meta name="eprints.creators_name" content="Wierda, Ype">'
        '<meta name="eprints.date" content="1999-05"><meta name="eprints.id_number" content="10.5555/dc.1">'
        '<meta name="eprints.publisher" content="Terp"><meta name="dc.language" content="nl">'
    ),
    "bepress": (
        '<meta name="bepress_citation_title" content="Dykes">'
        '<meta name="bepress_citation_author" content="Wierda, Ype">'
        '<meta name="bepress_citation_date" content="1999/05">'
        '<meta name="bepress_citation_doi" content="10.5555/dc.1">'
        '<meta name="bepress_citation_publisher" content="Terp"><meta name="citation_language" content="nl">'
    ),
    "json-ld by id": (
        '<script type="application/ld+json">{"@graph": [{"@type": "Book", "name": "Dykes", "author":'
        ' {"@id": "#w"}, "publisher": {"name": "Terp"}, "datePublished": "1999-05", "inLanguage": "nl",'
        ' "identifier": {"propertyID": "doi", "name": "DOI", "value": "10.5555/dc.1"}},'
        ' {"@id": "#w", "@type": "Person", "name": "Wierda, Ype"}]}</script>'
    ),
    "rdfa": (
        '<div vocab="https://schema.org/" typeof="Book"><h1 property="name">Dykes</h1>'
        '<span property="author" typeof="Person"><span property="name">Wierda, Ype</span></span>'
        '<span property="publisher">Terp</span><meta property="datePublished" content="1999-05">'
        '<span property="inLanguage" content="nl">Dutch</span>'
        '<a property="sameAs" href="https://doi.org/10.5555/dc.1">DOI</a></div>'
    ),
    "rdfa dublin core": (
        '<p property="dc:title">Dykes</p><p property="dc:creator">Wierda, Ype</p>'
        '<p property="dcterms:issued" content="1999-05">May 1999</p><p property="dc:publisher">Terp</p>'
        '<p property="dc:identifier">doi:10.5555/dc.1</p><p property="dc:language">nl</p>'
    ),
    "microdata": (
        '<div itemscope itemtype="http://schema.org/Book" itemref="more"><h1 itemprop="name">Dykes</h1>'
        '<span itemprop="author" itemscope itemtype="http://schema.org/Person">'
        '<span itemprop="familyName">Wierda</span><meta itemprop="givenName" content="Ype"></span>'
        '<link itemprop="sameAs" href="https://doi.org/10.5555/dc.1"></div>'
        '<p id="more"><time itemprop="datePublished" datetime="1999-05">May</time>'
        '<b itemprop="publisher">Terp</b><b itemprop="inLanguage">nl</b></p>'
    ),
    "coins": (
        '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.genre=book&amp;rft.btitle=Dykes&amp;'
        "rft.aulast=Wierda&amp;rft.aufirst=Ype&amp;rft.date=1999-05&amp;rft.pub=Terp&amp;"
        'rft.language=nl&amp;rft_id=info%3Adoi%2F10.5555%2Fdc.1"></span>'
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("place", ["head", "body"])
def test_each_system_of_metadata_alone(name: str, place: str, shipped: Configuration) -> None:
    head, body = (SYSTEMS[name], "") if place == "head" else ("", SYSTEMS[name])
    reading = read_page(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>", shipped)
    record = record_of(reading, shipped)
    assert (record.title, record.doi, record.publisher, record.language) == (
        "Dykes",
        "10.5555/dc.1",
        "Terp",
        "nl",
    )
    assert "1999-05" in (record.published_print, record.published_online)
    (author,) = record.contributors
    assert (author.family, author.given) == ("Wierda", "Ype")


LISTS = {
    "ordered list": "<h2>References</h2><ol><li>{}</li><li>{}</li></ol>",
    "boxed heading": "<section><header><h3>7. Works cited</h3></header><div><ul><li>{}</li><li>{}</li></ul></div></section>",
    "paragraphs": "<h2>Literatur</h2><p>{}</p><p>{}</p><h2>About</h2><p>Founded 1999.</p>",
    "blocks": "<div><h4>Bibliographie</h4></div><div><div>{}</div><div>{}</div></div>",
    "table": "<h2>Список литературы</h2><table><tr><td>{}</td></tr><tr><td>{}</td></tr></table>",
    "definitions": "<h2>参考文献</h2><dl><dt>A</dt><dd>{}</dd><dt>B</dt><dd>{}</dd></dl>",
    "only looks like a heading": "<p><b>Bibliography:</b></p><ul><li>{}</li><li>{}</li></ul>",
    "two lists": "<h2>Sources</h2><h3>Printed</h3><ul><li>{}</li></ul><h3>In archives</h3><ul><li>{}</li></ul>",
    "JATS": '<div class="ref-list"><div class="ref" id="r1">{}</div><div class="ref" id="r2">{}</div></div>',
    "ARIA": '<section role="doc-bibliography"><p role="doc-biblioentry">{}</p><p role="doc-biblioentry">{}</p></section>',
    "schema.org": '<p itemprop="citation">{}</p><p itemprop="citation">{}</p>',
    "metas": '<meta name="citation_reference" content="{}"><meta name="citation_reference" content="{}">',
}
ENTRIES = ("Aarts, B. The Sluice. Delft: Water, 1901.", "Zijl, C. ‘Silt’, Mud 3 (1987), 1–9.")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_by_its_structure(name: str, shipped: Configuration) -> None:
    html = f"<html><body><nav><ul><li><a href='#r'>References</a></li><li>1999</li></ul></nav><h1>Mud</h1>{LISTS[name].format(*ENTRIES)}<aside><ul><li>Related: 2001</li></ul></aside></body></html>"
    record = record_of(read_page(html, shipped), shipped)
    assert tuple(entry.text for entry in record.references) == ENTRIES


@pytest.mark.parametrize(
    "html",
    [
        "<h2>References</h2><ul><li><a href='#a'>Introduction</a></li><li><a href='#b'>Method</a></li></ul>",
        "<h2>References</h2>",
        "<ul><li>References</li><li>Figures</li></ul><p>Published 1999.</p>",
        "<h2>Related articles</h2><ul><li>Aarts, The Sluice, 1901.</li></ul>",
        "<div class='references'><a href='/x'>Download citation</a></div>",
    ],
)
def test_what_is_no_list(html: str, shipped: Configuration) -> None:
    reading = read_page(f"<html><body><h1>Mud</h1>{html}</body></html>", shipped)
    assert said(reading, "reference") == []


def test_fields_of_a_reference_are_kept_with_their_text(shipped: Configuration) -> None:
    meta = "citation_title=Silt; citation_author=C. Zijl; citation_journal_title=Mud; citation_volume=3; citation_firstpage=1; citation_lastpage=9; citation_doi=10.5555/mud.3"
    reading = read_page(f'<meta name="citation_reference" content="{meta}"><h1>Mud</h1>', shipped)
    (entry,) = (a for a in reading.assertions if a.field == "reference")
    assert entry.value == "Silt, C. Zijl, Mud, 3, 1–9, 10.5555/mud.3"
    detail = json.loads(entry.detail or "")
    assert ["author", "C. Zijl"] in detail["fields"]
    assert detail["links"] == [{"kind": "doi", "url": None, "value": "10.5555/mud.3"}]
    assert "citation_author=C. Zijl" in entry.snippet


def test_a_shown_part_of_a_list_is_not_taken_for_the_whole(shipped: Configuration) -> None:
    metas = "".join(
        f'<meta name="citation_reference" content="Work {n}, 19{n}.">' for n in range(10, 20)
    )
    html = f"<html><head>{metas}</head><body><h2>References</h2><ul><li>Work 10, 1910.</li><li>Work 11, 1911.</li></ul></body></html>"
    reading = read_page(html, shipped)
    choice = choose(reading.assertions, None, (), shipped.orders(None))
    assert len(choice.record.references) == 10
    assert "references" in [item.field for item in choice.review]


def test_other_forms_of_the_record_are_noted(shipped: Configuration) -> None:
    html = (
        '<link rel="alternate" type="application/x-research-info-systems" href="/x.ris">'
        '<link rel="alternate" type="application/xml" title="marcxml" href="/x.marcxml">'
        '<link rel="alternate" type="application/xml" title="mods" href="/x.mods">'
        '<link rel="alternate" type="application/x-bibtex" href="https://other.example/x.bib">'
        '<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" hreflang="fr" href="/fr">'
    )
    reading = read_page(f"<head>{html}</head><h1>Mud</h1>", shipped, "https://lib.example/x")
    found = {
        a.value: json.loads(a.detail or "")["form"]
        for a in reading.assertions
        if a.field == "alternate" and a.value
    }
    assert found == {
        "https://lib.example/x.ris": "ris",
        "https://lib.example/x.marcxml": "marcxml",
        "https://lib.example/x.mods": "mods",
        "https://other.example/x.bib": "bibtex",
    }


def test_a_list_of_works_is_no_work(shipped: Configuration) -> None:
    item = '<li itemscope itemtype="http://schema.org/Article"><b itemprop="name">Work {}</b></li>'
    span = '<span class="Z3988" title="rft.atitle=Work+{}"></span>'
    items = "".join(item.format(n) + span.format(n) for n in range(3))
    reading = read_page(f"<html><body><h1>Results</h1><ul>{items}</ul></body></html>", shipped)
    assert [channel for channel, _, _ in said(reading, "title")] == ["visible"]


def test_letters_are_composed_and_marks_of_direction_go(shipped: Configuration) -> None:
    spread = unicodedata.normalize("NFD", "Žižkov ở Hồ")
    title = f"\u200f{spread}\u200e \u2067تاريخ\u2069"
    html = f'<meta name="citation_title" content="{title}"><meta name="citation_author" content="{spread} Nguyễn">'
    reading = read_page(html, shipped)
    (found,) = (a for a in reading.assertions if a.field == "title" and a.value)
    assert found.value == "Žižkov ở Hồ تاريخ"
    assert title in found.snippet  # as printed
    assert record_of(reading, shipped).contributors[0].name == "Žižkov ở Hồ Nguyễn"


# --- extruct as the oracle of microdata ------------------------------------------------------

_PROPERTIES = st.sampled_from(["name", "author", "isbn", "publisher", "about"])
_WORDS = st.sampled_from(["Mud", "Silt 9", "Ype", "x"])


@st.composite
def _microdata(draw: st.DrawFn, depth: int = 0) -> str:
    prop = draw(_PROPERTIES)
    if depth < 3 and draw(st.booleans()):
        inside = "".join(draw(st.lists(_microdata(depth + 1), min_size=1, max_size=3)))
        named = f' itemprop="{prop}"' if depth else ""
        return f'<div itemscope itemtype="http://schema.org/Thing"{named}>{inside}</div>'
    word = draw(_WORDS)
    return draw(
        st.sampled_from(
            [
                f'<span itemprop="{prop}">{word}</span>',
                f'<meta itemprop="{prop}" content="{word}">',
                f'<time itemprop="{prop}" datetime="{word}">y</time>',
                f'<p>{word}<b itemprop="{prop} name">{word}</b></p>',
            ]
        )
    )


def _plain(value: Any) -> Any:
    """Our item in extruct's form: types and lists of texts and items."""
    if isinstance(value, Leaf):
        return value.text
    properties = {k: [_plain(v) for v in vs] for k, vs in value.items() if k not in (AT, "@type")}
    return {"type": value["@type"], "properties": properties}


def _theirs(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    lists = {k: v if isinstance(v, list) else [v] for k, v in value.get("properties", {}).items()}
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return {"type": kinds, "properties": {k: [_theirs(v) for v in vs] for k, vs in lists.items()}}


@given(st.lists(_microdata(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_microdata_as_extruct_reads_it(pieces: list[str]) -> None:
    html = f"<html><head><title>t</title></head><body>{''.join(pieces)}</body></html>"
    theirs = extruct.extract(html, syntaxes=["microdata"], uniform=False)["microdata"]
    tops = [item for item in theirs if "type" in item]
    ours = microdata.items(by_lexbor(html))
    assert [_plain(item) for item in ours] == [_theirs(item) for item in tops]


@pytest.mark.parametrize("name", ["peerj_oa_article.html"])
def test_real_microdata_as_extruct_reads_it(name: str) -> None:
    if not (PAGES / name).is_file():
        pytest.skip("the folder of real pages is not beside this checkout")
    html = (PAGES / name).read_text("utf-8")
    theirs = extruct.extract(html, syntaxes=["microdata"], uniform=False)["microdata"]
    ours = microdata.items(Tree.parse(html))
    assert [item["@type"] for item in ours] == [
        item["type"] if isinstance(item["type"], list) else [item["type"]] for item in theirs
    ]
    (work,) = (item for item in ours if item["@type"] == ["http://schema.org/ScholarlyArticle"])
    (other,) = (item for item in theirs if item["type"] == "http://schema.org/ScholarlyArticle")
    counted = {name: len(values) for name, values in work.items() if name not in (AT, "@type")}
    assert counted == {
        name: len(values) if isinstance(values, list) else 1
        for name, values in other["properties"].items()
    }


HOSTILE = {
    "itemref to itself": '<div id="a" itemscope itemref="a b"><i id="b" itemprop="name" itemscope itemref="a">x</i></div>',
    "items in items": '<div itemscope itemtype="http://schema.org/Book" itemprop="name">' * 3000,
    "items that borrow each other": '<div id="a"><p itemprop="name" itemscope itemref="b"></p></div><div id="b"><p itemprop="name" itemscope itemref="a"></p></div>',
    "headings": "<h2>References</h2>" * 3000,
    "headings in boxes": "<div>" * 400 + "<p>References</p>" * 400,
    "keys": '<span class="Z3988" title="' + "a=1&amp;" * 5000 + '"></span>',
    "labels": '<meta name="citation_reference" content="' + "citation_" * 20000 + '">',
    "properties": "<p property='name' typeof='x' vocab='http://schema.org/'>" * 2000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_embedded_data_ends_in_an_outcome(name: str, shipped: Configuration) -> None:
    reading = read_page(f"<html><body>{HOSTILE[name]}</body></html>", shipped)
    assert reading.outcome
    assert all(isinstance(a, Assertion) for a in reading.assertions)
    assert re.fullmatch(r"[a-z-]+", reading.outcome)
