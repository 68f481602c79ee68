"""`newsvane alerts test`: what a rule would have sent, and when."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that uses it

from datetime import datetime
from typing import Annotated

import typer

from newsvane.cli.asking import Row, article, ask, grouping, statement
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.options import AsJson, ago
from newsvane.records import Message
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The rules of alerts.toml.")
    commands.command("test", epilog="Example: `newsvane alerts test mek-in-albania --since 30d`")(check)
    commands.callback()(_only)
    app.add_typer(commands, name="alerts", epilog="Example: `newsvane alerts test mek-in-albania`")


def _only() -> None:
    """The rules of alerts.toml."""


def check(
    rule: Annotated[str, typer.Argument(help="Id of a rule in alerts.toml.")],
    since: Annotated[str, typer.Option(help="How far back: 36h, 30d, 4w.")] = "30d",
    as_json: AsJson = False,
) -> None:
    """Show what a rule would have sent.

    For the articles landed since then, and when; nothing is sent.
    """
    from newsvane import alerts, topics
    from newsvane.pipeline.watch import load_alerts, load_topics

    settings = get_settings()
    rules, _ = load_alerts(settings)
    chosen = [each for each in rules if each.id == rule]
    if not chosen:
        known = ", ".join(each.id for each in rules) or "none"
        raise typer.BadParameter(f"no rule {rule!r} in alerts.toml; there are {known}")
    watched = load_topics(settings)
    sent: dict[str, Message] = {}
    for row in ask(statement("alert_candidates"), {"since": ago(since)}):
        new, outlets = row["is_new_story"], row["outlets"]
        landed = alerts.Landed(article=article(row), grouping=grouping(row), is_new_story=new, outlets=outlets)
        for message in alerts.messages(
            chosen, [landed], now=row["fetched_at"], ui_url=settings.ui_url, topics=watched, find=topics.find
        ):
            sent.setdefault(message.key, message)
    if as_json:
        dump(list(sent.values()))
        return
    rows: dict[tuple[datetime, str], Row] = {}
    for message in sent.values():
        row = {"when": message.created_at, "subject": message.subject, "channels": []}
        rows.setdefault((message.created_at, message.subject), row)["channels"].append(message.channel)
    columns = {name: name for name in ("when", "subject", "channels")}
    show_table(rows.values(), columns, empty="Nothing.", wide="subject")
    out.print(f"{len(sent)} messages would have been sent.")
