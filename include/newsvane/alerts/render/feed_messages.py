"""Render messages about troubles of feeds: plain text, HTML and Markdown. Pure.

Text from servers and feeds is cleaned and escaped. A message never shows the address of a feed, which may contain
credentials; it links to the feeds page in the UI.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from newsvane.alerts.render.sanitize import format_duration, format_time, isolate_rtl
from newsvane.alerts.render.templates import MAX_SUBJECT, neutralize_markup
from newsvane.alerts.rules import FeedRule
from newsvane.plurals import count_noun
from newsvane.records import Feed, FeedTrouble, Message
from newsvane.safe_text import clean_line, truncate
from newsvane.ui_links import UiPage, ui_link
from newsvane.urls import digest_key

MAX_NAME = 120
"""Characters of a feed's title."""
MAX_DETAIL = 300
"""Characters of the details of a failure, such as a server's answer."""
MAX_LISTED = 40
"""Feeds in each list of a digest."""

_SILENCE_REMEDY = (
    "The feed answers but has nothing new. Open it to see whether the outlet has moved it, ended it or published "
    "nothing."
)
_FLOOD_REMEDY = (
    "Look at the new entries: the outlet may have changed its addresses, or may want to hide other news. Alerts name "
    "only the first stories of an outlet and count the others. Pause the feed if its entries are not news."
)
_CONDITIONS = {"sick": "failing", "silent": "silent", "flood": "unusually many entries"}
_STATES = {"sick": "is failing", "silent": "is silent", "flood": "lists unusually many entries"}
_FINAL_STATES = {"sick": "has recovered", "silent": "has news again", "flood": "lists as many entries as usual again"}


RemedyFinder = Callable[[str, str], str]
"""Returns what a failure means and what to do, by reason code and detail: `newsvane.feeds.find_remedy`."""


@dataclass(frozen=True)
class TroubleReport:
    """The facts about a trouble that began or ended, in words.

    `failures`: how many polls in a row have failed up to `now`; 0 if none, or if not known. `find_remedy`: returns
    what a failure means and what to do.
    """

    feed: Feed
    trouble: FeedTrouble
    failures: int
    find_remedy: RemedyFinder
    now: datetime

    @property
    def has_ended(self) -> bool:
        """Return whether the trouble is over."""
        return self.trouble.ended_at is not None

    @property
    def name(self) -> str:
        """Return the feed's title, or its id if it has none."""
        return clean_line(self.feed.title, MAX_NAME) or self.feed.feed_id

    @property
    def full_name(self) -> str:
        """Return the feed's title with its id."""
        return isolate_rtl(self.name) + (f" ({self.feed.feed_id})" if self.name != self.feed.feed_id else "")

    @property
    def state(self) -> str:
        """Return the present state of the feed as a predicate, such as "is failing"."""
        return (_FINAL_STATES if self.has_ended else _STATES)[self.trouble.kind]

    @property
    def period(self) -> str:
        """Return the period of the trouble in words: since when, or from when to when."""
        condition, began, ended = _CONDITIONS[self.trouble.kind], self.trouble.began_at, self.trouble.ended_at
        if ended is None:
            return f"{condition} since {format_time(began)} ({format_duration(self.now - began)})"
        duration = format_duration(ended - began)
        return f"{condition} from {format_time(began)} to {format_time(ended)} ({duration})"

    @property
    def remedy(self) -> str:
        """Return what the trouble means and what to do, in sentences; "" if it is over or not known."""
        if self.has_ended:
            return ""
        known = {"silent": _SILENCE_REMEDY, "flood": _FLOOD_REMEDY}
        return known.get(self.trouble.kind) or self.find_remedy(self.trouble.reason, self.trouble.detail)

    def facts(self) -> list[str]:
        """Return the outlet, the feed's id and the period."""
        return [*filter(None, (clean_line(self.feed.outlet, 100),)), f"feed {self.feed.feed_id}", self.period]

    def details(self) -> list[str]:
        """Return the details, one per line: what failed or is missing, how often it failed, and what to do."""
        detail = isolate_rtl(clean_line(self.trouble.detail, MAX_DETAIL))
        if self.trouble.kind != "sick":
            detail = "" if self.has_ended else detail[:1].upper() + detail[1:]
        else:
            heading = "Last failure" if self.has_ended else "Failure"
            detail = ": ".join(filter(None, (heading, clean_line(self.trouble.reason, 60), detail)))
        polls = ""
        if self.failures and not self.has_ended:
            polls = "The last poll failed" if self.failures == 1 else f"The last {self.failures:,} polls failed"
        return [*filter(None, (detail, polls, self.remedy))]


def render_trouble(rule: FeedRule, channel: str, report: TroubleReport, key: str, ui_url: str) -> Message:
    """Render the message about the beginning or the end of one trouble."""
    title, page = clean_line(rule.title, 60), ui_link(ui_url, UiPage.FEEDS, anchor=report.feed.feed_id)
    headline, facts = f"{isolate_rtl(report.name)} {report.state}", [isolate_rtl(fact) for fact in report.facts()]
    details = report.details()
    text = [headline, " · ".join(facts), *details]
    html = [
        f'<p dir="auto"><strong>{escape(headline)}</strong></p>',
        f"<p>{escape(' · '.join(facts))}</p>",
        f"<p>{'<br>'.join(map(escape, details))}</p>" if details else "",
        f'<p><a href="{escape(page)}">The feed in Newsvane</a> · rule {escape(title)}</p>',
    ]
    return Message(
        key=key,
        rule=rule.id,
        channel=channel,
        kind="feed",
        feed_id=report.feed.feed_id,
        subject=truncate(f"{title}: {report.name} {report.state}", MAX_SUBJECT),
        body="\n".join([*text, "", f"Feed: {page}"]),
        html="\n".join(filter(None, html)),
        markdown="\n\n".join([*map(neutralize_markup, text), f"[Feed]({page})"]),
        created_at=report.now,
    )


def render_feed_digest(rule: FeedRule, channel: str, reports: Mapping[str, TroubleReport], ui_url: str) -> Message:
    """Render one message about many troubles: first how often each failure occurred, then the feeds.

    `reports`: by the key that a separate message on each would have. Each list names at most MAX_LISTED feeds.
    """
    title, page = clean_line(rule.title, 60), ui_link(ui_url, UiPage.FEEDS)
    began = [report for report in reports.values() if not report.has_ended]
    ended = [report for report in reports.values() if report.has_ended]
    headline = ", ".join([
        *([f"{count_noun(len(began), 'feed')} in trouble"] if began else []),
        *([f"{count_noun(len(ended), 'feed')} recovered"] if ended else []),
    ])
    text, html = [headline], [f"<p><strong>{headline}</strong></p>"]
    for heading, lines in (
        ("Causes", _count_causes(began)),
        ("In trouble", _list_feeds(began)),
        ("Recovered", _list_feeds(ended)),
    ):
        if lines:
            text += ["", heading, *(f"- {line}" for line in lines)]
            html.append(f"<p>{heading}</p>\n<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")
    html.append(f'<p><a href="{escape(page)}">All feeds in Newsvane</a> · rule {escape(title)}</p>')
    return Message(
        key=digest_key(reports),
        rule=rule.id,
        channel=channel,
        kind="feed",
        covers=tuple(sorted(reports)),
        subject=truncate(f"{title}: {headline}", MAX_SUBJECT),
        body="\n".join([*text, "", f"Feeds: {page}"]),
        html="\n".join(html),
        markdown="\n\n".join([*map(neutralize_markup, filter(None, text)), f"[Feeds]({page})"]),
        created_at=max(report.now for report in reports.values()),
    )


def _count_causes(reports: Iterable[TroubleReport]) -> list[str]:
    causes = Counter(
        (
            clean_line(report.trouble.reason, 60)
            if report.trouble.kind == "sick"
            else _CONDITIONS[report.trouble.kind],
            report.remedy,
        )
        for report in reports
    )
    return [
        f"{number:,} × {cause}{f': {remedy}' if remedy else ''}" for (cause, remedy), number in causes.most_common()
    ]


def _list_feeds(reports: Sequence[TroubleReport]) -> list[str]:
    lines = [f"{report.full_name}: {report.period}" for report in reports[:MAX_LISTED]]
    return lines + ([f"and {len(reports) - MAX_LISTED:,} more"] if len(reports) > MAX_LISTED else [])
