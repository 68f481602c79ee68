"""What rules of each kind, a channel and a landed article are. Each is a manner of telling, too: when, how often."""

import re
from collections.abc import Callable
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from newsvane.records import Article, Grouping, OutletKind, Record, Span, TroubleKind

Find = Callable[[str, Article], tuple[Span, ...]]
"""What a query finds in an article: `newsvane.topics.find`."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"


def _clock(text: str) -> str:
    if not re.fullmatch(_CLOCK, text):
        raise ValueError(f'{text!r} is no time of day; write "08:00"')
    return text


def _hours(text: str) -> str:
    if text and not (re.fullmatch(f"{_CLOCK}-{_CLOCK}", text) and text[:5] != text[6:]):
        raise ValueError(f'{text!r} is no span of hours; write "22:00-07:00"')
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'{name!r} is no time zone; write one such as "Europe/Tirane" or "UTC"') from error
    return name


class Channel(Record):
    """Where messages go. `url`: an Apprise address; `${NAME}` in it is filled from the environment at delivery.

    `required = false`: without the variable the channel is off; else that is an error.
    """

    id: str = Field(min_length=1)
    url: str = Field(min_length=1)
    required: bool = True


class Manner(Record):
    """How a rule of any kind tells. Times of day are those of `zone`.

    `digest`: all of an hour, day or week in one message, at the full hour, `at`, `at` on `weekday`; None: at once.
    `quiet`: hours in which nothing leaves; it does at their end. `cap`: messages an hour to a channel; what is beyond
    is told in one at the end of the hour. `escalate_to`: channels that are told as well, at once at any hour, of what
    is dead or undelivered after `escalate_hours` (and see `Rule`).
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    channels: tuple[str, ...] = Field(min_length=1)
    digest: Literal["hour", "day", "week"] | None = None
    at: Annotated[str, AfterValidator(_clock)] = "08:00"
    weekday: Weekday = "monday"
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    quiet: Annotated[str, AfterValidator(_hours)] = ""
    cap: int = Field(30, ge=1)
    escalate_to: tuple[str, ...] = ()
    escalate_hours: float | None = Field(None, gt=0, le=24 * 7)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """Beginning and end; the end is not quiet any more."""
        begin, _, end = self.quiet.partition("-")
        return (time.fromisoformat(begin), time.fromisoformat(end)) if end else None


class Rule(Manner):
    """Of which articles to be told: all `topics`, the `query`, and one of the `languages`, `countries` and `kinds`.

    `countries`, `kinds`: of the outlet, by the watch list. `new`: a message for each new `story`, for every `original`,
    or for `every` article, copies and translations too. `min_outlets`, `min_originals`: a story is told when so many
    outlets have it, or so many an original of their own. `updates`: numbers of outlets at which a story that was told
    is told again. `escalate_outlets`: the number at which `escalate_to` is told.
    `max_age_days`: what was published earlier is no news: a feed that is polled for the first time lists old articles.
    """

    topics: tuple[str, ...] = ()
    query: str = ""
    new: Literal["story", "original", "every"] = "story"
    min_outlets: int = Field(1, ge=1)
    min_originals: int = Field(1, ge=1)
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[OutletKind, ...] = ()
    max_age_days: int = Field(7, gt=0)
    updates: tuple[Annotated[int, Field(ge=2)], ...] = ()
    escalate_outlets: int | None = Field(None, ge=2)


class FeedRule(Manner):
    """Of which feeds to be told: `when` they are sick (their polls fail) or silent (against their own rhythm).

    `feeds`: ids, or patterns with `*`, `?` and `[…]`; with `kinds`, `countries` and `languages` of the watch list, all
    of those given must fit. `after_hours`: how long a trouble must have lasted; 0: told as soon as it is known.
    `recovery`: tell of its end, too, where it was told.
    """

    when: tuple[TroubleKind, ...] = Field(("sick", "silent"), min_length=1)
    feeds: tuple[str, ...] = ()
    kinds: tuple[OutletKind, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after_hours: float = Field(0, ge=0, le=24 * 365)
    recovery: bool = True


class TrendRule(Manner):
    """Of which `topics` ("*": all that is read) to be told, `when` a day leaves what is usual: once a topic and day."""

    topics: tuple[str, ...] = Field(min_length=1)
    when: tuple[Literal["spike", "silence"], ...] = Field(("spike", "silence"), min_length=1)


class NameRule(Manner):
    """Names to be told of when one is mentioned that nothing mentioned for `unseen_days`, or ever where that is 0."""

    names: tuple[Annotated[str, Field(min_length=2, max_length=200)], ...] = Field(min_length=1)
    unseen_days: int = Field(0, ge=0)


class QuarantineRule(Manner):
    """Told when more than `share` (0 to 1) of a run of `at_least` articles was refused: once a day (UTC)."""

    share: float = Field(gt=0, lt=1)
    at_least: int = Field(10, ge=1)


class Landed(Record):
    """An article that has just landed. `is_new_story`: it began its story.

    `outlets`: how many the story has by now, `originals`: how many have an original of their own; `…_before`: before
    this landing. `others`: the originals of the story that were there before, earliest first.
    """

    article: Article
    grouping: Grouping
    is_new_story: bool
    outlets: int
    originals: int = 1
    outlets_before: int = 0
    originals_before: int = 0
    others: tuple[Article, ...] = ()
