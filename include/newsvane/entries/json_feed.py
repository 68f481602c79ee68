"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Any value may be of any type; the wrong ones count as missing."""

import html
import json
import re
from collections.abc import Container
from typing import Any

from newsvane.dates import parse_standard_date
from newsvane.entries.items import MAX_ENTRIES, Draft, Item, Known, fingerprint


def parse(text: str, known: Container[int]) -> Draft | None:
    """The feed in a text; None where it is no JSON Feed. Items whose key is `known` are not read."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if not re.fullmatch(r"(https?://jsonfeed\.org/version/)?1(\.\d)?", _text(feed, "version")):
        return None
    items = feed["items"][: MAX_ENTRIES + 1]
    return Draft(
        title=html.escape(_text(feed, "title")),
        language=_text(feed, "language"),
        podcast="_itunes" in feed,
        items=[_item(item, known) for item in items if isinstance(item, dict)],
    )


def _item(item: dict[str, Any], known: Container[int]) -> Item | Known:
    key = fingerprint(json.dumps(item, sort_keys=True).encode())
    guid = _identity(item)
    if key in known:
        return Known(key, guid)
    attachments = [one for one in _list(item, "attachments") if isinstance(one, dict)]
    media = tuple(_text(one, "url") for one in attachments if _text(one, "mime_type").startswith(("audio/", "video/")))
    people = [person for person in (*_list(item, "authors"), item.get("author")) if isinstance(person, dict)]
    permalink = guid if guid.startswith(("http://", "https://")) else ""
    return Item(
        key=key,
        guid=guid,
        link=_text(item, "url") or _text(item, "external_url") or permalink or next(iter(media), ""),
        title=html.escape(_text(item, "title")),
        authors=tuple(html.escape(_text(person, "name")) for person in people),
        published=parse_standard_date(_text(item, "date_published")),
        updated=parse_standard_date(_text(item, "date_modified")),
        content=_text(item, "content_html") or html.escape(_text(item, "content_text") or _text(item, "summary")),
        language=_text(item, "language"),
        image=_text(item, "image") or _text(item, "banner_image"),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        media=media,
        podcast="_itunes" in item,
    )


def _identity(item: dict[str, Any]) -> str:
    """The id, also where it is a number (jsonfeed.org: "coerce it to a string")."""
    value = item.get("id")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _text(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _list(thing: dict[str, Any], key: str) -> list[Any]:
    value = thing.get(key)
    return value if isinstance(value, list) else []
