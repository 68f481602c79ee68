"""Lay out a series as bars between 0 and 100, with its scale and its expected range; and plain numbers as bars."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count as naturals
from typing import NamedTuple

from newsvane.plurals import count_noun
from newsvane.trends import Grain, Point, Series, period_end
from newsvane_pages.html_rendering import format_share

MakeAddress = Callable[[date, date], str]
"""A function that returns the address of the page with what was counted from one day to another, both included."""

_MAX_TICKS = 4
_PER_CENT = 100


class Bar(NamedTuple):
    """One period. All heights are 0 to 100. `low`, `high`: the expected range; both 0 if nothing can be expected.

    `words`: what it shows, in words. `address`: of the page that lists it, "" if there is nothing to list.
    """

    height: float
    originals: float
    low: float
    high: float
    is_spike: bool
    words: str
    address: str = ""


class BarChart(NamedTuple):
    """Bars, and the lines of the scale: height and label. `ends`: the names of the first and of the last bar."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    ends: tuple[str, str]
    points: Sequence[Point] = ()

    @property
    def why_no_range(self) -> str:
        """Say why a chart of a series has no expected range; "" if it has one."""
        if not self.points or any(point.baseline.is_known for point in self.points):
            return ""
        if not any(point.baseline.is_judged for point in self.points):
            return "too little was read before to compare with"
        if not any(point.articles for point in self.points):
            return "nothing was counted, neither here nor in the periods before"
        return "nothing was counted in the periods before, so that a few articles at once are a spike"


def draw_bars(*compared: Series, address: MakeAddress | None = None) -> list[BarChart]:
    """Return a chart of each series, all in one scale. The measure is the number of articles or their share.

    The scale reaches to the end of the expected range.
    """
    most = max((value for series in compared for value in _list_values(series)), default=0.0)
    usual = max((high for series in compared for high in _list_highs(series)), default=0.0)
    return [_draw(series, max(most, usual), address) for series in compared]


def draw_counts(counts: Sequence[tuple[str, int]], noun: str = "article") -> BarChart:
    """Return a chart of numbers by name, such as the hours of a day. `noun`: what is counted."""
    top, ticks = _find_scale(max(number for _, number in counts), unit="", whole=True)
    bars = [
        Bar(_round(number / top), _round(number / top), 0, 0, False, f"{name}: {count_noun(number, noun)}")
        for name, number in counts
    ]
    return BarChart(bars, ticks, (counts[0][0], counts[-1][0]))


def _list_scales(series: Series) -> list[float]:
    """Return by what each number of articles is multiplied: 100 over what was read for a share, else 1."""
    if series.of != "share":
        return [1.0] * len(series.points)
    return [_PER_CENT / point.read if point.read else 0.0 for point in series.points]


def _list_values(series: Series) -> list[float]:
    return [point.articles * scale for point, scale in zip(series.points, _list_scales(series), strict=True)]


def _list_highs(series: Series) -> list[float]:
    """Return the ends of the expected ranges that are known. No share is above 100."""
    most = _PER_CENT if series.of == "share" else float("inf")
    scaled = zip(series.points, _list_scales(series), strict=True)
    return [min(point.baseline.high * scale, most) for point, scale in scaled if point.baseline.is_known]


def _draw(series: Series, most: float, address: MakeAddress | None) -> BarChart:
    is_share = series.of == "share"
    top, ticks = _find_scale(most, unit=" %" if is_share else "", whole=not is_share)
    bars = [
        Bar(
            height=_round(point.articles * scale / top),
            originals=_round(point.originals * scale / top),
            low=_round(min(point.baseline.low * scale / top, 1)) if point.baseline.is_known else 0,
            high=_round(min(point.baseline.high * scale / top, 1)) if point.baseline.is_known else 0,
            is_spike=point.flag == "spike",
            words=_describe(point, series.grain, is_share=is_share),
            address=address(point.day, period_end(point.day, series.grain)) if address and point.articles else "",
        )
        for point, scale in zip(series.points, _list_scales(series), strict=True)
    ]
    return BarChart(bars, ticks, (str(series.points[0].day), str(series.points[-1].day)), series.points)


def _find_scale(most: float, *, unit: str, whole: bool) -> tuple[float, list[tuple[float, str]]]:
    """Return the end of a scale, and its lines: height and label."""
    step = _find_step(most, whole=whole)
    number = int(max(1, -(-most // step)))
    ticks = [(_round(place / number), f"{place * step:,.10g}{unit}") for place in range(number + 1)]
    return step * number, ticks


def _find_step(most: float, *, whole: bool) -> float:
    """Return the distance of the lines of a scale: 1, 2 or 5 times a power of ten, so that at most four are needed."""
    smallest = 0 if whole else -4
    sizes = (size * 10.0**power for power in naturals(smallest) for size in (1, 2, 5))
    return next(size for size in sizes if size * _MAX_TICKS >= most)


def _describe(point: Point, grain: Grain, *, is_share: bool) -> str:
    """Describe a period. Originals are left out if all articles are originals and there are no other details."""
    share = f" of {point.read:,} seen, {format_share(point.share)}" if point.read and point.share is not None else ""
    parts = [
        count_noun(number, noun)
        for number, noun in ((point.originals, "original"), (point.stories, "story"), (point.outlets, "outlet"))
        if number
    ]
    parts += [f"{point.translated:,} said to be machine-translated"] if point.translated else []
    is_counted_alone = point.originals == point.articles and len(parts) == 1
    usual = f"usually {_describe_range(point, is_share=is_share)}"
    if not point.baseline.is_known:
        usual = "none before" if point.baseline.is_judged else "too little was read before to compare with"
    day = f"{'' if grain == 'day' else 'from '}{point.day}"
    details = f"; {', '.join(parts)}" if parts and not is_counted_alone else ""
    flag = f"; {point.flag}" if point.flag != "normal" else ""
    return f"{day}: {count_noun(point.articles, 'article')}{share}{details}, {usual}{flag}"


def _describe_range(point: Point, *, is_share: bool) -> str:
    low, high = point.baseline.low, point.baseline.high
    if is_share and point.read:
        return f"{format_share(low / point.read)} to {format_share(min(high / point.read, 1))}"
    if not high:
        return "none"
    return f"{low:,.0f} to {high:,.0f}{' where as much is read' if point.read else ''}"


def _round(share: float) -> float:
    return round(100 * share, 1)
