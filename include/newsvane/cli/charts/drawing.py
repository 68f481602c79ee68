"""Draw charts as SVG, for pages and pictures. A chart is `WIDTH` units wide and styled by `stylesheet`."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.records import Record
from newsvane.trends import Flag, Series

WIDTH = 880
SMALLEST_TEXT = 12
"""Pixels, in a chart that is WIDTH wide."""
_LEFT, _RIGHT, _TOP, _PLOT, _AXIS = 56, 12, 64, 200, 36
"""Margins and height of the plot, in pixels."""
_BOTTOM = _TOP + _PLOT
_LABELLED = 12
"""The maximum number of labels below the plot."""
_ROW = 52
"""The height of a story's bar, in pixels."""
_TITLE, _NAME, _NOTE = 90, 116, 136
"""How many terminal cells of text fit on a line, by font size."""

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
    """A chart: its title, its SVG elements, and its height in pixels."""

    title: str
    body: str
    height: float


class StoryBar(Record):
    """The facts about a story that its bar shows."""

    title: str
    first_outlet: str
    first_day: date
    last_day: date
    articles: int
    originals: int
    outlets: int
    languages: tuple[str, ...]


def stylesheet(color: Callable[[str], str]) -> str:
    """Return the style sheet. `color` returns the value of a named colour of the palette."""
    return (
        f"text{{font-family:{FONTS};font-size:{SMALLEST_TEXT}px;fill:{color('quiet')}}}"
        f".title{{font-size:17px;font-weight:bold;fill:{color('text')}}}"
        f".right{{font-family:{RIGHT_TO_LEFT};font-size:15px;fill:{color('text')}}}"
        f".name{{font-size:14px;fill:{color('text')}}}"
        f".grid{{stroke:{color('line')};stroke-width:1}}"
        f".band{{fill:{color('band')}}}"
        f".all{{fill:{color('all')}}}.own{{fill:{color('own')}}}.alarm{{fill:{color('alarm')}}}"
        f".expected{{fill:none;stroke:{color('expected')};stroke-width:1.5;stroke-dasharray:4 3}}"
    )


def render_svg(drawings: Sequence[Drawing], *, style: str = "", page: str = "", margin: float = 0) -> str:
    """Return the charts as one SVG, one below the other. `page`: background colour. `margin`: in pixels."""
    y, parts = margin, []
    for each in drawings:
        parts.append(f'<g transform="translate({margin:g} {y:g})">{each.body}</g>')
        y += each.height
    width, height = WIDTH + 2 * margin, y + margin
    back = f'<rect width="{width:g}" height="{height:g}" fill="{page}"/>' if page else ""
    title = escape(printable_line("; ".join(each.title for each in drawings)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{title}"><style>{style}</style>{back}{"".join(parts)}</svg>'
    )


def draw_series(series: Series, name: str) -> Drawing:
    """Draw a trend: bars, the expected value and range, and marks on spikes and silences."""
    points, share = series.points, series.of == "share"
    high = [_displayed_value(point.baseline.high, point.read, share) * point.baseline.is_known for point in points]
    low = [_displayed_value(point.baseline.low, point.read, share) for point in points]
    most = max([*series.values(), *series.expected()], default=0)
    plot = _Plot(len(points), *_axis_scale(max([most, *high]), share))
    parts = [
        _draw_text(0, 20, name, "title", _TITLE),
        *_draw_legend(series),
    ]
    for begin, end in _runs_with_baseline(series):
        edge = f"{plot.steps(high, begin, end)} {plot.steps(low, begin, end, back=True)}"
        parts.append(f'<polygon class="band" points="{edge}"/>')
    for tick in plot.ticks:
        y = plot.y(tick)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:g}" y2="{y:g}"/>')
        parts.append(_draw_text(_LEFT - 8, y + 4, _format_value(tick, share), anchor="end"))
    parts += [_draw_period(series, plot, at) for at in range(len(points))]
    for begin, end in _runs_with_baseline(series):
        parts.append(f'<polyline class="expected" points="{plot.steps(series.expected(), begin, end)}"/>')
    form = "%Y-%m" if series.grain == "month" else "%d %b"
    for at in range(0, len(points), max(1, -(-len(points) // _LABELLED))):
        parts.append(_draw_text(plot.x(at + 0.5), _BOTTOM + 18, points[at].day.strftime(form), anchor="middle"))
    return Drawing(f"{name}: {series.of} per {series.grain}", "".join(parts), _BOTTOM + _AXIS)


class _Plot(NamedTuple):
    """The coordinates of a plot: `periods` from left to right, values from 0 to `top` from bottom to top."""

    periods: int
    top: float
    ticks: Sequence[float]

    def x(self, place: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * place / max(1, self.periods), 1)

    def y(self, value: float) -> float:
        return round(_BOTTOM - _PLOT * min(value, self.top) / self.top, 1)

    def steps(self, values: Sequence[float], begin: int, end: int, *, back: bool = False) -> str:
        """Return the points of a step line for the periods from `begin` up to but excluding `end`."""
        points = [(self.x(at + side), self.y(values[at])) for at in range(begin, end) for side in (0, 1)]
        return " ".join(f"{x:g},{y:g}" for x, y in (reversed(points) if back else points))

    def bar(self, at: int, value: float, style: str) -> str:
        x, y, width = self.x(at + 0.14), self.y(value), self.x(at + 0.86) - self.x(at + 0.14)
        return f'<rect class="{style}" x="{x:g}" y="{y:g}" width="{width:.1f}" height="{_BOTTOM - y:.1f}"/>'


def _runs_with_baseline(series: Series) -> Iterable[tuple[int, int]]:
    """Yield start and end (exclusive) of each run of periods that something can be expected in."""
    known = [point.baseline.is_known for point in series.points]
    for has, run in groupby(range(len(known)), key=known.__getitem__):
        places = list(run)
        if has:
            yield places[0], places[-1] + 1


def _draw_flag(x: float, y: float, flag: Flag) -> str:
    """Draw a triangle that points up for a spike, down for a silence. It is drawn because few fonts have one."""
    tip = -4 if flag == "spike" else 4
    return f'<path class="alarm" d="M{x - 4.5:g} {y - tip:g}h9L{x:g} {y + tip:g}z"/>'


def _draw_period(series: Series, plot: _Plot, at: int) -> str:
    point, value = series.points[at], series.values()[at]
    share, flagged = series.of == "share", point.flag != "normal"
    label = f"{point.day}: {_format_value(value, share)} {'of everything that was read' if share else series.of}"
    drawn = plot.bar(at, value, "alarm" if flagged else "own")
    if series.of == "articles":
        label += f", {point.originals:,} of them originals"
        drawn = plot.bar(at, value, "alarm" if flagged else "all")
        drawn += "" if flagged else plot.bar(at, point.originals, "own")
    if flagged:
        label += f", {point.flag}"
        drawn += _draw_flag(plot.x(at + 0.5), plot.y(value) - 9, point.flag)
    return f"<g><title>{escape(label)}</title>{drawn}</g>"


def draw_stories(stories: Sequence[StoryBar]) -> Drawing:
    """Draw stories as bars. The part of copies and translations is paler."""
    most = max((story.articles for story in stories), default=1)
    parts = [
        _draw_text(0, 20, "Stories", "title"),
        *_draw_keys([("own", "originals"), ("all", "copies and translations")]),
    ]
    for at, story in enumerate(stories):
        y = _TOP + 20 + at * _ROW
        full = WIDTH * story.articles / most
        facts = (
            f"{count_noun(story.articles, 'article')} · {count_noun(story.outlets, 'outlet')} · "
            f"first {story.first_outlet} · {_format_days(story)} · {', '.join(story.languages)}"
        )
        name = printable_line(story.title) or "(no title)"
        parts.append(_draw_text(0, y, name, "right" if _is_right_to_left(name) else "name", _NAME))
        parts.append(_draw_text(0, y + 17, facts, most=_NOTE))
        parts.append(f'<rect class="all" x="0" y="{y + 23}" width="{full:.1f}" height="7" rx="2"/>')
        own = full * story.originals / story.articles
        parts.append(f'<rect class="own" x="0" y="{y + 23}" width="{own:.1f}" height="7" rx="2"/>')
    return Drawing("Stories by their articles", "".join(parts), _TOP + 10 + len(stories) * _ROW)


def _draw_legend(series: Series) -> Iterable[str]:
    keys = [("own", "originals"), ("all", "copies and translations")]
    if series.of != "articles":
        keys = [("own", "share of everything that was read" if series.of == "share" else series.of)]
    return _draw_keys(
        [*keys, ("expected", "expected"), ("band", "usual range"), ("alarm", "spike or silence")], f"per {series.grain}"
    )


def _draw_keys(keys: Sequence[tuple[str, str]], unit: str = "") -> Iterable[str]:
    x = 0.0
    for style, words in keys:
        if style == "expected":
            yield f'<path class="expected" d="M{x:g} 39.5h12"/>'
        else:
            yield f'<rect class="{style}" x="{x:g}" y="34" width="11" height="11" rx="2"/>'
        yield _draw_text(x + 16, 44, words)
        x += 34 + 6 * cell_len(words)
    if unit:
        yield _draw_text(WIDTH - _RIGHT, 44, unit, anchor="end")


def _draw_text(x: float, y: float, words: str, style: str = "", most: int = 0, *, anchor: str = "start") -> str:
    shown = printable_line(words)
    if most and cell_len(shown) > most:
        shown = f"{set_cell_size(shown, most - 1).rstrip()}…"
    placed = f'x="{x:g}" y="{y:g}"' + (f' text-anchor="{anchor}"' if anchor != "start" else "")
    return f"<text {placed}{f' class={chr(34)}{style}{chr(34)}' if style else ''}>{escape(shown)}</text>"


def _displayed_value(value: float, read: int | None, share: bool) -> float:
    if not share:
        return value
    return min(1.0, value / read) if read else 0.0


def _axis_scale(most: float, share: bool) -> tuple[float, list[float]]:
    """Return the top of the axis and its ticks: about four round numbers."""
    most = max(most, 0.01 if share else 4.0)
    step = next(
        size * power
        for power in (10.0**exponent for exponent in range(-4, 9))
        for size in (1, 2, 2.5, 5)
        if size * power * 5 >= most and (share or (size * power) % 1 == 0)
    )
    count = -(-most // step)
    return step * count, [step * number for number in range(int(count) + 1)]


def _format_value(value: float, share: bool) -> str:
    return f"{100 * value:.3g} %" if share else f"{value:,.0f}"


def _format_days(story: StoryBar) -> str:
    return f"{story.first_day}" if story.first_day == story.last_day else f"{story.first_day} to {story.last_day}"


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"
