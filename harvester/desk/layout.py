"""Where the works of a citation network stand in its picture.

Time runs from left to right in a few columns of about as many works each; a line goes back from
the work that cites. In a column a work stands near those that it is tied to. The same network
gives the same picture: nothing here is random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from unicodedata import east_asian_width

from harvester.store.network import Cited, Network

#: In pixels. A column is as wide as its labels at least, and wider where there are few.
_NARROWEST, _WIDEST, _WHOLE = 228, 330, 1150
_ROW, _TOP, _LEFT = 40, 56, 24
_LABEL = 34
_MOST_COLUMNS = 5
_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A work in the picture: the middle of its mark, the mark's size, and its label."""

    work: Cited
    x: float
    y: float
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A citation in the picture, as the ``d`` of an SVG path, and the ids of its ends."""

    path: str
    citing: str
    cited: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The years of a column, at its place."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, in pixels."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]


def picture(network: Network) -> Picture:
    """The network as it is drawn."""
    columns = _columns(network.nodes)
    _untangle(columns, network.edges)
    step = min(max(_NARROWEST, _WHOLE // max(len(columns), 1)), _WIDEST)
    tallest = max((len(column) for column in columns), default=0)
    spots: dict[str, Spot] = {}
    for number, column in enumerate(columns):
        # Half a row lower in every second column: lines that pass by meet no mark.
        above = (tallest - len(column)) // 2 + (0.75 if number % 2 else 0.25)
        for row, work in enumerate(column):
            x, y = _LEFT + number * step, _TOP + (above + row) * _ROW
            spots[work.id] = Spot(work, x, y, _radius(work), _label(work))
    lines = tuple(
        Line(_curve(spots[citing], spots[cited]), citing, cited) for citing, cited in network.edges
    )
    headings = tuple(
        Heading(_LEFT + number * step, _years(column)) for number, column in enumerate(columns)
    )
    width = max(len(columns), 1) * step + _LEFT
    return Picture(width, _TOP + max(tallest, 1) * _ROW + 8, tuple(spots.values()), lines, headings)


def _columns(works: Sequence[Cited]) -> list[list[Cited]]:
    """The works by time; those without a year come first.

    A column ends where a year does, but where that would make it half as long again.
    """
    undated = [work for work in works if work.year is None]
    dated = sorted((w for w in works if w.year is not None), key=lambda w: (w.year or 0, w.id))
    wanted = min(_MOST_COLUMNS, max(2, round(sqrt(len(dated))))) if dated else 1
    columns: list[list[Cited]] = [undated] if undated else []
    column: list[Cited] = []
    for work in dated:
        share = len(column) * wanted / len(dated)
        if share >= 1.5 or (share >= 0.9 and work.year != column[-1].year):
            columns.append(column)
            column = []
        column.append(work)
    return [*columns, column] if column else columns


def _untangle(columns: list[list[Cited]], edges: Sequence[tuple[str, str]]) -> None:
    """Order each column by the middle of what its works are tied to, back and forth."""
    tied: dict[str, list[str]] = {work.id: [] for column in columns for work in column}
    for citing, cited in edges:
        tied[citing].append(cited)
        tied[cited].append(citing)
    place = {work.id: _share(row, column) for column in columns for row, work in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            middle = {work.id: _middle(work.id, tied, place) for work in column}
            column.sort(key=lambda work: (middle[work.id], work.year or 0, work.id))
            place.update({work.id: _share(row, column) for row, work in enumerate(column)})


def _share(row: int, column: Sequence[Cited]) -> float:
    """How far down its column a work stands, seen from the column's middle."""
    return row - (len(column) - 1) / 2


def _middle(work: str, tied: Mapping[str, list[str]], place: Mapping[str, float]) -> float:
    ends = tied[work]
    return sum(place[end] for end in ends) / len(ends) if ends else place[work]


def _curve(citing: Spot, cited: Spot) -> str:
    """From the work that cites to the cited one; within a column in a bow to the left."""
    start, end = f"{citing.x:g} {citing.y:g}", f"{cited.x:g} {cited.y:g}"
    if citing.x == cited.x:
        bow = citing.x - min(20, 8 + abs(citing.y - cited.y) / 8)
        return f"M{start}C{bow:g} {citing.y:g} {bow:g} {cited.y:g} {end}"
    half = (citing.x + cited.x) / 2
    return f"M{start}C{half:g} {citing.y:g} {half:g} {cited.y:g} {end}"


def _radius(work: Cited) -> float:
    return min(4 + 1.6 * sqrt(work.cited_by), 12)


def _label(work: Cited) -> str:
    """The beginning of the title, as much as a column holds; some letters are as wide as two."""
    text = " ".join(work.title.split())[: _LABEL + 1]
    widths = [2 if east_asian_width(letter) in "WF" else 1 for letter in text]
    if sum(widths) <= _LABEL:
        return text
    while sum(widths) > _LABEL - 1:
        widths.pop()
    return f"{text[: len(widths)].rstrip()}…"


def _years(column: Sequence[Cited]) -> str:
    years = [work.year for work in column if work.year is not None]
    if not years:
        return "no year known"
    return str(years[0]) if min(years) == max(years) else f"{min(years)}–{max(years)}"
