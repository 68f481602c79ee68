"""The feeds page: the state of each feed. It can be filtered, sorted and paged; all of that is in the URL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from newsvane import configuration, lake
from newsvane.feeds import find_remedy
from newsvane.records import SICK_AFTER_FAILURES
from newsvane.settings import get_settings
from newsvane.tombstones import Tombstones
from newsvane_pages.actions import ActionForms, Actions
from newsvane_pages.lake_queries import Row, ask_cached, fetch_rows, open_cursor
from newsvane_pages.paged_filters import PagedFilters
from newsvane_pages.requested_actions import RequestedAction

router = APIRouter()

TROUBLE_DAYS = 90
"""The page shows the troubles of this many days."""
JUST_NOW = timedelta(minutes=30)
"""How long after a feed was paused the page names it, although the list does not show it."""
PAGE_SIZE = 50
"""The number of feeds per page."""
RATE_DAYS = timedelta(days=7)
"""How long a feed must have been polled before the page says how often it publishes."""

STATES: Mapping[str, str] = {
    "": "all",
    "attention": "need attention",
    "failing": "failing",
    "silent": "silent",
    "flooding": "unusually many entries",
    "moved": "moved",
    "paused": "paused",
    "waiting": "with entries to be read",
    "unwatched": "no longer watched",
}
ORDERS: Mapping[str, str] = {
    "": "attention first",
    "name": "name",
    "outlet": "outlet",
    "news": "latest news",
    "entries": "most entries",
    "waiting": "most entries to be read",
    "articles": "most articles",
    "failed": "most failed polls",
}


@dataclass(frozen=True, kw_only=True)
class Filters(PagedFilters):
    """The filters of the page, as in its URL. `search`: part of an id, a title, an outlet or an address."""

    state: Literal["", "attention", "failing", "silent", "flooding", "moved", "paused", "waiting", "unwatched"] = ""
    search: Annotated[str, Query(max_length=100)] = ""
    order: Literal["", "name", "outlet", "news", "entries", "waiting", "articles", "failed"] = ""


@router.get("/feeds")
def feeds(
    actions: Actions, filters: Annotated[Filters, Depends()], paused: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Show the state and the recent troubles of each feed. Feeds that need attention come first.

    `paused`: the id of the feed that was paused on the page before. Links on the page do not pass it on.
    """
    now, watched = datetime.now(UTC), configuration.list_watched(get_settings())
    with open_cursor() as cursor:
        totals = count_feeds(cursor, watched)
        tombstones = Tombstones(ask_cached(cursor, lake.load_tombstones))
        found = fetch_rows(
            cursor,
            "feed_list",
            watched=watched,
            now=now,
            since=now - timedelta(days=TROUBLE_DAYS),
            state=filters.state,
            search=filters.search,
            order=filters.order,
            limit=PAGE_SIZE,
            offset=filters.offset(PAGE_SIZE),
        )
    return actions.page(
        "feeds.html",
        tab="feeds",
        filters=filters,
        states=STATES,
        orders=ORDERS,
        feeds=[_describe(feed, tombstones, now) for feed in found],
        rate_days=RATE_DAYS.days,
        totals=totals,
        part=filters.describe(len(found), found[0]["matching"] if found else 0, size=PAGE_SIZE),
        days=TROUBLE_DAYS,
        just_paused=find_just_paused(actions, paused, {feed["feed_id"] for feed in found}, now),
    )


def count_feeds(cursor: lake.Connection, watched: Sequence[str] | None) -> Row:
    """Return how many feeds there are in each state. `watched`: `configuration.list_watched`."""
    (totals,) = fetch_rows(cursor, "feed_totals", watched=watched, sick_failures=SICK_AFTER_FAILURES)
    return totals if watched is None else totals | {"watched": len(watched)}


def find_just_paused(
    actions: ActionForms, paused: str, shown: Collection[str], now: datetime
) -> RequestedAction | None:
    """Return this user's action of the last minutes that pauses the feed `paused`; None if the list shows the feed.

    A feed that is paused is no longer listed among those that fail. Without a notice, it would seem to be gone.
    """
    last = actions.latest.get(paused)
    if last is None or paused in shown or last.kind != "pause_feed":
        return None
    return last if last.by == actions.user and now - last.at < JUST_NOW else None


def describe_rate(feed: Row, now: datetime) -> str:
    """Return in words how many new entries a feed lists. Those of its first poll are not counted.

    If it was not polled for long enough to say what is usual, return the entries of today, "" if there are none.
    """
    if not knows_rate(feed, now):
        return f"{feed['new_today']:,} today" if feed["new_today"] else ""
    per_week = feed["per_week"]
    if per_week >= 14:
        return f"about {per_week / 7:,.0f} per day"
    if per_week >= 1:
        return f"about {per_week:.0f} per week"
    return "fewer than one per week" if per_week else "none in four weeks"


def knows_rate(feed: Row, now: datetime) -> bool:
    """Return whether a feed was polled for long enough to say how many new entries are usual."""
    return (
        feed["per_week"] is not None and feed["first_day"] is not None and feed["first_day"] <= (now - RATE_DAYS).date()
    )


def describe_listed(feed: Row) -> str:
    """Say in words why a feed has no entries; "" if it has some, or was not read yet."""
    if feed["entries"] or feed["listed"] is None:
        return ""
    if not feed["listed"]:
        return "lists nothing"
    if feed["removed"]:
        return f"lists {feed['listed']:,}, nothing of its outlet is kept"
    known = "none that is to be read" if feed["read"] == "matching" else "all known from other feeds"
    return f"lists {feed['listed']:,}, {known}"


def _describe(feed: Row, tombstones: Tombstones, now: datetime) -> Row:
    feed = feed | {"removed": tombstones.find_outlet(feed["outlet"])}
    words = {"rate": describe_rate(feed, now), "listed_words": describe_listed(feed), "remedy": _remedy(feed)}
    return feed | words | {"knows_rate": knows_rate(feed, now)}


def _remedy(feed: Row) -> str:
    return find_remedy(feed["reason"], feed["detail"] or "") if feed["watched"] and feed["reason"] else ""
