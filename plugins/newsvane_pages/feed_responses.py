"""Answer with a feed in Atom or JSON. A client gets a 304 if nothing has changed since its last request."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from fastapi import Request
from fastapi.responses import Response

from newsvane.feed_output import OutputFeed, render_atom, render_json_feed
from newsvane.http_dates import parse_http_date
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_link

FeedFormat = Literal["atom", "json"]

_FORMATS: Mapping[FeedFormat, tuple[Callable[[OutputFeed], bytes], str]] = {
    "atom": (render_atom, "application/atom+xml"),
    "json": (render_json_feed, "application/feed+json"),
}


def feed_response(request: Request, feed: OutputFeed, feed_format: FeedFormat) -> Response:
    """Return the feed in this format, or a 304 if the client has it already."""
    render, media_type = _FORMATS[feed_format]
    body = render(feed._replace(address=_find_address(request)))
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if changed := _last_modified(feed):
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _is_known(request, headers["ETag"], changed):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _find_address(request: Request) -> str:
    """Return the address that was asked for, as the browser sees it, before any proxy rewrote it."""
    path = request.url.path.removeprefix(request.scope.get("root_path", "")).lstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{ui_link(get_settings().ui_url, UiPage.COVERAGE)}{path}{query}"


def _last_modified(feed: OutputFeed) -> datetime | None:
    """Return the time of the newest entry, in whole seconds.

    Return None if that was within the last minute: another entry may follow in the same second.
    """
    newest = feed.latest.astimezone(UTC).replace(microsecond=0)
    return newest if feed.items and datetime.now(UTC) - newest > timedelta(seconds=60) else None


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Return whether the client has this version already: by ETag, or by time if it sent no ETag (RFC 9110, 13.1)."""
    if tags := request.headers.get("if-none-match"):
        known = {each.strip().removeprefix("W/") for each in tags.split(",")}
        return bool({tag, "*"} & known)
    since = parse_http_date(request.headers.get("if-modified-since"))
    return changed is not None and since is not None and changed <= since
