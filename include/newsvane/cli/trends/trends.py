"""`newsvane trends`, `stories` and `recount`: what the lake holds, in counts."""
# ruff: noqa: PLC0415 - charts and the pipeline are imported by the commands that use them

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newsvane import lake, trends
from newsvane.cli.console import clean, dump, out, show_table
from newsvane.cli.options import (
    AsJson,
    AsOf,
    Countries,
    Days,
    Kinds,
    Languages,
    Limit,
    Outlets,
    Since,
    TopicId,
    Until,
    span,
)
from newsvane.cli.queries import Row, ask, statement
from newsvane.errors import NewsvaneError
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane.cli.charts.drawing import Drawing

HtmlFile = Annotated[Path | None, typer.Option("--html", help="Write one page of HTML that needs nothing else.")]
PngFile = Annotated[Path | None, typer.Option("--png", help="Write a picture.")]

DAYS: Mapping[trends.Grain, int] = {"day": 28, "week": 182, "month": 730}
"""Shown where nothing is said."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("trends", epilog="Example: `newsvane trends iran --of share --grain week`")(show_trends)
    app.command(epilog="Example: `newsvane stories --days 3 --html stories.html`")(stories)
    app.command(epilog="Example: `newsvane recount`")(recount)


def show_trends(
    topics: Annotated[list[str] | None, typer.Argument(help="Ids of topics; * is all that was read.")] = None,
    *,
    topic: TopicId = None,
    of: Annotated[trends.Measure, typer.Option(help="What is drawn and judged.")] = "articles",
    grain: Annotated[trends.Grain, typer.Option(help="Counted a day, a week from Monday, or a month.")] = "day",
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How many days back; 28, 182 by week, 730 by month.")
    ] = None,
    since: Since = None,
    until: Until = None,
    language: Languages = None,
    outlet: Outlets = None,
    country: Countries = None,
    kind: Kinds = None,
    html: HtmlFile = None,
    png: PngFile = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show coverage against what is usual, with spikes and silences.

    The usual follows weekdays and what else was read; a flag has a chance of one in a thousand without any news. With
    filters the share is of what was read under the same filters.
    """
    now = as_of or datetime.now(UTC)
    first, last = span(since, until, days or DAYS[grain], now.date())
    wanted = [*(topics or []), *([topic] if topic else [])]
    filters = {
        "languages": language or [], "outlets": outlet or [], "countries": country or [], "kinds": kind or [],
    }  # fmt: skip
    with lake.closing(lake.connect(as_of=as_of)) as connection:
        begin = trends.history_start(first, grain)
        rows = lake.load_daily_counts(connection, since=begin, until=last, topic=wanted, grain=grain, **filters)
    series = trends.compute_trends(rows, now=now, since=first, until=last, of=of, grain=grain)
    bounds = {"since": trends.period_start(first, grain), "until": last}
    outlets = {row["topic"]: row["outlets"] for row in ask(statement("outlets"), bounds | filters, as_of=as_of)}
    table = [_totals(each, outlets) for each in series]
    if html or png:
        from newsvane.cli.charts.drawing import series_drawing

        named = _titles()
        drawings = [series_drawing(each, named.get(each.topic, each.topic)) for each in series]
        numbers = [[_numbers(point) for point in each.points] for each in series]
        _write(f"Coverage, {first} to {last}", drawings, numbers, now, html=html, png=png)
    if as_json:
        dump([total | {"points": each.points} for total, each in zip(table, series, strict=True)])
        return
    if html or png:
        return
    from newsvane.cli.charts.terminal import chart

    for each in series:
        out.print(chart(each, width=min(out.width, 100), color=out.color_system is not None))
    columns = ("topic", "articles", "originals", "stories", "outlets", "share", "flags")
    show_table(
        [row | {"share": f"{row['share']:.1%}" if row["share"] is not None else ""} for row in table],
        {name: name for name in columns},
        empty="No coverage is counted of this: `newsvane run` counts what it lands.",
        wide="flags",
    )


def stories(
    *,
    topic: TopicId = None,
    days: Days = 7,
    limit: Limit = 30,
    html: HtmlFile = None,
    png: PngFile = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show the latest stories; a page or a picture has the biggest first.

    With how many articles and outlets carried each, and in which languages.
    """
    now = as_of or datetime.now(UTC)
    since = now.date() - timedelta(days=days)
    biggest = bool(html or png)
    rows = ask(statement("stories"), {"topic": topic, "since": since, "limit": limit, "biggest": biggest}, as_of=as_of)
    if html or png:
        from newsvane.cli.charts.drawing import StoryBar, stories_drawing

        bars = [StoryBar(**{name: row[name] for name in StoryBar.model_fields}) for row in rows]
        shown = [{name: row[name] for name in ("last_day", *StoryBar.model_fields, "topics")} for row in rows]
        _write(f"Stories since {since}", [stories_drawing(bars)], [shown], now, html=html, png=png)
    if as_json:
        dump(rows)
        return
    if not biggest:
        columns = {
            "last_day": "latest", "title": "title", "articles": "articles", "outlets": "outlets", "languages": "in",
        }  # fmt: skip
        show_table(rows, columns, empty="No story in these days.", wide="title")


def recount(as_json: AsJson = False) -> None:
    """Count every day of `trend_daily` anew.

    Not needed in the ordinary: days are counted again when their articles or the watch list change.
    """
    from newsvane import pipeline

    done = pipeline.refresh_trends(everything=True)
    if as_json:
        dump(done)
    else:
        out.print(f"{done['days']} days counted, {done['rows']} rows")


def _totals(series: trends.Series, outlets: dict[str, int]) -> Row:
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


def _numbers(point: trends.Point) -> Row:
    names = ("day", "articles", "originals", "stories", "outlets", "translated", "read", "share")
    row: Row = {name: getattr(point, name) for name in names}
    return row | {"expected": point.baseline.expected, "flag": point.flag}


def _titles() -> dict[str, str]:
    from newsvane.topics import load_topics

    path = get_settings().watch / "topics.toml"
    try:
        return {topic.topic_id: topic.title for topic in load_topics(path.read_text("utf-8"), path=str(path))}
    except (OSError, UnicodeDecodeError, NewsvaneError):
        return {}


def _write(
    title: str,
    drawings: "Sequence[Drawing]",
    tables: Sequence[Sequence[Mapping[str, Any]]],
    now: datetime,
    *,
    html: Path | None,
    png: Path | None,
) -> None:
    from newsvane.cli.charts.html_page import page

    try:
        if html:
            html.write_text(page(title, drawings, tables, now=now), "utf-8")
        if png:
            from newsvane.cli.charts.picture import picture

            png.write_bytes(picture(drawings))
    except OSError as error:
        raise typer.BadParameter(f"{error.filename} cannot be written: {error.strerror}") from error
    for path in filter(None, (html, png)):
        typer.echo(f"written: {clean(path)}", err=True)
