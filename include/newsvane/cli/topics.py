"""`newsvane topics test`: show what a query or a topic matches, in the lake or in your own texts."""
# ruff: noqa: PLC0415 - queries and languages are imported by the command that uses them

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.articles.search import COLUMNS, show_hits
from newsvane.cli.articles.snippets import build_snippet
from newsvane.cli.console import format_counts, out, print_json, printable_line
from newsvane.cli.options import QUERY, AsJson, Limit
from newsvane.cli.queries import Row, article_from_row, fetch_rows, load_query
from newsvane.records import Article, Span
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The topics of the watch folder.")
    commands.command("test", epilog="""Example: `newsvane topics test 'durres OR durrës'`""")(check)
    commands.callback()(_group)
    app.add_typer(commands, name="topics", epilog="Example: `newsvane topics test --topic mek`")


def _group() -> None:
    """The topics of the watch folder."""


def check(
    query: Annotated[str | None, typer.Argument(help=QUERY)] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="A topic as it is now in topics.toml.")] = None,
    texts: Annotated[
        typer.FileText | None,
        typer.Option(
            "--texts",
            metavar="FILE",
            encoding="utf-8",
            errors="replace",
            help="Test these texts, one per line; - is stdin.",
        ),
    ] = None,
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Show what a query would have matched.

    Searches all articles in the lake and shows the matching passages. The texts of off-topic articles are not stored,
    so only their titles are searched. With --topic the command also shows how many articles the topic would gain and
    lose.

    With --texts the lake is not used: each line of the file is a text, shown with the words that match the query, the
    topic or, if neither is given, each topic.
    """
    if (query is not None and topic is not None) or (query is None and topic is None and texts is None):
        raise typer.BadParameter("give either a query or --topic; --texts alone tests every topic")
    queries = {query: query} if query is not None else _load_queries(topic)
    if texts is not None:
        _test_on_texts(queries, texts, as_json=as_json)
    else:
        _test_on_lake(next(iter(queries.values())), topic, limit=limit, as_json=as_json)


def _load_queries(wanted: str | None) -> dict[str, str]:
    from newsvane.pipeline.config import load_topics

    topics = {each.topic_id: each.query for each in load_topics(get_settings())}
    if wanted is None:
        return topics
    if wanted not in topics:
        raise typer.BadParameter(f"topics.toml has no topic {wanted!r}; its topics are {', '.join(topics)}")
    return {wanted: topics[wanted]}


def _test_on_lake(query: str, topic: str | None, *, limit: int, as_json: bool) -> None:
    from newsvane.topics import compile_query

    compiled = compile_query(query)
    hits: list[Row] = []
    counts = {"matched": 0, "off topic so far": 0, "gained": 0, "lost": 0}
    for row in fetch_rows(load_query("articles_newest_first")):
        found = article_from_row(row)
        spans = compiled.matches(found)
        had = topic in found.topics
        counts["lost"] += had and not spans
        if not spans:
            continue
        counts["matched"] += 1
        counts["off topic so far"] += not found.topics
        counts["gained"] += topic is not None and not had
        if len(hits) < limit:
            hits.append(
                {name: row[name] for name in COLUMNS} | {"original": True, "snippet": build_snippet(found, spans)}
            )
    if topic is None:
        del counts["gained"], counts["lost"]
    if as_json:
        print_json({**counts, "articles": hits})
        return
    show_hits(hits)
    out.print(format_counts(counts, *counts))


def _test_on_texts(queries: Mapping[str, str], lines: Iterable[str], *, as_json: bool) -> None:
    from newsvane.topics import find

    for text in filter(None, map(str.strip, lines)):
        passage = _article_from_text(text)
        spans = {name: find(query, passage) for name, query in queries.items()}
        found = {name: _matched_words(text, some) for name, some in spans.items() if some}
        if as_json:
            print_json({"text": text, "language": passage.language, "found": found}, indent=None)
            continue
        out.print(printable_line(text), soft_wrap=True)
        for name, words in found.items():
            out.print(Text.assemble("  ", (printable_line(name), "bold"), f": {printable_line(words)}"), soft_wrap=True)
        if not found:
            out.print("  no match", style="dim")


def _matched_words(text: str, spans: Iterable[Span]) -> list[str]:
    return list(dict.fromkeys(text[span.start : span.end] if span.field == "text" else span.field for span in spans))


def _article_from_text(text: str) -> Article:
    from newsvane.language import identify

    return Article(
        article_id="", url="", canonical_url="", outlet="", title="", text=text, words=len(text.split()),
        language=identify(text).code, fetched_at=datetime.now(UTC),
    )  # fmt: skip
