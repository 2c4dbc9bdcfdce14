"""One HTTP exchange: a request, and what came back. The only module that knows httpx."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.request import getproxies, proxy_bypass

import httpx

from harvester.config.settings import Settings
from harvester.errors import ConfigurationError
from harvester.fetch.coding import DamagedBodyError, unpack
from harvester.fetch.guard import RefusedAddressError, UnknownHostError, checked_address

#: Headers that may hold secrets: their names are kept, their values are not.
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer.

    ``cut`` is the outcome of a body that came only in part (``too-large``, ``timeout``,
    ``truncated``), else "".
    """

    url: str
    status: int
    body: bytes
    request_headers: Headers
    response_headers: Headers
    cut: str = ""

    def header(self, name: str) -> str | None:
        """A header of the answer, by its name in small letters."""
        return dict(self.response_headers).get(name)


class NoAnswerError(Exception):
    """An exchange without an answer: the outcome, a sentence, and whether to try again."""

    def __init__(self, outcome: str, sentence: str, again: bool = False) -> None:
        super().__init__(sentence)
        self.outcome = outcome
        self.again = again


class Client:
    """Asks one address at a time, over connections that it keeps open.

    Cookies live as long as the client, go only to the host that set them, and are never
    stored. Proxies and certificates come from the environment, as users of httpx expect.
    """

    def __init__(self, settings: Settings, version: str) -> None:
        contact = settings.harvester.contact
        if not contact:
            raise ConfigurationError(
                "No contact address is set, and without one nothing is fetched: a publisher must "
                "be able to reach you. Add to config/settings.toml under [harvester]:\n"
                '  contact = "mailto:you@library.example"\n'
                "or set HARVESTER_CONTACT=mailto:you@library.example."
            )
        self.user_agent = f"harvester/{version} (+{contact})"
        self._fetch = settings.fetch
        self._cookies: dict[str, SimpleCookie] = {}
        self._certificates = httpx.create_ssl_context(trust_env=True)
        self._clients: dict[tuple[str, bool], httpx.AsyncClient] = {}

    def _client(self, host: str, trust_env: bool) -> httpx.AsyncClient:
        """The connections to one host: one pool for all would look through all for each request.

        Whether a proxy is asked (``trust_env``) is decided here, by the host's name: a direct
        request goes to an address that was checked, of which the environment's exceptions know
        nothing.
        """
        key = (host, trust_env)
        if key not in self._clients:
            self._clients[key] = self._open(trust_env)
        return self._clients[key]

    def _open(self, trust_env: bool) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers={
                "User-Agent": self.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip, deflate, br, zstd",
                "Accept-Language": "en",
            },
            timeout=self._fetch.timeout,
            follow_redirects=False,
            http2=True,
            trust_env=trust_env,
            verify=self._certificates,
            event_hooks={"response": [_take_location]},
        )

    async def close(self) -> None:
        """Close all connections."""
        for client in self._clients.values():
            await client.aclose()

    async def ask(self, url: str, headers: Mapping[str, str]) -> Exchange:
        """The answer of one address. Raises NoAnswerError when there is none."""
        client, request = await self._request(url, headers)
        try:
            async with asyncio.timeout(self._fetch.timeout * 2):
                response = await client.send(request, stream=True)
        except (httpx.TimeoutException, TimeoutError) as fault:
            raise NoAnswerError("timeout", f"{url} did not answer in time.", again=True) from fault
        except httpx.TransportError as fault:
            sentence = f"{url} cannot be reached: {_words(fault)}."
            raise NoAnswerError("unreachable", sentence, again=True) from fault
        if "location" in response.extensions:
            response.headers["location"] = response.extensions["location"]
        try:
            raw, cut = await self._raw(response)
        finally:
            await response.aclose()
        self._take_cookies(httpx.URL(url).host, response.headers)
        try:
            codings = response.headers.get("content-encoding", "")
            body, more = unpack(raw, codings, self._fetch.max_bytes)
        except DamagedBodyError as fault:
            raise NoAnswerError("wrong-content-type", f"The body of {url}: {fault}.") from fault
        return Exchange(
            url=url,
            status=response.status_code,
            body=body,
            request_headers=_kept(request.headers),
            response_headers=_kept(response.headers),
            cut=cut or ("too-large" if more else ""),
        )

    async def _request(
        self, url: str, headers: Mapping[str, str]
    ) -> tuple[httpx.AsyncClient, httpx.Request]:
        """Who asks, and the request, bound to a checked address; a proxy looks names up itself."""
        try:
            parts = httpx.URL(url)
            host = parts.host.encode("idna").decode() if parts.host else ""
        except (httpx.InvalidURL, ValueError) as fault:
            sentence = f"{url[:200]} is no address that can be asked ({fault})."
            raise NoAnswerError("unreachable", sentence) from fault
        if not host:
            raise NoAnswerError("unreachable", f"{url[:200]} names no host.")
        sent = dict(headers)
        if morsels := self._cookies.get(parts.host, SimpleCookie()).values():
            sent["Cookie"] = "; ".join(f"{morsel.key}={morsel.value}" for morsel in morsels)
        if _goes_through_proxy(parts.scheme, parts.host):
            client = self._client(parts.host, trust_env=True)
            return client, client.build_request("GET", url, headers=sent)
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            address = await checked_address(parts.host, port, self._fetch.allow_hosts)
        except RefusedAddressError as fault:
            raise NoAnswerError("refused-address", f"{url} was not asked: {fault}.") from fault
        except UnknownHostError as fault:
            raise NoAnswerError("unreachable", f"{url} cannot be reached: {fault}.") from fault
        client = self._client(parts.host, trust_env=False)
        return client, client.build_request(
            "GET",
            parts.copy_with(host=address),
            headers=sent | {"Host": parts.netloc.decode()},
            extensions={"sni_hostname": parts.host},
        )

    async def _raw(self, response: httpx.Response) -> tuple[bytes, str]:
        """The body as it was sent, and how it was cut off, if it was."""
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._fetch.whole_page):
                async for piece in response.aiter_raw():
                    pieces.append(piece)
                    size += len(piece)
                    if size > self._fetch.max_bytes:
                        return b"".join(pieces), "too-large"
        except (httpx.TimeoutException, TimeoutError):
            return b"".join(pieces), "timeout"
        except httpx.TransportError:
            return b"".join(pieces), "truncated"
        return b"".join(pieces), ""

    def _take_cookies(self, host: str, headers: httpx.Headers) -> None:
        jar = self._cookies.setdefault(host, SimpleCookie())
        for text in headers.get_list("set-cookie"):
            try:
                jar.load(text)
            except CookieError:
                continue  # a cookie that no client could send back


async def _take_location(response: httpx.Response) -> None:
    """Keep a redirect's target from httpx, which fails at some even where it is not to follow."""
    if "location" in response.headers:
        response.extensions["location"] = response.headers.pop("location")


def _kept(headers: Mapping[str, str]) -> Headers:
    return tuple(
        (name.lower(), "(not kept)" if name.lower() in _SECRET else value)
        for name, value in headers.items()
    )


def _goes_through_proxy(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _words(fault: BaseException) -> str:
    return str(fault) or type(fault).__name__
