"""Describe the outlet of a page: by its feed on the watch list, and by what is known about the outlet."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from newsvane.outlets import KnownOutlets
from newsvane.records import Feed, OutletFacts
from newsvane.translation import unwrap_proxy_url
from newsvane.urls import SHARED_LABELS, outlet


class FeedsByOutlet:
    """The watch list, by feed id and by outlet. If several feeds have the same outlet, the first one counts.

    `known`: facts about outlets. They fill in what the feed of an outlet does not say, and describe those without one.
    """

    def __init__(self, feeds: Iterable[Feed], known: KnownOutlets) -> None:
        self._known = known
        self._by_id = {feed.feed_id: feed for feed in feeds}
        self._polled = {feed.outlet for feed in self._by_id.values() if not feed.paused}
        self._by_outlet = {feed.outlet: feed for feed in reversed(self._by_id.values()) if feed.outlet}

    def find(self, url: str, *, feed_id: str | None = None) -> Feed | None:
        """Return what describes the outlet at `url`, as a feed; None if nothing is known about it.

        `feed_id`: the feed that listed the page. It is preferred if it belongs to the outlet. For an outlet without a
        feed, the result is on no watch list, and has no id.
        """
        return self.find_outlet(_find_outlet(url), feed_id=feed_id)

    def find_outlet(self, name: str, *, feed_id: str | None = None) -> Feed | None:
        """Return the same for an outlet by its name."""
        listing = self._by_id.get(feed_id or "")
        feed = listing if listing and listing.outlet == name else self._by_outlet.get(name)
        facts = self._known.find(name)
        if feed is None or facts is None:
            return feed or (_describe(name, facts) if facts else None)
        return _complete(feed, facts)

    def is_watched(self, url: str) -> bool:
        """Return whether the outlet at `url` has a feed on the watch list."""
        return _find_outlet(url) in self._by_outlet

    def has_source(self, name: str) -> bool:
        """Return whether the outlet has a source of its own that is polled."""
        return name in self._polled

    def belongs_to(self, feed_id: str, name: str) -> bool:
        """Return whether a feed on the watch list is one of this outlet."""
        listing = self._by_id.get(feed_id)
        return listing is not None and listing.outlet == name

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


def _find_outlet(url: str) -> str:
    """Return the outlet of an address, that of the original if a translation proxy serves it; "" if it is none."""
    proxied = unwrap_proxy_url(url)
    try:
        return outlet((proxied and proxied.url) or url)
    except ValueError:
        return ""


def _complete(feed: Feed, facts: OutletFacts) -> Feed:
    """Return the feed with the facts about its outlet that it does not state itself."""
    missing = {
        field: getattr(facts, field) for field in ("language", "country", "kind") if field not in feed.model_fields_set
    }
    return feed.model_copy(update=missing)


def _describe(name: str, facts: OutletFacts) -> Feed:
    return Feed(
        feed_id="",
        url=f"https://{name}/",
        title=facts.name,
        outlet=name,
        language=facts.language,
        country=facts.country,
        kind=facts.kind,
    )


def _are_two_accounts(feed_url: str, page_url: str) -> bool:
    """Return whether feed and page are on different hosts of their own below the same domain."""
    hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for url in (feed_url, page_url)}
    domain = outlet(page_url)
    own = {host for host in hosts if host != domain and host.partition(".")[0] not in SHARED_LABELS}
    return len(own) == 2
