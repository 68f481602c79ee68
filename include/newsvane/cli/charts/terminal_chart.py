"""Charts in the terminal. Only this module imports plotext."""

import plotext
from rich.text import Text

from newsvane.trends import Series

HEIGHT = 13
MAX_LABELS = 6
"""Approximate number of labels on the time axis."""
MARKS = {"spike": "▲", "silence": "▼"}


def render_chart(series: Series, *, width: int, color: bool) -> Text:
    """Draw one bar per period, the expected value as a line, and marks on spikes and silences."""
    points, values = series.points, series.values()
    scale = 100 if series.of == "share" else 1
    heights = [value * scale for value in values]
    places = list(range(1, len(points) + 1))
    figure = plotext.figure
    figure.clear()
    plotext.terminal.limit(False, False)
    figure.plot_size(width, HEIGHT)
    figure.canvas("default")
    unit = "share of all articles, %," if series.of == "share" else series.of
    figure.title(f"{series.topic}: {unit} per {series.grain}  ─ expected  ▲ spike  ▼ silence")
    figure.draw(figure.bar(places, heights, width=0.7))
    expected = [value * scale for value in series.expected()]
    figure.draw(figure.signal(places, expected, marker="─"))
    top = max(1, *heights)
    for flag, mark in MARKS.items():
        flagged = [place for place in places if points[place - 1].flag == flag]
        if flagged:
            figure.draw(figure.signal(flagged, [max(heights[at - 1], top / 24) for at in flagged], marker=mark))
    figure.ruler("y").ticks(sorted({0, round(top / 2), round(top)}))
    labelled = places[:: max(1, len(places) // MAX_LABELS)]
    form = "%Y-%m" if series.grain == "month" else "%m-%d"
    figure.ruler("x").ticks(labelled, [points[place - 1].day.strftime(form) for place in labelled])
    return Text.from_ansi(figure.build().string(colorless=not color))
