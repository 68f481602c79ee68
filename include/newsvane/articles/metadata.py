"""Tree -> what a page says about itself: title, authors, times, image, addresses.

A page says each several times (JSON-LD, meta, elements); the witnesses are weighed by agreement, then by order of
trust. Times without a zone are taken as UTC.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from newsvane import urls
from newsvane.articles.markup import clean, element_text
from newsvane.records import Entry, PublishedSource, Record
from newsvane.texts import words

FUTURE = timedelta(days=2)
"""A publication further ahead than this is not believed: clocks and zones err by a day, not by more."""
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Older times are believed only where the page gives no other."""

_ARTICLE_TYPE = re.compile(r"(Article|Posting|Report|Review)$")
_SEPARATOR = re.compile(r"\s+[|–—\-·•»]+\s+|\s*[|｜：]\s*")
_BY = re.compile(r"^(by|von|par|por|di|nga|door|av|af|od|بقلم|نویسنده)[:\s]\s*", re.IGNORECASE)
_NAME_SPLIT = re.compile(r"\s*[;|]\s*|\s*,\s+|\s+(?:and|und|et|y|e|dhe|og|och|en|و)\s+")
_NAME = re.compile(r"^(?![a-z]+(?:-[a-z]+)+$)[^\W\d_]")  # a letter first, and no slug
_META_AUTHOR = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author", "citation_author")
_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date_published", "publish-date",
    "publishdate", "pubdate", "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "article.published", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "last-published", "date",
)  # fmt: skip
_META_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")
_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?=$|[-_])")


class Metadata(Record):
    """What the page says. `is_article`: it calls itself one (JSON-LD, og:type) or is built as one."""

    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_source: PublishedSource
    updated_at: datetime | None
    image_url: str | None
    page_language: str | None
    canonical_url: str
    is_article: bool


def read_metadata(tree: HtmlElement, *, url: str, now: datetime) -> Metadata:
    """Everything the page says about itself; `url` is the address that answered."""
    meta = _meta(tree)
    data = list(islice(_json_ld(tree), 20))
    published_at, source = _published(tree, meta, data, url, now)
    updated = _times([*(_texts(data, "dateModified")), *_values(meta, _META_UPDATED)], now)
    return Metadata(
        title=_title(tree, meta, data, url),
        authors=_authors(tree, meta, data, _site_names(meta, data, url)),
        published_at=published_at,
        published_source=source,
        updated_at=next((time for time in updated if published_at is None or time >= published_at), None),
        image_url=_image(meta, data, url),
        page_language=_page_language(tree),
        canonical_url=_canonical(tree, meta, url),
        is_article=bool(data or "article" in meta.get("og:type", []) or tree.find(".//article") is not None),
    )


def believe(page: Metadata, entry: Entry | None, now: datetime) -> Metadata:
    """The page's word, and the feed's where the page is silent or not to be believed."""
    if entry is None:
        return page
    changes: dict[str, Any] = {
        "title": page.title or clean(entry.title),
        "authors": page.authors or entry.authors,
        "image_url": page.image_url or entry.image_url,
        "updated_at": page.updated_at or entry.updated_at,
    }
    feed_time = entry.published_at if entry.published_at and entry.published_at <= now + FUTURE else None
    if feed_time and (page.published_at is None or page.published_at < OLDEST <= feed_time):
        changes |= {"published_at": feed_time, "published_source": "feed"}
    return page.model_copy(update=changes)


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in islice(tree.iter("meta"), 500):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = clean(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _values(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, the page's own first."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        try:
            yield from _article_objects(json.loads(script.text.strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            continue


def _article_objects(node: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node[:50]:
            yield from _article_objects(item, depth)
    elif isinstance(node, dict) and depth < 5:
        types = node.get("@type")
        if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in _as_list(types)):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _article_objects(node.get(key), depth + 1)


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(data: Iterable[dict[str, Any]], key: str) -> list[str]:
    return [clean(value) for item in data for value in _as_list(item.get(key)) if isinstance(value, str) and value]


def _title(tree: HtmlElement, meta: dict[str, list[str]], data: list[dict[str, Any]], url: str) -> str:
    """The title that most witnesses agree on, without the site's name; of equals, the first in order of trust."""
    said = [
        *_texts(data, "headline")[:1],
        *(element_text(heading) for heading in islice(tree.iter("h1"), 5)),
        *meta.get("og:title", ())[:1],
        *(element_text(title) for title in islice(tree.iter("title"), 1)),
    ]
    sites = _site_names(meta, data, url)
    heads = {_key(title) for title in (*said, *map(element_text, islice(tree.iter("h2", "h3"), 5)))}
    titles = [short for title in said if (short := _without_site(unescape_once(title), sites, heads))]
    keys = [_key(title) for title in titles]
    best = max(range(len(keys)), key=lambda index: (keys.count(keys[index]), -index), default=None)
    return "" if best is None else titles[best][:500]


def _key(title: str) -> str:
    return "".join(words(title))


def unescape_once(text: str) -> str:
    """Undo the double escaping that many pages have in their meta tags (`&amp;#8217;`)."""
    return clean(unescape(text)) if "&" in text and ";" in text else text


def _site_names(meta: dict[str, list[str]], data: list[dict[str, Any]], url: str) -> set[str]:
    names = _values(meta, ("og:site_name", "application-name", "twitter:site"))
    for item in data:
        names += [p["name"] for p in _as_list(item.get("publisher")) if isinstance(p, dict) and _is_text(p.get("name"))]
    domain = urls.outlet(url)
    names += [domain, domain.split(".")[0]]
    return {_key(name).removeprefix("the") for name in names} - {""}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _without_site(title: str, sites: set[str], heads: set[str]) -> str:
    """Cut at a separator where the site's name follows, or where another witness ends there."""
    for separator in _SEPARATOR.finditer(title):
        head, tail = title[: separator.start()], _key(title[separator.end() :])
        if tail.removeprefix("the") in sites or (_key(head) in heads and len(head) > len(title) / 3):
            return head.strip()
    return "" if _key(title) in sites else title


def _authors(
    tree: HtmlElement, meta: dict[str, list[str]], data: list[dict[str, Any]], sites: set[str]
) -> tuple[str, ...]:
    """Who signed, by the first witness that names more than the outlet itself."""
    named = [
        name
        for item in data[:1]
        for author in _as_list(item.get("author"))
        for name in _as_list(author.get("name") if isinstance(author, dict) else author)
        if isinstance(name, str)
    ]
    witnesses = [
        tuple(dict.fromkeys(name for text in texts for name in _names(text)))[:20]
        for texts in (named, _values(meta, _META_AUTHOR), _elements(tree))
    ]
    own = [authors for authors in witnesses if any(_key(name).removeprefix("the") not in sites for name in authors)]
    return next(iter(own), next(filter(None, witnesses), ()))


def _elements(tree: HtmlElement) -> list[str]:
    found = tree.xpath("//*[@rel='author' or @itemprop='author'] | //*[@itemprop='author']//*[@itemprop='name']")
    return [element_text(element) for element in found[:10]]


def _names(text: str) -> list[str]:
    text = _BY.sub("", unescape_once(clean(text)))
    if "://" in text or "@" in text:
        return []
    return [name for name in _NAME_SPLIT.split(text) if 2 <= len(name) <= 80 and _NAME.search(name)]


def _published(
    tree: HtmlElement, meta: dict[str, list[str]], data: list[dict[str, Any]], url: str, now: datetime
) -> tuple[datetime | None, PublishedSource]:
    elements = tree.xpath("//article//time[@datetime] | //time[@pubdate or @itemprop='datePublished']")
    elements = elements or tree.xpath("//time[@datetime]")
    path = _URL_DATE.search(url)
    sources: list[tuple[PublishedSource, list[str]]] = [
        ("json_ld", _texts(data, "datePublished") + _texts(data, "dateCreated")),
        ("meta", _values(meta, _META_PUBLISHED)),
        ("time_element", [element.get("datetime", "") for element in elements[:3]]),
        ("url", ["-".join(part.zfill(2) for part in path.groups())] if path else []),
    ]
    found = [(time, source) for source, texts in sources for time in _times(texts, now)]
    return best_time(found)


def best_time(found: Sequence[tuple[datetime, PublishedSource]]) -> tuple[datetime | None, PublishedSource]:
    """The first that is not implausibly old; one that has a time of day for one of the same day that has none."""
    believed = [(time, source) for time, source in found if time >= OLDEST] or list(found)
    if not believed:
        return None, "none"
    first = believed[0]
    if first[0].time() == datetime.min.time():
        return next((b for b in believed if b[0].date() == first[0].date() and b[0] != first[0]), first)
    return first


def _times(texts: Iterable[str], now: datetime) -> list[datetime]:
    times = (_time(text.strip()) for text in texts)
    return [time for time in times if time is not None and time <= now + FUTURE]


def _time(text: str) -> datetime | None:
    try:
        if text.isdecimal() and len(text) in (10, 13):
            return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
        time = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text) if text[:2].isdecimal() else text)
    except (ValueError, OverflowError, OSError):
        try:
            time = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _image(meta: dict[str, list[str]], data: list[dict[str, Any]], url: str) -> str | None:
    images = _values(meta, ("og:image", "og:image:url", "twitter:image"))
    for item in data:
        for image in _as_list(item.get("image")):
            address = image.get("url") if isinstance(image, dict) else image
            images += [address] if isinstance(address, str) else []
    return next((found for image in images if (found := urls.absolute(clean(image), url))), None)


def _page_language(tree: HtmlElement) -> str | None:
    declared = _LANGUAGE.match((tree.get("lang") or tree.get("xml:lang") or "").strip())
    return declared[1].lower() if declared else None


def _canonical(tree: HtmlElement, meta: dict[str, list[str]], url: str) -> str:
    """The address that the page names as its own, where it is one of the same outlet and no home page."""
    links = [
        link.get("href", "") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for link in (*links[:1], *meta.get("og:url", ())[:1]):
        try:
            address = urls.canonical(urls.absolute(link, url) or "")
            if urls.outlet(address) == urls.outlet(url) and not re.fullmatch(r"https://[^/]+/(?:\?.*)?", address):
                return address
        except ValueError:
            continue
    return urls.canonical(url)
