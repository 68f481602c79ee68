"""`newsvane alerts log`, `send`, `resend` and `feed`: what was sent, a trial, once more, and alerts to follow."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.console import dump, line, out
from newsvane.cli.options import AsJson, Limit, ago
from newsvane.cli.queries import Row, ask, statement
from newsvane.settings import get_settings

ChannelId = Annotated[
    str | None, typer.Option("--channel", help="Id of a channel in alerts.toml; all where not given.")
]


class State(StrEnum):
    """How a message stands."""

    pending = "pending"
    delivered = "delivered"
    dead = "dead"


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command(epilog="Example: `newsvane alerts log --state dead`")(log)
    commands.command(epilog="Example: `newsvane alerts send --to main`")(send)
    commands.command(epilog="Example: `newsvane alerts resend --dead --channel main`")(resend)
    commands.command(epilog="Example: `newsvane alerts feed --atom > alerts.atom`")(feed)


def log(
    since: Annotated[str, typer.Option(help="How far back: 36h, 30d, 4w.")] = "7d",
    state: Annotated[State | None, typer.Option(help="Only messages that stand so.")] = None,
    channel: ChannelId = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Show what was sent, tried and given up: when, to where, and what the channel said. Secrets are left out."""
    parameters = {"since": ago(since), "state": state and state.value, "channel": channel, "limit": limit}
    rows = ask(statement("delivery_log"), parameters)
    if as_json:
        dump(rows)
        return
    for row in rows:
        _show(row)
    if not rows:
        out.print("Nothing.")
    if any(row["state"] == "dead" for row in rows):
        out.print("Dead ones were given up; `newsvane alerts resend KEY` or `--dead` sends them anew.", soft_wrap=True)


def _show(row: Row) -> None:
    """A message in two lines: what stands how since when, and what was tried."""
    tries = row["tries"] or []
    last = tries[-1] if tries else {}
    when = last.get("at") or row["created_at"]
    out.print(Text(f"{line(when)}  {row['state']:<9}  {line(row['channel'])}: {line(row['subject'])}"), soft_wrap=True)
    facts = [
        f"{len(tries)} {'try' if len(tries) == 1 else 'tries'}",
        "" if last.get("ok") else line(last.get("reason")),
        "may have arrived" if any(each["may_have_arrived"] for each in tries) and not last.get("ok") else "",
        f"to {line(last['address'])}" if last.get("address") else "",
        f"next {line(row['next_try_at'])}" if row["next_try_at"] else "",
        f"key {row['key']}",
    ]
    out.print(Text(f"    {'; '.join(filter(None, facts))}"), soft_wrap=True)


def send(
    to: Annotated[str, typer.Option(help="Id of a channel in alerts.toml.")],
    as_json: AsJson = False,
) -> None:
    """Send a trial message to a channel, at once."""
    from newsvane import pipeline

    address = pipeline.send_test_message(to, settings=get_settings())
    if as_json:
        dump({"channel": to, "address": address})
    else:
        out.print(f"Sent to {to}: {address}", markup=False)


def resend(
    keys: Annotated[list[str] | None, typer.Argument(help="Keys of messages: `alerts log` shows them.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="All that were given up.")] = False,
    channel: ChannelId = None,
    as_json: AsJson = False,
) -> None:
    """Have messages sent anew that were given up or wait for another try; all their tries begin again.

    The next run of newsvane_alert or `newsvane run` sends them, under their old keys. What was delivered stays so.
    """
    from newsvane import lake

    if bool(keys) == dead:
        raise typer.BadParameter("name the keys, or write --dead")
    found = {row["key"]: row["state"] for row in ask(statement("to_resend"), {"keys": keys or [], "channel": channel})}
    for key in keys or []:
        if found.get(key, "unknown") not in {"dead", "pending"}:
            reason = "is delivered" if found.get(key) == "delivered" else "is no message that can be sent anew"
            raise typer.BadParameter(f"{key} {reason}; see `newsvane alerts log`")
    count = 0
    if found:
        with lake.writer(get_settings(), "outbox") as connection:
            count = lake.requeue_messages(connection, found, now=datetime.now(UTC))
    if as_json:
        dump({"messages": count})
    else:
        out.print(f"{count} messages will be sent anew.")


def feed(
    atom: Annotated[bool, typer.Option("--atom", help="Print Atom.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Feed.")] = False,
    rule: Annotated[str | None, typer.Option(help="Id of a rule in alerts.toml; all where not given.")] = None,
    limit: Limit = 50,
) -> None:
    """Print the newest alerts as a feed that other systems can follow; the UI serves the same."""
    from newsvane import lake, notify

    if atom == as_json:
        raise typer.BadParameter("say one of --atom and --json")
    settings = get_settings()
    with lake.closing(lake.connect(settings=settings)) as connection:
        alerts = lake.load_recent_alerts(connection, rule=rule, limit=limit)
    form = notify.render_atom if atom else notify.render_json_feed
    typer.echo(form(alerts, ui_url=settings.ui_url).decode())
