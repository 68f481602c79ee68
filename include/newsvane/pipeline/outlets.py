"""Find the feed of the watch list that describes the outlet of a page."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from newsvane.records import Feed
from newsvane.translation import unwrap_proxy_url
from newsvane.urls import outlet

_SHARED_LABELS = frozenset({
    "api",
    "amp",
    "cdn",
    "feed",
    "feeds",
    "m",
    "mobile",
    "rss",
    "sitemap",
    "sitemaps",
    "static",
    "xml",
})
"""How the hosts begin that serve the feeds, or editions, of a whole outlet."""


class FeedsByOutlet:
    """The watch list, by feed id and by outlet. If several feeds have the same outlet, the first one counts."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self._by_id = {feed.feed_id: feed for feed in feeds}
        self._by_outlet = {feed.outlet: feed for feed in reversed(self._by_id.values()) if feed.outlet}

    def find(self, url: str, *, feed_id: str | None = None) -> Feed | None:
        """Return the feed that describes the outlet at `url`; None if the outlet has none.

        `feed_id`: the feed that listed the page. It is preferred if it belongs to the outlet.
        """
        try:
            name = outlet(url)
        except ValueError:
            return None
        listing = self._by_id.get(feed_id or "")
        return listing if listing and listing.outlet == name else self._by_outlet.get(name)

    def may_state_facts(self, feed_id: str, url: str) -> bool:
        """Return whether a feed belongs to the outlet of a page. A feed that is no longer watched is believed.

        Two hosts below one domain may be two accounts of a platform that is on no list: neither speaks for the other.
        """
        listing = self._by_id.get(feed_id)
        if listing is None:
            return True
        proxied = unwrap_proxy_url(url)
        page = (proxied and proxied.url) or url
        try:
            return listing.outlet == outlet(page) and not _are_two_accounts(listing.url, page)
        except ValueError:
            return False


def _are_two_accounts(feed_url: str, page_url: str) -> bool:
    """Return whether feed and page are on different hosts of their own below the same domain."""
    hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for url in (feed_url, page_url)}
    domain = outlet(page_url)
    own = {host for host in hosts if host != domain and host.partition(".")[0] not in _SHARED_LABELS}
    return len(own) == 2
