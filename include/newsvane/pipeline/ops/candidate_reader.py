"""Fetch an address that may be a feed and read its entries, or the links on it that may lead to feeds."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from newsvane import entries
from newsvane.errors import NewsvaneError
from newsvane.feeds.discovery import Candidate, find_candidates
from newsvane.fetch import Fetcher
from newsvane.records import Entry, Page
from newsvane.settings import Settings

MAX_CHILDREN = 3
"""How many sitemaps of an index, or feed links of a page, are read."""

MAX_ROBOTS_SITEMAPS = 10
"""How many of the sitemaps in robots.txt are tried."""


class ReadCandidate(NamedTuple):
    """The result of reading an address: its page, and either the entries or the error."""

    page: Page | None = None
    error: NewsvaneError | None = None
    entries: tuple[Entry, ...] | None = None
    title: str = ""
    language: str | None = None
    problems: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()

    def links(self) -> tuple[Candidate, ...]:
        """Return the addresses to try next: the news sitemaps of an index, or the links of a page."""
        if self.page is None or self.entries is not None:
            news = [each for each in self.sitemaps if "news" in each.lower()]
            return tuple(Candidate(url=each, why="robots") for each in news[:MAX_CHILDREN])
        return find_candidates(self.page.body, url=self.page.final_url, content_type=self.page.header("content-type"))


class CandidateReader:
    """Fetches addresses and parses them as feeds."""

    def __init__(self, fetcher: Fetcher, settings: Settings) -> None:
        self._fetcher, self._max_bytes = fetcher, settings.feed_max_bytes

    async def read(self, url: str, *, of_index: bool = False) -> ReadCandidate:
        """Fetch and read an address. NewsvaneError is never raised: it is part of the result.

        For a sitemap index, the news sitemaps in it are read as well, or else the newest ones. `of_index`: the address
        comes from such an index.
        """
        page = None
        try:
            page = await self._fetcher.get(url, max_bytes=self._max_bytes)
            content_type = page.header("content-type")
            parsed = await asyncio.to_thread(
                entries.parse_feed, page.body, url=page.final_url, content_type=content_type
            )
        except NewsvaneError as error:
            return ReadCandidate(page, error)
        found = {each.entry_id: each for each in parsed.entries}
        for sitemap in [] if of_index else _news_first(parsed.sitemaps)[:MAX_CHILDREN]:
            part = await self.read(sitemap, of_index=True)
            found |= {each.entry_id: each for each in part.entries or ()}
        return ReadCandidate(
            page, None, tuple(found.values()), parsed.title, parsed.language, parsed.problems, parsed.sitemaps
        )

    async def read_robots(self, site: str) -> list[Candidate]:
        """Return the sitemaps that a site's robots.txt names, those of news first."""
        try:
            sitemaps = await self._fetcher.list_sitemaps(site)
        except NewsvaneError:
            return []
        return [Candidate(url=each, why="robots") for each in _news_first(sitemaps)[:MAX_ROBOTS_SITEMAPS]]


def _news_first(sitemaps: Iterable[str]) -> list[str]:
    return sorted(sitemaps, key=lambda each: "news" not in each.lower())
