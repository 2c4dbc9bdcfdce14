"""French, Italian, Spanish, German, Russian and Chinese lists."""

from reference_model.setting import _ROMANS, Pieces, Setting

_CYRILLIC = str.maketrans(
    dict(
        zip(
            "abcdefghijklmnoprstuvwyzABCDEFGHIJKLMNOPRSTUVWYZ",
            "абцдефгхийклмнопрстувшызАБЦДЕФГХИЙКЛМНОПРСТУВШЫЗ",
            strict=True,
        )
    )
)


class Continental(Setting):
    """French, Italian, Spanish, German, Russian and Chinese lists."""

    def _romance(self) -> Pieces:
        """French, Italian and Spanish: commas throughout, the place before the publisher."""
        who = self._any(
            self._natural(self._people(2), self._any("et", "e", "y")),
            self._inverted(self._people(1)[:1]),
        )
        named: Pieces = [("author", f"{who}, ")]
        imprint: Pieces = [
            ("place", f"{self._place()}, "),
            ("publisher", f"{self._of(self._pools.publishers)}, "),
            ("date", f"{self._year()}, "),
        ]
        page: Pieces = (
            [("pages", f"p{self._any('.', 'p.')} {self._pages('-')}")] if self._often(0.6) else []
        )
        title = self._of(self._pools.foreign if self._often(0.7) else self._pools.books)
        if self._often(0.45):
            volume: Pieces = (
                [
                    (
                        "volume",
                        f"{self._any('vol. ', 't. ', 'tome ')}{self._any(*_ROMANS, '1', '2')}, ",
                    )
                ]
                if self._often(0.25)
                else []
            )
            part: Pieces = (
                [("part", f"{self._of(self._pools.foreign)}, ")]
                if volume and self._often(0.4)
                else []
            )
            return self._close([*named, ("title", f"{title}, "), *volume, *part, *imprint, *page])
        heading: Pieces = [
            ("title", f"{self._any('« {} », ', '«{}», ', '“{}”, ', '{}, ').format(title)}")
        ]
        if self._often(0.5):
            number = self._any(
                "vol. {}, n° {}, ", "n° {}, ", "{}, ", "{} ({}), ", "t. {}, "
            ).format(self._dice.randint(1, 99), self._dice.randint(1, 12))
            return self._close(
                [
                    *named,
                    *heading,
                    (
                        "journal",
                        f"{self._any('', 'in ', 'in «', 'dans ')}{self._of(self._pools.journals)}, ".replace(
                            "«", "", 0
                        ),
                    ),
                    ("volume", number),
                    ("date", f"{self._year()}, "),
                    *page,
                ]
            )
        editors = f"{self._natural(self._people(2), self._any('et', 'e', 'y'))} {self._any('(dir.)', '(éd.)', '(a cura di)', '(eds.)', '(coord.)')}, "
        return self._close(
            [
                *named,
                *heading,
                ("editor", f"{self._any('in ', 'dans ', 'en ')}{editors}"),
                ("container", f"{self._of(self._pools.foreign)}, "),
                *imprint,
                *page,
            ]
        )

    def _german(self) -> Pieces:
        """German: often no publisher, the year right after the place."""
        who = self._any(
            self._natural(self._people(2), "und"),
            self._inverted(self._people(1)[:1]),
            self._joined([f"{f}, {g}" for f, g in self._people(2)], "/"),
        )
        end = self._any(", ", ": ", ", ")
        lead: Pieces = (
            [("editor", f"{who} ({self._any('Hg.', 'Hrsg.')}){end}")]
            if self._often(0.15)
            else [("author", f"{who}{end}")]
        )
        place: Pieces = [("place", f"{self._place()} "), ("date", f"{self._year()}, ")]
        if self._often(0.3):
            place = [
                ("place", f"{self._place()}: "),
                ("publisher", f"{self._of(self._pools.publishers)} "),
                ("date", f"{self._year()}, "),
            ]
        page: Pieces = [("pages", f"S. {self._pages()}")] if self._often(0.7) else []
        title = self._of(self._pools.foreign if self._often(0.7) else self._pools.books)
        if self._often(0.45):
            volume: Pieces = (
                [("volume", f"Bd. {self._dice.randint(1, 9)}, ")] if self._often(0.3) else []
            )
            return self._close(
                [*lead, ("title", f"{title}{self._any(', ', '. ')}"), *volume, *place, *page]
            )
        if self._often(0.5):
            return self._close(
                [
                    *lead,
                    ("title", f"{title}, "),
                    ("journal", f"{self._any('in: ', 'In: ')}{self._of(self._pools.journals)} "),
                    ("volume", f"{self._dice.randint(1, 99)} "),
                    ("date", f"({self._year()}), "),
                    *page,
                ]
            )
        editor = f"{self._any('in: ', 'In: ')}{self._natural(self._people(2), 'und')} ({self._any('Hg.', 'Hrsg.')}), "
        return self._close(
            [
                *lead,
                ("title", f"{title}, "),
                ("editor", editor),
                ("container", f"{self._of(self._pools.foreign)}{self._any(', ', '. ')}"),
                *place,
                *page,
            ]
        )

    def _cyrillic(self, words: str) -> str:
        """Letters as Cyrillic ones, one for one: the shapes are what the model sees."""
        return words.translate(_CYRILLIC)

    def _gost(self) -> Pieces:
        """Russian lists (GOST 7.0.5): dashes between the parts, two slashes before a journal."""
        turn = self._cyrillic if self._often(0.75) else str
        family, given = self._person()
        initials = self._initials(given)
        who: Pieces = [("author", f"{turn(family)}{self._any(' ', ', ')}{turn(initials)} ")]
        dash = self._any(" — ", " – ", " ")
        title = turn(
            self._of(self._pools.foreign if self._often(0.6) else self._pools.books)
        ).rstrip(".")
        place = (
            self._any("М.", "СПб.", "Л.", turn(self._of(self._pools.places).split(",")[0]))
            if turn is not str
            else self._any("Moscow", "M.", "Leningrad")
        )
        house = (
            self._any("Наука", "Политиздат", "РОССПЭН", turn(self._of(self._pools.publishers)))
            if turn is not str
            else self._of(self._pools.publishers)
        )
        if self._often(0.5):
            page: Pieces = (
                [("pages", f"{self._any('С. ', 'с. ')}{self._pages()}")]
                if self._often(0.4)
                else [("pages", f"{self._dice.randint(90, 700)} с.")]
            )
            return self._close(
                [
                    *who,
                    ("title", f"{title}.{dash}"),
                    ("place", f"{place}: "),
                    ("publisher", f"{house}, "),
                    ("date", f"{self._year()}.{dash}"),
                    *page,
                ]
            )
        return self._close(
            [
                *who,
                ("title", f"{title} // "),
                ("journal", f"{turn(self._of(self._pools.journals))}.{dash}"),
                ("date", f"{self._year()}.{dash}"),
                (
                    "volume",
                    f"{self._any('№ {}', 'Т. {}, № 3', 'Вып. {}').format(self._dice.randint(1, 30))}.{dash}",
                ),
                ("pages", f"С. {self._pages()}"),
            ]
        )

    def _han(self) -> Pieces:
        """Chinese and Japanese lists: names, book marks, place, publisher and year."""

        def some(least: int, most: int) -> str:
            return "".join(
                chr(self._dice.randint(0x4E00, 0x8FFF))
                for _ in range(self._dice.randint(least, most))
            )

        who: Pieces = [("author", f"{some(2, 3)}{self._any('：', '，', '、', '主编：', '著，')}")]
        year = ("date", f"{self._year()}年{self._any('', '版')}")
        if self._often(0.5):
            return [
                *who,
                ("title", f"《{some(4, 14)}》{self._any('，', '（', '。')}"),
                ("place", f"{some(2, 2)}："),
                ("publisher", f"{some(2, 4)}{self._any('出版社', '社', '书局', '大学出版社')}，"),
                year,
                ("pages", f"，第{self._dice.randint(1, 400)}页。")
                if self._often(0.5)
                else ("date", "。"),
            ]
        return [
            *who,
            ("title", f"{self._any('《{}》，', '“{}”，', '「{}」、').format(some(6, 18))}"),
            ("journal", f"{self._any('载', '')}《{some(3, 6)}》"),
            ("date", f"{self._year()}年"),
            ("volume", f"第{self._dice.randint(1, 12)}期"),
            ("pages", f"，第{self._pages()}页。") if self._often(0.6) else ("volume", "。"),
        ]
