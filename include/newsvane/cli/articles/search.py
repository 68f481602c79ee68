"""`newsvane search`: search coverage, newest first or ranked, and show the matching passages."""
# ruff: noqa: PLC0415 - the query language is imported by the command that uses it

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from newsvane import lake
from newsvane.cli.articles.snippets import build_snippet
from newsvane.cli.console import out, print_json, print_words, printable, printable_line
from newsvane.cli.options import QUERY, AsJson, AsOf, Limit
from newsvane.cli.queries import Row, article_from_row
from newsvane.errors import QueryError
from newsvane.records import Article, Span
from newsvane.settings import get_settings

COLUMNS = (
    "article_id",
    "url",
    "title",
    "outlet",
    "published_at",
    "observed_at",
    "date_contradicted",
    "fetched_at",
    "language",
    "topics",
)
"""What is shown of an article, beside its passage."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="""Example: `newsvane search '"nuclear talks" AND lang:es'`""")(search)


def search(
    query: Annotated[str, typer.Argument(help=QUERY)],
    *,
    ranked: Annotated[
        bool, typer.Option("--ranked", help="Best match first, by BM25 in the published file; QUERY is plain words.")
    ] = False,
    days: Annotated[int | None, typer.Option(min=1, help="Search only this many days.")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Search coverage in the lake, newest first.

    Searches back in time until enough articles are found; a rare word is searched for in the whole lake unless --days
    is given.
    """
    if ranked and (days or as_of):
        raise typer.BadParameter("--ranked searches the published file, which supports neither --days nor --as-of")
    hits = _search_ranked(query, limit) if ranked else _search_newest(query, limit, days, as_of)
    if as_json:
        print_json(hits)
    else:
        show_hits(hits)
        print_words(f"{len(hits)} found" if hits else "Nothing found.")


def _search_newest(query: str, limit: int, days: int | None, as_of: datetime | None) -> list[Row]:
    from newsvane.topics import compile_query

    compiled = compile_query(query)
    condition, values = compiled.to_sql()
    with lake.closing(lake.connect(as_of=as_of)) as connection:
        rows = lake.search(connection, condition, values, now=as_of or datetime.now(UTC), limit=limit, days=days)
    return [_build_hit(row, compiled.matches) for row in rows]


def _search_ranked(query: str, limit: int) -> list[Row]:
    from newsvane.topics import compile_query

    words = re.findall(r"[^\W_]+", query)
    if not words:
        raise QueryError("the query contains no word; write at least one", reason="empty")
    compiled = compile_query(" OR ".join(f'"{word.lower()}"' for word in words))
    with lake.closing(lake.open_published(get_settings())) as connection:
        rows = lake.search_ranked(connection, " ".join(words), limit=limit)
    return [_build_hit(row, compiled.matches) | {"score": round(row["score"], 3)} for row in rows]


def _build_hit(row: Row, matches: Callable[[Article], Sequence[Span]]) -> Row:
    found = article_from_row(row)
    shown = {name: row[name] for name in (*COLUMNS, "original", "copy_of", "story_id")}
    return shown | {"snippet": build_snippet(found, matches(found))}


def show_hits(hits: list[Row]) -> None:
    """Print the articles found: time, outlet, title, passage and URL."""
    for hit in hits:
        when = printable(hit["published_at"] or hit["fetched_at"])
        if hit["date_contradicted"]:
            when = f"claims {when}, first seen {printable(hit['observed_at'] or hit['fetched_at'])}"
        copy = "" if hit["original"] else f"  copy of {hit['copy_of']}"
        score = f"  score {hit['score']:.2f}" if "score" in hit else ""
        print_words(
            Text(
                f"{when}  {printable_line(hit['outlet'])}  {printable_line(hit['language'])}{copy}{score}", style="dim"
            )
        )
        print_words(Text(printable_line(hit["title"]) or "(no title)", style="bold"))
        print_words(hit["snippet"])
        print_words(Text(printable_line(hit["url"]), style="cyan"))
        out.print()
