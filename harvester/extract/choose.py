"""From assertions to a record: one value a field, by a stated rule.

The rule: for each field the channels in the order of the profile (else ``DEFAULT_ORDER``);
within a channel the rule that the profile lists first; within a rule what stands first in
the page. Values that disagree are kept side by side and wait for a person.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from harvester.extract.contributors import STRUCTURED, choose_contributors
from harvester.extract.identity import key_of
from harvester.model import Assertion, Level, Link, Record, Reference, ReviewItem, Unit

DEFAULT_ORDER = (
    *("meta", "json-ld", "microdata", "rdfa", "script", "coins", "visible", "text"),
    *("marc", "mods", "ead", "crossref", "json", "ris", "bibtex", "oai"),
    *("pdf-name", "contents", "url", "book"),
)
#: The page was read as the kind that its address tells: it is recorded as the same.
_OWN_ORDER = {"kind": ("url", "visible", "text", "oai", "json-ld", "meta")}
_COMPARED = ("title", "doi", "published_online", "published_print", "container_title", "pages")
#: A reference list with less than this share of the longest is only a part of it.
_WHOLE_LIST = 0.8
_WHOLES = frozenset({"archival-unit", "catalogue-entry"})
_CONTAINERS = frozenset({"book", "journal", "issue", "volume", "part"})


@dataclass(frozen=True)
class Choice:
    """A record, the indexes of the assertions that it rests on, and what waits for review."""

    record: Record
    chosen: frozenset[int]
    review: tuple[ReviewItem, ...]


def choose(
    assertions: Sequence[Assertion],
    site: str | None,
    identifiers: tuple[tuple[str, str], ...],
    orders: Mapping[str, Sequence[str]],
) -> Choice:
    """The record that the assertions make. ``orders``: field → channels, best first."""
    picker = _Picker(list(assertions), orders)
    kind = picker.value("kind") or "unknown"
    level = _level(kind, picker)
    people, used, questions = choose_contributors(
        picker.assertions, picker.order("contributor"), kind, level
    )
    one = picker.value
    record = Record(
        key=key_of(identifiers),
        kind=kind,
        level=level,
        site=site,
        title=picker.title(),
        number=one("number"),
        part=one("part"),
        container_title=one("container_title"),
        series=one("series"),
        publisher=one("publisher"),
        place=one("place"),
        published_online=one("published_online"),
        published_print=one("published_print"),
        doi=one("doi"),
        volume=one("volume"),
        issue=one("issue"),
        language=one("language"),
        abstract=one("abstract"),
        extract=one("extract"),
        licence=one("licence"),
        url=one("url"),
        pdf_url=one("pdf_url"),
        isbn=picker.values("isbn"),
        issn=picker.values("issn"),
        keywords=picker.values("keyword"),
        identifiers=identifiers,
        pages=picker.pages(),
        access=one("access") or "unknown",
        contributors=people,
        references=picker.references(),
        unit=picker.unit() if kind == "archival-unit" else None,
    )
    review = [*questions, *picker.disagreements()]
    if record.title is None:
        review.append(ReviewItem("title", "No title was found on the page.", "field-missing"))
    return Choice(record, frozenset(picker.used | set(used)), tuple(review))


def order_of(field: str, orders: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The channels for a field, best first, by the rule of choosing."""
    named = tuple(orders.get(field, _OWN_ORDER.get(field, ())))
    return named + tuple(channel for channel in DEFAULT_ORDER if channel not in named)


def _level(kind: str, picker: "_Picker") -> Level:
    """By the kind; a unit of archives says itself whether there are units in it."""
    if kind in _WHOLES:
        return "container" if picker.value("level") == "container" else "whole"
    return "container" if kind in _CONTAINERS else "part"


class _Picker:
    """Picks values and remembers which assertions it rested on."""

    def __init__(self, assertions: list[Assertion], orders: Mapping[str, Sequence[str]]) -> None:
        self.assertions = assertions
        self.used: set[int] = set()
        self._orders = orders

    def order(self, field: str) -> tuple[str, ...]:
        """The channels for a field, best first; those the profile does not name come last."""
        return order_of(field, self._orders)

    def candidates(self, field: str) -> list[int]:
        """The indexes of all assertions with a value for a field, best first."""
        ranks = {channel: rank for rank, channel in enumerate(self.order(field))}
        found = [
            index
            for index, assertion in enumerate(self.assertions)
            if assertion.field == field and assertion.value is not None
        ]
        return sorted(found, key=lambda index: ranks.get(self.assertions[index].channel, 99))

    def value(self, field: str) -> str | None:
        """The chosen value of a single field."""
        found = self.candidates(field)
        if not found:
            return None
        self.used.add(found[0])
        return self.assertions[found[0]].value

    def values(self, field: str) -> tuple[str, ...]:
        """All values of a list field from the best place that has any, each once."""
        found = self.candidates(field)
        if not found:
            return ()
        best = self.assertions[found[0]]
        kept: dict[str, int] = {}
        for index in found:
            assertion = self.assertions[index]
            if assertion.channel == best.channel and assertion.value is not None:
                kept.setdefault(assertion.value, index)
        self.used.update(kept.values())
        return tuple(kept)

    def title(self) -> str | None:
        """The title, with the subtitle where the page prints it apart."""
        title, subtitle = self.value("title"), self.value("subtitle")
        return join_title(title, subtitle) if title else None

    def pages(self) -> str | None:
        """Pages as printed, else composed of first and last page."""
        if whole := self.value("pages"):
            return whole
        first, last = self.value("first_page"), self.value("last_page")
        return f"{first}-{last}" if first and last and first != last else first

    def unit(self) -> Unit:
        """What the record is as a unit of archives."""
        return Unit(**{column.name: self.value(column.name) for column in fields(Unit)})

    def references(self) -> tuple[Reference, ...]:
        """The reference list of the best place that has one.

        A page may show the beginning of its list and hold all of it elsewhere: a list that is
        much shorter than another is not taken for the whole.
        """
        lists = self._lists()
        if not lists:
            return ()
        longest = max(map(len, lists.values()))
        same = next(one for one in lists.values() if len(one) >= _WHOLE_LIST * longest)
        self.used.update(same)
        entries = sorted((self.assertions[index] for index in same), key=lambda a: a.position or 0)
        return tuple(reference(entry) for entry in entries)

    def _lists(self) -> dict[tuple[str, str], list[int]]:
        """The reference lists by the place that says them, the best place first."""
        lists: dict[tuple[str, str], list[int]] = {}
        for index in self.candidates("reference"):
            entry = self.assertions[index]
            lists.setdefault((entry.channel, entry.generation), []).append(index)
        return lists

    def disagreements(self) -> list[ReviewItem]:
        """A question for each field whose places say different things."""
        items: list[ReviewItem] = []
        for field in _COMPARED:
            said: dict[str, Assertion] = {}
            for index in self.candidates(field):
                assertion = self.assertions[index]
                said.setdefault(_alike(field, assertion.value or ""), assertion)
            distinct = _distinct(said)
            if len(distinct) > 1:
                words = "; ".join(f"{a.channel}: {a.value}" for a in distinct[:3])
                beside = any(a.channel in STRUCTURED for a in distinct)
                who = "The page and what stands beside it" if beside else "The page's places"
                items.append(ReviewItem(field, f"{who} disagree ({words}).", "channels-disagree"))
        lists = {
            place[0]: len(found)
            for place, found in self._lists().items()
            if place[0] not in STRUCTURED
        }
        if lists and min(lists.values()) < _WHOLE_LIST * max(lists.values()):
            words = "; ".join(f"{channel}: {number}" for channel, number in lists.items())
            items.append(
                ReviewItem(
                    "references",
                    f"The page's places list more and fewer ({words}).",
                    "channels-disagree",
                )
            )
        return items


def reference(entry: Assertion) -> Reference:
    """The reference that an assertion prints."""
    detail = json.loads(entry.detail or "{}")
    links = tuple(
        Link(link["kind"], link.get("url"), link.get("value")) for link in detail.get("links", ())
    )
    return Reference(entry.position or 0, entry.value or "", detail.get("label"), links)


def join_title(title: str, subtitle: str | None) -> str:
    """Title and subtitle as a catalogue writes them: "Title: Subtitle", "Why? Because"."""
    if not subtitle or _alike("title", subtitle) in _alike("title", title):
        return title
    return f"{title} {subtitle}" if title.endswith(("?", "!", ":")) else f"{title}: {subtitle}"


def _alike(field: str, value: str) -> str:
    """What two printings of one value share."""
    plain = unicodedata.normalize("NFKD", value).casefold()
    return re.sub(r"[\W_]+", "", plain) if field != "published_print" else plain


def _distinct(said: Mapping[str, Assertion]) -> list[Assertion]:
    """Values of which none is only a shorter printing (title alone, year alone) of another."""
    return [
        assertion
        for key, assertion in said.items()
        if not any(other != key and other.startswith(key) for other in said)
    ]
