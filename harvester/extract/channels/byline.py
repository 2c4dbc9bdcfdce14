"""The names under a title in a text capture, with their affiliations.

Captures differ: "Affiliation:" before each affiliation or nothing at all; several names on
one line with "(a1)" keys; a role line ("Edited by") or none (facts/sites.md, C10 and C14).
Where the page does not say who somebody is, the role stays empty.
"""

import re
from collections.abc import Mapping

from harvester.extract.document import Line
from harvester.extract.names import looks_like_name
from harvester.extract.people import Person

_INSTITUTION = re.compile(
    r"universit|\bcollege|school\b|schule\b|institut|departe?ment|academ|akadem|museum|librar|bibliot"
    r"|hospital|cent(?:re|er)\b|facult|fakult|laborator|societ|foundation|council|ministry|polytech"
    r"|politecn|\bécole|\becole|escuela|scuola|\bcnrs\b|observator|research|program|association"
    r"|archiv|\bpress\b|emerit|independent (?:scholar|researcher)|division|\bunit\b|clinic"
    r"|\btrust\b|agency|bureau|service|corporation|company|\binc\b|\bltd\b",
    re.IGNORECASE,
)
_KEYED = re.compile(r"\(a\d+\)")
_KEY = re.compile(r"\(a(\d+)\)")
_KEYED_AFFILIATION = re.compile(r"^\(?a(\d+)\)?\s*(.+)$")
_CORRESPONDENCE = re.compile(
    r"^[*†]?\s*(?:Author for correspondence|Corresponding author|E-?mail|Address for)\b.*|^[*†]+$",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"^(?:the|an?|introduction|background|overview|conclusions?|preface|outline|summary|abstract"
    r"|chapter|part|section|prologue|epilogue|notes?)\b",
    re.IGNORECASE,
)


def is_prose(text: str) -> bool:
    """Whether a line is running text rather than a name, an affiliation or a heading."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    sentence = text.rstrip("\"'”’)").endswith((".", "!", "?", "…", ":", ";"))
    return len(text) >= 240 or (len(words) >= 12 and sentence and small >= 0.5 * len(words))


def is_institution(text: str) -> bool:
    """Whether a line names a place where people work."""
    return bool(_INSTITUTION.search(text)) or text.count(",") >= 2


def read_byline(
    lines: list[Line], affiliation: re.Pattern[str], roles: Mapping[str, str]
) -> tuple[list[Person], int]:
    """The people at the start of ``lines``, and how many lines they took."""
    reader = _Reader(affiliation, roles, lines)
    taken = 0
    for number, line in enumerate(lines):
        if not reader.take(line):
            break
        taken = number + 1
    return reader.people, taken


class _Reader:
    """Takes line after line until one is neither name nor affiliation."""

    def __init__(
        self, affiliation: re.Pattern[str], roles: Mapping[str, str], lines: list[Line]
    ) -> None:
        self.people: list[Person] = []
        self._affiliation = affiliation
        self._roles = roles
        self._role = ""
        self._awaited = False
        self._keys: list[set[str]] = []
        self._labelled = any(affiliation.fullmatch(line.text) for line in lines)

    def take(self, line: Line) -> bool:
        """Whether the line belongs to the byline; if so its words are kept."""
        text = line.text
        if label := self._affiliation.fullmatch(text):
            beside = label.groupdict().get("value")
            if beside and self.people:
                self.people[-1].add_affiliation(beside)
            self._awaited = not beside
            return bool(self.people)
        if self._awaited:
            self._awaited = False
            self.people[-1].add_affiliation(text)
            return True
        if _CORRESPONDENCE.match(text):
            return bool(self.people)
        return self._take_role(line) or self._take_keyed(line) or self._take_plain(line)

    def _take_role(self, line: Line) -> bool:
        lowered = line.text.casefold()
        for label, role in self._roles.items():
            if lowered.strip(" :") == label:
                self._role = role
                return True
            pieces = re.split(r",\s+(?:and\s+)?|\s+and\s+", line.text[len(label) :].lstrip(" :"))
            if re.match(rf"{re.escape(label)}[ :]", lowered) and looks_like_name(pieces[0]):
                for piece in filter(None, pieces):
                    if looks_like_name(piece) and not is_institution(piece):
                        self.people.append(self._person(piece, line, role))
                    else:
                        self.people[-1].add_affiliation(piece)
                return True
        return False

    def _take_keyed(self, line: Line) -> bool:
        """Names with keys, "A. Author (a1) and B. Author (a2)", and the keyed affiliations."""
        if self._keys and (match := _KEYED_AFFILIATION.match(line.text)):
            for person, keys in zip(self.people, self._keys, strict=False):
                if match.group(1) in keys:
                    person.add_affiliation(match.group(2).strip())
            return True
        if self.people or not _KEYED.search(line.text) or is_prose(line.text):
            return False
        for piece in re.findall(r"[^()]+(?:\s*\(a\d+\))+", line.text):
            name = re.sub(r"^[\s,;]*(?:and\b|&)?\s*", "", _KEY.sub("", piece)).strip()
            self.people.append(self._person(name, line, self._role))
            self._keys.append(set(_KEY.findall(piece)))
        return True

    def _take_plain(self, line: Line) -> bool:
        text = line.text
        if is_prose(text) or line.listed:
            return False
        institution = is_institution(text)
        if institution and self.people:
            self.people[-1].add_affiliation(text)
            return True
        if self._is_place_of_last(text):
            self.people[-1].add_affiliation(text)
            return True
        bare = text.rstrip("*† ")
        shouted = text.isupper() and bare == text and not self._labelled
        if institution or shouted or _HEADINGS.match(text) or not looks_like_name(text):
            return False
        self.people.append(self._person(text, line, self._role))
        return True

    def _is_place_of_last(self, text: str) -> bool:
        """Where earlier names have one line of affiliation each, so has the last one."""
        if self._labelled or not self.people or self.people[-1].affiliations:
            return False
        earlier = self.people[:-1]
        regular = earlier and all(person.affiliations for person in earlier)
        return bool(regular) and not looks_like_name(text) and len(text) < 120

    @staticmethod
    def _person(name: str, line: Line, role: str) -> Person:
        return Person(name.strip(), line.place, line.text, role)
