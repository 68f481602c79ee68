"""The coverage page: counts per day, week or month with spikes, and the latest stories. Filters are in the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response

from newsvane import configuration, lake, trends
from newsvane.dates import first_of_days
from newsvane.errors import ConfigError
from newsvane.iso_codes import explain_language
from newsvane.settings import get_settings
from newsvane_pages.bar_charts import MakeAddress, draw_bars
from newsvane_pages.filter_values import describe_wrong, explain_day, explain_unknown, refuse_wrong
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.html_rendering import accepts_pages, page
from newsvane_pages.lake_queries import Row, ask_cached, fetch_cached_rows, fetch_rows, open_cursor, submit_query
from newsvane_pages.story_counts import StoryCounts, count_stories
from newsvane_pages.translation_filter import TRANSLATIONS, TranslationChoice

router = APIRouter()

Code = Annotated[str, Query(max_length=100)]

ORDERS = {"": "latest first", "size": "most outlets first"}
"""The orders of the stories, in words."""

SPANS: Mapping[trends.Grain, int] = {"day": 28, "week": 182, "month": 730}
"""The number of days shown if `since` is not given, by grain."""
MAX_DAYS = 1_100
MAX_BARS = 366
"""If there would be more days than this, the charts count weeks: each bar costs a millisecond of CPU."""
STORIES = 30
"""The maximum number of stories on the page."""
STORIES_OF_OUTLET = 5
"""Of an outlet, the page lists this many stories per day. The others are one line, which links to them."""
STORIES_OF_ONE_OUTLET = 500
"""The maximum number of stories on the page of a single outlet."""
KINDS = ("agency", "broadcaster", "exile", "independent", "state", "other")


@dataclass(frozen=True)
class Filters:
    """The filters of the page, as in its URL. An empty filter shows everything."""

    topic: Code = ""
    language: Code = ""
    outlet: Code = ""
    kind: Code = ""
    translation: TranslationChoice = ""
    since: Code = ""
    until: Code = ""
    grain: trends.Grain = "day"
    order: Literal["", "size"] = ""

    def address(self, **changes: str) -> str:
        """Return the query part of a URL with these filters and some changes."""
        chosen = {
            name: value for name, value in (vars(self) | changes).items() if value and (name, value) != ("grain", "day")
        }
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def chooses_articles(self) -> bool:
        """Return whether any filter is set. The days, which always choose some, do not count."""
        return bool(self.topic or self.language or self.outlet or self.kind or self.translation)

    @property
    def is_narrowed(self) -> bool:
        """Return whether any filter other than the topic is set. An order hides nothing."""
        return bool(
            self.language or self.outlet or self.kind or self.translation or self.since or self.until
            or self.grain != "day"
        )  # fmt: skip

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day to show. What is out of range is moved into range."""
        earliest = today - timedelta(days=MAX_DAYS)
        last = min(max(date.fromisoformat(self.until), earliest), today) if self.until else today
        first = date.fromisoformat(self.since) if self.since else first_of_days(last, SPANS[self.grain])
        return min(max(first, earliest), last), last

    def limit_bars(self, today: date) -> "Filters":
        """Return these filters, with weeks instead of more than MAX_BARS days."""
        first, last = self.days(today)
        return replace(self, grain="week") if self.grain == "day" and (last - first).days >= MAX_BARS else self


@dataclass(frozen=True)
class Found:
    """What the filters find, from the first to the last day. `choices`: what the form offers for these days."""

    first: date
    last: date
    choices: Row
    counts: Sequence[trends.PeriodCount] = ()
    stories: Sequence[Row] = ()
    story_counts: Mapping[str, StoryCounts] = field(default_factory=dict)


@router.get("/")
def coverage(request: Request, filters: Annotated[Filters, Depends()]) -> Response:
    """Show the coverage of each topic and the stories that match the filters: the latest, or the largest.

    A mistake in a filter is shown beside the form; programs receive it as JSON.
    """
    now, names, mistake = datetime.now(UTC), topic_titles(), ""
    try:
        _refuse_wrong(filters)
        filters = filters.limit_bars(now.date())
        found = _find(filters, now.date(), names)
    except RequestValidationError as error:
        if not accepts_pages(request):
            raise
        mistake = describe_wrong(error)
        found = _find_nothing(now.date())
    counted = {count.topic for count in found.counts if count.articles}
    series = trends.compute_trends(
        (count for count in found.counts if count.topic in counted),
        now=now,
        since=found.first,
        until=found.last,
        grain=filters.grain,
    )
    order = {name: place for place, name in enumerate(names)}
    charts = sorted(series, key=lambda each: order.get(each.topic, len(order)))
    root = request.scope.get("root_path", "")
    drawn = {each.topic: draw_bars(each, address=_link_bars(root, filters, each.topic))[0] for each in charts}
    return page(
        request,
        "coverage.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if mistake else HTTPStatus.OK,
        tab="coverage",
        mistake=mistake,
        filters=filters,
        titles=names | {topic: topic for topic in drawn if topic not in names},
        drawn=drawn,
        found=found,
        headlines=translate_headlines(request, found.stories),
        limit=STORIES_OF_ONE_OUTLET,
        max_bars=MAX_BARS,
        kinds=KINDS,
        translations=TRANSLATIONS,
        orders=ORDERS,
    )


def _refuse_wrong(filters: Filters) -> None:
    """Raise RequestValidationError if a filter cannot be met, whatever the lake has."""
    refuse_wrong(
        vars(filters),
        {
            "kind": explain_unknown("kind", filters.kind, KINDS),
            "since": explain_day(filters.since),
            "until": explain_day(filters.until),
        },
    )


def _find(filters: Filters, today: date, titles: Mapping[str, str]) -> Found:
    """Return what the filters choose. Raises RequestValidationError if that is nothing because of an unknown name."""
    first, last = filters.days(today)
    chosen = {name: getattr(filters, name) or None for name in ("topic", "language", "outlet", "kind", "translation")}
    counting = submit_query(
        lambda cursor: ask_cached(
            cursor,
            lake.load_daily_counts,
            since=trends.history_start(first, filters.grain),
            until=last,
            topic=filters.topic or None,
            grain=filters.grain,
            languages=[filters.language] if filters.language else (),
            outlets=[filters.outlet] if filters.outlet else (),
            kinds=[filters.kind] if filters.kind else (),
        )
    )
    choosing = submit_query(lambda cursor: fetch_cached_rows(cursor, "coverage_choices", since=first)[0])
    with open_cursor() as cursor:
        stories = _list_stories(cursor, first, last, chosen, order=filters.order)
        story_counts = count_stories(cursor, [story["story_id"] for story in stories])
        counts, choices = counting(), choosing()
        if not stories and not any(count.articles for count in counts):
            _refuse_unknown(cursor, filters, titles)
    return Found(first, last, choices, counts, stories, story_counts)


def _find_nothing(today: date) -> Found:
    """Return what the form needs beside a mistake: what can be chosen."""
    first, last = Filters().days(today)
    with open_cursor() as cursor:
        (choices,) = fetch_cached_rows(cursor, "coverage_choices", since=first)
    return Found(first, last, choices)


def _link_bars(root: str, filters: Filters, topic: str) -> MakeAddress:
    """Return a function that links a bar of a topic to this page with the stories of its days."""
    return lambda since, until: f"{root}/{filters.address(topic=topic, since=str(since), until=str(until))}"


def _refuse_unknown(cursor: lake.Connection, filters: Filters, titles: Mapping[str, str]) -> None:
    """Raise RequestValidationError if a filter names what does not exist. Only asked if nothing was found."""
    named = {name: getattr(filters, name) for name in ("topic", "outlet")}
    (counted,) = fetch_rows(cursor, "counted_names", **named)
    is_counted = all(counted[name] or not value for name, value in named.items())
    known = {"topics": [], "outlets": []} if is_counted else fetch_rows(cursor, "known_names")[0]
    refuse_wrong(
        vars(filters),
        {
            "topic": ""
            if counted["topic"]
            else explain_unknown("topic", filters.topic, {"*", *titles, *known["topics"]}),
            "language": explain_language(filters.language) if filters.language else "",
            "outlet": "" if counted["outlet"] else explain_unknown("outlet", filters.outlet, known["outlets"]),
        },
    )


def _list_stories(
    cursor: lake.Connection, first: date, last: date, chosen: Mapping[str, str | None], *, order: str
) -> list[Row]:
    """Return the first stories in an order. The latest are of the last four weeks, if these fill the page.

    Ordered by size, the stories of one outlet alone come last, so they are not cut to a few per day.
    """
    recent = max(first, first_of_days(last, SPANS["day"]))
    limit = STORIES_OF_ONE_OUTLET if chosen["outlet"] else STORIES
    of_outlet = STORIES_OF_ONE_OUTLET if chosen["outlet"] or order else STORIES_OF_OUTLET

    def fetch(since: date) -> list[Row]:
        return fetch_rows(
            cursor, "list_stories", since=since, until=last, limit=limit, of_outlet=of_outlet, order=order, **chosen
        )

    if order or recent == first:
        return fetch(first)
    found = fetch(recent)
    return found if len(found) == limit else fetch(first)


def topic_titles() -> dict[str, str]:
    """Return topic titles by id, in the order of topics.toml, or nothing if that file never was valid."""
    try:
        return {topic.topic_id: topic.title for topic in configuration.find_in_force(get_settings()).topics}
    except ConfigError:
        return {}
