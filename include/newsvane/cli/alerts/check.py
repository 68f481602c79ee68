"""`newsvane alerts test`: what a rule would have sent, or would send now, and why not more."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.cli.console import dump, out, show_table
from newsvane.cli.options import AsJson, ago
from newsvane.cli.queries import Row, ask, statement
from newsvane.records import Feed
from newsvane.settings import Settings, get_settings

if TYPE_CHECKING:
    from newsvane.alerts import BaseRule, DryRunResult, FeedRule

WHY_NOT = {
    "topics": "on other topics",
    "language": "in another language",
    "country": "of another country",
    "kind": "of another kind of outlet",
    "age": "too old",
    "query": "not found by the query",
    "copy": "copies",
    "outlets": "in a story of too few outlets",
    "originals": "in a story of too few originals",
    "told": "in a story that was told",
}
HELD = {"digest": "for the digest", "quiet": "in quiet hours", "cap": "beyond the cap of {cap} an hour"}


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("test", epilog="Example: `newsvane alerts test mek-in-albania --since 30d`")(check)


def check(
    rule: Annotated[str, typer.Argument(help="Id of a rule in alerts.toml.")],
    since: Annotated[str, typer.Option(help="How far back: 36h, 30d, 4w.")] = "30d",
    as_json: AsJson = False,
) -> None:
    """Show what a rule would have sent, when, and why not more; nothing is sent.

    For what landed since then, with the rule, the topics and the stories as they are now: what would have left at once,
    what digests, quiet hours and the cap would have held, and what did not fit, by why. A rule on feeds: what it would
    send now, and what it has sent since then.
    """
    from newsvane.alerts import FeedRule
    from newsvane.pipeline.alerting.dry_run import dry_run
    from newsvane.pipeline.config import load_alerts, load_feeds

    settings, begin = get_settings(), ago(since)
    feeds = load_feeds(settings)
    rules = {each.id: each for each in load_alerts(settings, feeds=feeds).all_rules}
    if rule not in rules:
        raise typer.BadParameter(f"no rule {rule!r} in alerts.toml; there are {', '.join(rules) or 'none'}")
    found = rules[rule]
    if isinstance(found, FeedRule):
        _check_feed_rule(found, feeds, begin, settings, as_json=as_json)
        return
    trial = dry_run(found, since=begin, settings=settings)
    if as_json:
        dump({"rule": rule, "since": begin, **trial.model_dump()})
    else:
        _show_trial(found, trial)


def _show_trial(rule: "BaseRule", trial: "DryRunResult") -> None:
    rows = [{"when": each.at, **each.message.model_dump(include={"subject", "channel"})} for each in trial.sent]
    _show(rows, "when", "subject")
    digests = [each.message for each in trial.sent if each.message.kind == "digest"]
    folded = f", {len(digests)} of them digests of {sum(len(each.covers) for each in digests)} alerts"
    out.print(f"{len(trial.sent)} messages would have been sent{folded if digests else ''}.")
    if trial.held:
        parts = (f"{number} {HELD[why].format(cap=rule.cap)}" for why, number in trial.held.items())
        out.print(f"Held: {', '.join(parts)}.")
    if trial.waiting:
        until = max(each.due_at for each in trial.waiting if each.due_at)
        out.print(f"Held still: {len(trial.waiting)}, until {until:%Y-%m-%d %H:%M} UTC.")
    if trial.why_not:
        parts = (f"{number} {WHY_NOT[why]}" for why, number in trial.why_not.items())
        out.print(f"Not told, of {trial.looked_at} articles: {', '.join(parts)}.")


def _check_feed_rule(
    rule: "FeedRule", feeds: Iterable[Feed], since: datetime, settings: Settings, *, as_json: bool
) -> None:
    from newsvane import alerts, lake
    from newsvane.feeds import REMEDIES

    watched, now = {feed.feed_id: feed for feed in feeds}, datetime.now(UTC)
    with lake.closing(lake.connect(settings=settings)) as connection:
        troubles = lake.load_feed_troubles(connection, since=since)
        told = lake.find_outbox_keys(connection, alerts.list_feed_message_keys([rule], troubles, watched))
        failures = {feed_id: state.failures for feed_id, state in lake.load_feed_states(connection).items()}
    due = alerts.build_feed_messages(
        [rule], troubles, watched,
        existing_keys=told, now=now, ui_url=settings.ui_url, remedies=REMEDIES, failures=failures,
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
