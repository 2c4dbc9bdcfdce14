"""Collects what one record of a structured source says, in its order, as assertions.

Text is stored in Unicode's composed form (NFC) and without the marks that only steer a
display (directions, non-sorting characters); the snippet keeps it as it was printed.
"""

import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from harvester.extract.names import clean_name
from harvester.extract.read import FIELDS
from harvester.extract.tree import SNIPPET, squeeze
from harvester.extract.values import LISTS, normal_form, orcid
from harvester.model import Assertion, Link, Reading, ReviewItem

#: Marks of direction (UAX #9), of MARC's non-sorting zones, and the stray byte order mark.
_MARKS = dict.fromkeys(
    [
        *(0x200E, 0x200F, 0x061C, 0xFEFF, 0x88, 0x89, 0x98, 0x9C),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_DATED = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
#: Tags of HTML and JATS that stand in exported text, and the years after a name in a heading.
_TAG = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|u|em|strong|sub|sup|sc|span|italic|bold|emph)(?:\s[^<>]{0,200})?/?>"
)
_BLOCK = re.compile(
    r"<(?:jats:)?title>(?:abstract|summary)</(?:jats:)?title>"
    r"|</?(?:jats:)?(?:p|br|div|title|sec|lb|list|item|scopecontent|(?:pers|corp|geog)name)"
    r"(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r",\s*(?:b\. ?|d\. ?|ca\. ?|active |approximately )?"
    r"\d{3,4}\??(?:\s?[-–]\s?(?:\d{3,4}\??)?)?\.?$"
)
_LONGEST_NAME = 300
#: No single value is longer: what is, is cut, and the capture has the rest.
LONGEST = 100_000


def composed(text: str) -> str:
    """Text on one line in NFC, without marks of direction and of sorting."""
    bare = text[:LONGEST].translate(_MARKS)
    return squeeze(unicodedata.normalize("NFC", bare))


def without_markup(text: str) -> str:
    """Text without the entities and the tags that exports leave in titles and abstracts."""
    return _TAG.sub("", _BLOCK.sub(" ", html.unescape(text[:LONGEST]))).strip()


def year_in(text: str) -> str:
    """The one year that a printed date holds ("[c1987]" → "1987"); else the text itself."""
    years = list(dict.fromkeys(_DATED.findall(text)))
    return years[0] if len(years) == 1 else text


@dataclass
class Said:
    """What a record says. ``channel`` and ``form`` go into its assertions and its reading."""

    channel: str
    form: str
    made: list[Assertion] = field(default_factory=list)
    review: list[ReviewItem] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _known: set[tuple[str, str]] = field(default_factory=set)

    def say(self, name: str, text: str, locator: str, snippet: str = "") -> str | None:
        """Assert a value, or why it is none; gives the value. Empty text says nothing."""
        plain = composed(text)
        if not plain:
            return None
        value = normal_form(name, plain)
        if value is not None and name in LISTS:
            self._counts[name] = self._counts.get(name, 0) + 1
        self.made.append(
            Assertion(
                field=name,
                value=value,
                channel=self.channel,
                locator=locator,
                snippet=(snippet or text)[:SNIPPET],
                generation=self.form,
                position=self._counts.get(name) if value is not None else None,
                absence=None if value is not None else "what stands there cannot be its value",
            )
        )
        return value

    def say_first(self, name: str, text: str, locator: str, snippet: str = "") -> None:
        """Assert a value of a field that may stand in several places: the first counts."""
        if ("first", name) not in self._known and self.say(name, text, locator, snippet):
            self._known.add(("first", name))

    def person(
        self,
        name: str,
        role: str,
        locator: str,
        snippet: str = "",
        affiliations: Iterable[str] = (),
        identifier: str = "",
        is_body: bool = False,
    ) -> None:
        """Assert a contributor, a name once for each role. ``is_body``: it is no person."""
        plain = _YEARS.sub("", composed(name).strip(" ,;:/"))
        value = plain[:_LONGEST_NAME] if is_body else clean_name(plain)
        if not plain or (plain, role) in self._known:
            return
        self._known.add((plain, role))
        detail = {
            "affiliations": [place for place in map(composed, affiliations) if place],
            "block": "byline",
            "body": is_body,
            "orcid": orcid(identifier),
            "role": role,
        }
        self._counts["contributor"] = self._counts.get("contributor", 0) + (value is not None)
        self.made.append(
            Assertion(
                field="contributor",
                value=value,
                channel=self.channel,
                locator=locator,
                snippet=(snippet or name)[:SNIPPET],
                generation=self.form,
                position=self._counts["contributor"] if value else None,
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
                absence=None if value else "what stands there cannot be a name",
            )
        )

    def paired(self, name: str, text: str, romanised: str, locator: str, snippet: str) -> None:
        """Assert the original script of a field beside its romanised form (MARC 880)."""
        plain = composed(text)
        if not plain:
            return
        self._counts["original_script"] = self._counts.get("original_script", 0) + 1
        detail = {"field": name, "romanised": composed(romanised) or None}
        self.made.append(
            Assertion(
                field="original_script",
                value=plain,
                channel=self.channel,
                locator=locator,
                snippet=snippet[:SNIPPET],
                generation=self.form,
                position=self._counts["original_script"],
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            )
        )

    def reference(self, text: str, doi: str, label: str, locator: str, snippet: str) -> None:
        """Assert an entry of a reference list, with the DOI that the source gives it."""
        plain = composed(text)
        if not plain:
            return
        self._counts["reference"] = self._counts.get("reference", 0) + 1
        links = [Link("doi", f"https://doi.org/{doi}", doi)] if doi else []
        detail = {
            "label": label or None,
            "links": [{"kind": k.kind, "url": k.url, "value": k.value} for k in links],
        }
        self.made.append(
            Assertion(
                field="reference",
                value=plain,
                channel=self.channel,
                locator=locator,
                snippet=snippet[:SNIPPET],
                generation=self.form,
                position=self._counts["reference"],
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
            )
        )

    def ask(self, name: str, reason: str) -> None:
        """Leave a question to a person."""
        question = "text-damaged" if name == "text" else "other"
        self.review.append(ReviewItem(name, reason, question))

    def reading(self, source: str, looked_for: frozenset[str], charset: str | None) -> Reading:
        """The reading of the record whose printed form is ``source``: with why fields are absent.

        Outcome ``ok`` with a title or a reference code, else ``no-title``. Of a unit within a
        finding aid only what is looked for is said to be absent: there are very many of them.
        """
        said = {assertion.field for assertion in self.made}
        within = "within" in said
        named = any(a.field in ("title", "reference_code") and a.value for a in self.made)
        absent = [
            Assertion(
                name,
                None,
                self.channel,
                "record",
                absence="not in the record" if name in looked_for else "not looked for",
                candidate=False,
            )
            for name in FIELDS
            if name not in said and (not within or name in looked_for)
        ]
        return Reading(
            site=None,
            profile=self.form,
            outcome="ok" if named else "no-title",
            charset=charset,
            text_sha256=hashlib.sha256(source.encode("utf-8", "replace")).hexdigest(),
            assertions=(*self.made, *absent),
            review=tuple(self.review),
            note=None if named else "The record gives no title.",
            form=self.form,
        )
