"""Serve alerts as Atom and JSON feeds. A client gets a 304 if nothing has changed since its last request."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import lake, notify
from newsvane.http_dates import parse_http_date
from newsvane.records import Message
from newsvane.settings import get_settings
from newsvane_pages.coverage import Code
from newsvane_pages.lake_queries import open_cursor

router = APIRouter()

ALERTS = 100
"""The maximum number of alerts in a feed."""

Serializer = Callable[..., bytes]


@router.get("/alerts.atom")
def atom(request: Request, rule: Code = "") -> Response:
    """Return the newest alerts as Atom, optionally of one `rule`."""
    return _feed(request, rule, notify.render_atom, "application/atom+xml")


@router.get("/alerts.json")
def json_feed(request: Request, rule: Code = "") -> Response:
    """Return the newest alerts as JSON Feed, optionally of one `rule`."""
    return _feed(request, rule, notify.render_json_feed, "application/feed+json")


def _feed(request: Request, rule: str, serialize: Serializer, media_type: str) -> Response:
    with open_cursor() as cursor:
        alerts = lake.load_recent_alerts(cursor, rule=rule or None, limit=ALERTS)
    body = serialize(alerts, ui_url=get_settings().ui_url)
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if changed := _last_modified(alerts):
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _is_known(request, headers["ETag"], changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _last_modified(alerts: Sequence[Message]) -> datetime | None:
    """Return when the newest alert was written, in whole seconds.

    Return None if that was within the last minute: another alert may follow in the same second.
    """
    newest = notify.latest_time(alerts).replace(microsecond=0)
    return newest if alerts and datetime.now(UTC) - newest > timedelta(seconds=60) else None


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Return whether the client has this version already: by ETag, or by time if it sent no ETag (RFC 9110, 13.1)."""
    if tags := request.headers.get("if-none-match"):
        known = {each.strip().removeprefix("W/") for each in tags.split(",")}
        return bool({tag, "*"} & known)
    since = parse_http_date(request.headers.get("if-modified-since"))
    return changed is not None and since is not None and changed <= since
