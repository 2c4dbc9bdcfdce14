"""What all styles are made of: names in their orders, titles, dates, imprints.

A seeded generator deals the fields of real references out anew. No reference made here
exists; what is learned is where the fields stand.
"""

import random
from collections.abc import Sequence

from reference_model.pools import Pools

Pieces = list[tuple[str, str]]
_MONTHS = "January February March April May June July August September October November December"
_SEASONS = ("Spring", "Summer", "Autumn", "Fall", "Winter")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "IX", "XI", "XIX")
_HOLDERS = (
    "TNA",
    "The National Archives (TNA), Kew",
    "National Archives, College Park, MD",
    "RGASPI",
    "RGANI",
    "AVP RF",
    "GARF",
    "British Library, London",
    "Bundesarchiv Berlin",
    "Archives nationales, Paris",
    "Lyndon B. Johnson Library",
    "NARA",
    "John F. Kennedy Library",
    "Hoover Institution Archives",
    "PA-AA",
    "PRO",
    "Archivio di Stato di Venezia",
    "Library of Congress",
)
_SERIES = (
    "Studies in Imperialism",
    "New Approaches to European History",
    "Oxford Historical Monographs",
    "The Cambridge History of {P}",
    "Cold War History Series",
    "Princeton Studies in Political Behavior",
    "Geschichte und Gesellschaft",
    "Collection Folio",
    "Bibliothèque de la Pléiade",
    "Routledge Studies in Modern History",
    "International Library of Sociology",
    "Sources and Studies",
    "Cambridge Studies in {P} Literature",
)


class Setting:
    """Deals out the pieces of references that never were."""

    def __init__(self, pools: Pools, seed: int) -> None:
        self._pools = pools
        self._dice = random.Random(seed)

    def _any(self, *choices: str) -> str:
        return self._dice.choice(choices)

    def _often(self, share: float) -> bool:
        return self._dice.random() < share

    def _of(self, pool: Sequence[str]) -> str:
        return self._dice.choice(pool)

    def _person(self) -> tuple[str, str]:
        """A name; the full ones more often than in the sciences, where initials prevail."""
        name = self._dice.choice(self._pools.names)
        if len(name[1].replace(".", "").split()[0]) < 3 and self._often(0.6):
            return self._dice.choice(self._pools.names)
        return name

    def _body(self) -> str:
        """An organisation as author: one of the corpora's, or one put together."""
        if self._often(0.3):
            return self._of(self._pools.bodies)
        head = self._any(
            "Department",
            "Office",
            "Ministry",
            "Centre",
            "Center",
            "Committee",
            "Society",
            "Institute",
            "Council",
            "Association",
            "Commission",
            "Board",
            "Bureau",
            "Research Centre",
            "Working Group",
            "International Society",
            "National Institute",
            "Royal Commission",
            "Federation",
        )
        words = self._of(self._pools.books).split(":")[0].split()[:4]
        while words and words[-1].lower() in ("of", "and", "the", "in", "for", "a", "to", "on"):
            words.pop()
        subject = " ".join(
            word.title() if word.islower() and len(word) > 3 else word for word in words
        )
        whose = self._any(
            "National",
            "International",
            "World",
            "European",
            "American",
            "Federal",
            "United Nations",
        )
        what = self._any(
            "Bank",
            "Council",
            "Library",
            "Archives",
            "Collaboration",
            "Study Group",
            "Organization",
            "Press Office",
        )
        return self._any(
            f"{head} {self._any('for', 'of', 'on')} {subject}",
            f"{whose} {what}",
            f"{self._of(self._pools.places).split(',')[0]} {self._any('Historical Society', 'City Council', 'University', 'Museum')}",
            f"{whose} {head} {self._any('for', 'of')} {subject}",
        )

    def _authors(self, people: str, end: str) -> str:
        """People, or in some references an organisation in their place."""
        return f"{self._body()}{end}" if self._often(0.1) else people

    def _people(self, most: int = 3) -> list[tuple[str, str]]:
        return [self._person() for _ in range(self._dice.choice([1, 1, 1, 2, 2, 3][: most + 3]))]

    def _inverted(
        self, people: list[tuple[str, str]], word: str = "and", all_of: bool = True
    ) -> str:
        names = [
            f"{family}, {given}" if all_of or place == 0 else f"{given} {family}"
            for place, (family, given) in enumerate(people)
        ]
        return self._joined(names, word)

    def _natural(self, people: list[tuple[str, str]], word: str = "and") -> str:
        return self._joined([f"{given} {family}" for family, given in people], word)

    def _joined(self, names: list[str], word: str) -> str:
        if len(names) == 1:
            return names[0]
        comma = "," if len(names) > 2 or (self._often(0.4) and "," in names[0]) else ""
        return ", ".join(names[:-1]) + f"{comma} {word} {names[-1]}"

    def _year(self) -> str:
        return str(
            self._dice.randint(1880, 2023) if self._often(0.9) else self._dice.randint(1600, 1880)
        )

    def _pages(self, dash: str = "–") -> str:
        first = self._dice.randint(1, 900)
        last = first + self._dice.randint(3, 40)
        shown = (
            str(last)[-2:]
            if first // 100 == last // 100 and first > 100 and self._often(0.4)
            else str(last)
        )
        return f"{first}{dash}{shown}"

    def _place(self) -> str:
        one = self._of(self._pools.places)
        if self._often(0.1):
            return f"{one} {self._any('and', 'and', '&', '/')} {self._of(self._pools.places)}"
        return one

    def _fill(self, form: str) -> str:
        values = {
            "A": self._of(_HOLDERS),
            "F": self._person()[0],
            "G": self._person()[0],
            "P": self._of(self._pools.places).split(",")[0],
        }
        return form.format(**values, n=self._dice.randint(1, 4000), m=self._dice.randint(1, 99))

    def _book(self) -> str:
        """A title, now and then with a year, a quotation, or its translation in brackets."""
        dice = self._dice.random()
        if dice < 0.16:
            return f"{self._of(self._pools.foreign)} [{self._of(self._pools.books)}]"
        if dice < 0.24:
            return self._of(self._pools.foreign)
        title = self._of(self._pools.books)
        if dice < 0.28:
            return f"{self._dice.randint(1400, 2000)}{self._any(': ', ': ', ', ')}{title}"
        if dice < 0.4:
            return f"{title.rstrip('.')}{self._any(', ', ': ')}{self._span()}"
        if dice < 0.44:
            return f"“{self._of(self._pools.books).split(':')[0]}”: {title}"
        if dice < 0.5 and ":" not in title:
            return f"{title}: {self._of(self._pools.books)}"
        return title

    def _span(self) -> str:
        first = self._dice.randint(1500, 2000)
        return f"{first}–{first + self._dice.randint(1, 60)}"

    def _article(self) -> tuple[str, str]:
        """A title and its translation, which is mostly ""."""
        if self._often(0.14):
            return self._of(self._pools.foreign), f"[{self._of(self._pools.articles)}]"
        title = self._of(self._pools.articles if self._often(0.7) else self._pools.books)
        if self._often(0.12):
            title = f"{title.rstrip('.')}, {self._span() if self._often(0.5) else self._year()}"
        elif self._often(0.08):
            words = title.split()
            at = self._dice.randrange(len(words))
            words[at] = f"‘{words[at]}’"
            title = " ".join(words)
        return title, ""

    def _quoted(self, title: str, mark: str) -> str:
        opening, closing = self._dice.choice(
            [("“", "”"), ("“", "”"), ("‘", "’"), ('"', '"'), ("«", "»")]
        )
        end = "" if title.endswith(("?", "!")) else mark
        return (
            f"{opening}{title}{end}{closing}"
            if self._often(0.8)
            else f"{opening}{title}{closing}{end}"
        )

    def _heading(self, mark: str) -> Pieces:
        title, translated = self._article()
        if translated:
            return [("title", f"{self._quoted(title, '')} {translated}{mark} ")]
        return [("title", f"{self._quoted(title, mark)} ")]

    def _imprint(self, close: str = "", colon: str = ": ") -> Pieces:
        """Place, publisher and year in brackets, as history books are cited."""
        dice = self._dice.random()
        year = ("date", f"{self._year()}{close}")
        if dice < 0.84:
            return [
                ("place", f"({self._place()}{colon}"),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                year,
            ]
        if dice < 0.9:
            return [("place", f"({self._place()}, "), year]
        if dice < 0.92:
            return [
                ("date", f"({self._year()}; "),
                ("place", f"{self._place()}{colon}"),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                year,
            ]
        if dice < 0.95:
            return [("publisher", f"({self._of(self._pools.publishers)}, "), year]
        return [
            ("place", f"({self._place()}{colon}"),
            ("publisher", f"{self._of(self._pools.publishers)}, and "),
            ("place", f"{self._place()}{colon}"),
            ("publisher", f"{self._of(self._pools.publishers)}, "),
            year,
        ]

    def _extras(self, mark: str = ", ") -> Pieces:
        """What may stand between a book's title and its imprint."""
        found: Pieces = []
        if self._often(0.12):
            found.append(
                (
                    "volume",
                    f"{self._any('vol. ', 'Vol. ', 'vol. ', 'Bd. ', 't. ')}{self._any(*_ROMANS, '1', '2', '3', '12', 'II (xia)', 'I/2')}{mark}",
                )
            )
            if self._often(0.4):
                found.append(("part", f"{self._of(self._pools.books).split(':')[0]}{mark}"))
        elif self._often(0.05):
            found.append(
                ("volume", f"{self._dice.randint(2, 9)} {self._any('vols.', 'vols', 'Bde.')}{mark}")
            )
        if self._often(0.1):
            word = self._any(
                "trans. by ", "trans. ", "translated by ", "trans. and ed. ", "transl. ", "tr. "
            )
            found.append(("translator", f"{word}{self._natural(self._people(2))}{mark}"))
        if self._often(0.07):
            found.append(
                (
                    "editor",
                    f"{self._any('ed. ', 'edited by ', 'ed. by ')}{self._natural(self._people(2))}{mark}",
                )
            )
        if self._often(0.08):
            found.append(
                (
                    "edition",
                    f"{self._any('2nd edn', 'rev. edn', '3rd ed.', '2nd rev. ed.', 'revised edition', '4th edn', 'new ed.')}{mark}",
                )
            )
        if self._often(0.08):
            number = f" {self._dice.randint(1, 300)}" if self._often(0.4) else ""
            found.append(("series", f"{self._fill(self._of(_SERIES))}{number}{mark}"))
        return found

    def _close(self, pieces: Pieces) -> Pieces:
        """The last comma before a bracket goes; the whole ends in a stop."""
        made = list(pieces)
        for place in range(len(made) - 1):
            if made[place + 1][1].startswith("(") and made[place][1].endswith(", "):
                made[place] = (made[place][0], made[place][1][:-2] + " ")
        label, text = made[-1]
        made[-1] = (
            label,
            text.rstrip(" ,") + (self._any(".", ".", ".", "") if not text.endswith(".") else ""),
        )
        return made

    def _when(self) -> str:
        dice = self._dice.random()
        if dice < 0.45:
            return self._year()
        if dice < 0.8:
            return f"{self._any(*_MONTHS.split())} {self._year()}"
        return f"{self._any(*_SEASONS)} {self._year()}"
