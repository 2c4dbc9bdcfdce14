"""Edited sources, works in series, numbered papers: what historians cite beside books."""

from reference_model.setting import _MONTHS, _ROMANS, Pieces, Setting

_ACRONYMS = ("CWIHP", "NBER", "IMF", "CEPR", "NPIHP", "PHP", "LSE", "IFRI", "SWP", "RAND", "ILO")
_PAPERS = (
    "Working Paper",
    "Occasional Paper",
    "Discussion Paper",
    "Working Papers",
    "e-Dossier",
    "Policy Paper",
    "Bulletin",
    "Research Paper",
    "Briefing Book",
)
_BODIES = (
    "Royal Commission on {S}",
    "Ministry of {S}",
    "Department of {S}",
    "Institute of {S} of the Academy of Sciences",
    "Central Committee of the {P} Communist Party",
    "House of Commons, Select Committee on {S}",
    "U.S. Congress, House, Committee on {S}",
    "International Committee of {S} Editors",
    "American {S} Association",
    "Institut für {S}",
    "Ministère de la {S}",
    "Party History Office of {P}",
    "Centers for {S} and Prevention",
    "National Center for {S} Statistics",
    "Akademiia nauk SSSR",
)


class Sources(Setting):
    """Edited sources, works in series, numbered papers."""

    def _body_of(self) -> str:
        """A body whose name says what it is for."""
        subject = (
            " ".join(self._of(self._pools.books).split(":")[0].split()[:2]).strip(",.").title()
        )
        form = self._any(*_BODIES)
        return form.format(S=subject, P=self._of(self._pools.places).split(",")[0])

    def _edited(self) -> Pieces:
        """Documents that people edited, with what follows the imprint: "1:412", "doc. 12"."""
        people = self._people()
        listed = self._any(self._inverted(people), self._natural(people))
        more = " et al." if self._often(0.15) else ""
        role = self._any("eds.", "(eds.)", "(eds)", "ed.", "comps.", "comp.", "(comp.)", "(Hg.)")
        end = self._any(", ", ", ", ". ")
        if self._often(0.2):
            listed, more = self._body_of(), ""
        comma = "" if role.startswith("(") else ","
        who: Pieces = [("editor", f"{listed}{more}{comma} {role}{end}".replace("., ", ", ", 0))]
        title = self._source_title()
        if self._often(0.25):
            by = self._any("ed. ", "edited by ", "bearb. von ", "hg. von ", "a cura di ", "comp. ")
            return self._close(
                [
                    ("title", f"{title}, "),
                    *self._numbers(),
                    ("editor", f"{by}{self._natural(people, self._any('and', 'und', 'e'))}, "),
                    *self._imprint("), "),
                    *self._behind(),
                ]
            )
        if end == ". ":
            tail: Pieces = [
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._house()}, "),
                ("date", f"{self._year()}. "),
            ]
            between = self._extras(". ") if self._often(0.4) else self._serial(". ")
            return self._close([*who, ("title", f"{title}. "), *between, *tail])
        return self._close(
            [
                *who,
                ("title", f"{title}, "),
                *self._numbers(),
                *self._imprint("), "),
                *self._behind(),
            ]
        )

    def _numbers(self) -> Pieces:
        """A volume and perhaps its title, or how many there are."""
        dice = self._dice.random()
        if dice < 0.25:
            number = self._any(*_ROMANS, "1", "2", "8", "14")
            found: Pieces = [("volume", f"{self._any('vol. ', 'Vol. ', 't. ', 'Bd. ')}{number}, ")]
            if self._often(0.4):
                found.append(("part", f"{self._of(self._pools.books).split(':')[0]}, "))
            return found
        if dice < 0.4:
            unit = self._any("vols.", "vols", "voll.", "Bde.", "t.", "kn.")
            return [("volume", f"{self._dice.randint(2, 12)} {unit}, ")]
        return []

    def _behind(self) -> Pieces:
        """What stands behind the imprint: a page, a volume and a page, a document's number."""
        number, page = self._dice.randint(1, 12), self._dice.randint(1, 700)
        dice = self._dice.random()
        if dice < 0.25:
            return [("pages", str(page))]
        if dice < 0.4:
            return [("pages", self._pages())]
        if dice < 0.6:
            volume = self._any(str(number), str(number), "II", "IV")
            return [("volume", f"{volume}:"), ("pages", f"{self._any('', ' ')}{page}")]
        if dice < 0.75:
            return [("document", f"{self._any('doc. ', 'Dok. ', 'no. ', 'Doc. ')}{page}")]
        if dice < 0.8:
            return [("note", f"entry for {number} {self._any(*_MONTHS.split())} 1943")]
        return []

    def _serial(self, mark: str) -> Pieces:
        """A series behind the title, which nothing but its place tells."""
        if self._often(0.35):
            return []
        return [("series", f"{self._series_name()}{mark}")]

    def _series_name(self) -> str:
        dice = self._dice.random()
        words = self._of(self._pools.books).split(":")[0].split()
        subject = " ".join(words[:3]).strip(",.")
        if dice < 0.3:
            head = self._any("Annals of", "Studies in", "Library of", "Sources for", "The World of")
            return f"{head} {subject}"
        if dice < 0.5:
            return f"{subject} {self._any('Series', 'Studies', 'Library', 'Monographs', 'Texts')}"
        if dice < 0.75:
            return self._journal()
        return self._voices.title() if self._often(0.5) else subject.title()

    def _in_series(self) -> Pieces:
        """A book in a series that stands between title and imprint, with commas or stops."""
        number = self._any(
            "", f" {self._dice.randint(1, 200)}", f", no. {self._dice.randint(1, 99)}"
        )
        series: Pieces = [("series", f"{self._series_name()}{number}")]
        by: Pieces = []
        if self._often(0.4):
            names = self._natural(self._people(2))
            by = [("translator", f"{self._any('trans. ', 'translated by ')}{names}")]
        if self._often(0.5):
            found: Pieces = [("author", f"{self._inverted(self._people(), all_of=False)}. ")]
            for label, words in [("title", self._book()), *by, *series]:
                found.append((label, f"{words[0].upper()}{words[1:]}. "))
            return self._close(
                [
                    *found,
                    ("place", f"{self._place()}: "),
                    ("publisher", f"{self._house()}, "),
                    ("date", self._year()),
                ]
            )
        who = self._any(self._inverted(self._people()), self._natural(self._people()))
        middle = [(label, f"{words}, ") for label, words in [*by, *series]]
        return self._close(
            [
                ("author", f"{who}, "),
                ("title", f"{self._book()}, "),
                *middle,
                *self._imprint("), "),
                *self._behind(),
            ]
        )

    def _working_paper(self) -> Pieces:
        """A paper whose series is an acronym, right behind the title."""
        kind, number = self._any(*_PAPERS), self._dice.randint(1, 9000 if self._often(0.3) else 99)
        words = f"{kind} {self._any('No. ', 'no. ', '', '#')}{number}"
        series = self._any(*_ACRONYMS) if self._often(0.7) else self._series_name()
        house = self._any(self._house(), self._body_of())
        dice = self._dice.random()
        title = self._book()
        people = self._people()
        if dice < 0.15:
            who = f"{self._inverted(people)} {self._any('(eds.)', '(ed.)')}, "
            return self._close(
                [
                    ("editor", who),
                    ("title", f"{title}, "),
                    ("series", f"{series} "),
                    ("genre", f"{words} "),
                    *self._imprint(")"),
                ]
            )
        if dice < 0.45:
            return self._close(
                [
                    ("author", f"{self._inverted(people)}, "),
                    ("title", f"{title}{self._any(', ', '. ')}"),
                    ("series", f"{series} "),
                    ("genre", f"{words} "),
                    *self._imprint(")"),
                ]
            )
        if dice < 0.6:
            return self._close(
                [
                    ("author", f"{self._inverted(people)}, "),
                    ("title", f"“{title}” "),
                    ("series", f"({series} "),
                    ("genre", f"{words}, "),
                    ("publisher", f"{house}, "),
                    ("date", f"{self._year()})"),
                ]
            )
        if dice < 0.7:
            code = f"{self._any('P', 'RM', 'R', 'D')}-{self._dice.randint(100, 9000)}"
            return self._close(
                [
                    ("author", f"{self._inverted(people)}, "),
                    ("title", f"{title}, "),
                    ("genre", f"{self._any('', '', 'Report ')}{code} "),
                    *self._imprint(")"),
                ]
            )
        if dice < 0.8:
            code = f"{self._any('Cmd.', 'Cmnd.', 'Cd.', 'H.C.')} {self._dice.randint(100, 9900)}"
            return self._close(
                [
                    ("author", f"{self._body_of()}, "),
                    ("title", f"{self._any('First', 'Final', 'Third', 'Interim')} Report, "),
                    ("genre", f"{code} "),
                    *self._imprint(")"),
                ]
            )
        return self._close(
            [
                ("author", f"{self._inverted(people, all_of=False)}. "),
                ("title", f"{self._any('“{}.” ', '{}. ').format(title)}"),
                ("series", f"{series} "),
                ("genre", f"{words}. "),
                ("place", f"{self._place()}: "),
                ("publisher", f"{house}, "),
                ("date", self._year()),
            ]
        )

    def _source_title(self) -> str:
        """A title as editions of documents have it, often with its years."""
        dice = self._dice.random()
        if dice < 0.35:
            title = self._voices.title()
            years = f", {self._span()}" if self._often(0.5) else ""
            kind = self._any("", ": dokumenty i materialy", ": sbornik dokumentov", "")
            brackets = f" [{self._of(self._pools.books)}]" if self._often(0.5) else ""
            return f"{title}{years}{kind}{brackets}"
        head = self._any("Documents on", "The Papers of", "Selected Letters of", "Sources on", "")
        words = self._of(self._pools.books)
        return f"{head} {words}".strip() if head else self._book()

    def _corporate(self) -> Pieces:
        """A body as the author, in the styles that put the year or the title next."""
        body, title = self._any(self._body_of(), self._body()), self._book()
        dice = self._dice.random()
        house = self._any("Author", self._house(), body)
        if dice < 0.4:
            number: Pieces = []
            if self._often(0.3):
                code = f"({self._any('NCES', 'WHO', 'Report No.', 'DHHS')} {self._year()}-{self._dice.randint(1, 300)}). "
                number = [("genre", code)]
            end = " " if number else ". "
            place: Pieces = [("place", f"{self._place()}: ")] if self._often(0.7) else []
            return self._close(
                [
                    ("author", f"{body}. "),
                    ("date", f"({self._year()}). "),
                    ("title", f"{title}{end}"),
                    *number,
                    *place,
                    ("publisher", house),
                ]
            )
        if dice < 0.7:
            number_, page = self._dice.randint(1, 300), self._pages("-")
            return self._close(
                [
                    ("author", f"{body}. "),
                    ("title", f"{self._article()[0].rstrip('.')}. "),
                    ("journal", f"{self._journal()} "),
                    ("date", f"{self._year()};"),
                    ("volume", f"{number_}:"),
                    ("pages", page),
                ]
            )
        mark = self._any(", ", ". ")
        imprint = self._imprint(")") if mark == ", " else []
        plain: Pieces = [
            ("place", f"{self._place()}: "),
            ("publisher", f"{house}, "),
            ("date", self._year()),
        ]
        return self._close(
            [("author", f"{body}{mark}"), ("title", f"{title}{mark}"), *(imprint or plain)]
        )
