"""The table of commands, from which the list of commands is printed and a command's module is loaded when it runs."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import typer
from typer.core import TyperCommand
from typer.main import get_group

MARKUP: Literal["markdown"] = "markdown"
"""The markup of all help texts."""


@dataclass(frozen=True)
class Entry:
    """A command, or a group of commands.

    `module`: in newsvane.cli; its function `register` adds the command to a Typer application. `help`: the first
    paragraph of its help.
    """

    module: str
    help: str


COMMANDS = {
    "run": Entry("system.cycle", "Run one whole cycle without Airflow."),
    "poll": Entry("system.cycle", "Poll the feeds that are due, without reading pages."),
    "doctor": Entry("system.doctor", "Check that everything works, and say what to do if it does not."),
    "airflow": Entry("airflow", "Join an Airflow that also runs other DAGs, and leave it."),
    "up": Entry("system.up", "Start Airflow with the real watch list."),
    "init": Entry("system.init", "Create a watch folder and a home for a new subject, and say what to do next."),
    "read": Entry("articles.read_page", "Read one page and show the evidence."),
    "article": Entry(
        "articles.article",
        "Print an article of the lake: its facts, its whole text and, if it was changed, what it said first.",
    ),
    "story": Entry(
        "articles.story",
        "Show who was first with a story, how sure that is and why, and who copied or translated whom.",
    ),
    "search": Entry("articles.search", "Search coverage in the lake, newest first, or best match first."),
    "copies": Entry("articles.copies", "Find copies and translations in a file of articles."),
    "regroup": Entry("articles.regroup", "Group the articles of some days again with the current rules."),
    "export": Entry("articles.export", "Write coverage to one file."),
    "dashboards": Entry(
        "dashboards", "Write dashboards for Superset and Grafana, and a marimo notebook, that show the published file."
    ),
    "backfill": Entry("articles.backfill", "Fill in the past from archives and lists of addresses. Nobody is alerted."),
    "reprocess": Entry("articles.quarantine", "Read archived pages again with the current rules."),
    "trends": Entry("trends.trends", "Show coverage compared with the expected range, with spikes and silences."),
    "stories": Entry(
        "trends.trends",
        "Show the stories with an article on the topic in these days, the latest first; in a page, the biggest first.",
    ),
    "recount": Entry("trends.trends", "Recount every day of `trend_daily`."),
    "terms": Entry("trends.trending_terms", "Show words and names that more texts on a topic contain than before."),
    "names": Entry("names", "The people, organisations and places that coverage names."),
    "sql": Entry("lake.sql_shell", "Query the lake with SQL, read-only."),
    "mcp": Entry("mcp_server", "Let agents read the lake, through the Model Context Protocol."),
    "snapshots": Entry("lake.snapshots", "List the lake's snapshots, newest first."),
    "search-index": Entry("lake.search_index", "The index of words that searches use."),
    "maintain": Entry(
        "system.maintain",
        "Delete what is older than retention allows, find mirrors, merge small files, and remove unused ones.",
    ),
    "backup": Entry("lake.backup", "Back up the lake while everything runs."),
    "restore": Entry("lake.backup", "Restore the lake from a backup."),
    "land-again": Entry("lake.backup", "Land staged runs that are newer than the newest commit of the lake."),
    "forget": Entry("forget", "Remove articles from everywhere, by request."),
    "quarantine": Entry("articles.quarantine", "Articles that failed validation."),
    "lake": Entry("lake.move", "Where the lake is stored, and parts of it."),
    "feeds": Entry("feeds", "The feeds of the watch list."),
    "sources": Entry("sources", "The sources of the watch list, of any kind."),
    "outlets": Entry("outlets", "What is known about outlets."),
    "topics": Entry("topics", "The topics of the watch folder."),
    "labels": Entry("labels", "What people say about articles: labels, and precision by them."),
    "config": Entry("config", "The watch files and the settings."),
    "alerts": Entry("alerts", "The alert rules and their messages."),
}
"""By name, in the order of `newsvane --help`."""


def outline_commands() -> dict[str, Any]:
    """Return all commands with nothing but their names and helps, for lists."""
    return {name: TyperCommand(name, help=entry.help, rich_markup_mode=MARKUP) for name, entry in COMMANDS.items()}


def load_command(name: str) -> Any:
    """Import a command's module and return the command, which can run."""
    app = typer.Typer(rich_markup_mode=MARKUP)
    import_command_module(COMMANDS[name].module).register(app)
    return get_group(app).commands[name]


def import_command_module(module: str) -> Any:
    """Return a module of commands; `module`: as in the table."""
    return import_module(f"newsvane.cli.{module}")
