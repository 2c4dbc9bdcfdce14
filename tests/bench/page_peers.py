"""Other ways to read a page, run in an environment of their own: knows nothing of harvester.

    python page_peers.py parsel|trafilatura|scrapy FOLDER

Reads every page in the folder and prints ``{"ms": milliseconds a page, "references": how many}``.
``parsel`` and ``scrapy`` take the fields that the profile of the site takes, in selectors as a
person would write them; ``scrapy`` is the whole pipeline, into SQLite.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

FIELDS = {
    "title": "meta[name=citation_title]::attr(content)",
    "container": "meta[name=citation_inbook_title]::attr(content)",
    "doi": "meta[name=citation_doi]::attr(content)",
    "isbn": "meta[name=citation_isbn]::attr(content)",
    "url": "link[rel=canonical]::attr(href)",
    "site": "meta[property='og:site_name']::attr(content)",
    "heading": "h1.chapter-title::text",
    "published": "div:contains('Published online by') span::text",
    "abstract": ".abstract p::text",
    "publisher": "meta[name=citation_publisher]::attr(content)",
    "language": "html::attr(lang)",
    "pdf": "meta[name=citation_pdf_url]::attr(content)",
}


def fields(selector):
    """What the profile reads of a page, by parsel."""
    found = {name: selector.css(css).get() for name, css in FIELDS.items()}
    found["authors"] = selector.css("meta[name=citation_author]::attr(content)").getall()
    found["people"] = selector.css(".contributor-type__contributor a::text").getall()
    found["references"] = []
    for item in selector.css("#references-list .circle-list__item"):
        links = [(a.xpath("string()").get(), a.attrib.get("href")) for a in item.css("a[href]")]
        body = item.css(".circle-list__item__grouped__content")
        texts = body.xpath(".//text()[not(ancestor::a)]").getall()
        label = item.css(".circle-list__item__number::text").get()
        found["references"].append((label, " ".join("".join(texts).split()), links))
    return found


def parsel(pages):
    from parsel import Selector

    return sum(len(fields(Selector(text=page.decode()))["references"]) for page in pages)


def trafilatura(pages):
    from trafilatura import bare_extraction

    for page in pages:
        bare_extraction(page.decode(), fast=True, with_metadata=True)
    return 0


class Pipeline:
    """Scrapy's items into SQLite: a record and its references, a commit a page."""

    def open_spider(self):
        self.db = sqlite3.connect("scrapy.db")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, url, body BLOB, fields)")
        self.db.execute("CREATE TABLE refs (record_id, position, label, text, links)")
        self.stored = 0

    def process_item(self, item):
        shown = {name: value for name, value in item.items() if name not in ("body", "references")}
        row = (item["page"], item["body"], json.dumps(shown))
        cursor = self.db.execute("INSERT INTO records (url, body, fields) VALUES (?, ?, ?)", row)
        self.db.executemany(
            "INSERT INTO refs VALUES (?, ?, ?, ?, ?)",
            [
                (cursor.lastrowid, n, label, text, json.dumps(links))
                for n, (label, text, links) in enumerate(item["references"])
            ],
        )
        self.db.commit()
        self.stored += len(item["references"])
        return item

    def close_spider(self):
        self.db.close()
        Path("stored.json").write_text(json.dumps(self.stored))


def scrapy(folder):
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess

    class Pages(Spider):
        name = "pages"
        start_urls = [  # noqa: RUF012 - what Scrapy asks for
            path.as_uri() for path in sorted(folder.glob("*.html"))
        ]

        def parse(self, response):
            found = fields(response.selector)
            yield found | {"page": response.url, "body": response.body}

    settings = {
        "ITEM_PIPELINES": {Pipeline: 1},
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS": 16,
    }
    process = CrawlerProcess(settings)
    process.crawl(Pages)
    process.start()
    return json.loads(Path("stored.json").read_text())


def main(kind, folder):
    paths = sorted(folder.glob("*.html"))
    if kind == "scrapy":
        start = time.perf_counter()
        stored = scrapy(folder)
        spent = time.perf_counter() - start
    else:
        read = {"parsel": parsel, "trafilatura": trafilatura}[kind]
        pages = [path.read_bytes() for path in paths]
        read(pages[:2])
        start = time.process_time()
        stored = read(pages)
        spent = time.process_time() - start
    print(json.dumps({"ms": spent / len(paths) * 1000, "references": stored}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
