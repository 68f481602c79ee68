"""`newsvane read`: show how one page is read, with the evidence for each decision. Nothing is stored."""
# ruff: noqa: PLC0415 - importing the extractor takes a second

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from newsvane import telegram, urls
from newsvane.cli.articles.snippets import build_snippet
from newsvane.cli.console import print_error, print_json, print_words, show_facts
from newsvane.cli.options import AsJson, WatchFolder
from newsvane.printable import printable
from newsvane.records import Article, ArticleNames, Page, Skipped
from newsvane.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane read page.html --url https://outlet.example/2026/11/story`")(read)


def read(
    source: Annotated[str, typer.Argument(metavar="URL-or-FILE", help="A URL, or a page on disk.")],
    url: Annotated[str, typer.Option(help="The URL from which the file came.")] = "http://localhost/page",
    watch: WatchFolder = None,
    as_json: AsJson = False,
) -> None:
    """Read one page and show the evidence.

    Shows the article that would land, with the evidence for each decision. Nothing is stored. Exit code 1 if the page
    has no article; the reason is shown.
    """
    from newsvane import configuration, names
    from newsvane.pipeline.ingest.page_reader import PageReader

    settings = get_settings()
    watched = configuration.check_folder(watch) if watch else configuration.check(settings)
    pages = PageReader(watched, in_full=True)
    if Path(source).is_file():
        page = Page(url=url, final_url=url, status=200, body=Path(source).read_bytes(), fetched_at=datetime.now(UTC))
    elif source.startswith(("http://", "https://")):
        page = asyncio.run(_fetch(source, settings))
    else:
        hint = f"; `newsvane article {source}` prints an article of the lake" if urls.is_article_id(source) else ""
        raise typer.BadParameter(f"{source!r} is neither a file nor an http(s) URL{hint}")
    found = pages.read(page)
    if as_json:
        print_json(found)
    elif isinstance(found, Article):
        named = names.find_all(found, names.build_lexicon(watched.entities))
        _show(found, {topic.topic_id: topic.query for topic in pages.topics}, named)
    if isinstance(found, Skipped):
        print_error(f"no article: {found.detail or found.reason} (reason: {found.reason})")
        raise typer.Exit(1)


async def _fetch(url: str, settings: Settings) -> Page:
    from newsvane.fetch import Fetcher

    async with Fetcher(settings) as fetcher:
        return await fetcher.get(telegram.find_page_to_read(url) or url, max_bytes=settings.page_max_bytes)


def _show(article: Article, queries: dict[str, str], named: ArticleNames) -> None:
    translation = article.translation
    show_facts({
        "Title": article.title,
        "Authors": article.authors,
        "Outlet": _with_evidence(article.outlet, ", ".join(filter(None, (article.country, article.outlet_kind)))),
        "Address": article.url,
        "Canonical": article.canonical_url,
        "Id": article.article_id,
        "Also at": [f"{each.language}: {each.url}" for each in article.alternates],
        "Section": article.section,
        "Published": _with_evidence(article.published_at, describe_date_evidence(article)),
        "Updated": article.updated_at,
        "Kind": _with_evidence(article.kind.replace("_", " "), "; ".join(article.kind_evidence)),
        "Text": _describe_text(article),
        "Language": _with_evidence(article.language, f"confidence {article.language_confidence:.2f}"),
        "Languages": article.languages if len(article.languages) > 1 else (),
        "Declared language": article.page_language,
        "Machine translation": _with_evidence(translation.state, "; ".join(translation.evidence)),
        "Language of the notice": translation.notice_language,
        "Translated from": [each for each in (translation.source_language, translation.source_url) if each],
        "Topics": [f"{topic} (central)" if topic in article.central_topics else topic for topic in article.topics]
        or "none (off topic)",
        **{
            heading: [f"{each.name} ({each.entity_id})" for each in named.mentions if each.kind == kind]
            for heading, kind in (("People", "person"), ("Organisations", "org"), ("Places", "place"))
        },
        "Happened in": _with_evidence(named.place.name, named.place.evidence) if named.place else "",
        "Picture": article.image_url,
    })
    for topic in article.topics:
        print_words(Text.assemble((f"\n{printable(topic)}: ", "bold"), _topic_evidence(article, queries[topic])))
    print_words(f"\n{printable(article.text)}")


def _describe_text(article: Article) -> str:
    facts = [f"{article.words:,} words"]
    if article.completeness is not None:
        facts.append(f"{article.completeness:.0%} of the text that the page shows")
    if article.paywalled:
        facts.append("behind a paywall")
    return ", ".join(facts)


def describe_date_evidence(article: Article) -> str:
    """Return where the time of publication was found, how precise it is, and in which zone; "" if there is none."""
    if article.published_at is None:
        return ""
    how = f"{article.published_source}, to the {article.published_precision}"
    if article.published_source in {"feed", "url"}:
        return how
    zone = f"from zone {article.published_zone} to UTC" if article.published_zone else "no time zone, read as UTC"
    return f"{how}, {zone}"


def _topic_evidence(article: Article, query: str) -> Text:
    from newsvane.topics import find

    return build_snippet(article, find(query, article))


def _with_evidence(value: object, evidence: str) -> str:
    return f"{printable(value) or 'unknown'} ({evidence})" if evidence else printable(value)
