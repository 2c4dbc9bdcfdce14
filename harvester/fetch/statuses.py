"""What an HTTP status means for a fetch: its outcome (facts/provenance.md) and a sentence."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Statuses that pass: the same request may do better a little later.
TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
#: Outcomes by which a host says that it does not want to be asked like this.
WALLS = frozenset({"blocked-captcha", "blocked-login", "blocked-cookie", "rate-limited"})

_OUTCOMES = {
    304: "not-modified",
    401: "blocked-login",
    402: "blocked-paywall",
    403: "blocked-paywall",
    404: "not-found",
    408: "timeout",
    410: "gone",
    429: "rate-limited",
    451: "blocked-paywall",
}


_CUT = {
    "too-large": "it is larger than fetch.max_bytes allows",
    "timeout": "it came too slowly",
    "truncated": "the connection broke",
}


def outcome_of(status: int, cut: str = "") -> str:
    """The outcome of a fetch by its status, and by how a good page's body was cut off."""
    if status in _OUTCOMES:
        return _OUTCOMES[status]
    if status >= 500:
        return "server-error"
    if status >= 400:
        return "not-found"
    return cut or "ok"


def sentence_of(url: str, status: int, outcome: str) -> str | None:
    """What happened, where it is not plainly well."""
    if outcome in ("ok", "not-modified"):
        return None
    if outcome in _CUT and status < 400:
        return f"The page {url} came only in part: {_CUT[outcome]}. What came is stored."
    return f"{url} answered with HTTP status {status} ({outcome})."
