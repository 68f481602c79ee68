"""RSS, RDF and Atom, by feedparser. It is given bytes, never an address or a file name, and no DTD."""

import html
import re
from collections.abc import Container
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax import SAXException
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import InputSource

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.mixin import _FeedParserMixin

from newsvane.dates import parse_standard_date
from newsvane.entries.item_scanner import Outline
from newsvane.entries.items import Draft, Item, Known
from newsvane.entries.kinds import is_media_file
from newsvane.errors import FeedUnreadable

MAX_MARKUP = 200_000
"""Tags and attributes that are read of one feed: feedparser takes ten microseconds for each."""

_MAIL = re.compile(r"[^\s<>()@]{1,100}@[^\s<>()@]{1,200}")
_MAX_AUTHOR = 500
_HTML_TYPES = {"text/html", "html", "application/xhtml+xml", "xhtml"}
_ALTERNATE = {"alternate", "http://www.iana.org/assignments/relation/alternate"}
_NO_KIND = {"", "text/html", "application/octet-stream"}
_TAG = re.compile(r"</?[A-Za-z!]")
_OLD_RDF = b"netscape.com/rdf/simple/0.9/"
_ITUNES = "http://www.itunes.com/"


def _keep_author(self: Any, key: str = "author") -> None:
    """Keep an author's text as its name."""
    context = self._get_context()
    details = context.get(f"{key}s")
    if details and not details[-1].get("name") and context.get(key):
        details[-1]["name"] = context[key]


# feedparser's own splits off an address by a pattern that takes the square of the text's length (hours for a megabyte)
# and cuts domains such as .example in two.
_FeedParserMixin._sync_author_detail = _keep_author

MAX_TAGS = 100
"""Categories of an item: feedparser compares each with all that went before."""

_add_tag = _FeedParserMixin._add_tag


def _add_some_tags(self: Any, term: str | None, scheme: str | None, label: str | None) -> None:
    if len(self._get_context().get("tags", ())) < MAX_TAGS:
        _add_tag(self, term, scheme, label)


_FeedParserMixin._add_tag = _add_some_tags

# An id is compared, not followed: "12" stays "12".
_FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}


class _Reader(ExpatParser):
    """Gives text in large pieces: by default each character reference is one, and feedparser's time their square."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]
        self._parser.buffer_size = 65_536  # type: ignore[attr-defined]


def parse(outline: Outline, url: str, known: Container[int]) -> Draft | None:
    """The well-formed feed with that outline; None where there is none. Items whose key is `known` are not parsed.

    Raises FeedUnreadable (`broken_feed`) where feedparser gives up.
    """
    keys = outline.keys()
    body, order = outline.without(keys, known)
    found = _strict(body, url)
    if found is None or len(found.entries) != len(order):  # items in items, or what feedparser takes for none
        return parse_broken(outline.body, url)
    entries = dict(zip(order, found.entries, strict=True))
    items: list[Item | Known] = [
        _item(entries[n], span.guid, key) if n in entries else Known(key, span.guid)
        for n, (key, span) in enumerate(zip(keys, outline.spans, strict=True))
    ]
    return _draft(found.feeddata, items) if items or found.version or _OLD_RDF in body[:2_000] else None


def parse_broken(body: bytes, url: str) -> Draft | None:
    """The feed in a body that begins with its root element, well formed or not; None where there is none.

    Raises FeedUnreadable as `parse`.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        found = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise _beyond_repair(url, error) from error
    items: list[Item | Known] = [_item(entry, html.unescape(entry.get("id", ""))) for entry in found.entries]
    return _draft(found.feed, items) if items or found.version else None


def _strict(body: bytes, url: str) -> Any:
    """What feedparser's strict parser finds, without the detours of `feedparser.parse`; None where it refuses."""
    base = url if b"base=" in body else ""  # without one feedparser is a tenth faster, and links stay as they are
    parser = StrictFeedParser(base, None, "utf-8")
    parser.resolve_relative_uris = parser.sanitize_html = False
    reader, source = _Reader(namespaceHandling=1), InputSource()
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source.setByteStream(BytesIO(body))
    try:
        reader.parse(source)
    except SAXException:
        return None
    except Exception as error:
        raise _beyond_repair(url, error) from error
    return parser


def _beyond_repair(url: str, error: Exception) -> FeedUnreadable:
    """feedparser raises what its parsers happen to raise: AssertionError, IndexError, …"""
    message = f"{url[:300]}: markup beyond repair ({type(error).__name__}: {error})"[:500]
    return FeedUnreadable(message, reason="broken_feed")


def _draft(feed: Any, items: list[Item | Known]) -> Draft:
    ttl = str(feed.get("ttl", ""))
    return Draft(
        title=_title(feed),
        language=feed.get("language", ""),
        ttl_seconds=int(ttl) * 60 if ttl.isdecimal() and len(ttl) < 7 else None,
        podcast=_says_podcast(feed),
        items=items,
    )


def _item(found: Any, guid: str, key: int | None = None) -> Item:
    entry = dict(found)  # feedparser's own `get` is slow, and answers with one date for another
    contents = [_html(part.get("value", ""), part) for part in entry.get("content", [])]
    contents.append(_html(entry.get("summary", ""), entry.get("summary_detail", {})))
    media = _media(entry)
    return Item(
        key=key,
        guid=guid,
        link=_link(entry) or next(iter(media), ""),
        title=_title(entry),
        authors=tuple(_name(author.get("name", "")) for author in entry.get("authors", [])),
        published=_date(entry, "published", "created", "prism_publicationdate"),
        updated=_date(entry, "updated"),
        content=max(contents, key=len),
        language=entry.get("language") or entry.get("title_detail", {}).get("language") or "",
        image=_image(entry),
        source=_source(entry),
        categories=tuple(filter(None, (tag.get(key) for tag in entry.get("tags", []) for key in ("term", "label")))),
        media=media,
        podcast=_says_podcast(entry),
    )


def _html(text: str, detail: Any) -> str:
    """A text as HTML. What is said to be plain text is taken for it unless there are tags in it."""
    return html.escape(text, quote=False) if detail.get("type") == "text/plain" and not _TAG.search(text) else text


def _title(context: Any) -> str:
    """The title as HTML: what Atom calls text may hold a bare `<`."""
    title: str = context.get("title", "")
    return title.replace("<", "&lt;") if context.get("title_detail", {}).get("type") == "text/plain" else title


def _link(entry: Any) -> str:
    """The page of an item: what FeedBurner hides, its first link for people, any other, an id that is an address."""
    alternates = [link for link in entry.get("links", []) if link.get("rel") in _ALTERNATE and link.get("href")]
    pages = [link for link in alternates if link.get("type", "text/html").lower() in _HTML_TYPES]
    identity = str(entry.get("id", ""))
    return (
        entry.get("feedburner_origlink")
        or next((link["href"] for link in (*pages, *alternates)), "")
        or (identity if identity.startswith(("http://", "https://")) else "")
    ).strip()


def _name(author: str) -> str:
    """The name in `ann@a.example (Ann)` and its like."""
    return _MAIL.sub("", author[:_MAX_AUTHOR]).strip(" ()<>,;")


def _date(entry: Any, *names: str) -> tuple[str, datetime | None]:
    return parse_standard_date(next((entry[name] for name in names if entry.get(name)), ""))


def _media(entry: Any) -> tuple[str, ...]:
    """Addresses of audio and video."""
    found = []
    for one in (*_enclosures(entry), *entry.get("media_content", [])):
        address, kind = str(one.get("url") or one.get("href") or ""), str(one.get("type", ""))
        is_media = one.get("medium") in {"audio", "video"} or kind.startswith(("audio/", "video/"))
        if address and (is_media or (kind in _NO_KIND and is_media_file(address))):
            found.append(address)
    return tuple(found) or (_link(entry),) * ("yt_videoid" in entry)


def _enclosures(entry: Any) -> list[Any]:
    return [link for link in entry.get("links", []) if link.get("rel") == "enclosure"]


def _says_podcast(context: Any) -> bool:
    """Whether there is something of Apple's podcast elements, or YouTube's id of a video."""
    return any(key.startswith(("itunes_", "yt_videoid")) for key in context) or any(
        tag.get("scheme") == _ITUNES for tag in context.get("tags", [])
    )


def _image(entry: Any) -> str:
    thumbnails = [media.get("url", "") for media in entry.get("media_thumbnail", [])]
    media = [*entry.get("media_content", []), *_enclosures(entry)]
    images = [
        one.get("url") or one.get("href") or ""
        for one in media
        if one.get("medium") == "image" or str(one.get("type", "")).startswith("image/")
    ]
    image = entry.get("image", {})
    return next(filter(None, [*images, *thumbnails, image.get("href") if isinstance(image, dict) else ""]), "")


def _source(entry: Any) -> str:
    source = entry.get("source", {})
    return (source.get("href") or source.get("link") or "") if isinstance(source, dict) else ""
