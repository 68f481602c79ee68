"""Alerts as a feed that other systems follow: Atom (RFC 4287) and JSON Feed 1.1. Pure.

What was written by rules is escaped where it is made; here it is put into XML and JSON, without the characters that XML
has no place for.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from newsvane.records import Record, Utc

TITLE = "Newsvane: alerts"

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold (section 2.2)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(Record):
    """An alert, whatever the channels it went to. `html` may be empty, `url` is its page in the UI."""

    key: str
    rule: str
    subject: str
    body: str
    html: str = ""
    url: str
    created_at: Utc


def atom(entries: Sequence[Entry], *, ui_url: str) -> bytes:
    """The feed as Atom, in the order given."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(_tag("feed"))
    _add(feed, "id", "urn:newsvane:alerts")
    _add(feed, "title", TITLE)
    _add(feed, "updated", _moment(newest(entries)))
    _add(_add(feed, "author"), "name", "Newsvane")
    _add(feed, "link", href=_alerts_page(ui_url))
    for entry in entries:
        item = _add(feed, "entry")
        _add(item, "id", f"urn:newsvane:{entry.key}")
        _add(item, "title", entry.subject)
        _add(item, "updated", _moment(entry.created_at))
        _add(item, "category", term=entry.rule)
        _add(item, "link", href=entry.url)
        _add(item, "content", entry.html or entry.body, type="html" if entry.html else "text")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed(entries: Sequence[Entry], *, ui_url: str) -> bytes:
    """The feed as JSON Feed, in the order given."""
    items = [
        {
            "id": f"urn:newsvane:{entry.key}",
            "url": entry.url,
            "title": entry.subject,
            "content_text": entry.body,
            **({"content_html": entry.html} if entry.html else {}),
            "date_published": _moment(entry.created_at),
            "tags": [entry.rule],
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": _alerts_page(ui_url),
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def newest(entries: Sequence[Entry]) -> datetime:
    """When the newest was written; 1970 where there is none."""
    return max((entry.created_at for entry in entries), default=_EPOCH)


def _alerts_page(ui_url: str) -> str:
    return f"{ui_url.rstrip('/')}/newsvane/alerts"


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name), {key: _NO_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NO_XML.sub("", text)
    return element
