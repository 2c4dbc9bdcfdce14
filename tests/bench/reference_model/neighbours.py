"""Romance, German and Russian lists in more of their manners, and lists in other scripts."""

from reference_model.setting import _MONTHS, _ROMANS, Pieces, Setting

_GERMAN_MONTHS = "Januar März April Mai Juni Juli August Oktober November Dezember"
#: Letters of other scripts for ours, one for one: what is learned is where the marks stand.
_SCRIPTS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "el": "αβγδεζηθικλμνξοπρστυφχψω",
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
    "hy": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
}


class Neighbours(Setting):
    """Romance, German and Russian lists in more of their manners, and lists in other scripts."""

    def _long_title(self) -> str:
        """A title of two sentences, perhaps with its years."""
        first = self._of(self._pools.foreign).rstrip(".")
        second = self._any(self._of(self._pools.foreign), self._of(self._pools.books)).rstrip(".")
        years = f", {self._any(self._span(), self._span().replace('–', '-'))}"
        title = self._any(first, f"{first}. {second}", f"{first}. {second}", f"{first}: {second}")
        return f"{title}{years if self._often(0.3) else ''}"

    def _latin_book(self) -> Pieces:
        """French, Italian, Spanish books: stops inside the title, commas behind it."""
        people = self._people(2)
        loud = self._often(0.25)
        named = [(f.upper() if loud else f, f"{g[0]}." if loud else g) for f, g in people]
        word = self._any("et", "e", "y")
        dice = self._dice.random()
        who = self._natural(named, word) if dice < 0.6 else self._inverted(named, word)
        year_first = self._often(0.2)
        lead: Pieces = [("author", f"{who}{' ' if year_first else ', '}")]
        if year_first:
            family, given = people[0]
            who = self._any(f"{family}, {given[0]}.", f"{family} {given[0]}.")
            year = self._any(f"({self._year()}), ", f"({self._year()}). ", f"{self._year()}, ")
            lead = [("author", f"{who}{', ' if year[0] != '(' else ' '}"), ("date", year)]
        by: Pieces = []
        if self._often(0.2):
            role, label = self._any(
                "a cura di,editor", "trad. de,translator", "edición de,editor", "éd. par,editor",
                "traduzione di,translator", "texte établi par,editor", "ed. de,editor",
            ).split(",")  # fmt: skip
            by = [(label, f"{role} {self._natural(self._people(1))}, ")]
        volumes: Pieces = []
        if self._often(0.2):
            unit = self._any("vol.", "vols.", "voll.", "t.", "tomes")
            volumes = [("volume", f"{self._dice.randint(2, 9)} {unit}, ")]
        imprint: Pieces = [
            ("place", f"{self._place()}{self._any(', ', ', ', ': ')}"),
            ("publisher", f"{self._house()}, "),
        ]
        date: Pieces = [] if year_first else [("date", f"{self._year()}, ")]
        series: Pieces = []
        if self._often(0.2):
            name = self._of(self._pools.foreign)
            series = [
                ("series", self._any("coll. « {} », ", "« {} », ", "(col. {}), ").format(name))
            ]
        page: Pieces = (
            [("pages", f"{self._any('p. ', 'pp. ')}{self._pages('-')}")] if self._often(0.4) else []
        )
        return self._close(
            [
                *lead,
                ("title", f"{self._long_title()}, "),
                *by,
                *volumes,
                *imprint,
                *date,
                *series,
                *page,
            ]
        )

    def _latin_article(self) -> Pieces:
        """Articles with guillemets, the year before or behind the number."""
        people = self._people(2)
        loud = self._often(0.25)
        named = [(f.upper() if loud else f, f"{g[0]}." if loud else g) for f, g in people]
        who = self._any(self._natural(named, "et"), self._inverted(named[:1]))
        lead: Pieces = [("author", f"{who}, ")]
        early = self._often(0.25)
        if early:
            family, given = people[0]
            lead = [("author", f"{family} {given[0]}., "), ("date", f"{self._year()}, ")]
        title = self._of(self._pools.foreign)
        heading = self._any("« {} », ", "«{}», ", "“{}”, ", "{}, ", "“{},” ").format(title)
        inside = self._any("in «{}», ", "{}, ", "in {}, ", "dans {}, ", "en {}, ")
        number = self._any(
            f"{self._any(*_ROMANS)} (%Y), n. {self._dice.randint(1, 60)}, ",
            f"{self._dice.randint(1, 99)}, %Y, ",
            f"n° {self._dice.randint(1, 200)}, %Y, ",
            f"{self._dice.randint(1, 60)}-{self._dice.randint(61, 99)}, ",
            f"vol. {self._dice.randint(1, 60)}, n° {self._dice.randint(1, 9)}, %Y, ",
            f"{self._any(*_ROMANS)}/{self._dice.randint(1, 9)}, ",
        )
        volume, mark, rest = number.partition("%Y")
        pieces: Pieces = [*lead, ("title", heading), ("journal", inside.format(self._journal()))]
        if not mark:
            pieces.append(("volume", volume))
            if not early:
                pieces.append(("date", f"{self._year()}, "))
        else:
            opened = volume.endswith("(")
            pieces.append(("volume", volume.removesuffix("(")))
            close, _, behind = rest.partition(", ")
            pieces.append(("date", f"{'(' if opened else ''}{self._year()}{close}, "))
            if behind:
                pieces.append(("volume", behind))
        pieces.append(("pages", f"{self._any('p. ', 'pp. ', 'p. ')}{self._pages('-')}"))
        return self._close(pieces)

    def _colon_german(self) -> Pieces:
        """ "Name, Vorname: Titel. Untertitel. Ort Jahr" and what stands in books and papers."""
        people = self._people(2)
        who = self._any(
            self._joined([f"{f}, {g}" for f, g in people], "/"), self._inverted(people[:1]),
            "; ".join(f"{f}, {g}" for f, g in people), self._natural(people, "und"),
        )  # fmt: skip
        role = f" {self._any('(Hg.)', '(Hrsg.)', '(Hgg.)')}" if self._often(0.15) else ""
        lead: Pieces = [("editor" if role else "author", f"{who}{role}: ")]
        title = self._long_title()
        if self._often(0.2):
            day = f"{self._dice.randint(1, 30)}. {self._any(*_GERMAN_MONTHS.split())}"
            title = f"{title.rstrip('.')} vom {day} {self._year()}"
        imprint = self._any("town", "town", "house", "colon")
        end: Pieces = [("place", f"{self._place()} "), ("date", f"{self._year()}")]
        if imprint == "house":
            end = [
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._house()} "),
                ("date", self._year()),
            ]
        elif imprint == "colon":
            end = [
                ("publisher", f"{self._house()}, "),
                ("place", f"{self._place()} "),
                ("date", self._year()),
            ]
        page: Pieces = [("pages", f"S. {self._pages()}")] if self._often(0.6) else []
        end[-1] = ("date", f"{end[-1][1]}, ")
        dice = self._dice.random()
        if dice < 0.4:
            volume: Pieces = (
                [("volume", f"{self._any('Bd. ', 'Band ')}{self._dice.randint(1, 9)}. ")]
                if self._often(0.2)
                else []
            )
            return self._close([*lead, ("title", f"{title}. "), *volume, *end, *page])
        inside = self._any("In: ", "in: ", "in ")
        stop = ". " if inside == "In: " else ", "
        if dice < 0.7:
            number = (
                f"{self._dice.randint(1, 90)}{self._any('', '/' + str(self._dice.randint(1, 9)))} "
            )
            journal: Pieces = [
                ("journal", f"{inside}{self._journal()} "),
                ("volume", number),
                ("date", f"({self._year()}), "),
            ]
            return self._close([*lead, ("title", f"{title}{stop}"), *journal, *page])
        book = self._people(2)
        editors = self._any(
            f"{self._joined([f'{f}, {g}' for f, g in book], '/')} (Hg.): ",
            f"{self._natural(book, 'und')} ({self._any('Hg.', 'Hrsg.')}), ",
        )
        return self._close(
            [
                *lead,
                ("title", f"{title}{stop}"),
                ("editor", f"{inside}{editors}"),
                ("container", f"{self._long_title()}{stop}"),
                *end,
                *page,
            ]
        )

    def _turned(self, words: str, script: str) -> str:
        letters = _SCRIPTS[script]
        turned = "".join(
            letters[(ord(sign) - 97) % len(letters)] if "a" <= sign <= "z" else sign
            for sign in words.lower()
            if sign.isascii() or not sign.isalpha()
        )
        if script in ("el", "hy"):
            return " ".join(word[:1].upper() + word[1:] for word in turned.split(" "))
        return turned

    def _other_script(self) -> Pieces:
        """Arabic, Greek, Hebrew and Armenian entries, with the commas of their scripts."""
        script = self._any("ar", "ar", "ar", "el", "he", "hy")
        comma = "، " if script == "ar" else ", "

        def turn(words: str) -> str:
            return self._turned(words.split(" [")[0], script)

        family, given = self._person()
        who = self._any(f"{given} {family}", f"{family}, {given[0]}.", f"{family}, {given}")
        if script == "ar":
            who = f"{given} {family}"
        page = {"ar": "ص", "el": "σ.", "he": "עמ'", "hy": "էջ"}[script]
        end: Pieces = (
            [("pages", f"{page} {self._any(self._pages('-'), str(self._dice.randint(1, 400)))}")]
            if self._often(0.6)
            else []
        )
        lead: Pieces = [("author", f"{turn(who)}{comma}")]
        title = turn(self._book().split(":")[0])
        if self._often(0.15):
            title = f"{title} {self._year()}"
        place, house = turn(self._of(self._pools.places).split(",")[0]), turn(self._house())
        dice = self._dice.random()
        brackets = self._often(0.6)
        imprint: Pieces = [
            ("place", f"{'(' if brackets else ''}{place}: "),
            ("publisher", f"{house}{comma}"),
            ("date", f"{self._year()}{')' if brackets else ''}{comma}"),
        ]
        if dice < 0.55:
            return self._close([*lead, ("title", f"{title}{comma}"), *imprint, *end])
        quoted = self._any(f"«{title}»{comma}", f"“{title}”{comma}", f'"{title}"{comma}')
        if dice < 0.8:
            return self._close(
                [
                    *lead,
                    ("title", quoted),
                    ("journal", f"{turn(self._journal())}{self._any(' ', comma)}"),
                    ("volume", f"{self._dice.randint(1, 60)} "),
                    ("date", f"({self._year()}){comma}"),
                    *end,
                ]
            )
        joint, role = {"el": ("στο ", "(επιμ.)"), "ar": ("في ", "(محرر)")}.get(
            script, ("", "(ed.)")
        )
        editor = f"{joint}{turn(self._person()[1])} {turn(self._person()[0])} {role}{comma}"
        return self._close(
            [
                *lead,
                ("title", quoted),
                ("editor", editor),
                ("container", f"{turn(self._book())}{comma}"),
                *imprint,
                *end,
            ]
        )

    def _dated_title(self) -> Pieces:
        """A book whose title holds days and years, in brackets or behind commas."""
        day = f"{self._dice.randint(1, 28)} {self._any(*_MONTHS.split())} {self._year()}"
        title = f"{self._of(self._pools.books).rstrip('.')}{self._any(', ', ' of ', ': ')}{day}"
        return self._close(
            [
                (
                    "author",
                    f"{self._any(self._inverted(self._people()), self._natural(self._people()))}, ",
                ),
                ("title", f"{title}, "),
                *self._imprint(")"),
            ]
        )
