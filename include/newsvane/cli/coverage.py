"""`newsvane trends` and `stories`: what the lake holds, for people."""
# ruff: noqa: PLC0415 - charts are imported by the command that uses them

from contextlib import closing
from datetime import UTC, datetime, timedelta

import typer

from newsvane import lake, trends
from newsvane.cli.asking import Row, ask, statement
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.options import AsJson, AsOf, Days, Limit, TopicId


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("trends", epilog="Example: `newsvane trends --topic iran --days 14`")(show_trends)
    app.command(epilog="Example: `newsvane stories --days 3 --json`")(stories)


def show_trends(topic: TopicId = None, days: Days = 28, as_json: AsJson = False) -> None:
    """Show coverage a day against the usual."""
    now = datetime.now(UTC)
    since = now.date() - timedelta(days=days - 1)
    with closing(lake.connect()) as connection:
        rows = lake.daily_counts(connection, since=since - timedelta(days=trends.HISTORY_DAYS), topic=topic)
    series = trends.trend(rows, now=now, days=days)
    outlets = {row["topic"]: row["outlets"] for row in ask(statement("outlets"), {"since": since})}
    table = [_totals(each, outlets) for each in series]
    if as_json:
        dump([total | {"points": each.points} for total, each in zip(table, series, strict=True)])
        return
    from newsvane.cli.charts import chart

    for each in series:
        out.print(chart(each, width=min(out.width, 100), color=out.color_system is not None))
    columns = ("topic", "articles", "originals", "stories", "outlets", "flags")
    show_table(
        table,
        {name: name for name in columns},
        empty="No coverage is counted yet: `newsvane run` counts it.",
        wide="flags",
    )


def _totals(series: trends.Series, outlets: dict[str, int]) -> Row:
    points = series.points
    flags = [f"{point.flag} {point.day}" for point in points if point.flag != "normal"]
    return {
        "topic": series.topic,
        "articles": sum(point.articles for point in points),
        "originals": sum(point.originals for point in points),
        "stories": sum(point.stories for point in points),
        "outlets": outlets.get(series.topic, 0),
        "flags": flags or "normal",
    }


def stories(
    topic: TopicId = None, days: Days = 7, limit: Limit = 30, as_json: AsJson = False, as_of: AsOf = None
) -> None:
    """Show the latest stories.

    With how many articles and outlets carried each, and in which languages.
    """
    since = (as_of or datetime.now(UTC)).date() - timedelta(days=days)
    rows = ask(statement("stories"), {"topic": topic, "since": since, "limit": limit}, as_of=as_of)
    if as_json:
        dump(rows)
        return
    columns = {"last_day": "latest", "title": "title", "articles": "articles", "outlets": "outlets", "languages": "in"}
    show_table(rows, columns, empty="No story in these days.", wide="title")
