"""A lake with a hundred feeds in every state, and alerts of a hundred rules, to see how pages hold many rows."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from newsvane import lake, urls
from newsvane.records import (
    Article,
    Delivery,
    Entry,
    Feed,
    FeedItems,
    FeedPoll,
    FeedState,
    Grouping,
    Message,
    Quarantined,
)
from newsvane.settings import Settings

FEEDS = 100
STORIES = 12
RULES, CHANNELS = 100, 25
MESSAGES = 300


@cache
def now() -> datetime:
    """When the lake is filled: the same time in every row."""
    return datetime.now(UTC)


def fill(settings: Settings) -> None:
    """Fill an empty lake.

    Every 10th feed has no entries, every 20th was never polled, every 25th is paused, and every 12th fails.
    """
    feeds = [_feed(number) for number in range(FEEDS)]
    entries = [_entry(feed, number) for place, feed in enumerate(feeds) if place % 10 != 2 for number in range(3)]
    articles = [_article(number) for number in range(STORIES)]
    batch = lake.Batch(
        run_id="run",
        now=now(),
        articles=tuple(articles),
        groupings=tuple(Grouping(article_id=each.article_id, story_id=f"s1_{each.title}") for each in articles),
        quarantined=tuple(
            Quarantined(article=_article(number), reasons=reasons, run_id="run", at=now())
            for number, reasons in enumerate([("words_min",), ("words_min", "id_unique")], STORIES)
        ),
        messages=tuple(_messages(articles)),
    )
    with lake.writer(settings) as con:
        polls = [_poll(feed, number) for number, feed in enumerate(feeds) if number % 20 != 19]
        lake.land_polls(con, feeds=feeds, states=polls, entries=entries, run_id="run", now=now())
        again = [_poll_again(feed) for feed in feeds[::33]]
        new = [_entry(feed, number) for feed in feeds[::33] for number in range(3, 5)]
        lake.land_polls(con, feeds=feeds, states=again, entries=new, run_id="again", now=now())
        landing = lake.land_articles(con, batch)
        lake.refresh_trends(con, landing.days)
        lake.record_deliveries(con, [*_deliveries(articles)])
        lake.record_action(con, _action(feeds[96]))


def add_rules(watch: Path) -> None:
    """Add many channels and rules to the alerts.toml of a watch folder."""
    channels = [f'[[channel]]\nid = "desk-{number}"\nurl = "${{DESK_{number}}}"' for number in range(CHANNELS)]
    query = " OR ".join(f'"the ministry of the interior of the republic number {number}"' for number in range(9))
    rules = [
        f'[[rule]]\nid = "rule-{number}"\ntitle = "What the provincial press writes, part {number}"\n'
        f'channels = ["mail", "webhook", "desk-{number % CHANNELS}"]\nlanguages = ["fa", "en", "sq"]\n'
        f'countries = ["IR", "AL"]\nnew = "original"\nquery = \'{query}\''
        for number in range(RULES)
    ]
    with (watch / "alerts.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join((*channels, *rules)) + "\n")


def _feed(number: int) -> Feed:
    title = "روزنامهٔ شهر" if number % 10 == 3 else f"The Daily Herald of Town Number {number}"
    return Feed(
        feed_id=f"daily-herald-{number}", url=f"https://herald{number}.example/feed_of_news/rss.xml", title=title,
        outlet=f"herald{number}.example", paused=number % 25 == 24,
    )  # fmt: skip


def _poll(feed: Feed, number: int) -> FeedState:
    failed = number % 12 == 5
    detail = f"{feed.url}, which redirects to http://169.254.169.254/: 169.254.169.254 is a private or reserved address"
    last = FeedPoll(
        feed_id=feed.feed_id, feed_url=feed.url, polled_at=now() - timedelta(minutes=number % 50), entries_seen=3,
        status="failed" if failed else "ok", reason="blocked_address" if failed else "",
        detail=detail if failed else "",
    )  # fmt: skip
    return FeedState(
        last_poll=last, next_poll_at=now() + timedelta(minutes=60 - number % 50), failures=3 if failed else 0,
        failing_since=now() - timedelta(hours=9) if failed else None, read_at=now() - timedelta(minutes=number % 50),
        items=FeedItems(keys=(1, 2), ids=(1, 2), times=(0, 0)),
    )  # fmt: skip


def _poll_again(feed: Feed) -> FeedState:
    """The next poll of a feed, which finds two new entries."""
    last = FeedPoll(
        feed_id=feed.feed_id, feed_url=feed.url, polled_at=now(), entries_seen=5, entries_fresh=2, status="ok"
    )
    return FeedState(last_poll=last, next_poll_at=now() + timedelta(minutes=15), read_at=now())


def _action(feed: Feed) -> lake.ActionResult:
    """What somebody wanted to do to a feed of the second page."""
    return lake.ActionResult(
        act_id="run", kind="resume_feed", target=feed.feed_id, reason="the outlet has answered", done_by="op",
        asked_at=now(), done_at=now(), state="failed", words=f"{feed.feed_id} is not paused by hand",
    )  # fmt: skip


def _entry(feed: Feed, number: int) -> Entry:
    url = f"https://{feed.outlet}/{number}"
    return Entry(
        entry_id=urls.entry_id(url), feed_id=feed.feed_id, url=url, canonical_url=url, seen_at=now(),
        published_at=now() - timedelta(days=number + 2),
    )  # fmt: skip


def _article(number: int) -> Article:
    url = f"https://herald{number}.example/story/{number}"
    return Article(
        article_id=urls.article_id(url), url=url, canonical_url=url, outlet=f"herald{number}.example",
        title=f"Story {number}", text="Three words only.", words=3, fetched_at=now(), language="en", topics=("iran",),
        published_at=now() - timedelta(hours=number),
    )  # fmt: skip


def _messages(articles: list[Article]) -> list[Message]:
    """Each story to two channels; the first one also for a second rule."""
    found = [
        Message(
            key=f"{channel} {number}", rule="all", channel=channel, kind="story", story_id=f"s1_{article.title}",
            article_id=article.article_id, subject=f"All news: {article.title}", outlet=article.outlet,
            body=f"{article.title}\n{article.outlet}\n\nNew story, 1 outlet so far", created_at=now(),
        )
        for number, article in enumerate(articles)
        for channel in ("mail", "webhook")
    ]  # fmt: skip
    older = [
        Message(
            key=f"older {number}", rule=f"rule-{number % RULES}", channel=f"desk-{number % CHANNELS}", kind="story",
            story_id=f"s1_older_{number}", subject=f"What the provincial press writes: news number {number}",
            outlet="herald.example", body="News", html="<p>News</p>" * 40,
            created_at=now() - timedelta(hours=number + 1),
        )
        for number in range(MESSAGES)
    ]  # fmt: skip
    return [*found, found[0].model_copy(update={"key": "other", "rule": "big", "told_by": found[0].key}), *older]


def _deliveries(articles: list[Article]) -> list[Delivery]:
    """All are delivered, except that the webhook refuses the first one for good and has not yet taken the second.

    Of the older messages, every 7th is refused, and every 11th was not tried yet.
    """
    taken = [
        Delivery(key=f"mail {number}", channel="mail", at=now(), ok=True, attempt=1) for number in range(len(articles))
    ]
    taken += [
        Delivery(key=f"webhook {number}", channel="webhook", at=now(), ok=number > 1, attempt=1,
                 reason="" if number > 1 else "http_503", detail="" if number > 1 else "the server answered 503",
                 next_try_at=now() + timedelta(minutes=9) if number == 1 else None)
        for number in range(len(articles))
    ]  # fmt: skip
    return taken + [
        Delivery(key=f"older {number}", channel=f"desk-{number % CHANNELS}", at=now() - timedelta(hours=number),
                 attempt=1, ok=number % 7 != 0, reason="" if number % 7 else "http_410", address="jsons://hooks.example/…",
                 detail="" if number % 7 else f"channel 'desk-{number % CHANNELS}': the server answered 410")
        for number in range(MESSAGES) if number % 11
    ]  # fmt: skip
