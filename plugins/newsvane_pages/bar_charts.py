"""Lay out a series as bars between 0 and 100, with its scale and its expected range; and plain numbers as bars."""

from collections.abc import Sequence
from itertools import count as naturals
from typing import NamedTuple

from newsvane.trends import Point, Series
from newsvane_pages.html_rendering import count as count_noun
from newsvane_pages.html_rendering import ticks

_MAX_TICKS = 4
_PER_CENT = 100


class Bar(NamedTuple):
    """One period. All heights are 0 to 100. `low`, `high`: the expected range. `words`: what it shows, in words."""

    height: float
    originals: float
    low: float
    high: float
    is_spike: bool
    words: str


class BarChart(NamedTuple):
    """Bars, and the lines of the scale: height and label. `unit`: "%" or ""."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    points: Sequence[Point]
    unit: str


class CountChart(NamedTuple):
    """Numbers per hour, day or weekday. `bars`: label and number, in order. `top`: the end of the scale."""

    title: str
    bars: Sequence[tuple[str, int]]
    top: int


def draw_counts(title: str, bars: Sequence[tuple[str, int]]) -> CountChart:
    """Return a chart of numbers. `bars`: label and number, in order."""
    return CountChart(title, bars, ticks(max(number for _, number in bars))[-1])


def draw_bars(*compared: Series) -> list[BarChart]:
    """Return a chart of each series, all in one scale. The measure is the number of articles or their share."""
    most = max((value for series in compared for value in _list_values(series)), default=0.0)
    return [_draw(series, most) for series in compared]


def _list_scales(series: Series) -> list[float]:
    """Return by what each number of articles is multiplied: 100 over what was read for a share, else 1."""
    if series.of != "share":
        return [1.0] * len(series.points)
    return [_PER_CENT / point.read if point.read else 0.0 for point in series.points]


def _list_values(series: Series) -> list[float]:
    return [point.articles * scale for point, scale in zip(series.points, _list_scales(series), strict=True)]


def _draw(series: Series, most: float) -> BarChart:
    is_share = series.of == "share"
    scales, values = _list_scales(series), _list_values(series)
    step = _find_step(most, whole=not is_share)
    number = max(1, -(-most // step))
    top = step * number
    bars = [
        Bar(
            height=_round(value / top),
            originals=_round(point.originals * scale / top),
            low=_round(min(point.baseline.low * scale / top, 1)),
            high=_round(min(point.baseline.high * scale / top, 1)),
            is_spike=point.flag == "spike",
            words=_describe(point, is_share=is_share),
        )
        for point, scale, value in zip(series.points, scales, values, strict=True)
    ]
    unit = "%" if is_share else ""
    ticks = [(_round(place / number), f"{place * step:,.10g}{unit}") for place in range(int(number) + 1)]
    return BarChart(bars, ticks, series.points, unit)


def _find_step(most: float, *, whole: bool) -> float:
    """Return the distance of the lines of a scale: 1, 2 or 5 times a power of ten, so that at most four are needed."""
    smallest = 0 if whole else -4
    sizes = (size * 10.0**power for power in naturals(smallest) for size in (1, 2, 5))
    return next(size for size in sizes if size * _MAX_TICKS >= most)


def _describe(point: Point, *, is_share: bool) -> str:
    share = f" of {point.read:,} seen, {point.share:.2%}" if point.read and point.share is not None else ""
    usual = f", usually {_describe_range(point, is_share=is_share)}" if point.baseline.high else ""
    parts = f"; {count_noun(point.originals, 'original')}, {count_noun(point.outlets, 'outlet')}"
    is_counted_alone = point.originals == point.articles and not point.outlets
    return f"{point.day}: {count_noun(point.articles, 'article')}{share}{'' if is_counted_alone else parts}{usual}"


def _describe_range(point: Point, *, is_share: bool) -> str:
    low, high = point.baseline.low, point.baseline.high
    if is_share and point.read:
        return f"{low / point.read:.2%} to {min(high / point.read, 1):.2%}"
    return f"{low:,.0f} to {high:,.0f}"


def _round(share: float) -> float:
    return round(100 * share, 1)
