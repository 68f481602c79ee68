"""Alerts: messages in the outbox, and attempts to deliver them."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator
from pydantic_core import from_json

from newsvane.records.base import Line, Record, Utc

AlertKind = Literal["", "story", "update", "escalation", "digest", "trend", "name", "quarantine", "feed"]

DelayReason = Literal["", "digest", "quiet", "cap", "share", "flood"]
"""Why a message is sent later: it waits for a digest, for the end of quiet hours, or because of the hourly cap.

`cap`: all places of the hour were taken. `share`: some were free, but its outlet had taken its share of them.
`flood`: its outlet has so many other messages waiting that a digest will only count it.
"""

MAX_DELAY = timedelta(days=8)
"""The longest delay that a rule can cause: a week, plus a day because clocks may change in between."""


class StoryFacts(Record):
    """One story of an alert as data, for programs: what a webhook receives. Cleaned text, not escaped.

    `story`, `article`: their ids; the other fields are about this article. `outlet`, `topics`, `language`: as in the
    lake. `rules`: ids of the alert rules that matched. `published_at` is what the outlet claims, null if nothing;
    `date_contradicted`: our polls show that it was published later; null: they cannot tell. `first_seen`: when we saw
    it first. `certainty`: `alone` if no other outlet had the story when the alert was written, else `uncertain`.
    `outlets`: how many had the story then; `independent_outlets`: how many of them had an article that is nobody's copy
    or translation; null in messages of older versions. `copy_of`: id of the article that it is a copy or a translation
    of; `copy_claimed`: only the pages say so. `machine_translated`: by the outlet. `newsvane_url`: the story in the UI.
    """

    story: str
    article: str
    headline: str
    outlet: str
    language: str
    url: str
    topics: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    published_at: Utc | None = None
    date_contradicted: bool | None = None
    first_seen: Utc
    certainty: Literal["alone", "uncertain"]
    outlets: int
    independent_outlets: int | None = None
    copy_of: str | None = None
    copy_claimed: bool = False
    machine_translated: bool = False
    newsvane_url: str = ""


class Facts(Record):
    """The content of an alert as data: cleaned, cut to one line per field, not escaped.

    `time`, `language`, `news` (what is new, how many outlets so far) and `why` are in words. `snippet`: a passage in
    pieces, each with whether the query found it. `page`: address of the article. `ui`: address of its page in the UI,
    `called`: the label of that link. Both addresses are ASCII. `rules`: titles of the rules that matched, if several
    did. `stories`: what the alert is about, for programs: one story, or those that a digest lists.
    """

    headline: str
    outlet: str = ""
    time: str = ""
    language: str = ""
    news: str = ""
    snippet: tuple[tuple[str, bool], ...] = ()
    why: str = ""
    page: str = ""
    ui: str = ""
    called: str = ""
    rules: tuple[str, ...] = ()
    stories: tuple[StoryFacts, ...] = ()


class Message(Record):
    """One alert for one channel, rendered.

    `key`: idempotency key, unique per rule, story and channel. `channel`: its id in `alerts.toml`, never its address
    with the credentials.
    `story_id`, `article_id`, `feed_id`: what it is about: a story and its representative article, or a feed; empty if
    it is about many feeds or stories. `outlet`: the outlet whose article caused it; empty if the message is not limited
    by outlet.
    `covers`: keys of the alerts that it combines; they count as sent when it is sent. `thread`: the key of the first
    message about this story on this channel.
    `held`: why it is sent later, at `due_at`. `told_by`: key of the message on the same channel that says the same, so
    that this one is not sent. `facts`: its content as data, for digests and webhooks.
    """

    key: str
    rule: str
    channel: str
    kind: AlertKind = ""
    story_id: str = ""
    article_id: str = ""
    feed_id: str = ""
    outlet: str = ""
    covers: tuple[str, ...] = ()
    thread: str = ""
    subject: str
    body: str
    html: str = ""
    markdown: str = ""
    created_at: Utc
    held: DelayReason = ""
    due_at: Utc | None = None
    told_by: str | None = None
    facts: Annotated[
        Facts | None, BeforeValidator(lambda given: from_json(given) if isinstance(given, str) else given)
    ] = None


class WrittenMessage(Record):
    """A message about a story that is in the outbox, as far as others need to know of it.

    `sent_as`: the key of the message that is sent: its own, or that of the message that says the same. `state`,
    `due_at`: of that message.
    """

    key: str
    rule: str
    channel: str
    story_id: str
    sent_as: str
    state: Literal["held", "pending", "delivered", "dead", "folded"]
    due_at: Utc | None = None


class Delivery(Record):
    """One attempt to deliver a message, started `at`.

    `attempt`: its number, from 1. `next_try_at`: when the next attempt may start; None after success, and after a
    failure that is not retried. `unsure`: it failed, but the message may have arrived. `rest_until`: until when the
    channel asked us to send nothing. `address`: where the message went, without credentials.
    """

    key: str
    channel: str
    at: Utc
    ok: bool
    attempt: int
    reason: str = ""
    detail: Line = ""
    next_try_at: Utc | None = None
    unsure: bool = False
    rest_until: Utc | None = None
    address: str = ""


class Due(Record):
    """A message to be sent now, and the attempts so far.

    `attempts`: in all. `tries`: those after `since`, the time when the message was written or queued again by hand.
    `unsure_since`: start of the first attempt that may have arrived. `not_before`: the earliest time to send it.
    """

    message: Message
    attempts: int = 0
    tries: int = 0
    since: Utc
    unsure_since: Utc | None = None
    not_before: Utc | None = None
