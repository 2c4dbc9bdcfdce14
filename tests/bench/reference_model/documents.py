"""Theses, papers, newspapers, archives, editions of documents, films and laws."""

from reference_model.setting import _MONTHS, _ROMANS, Pieces, Setting

_REPORTS = (
    "Working Paper",
    "Discussion Paper",
    "Occasional Paper",
    "Research Report",
    "Technical Report",
    "Policy Brief",
    "Special Working Paper",
    "Research Memorandum",
)
_THESES = (
    "PhD diss.",
    "PhD dissertation",
    "PhD thesis",
    "unpublished PhD thesis",
    "MA thesis",
    "Ph.D. diss.",
    "master’s thesis",
    "DPhil thesis",
    "doctoral dissertation",
)
_ARCHIVES = (
    "{A}, f. {n}, op. {m}, d. {n}, l. {m}",
    "{A}, fond {n}, opis {m}, delo {n}, listy {m}–{n}",
    "RG {n}, Box {m}, Folder {n}, {A}",
    "{A}, FO 371/{n}",
    "CAB 128/{n}, {A}",
    "{A}, box {m}, folder {n}",
    "{A}, MS {n}, fol. {m}r",
    "{A}, Papers of {F}, box {m}",
    "{A}, Add. MS {n}, ff. {m}–{n}",
    "{A}, b. {m}, reg. {n}, c. {m}v",
)
_LETTERS = (
    "Memorandum of conversation",
    "Letter to {F}",
    "{F} to {G}",
    "Telegram from {P} to the Foreign Office",
    "Record of conversation between {F} and {G}",
    "Minutes of the meeting",
    "Report on the situation in {P}",
    "Diary of {F}",
    "Zapis besedy {F} s {G}",
    "Note on {F}",
)
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


class Documents(Setting):
    """Theses, papers, newspapers, archives, editions of documents, films and laws."""

    def _thesis(self) -> Pieces:
        who = (
            self._inverted(self._people(1)[:1])
            if self._often(0.6)
            else self._natural(self._people(1)[:1])
        )
        school = (
            self._any("University of ", "", "Universität ", "Université de ")
            + self._of(self._pools.places).split(",")[0]
        )
        school = school if "ni" in school else f"{school} University"
        kind = self._any(*_THESES)
        title = self._quoted(self._book(), ",") if self._often(0.6) else f"{self._book()},"
        if self._often(0.5):
            return self._close(
                [
                    ("author", f"{who}, "),
                    ("title", f"{title} "),
                    ("genre", f"{kind}, "),
                    ("publisher", f"{school}, "),
                    ("date", self._year()),
                ]
            )
        return self._close(
            [
                ("author", f"{who}, "),
                ("title", f"{title.rstrip(',')} "),
                ("genre", f"({kind}, "),
                ("publisher", f"{school}, "),
                ("date", f"{self._year()})"),
            ]
        )

    def _paper(self) -> Pieces:
        kind = f"{self._any(*_REPORTS)} {self._any('No. ', 'no. ', '', '# ')}{self._dice.randint(1, 300)}"
        series = self._fill(self._of(_PROJECTS))
        pieces: Pieces = [
            ("author", f"{self._inverted(self._people())}, "),
            (
                "title",
                f"{self._book() if self._often(0.6) else self._quoted(self._book(), ',')}{self._any(', ', ' ')}",
            ),
        ]
        pieces += (
            [
                ("series", f"{series}{self._any(' ', ', ')}"),
                ("genre", f"{kind}{self._any(' ', ', ')}"),
            ]
            if self._often(0.7)
            else [("genre", f"{kind}, ")]
        )
        return self._close([*pieces, *self._imprint(")")])

    def _newspaper(self) -> Pieces:
        day = f"{self._dice.randint(1, 28)} {self._any(*_MONTHS.split())} {self._year()}"
        if self._often(0.5):
            words = day.split()
            day = f"{words[1]} {words[0]}, {words[2]}"
        paper = self._any(
            "New York Times",
            "The Times",
            "Pravda",
            "Le Monde",
            "Washington Post",
            "Frankfurter Allgemeine Zeitung",
            "The Guardian",
            "Renmin ribao",
            "{P} Times",
            "{P} Herald",
            "Izvestiia",
            "{P} Daily News",
            "The {P} Gazette",
            "Neues Deutschland",
            "El País",
            "The Economist",
        )
        who: Pieces = (
            [
                (
                    "author",
                    f"{self._inverted(self._people(1)) if self._often(0.5) else self._natural(self._people(1))}{self._any(', ', '. ')}",
                )
            ]
            if self._often(0.7)
            else []
        )
        pieces: Pieces = [
            *who,
            *self._heading(self._any(",", ".")),
            ("journal", f"{self._fill(paper)}, "),
            ("date", f"{day}, "),
        ]
        if self._often(0.5):
            pieces.append(("pages", f"{self._any('p. ', '', 'p. A')}{self._dice.randint(1, 40)}"))
        return self._close(pieces)

    def _archival(self) -> Pieces:
        day = f"{self._dice.randint(1, 28)} {self._any(*_MONTHS.split())} {self._year()}"
        pieces: Pieces = (
            [
                (
                    "title",
                    f"{self._any(self._fill(self._of(_LETTERS)), self._quoted(self._fill(self._of(_LETTERS)), ''))}, ",
                )
            ]
            if self._often(0.8)
            else []
        )
        if pieces and self._often(0.8):
            pieces.append(("date", f"{day}, "))
        held: Pieces = [("archive", f"{self._fill(self._of(_ARCHIVES))}, ")]
        if pieces and self._often(0.3):
            return self._close([*held, *pieces])
        return self._close([*pieces, *held])

    def _documents(self) -> Pieces:
        body = self._any(
            "United States, Department of State",
            "Great Britain, Foreign Office",
            "Auswärtiges Amt",
            "Ministère des affaires étrangères",
            "House of Commons",
            "U.S. Congress, Senate",
        )
        title = self._any(
            "Foreign Relations of the United States, {}",
            "Documents on British Policy Overseas",
            "Akten zur Auswärtigen Politik der Bundesrepublik Deutschland, {}",
            "Documents diplomatiques français, {}",
            "FRUS, {}",
            "Hearings on {}",
            "Parliamentary Papers, {}",
        ).format(self._span())
        who: Pieces = [("author", f"{body}, ")] if self._often(0.6) else []
        volume: Pieces = [
            ("volume", f"{self._any('vol. ', 'Vol. ', 'series I, vol. ')}{self._any(*_ROMANS)}, ")
        ]
        part: Pieces = [("part", f"{self._of(self._pools.places)}, ")] if self._often(0.5) else []
        return self._close([*who, ("title", f"{title}, "), *volume, *part, *self._imprint(")")])

    def _film(self) -> Pieces:
        family, given = self._person()
        title = self._of(self._pools.books).split(":")[0]
        studio = self._any(
            self._of(self._pools.publishers),
            "Mosfilm",
            "Paramount",
            "Toho",
            "Warner Bros.",
            "BBC",
            "Gaumont",
        )
        if self._often(0.4):
            return self._close(
                [
                    ("title", f"{title}. "),
                    ("author", f"{self._any('Directed by', 'Dir.', 'dir.')} {given} {family}. "),
                    ("publisher", f"{studio}, "),
                    ("date", self._year()),
                ]
            )
        if self._often(0.5):
            return self._close(
                [
                    ("author", f"{family}, {given}, {self._any('dir.', 'director.')} "),
                    ("title", f"{title}. "),
                    ("publisher", f"{studio}, "),
                    ("date", self._year()),
                ]
            )
        return self._close(
            [
                ("author", f"{family}, {self._initials(given)} (Director). "),
                ("date", f"({self._year()}). "),
                ("title", f"{title} "),
                ("genre", "[Film]. "),
                ("publisher", studio),
            ]
        )

    def _law(self) -> Pieces:
        subject = self._of(self._pools.books).split(":")[0]
        if self._often(0.6):
            return self._close(
                [
                    (
                        "title",
                        f"{subject} Act{self._any(' ', ' of ', ', ')}{self._year()}{self._any(', ', ' ')}",
                    ),
                    (
                        "volume",
                        self._any(
                            f"c. {self._dice.randint(1, 90)}",
                            f"{self._dice.randint(1, 60)} U.S.C. § {self._dice.randint(1, 2000)}",
                            f"Pub. L. No. {self._dice.randint(70, 110)}-{self._dice.randint(1, 500)}, {self._dice.randint(1, 99)} Stat. {self._dice.randint(1, 999)}",
                        ),
                    ),
                ]
            )
        return self._close(
            [
                ("title", f"{self._person()[0]} v. {self._person()[0]}, "),
                ("volume", f"{self._dice.randint(1, 500)} U.S. {self._dice.randint(1, 900)} "),
                ("date", f"({self._year()})"),
            ]
        )
