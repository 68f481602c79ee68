"""The page of a topic: how much is written about it and by whom, what its spikes were about, its largest stories."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from newsvane import configuration, lake, trends
from newsvane.analysis.known_names import require_topics
from newsvane.errors import ConfigError
from newsvane.records import Topic
from newsvane.settings import get_settings
from newsvane.similar_names import MAX_LISTED
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.article_rows import load_rows
from newsvane_pages.bar_charts import draw_bars
from newsvane_pages.coverage import Filters, topic_titles
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, ask_cached, fetch_cached_rows, open_cursor, submit_query
from newsvane_pages.not_there import report_unknown_name
from newsvane_pages.outlet import PERIODS, find_first_day
from newsvane_pages.place_map import MAX_PLACES, draw_maps
from newsvane_pages.story_counts import count_stories

router = APIRouter()

MAX_VALUES = 200
"""The maximum number of outlets, languages, countries and kinds. The first dozen are shown at once."""
STORIES = 10
SPIKES = 4
"""The latest spikes are explained."""
STORIES_OF_SPIKE = 3
_UNTITLED: Row = {"title": "", "language": "und"}


@router.get("/topics/{topic}")
def show_topic(request: Request, topic: str, days: Annotated[Literal["28", "182", "730"], Query()] = "28") -> Response:
    """Show a topic. `days`: of how many days."""
    now, grain = datetime.now(UTC), PERIODS[days][1]
    first = find_first_day(days, now)
    history = trends.history_start(first, grain)
    counting = submit_query(
        lambda cursor: ask_cached(cursor, lake.load_daily_counts, since=history, topic=[topic], grain=grain)
    )
    dividing = submit_query(
        lambda cursor: fetch_cached_rows(cursor, "topic_values", topic=topic, since=first, limit=MAX_VALUES)
    )
    locating = submit_query(
        lambda cursor: fetch_cached_rows(cursor, "places_of_topic", topic=topic, since=first, limit=MAX_PLACES)
    )
    weighing = submit_query(lambda cursor: fetch_cached_rows(cursor, "topic_centrality", topic=topic, since=first))
    with open_cursor() as cursor:
        stories = _load_stories(cursor, topic, [first], "", STORIES)
        counts = counting()
        series = trends.compute_trends(counts, now=now, since=first, grain=grain)
        points = series[0].points if series else ()
        spikes = [point for point in points if point.flag == "spike"][: -SPIKES - 1 : -1]
        causes = _load_stories(cursor, topic, [point.day for point in spikes], grain, STORIES_OF_SPIKE)
        read_at = {story["article_id"]: story["fetched_at"] for story in (*stories, *causes)}
        naming = submit_query(lambda cursor: ask_cached(cursor, load_rows, "titles_of_articles", read_at))
        story_counts = count_stories(cursor, {story["story_id"] for story in (*stories, *causes)})
    titles = {row["article_id"]: row for row in naming()}
    stories, causes = (
        [_UNTITLED | row | titles.get(row["article_id"], {}) for row in rows] for rows in (stories, causes)
    )
    happened, (central,) = locating(), weighing()
    found = _find_topic(topic)
    if not (found or counts):
        raise report_unknown_name(UiPage.TOPICS, "topic", topic, require_topics, _link_topics())
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
        spikes=[(point, [story for story in causes if story["day"] == point.day]) for point in spikes],
        by_value=_group_by_value(dividing()),
        max_values=MAX_VALUES,
        central=central,
        happened=happened,
        maps=draw_maps(happened),
        stories=stories,
        story_counts=story_counts,
    )


def _load_stories(cursor: lake.Connection, topic: str, days: Sequence[date], grain: str, limit: int) -> list[Row]:
    """Return the largest stories of each period, which begins on a `day`. `grain`: how long they are; "": until now."""
    if not days:
        return []
    return fetch_cached_rows(cursor, "largest_stories", topic=topic, days=days, grain=grain, limit=limit)


def _group_by_value(rows: Sequence[Row]) -> dict[str, list[tuple[str, int]]]:
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


def _link_topics() -> dict[str, str]:
    """Return the paths of the pages of the first topics with their titles, and that of all stories."""
    titles = [*topic_titles().items()][:MAX_LISTED]
    return {ui_path(UiPage.TOPICS, each): title for each, title in titles} | {ui_path(UiPage.COVERAGE): "All topics"}
