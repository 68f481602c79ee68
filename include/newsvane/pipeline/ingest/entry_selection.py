"""Choose which entries of a source are read: all of them, or those whose title or description match a topic.

The others are counted per outlet and day, so that shares of coverage keep their denominator.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from newsvane import topics, urls
from newsvane.configuration import Configuration
from newsvane.entries.items import fingerprint
from newsvane.entries.normalize import to_plain_text
from newsvane.pipeline.ingest.forgotten import strip_forgotten
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Article, Entry, Feed, Record, UnreadCount
from newsvane.tombstones import Tombstones

MAX_DESCRIPTION = 10_000
"""Characters of an entry's text that are matched. A description is shorter; a whole article begins with its subject."""


MAX_LISTED_AGE = timedelta(days=1)
"""An entry that is not read is counted if it is at most so much older than the poll of another outlet's source, or than
the poll of its own source that did not find it: past days keep their shares."""


class Selection(Record):
    """The entries to read, and counts of the others."""

    entries: tuple[Entry, ...] = ()
    unread: tuple[UnreadCount, ...] = ()


class EntrySelector:
    """Selects entries; safe to use from threads. Raises ConfigError if the topics are needed and never were valid."""

    def __init__(self, configuration: Configuration, tombstones: Tombstones) -> None:
        self._configuration, self._tombstones = configuration, tombstones
        self._feeds = FeedsByOutlet(configuration.feeds, configuration.outlets)

    def select(self, feed: Feed, listed: Sequence[Entry], known: Collection[int] = ()) -> Selection:
        """Return which of the entries of a source are read, in the order in which it lists them.

        `known`: fingerprints of the ids of entries that it has listed before. They are not counted again, although an
        entry whose text has changed is listed again. What was forgotten comes without title and text.
        """
        listed = [strip_forgotten(entry, self._tombstones) for entry in listed] if self._tombstones else listed
        if feed.read == "all":
            return Selection(entries=tuple(listed))
        read: list[Entry] = []
        unread: list[Entry] = []
        for entry in listed:
            (read if self._may_matter(entry) else unread).append(entry)
        fresh = (entry for entry in unread if fingerprint(entry.entry_id.encode()) not in known)
        return Selection(entries=tuple(read), unread=tuple(self._count(feed, fresh)))

    def _may_matter(self, entry: Entry) -> bool:
        """Return whether title and description match a topic."""
        outlet = self._feeds.find(entry.url)
        headline = Article(
            article_id="",
            url=entry.url,
            canonical_url=entry.canonical_url,
            outlet=urls.outlet(entry.canonical_url),
            title=entry.title,
            text=to_plain_text(entry.content, MAX_DESCRIPTION),
            words=0,
            country=outlet and outlet.country,
            language=entry.language or "und",
            fetched_at=entry.seen_at,
        )
        return bool(topics.match(headline, self._configuration.topics))

    def _counts(self, feed: Feed, entry: Entry, outlet: str, listed_at: datetime) -> bool:
        """Return whether an entry that is not read is counted: no poll contradicts its date, and nobody else counts it.

        What the outlet's own source lists is read or counted there.
        """
        if entry.kind != "article":
            return False
        if outlet == feed.outlet:
            return entry.absent_at is None or entry.absent_at - listed_at <= MAX_LISTED_AGE
        return entry.seen_at - listed_at <= MAX_LISTED_AGE and not self._feeds.has_source(outlet)

    def _count(self, feed: Feed, entries: Iterable[Entry]) -> Iterable[UnreadCount]:
        languages: dict[tuple[date, str], str | None] = {}
        counted: Counter[tuple[date, str]] = Counter()
        for entry in entries:
            listed_at = min(entry.published_at or entry.seen_at, entry.seen_at)
            outlet = urls.outlet(entry.canonical_url)
            if self._counts(feed, entry, outlet, listed_at):
                cell = listed_at.date(), outlet
                counted[cell] += 1
                languages.setdefault(cell, entry.language)
        for (day, outlet), number in sorted(counted.items()):
            facts = self._feeds.find(f"https://{outlet}/")
            yield UnreadCount(
                day=day,
                outlet=outlet,
                feed_id=feed.feed_id,
                own=outlet == feed.outlet,
                language=languages[day, outlet],
                country=facts and facts.country,
                kind=facts.kind if facts else "other",
                entries=number,
            )
