"""Sum up what a run read of each outlet, as rows for the expectations on outlets. Pure."""

import html
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsvane import urls
from newsvane.records import Article, Skipped

MIN_COUNT = 20
"""Fewer pages or articles of an outlet say nothing about it."""

MIN_PAGES_OF_ALL = 30
MAX_PAGES_OF_EACH = 10
"""All watched outlets together are judged only if this many pages were read, counting at most so many of each: neither
one outlet nor two decide about all."""

MAX_SHOWN = 200
"""The maximum length of a string in the Data Docs."""


@dataclass
class OutletPages:
    """What a run read of an outlet: articles, and how many pages gave none.

    `is_watched`: a feed of its own listed one of the pages.
    """

    outlet: str
    is_watched: bool
    articles: list[Article] = field(default_factory=list)
    without_article: int = 0

    @property
    def row_id(self) -> str:
        """The outlet as the Data Docs show it."""
        return html.escape(self.outlet[:MAX_SHOWN])

    @property
    def pages(self) -> int:
        """All pages that were read."""
        return self.without_article + len(self.articles)

    @property
    def texts(self) -> int:
        """The articles with a text."""
        return sum(bool(article.text.strip()) for article in self.articles)

    def as_row(self, *, judges_all: bool) -> dict[str, Any]:
        """Return the values that the expectations examine; None where too few pages or articles say anything.

        `judges_all`: whether enough was read to judge all watched outlets together.
        """
        has_pages, has_articles = self.pages >= MIN_COUNT, len(self.articles) >= MIN_COUNT
        return {
            "outlet": self.row_id,
            "pages": self.pages,
            "articles": len(self.articles),
            "texts": self.texts if has_pages else None,
            "texts_of_watched": self.texts if self.is_watched and judges_all else None,
            "read": self.texts / self.pages if has_pages else None,
            "dated": self._share(article.published_at is not None for article in self.articles),
            "language_known": self._share(article.language != "und" for article in self.articles),
            "newest": self._newest() if has_articles else None,
        }

    def _share(self, conditions: Iterable[bool]) -> float | None:
        return sum(conditions) / len(self.articles) if len(self.articles) >= MIN_COUNT else None

    def _newest(self) -> datetime | None:
        return max((article.published_at for article in self.articles if article.published_at), default=None)


def sum_up(articles: Iterable[Article], skipped: Iterable[Skipped], watched: Collection[str]) -> list[OutletPages]:
    """Return what was read of each outlet. `skipped`: pages that were read and gave no article."""
    articles_by_outlet: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        articles_by_outlet[article.outlet].append(article)
    others: defaultdict[str, int] = defaultdict(int)
    for page in skipped:
        others[outlet_of(page.url)] += 1
    return [
        OutletPages(outlet, outlet in watched, articles_by_outlet[outlet], others[outlet])
        for outlet in sorted({*articles_by_outlet, *others})
    ]


def make_rows(outlets: Collection[OutletPages]) -> list[dict[str, Any]]:
    """Return one row per outlet."""
    counted = sum(min(each.pages, MAX_PAGES_OF_EACH) for each in outlets if each.is_watched)
    return [each.as_row(judges_all=counted >= MIN_PAGES_OF_ALL) for each in outlets]


def outlet_of(url: str) -> str:
    """Return the outlet of an address; "" if it has none."""
    try:
        return urls.outlet(url)
    except ValueError:
        return ""
