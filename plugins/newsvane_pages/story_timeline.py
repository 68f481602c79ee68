"""Lay out a story as a timeline: a lane per outlet, a mark per article, and a line from each copy to its original.

Time runs from the first article on a logarithmic scale, because what follows within minutes matters as much as what
follows within weeks. `x` is per cent of the width, `y` is pixels, so that marks stay round at any width.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import log1p
from typing import NamedTuple

from newsvane.analysis.copy_words import classify_article, describe_copy, is_mere_claim
from newsvane_pages.html_rendering import format_roughly, format_utc
from newsvane_pages.lake_queries import Row

LANES = 25
"""The maximum number of outlets."""
LANE_HEIGHT = 40
_FIRST_LANE_Y = 26
"""Leaves room for the name of the first outlet, which stands above its lane."""
_SCALE_HEIGHT = 24
"""Room for the labels of the scale, below the lanes."""
GUTTERS = (3, 8, 13, 18)
"""x of the vertical lines between lanes, in pixels, left of the names. Originals take turns."""
_LEFT, _WIDTH = 9.0, 88.0
_MIN_DISTANCE = 12.0
"""The least distance between two lines of the scale."""
DISTANCE = 4.5
"""The least distance between two marks of a lane, so that each can be seen and tapped on a phone."""
_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (10, 60, 6 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60, 30 * 24 * 60, 365 * 24 * 60)
)


class Lane(NamedTuple):
    """The lane of an outlet. `y`: of its line."""

    outlet: str
    languages: Sequence[str]
    y: int


class Mark(NamedTuple):
    """The mark of an article. `kind`: see `classify_article`. `words`: what pointing at it shows.

    `is_checked`: whether our polls bear out the time.
    `since_x`: x of our last poll that did not find the article; None if there was none before its time.
    """

    article_id: str
    x: float
    y: int
    kind: str
    is_checked: bool
    since_x: float | None
    words: str


class Link(NamedTuple):
    """From an original (`x1`, `y1`) to its copy.

    `gutter`: x of the part that leads from lane to lane, in pixels; None within a lane. `is_certain`: our polls
    show that the original came first.
    """

    x1: float
    y1: int
    x2: float
    y2: int
    gutter: int | None
    kind: str
    is_certain: bool


class Timeline(NamedTuple):
    """The picture. `ticks`: x and label. `hidden`: how many outlets are not shown. `names_x`: of names, in pixels."""

    lanes: Sequence[Lane]
    marks: Sequence[Mark]
    links: Sequence[Link]
    ticks: Sequence[tuple[float, str]]
    height: int
    hidden: int
    names_x: int = 24


def draw_timeline(articles: Sequence[Row]) -> Timeline | None:
    """Return the timeline of a story; None if it has a single article. `articles`: in order of time.

    Marks stand at the claimed time, within the limits of what our polls saw. Time begins with the first original. What
    claims to be earlier stands there, too, so that a forged date does not squeeze the rest together. Marks of an outlet
    that would cover one another are moved apart, in their order.
    """
    if len(articles) < 2:
        return None
    by_outlet: dict[str, list[Row]] = {}
    for article in articles:
        by_outlet.setdefault(article["outlet"], []).append(article)
    lanes = {
        outlet: Lane(outlet, sorted({each["language"] for each in own}), place * LANE_HEIGHT + _FIRST_LANE_Y)
        for place, (outlet, own) in enumerate([*by_outlet.items()][:LANES])
    }
    shown = [article for article in articles if article["outlet"] in lanes]
    reports = [article for article in shown if not is_mere_claim(article)] or shown
    first = next((article for article in reports if article["original"]), reports[0])
    scale = _Scale(first["reported_at"], max(article["reported_at"] for article in shown))
    marks = _spread([_mark(article, lanes[article["outlet"]], scale) for article in shown])
    return Timeline(
        [*lanes.values()],
        [*marks.values()],
        _link(shown, marks),
        scale.ticks,
        height=len(lanes) * LANE_HEIGHT + _SCALE_HEIGHT,
        hidden=len(by_outlet) - len(lanes),
    )


class _Scale:
    """Converts times to x."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first = first
        self._span = last - first

    def place(self, time: datetime) -> float:
        return self._place(time - self._first)

    def _place(self, since: timedelta) -> float:
        if not self._span:
            return _LEFT
        share = log1p(max(since, timedelta()).total_seconds() / 60) / log1p(self._span.total_seconds() / 60)
        return round(_LEFT + _WIDTH * min(share, 1.0), 2)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The lines of the scale: x and label, the first article first."""
        found = [(_LEFT, "first")]
        for step in (each for each in _STEPS if each < self._span):
            place = self._place(step)
            if found[-1][0] + _MIN_DISTANCE <= place <= _LEFT + _WIDTH - _MIN_DISTANCE:
                found.append((place, f"+{format_roughly(step.total_seconds())}"))
        if self._span >= timedelta(seconds=1):
            found.append((_LEFT + _WIDTH, f"+{format_roughly(self._span.total_seconds())}"))
        return found


def _mark(article: Row, lane: Lane, scale: _Scale) -> Mark:
    time, absent = article["reported_at"], article["absent_at"]
    claim = "" if absent else " (its own claim)"
    name = f", {describe_copy(article).badge}" if article["copy_of"] else ""
    return Mark(
        article["article_id"],
        scale.place(time),
        lane.y,
        classify_article(article),
        absent is not None,
        scale.place(absent) if absent and absent < time else None,
        f"{format_utc(time)}{claim}, {article['outlet']}{name}: {article['title'] or 'no title'}",
    )


def _spread(marks: Sequence[Mark]) -> dict[str, Mark]:
    """Return the marks by article, at least `DISTANCE` from the next in their lane, or as far as the width allows."""
    lanes: dict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda each: (each.x, each.kind != "original")):
        lanes[mark.y].append(mark)
    places: dict[str, float] = {}
    for lane in lanes.values():
        distance = min(DISTANCE, _WIDTH / len(lane))
        least = [_LEFT + distance * place for place in range(len(lane))]
        most = [_LEFT + _WIDTH - distance * place for place in range(len(lane))][::-1]
        x = -distance
        for mark, lowest, highest in zip(lane, least, most, strict=True):
            x = min(max(mark.x, lowest, x + distance), highest)
            places[mark.article_id] = round(x, 2)
    return {mark.article_id: _move(mark, places[mark.article_id]) for mark in marks}


def _move(mark: Mark, x: float) -> Mark:
    """Return a mark at another x, with a line from `since_x` that does not begin to the right of it."""
    return mark._replace(x=x, since_x=None if mark.since_x is None else min(mark.since_x, x))


def _link(articles: Sequence[Row], marks: Mapping[str, Mark]) -> list[Link]:
    gutters: dict[str, int] = {}
    links = []
    for article in articles:
        copy, source = marks[article["article_id"]], marks.get(article["copy_of"])
        if source and not article["original"]:
            place = gutters.setdefault(source.article_id, len(gutters)) % len(GUTTERS)
            gutter = None if source.y == copy.y else GUTTERS[place]
            certain = article["copy_order"] == "certain"
            links.append(Link(source.x, source.y, copy.x, copy.y, gutter, copy.kind, certain))
    return links
