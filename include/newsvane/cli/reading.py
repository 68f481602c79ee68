"""`newsvane read`: one article as ops and analysts see it, each decision with its evidence. Nothing is landed."""
# ruff: noqa: PLC0415 - reading takes a second to import

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.console import clean, complain, dump, out, show_facts
from newsvane.cli.options import AsJson
from newsvane.cli.snippets import snippet
from newsvane.records import Article, Page, Skipped
from newsvane.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane read page.html --url https://outlet.example/2026/11/story`")(read)


def read(
    source: Annotated[str, typer.Argument(metavar="URL-or-FILE", help="An address, or a page on disk.")],
    url: Annotated[str, typer.Option(help="The address that the file came from.")] = "http://localhost/",
    as_json: AsJson = False,
) -> None:
    """Read one page and show the evidence.

    What is shown is what would land: each decision with what it rests on. Nothing is landed. Exit code 1 where the
    page holds no article; the reason is shown.
    """
    from newsvane.articles import read_article
    from newsvane.pipeline.watch import load_topics

    settings = get_settings()
    topics = load_topics(settings)
    if Path(source).is_file():
        body, address, now = Path(source).read_bytes(), url, datetime.now(UTC)
    elif source.startswith(("http://", "https://")):
        page = asyncio.run(_fetch(source, settings))
        body, address, now = page.body, page.final_url, page.fetched_at
    else:
        raise typer.BadParameter(f"{source!r} is neither a file nor an http(s) address")
    found = read_article(body, url=address, now=now, topics=topics)
    if as_json:
        dump(found)
    elif isinstance(found, Article):
        _show(found, {topic.topic_id: topic.query for topic in topics})
    if isinstance(found, Skipped):
        complain(f"no article: {found.reason} ({found.detail})")
        raise typer.Exit(1)


async def _fetch(url: str, settings: Settings) -> Page:
    from newsvane.fetch import Fetcher

    async with Fetcher(settings) as fetcher:
        return await fetcher.get(url, max_bytes=settings.page_max_bytes)


def _show(article: Article, queries: dict[str, str]) -> None:
    translation = article.translation
    show_facts({
        "Title": article.title,
        "Authors": article.authors,
        "Outlet": article.outlet,
        "Address": article.url,
        "Canonical": article.canonical_url,
        "Id": article.article_id,
        "Published": _with(article.published_at, article.published_source),
        "Updated": article.updated_at,
        "Language": _with(article.language, f"confidence {article.language_confidence:.2f}"),
        "Page declares": article.page_language,
        "Translation": _with(translation.state, "; ".join(translation.evidence)),
        "Notice in": translation.notice_language,
        "Translated from": [each for each in (translation.source_language, translation.source_url) if each],
        "Topics": article.topics or "none: off topic",
        "Words": article.words,
        "Picture": article.image_url,
    })
    for topic in article.topics:
        out.print(Text.assemble((f"\n{clean(topic)}: ", "bold"), _evidence(article, queries[topic])))
    out.print(f"\n{clean(article.text)}")


def _evidence(article: Article, query: str) -> Text:
    from newsvane.topics import find

    return snippet(article, find(query, article))


def _with(value: object, evidence: str) -> str:
    return f"{clean(value) or 'not known'} ({evidence})" if evidence else clean(value)
