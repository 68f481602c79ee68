"""Turn a page, just fetched or from the archive, into an article, using today's topics and watch list."""

from datetime import timedelta

from newsvane import urls
from newsvane.articles import read_article
from newsvane.configuration import Configuration
from newsvane.observation import with_observation
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Article, Entry, Page, Skipped
from newsvane.topics import build_gate

MAX_READING_DELAY = timedelta(hours=1)
"""A page that is read later than this after the poll that found it counts from its reading."""


class PageReader:
    """Reads pages; safe to use from threads. Raises ConfigError if topics, watch list or outlets have mistakes.

    `in_full`: also pages that no topic can match; otherwise these are read quickly (see `read_article`).
    """

    def __init__(self, configuration: Configuration, *, in_full: bool = False) -> None:
        self.topics = configuration.topics
        self._gate = None if in_full else build_gate(configuration.topics)
        self._feeds = FeedsByOutlet(configuration.feeds, configuration.outlets)

    def read(self, page: Page, entry: Entry | None = None) -> Article | Skipped:
        """Return the article on the page, or why there is none. Never raises.

        `entry`: what a feed said about it. It states facts only if the feed belongs to the outlet that answered.
        """
        found = read_article(
            page.body,
            url=page.final_url,
            entry=entry and self._without_foreign_facts(entry, page.final_url),
            now=page.fetched_at,
            topics=self.topics,
            gate=self._gate,
            feed=self._feeds.find(page.final_url, feed_id=entry.feed_id if entry else None),
        )
        return self._observe(found, entry) if entry and isinstance(found, Article) else found

    def _without_foreign_facts(self, entry: Entry, url: str) -> Entry:
        """Return the entry, without title, text, authors, times and picture if another outlet's feed stated them."""
        if self._feeds.may_state_facts(entry.feed_id, url):
            return entry
        return Entry(
            entry_id=entry.entry_id,
            feed_id=entry.feed_id,
            url=entry.url,
            canonical_url=entry.canonical_url,
            language=entry.language,
            seen_at=entry.seen_at,
        )

    def _observe(self, article: Article, entry: Entry) -> Article:
        """Return the article with what our polls saw of its entry.

        A feed of another outlet shows when the article was there, if it named the address; it never shows that it was
        not. The outlet's own feed shows both, also by an address of another outlet that leads to the article. A page
        that could not be read at once, or not soon after the poll, counts from its reading: it may have had another
        text before.
        """
        is_named = urls.outlet(entry.canonical_url) == article.outlet
        is_own_feed = (is_named and entry.own is not False) or self._feeds.belongs_to(entry.feed_id, article.outlet)
        if not (is_named or is_own_feed):
            return article
        observed_at = entry.observed_at
        if observed_at and (entry.tries or article.fetched_at - observed_at > MAX_READING_DELAY):
            observed_at = article.fetched_at
        return with_observation(article, observed_at=observed_at, absent_at=entry.absent_at if is_own_feed else None)
