"""`newsvane alerts list` and `remove`: the rules in force, and those that were made on the pages."""
# ruff: noqa: PLC0415 - the configuration is imported by the command that uses it

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane.analysis.known_names import require_known
from newsvane.analysis.queries import Row
from newsvane.cli.actions import Reason, run_action
from newsvane.cli.console import print_error, print_hint, print_json, show_table
from newsvane.cli.options import AsJson
from newsvane.errors import ConfigError, Mistake
from newsvane.settings import Settings, get_settings

if TYPE_CHECKING:
    from newsvane.alerts import BaseRule


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("list", epilog="Example: `newsvane alerts list`")(list_rules)
    commands.command(epilog="Example: `newsvane alerts remove border-crossings --reason 'too many messages'`")(remove)


def list_rules(as_json: AsJson = False) -> None:
    """Show the alert rules in force: those of alerts.toml, then those that were made on the page Search in Airflow.

    While a watch file has a mistake, these are the rules of its last valid version.
    """
    from newsvane import configuration
    from newsvane.alerts import ArticleRule
    from newsvane.notify import describe_disabled, enabled_channel_ids

    settings = get_settings()
    found = configuration.find_in_force(settings)
    enabled = enabled_channel_ids(found.alerts.channels, os.environ)
    made = {each.rule_id: each for each in configuration.list_page_rules(settings)}
    rows = [
        {
            "rule": rule.id,
            "title": rule.title,
            "watches": _describe_subject(rule),
            "query": rule.query if isinstance(rule, ArticleRule) else "",
            "enabled": rule.enabled,
            "channels": list(rule.channels),
            "channels_off": [channel for channel in rule.channels if channel not in enabled],
            "made_by": made[rule.id].made_by if rule.id in made else "alerts.toml",
        }
        for rule in found.alerts.all_rules
    ]
    if as_json:
        print_json(rows)
        return
    columns = {"rule": "rule", "title": "title", "watches": "watches", "to": "channels", "made_by": "made by"}
    shown = [
        row | {"rule": row["rule"] if row["enabled"] else f"{row['rule']} (off)", "to": _mark_off(row)} for row in rows
    ]
    show_table(shown, columns, empty="There are no rules.", wide="watches")
    for note in describe_disabled(found.alerts.channels, os.environ):
        print_hint(f"Note: {note}.")
    if found.mistakes:
        print_error(str(ConfigError(mistakes=found.mistakes)))


def _describe_subject(rule: "BaseRule") -> str:
    """Return what a rule watches, in words."""
    from newsvane import alerts

    match rule:
        case alerts.ArticleRule():
            topics = f"topic{'s' * (len(rule.topics) > 1)} {' and '.join(rule.topics)}" if rule.topics else ""
            return ": ".join(filter(None, (topics, rule.query))) or "every article"
        case alerts.TrendRule():
            return f"{' or '.join(rule.when)} of {', '.join(rule.topics)}"
        case alerts.NameRule():
            return f"the names {', '.join(rule.names)}"
        case alerts.FeedRule():
            return f"feeds: {', '.join(rule.when)}"
        case _:
            return "the quarantine"


def _mark_off(row: Row) -> list[str]:
    return [f"{channel} (off)" if channel in row["channels_off"] else channel for channel in row["channels"]]


def remove(
    rule: Annotated[str, typer.Argument(help="Id of a rule that was made on the page Search in Airflow.")],
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Remove a rule that was made on the page Search in Airflow. A rule of alerts.toml is removed in that file.

    Nothing is done, with exit code 2, if there is no such rule, or if it is one of alerts.toml.
    """
    _require_made(rule, get_settings())
    run_action("remove_rule", rule, reason=reason, as_json=as_json)


def _require_made(rule_id: str, settings: Settings) -> None:
    """Raise ConfigError if a rule stands in alerts.toml, and UnknownName if there is none with this id."""
    from newsvane import configuration

    made = [each.rule_id for each in configuration.list_page_rules(settings)]
    if rule_id in made:
        return
    if line := _find_line(rule_id, path := settings.watch / "alerts.toml"):
        remedy = "remove its table from this file, or switch it off there with `enabled = false`"
        message = f"the rule {rule_id!r} is written here, it was not made on the pages: {remedy}"
        raise ConfigError(reason="rule", mistakes=[Mistake(str(path), message, line)])
    written = {each.id for each in configuration.find_in_force(settings).alerts.all_rules} - {rule_id}
    require_known("rule", [rule_id], [*made, *written])


def _find_line(rule_id: str, path: Path) -> int:
    """Return the number of the line in which a file has the id of a rule; 0 if it has none or cannot be read."""
    from newsvane.alerts import locate_rule

    try:
        return locate_rule(path.read_text("utf-8"), rule_id)
    except (OSError, UnicodeDecodeError):
        return 0
