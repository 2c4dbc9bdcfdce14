"""What a run shows: lines of hosts on a terminal, JSON lines for programs, a log."""

import fcntl
import json
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Program, environment
from harvester.commands.log import line
from running import QUICK, jobs
from server import Server, page, serving

WORK = b"<html><head><meta name='citation_title' content='Grain'></head></html>"
WALL = b"<html><head><title>Just a moment...</title></head></html>"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    """One host with pages, one with walls; a job that asks both."""
    with serving("127.0.0.2") as good, serving("127.0.0.3") as bad:
        for number in range(5):
            good.answers[f"/{number}"] = page(200, WORK, content_type="text/html")
            bad.answers[f"/{number}"] = page(200, WALL, content_type="text/html")
        words = ", ".join(f'"{s.url(f"/{n}")}"' for s in (good, bad) for n in range(5))
        jobs(tmp_path, f'[[job]]\nname = "two"\nsources = [{words}]\n')
        yield [good, bad]


def on_a_terminal(folder: Path, columns: int, *words: str) -> tuple[int, str]:
    """Exit code and output of the program under a terminal of so many columns."""
    env = environment() | QUICK | {"HARVESTER_FETCH_DELAY": "0.3", "TERM": "xterm"}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        command = [sys.executable, "-m", "harvester", *words]
        os.execve(sys.executable, command, env)
    output = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        output += piece
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), output.decode()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # it forks, and then execs
@pytest.mark.parametrize("columns", [60, 100])
def test_a_line_for_each_host(servers: list[Server], tmp_path: Path, columns: int) -> None:
    code, output = on_a_terminal(tmp_path, columns, "run")
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output).replace("\r", "\n").split("\n")
    lines = [re.sub(" +", " ", text).strip() for text in shown]
    assert code == 1
    assert "host done failed left waits for" in lines
    assert any(re.fullmatch(r"127\.0\.0\.2 \d \d delay", text) for text in lines)
    assert any(
        re.fullmatch(r"127\.0\.0\.3 3 3 2 paused until \d\d-\d\d \d\d:\d\d", t) for t in lines
    )
    assert max(map(len, shown)) <= columns
    assert "two some failed 3 blocked-captcha, 5 profile-mismatch, 2" in " ".join(lines)


def test_a_line_for_each_failure_elsewhere(
    harvester: Program, servers: list[Server], tmp_path: Path
) -> None:
    done = harvester("run", **QUICK)
    assert f"{servers[1].url('/0')}: blocked-captcha." in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert harvester("--quiet", "run", **QUICK).stdout == ""


def test_json_lines_and_a_log(harvester: Program, servers: list[Server], tmp_path: Path) -> None:
    done = harvester("run", "--json", "--log", "run.log", **QUICK)
    said = [json.loads(text) for text in done.stdout.splitlines()]
    assert len(said) == 10
    assert {one["outcome"] for one in said} == {"profile-mismatch", "blocked-captcha", "put-off"}
    log = (tmp_path / "run.log").read_text("utf-8").splitlines()
    events = [text.split()[1] for text in log]
    assert (events[0], events[-1]) == ("start", "end")
    assert sorted(events[1:-1]) == ["note"] + ["page"] * 10
    assert re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z  start  job=two$", log[0])
    assert any(f"outcome=profile-mismatch source={servers[0].url('/0')} capture=" in t for t in log)
    assert "job=two" in log[-1] and "left=2" in log[-1]


def test_a_line_of_the_log() -> None:
    assert line("T", "page", {"a": "x", "b": None, "c": 'two "words"', "d": 3, "e": ""}) == (
        r'T  page   a=x c="two \"words\"" d=3 e=""'
    )


@given(st.text(), st.text())
@example("a\u2028b", "a\nb")
def test_whatever_a_page_says_stays_in_its_field(first: str, second: str) -> None:
    text = line("T", "page", {"first": first, "second": second})
    assert len(text.splitlines()) == 1
    value = r'(?:[^\s"=]+|"(?:[^"\\]|\\.)*")'
    assert re.fullmatch(rf"T  page   first={value} second={value}", text)
