"""Charts in the terminal (alone imports plotext)."""

import plotext
from rich.text import Text

from newsvane.trends import Series

HEIGHT = 13
LABELLED = 6
"""Days named below a chart, about."""
MARKS = {"spike": "▲", "silence": "▼"}


def chart(series: Series, *, width: int, color: bool) -> Text:
    """Bars a day, the expected count as a line, and marks on the days that leave what is usual."""
    points = series.points
    days = list(range(1, len(points) + 1))
    figure = plotext.figure
    figure.clear()
    plotext.terminal.limit(False, False)
    figure.plot_size(width, HEIGHT)
    figure.canvas("default")
    figure.title(f"{series.topic}: articles a day  ─ expected  ▲ spike  ▼ silence")
    figure.draw(figure.bar(days, [point.articles for point in points], width=0.7))
    figure.draw(figure.signal(days, [point.baseline.expected for point in points], marker="─"))
    for flag, mark in MARKS.items():
        flagged = [(day, point) for day, point in zip(days, points, strict=True) if point.flag == flag]
        if flagged:
            heights = [max(point.articles, 0.5) for _, point in flagged]
            figure.draw(figure.signal([day for day, _ in flagged], heights, marker=mark))
    top = max(1, *(point.articles for point in points))
    figure.ruler("y").ticks(sorted({0, top // 2, top}))
    labelled = days[:: max(1, len(days) // LABELLED)]
    figure.ruler("x").ticks(labelled, [f"{points[day - 1].day:%m-%d}" for day in labelled])
    return Text.from_ansi(figure.build().string(colorless=not color))
