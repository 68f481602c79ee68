"""Parse JSON Feed 1.0 and 1.1 (jsonfeed.org). Values of a wrong type count as missing."""

import html
import json
import re
from collections.abc import Container
from typing import Any

from newsvane.dates import parse_standard_date
from newsvane.entries.items import Draft, Item, KnownItem, build_alone, fingerprint

MAX_DIGITS = 100
"""A longer whole number is read as a floating-point one."""


def parse(text: str, known: Container[int], max_items: int) -> Draft | None:
    """Parse a JSON Feed; return None if the text is not one. Items whose key is `known` are not parsed.

    One item more than `max_items` is read, so that whoever counts them knows that there were more.
    """
    if '"version"' not in text:
        return None
    try:
        feed = json.loads(text, parse_int=parse_int)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if not re.fullmatch(r"(https?://jsonfeed\.org/version/)?1(\.\d)?", _get_text(feed, "version")):
        return None
    items = feed["items"][: max_items + 1]
    return Draft(
        title=html.escape(_get_text(feed, "title")),
        language=_get_text(feed, "language"),
        podcast="_itunes" in feed,
        items=[_build_item(item, known) for item in items if isinstance(item, dict)],
    )


def _build_item(item: dict[str, Any], known: Container[int]) -> Item | KnownItem:
    guid = _id_of(item)
    key = fingerprint(json.dumps(item, sort_keys=True).encode())
    return (
        KnownItem(key, guid) if key in known else build_alone(lambda: _read_item(item, guid, key), guid=guid, key=key)
    )


def _read_item(item: dict[str, Any], guid: str, key: int) -> Item:
    attachments = [one for one in _get_list(item, "attachments") if isinstance(one, dict)]
    media = tuple(
        _get_text(one, "url") for one in attachments if _get_text(one, "mime_type").startswith(("audio/", "video/"))
    )
    people = [person for person in (*_get_list(item, "authors"), item.get("author")) if isinstance(person, dict)]
    permalink = guid if guid.startswith(("http://", "https://")) else ""
    return Item(
        key=key,
        guid=guid,
        link=_get_text(item, "url") or _get_text(item, "external_url") or permalink or next(iter(media), ""),
        title=html.escape(_get_text(item, "title")),
        authors=tuple(html.escape(_get_text(person, "name")) for person in people),
        published=parse_standard_date(_get_text(item, "date_published")),
        updated=parse_standard_date(_get_text(item, "date_modified")),
        content=_get_text(item, "content_html")
        or html.escape(_get_text(item, "content_text") or _get_text(item, "summary")),
        language=_get_text(item, "language"),
        image=_get_text(item, "image") or _get_text(item, "banner_image"),
        categories=tuple(tag for tag in _get_list(item, "tags") if isinstance(tag, str)),
        media=media,
        podcast="_itunes" in item,
    )


def parse_int(digits: str) -> int | float:
    """Return the number that JSON writes as these digits.

    Python refuses to convert thousands of digits, which would lose the whole feed.
    """
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _id_of(item: dict[str, Any]) -> str:
    """Return the id, even if it is a number (jsonfeed.org: "coerce it to a string")."""
    value = item.get("id")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _get_text(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _get_list(thing: dict[str, Any], key: str) -> list[Any]:
    value = thing.get(key)
    return value if isinstance(value, list) else []
