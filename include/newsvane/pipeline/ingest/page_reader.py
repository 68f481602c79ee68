"""Turn a page, just fetched or from the archive, into an article, using today's topics and watch list."""

from newsvane.articles import read_article
from newsvane.pipeline.config import load_feeds, load_topics
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Article, Entry, Page, Skipped
from newsvane.settings import Settings


class PageReader:
    """Reads pages; safe to use from threads. Raises ConfigError when topics or watch list do not load."""

    def __init__(self, settings: Settings) -> None:
        self.topics = load_topics(settings)
        self._feeds = FeedsByOutlet(load_feeds(settings))

    def read(self, page: Page, entry: Entry | None = None) -> Article | Skipped:
        """Return the article on the page, or why there is none. `entry`: what a feed said about it. Never raises."""
        return read_article(
            page.body,
            url=page.final_url,
            entry=entry,
            now=page.fetched_at,
            topics=self.topics,
            feed=self._feeds.find(page.final_url, feed_id=entry.feed_id if entry else None),
        )
