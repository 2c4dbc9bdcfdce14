"""robots.txt as RFC 9309 says, read by protego.

A missing file (4xx) allows everything; a host that cannot give it (5xx, no answer) is to be
waited for (section 2.3.1.3 and 2.3.1.4); at most 500 KiB are read (section 2.5); a copy is
used for a day (section 2.4).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from protego import Protego

from harvester.asked import HostRules

#: The product token by which a robots.txt addresses us.
PRODUCT = "harvester"
LARGEST = 500 * 1024
_GOOD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be asked; ``wait`` when the host cannot say; and its delay."""

    allowed: bool
    wait: bool = False
    crawl_delay: float = 0.0
    rule: str = "no robots.txt"


def is_fresh(rules: HostRules) -> bool:
    """Whether the copy of robots.txt may still be used; a failed one is asked for again."""
    if rules.robots_at is None or rules.robots_status is None:
        return False
    if rules.robots_status >= 500 or rules.robots_status == 0:
        return False
    taken = datetime.fromisoformat(rules.robots_at.replace("Z", "+00:00"))
    return datetime.now(UTC) - taken < _GOOD_FOR


def verdict(rules: HostRules, url: str) -> Verdict:
    """What a host's robots.txt says of an address."""
    status = rules.robots_status
    if status is None or status == 0 or status >= 500:
        return Verdict(False, wait=True, rule=f"robots.txt could not be had (status {status})")
    if status >= 400:
        return Verdict(True, rule=f"no robots.txt (status {status})")
    parsed = _parse(rules.robots)
    delay = float(parsed.crawl_delay(PRODUCT) or 0.0)
    allowed = bool(parsed.can_fetch(url, PRODUCT))
    return Verdict(
        allowed, crawl_delay=delay, rule="robots.txt " + ("allows" if allowed else "forbids")
    )


@lru_cache(maxsize=256)
def _parse(text: str) -> Protego:
    return Protego.parse(text)
