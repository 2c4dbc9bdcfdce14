"""What jobs watch: feeds, sitemaps, lists, and an OAI-PMH provider asked over HTTP."""

import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import environment
from harvester.errors import HarvesterError
from harvester.extract.oai_record import read_record
from harvester.extract.watch import LARGEST, WatchError, feed, oai, parse_xml, sitemap, web_address
from harvester.extract.watch.oai import OaiPage, OaiRecord
from harvester.extract.watch.pages import addresses_in_list
from harvester.model import Assertion, Reading
from oai_provider import BROKEN, CUT, DELETED, Provider, identifier, providing, title
from server import serving

SLOW = settings(
    max_examples=int(os.environ.get("HARVESTER_TEST_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Seconds for the worst megabytes, also under coverage. What grows with their square takes minutes.
BOUND = 20.0

RSS = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>New & used</title><link>https://journal.example/</link>
<atom:link href="https://journal.example/feed" rel="self"/>
<image><url>https://journal.example/logo.png</url><link>https://journal.example/logo</link></image>
<item><title>Détente&nbsp;I</title><link>https://journal.example/a?x=1&y=2</link></item>
<item><guid>https://journal.example/b</guid></item>
<item><guid isPermaLink="false">https://journal.example/no-page</guid></item>
<item><link>/c</link><enclosure url="https://journal.example/c.mp3"/></item>
<item><link>https://journal.example/a?x=1&amp;y=2</link></item>
<item><link>javascript:alert(1)</link></item><item><link>ftp://journal.example/d</link></item>
<item><link>https://me:secret@journal.example/e</link></item>
<item><link><![CDATA[ https://journal.example/f?x=1&y=2#top ]]></link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://books.example/core/">
<link href="/"/><id>urn:x</id>
<entry><id>urn:1</id><link rel="edit" href="edit/1"/><link href="one"/></entry>
<entry><id>urn:2</id><link rel="alternate" type="application/pdf" href="two.pdf"/></entry>
<entry xml:base="https://other.example/"><id>urn:3</id><link rel="alternate" href="three"/>
<source><link href="https://source.example/"/></source></entry>
<entry><id>https://books.example/four</id></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://r.example/"><link>https://r.example/</link></channel>
<item rdf:about="https://r.example/1"><link>https://r.example/1</link><dc:date>2010</dc:date></item>
<item rdf:about="https://r.example/2"><link>https://r.example/2</link></item></rdf:RDF>"""
URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://a.example/1?x=1&amp;y=2 </loc><lastmod>2020-01-01</lastmod>
<image:image><image:loc>https://a.example/picture.png</image:loc></image:image></url>
<url><loc>https://a.example/2</loc></url><url><loc>/relative</loc></url>
<url><loc>file:///etc/passwd</loc></url><url><loc>https://a.example/2</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.example/s1.xml.gz</loc></sitemap>
<sitemap><loc>https://a.example/s2.xml</loc></sitemap></sitemapindex>"""


# Feeds


def test_rss() -> None:
    assert feed.entries(RSS.encode(), "https://journal.example/feed") == (
        "https://journal.example/a?x=1&y=2",
        "https://journal.example/b",
        "https://journal.example/c",
        "https://journal.example/f?x=1&y=2#top",
    )


def test_rss_without_its_own_address_gives_no_relative_links() -> None:
    assert "https://journal.example/c" not in feed.entries(RSS.encode())
    assert len(feed.entries(RSS.encode())) == 3


def test_atom() -> None:
    assert feed.entries(ATOM.encode(), "https://elsewhere.example/feed") == (
        "https://books.example/core/one",
        "https://books.example/core/two.pdf",
        "https://other.example/three",
        "https://books.example/four",
    )


def test_rss_1_is_rdf() -> None:
    assert feed.entries(RDF.encode()) == ("https://r.example/1", "https://r.example/2")


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "iso-8859-15", "windows-1252"])
def test_a_feed_in_another_charset(charset: str) -> None:
    text = f'<?xml version="1.0" encoding="{charset}"?>' + ATOM.replace("four", "é")
    assert feed.entries(text.encode(charset))[-1] == "https://books.example/é"


def test_utf16_without_a_mark() -> None:
    assert len(feed.entries(ATOM.encode("utf-16-le"))) == 4
    assert len(feed.entries(ATOM.encode("utf-16-be"))) == 4


@pytest.mark.parametrize(
    "label", ["utf-7", "rot13", "zip", "unicode_escape", "none-such", "utf-16"]
)
def test_a_false_charset_is_not_believed(label: str) -> None:
    text = f'<?xml version="1.0" encoding="{label}"?>{ATOM}'
    assert len(feed.entries(text.encode())) == 4


def test_an_empty_feed() -> None:
    assert feed.entries(b'<rss version="2.0"><channel/></rss>') == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "no XML"),
        (b"/etc/passwd", "no XML"),
        (b"<!-- <rss/> -->", "no XML"),
        (b"<html><body><rss/></body></html>", 'a "html"'),
        (b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", 'a "RDF"'),
        (b"<x:feed xmlns:x='urn:other'/>", 'a "feed"'),
        (b"< ", "too broken"),
        (URLSET.encode(), 'a "urlset"'),
        (b"<rss>" + b" " * feed.LARGEST_FEED, "too many"),
    ],
    ids=range(11),
)
def test_no_feed(body: bytes, said: str) -> None:
    with pytest.raises(WatchError, match=said) as caught:
        feed.entries(body)
    assert isinstance(caught.value, HarvesterError)
    assert caught.value.exit_code == 1


# Sitemaps


def test_a_sitemap() -> None:
    found = sitemap.parse(URLSET.encode())
    assert found.pages == ("https://a.example/1?x=1&y=2", "https://a.example/2")
    assert found.sitemaps == ()
    assert not found.repaired
    assert not found.truncated


def test_a_sitemap_index() -> None:
    found = sitemap.parse(INDEX.encode())
    assert found.sitemaps == ("https://a.example/s1.xml.gz", "https://a.example/s2.xml")
    assert found.pages == ()


def test_a_compressed_sitemap() -> None:
    half = len(URLSET) // 2
    parts = URLSET[:half].encode(), URLSET[half:].encode()
    whole = sitemap.parse(URLSET.encode())
    assert sitemap.parse(gzip.compress(URLSET.encode())) == whole
    assert sitemap.parse(b"".join(map(gzip.compress, parts))) == whole


def test_a_compressed_sitemap_that_breaks_off() -> None:
    lines = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(9_000))
    body = gzip.compress(f"<urlset>{lines}</urlset>".encode())
    found = sitemap.parse(body[: len(body) // 2])
    assert found.truncated
    assert found.repaired
    assert 1_000 < len(found.pages) < 9_000


def test_a_sitemap_with_too_many_addresses() -> None:
    lines = "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(50_001))
    found = sitemap.parse(f"<urlset>{lines}</urlset>".encode())
    assert len(found.pages) == 50_000
    assert found.truncated


def test_a_bare_ampersand_in_a_sitemap() -> None:
    found = sitemap.parse(b"<urlset><url><loc>https://a.example/?x=1&y=2</loc></url></urlset>")
    assert found.pages == ("https://a.example/?x=1&y=2",)
    assert found.repaired


def test_a_compressed_bomb() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (LARGEST + 1))
    started = time.monotonic()
    with pytest.raises(WatchError, match="larger than"):
        sitemap.parse(bomb)
    assert time.monotonic() - started < BOUND


@pytest.mark.parametrize("body", [b"", b"\x1f\x8bnothing", RSS.encode(), gzip.compress(b"")])
def test_no_sitemap(body: bytes) -> None:
    with pytest.raises(WatchError, match="sitemap"):
        sitemap.parse(body)


# Lists


def test_a_list_of_addresses(tmp_path: Path) -> None:
    path = tmp_path / "watch.txt"
    path.write_bytes(
        "\ufeff# ours\r\nhttps://a.example/1#part\r\n\r\n  10.1017/abc  \n\t# no\n"
        "doi:10.1017/def # the second\nhttps://a.example/1#part\n#https://a.example/2\n".encode()
    )
    assert addresses_in_list(path.read_text("utf-8")) == (
        "https://a.example/1#part",
        "10.1017/abc",
        "doi:10.1017/def",
    )


def test_an_empty_list() -> None:
    assert addresses_in_list("") == addresses_in_list("\ufeff\n # nothing\n") == ()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://a.example ", "https://a.example"),
        ("//a.example/x", "https://a.example/x"),
        ("x", "https://base.example/x"),
        ("", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://a.example:0x/", None),
        ("https://a.example/a b", None),
        ("https://me@a.example/", None),
        ("data:text/plain,x", None),
        ("file:///etc/passwd", None),
    ],
)
def test_web_addresses(text: str, address: str | None) -> None:
    assert web_address(text, "https://base.example/") == address


# OAI-PMH


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """The address of a provider of 10,000 records in a process of its own."""
    program = Path(__file__).with_name("oai_provider.py")
    with subprocess.Popen(
        [sys.executable, str(program), "0", "10000"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def walk(base: str, **asked: str) -> Iterator[OaiPage]:
    """All pages of a list, by its tokens."""
    with httpx.Client(trust_env=False) as client:
        url = oai.request_url(base, **asked)
        while True:
            page = oai.parse(client.get(url).raise_for_status().content)
            yield page
            if page.token is None:
                return
            url = oai.request_url(base, token=page.token)


def test_ten_thousand_records(base: str) -> None:
    pages = list(walk(base))
    records = [record for page in pages for record in page.records]
    assert len(pages) == 100
    assert [r.identifier for r in records] == [identifier(n) for n in range(1, 10_001)]
    assert [r.identifier for r in records if r.deleted] == [identifier(DELETED)]
    assert {page.complete_list_size for page in pages} == {10_000}
    assert not any(page.repaired or page.truncated or page.lost or page.error for page in pages)
    readings = [read_record(record) for record in records]
    assert [r.outcome for r in readings if r.outcome != "ok"] == ["gone"]
    titles = [value(r, "title") for r in readings]
    assert titles == [title(n) if n != DELETED else None for n in range(1, 10_001)]


def test_a_set_since_a_day(base: str) -> None:
    records = [r for p in walk(base, set_="theses", from_="2020-01-09") for r in p.records]
    assert [r.identifier for r in records] == [identifier(n) for n in range(8_001, 10_001, 3)]
    assert {r.sets for r in records} == {("theses",)}
    assert records[0].datestamp == "2020-01-09T12:00:00Z"


def test_nothing_new(base: str) -> None:
    (page,) = walk(base, from_="2030-01-01")
    assert page.no_records
    assert not page.bad_token
    assert page.records == ()
    assert page.response_date == "2026-01-01T00:00:00Z"


def test_what_the_provider_refuses(base: str) -> None:
    (page,) = walk(base, prefix="mods")
    assert page.error == ("cannotDisseminateFormat", "Only oai_dc is served.")
    (page,) = walk(base, token="nonsense")
    assert page.bad_token
    assert not page.no_records
    assert httpx.get(base + "/elsewhere", trust_env=False).status_code == 404
    identify = oai.parse(httpx.get(base + "?verb=Identify", trust_env=False).content)
    assert identify == OaiPage("2026-01-01T00:00:00Z")


def test_a_token_that_is_refused_once() -> None:
    with providing(350) as provider:
        pages = list(walk(provider.url("/refuse")))
        assert [len(page.records) for page in pages] == [100, 100, 0]
        assert pages[-1].bad_token
        again = list(walk(provider.url("/refuse")))
    assert [len(page.records) for page in again] == [100, 100, 100, 50]


def test_a_page_of_invalid_xml() -> None:
    with providing(350) as provider:
        pages = list(walk(provider.url("/invalid")))
    assert [page.repaired for page in pages] == [False, False, True, False]
    assert [len(page.records) for page in pages] == [100, 100, 100, 50]
    repaired = [record for page in pages for record in page.records if record.repaired]
    assert [record.identifier for record in repaired] == [identifier(BROKEN)]
    reading = read_record(repaired[0])
    assert value(reading, "title") == f"{title(BROKEN)}\ufffd & more"
    assert [item.field for item in reading.review] == ["text"]
    assert not pages[2].truncated
    assert pages[2].lost == 0


def test_a_page_that_breaks_off() -> None:
    with providing(350) as provider:
        url = provider.url("/truncated")
        pages = list(walk(url))
        last = pages[-1]
        assert last.truncated
        assert last.token is None
        assert last.lost == 1
        assert last.records[-1].identifier == identifier(CUT - 1)
        assert not any(record.repaired for record in last.records)
        again = list(walk(url, token=pages[-2].token or ""))
    assert [len(page.records) for page in again] == [100, 50]
    assert again[0].records[: len(last.records)] == last.records


ANSWER = Provider(120).answer("/oai?verb=ListRecords&metadataPrefix=oai_dc")


@pytest.mark.parametrize(
    "end", [*range(300, len(ANSWER), 997), *range(len(ANSWER) - 120, len(ANSWER))]
)
def test_a_cut_anywhere_gives_no_half_records_and_no_half_token(end: int) -> None:
    whole = oai.parse(ANSWER)
    try:
        page = oai.parse(ANSWER[:end])
    except WatchError:
        assert end < 400
        return
    assert page.records == whole.records[: len(page.records)]
    assert page.token in (None, whole.token)
    assert page.truncated == (b"</OAI-PMH>" not in ANSWER[:end])


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (b"<dc:title>On grain", b"<dc:title>On <i>grain"),
        (b"<dc:title>On grain", b"<dc:title>On </i>grain"),
        (b"<dc:title>On grain", b"<dc:title>On </dc:x></dc:y></metadata></z>grain"),
        (b"<dc:title>On grain", b"<dc:title>On grain \xe9"),
        (
            b"<dc:title>On grain",
            b"<dc:title>On grain &nbsp;&eacute;&nonsense;&#0;&#x1F;&#99999999;",
        ),
        (b"<dc:title>On grain", b"<dc:title>p < 0.05 grain"),
        (b"<dc:title>On grain", b"<dc:title>" + b"<a>" * 3_000 + b"grain"),
        (b"<dc:title>On grain", b"<dc:title xmlns:dc='&undefined;'>grain"),
        (b"xmlns:dc=", b"xmlns:cd="),
    ],
    ids=range(9),
)
def test_a_broken_record_does_not_harm_its_neighbours(broken: bytes, whole: bytes) -> None:
    assert broken in ANSWER
    at = ANSWER.index(broken, ANSWER.index(identifier(1).encode()))
    body = ANSWER[:at] + whole + ANSWER[at + len(broken) :]
    page, sound = oai.parse(body), oai.parse(ANSWER)
    assert page.repaired
    assert not page.truncated
    assert page.token == sound.token
    assert page.records[0].repaired
    assert page.records[0].identifier == identifier(1)
    assert page.records[1:] == sound.records[1:]


def test_a_broken_title_takes_nothing_of_what_follows_it() -> None:
    body = ANSWER.replace(b"<dc:title>On grain, part 1</", b"<dc:title>On <b>grain</")
    reading = read_record(oai.parse(body).records[0])
    assert value(reading, "title") == "On grain"
    assert value(reading, "contributor") == "Óskarsdóttir, Lilja"
    assert value(reading, "published_print") == "1951"


def test_dublin_core_without_its_declaration_is_read() -> None:
    body = ANSWER.replace(b' xmlns:dc="http://purl.org/dc/elements/1.1/"', b"")
    page = oai.parse(body)
    assert len(page.records) == 100
    assert value(read_record(page.records[0]), "title") == title(1)


def test_a_prefixed_answer_with_records_inside_records() -> None:
    body = b"""<o:OAI-PMH xmlns:o="http://www.openarchives.org/OAI/2.0/"><o:responseDate>2020-01-01
    </o:responseDate><o:GetRecord><o:record><o:header><o:identifier>oai:x:1</o:identifier>
    <o:datestamp>2020-01-01</o:datestamp></o:header><o:metadata><record xmlns="urn:marc"><leader>x
    </leader></record></o:metadata><o:about/></o:record></o:GetRecord></o:OAI-PMH>"""
    for text in (body, body.replace(b"<leader>x", b"<leader>x & y")):
        (record,) = oai.parse(text).records
        assert record.identifier == "oai:x:1"
        assert "<leader>" in record.metadata_xml
        assert read_record(record).outcome == "no-title"


def test_a_record_without_an_identifier_is_counted() -> None:
    body = ANSWER.replace(f"<identifier>{identifier(2)}</identifier>".encode(), b"", 1)
    page = oai.parse(body.replace(b"<ListRecords>", b"<ListRecords><record/>"))
    assert len(page.records) == 99
    assert page.lost == 2
    assert not page.repaired


@pytest.mark.parametrize(
    "body", [b"", b"Internal error", b"<html>", b"<", RSS.encode(), b"<a>&</a>"]
)
def test_no_oai_answer(body: bytes) -> None:
    with pytest.raises(WatchError, match="OAI-PMH"):
        oai.parse(body)


def test_request_addresses() -> None:
    base = "https://r.example/oai"
    assert oai.request_url(base) == f"{base}?verb=ListRecords&metadataPrefix=oai_dc"
    assert (
        oai.request_url(base, "a:b c", "mods", "2020-01-01", None)
        == f"{base}?verb=ListRecords&metadataPrefix=mods&set=a%3Ab%20c&from=2020-01-01"
    )
    token = "x/y?z=1&w=é+ %"
    asked = oai.request_url(base, "a", "mods", "2020-01-01", token)
    assert asked == f"{base}?verb=ListRecords&resumptionToken=x%2Fy%3Fz%3D1%26w%3D%C3%A9%2B%20%25"
    assert dict(httpx.URL(asked).params)["resumptionToken"] == token
    assert oai.request_url(base + "?site=1").startswith(base + "?site=1&verb=ListRecords")


# Records


def dublin_core(inside: str) -> OaiRecord:
    body = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
        "<identifier>oai:x:1</identifier><datestamp>2020-01-01</datestamp></header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</oai_dc:dc></metadata></record>'
        "</ListRecords></OAI-PMH>"
    )
    return oai.parse(body.encode()).records[0]


def said(reading: Reading, field: str) -> list[Assertion]:
    return [a for a in reading.assertions if a.field == field]


def value(reading: Reading, field: str) -> str | None:
    return next((a.value for a in said(reading, field) if a.value is not None), None)


def test_a_full_record() -> None:
    reading = read_record(
        dublin_core(
            """
            <dc:title xml:lang="en">  The Sino-Soviet
              split &amp; after </dc:title><dc:title>Der Bruch</dc:title>
            <dc:creator>Vogt, Ada; University of Oslo</dc:creator>
            <dc:creator>Chen, Li; Ivanova, Olga</dc:creator>
            <dc:contributor>Westad, Odd Arne</dc:contributor><dc:contributor>null</dc:contributor>
            <dc:publisher>Cambridge University Press</dc:publisher>
            <dc:date>2021-03-02T11:00:00Z</dc:date><dc:date>2010-09</dc:date>
            <dc:language>eng</dc:language><dc:subject>Cold War; China</dc:subject>
            <dc:subject>Diplomacy</dc:subject><dc:description>What happened.</dc:description>
            <dc:type>Text</dc:type><dc:type>info:eu-repo/semantics/bookPart</dc:type>
            <dc:identifier>https://r.example/1</dc:identifier>
            <dc:identifier>https://r.example/1/article.PDF</dc:identifier>
            <dc:identifier>doi:10.1017/CHOL9780521837200.018</dc:identifier>
            <dc:identifier>ISBN-13: 978-0-521-83720-0</dc:identifier>
            <dc:identifier>urn:issn:0028-0836</dc:identifier><dc:identifier>LIB 4711</dc:identifier>
            <dc:source>1476-4687</dc:source><dc:source>Journal, 12(3)</dc:source>
            <dc:rights>All rights reserved</dc:rights>
            <dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights><dc:format/>
            """
        )
    )
    values = {a.field: [b.value for b in said(reading, a.field)] for a in reading.assertions}
    expected = {
        "oai_id": ["oai:x:1"],
        "title": ["The Sino-Soviet split & after"],
        "alternative_title": ["Der Bruch"],
        "contributor": ["Vogt, Ada", "Chen, Li", "Ivanova, Olga", "Westad, Odd Arne", None],
        "publisher": ["Cambridge University Press"],
        "published_print": ["2010-09"],
        "language": ["eng"],
        "keyword": ["Cold War", "China", "Diplomacy"],
        "abstract": ["What happened."],
        "kind": ["chapter"],
        "url": ["https://r.example/1"],
        "pdf_url": ["https://r.example/1/article.PDF"],
        "doi": ["10.1017/CHOL9780521837200.018"],
        "isbn": ["9780521837200"],
        "issn": ["0028-0836", "1476-4687"],
        "identifier": ["LIB 4711"],
        "licence": ["https://creativecommons.org/licenses/by/4.0/"],
    }
    assert {field: texts for field, texts in values.items() if any(texts)} == expected
    assert (reading.outcome, reading.profile, reading.site) == ("ok", "oai_dc", None)
    assert {a.channel for a in reading.assertions} == {"oai"}


def test_each_value_shows_its_place() -> None:
    record = dublin_core("<dc:title>A &amp; B</dc:title><dc:subject/><dc:subject>C</dc:subject>")
    reading = read_record(record)
    (first,) = said(reading, "title")
    assert first.locator == "dc:title[1]"
    assert first.snippet == "<dc:title>A &amp; B</dc:title>"
    (keyword,) = said(reading, "keyword")
    assert keyword.locator == "dc:subject[2]"
    assert keyword.position == 1
    assert {a.field: a.absence for a in reading.assertions}["doi"] == "not in the record"
    assert {a.field: a.absence for a in reading.assertions}["reference"] == "not looked for"
    assert read_record(record) == reading


def test_roles_and_affiliations() -> None:
    record = dublin_core(
        "<dc:contributor>Bo, B.</dc:contributor><dc:creator>Vogt, Ada; Oslo; Bergen</dc:creator>"
    )
    details = [a.detail or "" for a in said(read_record(record), "contributor")]
    assert '"role": "author"' in details[0]
    assert '["Oslo; Bergen"]' in details[0]
    assert '"role": "contributor"' in details[1]


@pytest.mark.parametrize(
    ("inside", "field", "expected"),
    [
        ("<dc:date>2021-03-02T11:00:00Z</dc:date>", "published_print", "2021-03-02"),
        ("<dc:date>undated</dc:date>", "published_print", None),
        ("<dc:identifier>https://dx.doi.org/10.5555/a%2Fb</dc:identifier>", "doi", "10.5555/a/b"),
        ("<dc:identifier>https://x.example/10.5555/a/pdf</dc:identifier>", "doi", None),
        ("<dc:identifier>0521837197</dc:identifier>", "isbn", "9780521837194"),
        ("<dc:identifier>https://x.example/0521837197</dc:identifier>", "isbn", None),
        ("<dc:identifier>978-0-521-83720-1</dc:identifier>", "isbn", None),
        ("<dc:relation>10.5555/other</dc:relation>", "doi", None),
        ("<dc:type>Electronic Thesis or Dissertation</dc:type>", "kind", "thesis"),
        ("<dc:type>info:eu-repo/semantics/article</dc:type>", "kind", "article"),
        ("<dc:type>Peer-reviewed Article</dc:type>", "kind", "article"),
        ("<dc:type>Book</dc:type>", "kind", "book"),
        ("<dc:type>Book Review</dc:type>", "kind", "review"),
        ("<dc:type>Text</dc:type>", "kind", None),
        ("<dc:title> </dc:title>", "title", None),
        ("<title xmlns='urn:mods'>Not ours</title>", "title", None),
        ("<dc:title xmlns:dc='relative'>Not ours</dc:title>", "title", None),
    ],
)
def test_one_element(inside: str, field: str, expected: str | None) -> None:
    reading = read_record(dublin_core(inside))
    assert value(reading, field) == expected
    assert reading.outcome == "no-title"
    assert said(reading, field)


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("; ".join(["Vogt, Addddddddda"] * 60), ["Vogt, Addddddddda"] * 60),
        ("Vogt, Ada; Oslo University, Norway", ["Vogt, Ada"]),
        ("A" * 600, [None]),
        ("A" * 600 + "; Oslo", [None]),
        (";", [None]),
        ("Vogt, Ada", ["Vogt, Ada"]),
    ],
    ids=range(6),
)
def test_people_in_one_element(creator: str, names: list[str | None]) -> None:
    reading = read_record(dublin_core(f"<dc:creator>{creator}</dc:creator>"))
    assert [a.value for a in said(reading, "contributor")] == names


def test_the_first_title_that_is_one() -> None:
    inside = "".join(f"<dc:title>{text}</dc:title>" for text in ("", "null", "A", "B"))
    reading = read_record(dublin_core(inside))
    assert value(reading, "title") == "A"
    assert said(reading, "title")[0].locator == "dc:title[3]"
    assert [a.value for a in said(reading, "alternative_title")] == [None, "B"]
    assert reading.outcome == "ok"


def test_a_deleted_record() -> None:
    record = OaiRecord("oai:x:1", "2020-01-01", deleted=True)
    reading = read_record(record)
    assert reading.outcome == "gone"
    assert [(a.field, a.value) for a in reading.assertions] == [("oai_id", "oai:x:1")]
    assert "2020-01-01" in (reading.note or "")


def test_the_same_record_on_another_page_has_the_same_digest() -> None:
    other = Provider(250).answer("/oai?verb=ListRecords&metadataPrefix=oai_dc&set=works")
    other = other.replace(b"<OAI-PMH ", b'<OAI-PMH xmlns:other="urn:other" ')
    digests = [read_record(oai.parse(body).records[0]).text_sha256 for body in (ANSWER, other)]
    assert digests[0] == digests[1]


# Hostile input

READERS: dict[str, Callable[[bytes], object]] = {
    "feed": lambda body: feed.entries(body, "https://a.example/"),
    "sitemap": sitemap.parse,
    "oai": lambda body: [read_record(record) for record in oai.parse(body).records],
}
PLACES = {
    "feed": '<rss version="2.0"><channel><item><link>https://a.example/{}</link></item></channel></rss>',
    "sitemap": "<urlset><url><loc>https://a.example/{}</loc></url></urlset>",
    "oai": ANSWER.decode().partition("\n")[2].replace("On grain, part 1<", "{}<"),
}


def outcome(name: str, body: bytes) -> str:
    """What a reader makes of a body, all that it says or raises; within the bound."""
    started = time.monotonic()
    try:
        result = repr(READERS[name](body))
    except WatchError as error:
        result = str(error)
    assert time.monotonic() - started < BOUND
    return result


def laughs(kind: str) -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE {kind} [<!ENTITY l0 "ha">{levels}]>'


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("before", ["", "<!-- <a> -->", "<!DOCTYPE a><?x?>", "junk "])
def test_a_billion_laughs(name: str, before: str) -> None:
    body = before + laughs("x") + PLACES[name].replace("{}", "&l11;")
    assert "haha" not in outcome(name, body.encode())
    attribute = laughs("x") + f'<x a="&l11;">{PLACES[name]}</x>'
    assert "haha" not in outcome(name, attribute.encode())


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_an_entity_that_names_a_file_or_an_address(name: str, charset: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SESAME")
    passwd = Path("/etc/passwd").read_text().partition("\n")[0]
    with serving() as server:
        for target in (secret.as_uri(), "file:///etc/passwd", server.url("/evil.dtd")):
            for prolog in (
                f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>',
                f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{target}"> %p;]>',
                f'<!DOCTYPE x SYSTEM "{target}">',
                f'<?xml-stylesheet href="{target}"?>',
            ):
                body = prolog + PLACES[name].replace("{}", "&e;&p;")
                body += f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}"/>'
                result = outcome(name, body.encode(charset))
                assert "SESAME" not in result
                assert passwd not in result
        assert server.asked == []


def test_a_feed_that_is_an_address_or_a_path(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(ATOM)
    with serving() as server:
        for body in (server.url("/feed"), str(path), path.as_uri()):
            with pytest.raises(WatchError):
                feed.entries(body.encode())
        assert server.asked == []


MEGABYTES = {
    "deep": b"<rss><channel>" + b"<item>" * 300_000,
    "deep and closed": b"<urlset>" + b"<url>" * 200_000 + b"</url>" * 200_000 + b"</urlset>",
    "deep records": b"<OAI-PMH><ListRecords>" + b"<record><header/>" * 120_000,
    "less-than": b"<rss>" + b"<" * 2_000_000,
    "ampersands": b"<rss>" + b"&" * 2_000_000,
    "comments": b"<!--" * 500_000,
    "open comments": b"<rss>" + b"<!--" * 500_000,
    "cdata": b"<rss>" + b"<![CDATA[" * 220_000,
    "doctypes": b"<!DOCTYPE [" * 180_000,
    "doctypes closed": b"<!DOCTYPE a>" * 180_000 + b"<rss/>",
    "brackets": b"<!DOCTYPE [" + b"] " * 1_000_000,
    "instructions": b"<?" * 1_000_000,
    "entities": b"<rss>" + b"&a;" * 700_000,
    "references": b"<rss>" + b"&#0;" * 500_000,
    "controls": b"<rss>" + b"\x01" * 2_000_000,
    "bad bytes": b"<OAI-PMH>" + b"\xff" * 2_000_000,
    "attributes": b"<rss " + b"".join(b"a%d='' " % n for n in range(150_000)) + b"/>",
    "namespaces": (
        b"<rss " + b"".join(b"xmlns:n%d='urn:%d' " % (n, n) for n in range(40_000)) + b"><channel>"
    )
    + b"<item><n1:x/><link>https://a.example/</link></item>" * 15_000
    + b"</channel></rss>",
    "categories": b"<rss><channel><item>"
    + b"".join(b"<category>%d</category>" % n for n in range(70_000))
    + b"</item></channel></rss>",
    "links": b"<rss><channel><item>"
    + b"".join(b"<link>https://a.example/%d</link>" % n for n in range(15_000))
    + b"</item></channel></rss>",
    "items": b"<rss><channel>" + b"<item><guid>https://a.example/</guid></item>" * 15_000,
    "tokens": b"<OAI-PMH><ListRecords>" + b"<resumptionToken " * 120_000,
    "record ends": b"<OAI-PMH><record><header>" + b"</record " * 220_000,
    "record starts": b"<OAI-PMH>" + b"<record>     <header>" * 100_000,
    "names": b"<OAI-PMH>" + b"<" + b"a" * 1_000_000 + b"<" + b"a." * 500_000,
    "spaces": b"<OAI-PMH>" + b"<record" + b" " * 2_000_000,
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", MEGABYTES)
def test_megabytes_of_the_worst(name: str, kind: str) -> None:
    assert outcome(name, MEGABYTES[kind])


@pytest.mark.parametrize(
    "inside",
    [
        "<x " + "".join(f"a{n}='' " for n in range(100_000)) + "/>",
        "<x " + "".join(f"xmlns:a{n}='u:{n}' a{n}:b='' " for n in range(40_000)) + "/>",
        "<dc:date>2010-01-01T00:00:00Z</dc:date>" * 30_000,
        "<dc:creator>A, B</dc:creator>" * 30_000,
        f"<dc:creator>{'A ' * 500_000}@</dc:creator>",
        f"<dc:creator>{'A, B;' * 50_000}</dc:creator>",
        f"<dc:identifier>10.1234/{')' * 500_000}</dc:identifier>",
        f"<dc:title>{'x<dc:title>' * 200}{'y' * 500_000}{'</dc:title>' * 201}",
        f"<dc:date>{'2010-01-01 ' * 100_000}</dc:date>",
    ],
    ids=range(9),
)
def test_megabytes_in_a_record(inside: str) -> None:
    assert outcome("oai", PLACES["oai"].replace("<dc:title>{}<", f"{inside}<dc:title><").encode())


PIECES = st.sampled_from(
    [
        *(text.encode() for text in (RSS, ATOM, RDF, URLSET, INDEX)),
        *ANSWER.splitlines()[:8],
        *(piece.encode() for place in PLACES.values() for piece in place[:600].split("{}")),
        b"<OAI-PMH>",
        b"<ListRecords>",
        b"<record><header status='deleted'><identifier>x</identifier></header>",
        b"<record><header><identifier>x</identifier></header><metadata>",
        b"<dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>",
        b"<dc:creator>A; B</dc:creator><dc:date>9999</dc:date><dc:identifier>10.1234/</dc:identifier>",
        b"</record></ListRecords></OAI-PMH>",
        b"<resumptionToken completeListSize='9'>",
        b"<rss xmlns:a='b'><channel><item>",
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://[::1'><entry>",
        b"<link>http://[</link><link href='//'/><guid>",
        b"<id/><link rel='alternate'/><link rel=''/>",
        b"</entry></feed></item></channel></rss>",
        b"<urlset><url><loc>",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"<![CDATA[",
        b"&b;&#0;&#xD800;&amp;&lt",
        b"\xff\xfe\x00\x0b\x1f\x8b\xef\xbb\xbf",
    ]
)
BODIES = st.one_of(
    st.binary(max_size=2_000),
    st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=20).map(b"".join),
    st.binary(max_size=300).map(gzip.compress),
    st.tuples(PIECES, st.integers(0, 3_000), st.binary(max_size=9), st.integers(0, 40)).map(
        lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + made[3] :]
    ),
    st.tuples(st.integers(0, len(ANSWER)), st.binary(max_size=9), st.integers(0, 400)).map(
        lambda made: ANSWER[: made[0]] + made[1] + ANSWER[made[0] + made[2] :]
    ),
)


@pytest.mark.parametrize("name", READERS)
@SLOW
@given(body=BODIES)
def test_any_bytes(name: str, body: bytes) -> None:
    outcome(name, body)


@SLOW
@given(st.text(max_size=400))
def test_any_list(text: str) -> None:
    found = addresses_in_list(text)
    assert len(set(found)) == len(found)
    assert all(word.strip() == word != "" for word in found)


@SLOW
@given(st.text(), st.text(), st.text(), st.text())
def test_any_argument_arrives(set_: str, prefix: str, from_: str, token: str) -> None:
    # A lone surrogate is no text that could be sent.
    words = [word.encode("utf-8", "replace").decode() for word in (set_, prefix, from_, token)]
    asked = dict(httpx.URL(oai.request_url("http://a.example/oai", *words)).params)
    named = zip(("set", "metadataPrefix", "from", "resumptionToken"), words, strict=True)
    expected = {name: word for name, word in named if word or name == "metadataPrefix"}
    if words[3]:
        expected = {"resumptionToken": words[3]}
    assert asked == {"verb": "ListRecords"} | expected


@SLOW
@given(st.text(max_size=200))
def test_any_metadata(text: str) -> None:
    for record in (OaiRecord(text, text, metadata_xml=text), OaiRecord("x", "", (), True, text)):
        assert read_record(record).outcome in ("ok", "no-title", "gone")


def test_parsing_leaves_valid_xml_alone() -> None:
    parsed = parse_xml(b"<a>x<!-- c --><b>&#233;</b> y</a>", "thing")
    assert not parsed.repaired
    assert parsed.root.text() == "xé y"
    assert [child.name for child in islice(parsed.root.descendants(), 5)] == ["b"]
