"""`newsvane alerts test`: what a rule would have sent, or would send now."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.cli import delivering
from newsvane.cli.asking import Row, article, ask, grouping, statement
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.options import AsJson, ago
from newsvane.records import Feed, Message
from newsvane.settings import Settings, get_settings

if TYPE_CHECKING:
    from newsvane.alerts import FeedRule, Rule


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The rules of alerts.toml, and what they sent.")
    commands.command("test", epilog="Example: `newsvane alerts test mek-in-albania --since 30d`")(check)
    delivering.register(commands)
    app.add_typer(commands, name="alerts", epilog="Example: `newsvane alerts test mek-in-albania`")


def check(
    rule: Annotated[str, typer.Argument(help="Id of a rule in alerts.toml.")],
    since: Annotated[str, typer.Option(help="How far back: 36h, 30d, 4w.")] = "30d",
    as_json: AsJson = False,
) -> None:
    """Show what a rule would send; nothing is sent.

    A rule on articles: for those that landed since then, and when. A rule on feeds: what it would send now, and what it
    has sent since then.
    """
    from newsvane.pipeline.watch import load_alerts, load_feed_rules, load_feeds

    settings = get_settings()
    rules, _ = load_alerts(settings)
    feeds = load_feeds(settings)
    feed_rules = load_feed_rules(settings, feeds=feeds)
    if found := next((each for each in rules if each.id == rule), None):
        _check_rule(found, ago(since), settings, as_json=as_json)
    elif on_feeds := next((each for each in feed_rules if each.id == rule), None):
        _check_feed_rule(on_feeds, feeds, ago(since), settings, as_json=as_json)
    else:
        known = ", ".join([*(each.id for each in rules), *(each.id for each in feed_rules)]) or "none"
        raise typer.BadParameter(f"no rule {rule!r} in alerts.toml; there are {known}")


def _check_rule(rule: "Rule", since: datetime, settings: Settings, *, as_json: bool) -> None:
    from newsvane import alerts, topics
    from newsvane.pipeline.watch import load_topics

    watched = load_topics(settings)
    sent: dict[str, Message] = {}
    for row in ask(statement("alert_candidates"), {"since": since}):
        new, outlets = row["is_new_story"], row["outlets"]
        landed = alerts.Landed(article=article(row), grouping=grouping(row), is_new_story=new, outlets=outlets)
        for message in alerts.messages(
            [rule], [landed], now=row["fetched_at"], ui_url=settings.ui_url, topics=watched, find=topics.find
        ):
            sent.setdefault(message.key, message)
    if as_json:
        dump(list(sent.values()))
        return
    rows = [
        {"when": message.created_at, "subject": message.subject, "channel": message.channel}
        for message in sent.values()
    ]
    _show(rows, "when", "subject")
    out.print(f"{len(sent)} messages would have been sent.")


def _check_feed_rule(
    rule: "FeedRule", feeds: Iterable[Feed], since: datetime, settings: Settings, *, as_json: bool
) -> None:
    from newsvane import alerts, lake
    from newsvane.feeds import REMEDIES

    watched, now = {feed.feed_id: feed for feed in feeds}, datetime.now(UTC)
    with closing(lake.connect(settings=settings)) as connection:
        troubles = lake.troubles(connection, since=since)
        told = lake.told(connection, alerts.feed_keys([rule], troubles, watched))
        failures = {feed_id: poll.failures for feed_id, poll in lake.feed_states(connection).items()}
    due = alerts.feed_messages(
        [rule], troubles, watched,
        told=told, now=now, ui_url=settings.ui_url, remedies=REMEDIES, failures=failures,
    )  # fmt: skip
    before = ask(statement("told"), {"rule": rule.id, "since": since})
    if as_json:
        dump({"now": due, "before": before})
        return
    rows = [{"when": row["created_at"], **row} for row in before]
    rows += [{"when": now, "state": "to be sent", **each.model_dump(include={"subject", "channel"})} for each in due]
    _show(rows, "when", "state", "subject")
    out.print(f"To be sent now: {len(due)}. Written before: {len(before)}.")


def _show(rows: Iterable[Row], *names: str) -> None:
    """A line for what differs in no more than the channel."""
    merged: dict[tuple[object, ...], Row] = {}
    for row in rows:
        line = {name: row[name] for name in names}
        merged.setdefault(tuple(line.values()), line | {"channels": []})["channels"].append(row["channel"])
    show_table(merged.values(), {name: name for name in (*names, "channels")}, empty="Nothing.", wide="subject")
