"""The sources page: which kinds of sources and which single ones found coverage first, and from which countries."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from newsvane import lake
from newsvane.records import SourceKind
from newsvane_pages.html_rendering import page
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor, submit_query
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
    by_kind = submit_query(lambda cursor: fetch_rows(cursor, "source_kinds", since=since))
    found = submit_query(lambda cursor: fetch_rows(cursor, "source_list", since=since, limit=ROWS))
    with open_cursor() as cursor:
        unknown, known = _look_up_unknown(cursor, since)
        return page(
            request,
            "sources.html",
            tab="feeds",
            kinds=KINDS,
            periods=PERIODS,
            days=int(days),
            by_kind=by_kind(),
            sources=found(),
            countries=fetch_rows(
                cursor,
                "source_countries",
                since=since,
                limit=ROWS,
                known_outlets=[*known],
                known_countries=[*known.values()],
            ),
            unknown=unknown[:ROWS],
        )


def _look_up_unknown(cursor: lake.Connection, since: datetime) -> tuple[Sequence[Row], Mapping[str, str]]:
    """Return the outlets of which neither their articles nor outlets.toml of today name a country.

    Beside them, the countries of those that outlets.toml knows by now.
    """
    named = find_known_outlets()
    rows = fetch_rows(cursor, "unknown_outlets", since=since, limit=_LOOKED_AT)
    facts = {row["outlet"]: named.find(row["outlet"]) for row in rows}
    known = {outlet: found.country for outlet, found in facts.items() if found and found.country}
    return [row for row in rows if row["outlet"] not in known], known
