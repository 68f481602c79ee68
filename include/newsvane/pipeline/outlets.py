"""Find the feed of the watch list that describes the outlet of a page."""

from collections.abc import Iterable

from newsvane.records import Feed
from newsvane.translation import unwrap_proxy_url
from newsvane.urls import outlet


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
        """Return whether a feed belongs to the outlet of a page. A feed that is no longer watched is believed."""
        listing = self._by_id.get(feed_id)
        if listing is None:
            return True
        proxied = unwrap_proxy_url(url)
        try:
            return listing.outlet == outlet((proxied and proxied.url) or url)
        except ValueError:
            return False
