"""`newsvane alerts log`, `send`, `resend` and `feed`: look at deliveries, test a channel, send again, print a feed."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from newsvane.analysis.queries import Row, fetch_rows
from newsvane.cli.actions import Reason, perform_action
from newsvane.cli.airflow_wake import wake_airflow
from newsvane.cli.console import print_error, print_hint, print_json, print_words
from newsvane.cli.options import HOW_FAR_BACK, AsJson, Limit, WatchFolder, parse_since
from newsvane.cli.queries import load_query
from newsvane.errors import ConfigError, NewsvaneError, Transient
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.settings import get_settings

ChannelId = Annotated[
    str | None, typer.Option("--channel", help="Id of a channel in alerts.toml; by default all channels.")
]


MAX_OUTLETS = 5
"""The maximum number of outlets of messages that a digest only counts."""


class State(StrEnum):
    """The state of a message."""

    held = "held"
    pending = "pending"
    delivered = "delivered"
    folded = "folded"
    dead = "dead"
    test = "test"


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command(epilog="Example: `newsvane alerts log --state dead`")(log)
    commands.command(epilog="Example: `newsvane alerts send --to main`")(send)
    commands.command(epilog="Example: `newsvane alerts resend --dead --channel main`")(resend)
    commands.command(epilog="Example: `newsvane alerts feed --atom > alerts.atom`")(feed)


def log(
    since: Annotated[str, typer.Option(help=HOW_FAR_BACK)] = "7d",
    state: Annotated[State | None, typer.Option(help="Only messages in this state.")] = None,
    channel: ChannelId = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Show messages that were sent, tried, given up or held: when, where to, and the channel's answer.

    A held message waits for a digest, for the end of quiet hours, or because of the hourly cap. A folded one is not
    sent by itself, because a digest or another message says the same. Test messages have the state test, and say who
    sent them and what came of it. Of an address, only service, server and recipients are shown.
    """
    parameters = {"since": parse_since(since), "state": state and state.value, "channel": channel, "limit": limit}
    rows = fetch_rows(load_query("delivery_log"), parameters)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        _show_message(row)
    if not rows:
        print_words("No messages.")
    if state in {None, State.held}:
        _show_counted(fetch_rows(load_query("counted_messages"), {"since": parameters["since"], "channel": channel}))
    if any(row["state"] == "dead" for row in rows):
        print_words("Dead messages were given up; `newsvane alerts resend KEY` or `--dead` resends them.")


def _show_message(row: Row) -> None:
    """Print a message on two lines: its state, and its attempts or what it waits for."""
    from newsvane.alerts import describe_delay

    if row["state"] == "test":
        _show_test(row)
        return
    tries = row["tries"] or []
    last = tries[-1] if tries else {}
    when = last.get("at") or row["created_at"]
    print_words(
        f"{printable_line(when)}  {row['state']:<9}  {printable_line(row['channel'])}: {printable_line(row['subject'])}"
    )
    if row["state"] == "held":
        progress = (
            f"{describe_delay(row['held'], printable_line(row['outlet']))}, until {printable_line(row['due_at'])}"
        )
    elif row["state"] == "folded":
        progress = f"not sent by itself: message {printable_line(row['told_by'])} says the same"
    elif tries:
        progress = count_noun(len(tries), "try", "tries")
    else:
        progress = "not tried yet: the next run of `newsvane_alert` or `newsvane run` sends it"
    facts = [
        progress,
        "" if last.get("ok") else printable_line(last.get("reason")),
        "may have arrived" if any(each["may_have_arrived"] for each in tries) and not last.get("ok") else "",
        f"via {printable_line(last['address'])}" if last.get("address") else "",
        f"next {printable_line(row['next_try_at'])}" if row["next_try_at"] else "",
        f"key {row['key']}",
    ]
    print_words("; ".join(filter(None, facts)), indent=4)


def _show_test(row: Row) -> None:
    """Print a test message on two lines: who sent it, and what came of it."""
    (last,) = row["tries"]
    channel = printable_line(row["channel"])
    print_words(
        f"{printable_line(last['at'])}  {'test':<9}  {channel}: test message by {printable_line(row['done_by'])}"
    )
    failure = printable_line(last["detail"]).removeprefix(f"channel {channel!r}: ")
    address = f" to {printable_line(last['address'])}" if last["address"] else ""
    print_words(f"sent{address}: look whether it has arrived" if last["ok"] else f"not sent: {failure}", indent=4)


def _show_counted(rows: Sequence[Row]) -> None:
    """Print how many messages a digest will only count, by outlet."""
    if rows:
        total = sum(row["messages"] for row in rows)
        outlets = ", ".join(f"{printable_line(row['outlet'])} {row['messages']}" for row in rows[:MAX_OUTLETS])
        more = f" and {len(rows) - MAX_OUTLETS} more outlets" if len(rows) > MAX_OUTLETS else ""
        further = "further message is" if total == 1 else "further messages are"
        print_words(f"{total} {further} only counted in a digest: {outlets}{more}.")


def send(
    to: Annotated[str, typer.Option(help="Id of a channel in alerts.toml.")],
    watch: WatchFolder = None,
    as_json: AsJson = False,
) -> None:
    """Send a test message to a channel now.

    If it is sent, the messages that wait for the channel are due at once. With --watch, a channel of a draft is tried:
    nothing is recorded, and no message becomes due. If it is not sent, --json prints the reason as a code, and in
    `detail` what is wrong and what to do.
    """
    from newsvane import pipeline
    from newsvane.cli.config.in_force import warn_of_mistakes

    try:
        if watch:
            _warn_of_draft(watch)
        else:
            warn_of_mistakes(get_settings())
        address = pipeline.try_channel(to, done_by=getpass.getuser(), settings=get_settings(), draft=watch)
    except NewsvaneError as error:
        if as_json:
            print_json({"channel": to, "address": None, "reason": error.reason, "detail": _explain_failure(to, error)})
        raise
    if not watch:
        wake_airflow("outbox", quiet=True)
    if as_json:
        print_json({"channel": to, "address": address})
    else:
        print_words(f"Sent to {to}: {address}")


def _explain_failure(channel: str, error: NewsvaneError) -> str:
    """Say why a test message was not sent, and what to do."""
    words = str(error).removeprefix(f"channel {channel!r}: ")
    return f"{words}; this may pass by itself: try it again later" if isinstance(error, Transient) else words


def _warn_of_draft(folder: Path) -> None:
    """Print what is wrong in a draft of which a channel is tried. Raises ConfigError if its alerts.toml is broken."""
    from newsvane import configuration

    found = configuration.check_alerts(get_settings(), folder)
    _ = found.alerts
    if found.mistakes:
        print_error(str(ConfigError(mistakes=found.mistakes, folder=folder)))
        print_hint("The channel is tried all the same.")


def resend(
    keys: Annotated[list[str] | None, typer.Argument(help="Keys of messages, as shown by `alerts log`.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All messages that were given up.")] = False,
    channel: ChannelId = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Send messages again that were given up or wait for another try. Their tries start over.

    A running Airflow sends them at once with their old keys, otherwise `newsvane run` does. A delivered message is sent
    again only if you name it and say why with `--reason`, because its receivers may get it twice. It is sent as a
    message of its own, and the table `acts` keeps who asked for it and why.
    """
    from newsvane import lake

    if bool(keys) == dead:
        raise typer.BadParameter("give the keys, or --dead")
    found = {
        row["key"]: row["state"]
        for row in fetch_rows(load_query("resendable_messages"), {"keys": keys or [], "channel": channel})
    }
    for key in keys or []:
        if found.get(key, "unknown") not in {"dead", "pending", "delivered"}:
            raise typer.BadParameter(f"{key} is not a message that can be sent again; see `newsvane alerts log`")
        if found[key] == "delivered" and not reason.strip():
            raise typer.BadParameter(
                f"{key} was delivered, and its receivers may get it twice; to send it again, say why with --reason"
            )
    waiting = [key for key, state in found.items() if state != "delivered"]
    count = _resend_delivered([key for key in found if key not in waiting], reason)
    if waiting:
        with lake.writer(get_settings(), "outbox") as connection:
            count += lake.requeue_messages(connection, waiting, now=datetime.now(UTC))
    if as_json:
        print_json({"messages": count})
    else:
        print_words(f"{count} {'message' if count == 1 else 'messages'} will be sent again.")
    if count:
        wake_airflow("outbox", quiet=as_json)
    if count < len(found):
        raise typer.Exit(1)


def _resend_delivered(keys: Sequence[str], reason: str) -> int:
    """Have delivered messages sent again; return how many. Print why one is not, and go on with the others."""
    results = [perform_action("resend", key, reason=reason) for key in keys]
    for each in results:
        if each.state == "failed":
            print_error(f"{printable_line(each.target)}: {printable_line(each.words)}")
    return sum(each.state == "done" for each in results)


def feed(
    atom: Annotated[bool, typer.Option("--atom", help="Print Atom.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Feed.")] = False,
    rule: Annotated[str | None, typer.Option(help="Id of a rule in alerts.toml; by default all rules.")] = None,
    limit: Limit = 50,
) -> None:
    """Print the newest alerts as a feed for other systems. The UI serves the same feeds."""
    from newsvane import feed_output, lake, notify

    if atom == as_json:
        raise typer.BadParameter("choose one of --atom and --json")
    settings = get_settings()
    with lake.open_shared(settings) as connection:
        alerts = lake.load_recent_alerts(connection, rule=rule, limit=limit)
    render = feed_output.render_atom if atom else feed_output.render_json_feed
    typer.echo(render(notify.build_alert_feed(alerts, ui_url=settings.ui_url)).decode())
