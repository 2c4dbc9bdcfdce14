"""How an archive's name is printed: its whole length, the acronym behind it, and its town."""

import re

from harvester.config.archives import Named
from harvester.extract.references.citation.words import TOWNS

_ABBREVIATED = re.compile(r"\s?[(\[](?:hereafter |henceforth |thereafter )?[A-Z][\w. -]{0,14}[)\]]")
#: What a name goes on with: "of the People’s Republic of China", "Ukrainy", "dell’arte".
_MORE = re.compile(
    r"(?:\s(?:of|for|and|the|de|des|du|di|[A-Z][\w’'-]{0,20}[a-z][\w’'-]{0,20})){1,10}(?=,)"
)
_HOLDING_SCHOOL = re.compile(
    r",\s(?:[A-Z][\w’-]{2,20}\s){0,2}University(?:\sof\s[A-Z]\w{2,20})?(?=[,.])"
)
_TOWN = re.compile(
    r"[\s,(\[]{1,3}(?P<town>(?:St\.?\s|Saint\s|New\s|The\s)?[A-Z][^\W\d_]{2,20}(?:-[\w-]{1,20})?)(?=[,.)])"
)
_STATE = (
    r"(?:,\s(?:[A-Z]\.\s?[A-Z]\.(?=[,;:)]|$)|[A-Z][a-z]{2,5}\.(?=[,;)])|[A-Z]{2}(?=[,.;:)\]]|$)"
    r"|Calif|Mass|Conn|Mich|Texas|Kansas|Georgia|California|Missouri|Maryland|Massachusetts|Iowa"
    r"|Michigan|Arkansas|Virginia|Illinois|New (?:York|Jersey))(?!\w|\s\d))?"
)


def name_end(text: str, holder: Named) -> int:
    """Where an archive's name ends as printed; the table may know a shorter one."""
    towns = {town.casefold() for one in holder.archives for town in one.towns}
    end = holder.end
    printed = text[holder.start : end]
    if "," in printed and printed.rpartition(",")[2].strip().casefold() in towns:
        return holder.start + printed.rindex(",")  # "Foreign Ministry Archive, Beijing"
    more = _MORE.match(text, end)
    if more and not towns & {more.group().strip().casefold()} and not _is_town(more.group()):
        end = more.end()
    school = _HOLDING_SCHOOL.match(text, end)
    return school.end() if school else end


def _is_town(words: str) -> bool:
    return words.split()[-1].casefold() in TOWNS


def town_behind(text: str, end: int) -> tuple[int, int] | None:
    """A town that is known as such right behind a name: ", St Petersburg,"."""
    match = _TOWN.match(text, end_of_name(text, end))
    if match is None or not _is_town(match["town"]):
        return None
    state = re.compile(_STATE).match(text, match.end("town"))
    return match.start("town"), state.end() if state else match.end("town")


def place_of(text: str, holder: Named) -> tuple[int, int] | None:
    """Where the archive's city is printed beside its name."""
    cities = "|".join(re.escape(town) for one in holder.archives for town in one.towns)
    if not cities:
        return None
    start = name_end(text, holder)
    if abbreviated := _ABBREVIATED.match(text, start):
        start = abbreviated.end()
    after = re.compile(rf"[\s,(\[]{{1,3}}((?:{cities}){_STATE})(?!\w)").match(text, start)
    if after:
        return after.span(1)
    before = re.compile(rf"(?:{cities}){_STATE}(?=[,:]\s?$)").search(
        text, max(0, holder.start - 40), holder.start
    )
    return before.span() if before else None


def end_of_name(text: str, end: int) -> int:
    """The end of a name with its abbreviation behind it: "National Archives (NARA)"."""
    abbreviated = _ABBREVIATED.match(text, end)
    return abbreviated.end() if abbreviated else end
