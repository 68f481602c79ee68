"""Factories for articles, entries, polls and messages, and helpers to write and query a lake."""

from datetime import UTC, datetime, timedelta

import duckdb

from newsvane import lake, stories, urls
from newsvane.lake.engine.transactions import transaction
from newsvane.records import (
    Article,
    Entry,
    Feed,
    FeedPoll,
    FeedState,
    Message,
    Raw,
    Validators,
)
from newsvane.settings import Settings
from newsvane.texts import text_hash

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


FEEDS = [Feed(feed_id="one", url="https://one.example/feed"), Feed(feed_id="two", url="https://two.example/feed")]


class LakeWriter:
    """A writing connection that stays open, because opening one takes longer than writing."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def land(self, landed: lake.Batch) -> lake.Landing:
        with transaction(self.con):
            return lake.land_articles(self.con, landed)

    def poll(self, *entries: Entry, minutes: int = 0) -> lake.PollLanding:
        polls = [poll(feed.feed_id, minutes=minutes) for feed in FEEDS]
        with transaction(self.con):
            return lake.land_polls(self.con, feeds=FEEDS, states=polls, entries=entries, run_id="poll", now=NOW)

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        return self.con.execute(question, values).fetchall()


def article(name: str, *, text: str = "", topics: tuple[str, ...] = ("iran",), **changes: object) -> Article:
    url = f"https://one.example/{name}"
    text = text or f"The report named {name} tells of one thing and then of another."
    fields = {
        "article_id": urls.article_id(url),
        "url": url,
        "canonical_url": url,
        "outlet": "one.example",
        "feed_id": "one",
        "title": name,
        "published_at": NOW - timedelta(hours=3),
        "published_source": "meta",
        "fetched_at": NOW,
        "text": text if topics else "",
        "text_hash": text_hash(text),
        "words": len(text.split()),
        "language": "en",
        "language_confidence": 0.9,
        "topics": topics,
        "raw": Raw(file="2026-11-24/a.warc.gz", offset=7, digest="d"),
    }
    return Article.model_validate(fields | changes)


def batch(*articles: Article, run: str = "run", **changes: object) -> lake.Batch:
    fields = {
        "run_id": run,
        "now": NOW,
        "articles": articles,
        "groupings": tuple(stories.group(articles)),
        "sketches": {each.article_id: stories.sketch(each) for each in articles},
    }
    return lake.Batch.model_validate(fields | changes)


def entry(name: str, *, feed: str = "one", version: str = "1", minutes: int = 0) -> Entry:
    url = f"https://one.example/{name}"
    return Entry(
        entry_id=urls.entry_id(url),
        feed_id=feed,
        url=url,
        canonical_url=url,
        title=f"{name} {version}",
        authors=("A. Author",),
        content_hash=version,
        seen_at=NOW + timedelta(minutes=minutes),
    )


def poll(feed: str = "one", *, minutes: int = 0) -> FeedState:
    at = NOW + timedelta(minutes=minutes)
    return FeedState(
        last_poll=FeedPoll(
            feed_id=feed,
            polled_at=at,
            status="ok",
            http_status=200,
            detail="two entries without a link",
            entries_seen=7,
            duration_ms=12,
            size_bytes=345,
        ),
        validators=Validators(etag='"e"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT"),
        body_hash="b",
        fresh_seconds=600,
        interval_seconds=1800,
        next_poll_at=at + timedelta(minutes=30),
    )


def message(key: str) -> Message:
    return Message(
        key=key,
        rule="r",
        channel="c",
        story_id="s",
        article_id="a",
        subject="Iran",
        body="News",
        created_at=NOW,
    )


def land(settings: Settings, landed: lake.Batch) -> lake.Landing:
    with lake.writer(settings) as con:
        return lake.land_articles(con, landed)


def ask(settings: Settings, question: str) -> list[tuple[object, ...]]:
    with lake.open_shared(settings) as con:
        return con.execute(question).fetchall()


LONG = " ".join(f"word{number} follows" for number in range(60))
