"""Newspapers, pages on the net, MLA's short imprints, theses of engineers."""

from reference_model.setting import _MONTHS, Pieces, Setting

_SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec."
_SHEETS = (
    "{P} Times", "The {P} Times", "{P} Herald", "The Guardian", "Observer", "Le Figaro", "Die Zeit",
    "Der Spiegel", "Time", "Newsweek", "The New Yorker", "Süddeutsche Zeitung", "Izvestiia", "Trud",
    "Daily Telegraph", "{P} Post", "{P} Tribune", "La Stampa", "El País", "Corriere della Sera",
    "Krasnaia zvezda", "Guangming ribao", "Asahi shinbun", "The Nation", "{P} Star", "Harper’s",
    "{P} Evening News", "Financial Times", "Wall Street Journal", "Neue Zürcher Zeitung",
)  # fmt: skip


class Daily(Setting):
    """Newspapers, pages on the net, MLA's short imprints, theses of engineers."""

    def _sheet(self) -> str:
        return self._any(*_SHEETS).format(P=self._of(self._pools.places).split(",")[0])

    def _day(self) -> str:
        day, month = self._dice.randint(1, 28), self._any(*_MONTHS.split())
        number = self._dice.randint(1, 12)
        return self._any(
            f"{day} {month} {self._year()}",
            f"{month} {day}, {self._year()}",
            f"{day}.{number}.{self._year()}",
            f"{day} {self._any(*_SHORT.split())} {self._year()}",
        )

    def _press(self) -> Pieces:
        """An article of a day, with or without its author, its title, its town, its page."""
        sheet = self._sheet()
        town: Pieces = (
            [("place", f"({self._of(self._pools.places).split(',')[0]}), ")]
            if self._often(0.15)
            else []
        )
        journal: Pieces = [("journal", f"{sheet}{' ' if town else ', '}"), *town]
        letter = self._any("A", "B", "", "", "sec. 2, ")
        page: Pieces = (
            [("pages", f"{self._any('p. ', '', 'S. ', 'p.')}{letter}{self._dice.randint(1, 60)}")]
            if self._often(0.65)
            else []
        )
        dice = self._dice.random()
        day = self._dice.randint(1, 28)
        month = self._any(*_MONTHS.split())
        if dice < 0.12:
            return self._close([*journal, ("date", f"{self._day()}, "), *page])
        if dice < 0.45:
            who = self._any(self._short_names(), self._body())
            return self._close(
                [
                    ("author", f"{who}{'' if who.endswith('.') else '.'} "),
                    ("date", f"({self._year()}, {month} {day}). "),
                    ("title", f"{self._article()[0].rstrip('.')}. "),
                    *journal,
                    *page,
                ]
            )
        if dice < 0.6:
            comma = self._any("", ",")
            return self._close(
                [
                    ("author", f"{self._short_names()} "),
                    ("date", f"({self._year()}){comma} "),
                    ("title", f"{self._quoted(self._article()[0], '')}, "),
                    *journal,
                    ("date", f"{day} {month}, "),
                    *page,
                ]
            )
        people = self._people(1)[:1]
        who = self._any(self._natural(people), self._inverted(people))
        lead: Pieces = [("author", f"{who}{self._any(', ', ', ', '. ')}")] if dice < 0.85 else []
        inside = self._any("", "", "in: ", "in ")
        journal[0] = ("journal", f"{inside}{journal[0][1]}")
        heading = (
            [("title", f"{self._article()[0].rstrip('.')}, ")]
            if self._often(0.3)
            else self._heading(self._any(",", "."))
        )
        return self._close([*lead, *heading, *journal, ("date", f"{self._day()}, "), *page])

    def _short_names(self) -> str:
        names = [
            f"{family}, {' '.join(word[0] + '.' for word in given.split() if word[0].isalpha())}"
            for family, given in self._people()
        ]
        return self._joined(names, "&")

    def _page_of_site(self) -> Pieces:
        """A page with the site that holds it, dates in several places."""
        host = "".join(sign for sign in self._person()[0].lower() if "a" <= sign <= "z") or "site"
        address = f"https://www.{host}.{self._any('org', 'com', 'edu', 'net')}/{self._any('a', 'blog/b', '2014/c')}"
        seen = self._any(
            "accessed", "Accessed", "last accessed", "(accessed", "retrieved", "Retrieved"
        )
        close = ")" if seen.startswith("(") else ""
        site = self._any(
            self._journal(),
            f"{self._of(self._pools.places).split(',')[0]} Blog",
            f"{self._of(self._pools.books).split(':')[0]}",
            "Digital Collections",
            "Online Archive",
        )
        site += self._any("", "", "", " (blog)")
        who: Pieces = (
            [("author", f"{self._any(self._inverted(self._people(1)), self._body())}. ")]
            if self._often(0.75)
            else []
        )
        stop = self._any(". ", ". ", ", ")
        date: Pieces = (
            [("date", f"{self._any('', '', 'Posted ', 'Last modified ')}{self._day()}{stop}")]
            if self._often(0.5)
            else []
        )
        no_date: Pieces = [("date", "n.d. ")] if who and self._often(0.1) else []
        title = self._any(self._quoted(self._book(), stop.strip()), f"{self._book()}{stop.strip()}")
        body: Pieces = [
            *who,
            *no_date,
            ("title", f"{title} "),
            ("container", f"{site}{stop}"),
            *date,
        ]
        access = ("note", f"{seen} {self._day()}{close}")
        if self._often(0.5):
            return self._close([*body, (access[0], f"{access[1]}. "), ("url", address)])
        return self._close([*body, ("url", f"{address}{self._any(' ', ', ')}"), access])

    def _mla_short(self) -> Pieces:
        """MLA: a publisher without a place, media at the end, "42.4 (2011): 57–91"."""
        who: Pieces = [("author", f"{self._inverted(self._people(), all_of=False)}. ")]
        medium: Pieces = [("genre", f"{self._any('Print', 'Web')}. ")] if self._often(0.35) else []
        seen: Pieces = (
            [("note", f"{self._dice.randint(1, 28)} {self._any(*_SHORT.split())} {self._year()}")]
            if medium and medium[0][1].startswith("Web")
            else []
        )
        if self._often(0.5):
            by: Pieces = []
            if self._often(0.6):
                role, label = self._any("Translated by,translator", "Edited by,editor").split(",")
                by = [(label, f"{role} {self._natural(self._people(2))}, ")]
            edition: Pieces = (
                [("edition", f"{self._any('2nd ed.', 'Revised ed.')}, ")]
                if self._often(0.1)
                else []
            )
            place: Pieces = [("place", f"{self._place()}: ")] if medium and not by else []
            return self._close(
                [
                    *who,
                    ("title", f"{self._book()}. "),
                    *by,
                    *edition,
                    *place,
                    ("publisher", f"{self._house()}, "),
                    ("date", f"{self._year()}. "),
                    *medium,
                    *seen,
                ]
            )
        return self._close(
            [
                *who,
                *self._heading("."),
                ("journal", f"{self._journal()} "),
                ("volume", f"{self._dice.randint(1, 99)}.{self._dice.randint(1, 12)} "),
                ("date", f"({self._when()}): "),
                ("pages", f"{self._pages()}. "),
                *medium,
                *seen,
            ]
        )

    def _engineer(self) -> Pieces:
        """Theses and reports in the numbered lists of engineers."""
        lead: Pieces = [("number", f"[{self._dice.randint(1, 99)}] ")] if self._often(0.7) else []
        people = [(f, f"{g[0]}.") for f, g in self._people()]
        heading: Pieces = [("title", f"“{self._book()},” ")]
        town, land = self._of(self._pools.places).split(",")[0], self._any("Norway", "USA", "U.K.")
        who: Pieces = [*lead, ("author", f"{self._natural(people)}, "), *heading]
        school = f"Univ. of {town}"
        if self._often(0.3):
            school = f"Dept. of {self._any('History', 'Physics', 'Comput. Sci.')}, {school}"
        if self._often(0.5):
            kind = self._any("Ph.D. dissertation", "M.S. thesis", "Ph.D. thesis")
            place: Pieces = [("place", f"{town}, {land}, ")] if self._often(0.6) else []
            return self._close(
                [
                    *who,
                    ("genre", f"{kind}, "),
                    ("publisher", f"{school}, "),
                    *place,
                    ("date", self._year()),
                ]
            )
        code = self._any(f"TR-{self._dice.randint(1, 99)}", f"{self._dice.randint(1, 900)}")
        house = self._any(f"National {town} Laboratory", self._house(), school)
        return self._close(
            [
                *who,
                ("publisher", f"{house}, "),
                ("genre", f"{self._any('Tech. Rep.', 'Rep.', 'Working Paper')} {code}, "),
                ("date", self._year()),
            ]
        )
