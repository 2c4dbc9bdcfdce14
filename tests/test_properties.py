"""What must hold for all inputs."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import all_cases
from conftest import SEED
from harvester.config import Configuration, load
from harvester.extract.choose import choose
from harvester.extract.decode import decode
from harvester.extract.identity import identify
from harvester.extract.read import read
from harvester.fetch.files import capture_file
from harvester.harvest import Options, open_run
from harvester.model import Capture, Reading, Source
from harvester.store.database import open_database

CONFIG = load(None, {}, Path("/"))
PAGES = [case.page.read_bytes() for case in all_cases()]
SLOW = settings(
    max_examples=int(os.environ.get("HARVESTER_TEST_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

#: Boilerplate of several years, each a block of its own (facts/sites.md, C9).
BOILERPLATE = (
    "Skip to main content Accessibility help",
    "×",
    "Hostname: page-component-1a2b3c-xyz12 Total loading time: 0.3 Render date: "
    "2021-10-20T11:48:24.522Z Has data issue: false hasContentIssue false",
    "We use cookies to distinguish you from other users and to provide you with a better "
    "experience on our websites.",
    "Get access",
    "Check if you have access via personal or institutional login",
    "Access options\n\nGet access to the full version of this content by using one of the access "
    "options below. (Log in options will check for institutional or personal access. Content may "
    "require purchase if you do not have access.)",
    "Save PDF (0.82 mb)",
    "View PDF [Opens in a new window]",
    "Save to Dropbox\nSave to Google Drive\nSave to Kindle",
    "Share\n\nCite",
    "Send book to Kindle\n\nTo send this book to your Kindle, first ensure is added to your Approved "
    "Personal Document E-mail List under your Personal Document Settings on the Manage Your Content "
    "and Devices page of your Amazon account. Then enter the ‘name’ part of your Kindle email "
    "address below. Find out more about sending to your Kindle.",
    "Save book to Kindle\n\nTo save this book to your Kindle, first ensure no-reply@cambridge.org is "
    "added to your Approved Personal Document E-mail List under your Personal Document Settings on "
    "the Manage Your Content and Devices page of your Amazon account.",
    "Note you can select to send to either the or variations. ‘’ emails are free but can only be "
    "sent to your device when it is connected to wi-fi. ‘’ emails can be delivered even when you are "
    "not connected to wi-fi, but note that service fees apply.",
    "Find out more about the Kindle Personal Document Service.",
    "Available formats",
    "Save book to Dropbox\n\nTo save content items to your account, please confirm that you agree to "
    "abide by our usage policies. If this is the first time you use this feature, you will be asked "
    "to authorise Cambridge Core to connect with your account. Find out more about saving content "
    "to Dropbox.",
    "Send book to Google Drive\n\nTo send content items to your account, please confirm that you "
    "agree to abide by our usage policies. If this is the first time you used this feature, you will "
    "be asked to authorise Cambridge Core to connect with your account. Find out more about sending "
    "content to Google Drive.",
    "Find out more about saving content to .",
    "Reply to: Submit a response",
    "Confirm\n\nCancel",
)
SEED_BLOCKS = SEED.read_text("utf-8").split("\n\n")


def record_of(reading: Reading) -> dict[str, Any]:
    """The record that a reading makes, by itself."""
    identity = identify(reading.site, reading.assertions)
    profile = next((site for site in CONFIG.sites if site.name == reading.site), None)
    choice = choose(
        reading.assertions,
        reading.site,
        identity.identifiers if identity else (),
        profile.choose if profile else {},
    )
    return {**asdict(choice.record), "outcome": reading.outcome, "review": choice.review}


SEED_RECORD = record_of(read(SEED.read_bytes(), CONFIG))


@SLOW
@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(BOILERPLATE)), min_size=1, max_size=6)
)
def test_boilerplate_between_blocks_changes_nothing(inserted: list[tuple[int, str]]) -> None:
    blocks = list(SEED_BLOCKS)
    for place, text in inserted:
        blocks.insert(place % (len(blocks) + 1), text)
    reading = read("\n\n".join(blocks).encode(), CONFIG)
    assert record_of(reading) == SEED_RECORD


#: Pieces that make bytes look like a page, so that more than the decoder is tried.
PIECES = st.sampled_from(
    [
        b"<html><head>",
        b"<meta name='citation_title' content='T",
        b"<meta name=citation_author content='",
        b"<script type='application/ld+json'>{\"@type\":[",
        b"<div id='references-list'><div class='circle-list__item'>",
        b"<h1 class='chapter-title'>4 - ",
        b"</div>",
        b"Published online by Cambridge University Press: ",
        b"Affiliation:\n",
        b"Google Scholar\n",
        b"Cited by\n",
        b"Summary\n",
        b"[1]: http://x\n",
        b"](",
        b"\n\n",
        b"Print publication year: 20",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"&#0;&#x110000;&amp",
        b"charset=utf-7",
        b"<meta charset='\x00'>",
    ]
)


@SLOW
@given(
    st.one_of(
        st.binary(max_size=2_000),
        st.lists(st.one_of(PIECES, st.binary(max_size=60)), max_size=30).map(b"".join),
        st.text(max_size=800).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.tuples(st.sampled_from(PAGES), st.integers(0, 9_000), st.binary(max_size=30)).map(
            lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
        ),
    )
)
def test_any_bytes_are_harvested(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    db = open_database(tmp_path_factory.getbasetemp() / "any.db", create=True)
    source = Source("generated", "stdin")
    with open_run(db, CONFIG, "test") as run:
        result = run.take(Capture(source, "ok", "2026-01-01T00:00:00.000Z", body), Options())
    stored = db.execute("select length from captures where id = ?", (result.capture_id,)).fetchone()
    db.conn.close()
    assert stored == (len(body),)
    assert result.outcome


@SLOW
@given(
    st.binary(max_size=3_000), st.sampled_from([None, "text/html; charset=latin1", "x; charset=ö"])
)
def test_decoding_never_fails(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert "\x00" not in decoded.text
    assert decoded.form in ("html", "text", "xml", "binary", "empty")


@SLOW
@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=500))
def test_utf8_text_is_decoded_as_it_is(text: str) -> None:
    decoded = decode(text.encode())
    if decoded.form in ("html", "text", "xml") and "\x00" not in text and "\r" not in text:
        assert decoded.text in (text, text.removeprefix("\ufeff"))


@pytest.mark.parametrize("page", range(len(PAGES)))
def test_reading_twice_gives_the_same_bytes(page: int) -> None:
    first, second = (read(PAGES[page], CONFIG) for _ in range(2))
    assert json.dumps(asdict(first)) == json.dumps(asdict(second))


def test_reading_does_not_depend_on_hash_order() -> None:
    script = (
        "import json, sys; from dataclasses import asdict; from pathlib import Path\n"
        "from harvester.config import load; from harvester.extract.read import read\n"
        "config = load(None, {}, Path('/'))\n"
        "for name in sys.argv[1:]:\n"
        "    print(json.dumps(asdict(read(Path(name).read_bytes(), config))))\n"
    )
    pages = [str(case.page) for case in all_cases()]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, *pages],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONSAFEPATH": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_files_are_read_whole(shipped: Configuration) -> None:
    capture = capture_file(Source("seed", "file", path=str(SEED)), "2026-01-01T00:00:00.000Z")
    assert capture.body == SEED.read_bytes()
