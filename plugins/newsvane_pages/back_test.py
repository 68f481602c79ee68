"""Preview a rule: what it would have sent, within the limits of a page: in time, and one at a time."""

import time
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore
from typing import NamedTuple

from newsvane import alerts, configuration, topics
from newsvane.errors import LakeBusy
from newsvane.records import Article, Message, Span
from newsvane.settings import get_settings
from newsvane_pages.lake_queries import MAX_SECONDS, open_cursor

_RUNNING = BoundedSemaphore(1)
"""Matching texts in Python keeps a processor of the API server busy."""

ROWS = 20
"""Messages of a preview that are listed."""


class SentMessage(NamedTuple):
    """A message that would have been sent, on its channels.

    `outlet`, `published_at`: of the article that it shows, the time as the outlet claims it; "" and None if it is about
    several stories, or the time is not known. `article_id`: of that article if it is on no topic, so that there is no
    page of a story; "" otherwise. `body`: its text, as plain text.
    """

    at: datetime
    subject: str
    story_id: str
    outlet: str
    published_at: datetime | None
    article_id: str
    channels: list[str]
    body: str


class Preview(NamedTuple):
    """What a rule would have sent. `result`: None if that cannot be said in time; `failure` says what to do.

    `messages`: newest first, one per subject and time.
    """

    days: str
    result: alerts.DryRunResult | None
    messages: list[SentMessage]
    failure: str = ""


def preview(rule: alerts.BaseRule, config: configuration.Configuration, *, days: str) -> Preview:
    """Return what a rule would have sent in the past days. Raises TypeError for a rule on feeds."""
    result, failure = _back_test(rule, config, days=int(days))
    return Preview(days, result, _list_messages(result) if result else [], failure)


def _list_messages(result: alerts.DryRunResult) -> list[SentMessage]:
    found: dict[tuple[datetime, str, str], list[Message]] = {}
    for each in reversed(result.sent):
        found.setdefault((each.at, each.message.subject, each.message.story_id), []).append(each.message)
    return [
        SentMessage(*subject, *_find_article(messages[0]), [each.channel for each in messages], messages[0].body)
        for subject, messages in found.items()
    ]


def _find_article(message: Message) -> tuple[str, datetime | None, str]:
    """Return outlet, time of publication and, off topic, the id of the only article that a message shows."""
    stories = message.facts.stories if message.facts else ()
    if len(stories) != 1:
        return "", None, ""
    (shown,) = stories
    return shown.outlet, shown.published_at, "" if shown.topics else shown.article


def _back_test(
    rule: alerts.BaseRule, config: configuration.Configuration, *, days: int
) -> tuple[alerts.DryRunResult | None, str]:
    from newsvane.pipeline.alerting.dry_run import dry_run

    if not _RUNNING.acquire(timeout=MAX_SECONDS):
        return None, "Another rule is being tried. Try again in a moment."
    try:
        end = time.monotonic() + MAX_SECONDS

        def find(query: str, article: Article) -> tuple[Span, ...]:
            if time.monotonic() > end:
                raise LakeBusy("the rule took too long", reason="slow")
            return topics.find(query, article)

        since = datetime.now(UTC) - timedelta(days=days)
        with open_cursor() as cursor:
            return dry_run(rule, config, since=since, settings=get_settings(), connection=cursor, find=find), ""
    except LakeBusy as error:
        if error.reason != "slow":
            raise
        advice = f"choose fewer days, or use `newsvane alerts test {rule.id}` once the rule is there"
        return None, f"This takes more than {MAX_SECONDS} seconds: {advice}."
    finally:
        _RUNNING.release()
