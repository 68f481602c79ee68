"""Parse sitemaps (sitemaps.org) with Google's news extension, and indexes of sitemaps.

Sitemaps are not sorted, so the newest addresses of a long sitemap are selected.
"""

import re
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from lxml import etree

from newsvane.dates import parse_standard_date
from newsvane.entries.item_scanner import ScannedFeed
from newsvane.entries.items import MAX_ENTRIES, Draft, Item, KnownItem, build_alone, fingerprint

MAX_URLS = 50_000
"""Addresses in one sitemap (sitemaps.org)."""

MAX_MARKUP = 10 * MAX_URLS

_NEWS = re.compile(rb"<(?:[\w.-]{1,50}:)?news[\s>]")
_DATE = re.compile(rb"<(?:[\w.-]{1,50}:)?(?:lastmod|publication_date)>\s*([^<>]{10,40})<")
_NEVER = datetime.min.replace(tzinfo=UTC)


def parse(scanned: ScannedFeed, known: Container[int]) -> Draft | None:
    """Parse a well-formed sitemap; return None if it is not one. Addresses whose key is `known` are not parsed."""
    body, spans = scanned.body, scanned.spans
    if not spans:
        return parse_broken(body)
    written = [body[span.start : span.end] for span in spans]
    if any(map(_NEWS.search, written)):
        written = [one for one in written if _NEWS.search(one)]
    problems = []
    if len(written) > MAX_ENTRIES:
        problems.append(f"only the newest {MAX_ENTRIES:,} of {len(written):,} addresses were read")
        newest = sorted(range(len(written)), key=lambda n: _newest_date(written[n]), reverse=True)[:MAX_ENTRIES]
        written = [written[n] for n in sorted(newest)]
    keys = [fingerprint(one) for one in written]
    fresh = [one for one, key in zip(written, keys, strict=True) if key not in known]
    root = _parse_root(b"".join((body[: spans[0].start], *fresh, body[spans[-1].end :])))
    items = [] if root is None or not fresh else _build_items(root)
    if root is None or _is_index(root) or len(items) != len(fresh):
        return parse_broken(body)
    read = iter(items)
    return Draft(
        items=[KnownItem(key) if key in known else replace(next(read), key=key) for key in keys], problems=problems
    )


def parse_broken(body: bytes) -> Draft | None:
    """Parse a whole sitemap that begins with its root element, well formed or not; return None if it is not one."""
    root = _parse_root(body)
    if root is None:
        return None
    if _is_index(root):
        return Draft(
            sitemaps=[
                (_child_text(child, "loc"), parse_standard_date(_child_text(child, "lastmod"))[1]) for child in root
            ]
        )
    return Draft(items=[*_build_items(root)])


def _parse_root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def _is_index(root: etree._Element) -> bool:
    return _local_name(root).lower() == "sitemapindex"


def _build_items(root: etree._Element) -> list[Item]:
    """Return all addresses, or only those of news if there are any."""
    items = [(child, _find_child(child, "news")) for child in root if isinstance(child.tag, str)]
    if any(news is not None for _, news in items):
        items = [(child, news) for child, news in items if news is not None]
    return [build_alone(partial(_build_item, child, news)) for child, news in items]


def _newest_date(written: bytes) -> datetime:
    found = _DATE.search(written)
    return parse_standard_date(found[1].decode("utf-8", "ignore"))[1] or _NEVER if found else _NEVER


def _build_item(child: etree._Element, news: etree._Element | None) -> Item:
    publication = _find_child(news, "publication")
    return Item(
        link=_child_text(child, "loc"),
        title=_child_text(news, "title"),
        published=parse_standard_date(_child_text(news, "publication_date")),
        updated=parse_standard_date(_child_text(child, "lastmod")),
        language=_child_text(publication, "language"),
        image=_child_text(_find_child(child, "image"), "loc"),
    )


def _find_child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child with that local name. Namespaces are ignored, as they are often wrong."""
    children = () if element is None else element
    return next((c for c in children if isinstance(c.tag, str) and _local_name(c) == name), None)


def _local_name(element: etree._Element) -> str:
    """Return the name without namespace and prefix, which lxml keeps if it is not declared, however odd."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _child_text(element: etree._Element | None, name: str) -> str:
    found = _find_child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()
