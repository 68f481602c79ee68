"""Render alerts as a feed that other systems can follow: Atom (RFC 4287) and JSON Feed 1.1. Pure.

An alert is one entry, however many channels it was sent to. Its text was already made safe when the alert was rendered;
here it is only written as XML or JSON, without the characters that XML does not allow.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from newsvane.records import Message
from newsvane.ui_links import UiPage, ui_link

TITLE = "Newsvane: alerts"

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML 1.0 document must not contain (section 2.2)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render_atom(alerts: Sequence[Message], *, ui_url: str) -> bytes:
    """Render the alerts as an Atom feed, in the given order."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", "urn:newsvane:alerts")
    _add(feed, "title", TITLE)
    _add(feed, "updated", _rfc3339(latest_time(alerts)))
    _add(_add(feed, "author"), "name", "Newsvane")
    _add(feed, "link", href=ui_link(ui_url, UiPage.ALERTS))
    for alert in alerts:
        item = _add(feed, "entry")
        _add(item, "id", f"urn:newsvane:{alert.key}")
        _add(item, "title", alert.subject)
        _add(item, "updated", _rfc3339(alert.created_at))
        _add(item, "category", term=alert.rule)
        _add(item, "link", href=_alert_link(alert, ui_url))
        _add(item, "content", alert.html or alert.body, type="html" if alert.html else "text")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def render_json_feed(alerts: Sequence[Message], *, ui_url: str) -> bytes:
    """Render the alerts as a JSON Feed, in the given order."""
    items = [
        {
            "id": f"urn:newsvane:{alert.key}",
            "url": _alert_link(alert, ui_url),
            "title": alert.subject,
            "content_text": alert.body,
            **({"content_html": alert.html} if alert.html else {}),
            "date_published": _rfc3339(alert.created_at),
            "tags": [alert.rule],
        }
        for alert in alerts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": ui_link(ui_url, UiPage.ALERTS),
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def latest_time(alerts: Sequence[Message]) -> datetime:
    """Return when the latest of the alerts was written; 1970 if there are none."""
    return max((alert.created_at for alert in alerts), default=_EPOCH)


def _alert_link(alert: Message, ui_url: str) -> str:
    """Return the address of the UI page that shows what the alert is about."""
    if alert.story_id:
        return ui_link(ui_url, UiPage.STORIES, alert.story_id)
    return ui_link(ui_url, UiPage.FEEDS if alert.feed_id or alert.covers else UiPage.ALERTS)


def _rfc3339(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name), {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NOT_XML.sub("", text)
    return element
