"""The alerts page: one row per story, with the messages about it on each channel, by rule, channel and state."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from newsvane import configuration, lake
from newsvane.alerts import AlertConfig, describe_test_message
from newsvane.errors import ConfigError
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.actions import Actions
from newsvane_pages.filter_values import explain_unknown, refuse_wrong
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor
from newsvane_pages.paged_filters import PagedFilters

router = APIRouter()

SUBJECTS = 15
"""The number of stories, or of whatever else messages are about, on a page."""
TESTS = 10
"""The maximum number of test messages on the page."""
OUTLETS = 5
"""The maximum number of outlets, per state, whose messages a digest only counts."""

SECTIONS: Mapping[str, str] = {
    "dead": "Given up", "pending": "Waiting", "held": "Scheduled", "delivered": "Delivered", "digest": "Digests"
}  # fmt: skip
"""The states of a row, which is that of its message that needs most attention."""

Name = Annotated[str, Query(max_length=300)]
"""The id of a rule or a channel."""


@dataclass(frozen=True, kw_only=True)
class Filters(PagedFilters):
    """The filters of the page, as in its URL. `rule`, `channel`: that a message is for and goes to."""

    rule: Name = ""
    channel: Name = ""
    state: Literal["", "dead", "pending", "held", "delivered", "digest"] = ""

    @property
    def shows_tests(self) -> bool:
        """Return whether test messages are listed: they are for no rule, and sent at once."""
        return self.page == 1 and not self.rule and self.state in ("", "delivered")


class Sums(NamedTuple):
    """What messages are about, and how many were written, to how many channels. `are_sent`: all of them were sent."""

    subjects: int
    stories: int
    messages: int
    channels: int
    are_sent: bool


@dataclass
class AlertRow:
    """What was said about a story, or about anything else. `messages`: those that are sent, on each channel.

    `rules`: of all messages, also of those that are not sent because another one says the same.
    """

    section: str
    subject: str
    page: str
    article_id: str
    outlet: str
    written_at: datetime
    messages: list[Row] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


@router.get("/alerts")
def alerts(actions: Actions, filters: Annotated[Filters, Depends()]) -> Response:
    """Show the outbox: waiting, failed and delivered messages by story, and why messages failed."""
    chosen = {"rule": filters.rule, "channel": filters.channel}
    with open_cursor() as cursor:
        rules, channels = list_names(cursor)
        refuse_wrong(
            chosen, {name: explain_unknown(name, chosen[name], known) for name, known in
                     (("rule", rules), ("channel", channels))}
        )  # fmt: skip
        totals = fetch_rows(cursor, "alert_totals", **chosen)
        rows, matching = list_alerts(cursor, filters, size=SUBJECTS)
        counted = fetch_rows(cursor, "counted_alerts", limit=OUTLETS, **chosen)
        tests = fetch_rows(cursor, "channel_tests", channel=filters.channel, limit=TESTS) if filters.shows_tests else []
    return actions.page(
        "alerts.html",
        tab="alerts",
        filters=filters,
        sections=SECTIONS,
        rules=rules,
        channels=channels,
        totals={row["section"]: row for row in totals},
        sums=add_up([row for row in totals if filters.state in ("", row["section"])]),
        tests=tests,
        describe_test=describe_test_message,
        counted={state: [row for row in counted if row["state"] == state] for state in ("held", "folded")},
        rows=rows,
        in_use=list_channels_in_use(),
        part=filters.describe(len(rows), matching, size=SUBJECTS),
    )


def list_alerts(cursor: lake.Connection, filters: Filters, *, size: int) -> tuple[Sequence[AlertRow], int]:
    """Return the rows of a page, latest first, and how many there are on all pages. `size`: rows per page."""
    wanted = {"rule": filters.rule, "channel": filters.channel, "state": filters.state}
    messages = fetch_rows(cursor, "alert_list", **wanted, limit=size, offset=filters.offset(size))
    return group_rows(messages), messages[0]["matching"] if messages else 0


def add_up(totals: Iterable[Row]) -> Sums:
    """Return the sums over some sections. `totals`: rows of the query `alert_totals`."""
    rows = [*totals]
    subjects, stories, messages = (sum(row[name] for row in rows) for name in ("number", "stories", "messages"))
    channels = {channel for row in rows for channel in row["channels"] or ()}
    are_sent = {row["section"] for row in rows} <= {"delivered", "digest"}
    return Sums(subjects, stories, messages, len(channels), are_sent)


def list_names(cursor: lake.Connection) -> tuple[Collection[str], Collection[str]]:
    """Return the ids of all rules and of all channels, of those in force first, then of others that have messages."""
    config = find_config()
    (written,) = fetch_rows(cursor, "alert_names")
    rules = [*(rule.id for rule in config.all_rules), *(written["rules"] or ())]
    channels = [*(channel.id for channel in config.channels), *(written["channels"] or ())]
    return [*dict.fromkeys(rules)], [*dict.fromkeys(channels)]


def list_channels_in_use() -> Collection[str]:
    """Return the ids of the channels in force."""
    return {channel.id for channel in find_config().channels}


def find_config() -> AlertConfig:
    """Return the channels and rules in force; none if alerts.toml never was valid, which every page says."""
    try:
        return configuration.find_in_force(get_settings()).alerts
    except ConfigError:
        return AlertConfig()


def group_rows(messages: Iterable[Row]) -> Sequence[AlertRow]:
    """Return one row per subject. `messages`: in the order of their subjects, the newest message of each first."""
    rows: dict[str, AlertRow] = {}
    for message in messages:
        row = rows.setdefault(
            message["about"],
            AlertRow(
                message["section"],
                message["subject"],
                find_subject_page(message),
                message["article_id"],
                message["outlet"],
                message["created_at"],
            ),
        )
        row.written_at = min(row.written_at, message["created_at"])
        if message["rule"] not in row.rules:
            row.rules.append(message["rule"])
        if not message["is_told_here"]:
            row.messages.append(message)
    return [*rows.values()]


def find_subject_page(message: Row) -> str:
    """Return the path of the page that shows what a message is about."""
    if message["story_id"]:
        return ui_path(UiPage.STORIES, message["story_id"])
    if message["feed_id"]:
        return ui_path(UiPage.FEEDS, filters={"search": message["feed_id"]}, anchor=message["feed_id"])
    return ui_path({"feed": UiPage.FEEDS, "quarantine": UiPage.QUARANTINE}.get(message["kind"], UiPage.COVERAGE))
