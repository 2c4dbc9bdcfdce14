"""The names under a title in a text capture, with their affiliations.

Captures differ: "Affiliation:" before each affiliation or nothing at all; several names on
one line, with "(a1)" keys or without; a role line ("Edited by") or none (facts/sites.md, C10
and C14). What stands around a line tells what it is: a line before "Affiliation:", with a key
or a mark, or above an institution is a name whatever it looks like; a line that nothing
supports must look like one, and the page may not use its words as words. Where the page does
not say who somebody is, the role stays empty.
"""

import re
from collections.abc import Callable, Mapping

from harvester.extract.document import Line
from harvester.extract.names import (
    clean_name,
    is_institution,
    looks_like_name,
    names_with_places,
    personal_names,
    split_names,
)
from harvester.extract.people import Person
from harvester.extract.values import orcid

_KEYED = re.compile(r"\(a\d+(?:,\s*a\d+)*\)")
_KEYED_NAMES = re.compile(r"([^()]*(?:\((?!a\d)[^()]*\)[^()]*)*)((?:\s*\(a\d+(?:,\s*a\d+)*\))*)")
_KEYED_AFFILIATION = re.compile(r"\(a(\d+)\)\s*((?:(?!\(a\d).)+)|^a(\d+)\s+(.+)$")
_CORRESPONDENCE = re.compile(
    r"[*†]?\s*(?:Author for correspondence|Corresponding author|E-?mail|Address for)\b.*|[*†‡§]+"
    r"|\S+@\S+|\[email.protected\]",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"(?:the|introduction|background|overview|conclusions?|preface|outline|summary|abstract"
    r"|chapter|part|section|prologue|epilogue|notes?)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|will|this|that|which)\b|[。！？]$|[?!]$"
)
_MARKED = re.compile(r"[^\W\d_][*†‡§](?:\s|$)")
_BEGINNING = re.compile(r"(?:^|[.!?]\s+)\w", re.MULTILINE)
#: So many lines may stand between a title and the names that bear keys.
_LABELS_ABOVE = 8
#: No longer line is a list of names.
_LONGEST = 5_000
#: So much of the text below tells which words are the page's own.
_NEAR = 3_000

_NOTHING = Line(0, "")


def is_prose(text: str) -> bool:
    """Whether a line is running text rather than a name, an affiliation or a heading."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    sentence = text.rstrip("\"'”’)").endswith((".", "!", "?", "…", ":", ";"))
    return len(text) >= 240 or (len(words) >= 12 and sentence and small >= 0.5 * len(words))


def _never(_text: str) -> bool:
    return False


def read_byline(
    lines: list[Line],
    affiliation: re.Pattern[str],
    roles: Mapping[str, str],
    ends: Callable[[str], bool] = _never,
) -> tuple[list[Person], int]:
    """The people at the start of ``lines``, and how many lines they took.

    ``ends`` tells the lines that begin something else ("Summary", "Publisher: …"). Only where
    names with keys follow at once, such lines are passed over, and count as taken.
    """
    reader = _Reader(lines, affiliation, roles, ends)
    taken = 0
    for number in range(_names_begin(lines, ends), len(lines)):
        if not reader.take(number):
            break
        if reader.people and not reader.awaits_names:
            taken = number + 1
    return reader.people, taken


def _names_begin(lines: list[Line], ends: Callable[[str], bool]) -> int:
    for number, line in enumerate(lines[:_LABELS_ABOVE]):
        if not ends(line.text):
            return number if _KEYED.search(line.text) else 0
    return 0


class _Reader:
    """Takes line after line until one is neither name nor affiliation."""

    def __init__(
        self,
        lines: list[Line],
        affiliation: re.Pattern[str],
        roles: Mapping[str, str],
        ends: Callable[[str], bool],
    ) -> None:
        self.people: list[Person] = []
        #: Whether the last line was a role without names.
        self.awaits_names = False
        self._lines = [*lines, _NOTHING, _NOTHING]
        self._label = affiliation
        self._roles = roles
        self._ends = ends
        self._role = ""
        self._awaited = False  # an affiliation, after its label
        self._beside = False  # affiliations stand on the lines of the names
        self._group: list[Person] = []  # those whom the next affiliation belongs to
        self._keys: list[tuple[Person, set[str]]] = []
        self._first = 0

    def take(self, number: int) -> bool:
        """Whether the line belongs to the byline; if so its words are kept."""
        line = self._lines[number]
        text = line.text
        if label := self._label.fullmatch(text):
            beside = label.groupdict().get("value") or ""
            self._awaited = not beside
            self._add("" if self._ends(beside) else beside)
            return bool(self.people)
        if self._awaited:
            self._awaited = False
            self._add("" if self._ends(text) else text)
            return not self._ends(text)
        if (
            self.people
            and len(text) < 100
            and "orcid" in text.casefold()
            and (found := orcid(text))
        ):
            self._group[-1].orcid = found
            return True
        if _CORRESPONDENCE.fullmatch(text):
            return bool(self.people)
        if self._take_role(line):
            return True
        if self._ends(text):
            return False
        return self._take_keyed(line) or (not is_prose(text) and self._take_plain(number))

    def _start(self, names: list[str], line: Line, role: str | None = None) -> bool:
        said = self._role if role is None else role
        self._group = [Person(name.strip(), line.locator(), line.text, said) for name in names]
        self._first = self._first if self.people else self._lines.index(line)
        self.people.extend(self._group)
        self.awaits_names = False
        return True

    def _add(self, text: str) -> bool:
        for person in self._group:
            person.add_affiliation(text)
        return True

    def _take_role(self, line: Line) -> bool:
        lowered = line.text.casefold()
        for label, role in self._roles.items():
            if lowered.strip(" :") == label:
                self._role = role
                self.awaits_names = True
                return True
            rest = line.text[len(label) :]
            if lowered.startswith(label) and rest[:1] in (" ", ":"):
                return self._take_mixed(rest.lstrip(" :"), line, role)
        return False

    def _take_mixed(self, text: str, line: Line, role: str) -> bool:
        """Names on one line with places, "A. Author, A University, and B. Author, Paris"."""
        if len(text) < _LONGEST and (names := personal_names(text)):
            return self._start(names, line, role)
        if is_prose(text) or _SENTENCE.search(text):
            return False
        groups = names_with_places(text)
        for names, places in groups:
            self._start(names, line, role)
            self._add(", ".join(places))
        self._beside = True
        return bool(groups)

    def _take_keyed(self, line: Line) -> bool:
        """Names with keys, "A. Author (a1) and B. Author (a2)", and the keyed affiliations."""
        places = list(_KEYED_AFFILIATION.finditer(line.text)) if self._keys else []
        if places and places[0].start() == 0:
            for place in places:
                for person, keys in self._keys:
                    if (place[1] or place[3]) in keys:
                        person.add_affiliation((place[2] or place[4]).strip())
            return True
        if len(self._keys) < len(self.people) or not _KEYED.search(line.text):
            return False
        if len(line.text) > _LONGEST or _SENTENCE.search(line.text):
            return False
        for words, keys in _KEYED_NAMES.findall(line.text):
            words = re.sub(r"^[\s,;]*(?:and\b|&)?\s*|[\s,;]+$", "", words)
            names = split_names(words, lone=True) or [words] * bool(clean_name(words))
            if names and (keys or len(names) > 1 or looks_like_name(words)):
                self._start(names, line)
                self._keys.extend((person, set()) for person in self._group)
                self._keys[-1][1].update(re.findall(r"\d+", keys))
        return True

    def _take_plain(self, number: int) -> bool:
        line, kind = self._lines[number], self._kind(number)
        text, following = line.text, self._kind(number + 1)
        names = split_names(text, lone=True) or [text] * bool(clean_name(text))
        if following == "label" and names and not _SENTENCE.search(text):
            return (len(text) < 100 or len(names) > 1) and self._start(names, line)
        if not kind or (line.listed and not self._is_list_of_names(number)):
            return False
        sole = bool(self._group) and not self._group[-1].affiliations
        if kind == "place":
            if (self._beside or not self.people) and self._take_mixed(text, line, self._role):
                return True
            if following == "place" and not self.people and looks_like_name(text):
                return self._start([text], line)  # Frank Press, of some university
            return bool(self.people) and (sole or not self._is_apart(number)) and self._add(text)
        personal = bool(personal_names(text))
        marked = bool(_MARKED.search(text)) and (personal or kind == "word")
        if kind == "names":
            above = following == "place" and (personal or not line.gap or not self.people)
            fits = marked or above or (personal and self._may_be_names(number))
            return fits and self._start(names, line)
        if marked or (following == "place" and not sole and not self._is_apart(number)):
            return self._start(names, line)
        return self._may_be_place(number, sole) and self._add(text)

    def _kind(self, number: int) -> str:
        """What a line is by itself: label, place, names, word (unknown), or nothing of a byline."""
        text = self._lines[number].text
        if self._label.fullmatch(text):
            return "label"
        if not text or self._ends(text) or is_prose(text) or _SENTENCE.search(text):
            return ""
        if is_institution(text):
            return "place"
        if names := split_names(text):
            inverted = names == [text] and "," in text
            usual = all("," in person.name for person in self.people)
            return "names" if usual or not inverted else "word"
        if text.count(",") >= 2:
            return "place"
        unlike = _HEADINGS.match(text) or len(text) >= 120 or text.endswith((".", ":"))
        return "" if unlike or not text[0].isalnum() or text[0] != text[0].title() else "word"

    def _is_list_of_names(self, number: int) -> bool:
        """Whether all items of a list are names and places; a list of chapters is not."""
        while (line := self._lines[number]).listed and not self._ends(line.text):
            if self._kind(number) != "place" and not personal_names(line.text):
                return False
            number += 1
        return True

    def _is_apart(self, number: int) -> bool:
        """Whether a line belongs to what stands below it, and not to the byline."""
        line, below = self._lines[number : number + 2]
        if below.text.startswith(","):
            return True
        if not self.people:
            return False
        above = self._lines[self._first + 1 : number]
        if line.gap and above and not any(other.gap for other in above):
            return True
        if line.gap and not below.gap and below.text and self._ends(below.text):
            return True
        heading = is_prose(below.text) and (line.gap or not below.gap)
        return heading and bool(self._group[-1].affiliations)

    def _may_be_names(self, number: int) -> bool:
        """Whether a line that looks like names and has no support is no heading."""
        line, below = self._lines[number : number + 2]
        if self._keys or self._is_apart(number):
            return False
        if line.text.isupper() and is_prose(below.text):
            return re.search(r"\b\w\.", line.text) is not None
        near = "\n".join(o.text for o in self._lines[number + 1 : number + 12] if is_prose(o.text))
        near = re.sub(r"\S*[@/]\S*", "", near[:_NEAR])
        near = _BEGINNING.sub(lambda word: word.group().lower(), near)
        used = set(re.findall(r"\w+", near))
        words = re.findall(r"[^\W\d_]{3,}", line.text.casefold())
        return not words or not used.issuperset(words)

    def _may_be_place(self, number: int, sole: bool) -> bool:
        """Whether a word or two that say nothing of themselves ("Yale") are an affiliation."""
        line, below = self._lines[number : number + 2]
        if not self.people or self._is_apart(number):
            return False
        if is_prose(below.text) and line.gap == below.gap:
            return False
        named = self._kind(number + 1) == "names"
        if not line.gap:
            return sole or "," in line.text or named
        earlier = self.people[: -len(self._group)]
        regular = bool(earlier) and all(person.affiliations for person in earlier)
        return sole and (regular or (named and self._kind(number + 2) == "place"))
