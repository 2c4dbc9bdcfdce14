"""A CSL item in the making: its fields, where each stands, and what to look at."""

import re
from dataclasses import dataclass, field

from harvester.extract.references.citation.segments import Segment
from harvester.extract.references.holding import Holding
from harvester.model import Span

#: "Rossiiskii gosudarstvennyi arkhiv noveishei istorii (RGANI)".
_ACRONYM = re.compile(r" \([A-Z][\w.\- ]{1,12}\)")


@dataclass(eq=False)
class Draft:
    """A CSL item in the making, with where each field stands and what belongs to none."""

    text: str
    item: dict[str, object] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    def set(self, name: str, value: object, part: Segment) -> None:
        """Take a value; a further one for the same variable is joined to it."""
        if not value:
            return
        old = self.item.get(name)
        if isinstance(old, list) and isinstance(value, list):
            value = [*old, *(one for one in value if one not in old)]
        elif isinstance(old, str) and isinstance(value, str):
            value = old if value in old else f"{old}; {value}"
        elif old is not None:
            return
        self.item[name] = value
        self.spans.append(Span(name, part.start, part.end))

    def hold(self, holding: Holding) -> None:
        """Take what a citation of an unpublished source says of where it is kept."""
        self.item["type"] = "manuscript"
        values = {
            "archive": holding.printed or holding.archive,
            "archive-place": holding.archive_place,
            "archive_collection": holding.collection,
            "archive_location": holding.location,
        }
        printed = {span.field for span in holding.spans}
        self.item |= {name: value for name, value in values.items() if value and name in printed}
        self.spans.extend(holding.spans)
        self._with_acronym(holding)
        code = self.item.pop("code", None)
        if isinstance(code, str):
            held = self.item.get("archive_location")
            self.item["archive_location"] = f"{held}, {code}" if held else code
            self.spans = [
                Span("archive_location", span.start, span.end) if span.field == "code" else span
                for span in self.spans
            ]

    def _with_acronym(self, holding: Holding) -> None:
        """An archive's printed name goes on to the acronym in brackets behind it."""
        span = next((span for span in holding.spans if span.field == "archive"), None)
        match = _ACRONYM.match(self.text, span.end) if span else None
        if span and match and str(self.item.get("archive")) == self.text[span.start : span.end]:
            self.item["archive"] = self.text[span.start : match.end()]
            self.spans.append(Span("archive", span.start, match.end()))

    def rename(self, old: str, new: str) -> None:
        """Call a field by another variable, if it is there and the other is not."""
        if old in self.item and new not in self.item:
            self.item[new] = self.item.pop(old)
            self.spans = [
                Span(new, span.start, span.end) if span.field == old else span
                for span in self.spans
            ]

    def custom(self, name: str, value: str, part: Segment) -> None:
        """Take a value for which CSL has no variable."""
        held = self.item.setdefault("custom", {})
        assert isinstance(held, dict)
        if value and name not in held:
            held[name] = value
            self.spans.append(Span(name, part.start, part.end))
