"""What the rules have sent: per rule in the last week and month and per day, and why one has sent nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from newsvane import alerts, lake
from newsvane.dates import first_of_days
from newsvane.plurals import count_noun
from newsvane_pages.bar_charts import BarChart, draw_counts
from newsvane_pages.html_rendering import format_relative, format_utc
from newsvane_pages.lake_queries import fetch_rows

NOTICES = "ops"
"""What stands for a rule in notices about the pipeline itself (`newsvane.pipeline.delivery.notices`)."""
DAYS = 30
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Activity:
    """The messages that name a rule, also among others. Each channel is a message of its own.

    `week`, `month`: delivered in the last 7 and 30 days; `stories`: what those of the month are about; `shared`: how
    many of them were written for another rule on the same channel; `sent_at`: the last one. `pending`, `dead`: waiting
    for their next attempt, and given up. `held`: scheduled, without those that a digest only counts. `quiet`,
    `digest`, `capped`: scheduled because of quiet hours, for a digest, because of the hourly cap; the first until
    `due_at`.
    """

    week: int = 0
    month: int = 0
    stories: int = 0
    shared: int = 0
    sent_at: datetime | None = None
    pending: int = 0
    dead: int = 0
    held: int = 0
    quiet: int = 0
    digest: int = 0
    capped: int = 0
    due_at: datetime | None = None


NOTHING = Activity()


def load_activities(cursor: lake.Connection, now: datetime) -> dict[str, Activity]:
    """Return what the rules have sent, by rule; those without messages are left out."""
    rows = fetch_rows(cursor, "rule_totals", week=now - WEEK, month=find_start(now))
    return {row.pop("rule"): Activity(**row) for row in rows}


def draw_days(cursor: lake.Connection, rules: Sequence[str], now: datetime) -> dict[str, BarChart]:
    """Return a chart per rule, with the messages that were delivered on each of the last 30 days."""
    start = find_start(now)
    counted: dict[tuple[str, object], int] = {
        (row["rule"], row["day"]): row["messages"] for row in fetch_rows(cursor, "rule_days", since=start, rules=rules)
    }
    days = [start.date() + timedelta(days=number) for number in range(DAYS)]
    return {rule: draw_counts([(f"{day}", counted.get((rule, day), 0)) for day in days], "message") for rule in rules}


def find_last_landing(cursor: lake.Connection) -> datetime | None:
    """Return when articles landed last; None if none has."""
    landed_at: datetime | None = fetch_rows(cursor, "last_landing")[0]["landed_at"]
    return landed_at


def explain_silence(
    rule: alerts.BaseRule,
    activity: Activity,
    now: datetime,
    *,
    made_at: datetime | None = None,
    landed_at: datetime | None = None,
) -> list[str]:
    """Return in sentences why a rule has sent nothing in the last 30 days; nothing if it has sent something.

    `made_at`: when the rule was made or changed on the pages. `landed_at`: when articles landed last.
    """
    if activity.month:
        return []
    if not rule.enabled:
        return ["It is switched off: enabled = false.", *_find_waiting(rule, activity, now)]
    if made_at and (landed_at is None or landed_at <= made_at):
        made = format_relative(made_at, now)
        return [
            f"It was made or changed {made}, and nothing has landed since. The preview tries it on earlier articles."
        ]
    before = []
    if made_at and made_at > find_start(now):
        before = [f"It was made or changed {format_relative(made_at, now)}. It reports only what has landed since."]
    return [*before, *_find_reasons(rule, activity, now)]


def _find_reasons(rule: alerts.BaseRule, activity: Activity, now: datetime) -> Iterator[str]:
    yield from _find_waiting(rule, activity, now)
    if not (activity.due_at or activity.pending or activity.dead):
        yield _NO_MATCH.get(type(rule), _NO_MATCH[alerts.ArticleRule])


def _find_waiting(rule: alerts.BaseRule, activity: Activity, now: datetime) -> Iterator[str]:
    """Say what was written and not sent, and why."""
    if wakes_at := alerts.quiet_hours_end(rule, now):
        yield f"It is asleep until {format_utc(wakes_at)} UTC: these are its quiet hours."
    for number, words in (
        (activity.quiet, "for the end of quiet hours"),
        (activity.digest, "for the next digest"),
        (activity.capped, "because of the hourly cap"),
    ):
        if number:
            yield f"{count_noun(number, 'message waits', 'messages wait')} {words}."
    if activity.due_at:
        yield f"The first of them is due {format_utc(activity.due_at)} UTC."
    if activity.pending:
        yield f"{count_noun(activity.pending, 'message waits', 'messages wait')} for the next attempt of the channel."
    if activity.dead:
        dead = count_noun(activity.dead, "message was", "messages were")
        yield f"{dead} given up, because the channel did not take it."


_NO_MATCH: Mapping[type[alerts.BaseRule], str] = {
    alerts.ArticleRule: "Nothing matched when it landed. The preview says which of its conditions the articles failed. "
    "It takes rule and articles as they are today: if a rule is changed, or an article gets another topic when all are "
    "matched again (newsvane reprocess), it lists what was never sent.",
    alerts.FeedRule: "No feed was in such trouble.",
    alerts.TrendRule: "No day was so unusual.",
    alerts.NameRule: "None of the names was mentioned for the first time.",
    alerts.QuarantineRule: "No run had so much quarantined.",
}


def find_start(now: datetime) -> datetime:
    """Return the beginning of the first of the last 30 days, UTC; today is one of them."""
    return datetime.combine(first_of_days(now.date(), DAYS), time(), UTC)


def list_former(activities: Iterable[str], in_force: Iterable[str]) -> list[str]:
    """Return the rules that have messages but are no longer in force. Notices to operators are of no rule."""
    return sorted({*activities} - {*in_force, NOTICES})
