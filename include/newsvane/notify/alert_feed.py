"""Alerts as a feed that other systems follow: Atom (RFC 4287) and JSON Feed 1.1. Pure.

An alert is an entry, whatever channels it went to. What it says was made safe where it was written; here it is put into
XML and JSON, without the characters that XML has no place for.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree as ET

from newsvane.records import Message

TITLE = "Newsvane: alerts"

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold (section 2.2)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def atom(alerts: Sequence[Message], *, ui_url: str) -> bytes:
    """The feed as Atom, in the order given."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", "urn:newsvane:alerts")
    _add(feed, "title", TITLE)
    _add(feed, "updated", _moment(newest(alerts)))
    _add(_add(feed, "author"), "name", "Newsvane")
    _add(feed, "link", href=_address(ui_url, "alerts"))
    for alert in alerts:
        item = _add(feed, "entry")
        _add(item, "id", f"urn:newsvane:{alert.key}")
        _add(item, "title", alert.subject)
        _add(item, "updated", _moment(alert.created_at))
        _add(item, "category", term=alert.rule)
        _add(item, "link", href=_page(alert, ui_url))
        _add(item, "content", alert.html or alert.body, type="html" if alert.html else "text")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed(alerts: Sequence[Message], *, ui_url: str) -> bytes:
    """The feed as JSON Feed, in the order given."""
    items = [
        {
            "id": f"urn:newsvane:{alert.key}",
            "url": _page(alert, ui_url),
            "title": alert.subject,
            "content_text": alert.body,
            **({"content_html": alert.html} if alert.html else {}),
            "date_published": _moment(alert.created_at),
            "tags": [alert.rule],
        }
        for alert in alerts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": _address(ui_url, "alerts"),
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def newest(alerts: Sequence[Message]) -> datetime:
    """When the newest was written; 1970 where there is none."""
    return max((alert.created_at for alert in alerts), default=_EPOCH)


def _page(alert: Message, ui_url: str) -> str:
    """Where the UI shows what it tells of."""
    if alert.story_id:
        return _address(ui_url, f"stories/{quote(alert.story_id)}")
    return _address(ui_url, "feeds" if alert.feed_id or alert.covers else "alerts")


def _address(ui_url: str, page: str) -> str:
    return f"{ui_url.rstrip('/')}/newsvane/{page}"


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name), {key: _NO_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NO_XML.sub("", text)
    return element
