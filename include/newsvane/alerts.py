"""Alerts: rules and landed articles -> messages. Pure. (Signatures; the body is on its way.)"""

from collections.abc import Callable, Container, Sequence
from datetime import datetime, timedelta
from typing import Literal

from newsvane.records import Article, Grouping, Message, Record, Span, Topic

Find = Callable[[str, Article], tuple[Span, ...]]


class Channel(Record):
    """Where messages go. `url`: an Apprise address; `${NAME}` in it is filled from the environment at delivery.

    `required = false`: the channel is off, not wrong, while the environment lacks a name.
    """

    id: str
    url: str
    required: bool = True


class Rule(Record):
    """What to be told of: every condition must hold."""

    id: str
    title: str
    topics: tuple[str, ...] = ()
    query: str = ""
    new: Literal["story", "original", "article"] = "story"
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...]


class Landed(Record):
    """An article that was just landed, with its group. `outlets`: how many the story has so far."""

    article: Article
    grouping: Grouping
    is_new_story: bool
    outlets: int


def load_alerts(
    text: str, *, path: str, topics: Container[str] | None = None
) -> tuple[tuple[Rule, ...], tuple[Channel, ...]]:
    """Read alerts.toml. Raises ConfigError that names file and line."""
    raise NotImplementedError


def active(rules: Sequence[Rule], channels: Container[str]) -> tuple[Rule, ...]:
    """The rules with the channels that can be reached; without those that have none."""
    raise NotImplementedError


def messages(
    rules: Sequence[Rule],
    landed: Sequence[Landed],
    *,
    now: datetime,
    ui_url: str,
    topics: Sequence[Topic] = (),
    find: Find | None = None,
) -> tuple[Message, ...]:
    """The messages that these articles cause; `find` is `newsvane.topics.find`."""
    raise NotImplementedError


def next_try(attempt: int, key: str, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """When to try again after the failed attempt of that number (1, 2, …)."""
    raise NotImplementedError
