"""A page that was fetched or kept -> an article, by the topics and the watch list as they are now."""

from newsvane.articles import read_article
from newsvane.pipeline.config import Outlets, load_feeds, load_topics
from newsvane.records import Article, Entry, Page, Skipped
from newsvane.settings import Settings


class PageReader:
    """Reads pages, one after the other or in threads. Raises ConfigError where topics or watch list do not load."""

    def __init__(self, settings: Settings) -> None:
        self.topics = load_topics(settings)
        self._outlets = Outlets(load_feeds(settings))

    def read(self, page: Page, entry: Entry | None = None) -> Article | Skipped:
        """What the page holds; `entry` is what a feed said of it. Never raises."""
        return read_article(
            page.body,
            url=page.final_url,
            entry=entry,
            now=page.fetched_at,
            topics=self.topics,
            feed=self._outlets.of(page.final_url, feed_id=entry.feed_id if entry else None),
        )
