"""What is known about a page beside its text: where and when it was found, and what its source says about it."""

from datetime import datetime
from typing import NamedTuple

from lxml.html import HtmlElement

from newsvane.records import Entry, Feed


class ObservedPage(NamedTuple):
    """A page that answered.

    `url`: the address that answered. `markup`: the decoded page; `tree`: the same, parsed. `entry`: what a feed says
    about it. `feed`: the outlet's entry in the watch list. `now`: when it was fetched.
    """

    url: str
    markup: str
    tree: HtmlElement
    entry: Entry | None
    feed: Feed | None
    now: datetime

    @property
    def is_listed(self) -> bool:
        """Whether a source lists the page with title and date."""
        return self.entry is not None and bool(self.entry.title and self.entry.published_at)

    def expected_languages(self, page_language: str | None) -> set[str]:
        """Return the languages that the watch list, the feed and the page declare, without their regions."""
        declared = (self.feed and self.feed.language, self.entry and self.entry.language, page_language)
        return {code.lower().split("-")[0] for code in declared if code}
