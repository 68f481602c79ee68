"""The pages, one function a page: questions to the lake in, a template out. `coverage` has one of its own."""

import mimetypes
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane.feeds import REMEDIES
from newsvane.settings import get_settings
from newsvane_pages.acts import Act
from newsvane_pages.asking import Row, asking, rows
from newsvane_pages.coverage import Code, titles
from newsvane_pages.expectations import expectations
from newsvane_pages.rendering import page

router = APIRouter()

REFUSED_DAYS = 7
"""Of the page of what was refused."""
TROUBLE_DAYS = 90
"""Of troubles on the page of feeds."""
FEEDS = 1_000
ROWS = 100
"""Of one kind on a page, at the most."""

DEEPEST = 3
"""Steps by which a copy of a copy is moved in."""

_STATIC = Path(__file__).parent / "static"


@router.get("/stories/{story_id}")
def story(request: Request, story_id: str) -> Response:
    """The articles on one event: which is a copy of which, and how that and the languages are known."""
    with asking() as cursor:
        articles = rows(cursor, "story", story_id=story_id, limit=ROWS)
        if not articles:
            raise HTTPException(404, "There is no story of this name in the lake.")
        alerts = rows(cursor, "story_alerts", story_id=articles[0]["story_id"], limit=ROWS)
    first = next((article for article in articles if article["original"]), articles[0])
    return page(
        request,
        "story.html",
        tab="coverage",
        articles=as_tree(articles),
        alerts=alerts,
        first=first,
        titles=titles(),
        address=f"{get_settings().ui_url.rstrip('/')}/newsvane/stories/{first['story_id']}",
    )


def as_tree(articles: Sequence[Row]) -> list[Row]:
    """The articles with what was copied or translated from each below it, each list in the order given; `depth` says.

    A copy whose original is not here, or that leads in a circle, stands at the top.
    """
    copies: defaultdict[str, list[Row]] = defaultdict(list)
    known = {article["article_id"] for article in articles}
    for article in articles:
        if article["copy_of"] in known:
            copies[article["copy_of"]].append(article)
    placed: dict[str, Row] = {}

    def place(article: Row, depth: int) -> None:
        if article["article_id"] not in placed:
            placed[article["article_id"]] = article | {"depth": min(depth, DEEPEST)}
            for copy in copies[article["article_id"]]:
                place(copy, depth + 1)

    for article in sorted(articles, key=lambda each: each["copy_of"] in known):
        place(article, 0)
    return list(placed.values())


@router.get("/feeds")
def feeds(acting: Act) -> Response:
    """How each feed is and what troubles it had lately; those to look after first."""
    since = datetime.now(UTC) - timedelta(days=TROUBLE_DAYS)
    with asking() as cursor:
        (totals,) = rows(cursor, "feed_totals")
        found = rows(cursor, "feeds", since=since, limit=FEEDS)
    return acting.page(
        "feeds.html",
        tab="feeds",
        feeds=found,
        totals=totals,
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
