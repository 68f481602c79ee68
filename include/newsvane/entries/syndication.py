"""RSS, RDF and Atom, by feedparser. It is given bytes, never an address or a file name, and no DTD."""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
from feedparser.mixin import _FeedParserMixin

from newsvane.entries.items import Draft, Item
from newsvane.errors import FeedUnreadable

_MAIL = re.compile(r"[^\s<>()@]{1,100}@[^\s<>()@]{1,200}")
_MAX_AUTHOR = 500


def _keep_author(self: Any, key: str = "author") -> None:
    """Keep an author's text as its name."""
    context = self._get_context()
    details = context.get(f"{key}s")
    if details and not details[-1].get("name") and context.get(key):
        details[-1]["name"] = context[key]


# feedparser's own splits off an address by a pattern that takes the square of the text's length (hours for a megabyte)
# and cuts domains such as .example in two.
_FeedParserMixin._sync_author_detail = _keep_author


def parse(text: str, url: str) -> Draft | None:
    """The feed in a text that begins with its root element; None where there is none.

    Raises FeedUnreadable (`broken_feed`) where feedparser gives up.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    body = BytesIO(text.encode("utf-8", "replace"))
    try:
        found = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser raises what its parsers happen to raise: AssertionError, IndexError, …
        message = f"{url[:300]}: markup beyond repair ({type(error).__name__}: {error})"[:500]
        raise FeedUnreadable(message, reason="broken_feed") from error
    if not found.version and not found.entries:
        return None
    feed = found.feed
    ttl = str(feed.get("ttl", ""))
    return Draft(
        title=feed.get("title", ""),
        language=feed.get("language", ""),
        ttl_seconds=int(ttl) * 60 if ttl.isdecimal() and len(ttl) < 7 else None,
        items=[_item(entry) for entry in found.entries],
    )


def _item(entry: Any) -> Item:
    permalink = entry.get("id", "") if str(entry.get("id", "")).startswith(("http://", "https://")) else ""
    contents = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
    return Item(
        link=entry.get("feedburner_origlink") or entry.get("link") or permalink,
        title=entry.get("title", ""),
        authors=tuple(_name(author.get("name", "")) for author in entry.get("authors", [])),
        published=_date(entry, "published"),
        updated=_date(entry, "updated"),
        content=max(contents, key=len),
        language=entry.get("title_detail", {}).get("language") or "",
        image=_image(entry),
        source=_source(entry),
    )


def _name(author: str) -> str:
    """The name in `ann@a.example (Ann)` and its like."""
    return _MAIL.sub("", author[:_MAX_AUTHOR]).strip(" ()<>,;")


def _date(entry: Any, name: str) -> tuple[str, datetime | None]:
    if name not in entry:  # asked for by `get`, "updated" would answer with "published"
        return "", None
    parsed = entry.get(f"{name}_parsed") if f"{name}_parsed" in entry else None
    try:
        found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=timegm(parsed)) if parsed else None
    except (ValueError, OverflowError):
        found = None
    return str(entry.get(name) or ""), found


def _image(entry: Any) -> str:
    thumbnails = [media.get("url", "") for media in entry.get("media_thumbnail", [])]
    media = [*entry.get("media_content", []), *entry.get("enclosures", [])]
    images = [
        one.get("url") or one.get("href") or ""
        for one in media
        if one.get("medium") == "image" or str(one.get("type", "")).startswith("image/")
    ]
    return next(filter(None, images + thumbnails), "")


def _source(entry: Any) -> str:
    source = entry.get("source", {})
    return (source.get("href") or source.get("link") or "") if isinstance(source, dict) else ""
