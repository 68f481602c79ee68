"""`newsvane trends`, `stories` and `recount`: show coverage over time, list stories, and recount days."""
# ruff: noqa: PLC0415 - charts and the pipeline are imported by the commands that use them

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newsvane import trends
from newsvane.analysis.known_names import load_topic_titles
from newsvane.analysis.queries import Row
from newsvane.analysis.stories import list_stories
from newsvane.analysis.trends import load_trends
from newsvane.cli.articles.story import describe_claims
from newsvane.cli.console import out, print_json, print_words, show_table
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
    parse_period,
)
from newsvane.cli.output_files import check_suffix, replacing
from newsvane.outlet_counts import describe_outlets
from newsvane.plurals import count_noun
from newsvane.printable import printable, printable_line

if TYPE_CHECKING:
    from newsvane.cli.charts.drawing import Drawing

HtmlFile = Annotated[
    Path | None,
    typer.Option("--html", help="Write one self-contained HTML page.", callback=check_suffix(".html", ".htm")),
]
PngFile = Annotated[Path | None, typer.Option("--png", help="Write a PNG picture.", callback=check_suffix(".png"))]

StoryOrder = Annotated[
    Literal["latest", "size"] | None,
    typer.Option(
        "--sort",
        help="latest: newest first; size: most articles first. By default latest, or size with --html or --png.",
    ),
]

DEFAULT_DAYS: Mapping[trends.Grain, int] = {"day": 28, "week": 182, "month": 730}
"""Days shown by default."""
MAX_OUTLETS = 5
"""A story in the list names at most this many outlets beside the first."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("trends", epilog="Example: `newsvane trends iran --of share --grain week`")(show_trends)
    app.command(epilog="Example: `newsvane stories --days 3 --html stories.html`")(stories)
    app.command(epilog="Example: `newsvane recount`")(recount)


def show_trends(
    topics: Annotated[list[str] | None, typer.Argument(help="Ids of topics; * is everything that was read.")] = None,
    *,
    topic: TopicId = None,
    of: Annotated[trends.Measure, typer.Option(help="What is counted.")] = "articles",
    grain: Annotated[trends.Grain, typer.Option(help="Count per day, per week (from Monday) or per month.")] = "day",
    days: Annotated[
        int | None,
        typer.Option(
            min=1, max=3650, help="Number of days, counting the last one; by default 28, by week 182, by month 730."
        ),
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
    """Show coverage compared with the expected range, with spikes and silences.

    The expected range takes weekdays and the total volume into account. Without any news, a day is flagged with a
    probability of one in a thousand. With filters, shares are relative to everything that matches the same filters.
    """
    now = as_of or datetime.now(UTC)
    first, last = parse_period(since, until, days or DEFAULT_DAYS[grain], now.date())
    counted = load_trends(
        [*(topics or []), *([topic] if topic else [])], first, last, of=of, grain=grain, now=now, as_of=as_of,
        languages=language or (), outlets=outlet or (), countries=country or (), kinds=kind or (),
    )  # fmt: skip
    series = [each.series for each in counted]
    table = [each.total for each in counted]
    if html or png:
        from newsvane.cli.charts.drawing import draw_series

        named = load_topic_titles()
        drawings = [draw_series(each, named.get(each.topic, each.topic)) for each in series]
        numbers = [[_point_row(point) for point in each.points] for each in series]
        _write_charts(f"Coverage, {first} to {last}", drawings, numbers, now, html=html, png=png)
    if as_json:
        print_json([total | {"points": each.points} for total, each in zip(table, series, strict=True)])
        return
    if html or png:
        return
    from newsvane.cli.charts.terminal_chart import render_chart

    for each in series:
        out.print(render_chart(each, width=min(out.width, 100), color=out.color_system is not None))
    columns = ("topic", "articles", "originals", "stories", "outlets", "share", "flags")
    show_table(
        [
            row | {"share": f"{row['share']:.1%}" if row["share"] is not None else "", "flags": _describe_flags(each)}
            for row, each in zip(table, series, strict=True)
        ],
        {name: name for name in columns},
        empty=f"No coverage from {first} to {last} with these filters.",
        wide="flags",
    )


def stories(
    *,
    topic: TopicId = None,
    outlet: Outlets = None,
    days: Days = 7,
    since: Since = None,
    until: Until = None,
    sort: StoryOrder = None,
    limit: Limit = 30,
    html: HtmlFile = None,
    png: PngFile = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show the stories with an article on the topic in these days, the latest first; in a page, the biggest first.

    Each story has its id, its numbers of articles and outlets, its languages, and the outlets, the first one first.
    All its articles count, of other days as well, but not those that only claim to be a translation.
    `newsvane story ID` says who was first, and how sure that is.
    """
    now = as_of or datetime.now(UTC)
    first, last = parse_period(since, until, days, now.date())
    is_drawn = bool(html or png)
    biggest = is_drawn if sort is None else sort == "size"
    rows, total = list_stories(
        first, last, topic=topic, outlets=outlet or (), limit=limit, biggest=biggest, as_of=as_of
    )
    if is_drawn:
        from newsvane.cli.charts.drawing import StoryBar, draw_stories

        bars = [StoryBar(**{name: row[name] for name in StoryBar.model_fields}) for row in rows]
        shown = [{name: row[name] for name in ("last_day", *StoryBar.model_fields, "topics")} for row in rows]
        _write_charts(f"Stories, {first} to {last}", [draw_stories(bars)], [shown], now, html=html, png=png)
    if as_json:
        print_json(rows)
        return
    if not is_drawn:
        _show_stories(rows, total, f"{first} to {last}")


def _show_stories(rows: Sequence[Row], total: int, period: str) -> None:
    """Print three lines per story: day, id and numbers, title, outlets. `total`: how many there are in the period."""
    for row in rows:
        outlets = describe_outlets(row["outlets"], row["independent_outlets"])
        counts = f"{count_noun(row['articles'], 'article')}, {outlets}"
        if row["claims"]:
            counts += f" (and {describe_claims(row['claims'])})"
        if row["asked"] < row["articles"]:
            counts += f", {row['asked']:,} of them as asked for"
        line = f"{row['day']}  {row['story_id']}  {counts}, in {printable_line(row['languages'])}"
        print_words(line, style="dim")
        print_words(printable_line(row["title"]) or "(no title)", style="bold")
        print_words(f"{printable_line(_outlets_of(row))}\n")
    of_all = f"{len(rows):,} of {count_noun(total, 'story')}" if len(rows) < total else count_noun(total, "story")
    more = " See more with --limit." if len(rows) < total else " See earlier ones with --days."
    print_words(f"{of_all}, {period}.{more}")


def _outlets_of(row: Row) -> list[str]:
    """Return the outlets of a story, the first one first, and how many there are beyond the first few."""
    others = [outlet for outlet in row["outlet_list"] if outlet != row["first_outlet"]]
    more = [f"and {len(others) - MAX_OUTLETS} more"] if len(others) > MAX_OUTLETS else []
    return [row["first_outlet"], *others[:MAX_OUTLETS], *more]


def recount(as_json: AsJson = False) -> None:
    """Recount every day of `trend_daily`.

    Normally this is not needed: days are recounted when their articles or the watch list change.
    """
    from newsvane import pipeline

    done = pipeline.refresh_trends(everything=True)
    if as_json:
        print_json(done)
    else:
        print_words(f"{done['days']} days counted, {done['rows']} rows")
    pipeline.require_counted(done)


def _describe_flags(series: trends.Series) -> list[str]:
    """Return each spike and silence in words, with the outlet that alone wrote most of a spike."""
    return [_describe_flag(point) for point in series.points if point.flag != "normal"] or ["normal"]


def _describe_flag(point: trends.Point) -> str:
    whose = ""
    if point.flag == "spike" and point.is_mostly_one_outlet:
        whose = f" ({point.largest:,} of {point.articles:,} from one outlet, {point.largest_outlet})"
    return f"{point.flag} {point.day}{whose}"


def _point_row(point: trends.Point) -> Row:
    names = ("day", "articles", "originals", "stories", "outlets", "translated", "read", "share")
    row: Row = {name: getattr(point, name) for name in names}
    return row | {"expected": point.baseline.expected, "flag": point.flag}


def _write_charts(
    title: str,
    drawings: "Sequence[Drawing]",
    tables: Sequence[Sequence[Mapping[str, Any]]],
    now: datetime,
    *,
    html: Path | None,
    png: Path | None,
) -> None:
    from newsvane.cli.charts.html_page import render_html

    try:
        if html:
            with replacing(html) as partial:
                partial.write_text(render_html(title, drawings, tables, now=now), "utf-8")
        if png:
            from newsvane.cli.charts.png import render_png

            with replacing(png) as partial:
                partial.write_bytes(render_png(drawings))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise typer.BadParameter(f"{error.filename} cannot be written: {error.strerror}") from error
    for path in filter(None, (html, png)):
        typer.echo(f"{printable(path)}: {count_noun(len(drawings), 'chart')}, {path.stat().st_size:,} bytes", err=True)
    if png:
        _warn_of_boxes(drawings)


def _warn_of_boxes(drawings: "Sequence[Drawing]") -> None:
    """Say which letters of a picture are boxes, and where to get them."""
    from newsvane.cli.charts.png import find_missing

    if missing := find_missing(drawings):
        typer.echo(
            f"some letters are boxes in the picture, because no font here has them, for example {' '.join(missing)}: "
            "install fonts for them (Debian: fonts-noto-core, for Chinese, Japanese and Korean fonts-noto-cjk), "
            "or use --html",
            err=True,
        )
