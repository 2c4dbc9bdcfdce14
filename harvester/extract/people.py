"""A person asserted by some place in a page: the printed name, and what is said beside it."""

import json
from dataclasses import dataclass, field

from harvester.config.site import Dated
from harvester.extract.names import clean_name
from harvester.extract.values import composed
from harvester.model import Assertion


@dataclass(slots=True)
class Person:
    """A name and what the page says with it.

    ``role`` is "" where the page does not say it. ``block`` tells a byline from a block of
    author details, which on a chapter may list the volume's editors (facts/sites.md, C5).
    """

    name: str
    locator: str
    snippet: str
    role: str = ""
    block: str = "byline"
    affiliations: list[str] = field(default_factory=list)
    orcid: str | None = None

    def add_affiliation(self, text: str) -> None:
        """Note an affiliation once, as printed."""
        if text and text not in self.affiliations:
            self.affiliations.append(text)


def assert_people(
    people: list[Person], channel: str, rule: Dated, confidence: float = 0.9
) -> list[Assertion]:
    """One assertion a person, in printed order; what cannot be a name becomes an absence."""
    made: list[Assertion] = []
    position = 0
    for person in people:
        name = clean_name(composed(person.name))
        position += name is not None
        detail = {
            "affiliations": [composed(place) for place in person.affiliations],
            "block": person.block,
            "orcid": person.orcid,
            "role": person.role,
        }
        made.append(
            Assertion(
                field="contributor",
                value=name,
                channel=channel,
                locator=person.locator,
                snippet=person.snippet,
                generation=rule.generation,
                position=position if name else None,
                detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
                confidence=confidence,
                candidate=rule.candidate,
                absence=None if name else "what stands there cannot be a name",
            )
        )
    return made
