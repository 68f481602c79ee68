"""`newsvane topics test`: what a query or a topic would find, in what was read or in passages of your own."""
# ruff: noqa: PLC0415 - queries and languages are imported by the command that uses them

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.articles.search import show_hits
from newsvane.cli.articles.snippets import snippet
from newsvane.cli.console import counted, dump, line, out
from newsvane.cli.options import QUERY, AsJson, Limit
from newsvane.cli.queries import Row, article, ask, statement
from newsvane.records import Article, Span
from newsvane.settings import get_settings

SHOWN = ("article_id", "url", "title", "outlet", "published_at", "fetched_at", "language", "topics")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The topics of the watch folder.")
    commands.command("test", epilog="""Example: `newsvane topics test 'durres OR durrës'`""")(check)
    commands.callback()(_only)
    app.add_typer(commands, name="topics", epilog="Example: `newsvane topics test --topic mek`")


def _only() -> None:
    """The topics of the watch folder."""


def check(
    query: Annotated[str | None, typer.Argument(help=QUERY)] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="A topic as topics.toml has it now.")] = None,
    texts: Annotated[
        typer.FileText | None,
        typer.Option("--texts", metavar="FILE", encoding="utf-8", errors="replace", help="Try these; - is stdin."),
    ] = None,
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Show what a query would have matched.

    Of all that was read, with the passages. Articles that were off topic when they landed left no text: of them
    only the title is searched. With --topic also how many articles it would gain and lose.

    With --texts nothing of the lake is asked: each line of the file is a passage, shown with the words that the query,
    the topic or, where neither is given, every topic finds in it.
    """
    if (query is not None and topic is not None) or (query is None and topic is None and texts is None):
        raise typer.BadParameter("give a query or --topic, one of them; --texts alone tries every topic")
    queries = {query: query} if query is not None else _topics(topic)
    if texts is not None:
        _try(queries, texts, as_json=as_json)
    else:
        _ask_lake(next(iter(queries.values())), topic, limit=limit, as_json=as_json)


def _topics(wanted: str | None) -> dict[str, str]:
    from newsvane.pipeline.config import load_topics

    topics = {each.topic_id: each.query for each in load_topics(get_settings())}
    if wanted is None:
        return topics
    if wanted not in topics:
        raise typer.BadParameter(f"no topic has the id {wanted!r}; there are {', '.join(topics)}")
    return {wanted: topics[wanted]}


def _ask_lake(query: str, topic: str | None, *, limit: int, as_json: bool) -> None:
    from newsvane.topics import compile_query

    compiled = compile_query(query)
    hits: list[Row] = []
    counts = {"matched": 0, "off topic so far": 0, "gained": 0, "lost": 0}
    for row in ask(statement("read_articles")):
        found = article(row)
        spans = compiled.matches(found)
        had = topic in found.topics
        counts["lost"] += had and not spans
        if not spans:
            continue
        counts["matched"] += 1
        counts["off topic so far"] += not found.topics
        counts["gained"] += topic is not None and not had
        if len(hits) < limit:
            hits.append({name: row[name] for name in SHOWN} | {"original": True, "snippet": snippet(found, spans)})
    if topic is None:
        del counts["gained"], counts["lost"]
    if as_json:
        dump({**counts, "articles": hits})
        return
    show_hits(hits)
    out.print(counted(counts, *counts))


def _try(queries: Mapping[str, str], lines: Iterable[str], *, as_json: bool) -> None:
    from newsvane.topics import find

    for text in filter(None, map(str.strip, lines)):
        passage = _passage(text)
        spans = {name: find(query, passage) for name, query in queries.items()}
        found = {name: _words(text, some) for name, some in spans.items() if some}
        if as_json:
            dump({"text": text, "language": passage.language, "found": found}, indent=None)
            continue
        out.print(line(text), soft_wrap=True)
        for name, words in found.items():
            out.print(Text.assemble("  ", (line(name), "bold"), f": {line(words)}"), soft_wrap=True)
        if not found:
            out.print("  nothing found", style="dim")


def _words(text: str, spans: Iterable[Span]) -> list[str]:
    return list(dict.fromkeys(text[span.start : span.end] if span.field == "text" else span.field for span in spans))


def _passage(text: str) -> Article:
    from newsvane.language import identify

    return Article(
        article_id="", url="", canonical_url="", outlet="", title="", text=text, words=len(text.split()),
        language=identify(text).code, fetched_at=datetime.now(UTC),
    )  # fmt: skip
