"""Chooses the contributors of a record from all places that name people.

The stated rule: people whose role the page prints (a byline row with a label) come first,
then the metadata, then names without a role. Others add who is missing, and fill in
affiliations and ORCID iDs by name. Names that stand unmarked on a chapter may be the volume's
editors (facts/sites.md, C5 trap 1): they get ``editor?`` and wait for a person; on an article
they are its authors.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harvester.extract.names import family_and_given, name_key
from harvester.model import Assertion, Contributor, ReviewItem, Slot

_UNSURE = 0.3
#: Channels of structured sources, which may stand beside a page.
STRUCTURED = frozenset({"marc", "mods", "ead", "crossref", "json", "ris", "bibtex"})
#: The channel of what the chapters of a book tell together.
BOOK = "book"
#: On a chapter these roles are the volume's, not the chapter's.
_CONTAINER_ROLES = frozenset({"editor", "general-editor", "series-editor"})


@dataclass(frozen=True, slots=True)
class Named:
    """One assertion of a person with its detail unpacked; ``index`` tells it from others."""

    index: int
    assertion: Assertion
    role: str
    block: str
    affiliations: tuple[str, ...]
    orcid: str | None
    is_body: bool = False

    @property
    def key(self) -> str:
        """What two printings of this name share."""
        return name_key(self.assertion.value or "")


def choose_contributors(
    assertions: list[Assertion], order: tuple[str, ...], kind: str, level: str
) -> tuple[tuple[Contributor, ...], list[int], list[ReviewItem]]:
    """The contributors, the indexes of the assertions they rest on, and what waits."""
    groups, volume = _groups(assertions, order, kind)
    chosen: list[Named] = []
    for group in groups:
        known = {named.key for named in chosen}
        fresh = [named for named in group if named.key not in known]
        if not chosen or _adds(group, chosen, kind):
            chosen.extend(fresh)
        else:
            chosen.extend(named for named in fresh if not named.role and named.key in volume)
    everyone = [named for group in groups for named in group]
    people = tuple(
        _contributor(position, named, everyone, volume, kind, level)
        for position, named in enumerate(chosen, start=1)
    )
    used = [named.index for named in chosen]
    used += [volume[n.key].index for n in chosen if not n.role and n.key in volume]
    questions = [*_questions(chosen, people, groups, kind), *_beside(groups)]
    return people, used, questions


def _groups(
    assertions: list[Assertion], order: tuple[str, ...], kind: str
) -> tuple[list[list[Named]], dict[str, Named]]:
    """People by place and generation, the most telling place first.

    And by name those whose role the book's other chapters tell: they add nobody to a chapter.
    """
    volume: dict[str, Named] = {}
    by_place: dict[tuple[str, str, str], list[Named]] = {}
    for index, assertion in enumerate(assertions):
        if assertion.field != "contributor" or assertion.value is None:
            continue
        detail = json.loads(assertion.detail or "{}")
        named = Named(
            index,
            assertion,
            detail.get("role") or "",
            detail.get("block") or "byline",
            tuple(detail.get("affiliations") or ()),
            detail.get("orcid"),
            bool(detail.get("body")),
        )
        if assertion.channel == BOOK and kind == "chapter":
            volume[named.key] = named
            continue
        place = (assertion.channel, assertion.generation, named.block)
        by_place.setdefault(place, []).append(named)
    ranks = {channel: rank for rank, channel in enumerate(order)}

    def telling(group: list[Named]) -> tuple[bool, int, bool]:
        unmarked = not any(named.role for named in group)
        rank = ranks.get(group[0].assertion.channel, len(ranks))
        return unmarked, rank, group[0].block != "byline"

    return sorted(by_place.values(), key=telling), volume


def _adds(group: list[Named], chosen: list[Named], kind: str) -> bool:
    """Whether a further place may add people, or only fills in what is known of them.

    Another place that names the same roles is another printing of the same list. Unmarked
    names add the volume's editors to a chapter; on other kinds they add nobody.
    """
    roles = {named.role for named in chosen}
    if any(named.role for named in group):
        return not roles & {named.role for named in group} and "" not in roles
    return kind == "chapter" and group[0].block == "details"


def _contributor(
    position: int,
    named: Named,
    everyone: Iterable[Named],
    volume: Mapping[str, Named],
    kind: str,
    level: str,
) -> Contributor:
    same = [other for other in everyone if other.key == named.key]
    affiliations = next((other.affiliations for other in same if other.affiliations), ())
    telling = named if named.role else volume.get(named.key, named)
    role, at_level, confidence = _role(telling, kind, level)
    if volume and kind == "chapter" and role == "editor?":
        role, at_level = "author?", level  # the editors are known, and this is none of them
    name = named.assertion.value or ""
    family, given = (None, None) if named.is_body else family_and_given(name)
    return Contributor(
        position=position,
        name=name,
        family=family,
        given=given,
        role=role,
        level=at_level,
        affiliations=affiliations,
        orcid=next((other.orcid for other in same if other.orcid), None),
        confidence=confidence,
    )


def _role(named: Named, kind: str, level: str) -> tuple[str, str, float]:
    confidence = named.assertion.confidence
    if named.role:
        return named.role, level_of_role(named.role, kind, level), confidence
    if kind == "article":
        return "author", level, min(confidence, 0.8)
    if kind == "chapter":
        return "editor?", "container", _UNSURE
    return "author?", level, _UNSURE


def level_of_role(role: str, kind: str, level: str) -> str:
    """Whether somebody with this role made the work itself or its container."""
    return "container" if kind == "chapter" and role in _CONTAINER_ROLES else level


def _questions(
    chosen: list[Named], people: tuple[Contributor, ...], groups: list[list[Named]], kind: str
) -> Iterator[ReviewItem]:
    unsure = [person.name for person in people if person.role.endswith("?")]
    if unsure and kind == "chapter" and any(p.role == "editor?" for p in people):
        yield _of_roles(
            f"The page does not say who {_and(unsure)} {'is' if len(unsure) == 1 else 'are'}: on a "
            "chapter, names without a role are often the volume's editors and not its authors.",
            unsure,
        )
    elif unsure:
        yield _of_roles(f"The page does not say the role of {_and(unsure)}.", unsure)
    details = {named.key for group in groups for named in group if named.block == "details"}
    authors = [named for named in chosen if named.role == "author"]
    if kind == "chapter" and authors and all(n.assertion.channel == "meta" for n in authors):
        suspects = [named.assertion.value or "" for named in authors if named.key in details]
        if suspects:
            yield _of_roles(
                f"Only the page's metadata calls {_and(suspects)} author, and the block of author "
                "details, which may list the volume's editors, names the same.",
                suspects,
            )


def _beside(groups: list[list[Named]]) -> Iterator[ReviewItem]:
    """Authors whom only the page names, or only a structured source beside it."""
    authors: dict[str, dict[tuple[str, str], str]] = {}
    for named in (named for group in groups for named in group if named.role == "author"):
        channel = named.assertion.channel
        where = channel if channel in STRUCTURED else "the page"
        name = named.assertion.value or ""
        authors.setdefault(where, {}).setdefault(_short_name(name), name)
    page = authors.pop("the page", {})
    for channel, others in sorted(authors.items()) if page else ():
        more = [name for key, name in others.items() if key not in page]
        less = [name for key, name in page.items() if key not in others]
        for names, one, other in ((more, channel, "the page"), (less, "the page", channel)):
            if names:
                who = "author" if len(names) == 1 else "authors"
                reason = f"{one} names {_and(names)} as {who}, and {other} does not."
                reason = reason[:1].upper() + reason[1:] if one == "the page" else reason
                yield ReviewItem("contributors", reason, "channels-disagree")


def _short_name(name: str) -> tuple[str, str]:
    """What "Moor, Ida" and "I. Moor" share."""
    family, given = family_and_given(name)
    return name_key(family or name), name_key(given or "")[:1]


def _of_roles(reason: str, names: list[str]) -> ReviewItem:
    about = tuple(
        Slot("contributors.*.role", name, names[:index].count(name) + 1)
        for index, name in enumerate(names)
    )
    return ReviewItem("contributors", reason, "role-unknown", about=about)


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
