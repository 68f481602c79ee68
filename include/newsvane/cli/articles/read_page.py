"""`newsvane read`: one article as ops and analysts see it, each decision with its evidence. Nothing is landed."""
# ruff: noqa: PLC0415 - reading takes a second to import

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from newsvane.cli.articles.snippets import snippet
from newsvane.cli.console import clean, complain, dump, out, show_facts
from newsvane.cli.options import AsJson
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
    from newsvane.pipeline.ingest.page_reader import PageReader

    settings = get_settings()
    pages = PageReader(settings)
    if Path(source).is_file():
        page = Page(url=url, final_url=url, status=200, body=Path(source).read_bytes(), fetched_at=datetime.now(UTC))
    elif source.startswith(("http://", "https://")):
        page = asyncio.run(_fetch(source, settings))
    else:
        raise typer.BadParameter(f"{source!r} is neither a file nor an http(s) address")
    found = pages.read(page)
    if as_json:
        dump(found)
    elif isinstance(found, Article):
        _show(found, {topic.topic_id: topic.query for topic in pages.topics})
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
        "Outlet": _with(article.outlet, ", ".join(filter(None, (article.country, article.outlet_kind)))),
        "Address": article.url,
        "Canonical": article.canonical_url,
        "Id": article.article_id,
        "Also at": [f"{each.language}: {each.url}" for each in article.alternates],
        "Section": article.section,
        "Published": _with(article.published_at, _how_published(article)),
        "Updated": article.updated_at,
        "Kind": [
            name for name, is_so in (("behind a paywall", article.paywalled), ("live", article.liveblog)) if is_so
        ],
        "Language": _with(article.language, f"confidence {article.language_confidence:.2f}"),
        "Mixed of": article.languages if len(article.languages) > 1 else (),
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


def _how_published(article: Article) -> str:
    if article.published_at is None:
        return ""
    how = f"{article.published_source}, to the {article.published_precision}"
    if article.published_source in {"feed", "url"}:
        return how
    return f"{how}, {f'zone {article.published_zone}' if article.published_zone else 'no zone: taken as UTC'}"


def _evidence(article: Article, query: str) -> Text:
    from newsvane.topics import find

    return snippet(article, find(query, article))


def _with(value: object, evidence: str) -> str:
    return f"{clean(value) or 'not known'} ({evidence})" if evidence else clean(value)
