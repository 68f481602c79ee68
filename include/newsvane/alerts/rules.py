"""The records of alerts: channels, rules of every kind, articles that have landed, and matches of the two. Pure.

The fields of channels and rules are the keys of alerts.toml. Every rule also carries delivery settings (see
`BaseRule`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from newsvane.records import AlertKind, Article, Grouping, OutletKind, Record, Span, TroubleKind
from newsvane.time_zones import suggest_zone

SpanFinder = Callable[[str, Article], tuple[Span, ...]]
"""Finds the passages of an article that a query matches: `newsvane.topics.find`."""

MAX_AGE_DAYS = 100_000
"""Of an article, for a rule. Python computes with at most 2.7 million."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_TIME_OF_DAY = r"([01]\d|2[0-3]):[0-5]\d"


def _check_time_of_day(text: str) -> str:
    if not re.fullmatch(_TIME_OF_DAY, text):
        raise ValueError(f'{text!r} is not a time of day; write "08:00"')
    return text


def _check_hours(text: str) -> str:
    if text and not (re.fullmatch(f"{_TIME_OF_DAY}-{_TIME_OF_DAY}", text) and text[:5] != text[6:]):
        raise ValueError(f'{text!r} is not a range of hours; write "22:00-07:00"')
    return text


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone; {suggest_zone(name)}") from error
    return name


class Channel(Record):
    """A destination for messages.

    `url`: an Apprise address; `${NAME}` in it is replaced from the environment at delivery. `required = false`: the
    channel is off while that variable is unset; otherwise an unset variable is an error.
    """

    id: str = Field(min_length=1)
    url: str = Field(min_length=1)
    required: bool = True


class BaseRule(Record):
    """The delivery settings that rules of every kind share. Times of day are in the time zone `zone`.

    `enabled = false`: the rule is checked and listed, and can be tried, but sends nothing.
    `digest`: collect all alerts of an hour, a day or a week in one message, sent on the hour, at `at`, or at `at` on
    `weekday`; None: send each alert at once. `quiet`: hours in which nothing is sent; alerts wait for their end.
    `cap`: maximum number of messages per hour and channel; alerts beyond it are sent together when the hour is over.
    `escalate_to`: channels that additionally receive an alert that is dead or undelivered after `escalate_hours`, at
    any hour and without delay (for stories see `ArticleRule.escalate_outlets`).
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    channels: tuple[str, ...] = Field(min_length=1)
    enabled: bool = True
    digest: Literal["hour", "day", "week"] | None = None
    at: Annotated[str, AfterValidator(_check_time_of_day)] = "08:00"
    weekday: Weekday = "monday"
    zone: Annotated[str, AfterValidator(_check_zone)] = "UTC"
    quiet: Annotated[str, AfterValidator(_check_hours)] = ""
    cap: int = Field(30, ge=1)
    escalate_to: tuple[str, ...] = ()
    escalate_hours: float | None = Field(None, gt=0, le=24 * 7)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """Return the start (inclusive) and the end (exclusive) of the quiet hours."""
        begin, _, end = self.quiet.partition("-")
        return (time.fromisoformat(begin), time.fromisoformat(end)) if end else None


class ArticleRule(BaseRule):
    """A `[[rule]]`: alert about articles that match all `topics`, the `query` and the lists.

    `languages`, `countries`, `kinds`: the article's language must be in the list, and the country and kind that the
    watch list gives its outlet; an empty list allows all. `new`: alert once per `story`, or for every `original`, or
    for `every` article including copies and translations. `min_outlets`, `min_originals`: alert about a story only when
    this many outlets have published it, or have published an original report of their own. `max_age_days`: ignore
    articles that were published earlier, because a feed that is polled for the first time lists old articles.
    `updates`: numbers of outlets at which a follow-up on a story is sent. `escalate_outlets`: number of outlets at
    which the story also goes to `escalate_to`.
    """

    topics: tuple[str, ...] = ()
    query: str = ""
    new: Literal["story", "original", "every"] = "story"
    min_outlets: int = Field(1, ge=1)
    min_originals: int = Field(1, ge=1)
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[OutletKind, ...] = ()
    max_age_days: int = Field(7, gt=0, le=MAX_AGE_DAYS)
    updates: tuple[Annotated[int, Field(ge=2)], ...] = ()
    escalate_outlets: int | None = Field(None, ge=2)


class FeedRule(BaseRule):
    """A `[[feed_rule]]`: alert when a feed is sick (its polls fail), silent (for longer than usual for this feed), or
    floods (lists many times as many new entries as usual for this feed).

    `feeds`: ids, or patterns with `*`, `?` and `[…]`. A feed must fit these and all given `kinds`, `countries` and
    `languages` (as in the watch list). `after_hours`: how long a trouble must last before the alert; 0: alert as soon
    as it is detected. `recovery`: also send a message when a trouble ends, to the channels that were alerted about it.
    """

    when: tuple[TroubleKind, ...] = Field(("sick", "silent", "flood"), min_length=1)
    feeds: tuple[str, ...] = ()
    kinds: tuple[OutletKind, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after_hours: float = Field(0, ge=0, le=24 * 365)
    recovery: bool = True


class TrendRule(BaseRule):
    """A `[[trend_rule]]`: alert, once per topic and day, when the number of articles on a topic is unusual.

    `topics`: ids, or "*" for all articles. `when`: unusually many (`spike`) or few (`silence`).
    """

    topics: tuple[str, ...] = Field(min_length=1)
    when: tuple[Literal["spike", "silence"], ...] = Field(("spike", "silence"), min_length=1)


class NameRule(BaseRule):
    """A `[[name_rule]]`: alert about the first mention of one of `names` in the last `unseen_days`.

    With `unseen_days` 0, no stored article may have mentioned the name at any time.
    """

    names: tuple[Annotated[str, Field(min_length=2, max_length=200)], ...] = Field(min_length=1)
    unseen_days: int = Field(0, ge=0)


class QuarantineRule(BaseRule):
    """A `[[quarantine_rule]]`: alert, at most once per day (UTC), when too much of a run is quarantined.

    `share`: the allowed share (0 to 1) of the run's articles. `at_least`: smaller runs are ignored.
    """

    share: float = Field(gt=0, lt=1)
    at_least: int = Field(10, ge=1)


class LandedArticle(Record):
    """An article that has just been written to the lake, with its story as of now.

    `is_new_story`: the story began with this batch. `outlets`: how many outlets have published the story;
    `originals`: how many of them have published an original report; `outlets_before`, `originals_before`: the same
    before this batch. `earlier_originals`: original reports of the story from earlier batches, oldest first.
    `copied`: the article that it is a copy of. `listed_by`: the outlet whose feed led to it, if that is not its own,
    although its own is watched, too. `version`: what tells it from an article that had its id before; "" if none had.
    `rivals`: copies of it from the same batch that may have been first, under other headlines.
    """

    article: Article
    grouping: Grouping
    is_new_story: bool
    outlets: int
    originals: int = 1
    outlets_before: int = 0
    originals_before: int = 0
    earlier_originals: tuple[Article, ...] = ()
    copied: Article | None = None
    listed_by: str = ""
    version: str = ""
    rivals: tuple[Article, ...] = ()


@dataclass(frozen=True)
class RuleMatch:
    """A rule that calls for an alert because of an article that landed.

    `article` is the one that the message shows; it may be an earlier original of the story rather than the article that
    landed. `keys`: the message keys, by channel. `thread`: the keys of the messages that this one follows up, by
    channel. `outlet`: the outlet in whose places the message counts; "" for an escalation, which is not limited.
    """

    rule: ArticleRule
    landed: LandedArticle
    article: Article
    kind: AlertKind
    keys: Mapping[str, str]
    thread: Mapping[str, str] = field(default_factory=dict)
    outlet: str = ""


def name_to_query(name: str) -> str:
    """Return the query that finds a name: its words as a phrase."""
    words = name.replace("\\", " ").replace('"', " ").split()
    return f'"{" ".join(words)}"'
