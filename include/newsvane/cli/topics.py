"""`newsvane topics test`: what a query would find, before it becomes a topic."""
# ruff: noqa: PLC0415 - the query language is imported by the command that uses it

from typing import Annotated

import typer

from newsvane.cli.asking import Row, article, ask, statement
from newsvane.cli.console import counted, dump, out
from newsvane.cli.coverage import show_hits
from newsvane.cli.options import AsJson, Limit
from newsvane.cli.snippets import snippet


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The topics of the watch folder.")
    commands.command("test", epilog="""Example: `newsvane topics test 'durres OR durrës'`""")(check)
    commands.callback()(_only)
    app.add_typer(commands, name="topics", epilog="Example: `newsvane topics test 'iran* AND NOT title:football'`")


def _only() -> None:
    """The topics of the watch folder."""


def check(
    query: Annotated[str, typer.Argument(help='Words, "phrases", prefix*, AND OR NOT, title: text: outlet: lang:')],
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Show what a query would have matched.

    Of all that was read, with the passages. Articles that were off topic when they landed left no text: of them
    only the title is searched.
    """
    from newsvane.topics import compile_query

    compiled = compile_query(query)
    hits: list[Row] = []
    counts = {"matched": 0, "off topic so far": 0}
    for row in ask(statement("read_articles")):
        found = article(row)
        if spans := compiled.matches(found):
            counts["matched"] += 1
            counts["off topic so far"] += not found.topics
            if len(hits) < limit:
                shown = ("article_id", "url", "title", "outlet", "published_at", "fetched_at", "language", "topics")
                hits.append({name: row[name] for name in shown} | {"original": True, "snippet": snippet(found, spans)})
    if as_json:
        dump({**counts, "articles": hits})
        return
    show_hits(hits)
    out.print(counted(counts, *counts))
