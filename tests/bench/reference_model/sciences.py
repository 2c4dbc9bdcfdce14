"""Harvard, APA and Vancouver, numbered reports, and what stands on the net."""

from reference_model.setting import _MONTHS, Pieces, Setting

_PROJECTS = (
    "National Bureau of Economic Research",
    "{P} History Project",
    "Institute of Development Studies",
    "Center for International Studies",
    "Nuclear Proliferation Project (NPIHP)",
    "International Monetary Fund",
    "Department of Economics, University of {P}",
    "RAND",
    "Parallel History Project (PHP)",
)


class Sciences(Setting):
    """Harvard, APA and Vancouver, numbered reports, and what stands on the net."""

    def _initials(self, given: str, dot: str = ".") -> str:
        return (" " if dot else "").join(
            f"{word[0]}{dot}" for word in given.replace(".", ". ").split() if word[0].isalpha()
        )

    def _short(self, word: str = "&", comma: bool = True) -> str:
        names = [
            f"{family}{',' if comma else ''} {self._initials(given)}"
            for family, given in self._people()
        ]
        return self._joined(names, word)

    def _harvard(self) -> Pieces:
        year = (
            "date",
            self._any(
                f"({self._year()}) ",
                f"{self._year()}, ",
                f"({self._year()}), ",
                f"{self._year()}. ",
            ),
        )
        who: Pieces = [("author", self._authors(f"{self._short('and')} ", " ")), year]
        if self._often(0.4):
            edition: Pieces = (
                [("edition", f"{self._any('2nd edn', '3rd ed.', 'Rev. ed.')}. ")]
                if self._often(0.2)
                else []
            )
            return self._close(
                [
                    *who,
                    ("title", f"{self._book()}{self._any('. ', ', ')}"),
                    *edition,
                    ("place", f"{self._place()}: "),
                    ("publisher", self._of(self._pools.publishers)),
                ]
            )
        title, _ = self._article()
        heading = ("title", f"{self._quoted(title, '')}, " if self._often(0.6) else f"{title}. ")
        if self._often(0.6):
            return self._close(
                [
                    *who,
                    heading,
                    ("journal", f"{self._of(self._pools.journals)}, "),
                    (
                        "volume",
                        self._any(
                            f"{self._dice.randint(1, 99)}({self._dice.randint(1, 12)}), ",
                            f"vol. {self._dice.randint(1, 99)}, no. {self._dice.randint(1, 12)}, ",
                        ),
                    ),
                    ("pages", f"{self._any('pp. ', 'pp.', '')}{self._pages(self._any('-', '–'))}"),
                ]
            )
        return self._close(
            [
                *who,
                heading,
                ("editor", f"in {self._short('and')} ({self._any('ed.', 'eds.', 'eds')}) "),
                ("container", f"{self._book()}{self._any('. ', ', ')}"),
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                ("pages", f"pp. {self._pages()}"),
            ]
        )

    def _apa(self) -> Pieces:
        reprint = f"[{self._year()}] " if self._often(0.03) else ""
        who: Pieces = [
            ("author", self._authors(f"{self._short()} ", ". ")),
            (
                "date",
                f"({reprint}{self._any(self._year(), self._year(), self._year(), self._year() + 'a', 'n.d.', 'in press')}). ",
            ),
        ]
        title = self._article()[0]
        if self._often(0.35):
            edition: Pieces = (
                [("edition", f"({self._any('2nd ed.', 'Rev. ed.', '3rd ed.')}). ")]
                if self._often(0.2)
                else []
            )
            by: Pieces = (
                [
                    (
                        "translator",
                        f"({self._natural([(f, self._initials(g)) for f, g in self._people(1)])}, Trans.). ",
                    )
                ]
                if self._often(0.15)
                else []
            )
            place: Pieces = [("place", f"{self._place()}: ")] if self._often(0.5) else []
            return self._close(
                [
                    *who,
                    ("title", f"{self._book()}{'. ' if not edition and not by else ' '}"),
                    *by,
                    *edition,
                    *place,
                    ("publisher", self._of(self._pools.publishers)),
                ]
            )
        if self._often(0.6):
            return self._close(
                [
                    *who,
                    ("title", f"{title.rstrip('.')}. "),
                    ("journal", f"{self._of(self._pools.journals)}, "),
                    ("volume", f"{self._dice.randint(1, 99)}({self._dice.randint(1, 12)}), "),
                    ("pages", f"{self._pages()}. "),
                ]
            )
        editors = self._natural([(f, self._initials(g)) for f, g in self._people()], "&")
        return self._close(
            [
                *who,
                ("title", f"{title.rstrip('.')}. "),
                ("editor", f"In {editors} ({self._any('Ed.', 'Eds.')}), "),
                ("container", f"{self._book()} "),
                ("pages", f"(pp. {self._pages()}). "),
                ("publisher", self._of(self._pools.publishers)),
            ]
        )

    def _vancouver(self) -> Pieces:
        lead: Pieces = (
            [
                (
                    "number",
                    f"{self._any('[{}] ', '{}. ', '({}) ', '{} ').format(self._dice.randint(1, 200))}",
                )
            ]
            if self._often(0.5)
            else []
        )
        listed = ", ".join(
            f"{family} {self._initials(given, '')}"
            for family, given in (self._person() for _ in range(self._dice.randint(1, 5)))
        )
        listed = self._authors(listed, "")
        who: Pieces = [*lead, ("author", f"{listed}{self._any('. ', ', et al. ', '. ')}")]
        if self._often(0.3):
            return self._close(
                [
                    *who,
                    ("title", f"{self._book()}. "),
                    ("place", f"{self._place()}: "),
                    ("publisher", f"{self._of(self._pools.publishers)}; "),
                    ("date", self._year()),
                ]
            )
        number = self._dice.randint(1, 99)
        return self._close(
            [
                *who,
                ("title", f"{self._article()[0].rstrip('.')}. "),
                ("journal", f"{self._of(self._pools.journals)}{self._any('. ', ' ')}"),
                ("date", f"{self._year()}{self._any('', '', ' May', ' Apr 25', ' Jun 16')};"),
                ("volume", self._any(f"{number}({self._dice.randint(1, 12)}):", f"{number}:")),
                ("pages", self._pages(self._any("-", "–"))),
            ]
        )

    def _numbered_report(self) -> Pieces:
        """Engineering and economics: a report's series and number, then who gave it out."""
        number = self._any(
            f"TR-{self._dice.randint(10, 99)}-{self._dice.randint(1, 40)}",
            f"No. {self._dice.randint(1, 9000)}",
            str(self._dice.randint(1, 400)),
        )
        kind = self._any(
            "Tech. Rep.",
            "Technical Report",
            "NBER Working Paper",
            "CEPR Discussion Paper",
            "IMF Working Paper",
            "Report",
            "Working Paper",
            "Occasional Paper",
            "CSIA Discussion Paper",
        )
        series: Pieces = [("genre", f"{kind} {number}{self._any(', ', '. ')}")]
        if kind.split()[0].isupper():
            series = [
                ("series", f"{kind.split()[0]} "),
                ("genre", f"{kind.split(maxsplit=1)[1]} {number}{self._any(', ', '. ')}"),
            ]
        who = self._any(
            f"{self._short('and')} ({self._year()}). ",
            f"{self._natural(self._people())}, ",
            f"{self._inverted(self._people(), all_of=False)}. ",
        )
        place: Pieces = [("place", f"{self._place()}: ")] if self._often(0.6) else []
        lead: Pieces = [("author", who)]
        if who.endswith("). "):
            head, _, year = who.rpartition("(")
            lead = [("author", head), ("date", f"({year}")]
        end: Pieces = [] if len(lead) == 2 else [("date", f", {self._year()}")]
        return self._close(
            [
                *lead,
                ("title", f"{self._any('“{},” ', '{}. ').format(self._book())}"),
                *series,
                *place,
                (
                    "publisher",
                    self._any(*_PROJECTS[:1], self._of(self._pools.publishers), "World Bank"),
                ),
                *end,
            ]
        )

    def _internet(self) -> Pieces:
        """Bracketed media, and the theses and papers of APA and Vancouver."""
        who: Pieces = [
            ("author", self._authors(f"{self._short()} ", ". ")),
            ("date", f"({self._year()}{self._any('', ', May', ', October 3')}). "),
        ]
        title = self._book().split(" [")[0]
        school = f"University of {self._of(self._pools.places).split(',')[0]}"
        dice = self._dice.random()
        if dice < 0.3:
            kind = self._any(
                "Doctoral dissertation", "Master’s thesis", "Unpublished doctoral dissertation"
            )
            return self._close(
                [
                    *who,
                    ("title", f"{title} "),
                    ("genre", f"{self._any('[', '(')}{kind}, "),
                    ("publisher", f"{school}]. "),
                ]
            )
        if dice < 0.5:
            body = self._of(self._pools.volumes)
            return self._close(
                [
                    *who,
                    ("title", f"{title} "),
                    ("genre", "[Paper presentation]. "),
                    ("container", f"{body}, "),
                    ("place", self._place()),
                ]
            )
        if dice < 0.75:
            family, given = self._person()
            return self._close(
                [
                    ("author", f"{family} {self._initials(given, '')}. "),
                    ("title", f"{title} "),
                    (
                        "genre",
                        f"{self._any('[dissertation]', '[master’s thesis]', '[doctoral thesis]')}. ",
                    ),
                    ("place", f"{self._place()}: "),
                    ("publisher", f"{school}; "),
                    ("date", self._year()),
                ]
            )
        return self._close(
            [
                ("author", f"{self._body()}. "),
                ("title", f"{title} "),
                ("genre", "[Internet]. "),
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._of(self._pools.publishers)}; "),
                ("date", f"{self._year()} "),
                (
                    "note",
                    f"[cited {self._year()} {self._any('Jan', 'May', 'Oct')} {self._dice.randint(1, 28)}]. ",
                ),
                ("note", "Available from: "),
                (
                    "url",
                    f"https://{family_name(self._person()[0])}.org/{self._dice.randint(1, 999)}",
                ),
            ]
        )

    def _web(self) -> Pieces:
        address = f"{self._any('https://', 'http://', 'www.')}{self._person()[0].lower().replace(' ', '')}.{self._any('org', 'com', 'ac.uk', 'gov')}/{self._any('news', 'articles', 'docs', '')}/{self._dice.randint(1, 9999)}"
        day = f"{self._dice.randint(1, 28)} {self._any(*_MONTHS.split())} {self._year()}"
        seen = self._any(
            "accessed ", "Accessed ", "Retrieved ", "last accessed ", "(accessed ", "[accessed "
        )
        close = {"(": ")", "[": "]"}.get(seen[0], "")
        who: Pieces = [
            (
                "author",
                f"{self._any(self._body(), self._inverted(self._people(1)))}{self._any('. ', ', ')}",
            )
        ]
        pieces: Pieces = [*who, *self._heading(self._any(",", "."))]
        if self._often(0.4):
            pieces.append(("date", f"{self._any(day, self._year())}, "))
        if self._often(0.6):
            pieces += [("url", f"{address}{self._any(', ', ' ')}"), ("note", f"{seen}{day}{close}")]
        else:
            pieces += [
                ("note", f"{seen.strip('([')}{day}{self._any(', from ', ', ', '. ')}"),
                ("url", address),
            ]
        return self._close(pieces)


def family_name(word: str) -> str:
    """A family name as a part of a host's name."""
    return "".join(sign for sign in word.lower() if sign.isascii() and sign.isalpha()) or "site"
