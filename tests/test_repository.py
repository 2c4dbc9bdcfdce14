"""OAI-PMH repositories as a job watches them: the program against a real provider."""

from pathlib import Path

import pytest

from conftest import Program
from oai_provider import DELETED, Provider, identifier, providing
from running import QUICK, jobs, rows

#: What the provider of these tests says at first; it is no time of any clock here.
BEGAN = "2019-03-05T23:59:58Z"


def watch(folder: Path, address: str, more: str = "", requests: int = 200) -> None:
    jobs(
        folder,
        f'[[job]]\nname = "oai"\nmax_requests = {requests}\n'
        f'sources = [{{ oai = "{address}"{more} }}]\n',
    )


def since(provider: Provider) -> list[str]:
    """From when on each list was asked for; "" for one from its beginning."""
    return [asked.get("from", "") for asked in provider.lists()]


def test_a_repository_is_harvested_record_by_record(harvester: Program, tmp_path: Path) -> None:
    """The short form of tests/bench/oai_run.py."""
    with providing(1000) as provider:
        watch(tmp_path, provider.url("/refuse"))
        done = harvester("run", **QUICK)
        assert done.returncode == 0, done.stderr
        tokens = [target for target in provider.asked if "resumptionToken" in target]
        assert len(tokens) == 2 + 9  # two before the refused one, all nine of the list begun again
        assert len(provider.lists()) == 2
    assert rows(tmp_path, "select count(*) n, count(distinct key) k from records") == [
        {"n": 1000, "k": 1000}
    ]
    gone = rows(
        tmp_path,
        "select i.value from records r join identifiers i on i.record_id = r.id "
        "where r.outcome = 'gone' and i.scheme = 'oai'",
    )
    assert gone == [{"value": identifier(DELETED)}]
    kept = rows(tmp_path, "select outcome, count(*) n from records group by 1 order by 1")
    assert kept == [{"outcome": "gone", "n": 1}, {"outcome": "ok", "n": 999}]
    assert rows(tmp_path, "select distinct state from queue") == [{"state": "done"}]


@pytest.mark.parametrize("fault", ["invalid", "truncated"])
def test_a_repository_with_a_fault(harvester: Program, tmp_path: Path, fault: str) -> None:
    with providing(250) as provider:
        watch(tmp_path, provider.url(f"/{fault}"))
        done = harvester("run", **QUICK)
    assert done.returncode == 0, done.stderr
    assert ("its XML is invalid and was mended" in done.stderr) is True
    assert rows(tmp_path, "select count(*) n from records") == [{"n": 250}]
    assert len(rows(tmp_path, "select * from oai_lists")) == 1


def test_the_next_harvest_begins_where_the_last_one_began(
    harvester: Program, tmp_path: Path
) -> None:
    """By the repository's clock, which is seven years behind ours, and at its first page."""
    with providing(250) as provider:
        provider.response_date = BEGAN
        watch(tmp_path, provider.url())
        assert harvester("run", **QUICK).returncode == 0
        provider.response_date = "2020-06-01T00:00:00Z"
        provider.gone[9] = "2020-05-31T10:00:00Z"
        assert harvester("run", **QUICK).returncode == 0
        provider.response_date = "2020-06-02T00:00:00Z"
        provider.gone[8] = "2020-06-01T00:00:00Z"
        assert harvester("run", **QUICK).returncode == 0
        assert since(provider) == ["", BEGAN, "2020-06-01T00:00:00Z"]
        assert harvester("run", **QUICK).returncode == 0  # nothing is new
        assert harvester("run", **QUICK).returncode == 0
        assert since(provider)[3:] == ["2020-06-02T00:00:00Z"] * 2
    gone = rows(
        tmp_path,
        "select i.value from records r join identifiers i on i.record_id = r.id "
        "where r.outcome = 'gone' and i.scheme = 'oai' order by r.id",
    )
    assert [row["value"] for row in gone] == [identifier(n) for n in (DELETED, 8, 9)]
    assert rows(tmp_path, "select distinct outcome from records where outcome <> 'gone'") == [
        {"outcome": "ok"}
    ]


def test_the_first_page_counts_and_not_the_last(harvester: Program, tmp_path: Path) -> None:
    """What changes while a list is read may be on neither side of it."""
    with providing(250) as provider:
        provider.response_date = BEGAN
        watch(tmp_path, provider.url(), requests=3)  # robots.txt, Identify, one page
        harvester("run", **QUICK)
        assert rows(tmp_path, "select * from oai_lists") == []
        provider.response_date = "2020-01-01T00:00:00Z"
        watch(tmp_path, provider.url())
        harvester("run", **QUICK)
        assert since(provider) == [""]  # the list that waited was gone on with, none begun
    assert rows(tmp_path, "select harvested_until from oai_lists") == [
        {"harvested_until": "2019-03-05T23:59:58.000Z"}
    ]
    assert rows(tmp_path, "select count(*) n from records") == [{"n": 250}]


def test_a_harvest_that_breaks_off_does_not_count(harvester: Program, tmp_path: Path) -> None:
    with providing(250) as provider:
        provider.response_date = BEGAN
        watch(tmp_path, provider.url())
        assert harvester("run", **QUICK).returncode == 0
        provider.response_date, provider.stuck = "2020-06-01T00:00:00Z", True
        done = harvester("run", **QUICK)
        assert done.returncode == 1
        assert "refuses its own resumption tokens" in done.stderr
        provider.stuck = False
        assert harvester("run", **QUICK).returncode == 0
        assert since(provider) == ["", BEGAN, BEGAN, BEGAN]  # the third: begun again, once


@pytest.mark.parametrize("granularity", ["YYYY-MM-DD", ""])
def test_days_where_seconds_are_not_known(
    harvester: Program, tmp_path: Path, granularity: str
) -> None:
    with providing(150) as provider:
        provider.response_date, provider.granularity = BEGAN, granularity
        watch(tmp_path, provider.url())
        assert harvester("run", **QUICK).returncode == 0
        assert harvester("run", **QUICK).returncode == 0
        assert since(provider) == ["", "2019-03-05"]


def test_a_repository_without_a_clock(harvester: Program, tmp_path: Path) -> None:
    with providing(150) as provider:
        provider.response_date = "today"
        watch(tmp_path, provider.url())
        assert "does not say what time it is" in harvester("run", **QUICK).stderr
        done = harvester("run", **QUICK)  # the very same addresses: all is read again
        assert (done.returncode, since(provider)) == (0, ["", ""])
        assert len(provider.asked) == 2 * 3
    outcomes = rows(tmp_path, "select distinct outcome from records order by 1")
    assert outcomes == [{"outcome": "gone"}, {"outcome": "ok"}]
    lists = rows(tmp_path, "select record_id from readings where outcome = 'listing'")
    assert [row["record_id"] for row in lists] == [None] * 6  # a page of a list is about no record


def test_each_list_has_its_own_beginning(harvester: Program, tmp_path: Path) -> None:
    with providing(150) as provider:
        base = provider.url()
        provider.response_date = BEGAN
        watch(tmp_path, base, ', set = "works", from = "2018-01-01"')
        harvester("run", **QUICK)
        both = f'{{ oai = "{base}", set = "works", from = "2018-01-01" }}, {{ oai = "{base}", set = "theses" }}'
        jobs(tmp_path, f'[[job]]\nname = "oai"\nsources = [{both}]\n')
        harvester("run", **QUICK)
        asked = [(one.get("set"), one.get("from")) for one in provider.lists()]
        assert asked == [("works", "2018-01-01"), ("works", BEGAN), ("theses", None)]
    assert rows(tmp_path, "select count(*) n from records") == [{"n": 150}]
