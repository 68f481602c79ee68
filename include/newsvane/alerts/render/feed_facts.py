"""A feed's trouble in words: plain text and HTML, safe to show. What servers say of themselves is cleaned and escaped.

No address of a feed is told: it may hold credentials. The page of feeds in the UI shows it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from newsvane.alerts.render.sanitize import clean, count, cut, isolate, lasting, moment
from newsvane.alerts.render.templates import neutral
from newsvane.alerts.rules import FeedRule
from newsvane.records import Feed, FeedTrouble, Message
from newsvane.urls import digest_key

FEEDS_PAGE = "/newsvane/feeds"
"""Where the page of feeds is in the UI; `#` and the id of one may follow."""

MAX_SUBJECT, MAX_NAME, MAX_DETAIL, MAX_LISTED = 180, 120, 300, 40

_OF_SILENCE = "answers, but has nothing new: open it, the outlet may have moved it, ended it or gone quiet"


@dataclass(frozen=True)
class News:
    """A trouble that began or ended. `failures`: polls that failed in a row up to `now`; 0: none, or not known."""

    feed: Feed
    trouble: FeedTrouble
    failures: int
    remedies: Mapping[str, str]
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether it ended."""
        return self.trouble.ended_at is not None

    @property
    def name(self) -> str:
        """Title of the feed, else its id."""
        return clean(self.feed.title, MAX_NAME) or self.feed.feed_id

    @property
    def full_name(self) -> str:
        """Title and id."""
        return isolate(self.name) + (f" ({self.feed.feed_id})" if self.name != self.feed.feed_id else "")

    @property
    def state(self) -> str:
        """How the feed is now."""
        if self.is_over:
            return "has news again" if self.trouble.kind == "silent" else "is well again"
        return f"is {self.trouble.kind}"

    @property
    def period(self) -> str:
        """Sick or silent since when, or from when to when."""
        kind, began, ended = self.trouble.kind, self.trouble.began_at, self.trouble.ended_at
        if ended is None:
            return f"{kind} since {moment(began)} ({lasting(self.now - began)})"
        return f"{kind} from {moment(began)} to {moment(ended)} ({lasting(ended - began)})"

    @property
    def remedy(self) -> str:
        """What that means and what to do, the feed its subject; "" where that is not known."""
        if self.is_over:
            return ""
        return _OF_SILENCE if self.trouble.kind == "silent" else self.remedies.get(self.trouble.reason, "")

    def facts(self) -> list[str]:
        """Outlet, id and time."""
        return [*filter(None, (clean(self.feed.outlet, 100),)), f"feed {self.feed.feed_id}", self.period]

    def lines(self) -> list[str]:
        """What failed or is missing, how often, and what to do."""
        what = isolate(clean(self.trouble.detail, MAX_DETAIL))
        if self.trouble.kind == "silent":
            what = "" if self.is_over else what[:1].upper() + what[1:]
        else:
            heading = "Had failed" if self.is_over else "Failed"
            what = ": ".join(filter(None, (heading, clean(self.trouble.reason, 60), what)))
        failed = f"{count(self.failures, 'poll')} in a row failed" if self.failures and not self.is_over else ""
        return [*filter(None, (what, failed, f"The feed {self.remedy}" if self.remedy else ""))]


def single(rule: FeedRule, channel: str, news: News, key: str, ui_url: str) -> Message:
    """The message of one trouble's beginning or end."""
    title, page = clean(rule.title, 60), _page(ui_url, news.feed.feed_id)
    headline, facts = f"{isolate(news.name)} {news.state}", [isolate(fact) for fact in news.facts()]
    text = [headline, " · ".join(facts), *news.lines()]
    html = [
        f'<p dir="auto"><strong>{escape(headline)}</strong></p>',
        f"<p>{escape(' · '.join(facts))}</p>",
        f"<p>{'<br>'.join(map(escape, news.lines()))}</p>" if news.lines() else "",
        f'<p><a href="{escape(page)}">The feed in Newsvane</a> · rule {escape(title)}</p>',
    ]
    return Message(
        key=key,
        rule=rule.id,
        channel=channel,
        kind="feed",
        feed_id=news.feed.feed_id,
        subject=cut(f"{title}: {news.name} {news.state}", MAX_SUBJECT),
        body="\n".join([*text, "", f"Feed: {page}"]),
        html="\n".join(filter(None, html)),
        markdown="\n\n".join([*map(neutral, text), f"[Feed]({page})"]),
        created_at=news.now,
    )


def digest(rule: FeedRule, channel: str, news: Mapping[str, News], ui_url: str) -> Message:
    """One message for many, by key: first what failed how often, then the feeds, at most MAX_LISTED in each list."""
    title, page = clean(rule.title, 60), _page(ui_url)
    began = [each for each in news.values() if not each.is_over]
    ended = [each for each in news.values() if each.is_over]
    headline = ", ".join([
        *([f"{count(len(began), 'feed')} in trouble"] if began else []),
        *([f"{count(len(ended), 'feed')} well again"] if ended else []),
    ])
    text, html = [headline], [f"<p><strong>{headline}</strong></p>"]
    for heading, lines in (
        ("What is wrong", _causes(began)),
        ("In trouble", _listed(began)),
        ("Well again", _listed(ended)),
    ):
        if lines:
            text += ["", heading, *(f"- {line}" for line in lines)]
            html.append(f"<p>{heading}</p>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")
    html.append(f'<p><a href="{escape(page)}">All feeds in Newsvane</a> · rule {escape(title)}</p>')
    return Message(
        key=digest_key(news),
        rule=rule.id,
        channel=channel,
        kind="feed",
        covers=tuple(sorted(news)),
        subject=cut(f"{title}: {headline}", MAX_SUBJECT),
        body="\n".join([*text, "", f"Feeds: {page}"]),
        html="\n".join(html),
        markdown="\n\n".join([*map(neutral, filter(None, text)), f"[Feeds]({page})"]),
        created_at=max(each.now for each in news.values()),
    )


def _causes(news: Iterable[News]) -> list[str]:
    causes = Counter(
        (clean(each.trouble.reason, 60) if each.trouble.kind == "sick" else "silent", each.remedy) for each in news
    )
    return [
        f"{number:,} × {cause}{f': it {remedy}' if remedy else ''}" for (cause, remedy), number in causes.most_common()
    ]


def _listed(news: Sequence[News]) -> list[str]:
    named = [f"{each.full_name}: {each.period}" for each in news[:MAX_LISTED]]
    return named + ([f"and {len(news) - MAX_LISTED:,} more"] if len(news) > MAX_LISTED else [])


def _page(ui_url: str, feed_id: str = "") -> str:
    return f"{ui_url.rstrip('/')}{FEEDS_PAGE}{f'#{quote(feed_id)}' if feed_id else ''}"
