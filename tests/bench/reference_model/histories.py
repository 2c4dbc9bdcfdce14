"""Cambridge, Chicago and MLA: the styles of the humanities."""

from reference_model.setting import Pieces, Setting


class Histories(Setting):
    """Cambridge, Chicago and MLA: the styles of the humanities."""

    def _cambridge_people(self) -> Pieces:
        if self._often(0.08):
            return [("author", f"{self._body()}, ")]
        people = self._people()
        more = self._any(" et al.", "") if self._often(0.1) else ""
        if self._often(0.2):
            role = "ed." if len(people) == 1 and not more else "eds."
            return [("editor", f"{self._inverted(people)}{more} ({role}), ")]
        return [("author", f"{self._inverted(people)}{more}, ")]

    def _cambridge_book(self) -> Pieces:
        pieces = [
            *self._cambridge_people(),
            ("title", f"{self._book()}, "),
            *self._extras(),
            *self._imprint(")"),
        ]
        if self._often(0.15):
            pieces[-1] = ("date", pieces[-1][1] + ", ")
            pieces.append(("pages", self._any("", "pp. ", "p. ") + self._pages()))
        return self._close(pieces)

    def _cambridge_chapter(self) -> Pieces:
        editors = self._people()
        role = (
            self._any("(ed.)", "ed.") if len(editors) == 1 else self._any("(eds.)", "eds.", "(eds)")
        )
        before = self._often(0.7)
        named = (
            f"{self._inverted(editors) if self._often(0.6) else self._natural(editors)} {role}, "
        )
        title = self._book()
        who: Pieces = [("author", f"{self._inverted(self._people())}, ")]
        if before:
            middle: Pieces = [("editor", f"in {named}"), ("container", f"{title}, ")]
        else:
            middle = [
                ("container", f"in {title}, "),
                ("editor", f"{self._any('ed. ', 'eds. ', 'edited by ')}{self._natural(editors)}, "),
            ]
        pieces = [*who, *self._heading(","), *middle, *self._extras()[:1], *self._imprint(")")]
        if self._often(0.5):
            pieces[-1] = ("date", pieces[-1][1] + ", ")
            pieces.append(("pages", self._any("", "pp. ") + self._pages()))
        return self._close(pieces)

    def _cambridge_article(self) -> Pieces:
        number = self._dice.randint(1, 140)
        issue = self._dice.randint(1, 12)
        forms = (
            f"{number}, {issue} ",
            f"{number} ",
            f"{number}:{issue} ",
            f"{number}, no. {issue} ",
            f"vol. {number}, no. {issue} ",
            f"No. {number} ",
            f"{number}/{issue} ",
            f"{number}({issue}) ",
        )
        joint = self._any("", "in ") if self._often(0.2) else ""
        pieces: Pieces = [
            ("author", f"{self._inverted(self._people())}, "),
            *self._heading(","),
            ("journal", f"{joint}{self._of(self._pools.journals)}{self._any(', ', ', ', ' ')}"),
            ("volume", self._any(*forms)),
            ("date", f"({self._when()}){self._any(', ', ': ')}"),
        ]
        if self._often(0.6):
            pieces.append(("pages", self._any("", "pp. ") + self._pages()))
        return self._close(pieces)

    def _chicago_book(self) -> Pieces:
        people = self._people()
        listed = self._inverted(people, all_of=False)
        who = (
            ("editor", f"{listed}, {self._any('ed. ', 'eds. ')}")
            if self._often(0.15)
            else ("author", self._authors(f"{listed}. ", ". "))
        )
        pieces: Pieces = [who, ("title", f"{self._book()}. ")]
        for label, text in self._extras(". "):
            pieces.append((label, text[0].upper() + text[1:]))
        if self._often(0.06):
            pieces += [("date", f"{self._year()}. "), ("edition", "Reprint, ")]
        pieces += [
            ("place", f"{self._place()}: "),
            ("publisher", f"{self._of(self._pools.publishers)}, "),
            (
                "date",
                f"{self._any(self._year(), self._year(), self._year(), 'n.d.', 'forthcoming', self._span())}. ",
            ),
        ]
        return self._close(pieces)

    def _chicago_chapter(self) -> Pieces:
        by = [
            ("container", f"In {self._book()}, "),
            ("editor", f"edited by {self._natural(self._people())}, "),
            ("pages", f"{self._pages()}. "),
        ]
        return self._close(
            [
                ("author", f"{self._inverted(self._people(), all_of=False)}. "),
                *self._heading("."),
                *by,
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                ("date", f"{self._year()}. "),
            ]
        )

    def _chicago_article(self) -> Pieces:
        number, issue = self._dice.randint(1, 140), self._dice.randint(1, 12)
        pieces: Pieces = [
            ("author", f"{self._inverted(self._people(), all_of=False)}. "),
            *self._heading("."),
            ("journal", f"{self._of(self._pools.journals)} "),
            (
                "volume",
                self._any(
                    f"{number}, no. {issue} ", f"{number} ", f"{number}, nos. {issue}/{issue + 1} "
                ),
            ),
            ("date", f"({self._when()}): "),
            ("pages", f"{self._pages()}. "),
        ]
        if self._often(0.25):
            pieces.append(
                (
                    "url" if self._often(0.5) else "doi",
                    f"https://doi.org/10.{self._dice.randint(1000, 9999)}/{self._dice.randint(10, 99999)}. ",
                )
            )
        return self._close(pieces)

    def _note(self) -> Pieces:
        lead: Pieces = (
            [("number", f"{self._dice.randint(1, 300)}{self._any('. ', ' ', ') ')}")]
            if self._often(0.3)
            else []
        )
        people = [("author", f"{self._natural(self._people())}, ")]
        if self._often(0.5):
            pieces: Pieces = [
                *lead,
                *people,
                ("title", f"{self._book()}, "),
                *self._extras(),
                *self._imprint("), "),
                ("pages", self._pages()),
            ]
        elif self._often(0.5):
            pieces = [
                *lead,
                *people,
                *self._heading(","),
                ("journal", f"{self._of(self._pools.journals)} "),
                ("volume", f"{self._dice.randint(1, 140)}, no. {self._dice.randint(1, 12)} "),
                ("date", f"({self._when()}): "),
                ("pages", self._pages()),
            ]
        else:
            pieces = [
                *lead,
                *people,
                *self._heading(","),
                ("container", f"in {self._book()}, "),
                ("editor", f"ed. {self._natural(self._people())} "),
                *self._imprint("), "),
                ("pages", self._pages()),
            ]
        return self._close(pieces)

    def _mla(self) -> Pieces:
        who: Pieces = [("author", f"{self._inverted(self._people(), all_of=False)}. ")]
        if self._often(0.4):
            return self._close(
                [
                    *who,
                    ("title", f"{self._book()}. "),
                    ("publisher", f"{self._of(self._pools.publishers)}, "),
                    ("date", self._year()),
                ]
            )
        if self._often(0.5):
            return self._close(
                [
                    *who,
                    *self._heading("."),
                    ("journal", f"{self._of(self._pools.journals)}, "),
                    (
                        "volume",
                        f"vol. {self._dice.randint(1, 99)}, no. {self._dice.randint(1, 12)}, ",
                    ),
                    ("date", f"{self._when()}, "),
                    ("pages", f"pp. {self._pages()}"),
                ]
            )
        return self._close(
            [
                *who,
                *self._heading("."),
                ("container", f"{self._book()}, "),
                ("editor", f"edited by {self._natural(self._people())}, "),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                ("date", f"{self._year()}, "),
                ("pages", f"pp. {self._pages()}"),
            ]
        )

    def _old(self) -> Pieces:
        """Books with a reprint's two years, and lists in which a dash stands for the author."""
        if self._often(0.5):
            dash = self._any("———", "――", "—", "———", "______", "–––")
            rest = self._cambridge_book()[1:] if self._often(0.5) else self._chicago_book()[1:]
            return [("author", f"{dash}{self._any(', ', '. ')}"), *rest]
        return self._close(
            [
                *self._cambridge_people(),
                ("title", f"{self._book()}, "),
                ("place", f"({self._place()}: "),
                ("publisher", f"{self._of(self._pools.publishers)}, "),
                (
                    "date",
                    f"{self._any('[{}] {}', '{} [{}]', '{}; reprinted {}').format(self._year(), self._year())})",
                ),
            ]
        )
