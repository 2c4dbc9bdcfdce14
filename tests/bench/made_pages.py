"""Pages of one site as a publisher's platform builds them, for the scripts of this folder.

Each page has the same scripts, menus and footer (about 300 KB of no little variety, as bundled
scripts have), and a text, people and references of its own, in words made by lot after Zipf's
law, so that no page helps to compress another's text by more than its language.
"""

import random
from functools import cache

_SYLLABLES = [
    a + b
    for a in "b br c d dr f g gr h j k l m n p pr r s st t tr v w".split()
    for b in "a e i o u ai ou".split()
]
_ENDS = ["", "", "n", "r", "s", "t", "ng", "l"]
REFERENCE = (
    '<div id="reference-{n}-content" class="circle-list__item"><div class="circle-list__item__number">{n}</div>'
    '<div class="circle-list__item__grouped"><div class="circle-list__item__grouped__content">'
    '<span class="person-group"><span class="string-name"><span class="surname">{family}</span>, <span '
    'class="given-names">{given}</span></span></span>, <i>{title}</i> (<span class="publisher-loc">{place}'
    '</span>: <span class="publisher-name">{press} Press</span>, <span class="year">{year}</span>), pp. '
    '{first}–{last}. <a class="ref-link" target="_blank" href="https://scholar.google.com/scholar?q={query}" '
    'aria-label="Google Scholar link for {family}"><span>Google Scholar</span></a>'
    '<a href="https://doi.org/10.5555/{doi}">CrossRef</a></div></div></div>'
)


class Words:
    """Words by lot: the vocabulary is the language's, the lot is the page's."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)

    def text(self, count: int) -> str:
        words, weights = _vocabulary()
        return " ".join(self.lot.choices(words, cum_weights=weights, k=count))

    def title(self, count: int) -> str:
        return self.text(count).capitalize()


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    lot = random.Random(0)
    words = [
        "".join(lot.choice(_SYLLABLES) for _ in range(lot.choice((1, 2, 2, 3)))) + lot.choice(_ENDS)
        for _ in range(20_000)
    ]
    weights, total = [], 0.0
    for rank in range(1, len(words) + 1):
        total += 1 / (rank + 2)
        weights.append(total)
    return words, weights


@cache
def _frame() -> tuple[str, str]:
    """What stands before and after the content of every page of the site."""
    lot = random.Random(1)
    bundle = "".join(
        f'function {lot.choice("abcdefghij")}{lot.randrange(10**6)}(t,e){{return t.{Words(n).title(1)}(e,{lot.randrange(10**9)},"{lot.getrandbits(64):x}")}}'
        for n in range(2_500)
    )
    menu = "".join(
        f'<li class="menu-item"><a class="link" href="/core/what-we-publish/{Words(9_000 + n).text(2).replace(" ", "-")}">'
        f'<span>{Words(9_000 + n).title(2)}</span><svg viewBox="0 0 9 9"><path d="M{lot.random():.4f} {lot.random():.4f}L8 8"></path></svg></a></li>'
        for n in range(300)
    )
    return (
        f"<script>{bundle}</script></head><body><header><nav><ul>{menu}</ul></nav></header>",
        f'<footer id="footer-container"><ul>{menu[: len(menu) // 2]}</ul></footer></body></html>',
    )


def page(number: int, references: int = 80, paragraphs: int = 12, day: int = 1) -> bytes:
    """One chapter's page. ``day``: a later capture differs in a date, a token and a counter."""
    words, lot = Words(number + 100_000), random.Random(number)
    title, before_after = words.title(6), _frame()
    people = [f"{words.title(1)} {words.title(1)}" for _ in range(lot.randrange(1, 4))]
    identity = f"{number + 2**64:032X}"
    metas = "".join(f'<meta name="citation_author" content="{name}">' for name in people)
    head = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="Cambridge Core">{metas}
<meta name="csrf-token" content="{random.Random(number * 1000 + day).getrandbits(128):032x}">
<meta name="citation_title" content="{title}"><meta name="citation_inbook_title" content="{words.title(3)}">
<meta name="citation_doi" content="10.1017/97810099{number:05d}.004"><meta name="citation_isbn" content="97810099{number:05d}">
<link rel="canonical" href="https://www.cambridge.org/core/books/harbours/chapter/{identity}">
"""
    cited = "".join(_reference(n, words, lot) for n in range(1, references + 1))
    text = "".join(f'<p class="p">{words.title(90)}.</p>' for _ in range(paragraphs))
    by = "".join(f'<a class="more-by-this-author">{name}</a>' for name in people)
    main = f"""<main id="maincontent" class="chapter-wrapper"><h1 class="chapter-title">4 - {title}</h1>
<div class="contributor-type__contributor">{by}</div>
<div>Published online by Cambridge University Press: <span>{day} September 2010</span></div>
<div class="views">{number * 7 + day} views</div>
<div class="abstract"><h2>Summary</h2><p>{words.title(150)}.</p></div>{text}
<div id="references-list"><h2>References</h2>{cited}</div></main>"""
    return (head + before_after[0] + main + before_after[1]).encode()


def _reference(n: int, words: Words, lot: random.Random) -> str:
    title = words.title(lot.randrange(3, 9))
    first = lot.randrange(1, 400)
    return REFERENCE.format(
        n=n, family=words.title(1), given=words.title(1), title=title, place=words.title(1), press=words.title(1),
        year=lot.randrange(1880, 2010), first=first, last=first + 14, query=title.replace(" ", "+"), doi=lot.getrandbits(40),
    )  # fmt: skip
