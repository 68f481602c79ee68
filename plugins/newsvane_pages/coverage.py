"""The page of coverage: counts a day, week or month with spikes, and the latest stories, by filters in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from newsvane import lake, topics, trends
from newsvane.errors import NewsvaneError
from newsvane.settings import get_settings
from newsvane_pages.asking import Row, asking, rows
from newsvane_pages.rendering import page

router = APIRouter()

Code = Annotated[str, Query(max_length=100)]

SPANS: Mapping[trends.Grain, int] = {"day": 28, "week": 182, "month": 730}
"""Days that are shown where `since` is not given."""
MOST_DAYS = 1_100
STORIES = 30
KINDS = ("agency", "broadcaster", "exile", "independent", "state", "other")


@dataclass(frozen=True)
class Filters:
    """What is shown, as it stands in the address; empty: everything."""

    topic: Code = ""
    language: Code = ""
    outlet: Code = ""
    kind: Code = ""
    since: Code = ""
    grain: trends.Grain = "day"

    def address(self, **changes: str) -> str:
        """The query of an address with these filters, changed."""
        chosen = {
            name: value for name, value in (vars(self) | changes).items() if value and (name, value) != ("grain", "day")
        }
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def narrow(self) -> bool:
        """Whether more is chosen than a topic."""
        return bool(self.language or self.outlet or self.kind or self.since or self.grain != "day")

    def first_day(self, today: date) -> date:
        """The day to begin at; a day that is none, lies ahead or too far back is taken for the nearest that will do."""
        try:
            asked = date.fromisoformat(self.since)
        except ValueError:
            asked = today - timedelta(days=SPANS[self.grain] - 1)
        return min(max(asked, today - timedelta(days=MOST_DAYS)), today)


@router.get("/")
def coverage(request: Request, filters: Annotated[Filters, Depends()]) -> Response:
    """Coverage of each topic, and the latest stories; what the filters let through."""
    now = datetime.now(UTC)
    first = filters.first_day(now.date())
    chosen = {name: getattr(filters, name) or None for name in ("topic", "language", "outlet", "kind")}
    with asking() as cursor:
        counts = lake.load_daily_counts(
            cursor,
            since=trends.history_begin(first, filters.grain),
            topic=filters.topic or None,
            grain=filters.grain,
            languages=[filters.language] if filters.language else (),
            outlets=[filters.outlet] if filters.outlet else (),
            kinds=[filters.kind] if filters.kind else (),
        )
        stories = _latest(cursor, first, now, chosen)
        choices = rows(cursor, "coverage_choices", since=first)[0]
    names = titles()
    order = {name: place for place, name in enumerate(names)}
    counted = {count.topic for count in counts if count.articles}
    series = trends.trend(
        (count for count in counts if count.topic in counted), now=now, since=first, grain=filters.grain
    )
    charts = sorted(series, key=lambda each: order.get(each.topic, len(order)))
    return page(
        request,
        "coverage.html",
        tab="coverage",
        filters=filters,
        titles=names | {each.topic: each.topic for each in charts if each.topic not in names},
        charts=charts,
        stories=stories,
        choices=choices,
        kinds=KINDS,
        first=first,
    )


def _latest(cursor: lake.Connection, first: date, now: datetime, chosen: Mapping[str, str | None]) -> list[Row]:
    """The latest stories: of the last weeks, where there are enough; else of all the days."""
    near = max(first, now.date() - timedelta(days=SPANS["day"]))
    found = rows(cursor, "stories", since=near, limit=STORIES, **chosen)
    return (
        found
        if len(found) == STORIES or near == first
        else rows(cursor, "stories", since=first, limit=STORIES, **chosen)
    )


def titles() -> dict[str, str]:
    """The titles of the topics, in the order of topics.toml; none where that cannot be read now."""
    path = get_settings().watch / "topics.toml"
    try:
        return {topic.topic_id: topic.title for topic in topics.load_topics(path.read_text("utf-8"), path=str(path))}
    except (OSError, UnicodeDecodeError, NewsvaneError):
        return {}
