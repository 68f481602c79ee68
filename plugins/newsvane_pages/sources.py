"""The sources page: which kinds of sources and which single ones found coverage first, and from which countries."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from newsvane.records import SourceKind
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import fetch_rows, open_cursor

router = APIRouter()

ROWS = 30
"""The number of sources, countries and outlets on the page."""

KINDS: Mapping[SourceKind, str] = {
    "feed": "feeds",
    "sitemap": "sitemaps",
    "page": "list pages without a feed",
    "telegram": "Telegram channels",
    "query": "queries",
    "aggregator": "lists of other outlets' articles",
}
PERIODS: Mapping[int, str] = {1: "last day", 7: "last 7 days", 30: "last 30 days", 365: "last 365 days"}


@router.get("/sources")
def sources(request: Request, days: Annotated[Literal["1", "7", "30", "365"], Query()] = "30") -> Response:
    """Show what the sources of each kind listed before all others, and how coverage is spread over countries."""
    since = datetime.now(UTC) - timedelta(days=int(days))
    with open_cursor() as cursor:
        return page(
            request,
            "sources.html",
            tab="feeds",
            kinds=KINDS,
            periods=PERIODS,
            days=int(days),
            by_kind=fetch_rows(cursor, "source_kinds", since=since),
            sources=fetch_rows(cursor, "source_list", since=since, limit=ROWS),
            countries=fetch_rows(cursor, "source_countries", since=since, limit=ROWS),
            unknown=fetch_rows(cursor, "unknown_outlets", since=since, limit=ROWS),
        )
