"""Charts as SVG, for pages and pictures alike. A chart is `WIDTH` wide; its style is that of `rules`."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from newsvane.cli.console import line
from newsvane.records import Record
from newsvane.trends import Flag, Series

WIDTH = 880
_LEFT, _RIGHT, _TOP, _PLOT, _AXIS = 56, 12, 64, 200, 36
"""Margins and the height of the plot, in pixels."""
_BOTTOM = _TOP + _PLOT
_LABELLED = 12
"""Periods named below the plot, at the most."""
_ROW = 52
"""Height of a story."""
_TITLE, _NAME, _NOTE = 90, 116, 136
"""Letters that fit a line of each size, counted as on a terminal."""

LIGHT = {
    "page": "#ffffff", "text": "#1b2329", "quiet": "#586570", "line": "#d9dfe3", "all": "#a8d5d2", "own": "#0d716c",
    "band": "#eef2f4", "expected": "#7c8891", "alarm": "#c2410c",
}  # fmt: skip
DARK = {
    "page": "#111418", "text": "#e3e8ec", "quiet": "#9aa7b2", "line": "#313941", "all": "#24615d", "own": "#5cc8c1",
    "band": "#1d242b", "expected": "#8a96a0", "alarm": "#ff9a5c",
}  # fmt: skip
FONTS = "'Noto Sans','DejaVu Sans','Liberation Sans',system-ui,sans-serif"

RIGHT_TO_LEFT = f"'Noto Sans Arabic','Noto Naskh Arabic',{FONTS}"


class Drawing(NamedTuple):
    """A chart: what it shows in a line, its elements, and its height in pixels."""

    title: str
    body: str
    height: float


class StoryBar(Record):
    """A story as it is drawn."""

    title: str
    first_outlet: str
    first_day: date
    last_day: date
    articles: int
    originals: int
    outlets: int
    languages: tuple[str, ...]


def rules(color: Callable[[str], str]) -> str:
    """The style sheet; `color` gives the value of a colour of the palette."""
    return (
        f"text{{font-family:{FONTS};font-size:12px;fill:{color('quiet')}}}"
        f".title{{font-size:17px;font-weight:bold;fill:{color('text')}}}"
        f".right{{font-family:{RIGHT_TO_LEFT};font-size:15px;fill:{color('text')}}}"
        f".name{{font-size:14px;fill:{color('text')}}}"
        f".grid{{stroke:{color('line')};stroke-width:1}}"
        f".band{{fill:{color('band')}}}"
        f".all{{fill:{color('all')}}}.own{{fill:{color('own')}}}.alarm{{fill:{color('alarm')}}}"
        f".expected{{fill:none;stroke:{color('expected')};stroke-width:1.5;stroke-dasharray:4 3}}"
    )


def svg(drawings: Sequence[Drawing], *, style: str = "", page: str = "", margin: float = 0) -> str:
    """Charts one below the other. `page`: colour behind them, none where not given; `margin` around them, in pixels."""
    y, parts = margin, []
    for each in drawings:
        parts.append(f'<g transform="translate({margin:g} {y:g})">{each.body}</g>')
        y += each.height
    width, height = WIDTH + 2 * margin, y + margin
    back = f'<rect width="{width:g}" height="{height:g}" fill="{page}"/>' if page else ""
    title = escape(line("; ".join(each.title for each in drawings)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{title}"><style>{style}</style>{back}{"".join(parts)}</svg>'
    )


def series_drawing(series: Series, name: str) -> Drawing:
    """A trend: bars, the expected and the usual range behind them, and marks on what leaves it."""
    points, share = series.points, series.of == "share"
    high = [_as_shown(point.baseline.high, point.read, share) for point in points]
    low = [_as_shown(point.baseline.low, point.read, share) for point in points]
    most = max([*series.values(), *series.expected()], default=0)
    plot = _Plot(len(points), *_scale(max(most, min(max(high, default=0), 1.4 * most)), share))
    parts = [
        _text(0, 20, name, "title", _TITLE),
        *_legend(series),
    ]
    for begin, end in _judged(series):
        edge = f"{plot.steps(high, begin, end)} {plot.steps(low, begin, end, back=True)}"
        parts.append(f'<polygon class="band" points="{edge}"/>')
    for tick in plot.ticks:
        y = plot.y(tick)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:g}" y2="{y:g}"/>')
        parts.append(_text(_LEFT - 8, y + 4, _number(tick, share), anchor="end"))
    parts += [_period(series, plot, at) for at in range(len(points))]
    for begin, end in _judged(series):
        parts.append(f'<polyline class="expected" points="{plot.steps(series.expected(), begin, end)}"/>')
    form = "%Y-%m" if series.grain == "month" else "%d %b"
    for at in range(0, len(points), max(1, -(-len(points) // _LABELLED))):
        parts.append(_text(plot.x(at + 0.5), _BOTTOM + 18, points[at].day.strftime(form), anchor="middle"))
    return Drawing(f"{name}: {series.of} a {series.grain}", "".join(parts), _BOTTOM + _AXIS)


class _Plot(NamedTuple):
    """Where things lie: so many periods from left to right, and 0 to `top` from below."""

    periods: int
    top: float
    ticks: Sequence[float]

    def x(self, place: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * place / max(1, self.periods), 1)

    def y(self, value: float) -> float:
        return round(_BOTTOM - _PLOT * min(value, self.top) / self.top, 1)

    def steps(self, values: Sequence[float], begin: int, end: int, *, back: bool = False) -> str:
        """A line that is level over each period, from `begin` to before `end`."""
        points = [(self.x(at + side), self.y(values[at])) for at in range(begin, end) for side in (0, 1)]
        return " ".join(f"{x:g},{y:g}" for x, y in (reversed(points) if back else points))

    def bar(self, at: int, value: float, style: str) -> str:
        x, y, width = self.x(at + 0.14), self.y(value), self.x(at + 0.86) - self.x(at + 0.14)
        return f'<rect class="{style}" x="{x:g}" y="{y:g}" width="{width:.1f}" height="{_BOTTOM - y:.1f}"/>'


def _judged(series: Series) -> Iterable[tuple[int, int]]:
    """From where to before where there is a baseline, run by run."""
    known = [point.baseline.high > 0 for point in series.points]
    for has, run in groupby(range(len(known)), key=known.__getitem__):
        places = list(run)
        if has:
            yield places[0], places[-1] + 1


def _mark(x: float, y: float, flag: Flag) -> str:
    """A triangle: up for a spike, down for a silence. Drawn, as few fonts have one."""
    tip = -4 if flag == "spike" else 4
    return f'<path class="alarm" d="M{x - 4.5:g} {y - tip:g}h9L{x:g} {y + tip:g}z"/>'


def _period(series: Series, plot: _Plot, at: int) -> str:
    point, value = series.points[at], series.values()[at]
    share, flagged = series.of == "share", point.flag != "normal"
    told = f"{point.day}: {_number(value, share)} {'of all that was read' if share else series.of}"
    drawn = plot.bar(at, value, "alarm" if flagged else "own")
    if series.of == "articles":
        told += f", {point.originals:,} of them originals"
        drawn = plot.bar(at, value, "alarm" if flagged else "all")
        drawn += "" if flagged else plot.bar(at, point.originals, "own")
    if flagged:
        told += f", {point.flag}"
        drawn += _mark(plot.x(at + 0.5), plot.y(value) - 9, point.flag)
    return f"<g><title>{escape(told)}</title>{drawn}</g>"


def stories_drawing(stories: Sequence[StoryBar]) -> Drawing:
    """Stories as bars, those of copies and translations paler."""
    most = max((story.articles for story in stories), default=1)
    parts = [
        _text(0, 20, "Stories", "title"),
        *_keys([("own", "originals"), ("all", "copies and translations")]),
    ]
    for at, story in enumerate(stories):
        y = _TOP + 20 + at * _ROW
        full = WIDTH * story.articles / most
        facts = (
            f"{_counted(story.articles, 'article')} · {_counted(story.outlets, 'outlet')} · "
            f"first {story.first_outlet} · {_span(story)} · {', '.join(story.languages)}"
        )
        name = line(story.title) or "(no title)"
        right = _is_right_to_left(name)
        parts.append(
            _text(
                WIDTH if right else 0, y, name, "right" if right else "name", _NAME, anchor="end" if right else "start"
            )
        )
        parts.append(_text(0, y + 17, facts, most=_NOTE))
        parts.append(f'<rect class="all" x="0" y="{y + 23}" width="{full:.1f}" height="7" rx="2"/>')
        own = full * story.originals / story.articles
        parts.append(f'<rect class="own" x="0" y="{y + 23}" width="{own:.1f}" height="7" rx="2"/>')
    return Drawing("Stories by their articles", "".join(parts), _TOP + 10 + len(stories) * _ROW)


def _legend(series: Series) -> Iterable[str]:
    keys = [("own", "originals"), ("all", "copies and translations")]
    if series.of != "articles":
        keys = [("own", "share of all that was read" if series.of == "share" else series.of)]
    return _keys(
        [*keys, ("expected", "expected"), ("band", "usual range"), ("alarm", "spike or silence")], f"a {series.grain}"
    )


def _keys(keys: Sequence[tuple[str, str]], unit: str = "") -> Iterable[str]:
    x = 0.0
    for style, words in keys:
        if style == "expected":
            yield f'<path class="expected" d="M{x:g} 39.5h12"/>'
        else:
            yield f'<rect class="{style}" x="{x:g}" y="34" width="11" height="11" rx="2"/>'
        yield _text(x + 16, 44, words)
        x += 34 + 6 * cell_len(words)
    if unit:
        yield _text(WIDTH - _RIGHT, 44, unit, anchor="end")


def _text(x: float, y: float, words: str, style: str = "", most: int = 0, *, anchor: str = "start") -> str:
    shown = line(words)
    if most and cell_len(shown) > most:
        shown = f"{set_cell_size(shown, most - 1).rstrip()}…"
    placed = f'x="{x:g}" y="{y:g}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f"<text {placed}{f' class={chr(34)}{style}{chr(34)}' if style else ''}>{escape(shown)}</text>"


def _as_shown(value: float, read: int | None, share: bool) -> float:
    if not share:
        return value
    return min(1.0, value / read) if read else 0.0


def _scale(most: float, share: bool) -> tuple[float, list[float]]:
    """The height of the axis, and its ticks: round numbers, four or so."""
    most = max(most, 0.01 if share else 4.0)
    step = next(
        size * power
        for power in (10.0**exponent for exponent in range(-4, 9))
        for size in (1, 2, 2.5, 5)
        if size * power * 5 >= most and (share or (size * power) % 1 == 0)
    )
    count = -(-most // step)
    return step * count, [step * number for number in range(int(count) + 1)]


def _number(value: float, share: bool) -> str:
    return f"{100 * value:.3g} %" if share else f"{value:,.0f}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _span(story: StoryBar) -> str:
    return f"{story.first_day}" if story.first_day == story.last_day else f"{story.first_day} to {story.last_day}"


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"
