"""The alerts page: one row per story, with the messages about it on each channel, and their text on demand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import Response

from newsvane.alerts import describe_delay
from newsvane.ui_links import UiPage, ui_path
from newsvane_pages.actions import Actions
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor

router = APIRouter()

ROWS = 100
"""The maximum number of rows per section."""
OUTLETS = 5
"""The maximum number of outlets, per state, whose messages a digest only counts."""

SECTIONS: Mapping[str, tuple[str, str]] = {
    "dead": ("Given up", "No message was given up."),
    "pending": ("Waiting", "No message is waiting."),
    "held": ("Scheduled", ""),
    "delivered": ("Delivered", "No message has been delivered yet."),
    "digest": ("Digests", ""),
}
"""Heading, and words for an empty section. A row is in the section of its message that needs most attention."""


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
def alerts(actions: Actions) -> Response:
    """Show the outbox: waiting, failed and delivered messages by story, and why messages failed."""
    with open_cursor() as cursor:
        totals = fetch_rows(cursor, "alert_totals")
        messages = fetch_rows(cursor, "alert_list", limit=ROWS)
        counted = fetch_rows(cursor, "counted_alerts", limit=OUTLETS)
    rows = group_rows(messages)
    return actions.page(
        "alerts.html",
        tab="alerts",
        sections=SECTIONS,
        totals={row["section"]: row["number"] for row in totals},
        counted={state: [row for row in counted if row["state"] == state] for state in ("held", "folded")},
        describe_delay=describe_delay,
        alerts={section: [row for row in rows if row.section == section] for section in SECTIONS},
        rows=ROWS,
    )


def group_rows(messages: Iterable[Row]) -> Sequence[AlertRow]:
    """Return one row per subject. `messages`: in the order of their subjects, the newest message of each first."""
    rows: dict[str, AlertRow] = {}
    for message in messages:
        row = rows.setdefault(
            message["about"],
            AlertRow(
                message["section"],
                message["subject"],
                _page(message),
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


def _page(message: Row) -> str:
    """Return the path of the page that shows what a message is about."""
    if message["story_id"]:
        return ui_path(UiPage.STORIES, message["story_id"])
    if message["feed_id"]:
        return ui_path(UiPage.FEEDS, filters={"search": message["feed_id"]}, anchor=message["feed_id"])
    return ui_path({"feed": UiPage.FEEDS, "quarantine": UiPage.QUARANTINE}.get(message["kind"], UiPage.COVERAGE))
