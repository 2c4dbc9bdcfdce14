"""Which failures pass, and how long to wait before the next try: the policy, run by tenacity."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import RetryCallState, wait_exponential_jitter

from harvester.fetch.client import Exchange, NoAnswerError
from harvester.fetch.statuses import TRY_AGAIN

_YEAR = 365 * 24 * 3600.0
_GROWING = wait_exponential_jitter(multiplier=0.25, max=30, jitter=0.5)


def retry_after(text: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, in either form (RFC 9110, 10.2.3).

    None where it is neither; no more than a year, which is beyond all patience.
    """
    if not text:
        return None
    if re.fullmatch("[0-9]+", text.strip()):
        return min(float(text.strip()[:12]), _YEAR)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        wait = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, wait), _YEAR)


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
