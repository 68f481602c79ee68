"""Build articles and lexicons for the tests of names."""

from datetime import UTC, datetime

from newsvane.names import Lexicon, build_lexicon, parse_entities
from newsvane.names import find_names as find_in_article
from newsvane.records import Article, NameMention


def build_article(text: str, language: str, *, title: str = "") -> Article:
    """Return an article with this text."""
    return Article(
        article_id="a1_example",
        url="https://news.example/1",
        canonical_url="https://news.example/1",
        outlet="news.example",
        title=title,
        text=text,
        language=language,
        words=len(text.split()),
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def find_names(text: str, language: str, *, title: str = "", lexicon: Lexicon | None = None) -> dict[str, NameMention]:
    """Return the names of a text, by id."""
    found = find_in_article(build_article(text, language, title=title), lexicon or build_lexicon())
    return {each.entity_id: each for each in found}


def find_ids(text: str, language: str, *, title: str = "", lexicon: Lexicon | None = None) -> set[str]:
    """Return the ids of the names of a text, each with its kind: person:edi-rama."""
    found = find_names(text, language, title=title, lexicon=lexicon)
    return {f"{each.kind}:{each.entity_id}" for each in found.values()}


def extend_lexicon(toml: str) -> Lexicon:
    """Return the shipped lexicon with an entities.toml on top."""
    return build_lexicon(parse_entities(toml, path="entities.toml", known=build_lexicon().entities))
