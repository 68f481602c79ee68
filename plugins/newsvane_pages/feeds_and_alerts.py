"""The pages of feeds and alerts, and the static files. Larger pages have a module of their own."""

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.alerts import describe_delay
from newsvane.feeds import REMEDIES
from newsvane_pages.actions import Actions
from newsvane_pages.lake_queries import fetch_rows, open_cursor

router = APIRouter()

TROUBLE_DAYS = 90
"""The feeds page shows the troubles of this many days."""
FEEDS = 1_000
"""The maximum number of feeds on a page."""
ROWS = 100
"""The maximum number of messages per state."""
OUTLETS = 5
"""The maximum number of outlets, per state, whose messages a digest only counts."""

_STATIC = Path(__file__).parent / "static"


@router.get("/feeds")
def feeds(actions: Actions) -> Response:
    """Show the state and the recent troubles of each feed. Feeds that need attention come first."""
    since = datetime.now(UTC) - timedelta(days=TROUBLE_DAYS)
    with open_cursor() as cursor:
        found = fetch_rows(cursor, "feed_list", since=since, limit=FEEDS)
    return actions.page(
        "feeds.html",
        tab="feeds",
        feeds=found,
        totals=found[0]["totals"] if found else {},
        remedies=REMEDIES,
        days=TROUBLE_DAYS,
        limit=FEEDS,
    )


@router.get("/alerts")
def alerts(actions: Actions) -> Response:
    """Show the outbox: waiting, failed and delivered messages, and why messages failed."""
    with open_cursor() as cursor:
        totals = fetch_rows(cursor, "alert_totals")
        messages = fetch_rows(cursor, "alert_list", limit=ROWS)
        counted = fetch_rows(cursor, "counted_alerts", limit=OUTLETS)
    return actions.page(
        "alerts.html",
        tab="alerts",
        totals={row["state"]: row["messages"] for row in totals},
        counted={row["state"]: row["counted"] for row in totals},
        counted_outlets=counted,
        describe_delay=describe_delay,
        messages=messages,
        rows=ROWS,
    )


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return one of the plugin's own files: stylesheets, scripts and icons."""
    file = next((file for file in _STATIC.iterdir() if file.name == name), None)
    if file is None:
        raise HTTPException(404)
    media_type = mimetypes.guess_type(name)[0]
    return Response(file.read_bytes(), media_type=media_type, headers={"Cache-Control": "private, max-age=300"})
