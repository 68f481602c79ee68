"""Find the days on which a topic was covered far more or far less than usual."""

from datetime import datetime, timedelta

from newsvane import alerts, lake, trends


def find_trend_anomalies(connection: lake.Connection, now: datetime, *, days: int = 2) -> list[alerts.TrendAnomaly]:
    """Return the anomalies of the last `days` days, today included, per topic; topic "*" is all coverage."""
    since = now.date() - timedelta(days=trends.HISTORY_DAYS + days)
    counts = [count for topic in (None, "*") for count in lake.load_daily_counts(connection, since=since, topic=topic)]
    return [
        alerts.TrendAnomaly(
            topic=series.topic,
            day=point.day,
            flag=point.flag,
            articles=point.articles,
            **point.baseline.model_dump(include={"expected", "low", "high"}),
        )
        for series in trends.compute_trends(counts, now=now, days=days)
        for point in series.points
        if point.flag != "normal"
    ]
