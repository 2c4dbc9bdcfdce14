"""What hosts were asked, and what is kept of them between runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostRules:
    """What is kept of a host between runs: its robots.txt, and whether it is left alone.

    ``robots`` is the text of the file ("" where there is none), ``robots_status`` the HTTP
    status with which it came (0 when the host could not be asked).
    """

    host: str
    robots: str = ""
    robots_status: int | None = None
    robots_at: str | None = None
    back_off: float = 0.0
    walls: int = 0
    paused_until: str | None = None
    paused_why: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it was made: for the receipt that shows how politely it was asked."""

    host: str
    url: str
    at: str
    status: int | None
    size: int
    delay: float
    outcome: str
