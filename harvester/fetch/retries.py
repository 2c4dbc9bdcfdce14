"""Which failures pass, and how long to wait before the next try: the policy, run by tenacity."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, wait_exponential_jitter

from harvester.fetch.client import Exchange, NoAnswerError
from harvester.fetch.statuses import TRY_AGAIN

_GROWING = wait_exponential_jitter(multiplier=0.25, max=30, jitter=0.5)


def retry_after(text: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, in either form (RFC 9110, 10.2.3)."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def passes(exchange: Exchange) -> bool:
    """Whether the same request may do better a little later."""
    return exchange.status in TRY_AGAIN or exchange.cut == "truncated"


def may_pass(fault: BaseException) -> bool:
    """Whether an exchange without an answer may have one a little later."""
    return isinstance(fault, NoAnswerError) and fault.again


def patience(state: RetryCallState) -> float:
    """Seconds before the next try: as the host asks, else growing, with jitter."""
    if state.outcome is not None and not state.outcome.failed:
        asked = retry_after(state.outcome.result().header("retry-after"))
        if asked is not None:
            return asked
    return float(_GROWING(state))


def last_answer(state: RetryCallState) -> Exchange:
    """What the last try brought, or the error that it ended in."""
    assert state.outcome is not None
    exchange: Exchange = state.outcome.result()
    return exchange
