"""`newsvane alerts test`: show what a rule would have sent or would send now, and why not more."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.analysis.known_names import require_known
from newsvane.analysis.queries import Row, fetch_rows
from newsvane.cli.console import print_error, print_hint, print_json, print_words, show_table
from newsvane.cli.options import HOW_FAR_BACK, AsJson, WatchFolder, parse_since
from newsvane.cli.queries import load_query
from newsvane.errors import ConfigError
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.records import Feed, Message
from newsvane.settings import Settings, get_settings

if TYPE_CHECKING:
    from newsvane.alerts import BaseRule, DryRunResult, FeedRule

SCHEDULED = {
    "digest": "for a digest",
    "quiet": "during quiet hours",
    "cap": "over the cap of {cap} per hour",
    "share": "because {outlets} had used the share of one outlet in the cap of {cap} per hour",
    "flood": "only counted in a digest, because {outlets} had too many others waiting",
}

MAX_OUTLETS = 5
"""The maximum number of outlets that a reason names."""


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("test", epilog="Example: `newsvane alerts test mek-in-albania --since 30d`")(check)


def check(
    rule: Annotated[str, typer.Argument(help="Id of a rule, as `alerts list` shows it.")],
    since: Annotated[str, typer.Option(help=HOW_FAR_BACK)] = "30d",
    full: Annotated[
        bool, typer.Option("--full", help="Print the newest message in full, as people will read it.")
    ] = False,
    watch: WatchFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show what a rule would have sent, when, and why not more. Nothing is sent.

    Applies the rule to everything that landed in that time, with stories as they are now and the topics that each
    article was given when it was read. Shows messages that would have been sent at once, messages that digests, quiet
    hours or the cap would have delayed or only counted, and how many articles did not match, by reason. For a rule on
    feeds it shows what the rule would send now and what it has sent. While another file of the watch folder has a
    mistake, its last valid version is used.
    """
    from newsvane import configuration
    from newsvane.alerts import FeedRule
    from newsvane.pipeline.alerting.dry_run import dry_run
    from newsvane.topics import explain_unused_operator

    settings, begin = get_settings(), parse_since(since)
    watched = configuration.check_alerts(settings, watch)
    rules = {each.id: each for each in watched.alerts.all_rules}
    require_known("rule", [rule], rules)
    found = rules[rule]
    if watched.mistakes:
        print_error(str(ConfigError(mistakes=watched.mistakes, folder=watch)))
        print_hint("The rule is tried all the same, with the last valid version of that file if it needs it.")
    if not found.enabled:
        print_hint(f"Note: the rule {rule!r} is switched off (enabled = false). This is what it would do otherwise.")
    if not as_json and (words := explain_unused_operator(getattr(found, "query", None) or "", guess=True)):
        print_hint(f"Note: {words}.")
    if isinstance(found, FeedRule):
        _check_feed_rule(found, watched.feeds, begin, settings, full=full, as_json=as_json)
        return
    result = dry_run(found, watched, since=begin, settings=settings)
    if as_json:
        print_json({"rule": rule, "since": begin, **result.model_dump()})
    else:
        _show_dry_run(found, result)
        if full:
            _show_message(result.sent[-1].message if result.sent else None)


def _show_message(message: "Message | None") -> None:
    """Print the subject and the text of a message."""
    if message is None:
        print_hint("There is no message to show: a longer --since may find one.")
        return
    print_words(f"\nThe newest, to {message.channel}:\n")
    print_words(printable_line(message.subject), style="bold")
    for line in message.body.splitlines():
        print_words(printable_line(line))


def _show_dry_run(rule: "BaseRule", result: "DryRunResult") -> None:
    rows = [{"when": each.at, **each.message.model_dump(include={"subject", "channel"})} for each in result.sent]
    _show_messages(rows, "when", "subject")
    sent = count_noun(len(result.sent), "message")
    print_words(f"{sent} would have been sent{_count_digests(result)}{_count_by_channel(result)}.")
    if result.held:
        parts = (
            f"{number} {SCHEDULED[why].format(cap=rule.cap, outlets=_name_outlets(result.held_outlets.get(why, {})))}"
            for why, number in result.held.items()
        )
        print_words(f"Delayed: {', '.join(parts)}.")
    if result.waiting:
        until = max(each.due_at for each in result.waiting if each.due_at)
        print_words(f"Still delayed: {len(result.waiting)}, until {until:%Y-%m-%d %H:%M} UTC.")
    if result.why_not:
        from newsvane.alerts import explain_reasons

        reasons = explain_reasons(rule)
        parts = (f"{number} {reasons[why]}" for why, number in result.why_not.items())
        print_words(f"No alert, of {count_noun(result.looked_at, 'article')}: {', '.join(parts)}.")
        if "topics" in result.why_not and not (
            result.sent or result.waiting or result.why_not.keys() - {"topics", "copy", "past"}
        ):
            print_words(
                "None had the topics of this rule when it was read. If they are new or have changed, `newsvane "
                "reprocess` matches what landed before; it is counted here then, but no alert is sent about it."
            )


def _count_digests(result: "DryRunResult") -> str:
    """Return how many messages are digests, and of how many alerts; "" if none are."""
    digests = [each.message for each in result.sent if each.message.kind == "digest"]
    if not digests:
        return ""
    alerts = count_noun(sum(len(each.covers) for each in digests), "alert")
    if len(digests) > 1:
        number = "all" if len(digests) == len(result.sent) else str(len(digests))
        return f", {number} of them digests, with {alerts} in all"
    return f", {'' if len(result.sent) == 1 else '1 of them '}a digest of {alerts}"


def _count_by_channel(result: "DryRunResult") -> str:
    """Return how many messages go to each channel, if there are several: a row of the table may be one for each."""
    counts = Counter(each.message.channel for each in result.sent)
    words = ", ".join(f"{number} to {channel}" for channel, number in counts.items())
    return f": {words}" if len(counts) > 1 else ""


def _name_outlets(counts: Mapping[str, int]) -> str:
    """Return the first outlets, and how many more there are."""
    names = [printable_line(outlet) for outlet in counts]
    more = [f"{len(names) - MAX_OUTLETS} more"] if len(names) > MAX_OUTLETS else []
    return " and ".join(filter(None, (", ".join(names[:MAX_OUTLETS]), *more)))


def _check_feed_rule(
    rule: "FeedRule", feeds: Iterable[Feed], since: datetime, settings: Settings, *, full: bool, as_json: bool
) -> None:
    from newsvane import alerts, lake
    from newsvane.feeds import find_remedy

    watched, now = {feed.feed_id: feed for feed in feeds}, datetime.now(UTC)
    with lake.open_shared(settings) as connection:
        troubles = lake.load_feed_troubles(connection, since=since)
        existing = lake.find_outbox_keys(connection, alerts.list_feed_message_keys([rule], troubles, watched))
        failures = {feed_id: state.failures for feed_id, state in lake.load_feed_states(connection).items()}
    due = alerts.build_feed_messages(
        [rule], troubles, watched,
        existing_keys=existing, now=now, ui_url=settings.ui_url, find_remedy=find_remedy, failures=failures,
    )  # fmt: skip
    before = fetch_rows(load_query("feed_rule_messages"), {"rule": rule.id, "since": since})
    if as_json:
        print_json({"now": due, "before": before})
        return
    rows = [{"when": row["created_at"], **row} for row in before]
    rows += [{"when": now, "state": "to be sent", **each.model_dump(include={"subject", "channel"})} for each in due]
    _show_messages(rows, "when", "state", "subject")
    print_words(f"To be sent now: {len(due)}. Sent before: {len(before)}.")
    if full:
        _show_message(due[-1] if due else None)


def _show_messages(rows: Iterable[Row], *names: str) -> None:
    """Print messages that differ only in their channel as one row."""
    merged: dict[tuple[object, ...], Row] = {}
    for row in rows:
        line = {name: row[name] for name in names}
        merged.setdefault(tuple(line.values()), line | {"channels": []})["channels"].append(row["channel"])
    show_table(merged.values(), {name: name for name in (*names, "channels")}, empty="No messages.", wide="subject")
