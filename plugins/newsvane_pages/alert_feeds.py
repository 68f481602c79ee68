"""Serve alerts as Atom and JSON feeds."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import lake, notify
from newsvane.settings import get_settings
from newsvane_pages.coverage import Code
from newsvane_pages.feed_responses import FeedFormat, feed_response
from newsvane_pages.lake_queries import open_cursor

router = APIRouter()

ALERTS = 100
"""The maximum number of alerts in a feed."""


@router.get("/alerts.atom")
def atom(request: Request, rule: Code = "") -> Response:
    """Return the newest alerts as Atom, optionally of one `rule`."""
    return _feed(request, rule, "atom")


@router.get("/alerts.json")
def json_feed(request: Request, rule: Code = "") -> Response:
    """Return the newest alerts as JSON Feed, optionally of one `rule`."""
    return _feed(request, rule, "json")


def _feed(request: Request, rule: str, feed_format: FeedFormat) -> Response:
    with open_cursor() as cursor:
        alerts = lake.load_recent_alerts(cursor, rule=rule or None, limit=ALERTS)
    return feed_response(request, notify.build_alert_feed(alerts, ui_url=get_settings().ui_url), feed_format)
