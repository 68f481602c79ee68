"""Read one page: decode it, find its text and metadata, identify language and translation, match topics."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lxml.html import HtmlElement

from newsvane import language as language_detection
from newsvane import translation as translation_detection
from newsvane import urls
from newsvane.articles.body import extract_blocks, split_content
from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.boilerplate_text import drop_boilerplate
from newsvane.articles.interstitials import is_interstitial
from newsvane.articles.lead_trimming import trim_lead
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata, read_metadata
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Feed, Language, Skipped, Topic, Translation
from newsvane.texts import text_hash, words
from newsvane.topics import assign_topics

MIN_WORDS = 60
"""A shorter text is an article only if the page marks itself as one."""
MIN_WORDS_OF_MARKED_ARTICLE = 3
"""The minimum number of words if the page marks itself as an article."""
MIN_WORDS_OF_FULL_TEXT = 100
"""A shorter text in a feed or in JSON-LD is a summary, not the article itself."""
MAX_IDENTIFIED_BLOCKS = 200
"""On pages with a signal of translation, the language is identified separately for this many paragraphs."""
MAX_DETAIL = 300
"""Characters of the explanation in a `Skipped` record."""


def read_article(
    html: bytes,
    *,
    url: str,
    entry: Entry | None = None,
    now: datetime | None = None,
    topics: Sequence[Topic] | None = None,
    feed: Feed | None = None,
) -> Article | Skipped:
    """Read one page. Never raises, whatever the bytes.

    `url`: the address that answered. `entry`: what a feed said about the page, for facts that the page does not state.
    `feed`: the outlet's entry in the watch list; its language decides doubtful cases, its country and kind are copied
    to the article. `now`: when the page was fetched; the current time by default. `topics`: the topics to match, for
    example those of `newsvane.topics.load_topics(…)`; none by default, because settings are never read.

    The reasons of a `Skipped`: `empty`, `not_html`, `too_complex`, `no_text` (the page holds no article, for example a
    consent or log-in page, or an error page), `unreadable` (a parser failed; the detail says how).
    """
    now = now or datetime.now(UTC)
    try:
        return _read(html, url, entry=entry, feed=feed, now=now, topics=topics or ())
    except NewsvaneError as error:
        reason, detail = error.reason, str(error)
    except Exception as error:  # a parser that fails on hostile bytes must not end the batch
        reason, detail = "unreadable", f"{type(error).__name__}: {error}"
    return Skipped(
        url=clean(url),
        stage="read",
        reason=reason,
        detail=clean(detail)[:MAX_DETAIL],
        feed_id=entry.feed_id or None if entry else None,
        entry_id=entry.entry_id if entry else None,
        at=now,
    )


def count_words(text: str) -> int:
    """Count the words between spaces. In scripts without spaces, count two characters as one word."""
    found = words(text)
    unspaced = sum(len(word) == 1 and word >= "\u0e00" for word in found)
    return len(found) - unspaced // 2


def _read(
    html: bytes, url: str, *, entry: Entry | None, feed: Feed | None, now: datetime, topics: Sequence[Topic]
) -> Article:
    markup = decode(html)
    tree = parse(markup)
    metadata = read_metadata(tree, markup, url=url, entry=entry, now=now)
    blocks = _extract_text(tree, metadata)
    blocks = _prefer_full_text(blocks, (metadata.body, entry.content if entry else ""))
    signals = translation_detection.find_signals(tree, markup, url=url, blocks=blocks)
    blocks = drop_boilerplate(signals.blocks)
    _check_length(blocks, metadata)
    language, shares = language_detection.identify_blocks(blocks, expected=_expected_languages(entry, feed, metadata))
    translation = translation_detection.classify_translation(
        signals,
        language=language.code,
        blocks=_identify_each(blocks, language) if signals.has_evidence else (),
        page_language=metadata.page_language,
    )
    article = _build_article(
        metadata,
        blocks,
        url=url,
        is_proxied=signals.proxy is not None,
        language=language,
        languages=tuple(shares),
        translation=translation,
        entry=entry,
        feed=feed,
        now=now,
    )
    return assign_topics(article, topics) if topics else article


def _extract_text(tree: HtmlElement, metadata: Metadata) -> list[str]:
    """Return the paragraphs of the article; an empty list if the page is an interstitial or an error page."""
    pruned = prune(tree)
    blocks = trim_lead(extract_blocks(pruned, tree), pruned, metadata)
    return [] if is_interstitial(metadata.title, blocks, is_article=metadata.is_article) else blocks


def _prefer_full_text(blocks: list[str], contents: Iterable[str]) -> list[str]:
    """Return the first full text in `contents` (JSON-LD, feed) that is twice as long as the blocks, else the blocks."""
    minimum = max(MIN_WORDS_OF_FULL_TEXT, 2 * count_words("\n\n".join(blocks)))
    for content in contents:
        if len(content) >= minimum and count_words("\n".join(full_text := split_content(content))) >= minimum:
            return full_text
    return blocks


def _check_length(blocks: Sequence[str], metadata: Metadata) -> None:
    """Raise Terminal if the text is too short for an article."""
    minimum = MIN_WORDS_OF_MARKED_ARTICLE if metadata.is_article else MIN_WORDS
    if (count := count_words("\n\n".join(blocks))) < minimum:
        message = f"the page holds no article: its text has {count} words, at least {minimum} are needed"
        raise Terminal(message, reason="no_text")


def _expected_languages(entry: Entry | None, feed: Feed | None, metadata: Metadata) -> set[str]:
    """Return the languages that the watch list, the feed and the page declare, without their regions."""
    declared = (feed and feed.language, entry and entry.language, metadata.page_language)
    return {code.lower().split("-")[0] for code in declared if code}


def _identify_each(blocks: Sequence[str], language: Language) -> list[tuple[str, int]]:
    """Return the language and the word count of each of the first MAX_IDENTIFIED_BLOCKS blocks."""
    return [
        (language_detection.identify(block, expected=(language.code,)).code, count_words(block))
        for block in blocks[:MAX_IDENTIFIED_BLOCKS]
    ]


def _build_article(
    metadata: Metadata,
    blocks: Sequence[str],
    *,
    url: str,
    is_proxied: bool,
    language: Language,
    languages: tuple[str, ...],
    translation: Translation,
    entry: Entry | None,
    feed: Feed | None,
    now: datetime,
) -> Article:
    text = "\n\n".join(blocks)
    # A translated page that names the original as its canonical address is still an article of its own.
    is_original_named = metadata.canonical_url == translation.source_url
    canonical_url = urls.canonical(url) if is_original_named else metadata.canonical_url
    outlet_url = (translation.source_url if is_proxied else None) or canonical_url
    return Article(
        article_id=urls.article_id(canonical_url),
        url=url,
        canonical_url=canonical_url,
        claimed_url=metadata.claimed_url,
        outlet=urls.outlet(outlet_url),
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
        words=count_words(text),
        image_url=metadata.image_url,
        alternates=metadata.alternates,
        paywalled=metadata.paywalled,
        liveblog=metadata.liveblog,
        country=feed.country if feed else None,
        outlet_kind=feed.kind if feed else "other",
        language=language.code,
        language_confidence=language.confidence,
        languages=languages,
        page_language=metadata.page_language,
        translation=translation,
    )
