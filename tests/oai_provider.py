"""A real OAI-PMH 2.0 provider on loopback, with generated records: the same for the same number.

``python tests/oai_provider.py PORT N`` serves N records (port 0: a free one) until it is
ended, and first prints its base address on one line. By the path that is asked it is

- ``/oai``            a provider as it should be,
- ``/invalid/oai``    one whose third page is invalid XML (a control character, a bare ampersand),
- ``/truncated/oai``  one whose third page breaks off the first time, in the middle of a record,
- ``/refuse/oai``     one that refuses the token of its third page once (badResumptionToken).

Record 7 is deleted. Every third record is in the set ``theses``, all others are in ``works``.
A test may change what the provider says while it serves: see the fields of ``Provider``.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape, quoteattr

PAGE = 100
DELETED = 7
#: In the invalid third page, this record's title breaks XML twice.
BROKEN = 205
#: The third page that breaks off does so inside this record.
CUT = 250
FIRST_DAY = date(2020, 1, 1)
RESPONSE_DATE = "2026-01-01T00:00:00Z"
SECONDS = "YYYY-MM-DDThh:mm:ssZ"
ETAG = '"always"'
SETS = ("works", "theses")

_TOPICS = (
    "détente",
    "grain",
    "summitry",
    "exile",
    "émigré presses",
    "border & river",
    "<archives>",
)
_NAMES = ("Vogt, Ada", "Óskarsdóttir, Lilja", "van der Berg, Piet", "Chen, Li", "Ivanova, Olga")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
    'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)
_DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def identifier(number: int) -> str:
    return f"oai:repository.example:{number}"


def title(number: int) -> str:
    return f"On {_TOPICS[number % len(_TOPICS)]}, part {number}"


def set_of(number: int) -> str:
    return SETS[number % 3 == 0]


def datestamp(number: int) -> str:
    """A thousand records a day, so that a list may begin in the middle."""
    return f"{FIRST_DAY + timedelta(days=(number - 1) // 1000)}T12:00:00Z"


def metadata(number: int, broken: bool = False) -> str:
    kind = "thesis" if set_of(number) == "theses" else "article"
    named = escape(title(number)) + ("\x02 & more" if broken else "")
    return (
        f"<metadata>{_DC}<dc:title>{named}</dc:title>"
        f"<dc:creator>{_NAMES[number % len(_NAMES)]}</dc:creator>"
        f"<dc:publisher>Repository Press</dc:publisher><dc:date>{1950 + number % 70}</dc:date>"
        f"<dc:language>en</dc:language><dc:type>info:eu-repo/semantics/{kind}</dc:type>"
        f"<dc:identifier>https://repository.example/record/{number}</dc:identifier>"
        f"<dc:identifier>https://doi.org/10.5555/oai.{number}</dc:identifier>"
        "</oai_dc:dc></metadata>"
    )


@dataclass
class Provider:
    """What is served, where, and what was asked.

    ``gone``: the deleted records, and since when. ``granularity`` "": it knows no Identify.
    ``stuck``: no token is known when it comes back. ``turning``: a token leads to itself.
    """

    total: int
    host: str = "127.0.0.1"
    port: int = 0
    response_date: str = RESPONSE_DATE
    granularity: str = SECONDS
    stuck: bool = False
    turning: bool = False
    gone: dict[int, str] = field(default_factory=lambda: {DELETED: datestamp(DELETED)})
    asked: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def lists(self) -> list[dict[str, str]]:
        """The arguments of each list that was begun."""
        asked = [dict(parse_qsl(urlsplit(target).query)) for target in self.asked]
        return [one for one in asked if "metadataPrefix" in one]

    def url(self, prefix: str = "") -> str:
        return f"http://{self.host}:{self.port}{prefix}/oai"

    def answer(self, target: str) -> bytes:
        """The answer to one request, by its path and query."""
        self.asked.append(target)
        parts = urlsplit(target)
        mood = parts.path.strip("/").removesuffix("oai").strip("/")
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        verb = asked.pop("verb", "")
        shown = "".join(f" {name}={quoteattr(value)}" for name, value in asked.items())
        body = (
            f"{_HEAD}<responseDate>{self.response_date}</responseDate>"
            f"<request verb={quoteattr(verb)}{shown}>{escape(self.url())}</request>\n"
            f"{self._verb(verb, asked, mood)}</OAI-PMH>\n"
        )
        if mood == "truncated" and identifier(CUT) in body and self._first_time("cut"):
            body = body[: body.index("</dc:creator>", body.index(identifier(CUT)))]
        return body.encode()

    def _first_time(self, what: str) -> bool:
        known = what in self.met
        self.met.add(what)
        return not known

    def _verb(self, verb: str, asked: dict[str, str], mood: str) -> str:
        if verb == "Identify" and self.granularity:
            return self._identify()
        if verb != "ListRecords":
            return _error("badVerb", "Only Identify and ListRecords are served.")
        if "resumptionToken" in asked:
            return self._resume(asked, mood)
        if not asked.keys() <= {"metadataPrefix", "set", "from"} or "metadataPrefix" not in asked:
            return _error("badArgument", "metadataPrefix is missing, or an argument is unknown.")
        if len(asked.get("from", "")) > 10 and self.granularity != SECONDS:
            return _error("badArgument", "Only days are known here.")
        if asked["metadataPrefix"] != "oai_dc":
            return _error("cannotDisseminateFormat", "Only oai_dc is served.")
        return self._list(asked.get("set", ""), asked.get("from", ""), 0, mood)

    def _resume(self, asked: dict[str, str], mood: str) -> str:
        token = asked["resumptionToken"].split("!")
        if len(asked) > 1 or len(token) != 3 or not token[2].isdecimal():
            return _error("badResumptionToken", "The token is not one of ours.")
        if self.stuck:
            return _error("badResumptionToken", "The token has expired.")
        if mood == "refuse" and token[2] == str(2 * PAGE) and self._first_time("token"):
            return _error("badResumptionToken", "The token has expired.")
        return self._list(token[0], token[1], int(token[2]), mood)

    def _list(self, set_: str, from_: str, start: int, mood: str) -> str:
        numbers = self._numbers(set_, from_)
        if not numbers:
            return _error("noRecordsMatch", "Nothing in this set since that day.")
        page = numbers[start : start + PAGE]
        listed = "".join(self._record(n, mood == "invalid" and n == BROKEN) for n in page)
        end = start if self.turning and start else start + PAGE
        token = f"{set_}!{from_}!{end}" if end < len(numbers) else ""
        size = f'completeListSize="{len(numbers)}" cursor="{start}"'
        # One page is a complete list and bears no token (3.5).
        said = f"<resumptionToken {size}>{token}</resumptionToken>" if token or start else ""
        return f"<ListRecords>\n{listed}{said}</ListRecords>\n"

    def _numbers(self, set_: str, from_: str) -> list[int]:
        """The records of a set ("": all) since a day or a second ("": ever)."""
        return [
            number
            for number in range(1, self.total + 1)
            if set_ in ("", set_of(number))
            and self.gone.get(number, datestamp(number))[: len(from_)] >= from_
        ]

    def _record(self, number: int, broken: bool) -> str:
        gone = self.gone.get(number)
        status = ' status="deleted"' if gone else ""
        return (
            f"<record><header{status}><identifier>{identifier(number)}</identifier>"
            f"<datestamp>{gone or datestamp(number)}</datestamp><setSpec>{set_of(number)}</setSpec>"
            f"</header>{'' if gone else metadata(number, broken)}</record>\n"
        )

    def _identify(self) -> str:
        return (
            "<Identify><repositoryName>Generated</repositoryName>"
            f"<baseURL>{escape(self.url())}</baseURL><protocolVersion>2.0</protocolVersion>"
            "<adminEmail>nobody@repository.example</adminEmail>"
            f"<earliestDatestamp>{datestamp(1)}</earliestDatestamp>"
            "<deletedRecord>persistent</deletedRecord>"
            f"<granularity>{self.granularity}</granularity></Identify>\n"
        )


def _error(code: str, message: str) -> str:
    return f'<error code="{code}">{escape(message)}</error>\n'


def listen(
    total: int, port: int = 0, host: str = "127.0.0.1"
) -> tuple[Provider, ThreadingHTTPServer]:
    """A provider and the server that speaks for it; it serves once ``serve_forever`` runs."""
    provider = Provider(total, host)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known = urlsplit(self.path).path.endswith("/oai")
            body = provider.answer(self.path) if known else b"nothing here"
            if known and self.headers.get("If-None-Match") == ETAG:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200 if known else 404)
            self.send_header("ETag", ETAG)
            self.send_header("Content-Type", "text/xml; charset=utf-8" if known else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """The log is in ``asked``."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    provider.port = server.server_address[1]
    return provider, server


@contextmanager
def providing(total: int, host: str = "127.0.0.1") -> Iterator[Provider]:
    """A provider in this process, on a free port, for as long as the block lasts."""
    provider, server = listen(total, 0, host)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main(words: list[str]) -> None:
    provider, server = listen(int(words[1]), int(words[0]))
    print(provider.url(), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
