"""A page's bytes -> an Article, or Skipped with the reason. Never raises, whatever the bytes.

Reasons: `empty`, `not_html`, `too_complex`, `no_text` (nothing that is an article: consent and log-in walls, error
pages), `unreadable` (a parser failed; the detail says how). Alone imports trafilatura.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from newsvane import language as languages
from newsvane import translation as translations
from newsvane import urls
from newsvane.articles.body import extract_blocks
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata, believe, read_metadata
from newsvane.articles.promotions import without_promotions
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Skipped, Topic
from newsvane.settings import get_settings
from newsvane.texts import text_hash, words
from newsvane.topics import load_topics, match

FEW_WORDS = 60
"""A shorter text is an article only where the page says or shows that it is one."""


def read_article(
    html: bytes,
    *,
    url: str,
    entry: Entry | None = None,
    now: datetime | None = None,
    topics: Sequence[Topic] | None = None,
) -> Article | Skipped:
    """Read one page.

    `url`: the address that answered. `entry`: what the feed said of it, a witness where the page is silent.
    `now`: when the page was fetched (default: the clock). `topics`: to label with (default: the watch list's).
    """
    now = now or datetime.now(UTC)
    try:
        return _read(html, url, entry, now, _watched() if topics is None else topics)
    except NewsvaneError as error:
        reason, detail = error.reason, str(error)
    except Exception as error:  # a parser's own failure on hostile bytes must not end the batch
        reason, detail = "unreadable", f"{type(error).__name__}: {error}"
    return Skipped(
        url=clean(url),
        stage="read",
        reason=reason,
        detail=clean(detail)[:300],
        feed_id=entry.feed_id if entry else None,
        entry_id=entry.entry_id if entry else None,
        at=now,
    )


def _read(html: bytes, url: str, entry: Entry | None, now: datetime, topics: Sequence[Topic]) -> Article:
    markup = decode(html)
    tree = parse(markup)
    metadata = believe(read_metadata(tree, url=url, now=now), entry, now)
    signs = translations.find_signs(tree, markup, url=url, blocks=extract_blocks(tree))
    text = "\n\n".join(without_promotions(signs.blocks))
    count = count_words(text)
    if not _is_article(metadata, count):
        raise Terminal(f"{count} words that are no article", reason="no_text")
    found = languages.identify(text)
    translation = translations.judge(signs, language=found.code, shares=_shares(text) if signs.notices else {})
    own = urls.canonical(url) if metadata.canonical_url == translation.source_url else metadata.canonical_url
    article = Article(
        article_id=urls.article_id(own),
        url=url,
        canonical_url=own,
        outlet=urls.outlet(translation.source_url if signs.proxy and translation.source_url else own),
        feed_id=entry.feed_id if entry else None,
        title=metadata.title,
        authors=metadata.authors,
        published_at=metadata.published_at,
        published_source=metadata.published_source,
        updated_at=metadata.updated_at,
        fetched_at=now,
        text=text,
        text_hash=text_hash(text),
        words=count,
        image_url=metadata.image_url,
        language=found.code,
        language_confidence=found.confidence,
        page_language=metadata.page_language,
        translation=translation,
    )
    return article.model_copy(update={"topics": match(article, topics)}) if topics else article


def count_words(text: str) -> int:
    """Words between spaces; in scripts without spaces two characters count as one word."""
    found = words(text)
    unspaced = sum(len(word) == 1 and word >= "\u0e00" for word in found)
    return len(found) - unspaced // 2


def _shares(text: str) -> dict[str, float]:
    """The part of the words that is in each language, block by block."""
    counts: Counter[str] = Counter()
    blocks = text.split("\n\n")
    for block, found in zip(blocks, languages.identify_blocks(blocks), strict=True):
        counts[found.code] += len(block.split())
    return {code: count / max(1, counts.total()) for code, count in counts.items()}


def _is_article(metadata: Metadata, count: int) -> bool:
    return count >= (3 if metadata.is_article else FEW_WORDS)


@cache
def _watched() -> tuple[Topic, ...]:
    path = get_settings().watch / "topics.toml"
    return load_topics(path.read_text("utf-8"), path=str(path)) if path.exists() else ()
