"""Fetches a source as a publisher would wish: robots.txt, delays, patience, and no hammering.

One connection a host; the delay between two requests is the longest of the settings', the
site's and robots.txt's; errors are tried again with growing pauses; a host that says "too
many" is asked more slowly; one that puts up walls is left alone for a while. Whatever
happens, the answer is a capture that says so.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
)

from harvester.addresses import host_of, join, split
from harvester.asked import HostRules, Request
from harvester.clock import utc_now, utc_of
from harvester.config.settings import Settings
from harvester.fetch import robots
from harvester.fetch.client import Client, Exchange, NoAnswerError
from harvester.fetch.retries import last_answer, may_pass, passes, patience, retry_after
from harvester.fetch.statuses import REDIRECTS, WALLS, outcome_of, sentence_of
from harvester.model import Capture, Hop, Source, Validators

_MOST_HOPS = 10
_LONGEST_BACK_OFF = 300.0


class Book(Protocol):
    """Where politeness is kept between runs (see store/hosts.py)."""

    def rules(self, host: str) -> HostRules:
        """What is known of a host."""

    def save(self, rules: HostRules, robots: Capture | None = None) -> None:
        """Keep what is known of a host."""

    def reserve(self, host: str, delay: float) -> float:
        """Reserve the next request; gives the seconds to wait."""

    def finished(self, request: Request) -> None:
        """Note a request that was made."""


#: Told what a host waits for, and for how many seconds where that is known.
Waits = Callable[[str, str, float], None]


class Fetcher:
    """Fetches sources, several hosts side by side, each host one request at a time."""

    def __init__(
        self,
        settings: Settings,
        version: str,
        book: Book,
        site_delay: Callable[[str], float],
        say: Callable[[str], None],
        waits: Waits,
    ) -> None:
        self._waits = waits
        self._settings = settings
        self._client = Client(settings, version)
        self._book = book
        self._site_delay = site_delay
        self._say = say
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.requests = 0

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def fetch(self, source: Source, known: Validators | None = None) -> Capture:
        """The capture of a source's address. Never raises for what the network does.

        ``known``: what the server gave with the last capture of that address; where it
        answers that nothing has changed, the outcome is ``not-modified``.
        """
        url = source.address or ""
        hops: list[Hop] = []
        try:
            while True:
                exchange = await self._ask_politely(url, known if not hops else None)
                target = exchange.header("location")
                if exchange.status not in REDIRECTS or not target:
                    return _capture(source, exchange, tuple(hops))
                hops.append(Hop(url, exchange.status, target))
                url = join(url, target)
                if len(hops) > _MOST_HOPS or url in {hop.url for hop in hops}:
                    raise NoAnswerError("redirect-loop", f"{hops[0].url} leads round in circles.")
                if split(url).scheme not in ("http", "https"):
                    sentence = f"{hops[-1].url} leads to {url[:80]}, which is not fetched."
                    raise NoAnswerError("refused-address", sentence)
        except NoAnswerError as end:
            until = end.until if isinstance(end, PutOffError) else None
            if until:
                self._waits(host_of(url), _until(until), 0.0)
            return Capture(
                source,
                end.outcome,
                utc_now(),
                url=url,
                hops=tuple(hops),
                error=str(end),
                put_off_until=until,
            )

    def note_outcome(self, url: str, outcome: str) -> None:
        """Count walls in a row; after too many the host is left alone for a while."""
        host = host_of(url)
        rules = self._book.rules(host)
        if outcome not in WALLS:
            if rules.walls:
                self._book.save(replace(rules, walls=0))
            return
        rules = replace(rules, walls=rules.walls + 1)
        fetch = self._settings.fetch
        if rules.walls >= fetch.walls:
            until = utc_of(datetime.now(UTC) + timedelta(hours=fetch.pause_hours))
            why = f"{rules.walls} walls in a row ({outcome})"
            self._say(f"{host} is left alone until {until}: {why}.")
            self._waits(host, _until(until), 0.0)
            rules = replace(rules, walls=0, paused_until=until, paused_why=why)
        self._book.save(rules)

    async def _ask_politely(self, url: str, known: Validators | None) -> Exchange:
        """One address of a host, when it is the host's turn and its robots.txt allows it."""
        host = host_of(url)
        async with self._locks[host]:
            rules = self._book.rules(host)
            if rules.paused_until and rules.paused_until > utc_now():
                why = f"{host} is left alone until {rules.paused_until}: {rules.paused_why}."
                raise PutOffError(why, rules.paused_until)
            own = self._settings.hosts.get(host)
            if own and own.ignore_robots:
                return await self._try(url, known, self._delay(host, 0.0))
            rules = await self._robots(url, rules)
            said = robots.verdict(rules, url)
            if said.wait:
                until = utc_of(datetime.now(UTC) + timedelta(hours=1))
                raise PutOffError(f"{host}: {said.rule}; it is asked again later.", until)
            if not said.allowed:
                raise NoAnswerError("blocked-robots", f"The robots.txt of {host} forbids {url}.")
            return await self._try(url, known, self._delay(host, said.crawl_delay))

    async def _robots(self, url: str, rules: HostRules) -> HostRules:
        """The host's robots.txt: the copy of the last day, else a new one with its capture."""
        if robots.is_fresh(rules):
            return rules
        address = join(url, "/robots.txt")
        source = Source(address, "url", address)
        try:
            exchange = await self._follow(address, rules.host)
        except NoAnswerError as fault:
            if fault.outcome != "refused-address":
                failed = replace(rules, robots_status=0, robots_at=utc_now())
                nothing = Capture(source, fault.outcome, utc_now(), error=str(fault))
                self._book.save(failed, nothing)
            raise
        text = exchange.body[: robots.LARGEST].decode("utf-8", "replace")
        fresh = replace(
            rules,
            robots=text if exchange.status < 400 else "",
            robots_status=exchange.status,
            robots_at=utc_now(),
        )
        self._book.save(fresh, _capture(source, exchange, ()))
        return fresh

    async def _follow(self, address: str, host: str) -> Exchange:
        """robots.txt with up to five redirects (RFC 9309, section 2.3.1.2)."""
        for _ in range(6):
            exchange = await self._try(address, None, self._delay(host, 0.0))
            target = exchange.header("location")
            if exchange.status not in REDIRECTS or not target:
                return exchange
            address = join(address, target)
        return replace(exchange, status=404)

    def _delay(self, host: str, crawl_delay: float) -> float:
        fetch = self._settings.fetch
        own = self._settings.hosts.get(host)
        if crawl_delay > fetch.longest_crawl_delay:
            self._say(
                f"{host} asks for {crawl_delay:g} seconds between requests; "
                f"{fetch.longest_crawl_delay:g} are kept (fetch.longest_crawl_delay)."
            )
            crawl_delay = fetch.longest_crawl_delay
        base = own.delay if own and own.delay is not None else fetch.delay
        return max(base, self._site_delay(host), crawl_delay, self._book.rules(host).back_off)

    async def _try(self, url: str, known: Validators | None, delay: float) -> Exchange:
        """One address, with tries after a broken connection or a status that passes."""
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.fetch.retries + 1),
            wait=patience,
            before_sleep=lambda state: self._waits(host_of(url), "to try again", _pause(state)),
            retry=retry_if_exception(may_pass) | retry_if_result(passes),
            retry_error_callback=last_answer,
        )
        exchange: Exchange = await retrying(self._attempt, url, known, delay)
        return exchange

    async def _attempt(self, url: str, known: Validators | None, delay: float) -> Exchange:
        """One try. Raises PutOffError where the host asks for more patience than we have."""
        exchange = await self._ask(url, known, delay)
        if exchange.status == 429:
            self._slow_down(url, delay)
        asked = retry_after(exchange.header("retry-after")) if passes(exchange) else None
        if asked is not None and asked > self._settings.fetch.longest_wait:
            raise PutOffError(
                f"{exchange.url} asks to come back in {asked:.0f} seconds "
                f"(HTTP status {exchange.status}); it is put off to a later run.",
                utc_of(datetime.now(UTC) + timedelta(seconds=asked)),
            )
        return exchange

    async def _ask(self, url: str, known: Validators | None, delay: float) -> Exchange:
        """One request, in its turn, and noted."""
        host = host_of(url)
        wait = self._book.reserve(host, delay)
        if wait > 0:
            self._waits(host, "delay", wait)
            await asyncio.sleep(wait)
        self._waits(host, "robots.txt" if split(url).path == "/robots.txt" else "answer", 0.0)
        at, status, size, outcome = utc_now(), None, 0, "interrupted"
        try:
            self.requests += 1
            exchange = await self._client.ask(url, _conditions(known))
            status, size = exchange.status, len(exchange.body)
            outcome = outcome_of(status, exchange.cut)
        except NoAnswerError as fault:
            outcome = fault.outcome
            raise
        finally:
            if outcome != "refused-address":
                self._book.finished(Request(host, url, at, status, size, delay, outcome))
        return exchange

    def _slow_down(self, url: str, delay: float) -> None:
        """After "too many requests" the host's delay doubles, and stays so in later runs."""
        rules = self._book.rules(host_of(url))
        slower = min(max(2 * delay, 1.0), _LONGEST_BACK_OFF)
        self._say(f"{rules.host} says that it is asked too often: the delay is now {slower:g} s.")
        self._book.save(replace(rules, back_off=slower))


def _until(moment: str) -> str:
    return f"paused until {moment[5:16].replace('T', ' ')}"


def _pause(state: RetryCallState) -> float:
    return state.next_action.sleep if state.next_action else 0.0


class PutOffError(NoAnswerError):
    """The source is left for a later run, not before ``until``."""

    def __init__(self, sentence: str, until: str) -> None:
        super().__init__("put-off", sentence)
        self.until = until


def _conditions(known: Validators | None) -> dict[str, str]:
    headers: dict[str, str] = {}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _capture(source: Source, exchange: Exchange, hops: tuple[Hop, ...]) -> Capture:
    outcome = outcome_of(exchange.status, exchange.cut)
    return Capture(
        source=source,
        outcome=outcome,
        fetched_at=utc_now(),
        body=None if exchange.status == 304 else exchange.body,
        url=exchange.url,
        status=exchange.status,
        content_type=exchange.header("content-type"),
        request_headers=exchange.request_headers,
        response_headers=exchange.response_headers,
        hops=hops,
        truncated=bool(exchange.cut),
        error=sentence_of(exchange.url, exchange.status, outcome),
    )
