"""`newsvane search`: what the lake holds, for people."""
# ruff: noqa: PLC0415 - the query language is imported by the command that uses it

from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.asking import Row, article, ask, statement
from newsvane.cli.console import clean, dump, line, out
from newsvane.cli.options import QUERY, AsJson, Limit
from newsvane.cli.snippets import snippet


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="""Example: `newsvane search '"nuclear talks" AND lang:es'`""")(search)


def search(
    query: Annotated[str, typer.Argument(help=QUERY)],
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Find coverage in the lake, newest first."""
    from newsvane.topics import compile_query

    compiled = compile_query(query)
    condition, values = compiled.to_sql()
    hits: list[Row] = []
    for row in ask(statement("search", condition=condition), [*values, limit]):
        found = article(row)
        shown = ("article_id", "url", "title", "outlet", "published_at", "fetched_at", "language")
        more = ("topics", "original", "copy_of", "story_id")
        passage = snippet(found, compiled.matches(found))
        hits.append({name: row[name] for name in (*shown, *more)} | {"snippet": passage})
    if as_json:
        dump(hits)
        return
    show_hits(hits)


def show_hits(hits: list[Row]) -> None:
    """Print articles found: when, where, title, passage and address."""
    for hit in hits:
        when = clean(hit["published_at"] or hit["fetched_at"])
        copy = "" if hit["original"] else f"  copy of {hit['copy_of']}"
        out.print(Text(f"{when}  {line(hit['outlet'])}  {line(hit['language'])}{copy}", style="dim"))
        out.print(Text(line(hit["title"]) or "(no title)", style="bold"))
        out.print(hit["snippet"])
        out.print(Text(line(hit["url"]), style="cyan"), soft_wrap=True)
        out.print()
    out.print(f"{len(hits)} found" if hits else "Nothing found.")
