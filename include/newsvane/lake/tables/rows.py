"""Build rows of `articles` and `article_sketches` from records."""

from typing import Any

from newsvane import urls
from newsvane.lake.engine.sql import flatten
from newsvane.observation import reported_at
from newsvane.records import Article, Sketch

TEXT_KEY_DIGITS = 15
"""`text_key` is made of this many hexadecimal digits of a text's hash: as many as fit a BIGINT."""


def build_article_row(article: Article, run_id: str = "") -> dict[str, Any]:
    """Return the row of `articles` for an article. `run_id`: not needed if the row is only compared."""
    source = article.translation.source_url
    return flatten(
        article,
        "translation",
        "raw",
        text=article.text or None,
        translation_source_canonical=canonical_or_same(source) if source else None,
        run_id=run_id,
    )


def build_sketch_row(article: Article, sketch: Sketch | None) -> dict[str, Any]:
    """Return the row of `article_sketches` for an article. `sketch`: None for an article without text."""
    from newsvane.stories import as_first_read  # noqa: PLC0415 - slow to import, and only writing needs it

    text_hash = as_first_read(article).text_hash
    return {
        "article_id": article.article_id,
        "day": reported_at(article).date().isoformat(),
        "outlet": article.outlet,
        "buckets": sketch.bands if sketch else (),
        "shingles": sketch.shingles if sketch else 0,
        "text_key": int(text_hash[:TEXT_KEY_DIGITS], 16) if text_hash else None,
        "lines": sketch.lines if sketch else (),
        "keys": sketch.keys if sketch else (),
        "embedding": sketch.embedding if sketch else (),
    }


def canonical_or_same(url: str) -> str:
    """Return the canonical form of an address, or the address itself if it has none."""
    try:
        return urls.canonical(url)
    except ValueError:
        return url
