"""The channels page: what each channel is, its last success and failure, what waits, and a button that tests it."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from newsvane import notify
from newsvane.alerts import AlertConfig, Channel
from newsvane.health import FailingChannel, find_failing_channels
from newsvane_pages.actions import Actions
from newsvane_pages.alerts import find_config
from newsvane_pages.lake_queries import Row, fetch_rows, open_cursor
from newsvane_pages.paged_filters import PagedFilters
from newsvane_pages.rule_activity import WEEK, find_start

router = APIRouter()

CHANNELS = 15
"""The number of channels on a page."""
KINDS: Mapping[str, str] = {
    "json": "webhook", "jsons": "webhook", "mailto": "mail", "mailtos": "mail", "ntfy": "ntfy", "ntfys": "ntfy",
    "slack": "Slack", "tgram": "Telegram", "msteams": "Microsoft Teams", "discord": "Discord", "": "",
}  # fmt: skip
"""What a channel is, by the scheme of its address; other schemes are shown as they are."""


@dataclass(frozen=True, kw_only=True)
class Filters(PagedFilters):
    """The filters of the page, as in its URL. `search`: part of the id of a channel."""

    search: Annotated[str, Query(max_length=300)] = ""


class ChannelRow(NamedTuple):
    """A channel. `source`: where its address comes from; "" if the channel is no longer in alerts.toml.

    `rules`: the ids of those that send to it. `totals`: a row of the query `channel_totals`; None without messages.
    `failing`: None if it does not fail.
    """

    id: str
    kind: str
    source: str
    rules: list[str]
    totals: Row | None
    failing: FailingChannel | None


@router.get("/alerts/channels")
def list_channels(actions: Actions, filters: Annotated[Filters, Depends()]) -> Response:
    """List the channels of alerts.toml, then those that it has no longer but that messages still wait for."""
    now, config = datetime.now(UTC), find_config()
    with open_cursor() as cursor:
        rows = fetch_rows(cursor, "channel_totals", week=now - WEEK, month=find_start(now))
        failing = {each.channel: each for each in find_failing_channels(lambda **_: nullcontext(cursor))}
    totals = {row["channel"]: row for row in rows}
    found = [_describe(each, config, totals.pop(each.id, None), failing.get(each.id)) for each in config.channels]
    found += [
        ChannelRow(name, _find_kind("", row), "", [], row, failing.get(name))
        for name, row in sorted(totals.items())
        if row["pending"] or row["held"] or row["dead"]
    ]
    matching = [row for row in found if filters.search.casefold() in row.id.casefold()]
    shown = matching[filters.offset(CHANNELS) :][:CHANNELS]
    return actions.page(
        "channels.html",
        tab="alerts",
        filters=filters,
        channels=shown,
        part=filters.describe(len(shown), len(matching), size=CHANNELS),
    )


def _describe(channel: Channel, config: AlertConfig, totals: Row | None, failing: FailingChannel | None) -> ChannelRow:
    scheme, source = notify.describe_source(channel)
    rules = [rule.id for rule in config.all_rules if channel.id in {*rule.channels, *rule.escalate_to}]
    return ChannelRow(channel.id, _find_kind(scheme, totals), source, rules, totals, failing)


def _find_kind(scheme: str, totals: Row | None) -> str:
    """Return what a channel is: by its address in alerts.toml, or else by the one that was last sent to."""
    used = str(totals["address"] or "").partition("://")[0] if totals else ""
    return KINDS.get(scheme or used, scheme or used)
