"""Parse RSS, RDF and Atom with feedparser. It gets bytes, never an address or a file name, and no DTD."""

import html
import re
from collections.abc import Container, Mapping
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
from newsvane.entries.item_scanner import ScannedFeed
from newsvane.entries.items import Draft, Item, KnownItem, build_alone
from newsvane.entries.kinds import is_media_file
from newsvane.errors import FeedUnreadable
from newsvane.safe_text import unescape

MAX_MARKUP = 200_000
"""The maximum number of tags and attributes parsed per feed: feedparser takes ten microseconds for each."""

_MAIL = re.compile(r"[^\s<>()@]{1,100}@[^\s<>()@]{1,200}")
_MAX_AUTHOR = 500
_PAGE_TYPES = {"text/html", "html", "application/xhtml+xml", "xhtml"}
_ALTERNATE = {"alternate", "http://www.iana.org/assignments/relation/alternate"}
_UNTYPED = {"", "text/html", "application/octet-stream"}
_TAG = re.compile(r"</?[A-Za-z!]")
_OLD_RDF = b"netscape.com/rdf/simple/0.9/"
_ITUNES = "http://www.itunes.com/"


def _keep_author(self: Any, key: str = "author") -> None:
    """Use the text of an author element as the name."""
    context = self._get_context()
    details = context.get(f"{key}s")
    if details and not details[-1].get("name") and context.get(key):
        details[-1]["name"] = context[key]


# feedparser's own version splits off an address with a pattern whose time grows with the square of the text's length
# (hours for a megabyte) and which cuts domains such as .example in two.
_FeedParserMixin._sync_author_detail = _keep_author

MAX_TAGS = 100
"""The maximum number of categories per item: feedparser compares each one with all previous ones."""

_add_tag = _FeedParserMixin._add_tag


def _add_some_tags(self: Any, term: str | None, scheme: str | None, label: str | None) -> None:
    if len(self._get_context().get("tags", ())) < MAX_TAGS:
        _add_tag(self, term, scheme, label)


_FeedParserMixin._add_tag = _add_some_tags

# An id is compared, not followed: "12" stays "12".
_FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}


class _BufferedExpatParser(ExpatParser):
    """Yields text in large pieces. By default each character reference is a piece, which takes quadratic time."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]
        self._parser.buffer_size = 65_536  # type: ignore[attr-defined]


def parse(scanned: ScannedFeed, url: str, known: Container[int]) -> Draft | None:
    """Parse a well-formed feed; return None if it is not one. Items whose key is `known` are not parsed.

    Raises FeedUnreadable (`broken_feed`) if feedparser fails.
    """
    keys = scanned.keys()
    body, order = scanned.remove_known(keys, known)
    found = _parse_strictly(body, url)
    if found is None or len(found.entries) != len(order):  # nested items, or some that feedparser does not recognise
        return parse_broken(scanned.body, url)
    entries = dict(zip(order, found.entries, strict=True))
    items: list[Item | KnownItem] = [
        _build_item(entries[n], span.guid, key) if n in entries else KnownItem(key, span.guid)
        for n, (key, span) in enumerate(zip(keys, scanned.spans, strict=True))
    ]
    return _build_draft(found.feeddata, items) if items or found.version or _OLD_RDF in body[:2_000] else None


def parse_broken(body: bytes, url: str) -> Draft | None:
    """Parse a whole feed that begins with its root element, well formed or not; return None if it is not one.

    Raises FeedUnreadable like `parse`.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        found = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise _broken_feed_error(url, error) from error
    items: list[Item | KnownItem] = [_build_item(entry, unescape(entry.get("id") or "")) for entry in found.entries]
    return _build_draft(found.feed, items) if items or found.get("version") else None


def _parse_strictly(body: bytes, url: str) -> Any:
    """Return the result of feedparser's strict parser, without the overhead of `feedparser.parse`; None if it fails."""
    base = url if b"base=" in body else ""  # without it feedparser is a tenth faster, and links stay as they are
    parser = StrictFeedParser(base, None, "utf-8")
    parser.resolve_relative_uris = parser.sanitize_html = False
    reader, source = _BufferedExpatParser(namespaceHandling=1), InputSource()
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source.setByteStream(BytesIO(body))
    try:
        reader.parse(source)
    except SAXException:
        return None
    except Exception as error:
        raise _broken_feed_error(url, error) from error
    return parser


def _broken_feed_error(url: str, error: Exception) -> FeedUnreadable:
    """Return our error for any exception of feedparser's parsers, such as AssertionError or IndexError."""
    message = f"{url[:300]}: markup beyond repair ({type(error).__name__}: {error})"[:500]
    return FeedUnreadable(message, reason="broken_feed")


def _build_draft(feed: Any, items: list[Item | KnownItem]) -> Draft:
    ttl = str(feed.get("ttl", ""))
    return Draft(
        title=_title_html(feed),
        language=feed.get("language") or "",
        ttl_seconds=int(ttl) * 60 if ttl.isdecimal() and len(ttl) < 7 else None,
        podcast=_is_podcast(feed),
        items=items,
    )


def _build_item(entry: Any, guid: str, key: int | None = None) -> Item:
    return build_alone(lambda: _read_item(entry, guid, key), guid=guid, key=key)


def _read_item(found: Any, guid: str, key: int | None) -> Item:
    # feedparser's `get` is slow, and returns one date in place of another. Its values may be None in broken feeds.
    entry = {name: value for name, value in dict(found).items() if value is not None}
    contents = [_to_html(part.get("value") or "", part) for part in _list_parts(entry, "content")]
    contents.append(_to_html(entry.get("summary", ""), entry.get("summary_detail", {})))
    media = _find_media(entry)
    return Item(
        key=key,
        guid=guid,
        link=_find_link(entry) or next(iter(media), ""),
        title=_title_html(entry),
        authors=tuple(_strip_address(author.get("name") or "") for author in _list_parts(entry, "authors")),
        published=_find_date(entry, "published", "created", "prism_publicationdate"),
        updated=_find_date(entry, "updated"),
        content=max(contents, key=len),
        language=entry.get("language") or entry.get("title_detail", {}).get("language") or "",
        image=_find_image(entry),
        source=_find_source(entry),
        categories=tuple(
            filter(None, (tag.get(key) for tag in _list_parts(entry, "tags") for key in ("term", "label")))
        ),
        media=media,
        podcast=_is_podcast(entry),
    )


def _to_html(text: str, detail: Any) -> str:
    """Return a text as HTML. It is escaped if it is declared as plain text and contains no tags."""
    return html.escape(text, quote=False) if detail.get("type") == "text/plain" and not _TAG.search(text) else text


def _title_html(context: Any) -> str:
    """Return the title as HTML: what Atom declares as text may contain a bare `<`."""
    title: str = context.get("title") or ""
    return title.replace("<", "&lt;") if context.get("title_detail", {}).get("type") == "text/plain" else title


def _find_link(entry: Any) -> str:
    """Return the address of an item's page.

    This is the original behind a FeedBurner link, else the first HTML link, any other link, or an id that is an
    address.
    """
    alternates = [link for link in _list_parts(entry, "links") if link.get("rel") in _ALTERNATE and link.get("href")]
    pages = [link for link in alternates if link.get("type", "text/html").lower() in _PAGE_TYPES]
    identity = str(entry.get("id", ""))
    return (
        entry.get("feedburner_origlink")
        or next((link["href"] for link in (*pages, *alternates)), "")
        or (str(entry.get("link") or "") if isinstance(entry.get("links"), str) else "")
        or (identity if identity.startswith(("http://", "https://")) else "")
    ).strip()


def _strip_address(author: str) -> str:
    """Return the name in `ann@a.example (Ann)` and the like."""
    return _MAIL.sub("", author[:_MAX_AUTHOR]).strip(" ()<>,;")


def _find_date(entry: Any, *names: str) -> tuple[str, datetime | None]:
    return parse_standard_date(next((entry[name] for name in names if entry.get(name)), ""))


def _find_media(entry: Any) -> tuple[str, ...]:
    """Return the addresses of audio and video."""
    found = []
    for one in (*_find_enclosures(entry), *_list_parts(entry, "media_content")):
        address, kind = str(one.get("url") or one.get("href") or ""), str(one.get("type", ""))
        is_media = one.get("medium") in {"audio", "video"} or kind.startswith(("audio/", "video/"))
        if address and (is_media or (kind in _UNTYPED and is_media_file(address))):
            found.append(address)
    return tuple(found) or (_find_link(entry),) * ("yt_videoid" in entry)


def _list_parts(entry: Any, name: str) -> list[Any]:
    """Return the elements that feedparser has collected under a name. A feed may have an element that is called so."""
    found = entry.get(name)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _find_enclosures(entry: Any) -> list[Any]:
    return [link for link in _list_parts(entry, "links") if link.get("rel") == "enclosure"]


def _is_podcast(context: Any) -> bool:
    """Return whether there is any of Apple's podcast elements, or a YouTube video id."""
    return any(key.startswith(("itunes_", "yt_videoid")) for key in context) or any(
        tag.get("scheme") == _ITUNES for tag in _list_parts(context, "tags")
    )


def _find_image(entry: Any) -> str:
    thumbnails = [media.get("url", "") for media in _list_parts(entry, "media_thumbnail")]
    media = [*_list_parts(entry, "media_content"), *_find_enclosures(entry)]
    images = [
        one.get("url") or one.get("href") or ""
        for one in media
        if one.get("medium") == "image" or str(one.get("type", "")).startswith("image/")
    ]
    image = entry.get("image", {})
    return next(filter(None, [*images, *thumbnails, image.get("href") if isinstance(image, dict) else ""]), "")


def _find_source(entry: Any) -> str:
    source = entry.get("source", {})
    return (source.get("href") or source.get("link") or "") if isinstance(source, dict) else ""
