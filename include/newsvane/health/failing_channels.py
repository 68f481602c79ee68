"""The check of alert channels by what was sent to them, and the definition of a channel that fails."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from newsvane import configuration
from newsvane.analysis.queries import OpenLake, fetch_rows
from newsvane.health.queries import load_query
from newsvane.lake import CheckResult as Check
from newsvane.plurals import count_noun
from newsvane.records import Record, Utc
from newsvane.settings import Settings

_CHANNELS_NAMED = 5
_LOG_SHOWS = timedelta(days=7)
"""How far back `newsvane alerts log` goes by itself."""


class FailingChannel(Record):
    """A channel whose latest attempts all failed.

    `since`: the first failure after its last success, UTC. `attempts`: those that failed since then. `detail`: what the
    last one said. `waiting`: messages to be sent to it, without those that are scheduled for later.
    """

    channel: str
    since: Utc
    attempts: int
    detail: str = ""
    waiting: int = 0


def find_failing_channels(open_lake: OpenLake) -> Sequence[FailingChannel]:
    """Return the channels that have failed since their last success, those that have failed for longest first.

    Messages and test messages count alike.
    """
    rows = fetch_rows(load_query("failing_channels"), open_lake=open_lake)
    return [FailingChannel.model_validate(row | {"detail": row["detail"] or ""}) for row in rows]


def check_delivery(settings: Settings, open_lake: OpenLake) -> Check:
    """Warn of channels that fail. One that is not in alerts.toml any more counts only while messages wait for it."""
    in_force = {channel.id for channel in configuration.find_in_force(settings).alerts.channels}
    failing = [each for each in find_failing_channels(open_lake) if each.waiting or each.channel in in_force]
    if not failing:
        return Check(name="delivery", state="ok", found="no channel has failed since its last success")
    log = f"newsvane alerts log --channel {failing[0].channel}{_describe_period(failing[0].since)}"
    more = f"; and {len(failing) - _CHANNELS_NAMED} more" if len(failing) > _CHANNELS_NAMED else ""
    return Check(
        name="delivery",
        state="warning",
        found="; ".join(map(_describe, failing[:_CHANNELS_NAMED])) + more,
        remedy=(
            f"correct that, then `newsvane alerts send --to {failing[0].channel}`, which sends a test message; "
            f"`{log}` shows what the channel answered before"
        ),
    )


def _describe_period(since: datetime) -> str:
    """Return the option with which the log goes back to this time, "" if it does by itself."""
    return "" if datetime.now(UTC) - since < _LOG_SHOWS else f" --since {since:%Y-%m-%d}"


def _describe(failing: FailingChannel) -> str:
    """Say since when a channel fails, and what the last attempt said."""
    attempts = count_noun(failing.attempts, "attempt")
    waiting = {0: "no message waits", 1: "1 message waits"}.get(failing.waiting, f"{failing.waiting:,} messages wait")
    detail = failing.detail.removeprefix(f"channel {failing.channel!r}: ")
    since = f"channel {failing.channel} has failed since {failing.since:%Y-%m-%d %H:%M} UTC ({attempts}), {waiting}"
    return f"{since}: {detail}" if detail else since
