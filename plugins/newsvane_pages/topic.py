"""The page of a topic: how much is written about it and by whom, what its spikes were about, its largest stories."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import configuration, lake, trends
from newsvane.analysis.known_names import require_topics
from newsvane.errors import ConfigError
from newsvane.records import Topic
from newsvane.settings import get_settings
from newsvane_pages.article_rows import load_rows
from newsvane_pages.bar_charts import draw_bars
from newsvane_pages.coverage import Filters
from newsvane_pages.filter_values import explain_missing
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, ask_meanwhile, fetch_kept_rows, fetch_rows, keep, open_cursor
from newsvane_pages.outlet import PERIODS, find_first_day
from newsvane_pages.place_map import MAX_PLACES, draw_maps
from newsvane_pages.story_counts import count_stories

router = APIRouter()

PLACES = 200
"""How many outlets, languages, countries and kinds are named at most; the first dozen are shown at once."""
STORIES = 10
SPIKES = 4
"""The latest spikes are explained."""
STORIES_OF_SPIKE = 3


@router.get("/topics/{topic}")
def show_topic(request: Request, topic: str, days: Annotated[Literal["28", "182", "730"], Query()] = "28") -> Response:
    """Show a topic. `days`: of how many days."""
    now, grain = datetime.now(UTC), PERIODS[days][1]
    first = find_first_day(days, now)
    placing = ask_meanwhile(
        lambda cursor: fetch_kept_rows(cursor, "topic_places", topic=topic, since=first, limit=PLACES)
    )
    with open_cursor() as cursor:
        counts = keep(
            cursor, lake.load_daily_counts, since=trends.history_start(first, grain), topic=[topic], grain=grain
        )
        series = trends.compute_trends(counts, now=now, since=first, grain=grain)
        points = series[0].points if series else ()
        spikes = [point for point in points if point.flag == "spike"][: -SPIKES - 1 : -1]
        written = keep(cursor, _load_written, topic, first, [point.day for point in spikes], grain)
        stories, causes = written.stories[first], written.causes
        shown = [*stories, *(story for listed in causes.values() for story in listed)]
        whole = count_stories(cursor, {story["story_id"] for story in shown})
    found = _find_topic(topic)
    if not (found or counts):
        raise HTTPException(404, explain_missing(require_topics, topic))
    root = request.scope.get("root_path", "")
    drawn = draw_bars(
        *series,
        address=lambda since, until: f"{root}/{Filters(topic, since=str(since), until=str(until)).address()}",
    )
    return page(
        request,
        "topic.html",
        tab="coverage",
        topic=topic,
        title=found.title if found else topic,
        query=found.query if found else "",
        days=days,
        periods=PERIODS,
        grain=grain,
        first=first,
        chart=drawn[0] if drawn else None,
        spikes=[(point, causes[point.day]) for point in spikes],
        places=_group_places(placing()),
        most_places=PLACES,
        central=written.central,
        happened=written.happened,
        maps=draw_maps(written.happened),
        stories=stories,
        whole=whole,
    )


class Written(NamedTuple):
    """What is written on a topic in a period.

    `stories`: the largest, by the first day of the period; `causes`: those of some days, weeks or months in it, by the
    first day of each. `happened`, `central`: rows of the queries `places_of_topic` and `topic_centrality`.
    """

    stories: Mapping[date, Sequence[Row]]
    causes: Mapping[date, Sequence[Row]]
    happened: Sequence[Row]
    central: Row


def _load_written(cursor: lake.Connection, topic: str, since: date, days: Sequence[date], grain: str) -> Written:
    fetch_rows(cursor, "select_topic_articles", topic=topic, since=since)
    stories = _load_stories(cursor, [since], "", STORIES)
    causes = _load_stories(cursor, days, grain, STORIES_OF_SPIKE)
    happened = fetch_rows(cursor, "places_of_topic", since=since, limit=MAX_PLACES)
    (central,) = fetch_rows(cursor, "topic_centrality")
    return Written(stories, causes, happened, central)


def _load_stories(
    cursor: lake.Connection, days: Sequence[date], grain: str, limit: int
) -> Mapping[date, Sequence[Row]]:
    """Return the largest stories of each period, by its first day. `grain`: how long they are; "": until now."""
    found: dict[date, list[Row]] = {day: [] for day in days}
    if not days:
        return found
    rows = fetch_rows(cursor, "largest_stories", days=days, grain=grain, limit=limit)
    named = load_rows(cursor, "titles_of_articles", {row["article_id"]: row["fetched_at"] for row in rows})
    titles = {row["article_id"]: row for row in named}
    for row in rows:
        found[row["day"]].append({"title": "", "language": "und"} | row | titles.get(row["article_id"], {}))
    return found


def _group_places(rows: Sequence[Row]) -> dict[str, list[tuple[str, int]]]:
    """Return the articles per value, by what it is: outlet, language, country or kind."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        found[row["name"]].append((row["value"], row["articles"]))
    return dict(found)


def _find_topic(topic_id: str) -> Topic | None:
    """Return a topic as topics.toml has it; None if it has no such topic, or never was valid."""
    try:
        topics = configuration.find_in_force(get_settings()).topics
    except ConfigError:
        return None
    return next((each for each in topics if each.topic_id == topic_id), None)
