"""The profile of a site: one TOML file of rules as data.

Rules are plain CSS selectors and regular expressions with our own few words for text; they
say nothing of the engine that evaluates them. A rule carries its ``generation`` (a dated way
in which the site wrote the field) and ``verified``, the day on which it last matched a page
saved from the live site. Until then it is a candidate, and says so.
"""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from urllib.parse import urlunsplit

from pydantic import Field

from harvester.addresses import host_of, split
from harvester.config.files import Strict
from harvester.config.patterns import AnyOf, Pattern
from harvester.config.rules import (
    Address,
    AnyChannel,
    Contents,
    Contributors,
    Dated,
    KindCue,
    Outcome,
    Recognise,
    References,
    Rule,
    Strip,
    TextGrammar,
)

__all__ = [
    "Address", "AnyChannel", "Contents", "Contributors", "Dated", "Head", "KindCue", "Outcome",
    "Recognise", "References", "Rule", "Site", "Strip", "TextGrammar",
]  # fmt: skip

_NONE = Pattern("")
#: The rest of a host that is a proxy's: "www.example.org.ezproxy.university.edu".
_PROXY = re.compile(r"^\.(?:[\w-]+\.){0,4}(?:[\w-]*(?:prox|pxy)[\w-]*|idm\.oclc)\.")


class Head(Strict):
    """What tells whether a page is a site's: read of every site, and so it stands first.

    A page that is on one of the ``hosts``, or names such an address as its own, is the site's.
    A platform that stands ``anywhere`` has no hosts: only ``recognise`` tells, and the ids of
    its works count for one host only. ``wraps`` tells the address of another's page that the site
    keeps a copy of, with the groups ``url`` and ``at`` (fourteen digits, UTC).
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str
    version: date
    hosts: list[str] = []
    anywhere: bool = False
    delay: float = 0.0
    wraps: Pattern = _NONE
    recognise: Recognise = Recognise()
    captured_at: Pattern = _NONE

    def serves(self, address: str) -> bool:
        """Whether an address belongs to the site: its hosts, with a port, or through a proxy."""
        return bool(self._own_host(host_of(address)))

    def at_home(self, address: str) -> str:
        """An address without the proxy through which it was read."""
        host = host_of(address)
        own = self._own_host(host)
        if own in ("", host):
            return address
        return urlunsplit(split(address)._replace(scheme="https", netloc=own))

    def _own_host(self, host: str) -> str:
        """The site's host that a host is, or that it stands for; "" where it is another's.

        A university's proxy writes the dots of a host as hyphens
        (``www-example-org.proxy.university.edu``) or puts its own name behind it.
        """
        for own in self.hosts:
            behind = host[len(own) :] if host.startswith(own + ".") else ""
            hyphened = host.startswith(own.replace(".", "-") + ".")
            if host == own or hyphened or _PROXY.search(behind):
                return own
        return ""


class Site(Head):
    """One publisher or catalogue platform, or (``general.toml``) what holds on any site.

    ``link_labels``: what the labels of a reference's links stand for, also glued to its text;
    ``link_texts``: words that are a label only where a link says nothing else ("Article").
    ``value_below``: labels whose value stands on the next line of the text.
    """

    id_case: Literal["as-is", "upper", "lower"] = "as-is"
    addresses: list[Address] = []
    kind: list[KindCue] = []
    value_below: Pattern = _NONE
    strip: list[Strip] = []
    field: list[Rule] = []
    contributors: list[Contributors] = []
    references: list[References] = []
    contents: list[Contents] = []
    roles: dict[str, str] = {}
    link_labels: dict[str, str] = {}
    link_texts: dict[str, str] = {}
    links: dict[str, Pattern] = {}
    text: TextGrammar | None = None
    outcomes: list[Outcome] = []
    choose: dict[str, list[AnyChannel]] = {}
    expected: dict[str, list[str]] = {}
    digest: str = ""

    @cached_property
    def boilerplate(self) -> AnyOf:
        """The expressions of all rules that take whole lines."""
        return AnyOf(line for rule in self.strip if not rule.select for line in rule.lines)

    @cached_property
    def profile(self) -> str:
        """Name, version and digest of the profile: what an extraction is repeated with."""
        return f"{self.name} {self.version.isoformat()} {self.digest[:12]}"
