"""Find the days on which a topic was covered far more or far less than usual."""

from datetime import datetime, timedelta
from itertools import chain, groupby

from newsvane import alerts, lake, trends
from newsvane.pipeline.alerting.in_parts import in_parts


def find_trend_anomalies(connection: lake.Connection, now: datetime, *, days: int = 2) -> list[alerts.TrendAnomaly]:
    """Return the anomalies of the last `days` days, today included, per topic; topic "*" is all coverage."""
    since = now.date() - timedelta(days=trends.HISTORY_DAYS + days)
    counts = [count for topic in (None, "*") for count in lake.load_daily_counts(connection, since=since, topic=topic)]
    by_topic = [list(group) for _, group in groupby(counts, key=lambda count: count.topic)]
    judged = in_parts(
        by_topic,
        lambda topics: trends.compute_trends(chain.from_iterable(topics), now=now, days=days),
        what="the trend of a topic",
    )
    return [
        alerts.TrendAnomaly(
            topic=series.topic,
            day=point.day,
            flag=point.flag,
            articles=point.articles,
            flooded_by=point.largest_outlet if point.is_mostly_one_outlet else "",
            largest=point.largest,
            **point.baseline.model_dump(include={"expected", "low", "high"}),
        )
        for series in chain.from_iterable(judged)
        for point in series.points
        if point.flag != "normal"
    ]
