"""Limit how many pages of other outlets the addresses of a source lead to by redirects.

Where an address leads is known only when it is requested, so this is counted while pages are read: beginning with what
the lake knows of the day before, which is staged with the plan.
"""

from collections import Counter
from collections.abc import Iterable

from newsvane import urls
from newsvane.errors import FetchRefused
from newsvane.pipeline.staging import site_of
from newsvane.records import FOREIGN_PAGES_PER_SITE, Entry, Feed, RedirectCount


class RedirectQuota:
    """Counts the redirects of each source to each site of another outlet."""

    def __init__(self, feeds: Iterable[Feed], used: Iterable[RedirectCount]) -> None:
        self._own = {feed.feed_id: urls.site(feed.outlet.partition("/")[0]) for feed in feeds if feed.outlet}
        self._used: Counter[tuple[str, str]] = Counter()
        for each in used:
            self._used[each.feed_id, each.site] += each.pages

    def follow(self, entry: Entry, target: str) -> str | None:
        """Count a redirect of an entry, and return the site to which it leads.

        Returns None, and counts nothing, if that is the site of the entry or of its source, or if no source lists it.
        Raises FetchRefused (`host_quota`) if the source has led to FOREIGN_PAGES_PER_SITE pages of the site.
        """
        site = site_of(target)
        if not entry.feed_id or site in (site_of(entry.url), self._own.get(entry.feed_id)):
            return None
        key = entry.feed_id, site
        if self._used[key] >= FOREIGN_PAGES_PER_SITE:
            words = f"addresses of this source have led to {FOREIGN_PAGES_PER_SITE} pages of {site} within a day"
            raise FetchRefused(words, reason="host_quota")
        self._used[key] += 1
        return site
