"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Any value may be of any type; the wrong ones count as missing."""

import html
import json
import re
from typing import Any

from newsvane.entries.items import MAX_ENTRIES, Draft, Item, moment


def parse(text: str) -> Draft | None:
    """The feed in a text; None where it is no JSON Feed."""
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
        title=_text(feed, "title"),
        language=_text(feed, "language"),
        items=[_item(item) for item in items if isinstance(item, dict)],
    )


def _item(item: dict[str, Any]) -> Item:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    identity = _text(item, "id")
    return Item(
        link=_text(item, "url") or _text(item, "external_url") or (identity if identity.startswith("http") else ""),
        title=html.escape(_text(item, "title")),
        authors=tuple(html.escape(_text(author, "name")) for author in authors or [] if isinstance(author, dict)),
        published=moment(_text(item, "date_published")),
        updated=moment(_text(item, "date_modified")),
        content=_text(item, "content_html") or html.escape(_text(item, "content_text") or _text(item, "summary")),
        language=_text(item, "language"),
        image=_text(item, "image") or _text(item, "banner_image"),
    )


def _text(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""
