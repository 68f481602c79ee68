"""The pages, one function a page: questions to the lake in, a template out. All are read-only."""

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import lake, topics, trends
from newsvane.errors import NewsvaneError
from newsvane.feeds import REMEDIES
from newsvane.settings import get_settings
from newsvane_pages.asking import asking, rows
from newsvane_pages.rendering import page

router = APIRouter()

DAYS = 28
"""Of the coverage page."""
REFUSED_DAYS = 7
"""Of the page of what was refused."""
TROUBLE_DAYS = 90
"""Of troubles on the page of feeds."""
FEEDS = 1_000
ROWS = 100
"""Of one kind on a page, at the most."""
STORIES = 30

_STATIC = Path(__file__).parent / "static"

Code = Annotated[str, Query(max_length=100)]


@router.get("/")
def coverage(request: Request, topic: Code = "") -> Response:
    """Coverage a day of each topic, and the latest stories; of one `topic` where given."""
    now = datetime.now(UTC)
    since = now.date() - timedelta(days=DAYS - 1)
    with asking() as cursor:
        counts = lake.daily_counts(cursor, since=since - timedelta(days=trends.HISTORY_DAYS), topic=topic or None)
        stories = rows(cursor, "stories", topic=topic or None, since=since, limit=STORIES)
    titles = _titles()
    order = {name: place for place, name in enumerate(titles)}
    series = sorted(trends.trend(counts, now=now, days=DAYS), key=lambda each: order.get(each.topic, len(order)))
    return page(
        request,
        "coverage.html",
        tab="coverage",
        topic=topic,
        titles=titles | {each.topic: each.topic for each in series if each.topic not in titles},
        series=series,
        stories=stories,
        days=DAYS,
    )


def _titles() -> dict[str, str]:
    """The titles of the topics, in the order of topics.toml; none where that cannot be read now."""
    path = get_settings().watch / "topics.toml"
    try:
        return {topic.topic_id: topic.title for topic in topics.load_topics(path.read_text("utf-8"), path=str(path))}
    except (OSError, UnicodeDecodeError, NewsvaneError):
        return {}


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
        articles=articles,
        alerts=alerts,
        first=first,
        titles=_titles(),
        address=f"{get_settings().ui_url.rstrip('/')}/newsvane/stories/{first['story_id']}",
    )


@router.get("/feeds")
def feeds(request: Request) -> Response:
    """How each feed is and what troubles it had lately; those to look after first."""
    since = datetime.now(UTC) - timedelta(days=TROUBLE_DAYS)
    with asking() as cursor:
        (totals,) = rows(cursor, "feed_totals")
        found = rows(cursor, "feeds", since=since, limit=FEEDS)
    return page(
        request,
        "feeds.html",
        tab="feeds",
        feeds=found,
        totals=totals,
        remedies=REMEDIES,
        days=TROUBLE_DAYS,
        limit=FEEDS,
    )


@router.get("/refused")
def refused(request: Request, stage: Code = "", reason: Code = "") -> Response:
    """What was left out and why, in counts; the addresses, of one `stage` and `reason` where given; the quarantine."""
    since = datetime.now(UTC) - timedelta(days=REFUSED_DAYS)
    with asking() as cursor:
        reasons = rows(cursor, "refused_reasons", since=since, limit=ROWS)
        items = rows(cursor, "refused", since=since, stage=stage or None, reason=reason or None, limit=ROWS)
        quarantine = rows(cursor, "quarantine", limit=ROWS)
    return page(
        request,
        "refused.html",
        tab="refused",
        reasons=reasons,
        items=items,
        quarantine=quarantine,
        stage=stage,
        reason=reason,
        expectations=_expectations(),
        days=REFUSED_DAYS,
        rows=ROWS,
    )


def _expectations() -> dict[str, str]:
    """What each expectation expects of an article, in words."""
    from newsvane.quality.expectations import for_articles

    return {each.name: each.says for each in for_articles(1, datetime.now(UTC))}


@router.get("/alerts")
def alerts(request: Request) -> Response:
    """The outbox: what waits, what was given up and why, what was delivered."""
    with asking() as cursor:
        totals = rows(cursor, "alert_totals")
        messages = rows(cursor, "alerts", limit=ROWS)
    return page(
        request,
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
