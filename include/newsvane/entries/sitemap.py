"""Sitemaps (sitemaps.org) with Google's news extension, and indexes of sitemaps.

No order is prescribed, so of a long one the newest addresses are read.
"""

import re
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from newsvane.dates import parse_standard_date
from newsvane.entries.item_scanner import Outline
from newsvane.entries.items import MAX_ENTRIES, Draft, Item, Known, fingerprint

MAX_URLS = 50_000
"""Addresses in one sitemap (sitemaps.org)."""

MAX_MARKUP = 10 * MAX_URLS

_NEWS = re.compile(rb"<(?:[\w.-]{1,50}:)?news[\s>]")
_DATE = re.compile(rb"<(?:[\w.-]{1,50}:)?(?:lastmod|publication_date)>\s*([^<>]{10,40})<")
_NEVER = datetime.min.replace(tzinfo=UTC)


def parse(outline: Outline, known: Container[int]) -> Draft | None:
    """The sitemap with that outline; None where there is none. Addresses whose key is `known` are not read."""
    body, spans = outline.body, outline.spans
    if not spans:
        return parse_broken(body)
    written = [body[span.start : span.end] for span in spans]
    if any(map(_NEWS.search, written)):
        written = [one for one in written if _NEWS.search(one)]
    problems = []
    if len(written) > MAX_ENTRIES:
        problems.append(f"only the newest {MAX_ENTRIES:,} of {len(written):,} addresses were read")
        newest = sorted(range(len(written)), key=lambda n: _date(written[n]), reverse=True)[:MAX_ENTRIES]
        written = [written[n] for n in sorted(newest)]
    keys = [fingerprint(one) for one in written]
    fresh = [one for one, key in zip(written, keys, strict=True) if key not in known]
    root = _root(b"".join((body[: spans[0].start], *fresh, body[spans[-1].end :])))
    items = [] if root is None else _items(root)
    if root is None or _is_index(root) or len(items) != len(fresh):
        return parse_broken(body)
    read = iter(items)
    return Draft(
        items=[Known(key) if key in known else replace(next(read), key=key) for key in keys], problems=problems
    )


def parse_broken(body: bytes) -> Draft | None:
    """All of a sitemap that begins with its root element, well formed or not; None where there is none."""
    root = _root(body)
    if root is None:
        return None
    if _is_index(root):
        return Draft(
            sitemaps=[(_text(child, "loc"), parse_standard_date(_text(child, "lastmod"))[1]) for child in root]
        )
    return Draft(items=[*_items(root)])


def _root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def _is_index(root: etree._Element) -> bool:
    return bool(etree.QName(root).localname.lower() == "sitemapindex")


def _items(root: etree._Element) -> list[Item]:
    """All addresses, or those of news where there are any."""
    items = [(child, _below(child, "news")) for child in root if isinstance(child.tag, str)]
    if any(news is not None for _, news in items):
        items = [(child, news) for child, news in items if news is not None]
    return [_item(child, news) for child, news in items]


def _date(written: bytes) -> datetime:
    found = _DATE.search(written)
    return parse_standard_date(found[1].decode("utf-8", "ignore"))[1] or _NEVER if found else _NEVER


def _item(child: etree._Element, news: etree._Element | None) -> Item:
    publication = _below(news, "publication")
    return Item(
        link=_text(child, "loc"),
        title=_text(news, "title"),
        published=parse_standard_date(_text(news, "publication_date")),
        updated=parse_standard_date(_text(child, "lastmod")),
        language=_text(publication, "language"),
        image=_text(_below(child, "image"), "loc"),
    )


def _below(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name; namespaces are often wrong."""
    children = () if element is None else element
    return next((c for c in children if isinstance(c.tag, str) and etree.QName(c).localname == name), None)


def _text(element: etree._Element | None, name: str) -> str:
    found = _below(element, name)
    return "" if found is None else "".join(found.itertext()).strip()
