"""Pages as tools, proxies and people break them: the same for the same seed."""

import random
import re
from collections.abc import Callable, Iterator

_TAG = re.compile(r"<[^<>]*>")
_STRAY = (
    "</div>", "</p>", "</span>", "<br>", "<p>", "<div>", "<span>", "<b>", "</b>", "<i>", "</a>",
    "<li>", "</ul>", "<!-- x -->", "<!--", "-->", "&", "&amp;", "&nbsp;", "&#0;", "<", ">", '"',
    "<noscript>", "</noscript>", "<script>x</script>", "<table>", "<td>",
    "</body>", "</html>", "<img alt='x'>", "\u00a0", "\n\n",
)  # fmt: skip


def _cut(page: str, chance: random.Random) -> str:
    start = chance.randrange(len(page))
    return page[:start] + page[start + chance.randrange(1, 60) :]


def _double(page: str, chance: random.Random) -> str:
    start = chance.randrange(len(page))
    end = start + chance.randrange(1, 200)
    return page[:end] + page[start:end] + page[end:]


def _insert(page: str, chance: random.Random) -> str:
    at = chance.randrange(len(page))
    return page[:at] + chance.choice(_STRAY) + page[at:]


def _between_tags(page: str, chance: random.Random) -> str:
    at = chance.choice([match.end() for match in _TAG.finditer(page)])
    return page[:at] + chance.choice(_STRAY) + page[at:]


def _drop_tag(page: str, chance: random.Random) -> str:
    tag = chance.choice(list(_TAG.finditer(page)))
    return page[: tag.start()] + page[tag.end() :]


def _end(page: str, chance: random.Random) -> str:
    return page[: chance.randrange(len(page) // 2, len(page))]


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _cut, _double, _insert, _between_tags, _drop_tag, _end,
)  # fmt: skip


def mutated(pages: list[str], count: int, seed: int) -> Iterator[str]:
    """``count`` pages, each made of one of ``pages`` by one to three mishaps."""
    chance = random.Random(seed)
    for _ in range(count):
        page = chance.choice(pages)
        for _ in range(chance.randrange(1, 4)):
            page = chance.choice(_WAYS)(page, chance) or page
        yield page
