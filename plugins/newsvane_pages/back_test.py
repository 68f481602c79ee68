"""Try a rule on what landed, within the limits of a page: in time, and one at a time."""

import time
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore

from newsvane import alerts, configuration, topics
from newsvane.errors import LakeBusy
from newsvane.records import Article, Span
from newsvane.settings import get_settings
from newsvane_pages.lake_queries import MAX_SECONDS, open_cursor

_RUNNING = BoundedSemaphore(1)
"""Matching texts in Python keeps a processor of the API server busy."""


def back_test(
    rule: alerts.ArticleRule, watched: configuration.Configuration, *, days: int
) -> tuple[alerts.DryRunResult | None, str]:
    """Return what a rule would have sent in the past days; None, and what to do, if that cannot be said in time."""
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
            return dry_run(rule, watched, since=since, settings=get_settings(), connection=cursor, find=find), ""
    except LakeBusy as error:
        if error.reason != "slow":
            raise
        advice = f"choose fewer days, or use `newsvane alerts test {rule.id}` once the rule is there"
        return None, f"This takes more than {MAX_SECONDS} seconds: {advice}."
    finally:
        _RUNNING.release()
