"""Whether two records look like one work: said with its reasons, for a person to decide. Pure."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from harvester.extract.names import name_key
from harvester.extract.references.facts import fold

#: Titles less alike than this, in percent, are two.
_ALIKE = 92.0
#: Many works have a title as short as this ("Introduction"): it takes more to tell them.
_SHORT = 13
_OPENING = 200
_PEOPLE = 3


def reasons(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Why two records seem to be one work; [] where they do not.

    A record has the columns of ``records`` and ``people``, its names. The titles must be alike,
    nothing may speak against it (another DOI, another id on the same site, other pages, years
    that are more than one apart), and something else must be the same.
    """
    if not _titles_alike(one["title"], other["title"]) or _speaks_against(one, other):
        return []
    found = list(_the_same(one, other))
    short = len(fold(one["title"])) < _SHORT
    return ["the title", *found] if len(found) > short else []


def _titles_alike(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    folded = sorted((fold(one), fold(other)), key=len)
    if not folded[0]:
        return False
    cut = folded[1].startswith(folded[0] + " ") and len(folded[0]) >= _SHORT
    return cut or fuzz.ratio(*folded) >= _ALIKE


def _speaks_against(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    doi = [(row["doi"] or "").casefold() for row in (one, other)]
    if all(doi) and doi[0] != doi[1]:
        return True
    named = [row["key"] for row in (one, other) if row["site"] and _is_id(row)]
    if len(named) == 2 and one["site"] == other["site"] and named[0] != named[1]:
        return True
    if _both_differ(one["pages"], other["pages"]) or _both_differ(one["number"], other["number"]):
        return True
    years = [int(year) for row in (one, other) if (year := _year(row)).isdecimal()]
    return len(years) == 2 and abs(years[0] - years[1]) > 1


def _is_id(row: Mapping[str, Any]) -> bool:
    return str(row["key"]).startswith(f"{row['site']}:")


def _both_differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and fold(one) != fold(other))


def _year(row: Mapping[str, Any]) -> str:
    return str(row["published_print"] or row["published_online"] or "")[:4]


def _the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    found = []
    for name, words in (
        ("published_online", "the date online"),
        ("published_print", "the date in print"),
        ("pages", "the pages"),
        ("number", "the number"),
        ("container_title", "the book or journal"),
    ):
        if one[name] and other[name] and fold(one[name]) == fold(other[name]):
            found.append(f"{words} ({one[name]})")
    known = {name_key(name) for name in other["people"]}
    people = [name for name in one["people"] if name_key(name) in known]
    if people:
        found.append(", ".join(people[:_PEOPLE]))
    openings = [_opening(row) for row in (one, other)]
    if all(openings) and openings[0] == openings[1]:
        found.append("the opening text")
    return found


def _opening(row: Mapping[str, Any]) -> str:
    return fold(row["abstract"] or row["extract"] or "")[:_OPENING]
