"""What a rule, a rule on feeds, a channel and a landed article are."""

from collections.abc import Callable
from typing import Literal

from pydantic import Field

from newsvane.records import Article, Grouping, OutletKind, Record, Span, TroubleKind

Find = Callable[[str, Article], tuple[Span, ...]]
"""What a query finds in an article: `newsvane.topics.find`."""


class Channel(Record):
    """Where messages go. `url`: an Apprise address; `${NAME}` in it is filled from the environment at delivery.

    `required = false`: without the variable the channel is off; else that is an error.
    """

    id: str = Field(min_length=1)
    url: str = Field(min_length=1)
    required: bool = True


class Rule(Record):
    """What to be told of: all `topics`, the `query` and one of the `languages`, where given.

    `new`: a message for each new `story`, for every `original`, or for every `article`, copies and translations too.
    `max_age_days`: what was published earlier is no news: a feed that is polled for the first time lists old articles.
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    topics: tuple[str, ...] = ()
    query: str = ""
    new: Literal["story", "original", "article"] = "story"
    languages: tuple[str, ...] = ()
    max_age_days: int = Field(7, gt=0)
    channels: tuple[str, ...] = Field(min_length=1)


class FeedRule(Record):
    """Of which feeds to be told: `when` they are sick (their polls fail) or silent (against their own rhythm).

    `feeds`: ids, or patterns with `*`, `?` and `[…]`; with `kinds`, `countries` and `languages` of the watch list, all
    of those given must fit. `after_hours`: how long a trouble must have lasted; 0: told as soon as it is known.
    `recovery`: tell of its end, too, where it was told.
    """

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    when: tuple[TroubleKind, ...] = Field(("sick", "silent"), min_length=1)
    feeds: tuple[str, ...] = ()
    kinds: tuple[OutletKind, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after_hours: float = Field(0, ge=0, le=24 * 365)
    recovery: bool = True
    channels: tuple[str, ...] = Field(min_length=1)


class Landed(Record):
    """An article that has just landed. `is_new_story`: it began its story. `outlets`: how many the story has by now."""

    article: Article
    grouping: Grouping
    is_new_story: bool
    outlets: int
