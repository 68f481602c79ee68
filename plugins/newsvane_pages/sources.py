"""The sources page: which kinds of sources and which single ones found coverage first, and from which countries."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from newsvane import lake
from newsvane.records import SourceKind
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor
from newsvane_pages.outlet import find_known_outlets

router = APIRouter()

ROWS = 30
"""The number of sources, countries and outlets on the page."""
_LOOKED_AT = 300
"""How many outlets without a country in the lake are looked up: outlets.toml may have them by now."""

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
            unknown=_list_unknown(cursor, since),
        )


def _list_unknown(cursor: lake.Connection, since: datetime) -> list[Row]:
    """Return the outlets of which no country is known, neither from their articles nor from outlets.toml of today."""
    known = find_known_outlets()
    rows = fetch_rows(cursor, "unknown_outlets", since=since, limit=_LOOKED_AT)
    return [row for row in rows if not (facts := known.find(row["outlet"])) or not facts.country][:ROWS]
