"""Write what was found as a feed that other systems can follow: Atom (RFC 4287) and JSON Feed 1.1. Pure.

In Atom, GeoRSS says where the event of an entry happened.

Texts are written as they are, without the characters that XML does not allow.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_GEORSS = "http://www.georss.org/georss"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML 1.0 document must not contain (section 2.2)."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OutputPlace(NamedTuple):
    """Where an event happened, in degrees north and east."""

    name: str
    latitude: float
    longitude: float


class OutputItem(NamedTuple):
    """An entry. `key`: makes its id. `text`: plain; `html`: "" if there is none. `tag`: its category, "" for none.

    `at`: when it came up here. `published`: when what it is about was published, None if that is the same or unknown.
    `place`: where it happened, None if that is unknown.
    """

    key: str
    title: str
    text: str
    at: datetime
    link: str
    html: str = ""
    tag: str = ""
    published: datetime | None = None
    place: OutputPlace | None = None


class OutputFeed(NamedTuple):
    """A feed. `key`: makes its id. `link`: the page that shows the same. `address`: of the feed, "" if it has none."""

    key: str
    title: str
    link: str
    items: Sequence[OutputItem]
    address: str = ""

    @property
    def latest(self) -> datetime:
        """The time of the latest entry; 1970 if there is none."""
        return max((item.at for item in self.items), default=_EPOCH)


def render_atom(feed: OutputFeed) -> bytes:
    """Return the feed as Atom, its entries in the given order."""
    ET.register_namespace("", _ATOM)
    ET.register_namespace("georss", _GEORSS)
    root = ET.Element(_tag("feed"))
    _add(root, "id", f"urn:newsvane:{feed.key}")
    _add(root, "title", feed.title)
    _add(root, "updated", _rfc3339(feed.latest))
    _add(_add(root, "author"), "name", "Newsvane")
    _add(root, "link", href=feed.link)
    if feed.address:
        _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    for item in feed.items:
        entry = _add(root, "entry")
        _add(entry, "id", f"urn:newsvane:{item.key}")
        _add(entry, "title", item.title)
        _add(entry, "updated", _rfc3339(item.at))
        if item.published:
            _add(entry, "published", _rfc3339(item.published))
        if item.tag:
            _add(entry, "category", term=item.tag)
        _add(entry, "link", href=item.link)
        _add(entry, "content", item.html or item.text, type="html" if item.html else "text")
        if item.place:
            _add_place(entry, item.place)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def render_json_feed(feed: OutputFeed) -> bytes:
    """Return the feed as JSON Feed, its entries in the given order."""
    items = [
        {
            "id": f"urn:newsvane:{item.key}",
            "url": item.link,
            "title": item.title,
            "content_text": item.text,
            **({"content_html": item.html} if item.html else {}),
            "date_published": _rfc3339(item.published or item.at),
            "date_modified": _rfc3339(item.at),
            **({"tags": [item.tag]} if item.tag else {}),
        }
        for item in feed.items
    ]
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.link,
        **({"feed_url": feed.address} if feed.address else {}),
        "items": items,
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _rfc3339(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tag(name: str) -> str:
    """Return a name with its namespace, which is Atom's if it has none."""
    return name if name.startswith("{") else f"{{{_ATOM}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name), {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    element.text = _NOT_XML.sub("", text)
    return element


def _add_place(entry: ET.Element, place: OutputPlace) -> None:
    """Add the point and the name of a place, as GeoRSS-Simple writes them: latitude before longitude."""
    _add(entry, f"{{{_GEORSS}}}point", f"{place.latitude:.4f} {place.longitude:.4f}")
    _add(entry, f"{{{_GEORSS}}}featurename", place.name)
