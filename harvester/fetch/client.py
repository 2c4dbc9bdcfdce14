"""Fetches an address politely and says how it ended. The only module that knows httpx.

Redirects are followed one by one, each hop recorded and checked; broken connections and
server errors are tried again with growing pauses; whatever happens, the answer is a capture.
"""

import asyncio
import time
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from tenacity import (
    AsyncRetrying,
    RetryError,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    wait_random_exponential,
)

from harvester.clock import utc_now
from harvester.config.settings import Settings
from harvester.errors import ConfigurationError
from harvester.fetch.guard import RefusedAddressError, UnknownHostError, checked_address
from harvester.model import Capture, Hop, Source

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({500, 502, 503, 504})
_MOST_HOPS = 10
_OUTCOMES = {
    401: "blocked-login",
    402: "blocked-paywall",
    403: "blocked-paywall",
    404: "not-found",
    408: "timeout",
    410: "gone",
    429: "rate-limited",
    451: "blocked-paywall",
}
#: Headers that may hold secrets: their names are kept, their values are not.
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})


class _EndedError(Exception):
    """A fetch that ended without an answer: its outcome, and a sentence."""

    def __init__(self, outcome: str, sentence: str) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class Fetcher:
    """Fetches one source after another, over connections that it keeps open."""

    def __init__(self, settings: Settings, version: str) -> None:
        contact = settings.harvester.contact
        if not contact:
            raise ConfigurationError(
                "No contact address is set, and without one nothing is fetched: a publisher must "
                "be able to reach you. Add to config/settings.toml under [harvester]:\n"
                '  contact = "mailto:you@library.example"\n'
                "or set HARVESTER_CONTACT=mailto:you@library.example."
            )
        self._fetch = settings.fetch
        self._client = httpx.AsyncClient(
            headers={
                "User-Agent": f"harvester/{version} (+{contact})",
                "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "en",
            },
            timeout=settings.fetch.timeout,
            follow_redirects=False,
        )
        self._last: dict[str, float] = {}

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def fetch(self, source: Source) -> Capture:
        """The capture of a source's address. Never raises for what the network does."""
        url = source.address or ""
        hops: list[Hop] = []
        try:
            while True:
                capture = await self._ask(source, url, tuple(hops))
                target = dict(capture.response_headers).get("location")
                if capture.status not in _REDIRECTS or not target:
                    return capture
                hops.append(Hop(url, capture.status, target))
                url = urljoin(url, target)
                if len(hops) > _MOST_HOPS or url in {hop.url for hop in hops}:
                    raise _EndedError("redirect-loop", f"{hops[0].url} leads round in circles.")
                if urlsplit(url).scheme not in ("http", "https"):
                    raise _EndedError("refused-address", f"{hops[-1].url} leads to {url[:80]}.")
        except _EndedError as end:
            return Capture(
                source, end.outcome, utc_now(), url=url, hops=tuple(hops), error=str(end)
            )

    async def _ask(self, source: Source, url: str, hops: tuple[Hop, ...]) -> Capture:
        """One address, with tries after a broken connection or a server error."""
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._fetch.retries + 1),
            wait=wait_random_exponential(multiplier=0.5, max=30),
            retry=retry_if_exception_type(httpx.TransportError)
            | retry_if_result(lambda capture: capture.status in _AGAIN),
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        try:
            capture: Capture = await retrying(self._ask_once, source, url, hops)
        except httpx.TimeoutException as fault:
            raise _EndedError(
                "timeout", f"{url} did not answer in time ({_words(fault)})."
            ) from fault
        except (httpx.TransportError, RetryError) as fault:
            raise _EndedError(
                "unreachable", f"{url} cannot be reached: {_words(fault)}."
            ) from fault
        return capture

    async def _ask_once(self, source: Source, url: str, hops: tuple[Hop, ...]) -> Capture:
        host = urlsplit(url).hostname or ""
        await self._wait_for(host)
        request = await self._request(url)
        response = await self._client.send(request, stream=True)
        try:
            body, truncated = await self._body(response)
        except httpx.DecodingError as fault:
            raise _EndedError("wrong-content-type", f"{url} sent damaged data: {fault}.") from fault
        finally:
            await response.aclose()
            self._last[host] = time.monotonic()
        status = response.status_code
        outcome = _outcome(status, truncated)
        return Capture(
            source=source,
            outcome=outcome,
            fetched_at=utc_now(),
            body=body,
            url=url,
            status=status,
            content_type=response.headers.get("content-type"),
            request_headers=_headers(request.headers),
            response_headers=_headers(response.headers),
            hops=hops,
            truncated=truncated,
            error=_sentence(url, status, outcome),
        )

    async def _request(self, url: str) -> httpx.Request:
        """The request, bound to an address that was checked; a proxy looks names up itself."""
        parts = httpx.URL(url)
        if _goes_through_proxy(parts.scheme, parts.host):
            return self._client.build_request("GET", url)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            address = await checked_address(parts.host, port, self._fetch.allow_hosts)
        except RefusedAddressError as fault:
            raise _EndedError("refused-address", f"{url} was not asked: {fault}.") from fault
        except UnknownHostError as fault:
            raise _EndedError("unreachable", f"{url} cannot be reached: {fault}.") from fault
        return self._client.build_request(
            "GET",
            parts.copy_with(host=address),
            headers={"Host": parts.netloc.decode()},
            extensions={"sni_hostname": parts.host},
        )

    async def _body(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The body as the page is, transfer coding undone, up to the limit in size."""
        pieces: list[bytes] = []
        size = 0
        async for piece in response.aiter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > self._fetch.max_bytes:
                return b"".join(pieces)[: self._fetch.max_bytes], True
        return b"".join(pieces), False

    async def _wait_for(self, host: str) -> None:
        """Keep the delay between the end of one request to a host and the next."""
        due = self._last.get(host, 0.0) + self._fetch.delay
        pause = due - time.monotonic() if host in self._last else 0.0
        if pause > 0:
            await asyncio.sleep(pause)


def _outcome(status: int, truncated: bool) -> str:
    if truncated:
        return "truncated"
    return _OUTCOMES.get(status) or (
        "ok" if status < 400 else "server-error" if status >= 500 else "not-found"
    )


def _sentence(url: str, status: int, outcome: str) -> str | None:
    if outcome == "ok":
        return None
    if outcome == "truncated":
        return f"{url} is larger than fetch.max_bytes allows; the capture is cut off there."
    return f"{url} answered with HTTP status {status} ({outcome})."


def _headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), "(not kept)" if name.lower() in _SECRET else value)
        for name, value in headers.items()
    )


def _goes_through_proxy(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _words(fault: BaseException) -> str:
    return str(fault) or type(fault).__name__
