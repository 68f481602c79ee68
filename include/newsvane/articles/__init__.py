"""A page's bytes -> an Article, or Skipped with the reason. Never raises, whatever the bytes.

Reasons: `empty`, `not_html`, `too_complex`, `no_text` (nothing that is an article: consent and log-in walls, error
pages), `unreadable` (a parser failed; the detail says how). Alone imports trafilatura.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from newsvane import language as languages
from newsvane import translation as translations
from newsvane import urls
from newsvane.articles.body import extract_blocks, feed_blocks
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata as Metadata
from newsvane.articles.metadata import believe, read_metadata
from newsvane.articles.promotions import without_promotions
from newsvane.articles.walls import is_wall
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Feed, Skipped, Topic
from newsvane.settings import get_settings
from newsvane.texts import text_hash, words
from newsvane.topics import load_topics, match

FEW_WORDS = 60
"""A shorter text is an article only where the page says or shows that it is one."""
FULL_WORDS = 100
"""From this length on, what a feed carries can be the article itself and not its summary."""


def read_article(
    html: bytes,
    *,
    url: str,
    entry: Entry | None = None,
    now: datetime | None = None,
    topics: Sequence[Topic] | None = None,
    feed: Feed | None = None,
) -> Article | Skipped:
    """Read one page.

    `url`: the address that answered. `entry`: what the feed said of it, a witness where the page is silent. `feed`:
    what the watch list says of the outlet: its language tips a doubtful text, its country and kind are the article's.
    `now`: when the page was fetched (default: the clock). `topics`: to label with (default: the watch list's).
    """
    now = now or datetime.now(UTC)
    try:
        watched = _watched() if topics is None else topics
        return _read(html, url, entry=entry, feed=feed, now=now, topics=watched)
    except NewsvaneError as error:
        reason, detail = error.reason, str(error)
    except Exception as error:  # a parser's own failure on hostile bytes must not end the batch
        reason, detail = "unreadable", f"{type(error).__name__}: {error}"
    return Skipped(
        url=clean(url),
        stage="read",
        reason=reason,
        detail=clean(detail)[:300],
        feed_id=entry.feed_id or None if entry else None,
        entry_id=entry.entry_id if entry else None,
        at=now,
    )


def _read(
    html: bytes, url: str, *, entry: Entry | None, feed: Feed | None, now: datetime, topics: Sequence[Topic]
) -> Article:
    markup = decode(html)
    tree = parse(markup)
    metadata = believe(read_metadata(tree, url=url, now=now), entry, now)
    blocks = extract_blocks(tree)
    if is_wall(metadata.title, "\n".join(blocks), is_article=metadata.is_article):
        blocks = []
    signs = translations.find_signs(tree, markup, url=url, blocks=_fuller(blocks, entry))
    text = "\n\n".join(without_promotions(_without_title(signs.blocks, metadata.title)))
    count = count_words(text)
    if count < (3 if metadata.is_article else FEW_WORDS):
        raise Terminal(f"{count} words that are no article", reason="no_text")
    found = languages.identify(text, expected=_expected(entry, feed, metadata))
    translation = translations.judge(
        signs,
        language=found.code,
        blocks=_block_languages(text) if signs.are_there else (),
        page_language=metadata.page_language,
    )
    own = urls.canonical(url) if metadata.canonical_url == translation.source_url else metadata.canonical_url
    article = Article(
        article_id=urls.article_id(own),
        url=url,
        canonical_url=own,
        outlet=urls.outlet(translation.source_url if signs.proxy and translation.source_url else own),
        feed_id=entry.feed_id or None if entry else None,
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
        country=feed.country if feed else None,
        outlet_kind=feed.kind if feed else "other",
        language=found.code,
        language_confidence=found.confidence,
        page_language=metadata.page_language,
        translation=translation,
    )
    return article.model_copy(update={"topics": match(article, topics)}) if topics else article


def _expected(entry: Entry | None, feed: Feed | None, page: Metadata) -> set[str]:
    """The languages that the watch list, the feed and the page lead one to expect."""
    named = (feed and feed.language, entry and entry.language, page.page_language)
    return {code.lower().split("-")[0] for code in named if code}


def count_words(text: str) -> int:
    """Words between spaces; in scripts without spaces two characters count as one word."""
    found = words(text)
    unspaced = sum(len(word) == 1 and word >= "\u0e00" for word in found)
    return len(found) - unspaced // 2


def _block_languages(text: str) -> list[tuple[str, int]]:
    """The language and the words of each block."""
    blocks = text.split("\n\n")
    found = languages.identify_blocks(blocks)
    return [(language.code, count_words(block)) for block, language in zip(blocks, found, strict=True)]


def _without_title(blocks: Sequence[str], title: str) -> list[str]:
    """The blocks without a first one that repeats the title."""
    repeated = bool(title and blocks) and words(blocks[0]) == words(title)
    return list(blocks[1:] if repeated else blocks)


def _fuller(blocks: list[str], entry: Entry | None) -> list[str]:
    """The page's paragraphs, or the feed's where it carries the article and the page at most half of it."""
    if entry is None or len(entry.content) < FULL_WORDS:
        return blocks
    offered = feed_blocks(entry.content)
    enough = max(FULL_WORDS, 2 * count_words("\n".join(blocks)))
    return offered if count_words("\n".join(offered)) >= enough else blocks


@cache
def _watched() -> tuple[Topic, ...]:
    path = get_settings().watch / "topics.toml"
    return load_topics(path.read_text("utf-8"), path=str(path)) if path.exists() else ()
