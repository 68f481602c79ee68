"""A page's bytes -> an Article, or Skipped with the reason. Never raises, whatever the bytes.

Reasons: `empty`, `not_html`, `too_complex`, `no_text` (nothing that is an article: consent and log-in walls, error
pages), `unreadable` (a parser failed; the detail says how). Alone imports trafilatura.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache

from newsvane import language as languages
from newsvane import translation as translations
from newsvane import urls
from newsvane.articles.body import extract_blocks, offered_blocks
from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.boilerplate_text import without_promotions
from newsvane.articles.interstitials import is_wall
from newsvane.articles.lead_trimming import begun
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata as Metadata
from newsvane.articles.metadata import read_metadata
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Feed, Language, Skipped, Topic
from newsvane.settings import get_settings
from newsvane.texts import text_hash, words
from newsvane.topics import load_topics, match

FEW_WORDS = 60
"""A shorter text is an article only where the page says or shows that it is one."""
FULL_WORDS = 100
"""From this length on, what a feed or JSON-LD carries can be the article itself and not its summary."""
MOST_BLOCKS = 200
"""Paragraphs whose language is looked at one by one, on pages with a sign of translation."""


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
    metadata = read_metadata(tree, markup, url=url, entry=entry, now=now)
    pruned = prune(tree)
    blocks = begun(extract_blocks(pruned, tree), pruned, metadata)
    if is_wall(metadata.title, blocks, is_article=metadata.is_article):
        blocks = []
    offers = (metadata.body, entry.content if entry else "")
    signs = translations.find_signs(tree, markup, url=url, blocks=_fullest(blocks, offers))
    blocks = without_promotions(signs.blocks)
    text = "\n\n".join(blocks)
    count = count_words(text)
    if count < (3 if metadata.is_article else FEW_WORDS):
        raise Terminal(f"{count} words that are no article", reason="no_text")
    found, shares = languages.identify_blocks(blocks, expected=_expected(entry, feed, metadata))
    translation = translations.judge(
        signs,
        language=found.code,
        blocks=_block_languages(blocks, found) if signs.are_there else (),
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
        published_zone=metadata.published_zone,
        published_precision=metadata.published_precision,
        updated_at=metadata.updated_at,
        fetched_at=now,
        section=metadata.section,
        text=text,
        text_hash=text_hash(text),
        words=count,
        image_url=metadata.image_url,
        alternates=metadata.alternates,
        paywalled=metadata.paywalled,
        liveblog=metadata.liveblog,
        country=feed.country if feed else None,
        outlet_kind=feed.kind if feed else "other",
        language=found.code,
        language_confidence=found.confidence,
        languages=tuple(shares),
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


def _block_languages(blocks: Sequence[str], found: Language) -> list[tuple[str, int]]:
    """The language and the words of each block, of at most so many."""
    codes = (languages.identify(block, expected=(found.code,)).code for block in blocks[:MOST_BLOCKS])
    return [(code, count_words(block)) for code, block in zip(codes, blocks, strict=False)]


def _fullest(blocks: list[str], offers: Iterable[str]) -> list[str]:
    """The page's paragraphs, or those of the first offer that is an article where the page shows at most half of it."""
    enough = max(FULL_WORDS, 2 * count_words("\n\n".join(blocks)))
    for offer in offers:
        if len(offer) >= enough and count_words("\n".join(offered := offered_blocks(offer))) >= enough:
            return offered
    return blocks


@cache
def _watched() -> tuple[Topic, ...]:
    path = get_settings().watch / "topics.toml"
    return load_topics(path.read_text("utf-8"), path=str(path)) if path.exists() else ()
