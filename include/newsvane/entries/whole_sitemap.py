"""Read a whole sitemap: all its addresses with their dates, however old. Feeds read only the newest (`sitemap`)."""

import re
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from newsvane import urls
from newsvane.entries import sitemap
from newsvane.entries.items import Item

MAX_SITEMAPS = 50_000
"""Sitemaps that an index may list (sitemaps.org)."""

_ROOT = re.compile(rb"<(?:[\w.-]{1,50}:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_MAX_HEAD = 10_000


class SitemapPage(NamedTuple):
    """An address. `published_at`: according to Google's news extension. `updated_at`: the last change."""

    url: str
    published_at: datetime | None
    updated_at: datetime | None


class Sitemap(NamedTuple):
    """What a sitemap lists. `sitemaps`: of an index, with the times of their last changes."""

    pages: tuple[SitemapPage, ...] = ()
    sitemaps: tuple[tuple[str, datetime | None], ...] = ()


def read_sitemap(body: bytes) -> Sitemap | None:
    """Return what a sitemap or an index of sitemaps lists, well formed or not; None if it is none."""
    root = _ROOT.search(body[:_MAX_HEAD])
    draft = sitemap.parse_broken(body[root.start() :]) if root else None
    if draft is None:
        return None
    items = (item for item in islice(draft.items, sitemap.MAX_URLS) if isinstance(item, Item))
    pages = (SitemapPage(item.link, item.published[1], item.updated[1]) for item in items)
    return Sitemap(
        tuple(page for page in pages if _is_address(page.url)),
        tuple((url, changed) for url, changed in draft.sitemaps[:MAX_SITEMAPS] if _is_address(url)),
    )


def _is_address(url: str) -> bool:
    try:
        urls.canonical(url)
    except ValueError:
        return False
    return True
