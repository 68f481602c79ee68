"""Coverage over time, compared with the expected range."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from newsvane import lake, trends
from newsvane.analysis.known_names import require_outlets, require_topics
from newsvane.analysis.queries import OpenLake, Row, load_query


class Trend(NamedTuple):
    """The counts of a topic over time (`series`), and those of the whole period in one row (`total`)."""

    series: trends.Series
    total: Row


def load_trends(
    topics: Sequence[str],
    first: date,
    last: date,
    *,
    of: trends.Measure,
    grain: trends.Grain,
    now: datetime,
    languages: Sequence[str] = (),
    outlets: Sequence[str] = (),
    countries: Sequence[str] = (),
    kinds: Sequence[str] = (),
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> list[Trend]:
    """Return the coverage of topics (none: all topics with coverage) from the first to the last day, both included.

    With filters, shares are relative to everything that matches them. Raises UnknownName for a topic or an outlet.
    """
    require_topics(topics, open_lake=open_lake)
    require_outlets(outlets, open_lake=open_lake)
    filters = {
        "languages": [*languages], "outlets": [*outlets], "countries": [*countries], "kinds": [*kinds],
    }  # fmt: skip
    bounds = {"since": trends.period_start(first, grain), "until": last}
    with open_lake(as_of=as_of) as connection:
        begin = trends.history_start(first, grain)
        rows = lake.load_daily_counts(connection, since=begin, until=last, topic=[*topics], grain=grain, **filters)
        per_topic = dict(connection.execute(load_query("outlets_per_topic"), bounds | filters).fetchall())
    series = trends.compute_trends(rows, now=now, since=first, until=last, of=of, grain=grain)
    return [Trend(each, _total(each, per_topic)) for each in series]


def _total(series: trends.Series, outlets: dict[str, int]) -> Row:
    points = series.points
    flags = [f"{point.flag} {point.day}" for point in points if point.flag != "normal"]
    articles, read = sum(point.articles for point in points), sum(point.read or 0 for point in points)
    return {
        "topic": series.topic,
        "of": series.of,
        "grain": series.grain,
        "articles": articles,
        "originals": sum(point.originals for point in points),
        "stories": sum(point.stories for point in points),
        "outlets": outlets.get(series.topic, 0),
        "translated": sum(point.translated for point in points),
        "share": articles / read if read else None,
        "flags": flags or "normal",
    }
