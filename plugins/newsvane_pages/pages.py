"""The pages, one function a page: questions to the lake in, a template out. Larger ones have a module of their own."""

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.feeds import REMEDIES
from newsvane_pages.acts import Act
from newsvane_pages.asking import asking, rows
from newsvane_pages.coverage import Code
from newsvane_pages.expectations import expectations

router = APIRouter()

REFUSED_DAYS = 7
"""Of the page of what was refused."""
TROUBLE_DAYS = 90
"""Of troubles on the page of feeds."""
FEEDS = 1_000
ROWS = 100
"""Of one kind on a page, at the most."""

_STATIC = Path(__file__).parent / "static"


@router.get("/feeds")
def feeds(acting: Act) -> Response:
    """How each feed is and what troubles it had lately; those to look after first."""
    since = datetime.now(UTC) - timedelta(days=TROUBLE_DAYS)
    with asking() as cursor:
        found = rows(cursor, "feeds", since=since, limit=FEEDS)
    return acting.page(
        "feeds.html",
        tab="feeds",
        feeds=found,
        totals=found[0]["totals"] if found else {},
        remedies=REMEDIES,
        days=TROUBLE_DAYS,
        limit=FEEDS,
    )


@router.get("/refused")
def refused(acting: Act, stage: Code = "", reason: Code = "") -> Response:
    """What was left out and why, in counts; the addresses, of one `stage` and `reason` where given; the quarantine."""
    since = datetime.now(UTC) - timedelta(days=REFUSED_DAYS)
    with asking() as cursor:
        reasons = rows(cursor, "refused_reasons", since=since, limit=ROWS)
        items = rows(cursor, "refused", since=since, stage=stage or None, reason=reason or None, limit=ROWS)
        quarantine = rows(cursor, "quarantine", limit=ROWS)
    return acting.page(
        "refused.html",
        tab="refused",
        reasons=reasons,
        items=items,
        quarantine=quarantine,
        stage=stage,
        reason=reason,
        expectations=expectations(),
        days=REFUSED_DAYS,
        rows=ROWS,
    )


@router.get("/alerts")
def alerts(acting: Act) -> Response:
    """The outbox: what waits, what was given up and why, what was delivered."""
    with asking() as cursor:
        totals = rows(cursor, "alert_totals")
        messages = rows(cursor, "alerts", limit=ROWS)
    return acting.page(
        "alerts.html",
        tab="alerts",
        totals={row["state"]: row["messages"] for row in totals},
        messages=messages,
        rows=ROWS,
    )


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file of our own: stylesheets, the theme's script, the icon."""
    file = next((file for file in _STATIC.iterdir() if file.name == name), None)
    if file is None:
        raise HTTPException(404)
    media_type = mimetypes.guess_type(name)[0]
    return Response(file.read_bytes(), media_type=media_type, headers={"Cache-Control": "private, max-age=300"})
