"""Read one page: decode it, find its text and metadata, identify language and translation, match topics."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain

from lxml.html import HtmlElement

from newsvane import language as language_detection
from newsvane import translation as translation_detection
from newsvane import urls
from newsvane.articles.article_builder import TextFacts, compose_article
from newsvane.articles.block_texts import split_into_blocks
from newsvane.articles.body import count_characters, extract_blocks, find_paragraphs, split_content
from newsvane.articles.boilerplate_dom import prune
from newsvane.articles.boilerplate_text import drop_boilerplate
from newsvane.articles.interstitials import MAX_INTERSTITIAL_WORDS, find_interstitial, is_gate
from newsvane.articles.lead_trimming import trim_lead
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata, read_metadata
from newsvane.articles.observed_page import ObservedPage
from newsvane.articles.page_kinds import FoundKind, NotAnArticle, classify_page
from newsvane.articles.page_layout import Layout
from newsvane.articles.telegram_post import KIND, TelegramPost, read_telegram_post
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Feed, Language, Skipped, Topic
from newsvane.texts import count_words, is_inflated, text_hash
from newsvane.topics import Gate, assign_topics

MIN_WORDS = 3
"""A shorter text is none."""
MAX_WORDS = 40_000
"""The longest text on 400 large public pages has 11,700 words. Each word costs time again when the article is grouped,
searched and shown."""
MIN_WORDS_OF_FULL_TEXT = 100
"""A shorter text in a feed or in JSON-LD is a summary, not the article itself."""
MAX_IDENTIFIED_BLOCKS = 200
"""On pages with a signal of translation, the language is identified separately for this many paragraphs."""
MAX_DETAIL = 300
"""Characters of the explanation in a `Skipped` record."""


def read_article(
    html: bytes | str,
    *,
    url: str,
    entry: Entry | None = None,
    now: datetime | None = None,
    topics: Sequence[Topic] | None = None,
    feed: Feed | None = None,
    gate: Gate | None = None,
) -> Article | Skipped:
    """Read one page. Never raises, whatever the bytes.

    `html`: bytes as they were received, whose encoding is found out; or text that is decoded already. `url`: the
    address that answered. `entry`: what a feed said about the page, for facts that the page does not state. `feed`: the
    outlet's entry in the watch list; its language decides doubtful cases, its country and kind are copied to the
    article. `now`: when the page was fetched; the current time by default. `topics`: the topics to match, for example
    those of `newsvane.topics.load_topics(…)`; none by default, because settings are never read. `gate`: that of these
    topics; a page that it rejects is read quickly: its text is taken from its paragraphs as they stand (`text_hash` is
    then ""), or extracted, but not examined for signs of translation.

    The reasons of a `Skipped`: `empty`, `not_html`, `too_complex`, `not_article` (the page is something else, see its
    kind: a consent or log-in page, an error page, a list of articles …), `no_text`, `unreadable` (a parser failed; the
    detail says how).
    """
    now = now or datetime.now(UTC)
    try:
        markup = decode(html if isinstance(html, bytes) else html.encode("utf-8-sig", "replace"))
        page = ObservedPage(url, markup, parse(markup), entry, feed, now)
        return _read(page, topics or (), gate)
    except NewsvaneError as error:
        reason, detail = error.reason, str(error)
        kind, hash_ = (error.kind, error.text_hash) if isinstance(error, NotAnArticle) else (None, "")
    except Exception as error:  # a parser that fails on hostile bytes must not end the batch
        reason, detail, kind, hash_ = "unreadable", f"{type(error).__name__}: {error}", None, ""
    return Skipped(
        url=clean(url),
        stage="read",
        reason=reason,
        detail=clean(detail)[:MAX_DETAIL],
        kind=kind,
        feed_id=entry.feed_id or None if entry else None,
        entry_id=entry.entry_id if entry else None,
        at=now,
        text_hash=hash_,
    )


def _read(page: ObservedPage, topics: Sequence[Topic], gate: Gate | None) -> Article:
    if post := read_telegram_post(page.tree, url=page.url, now=page.now):
        return assign_topics(_read_post(page, post), topics)
    metadata = read_metadata(page.tree, page.markup, url=page.url, entry=page.entry, now=page.now)
    pruned = prune(page.tree)
    if gate and (quick := _read_quickly(page, gate, metadata, pruned)):
        return quick
    return _read_in_full(page, topics, gate, metadata, pruned)


def _read_in_full(
    page: ObservedPage, topics: Sequence[Topic], gate: Gate | None, metadata: Metadata, pruned: HtmlElement
) -> Article:
    """Return the article with its topics; without them and signs of translation if no topic can match its text."""
    extraction = extract_blocks(pruned, page.tree)
    _require_bounded(extraction.blocks)
    blocks = trim_lead(extraction.blocks, pruned, metadata)
    try:
        found = _find_kind(page, metadata, blocks, pruned)
    except NotAnArticle as error:
        error.text_hash = text_hash("\n\n".join(drop_boilerplate(blocks)))
        raise
    full_text = _prefer_full_text(blocks, _list_other_texts(metadata, page.entry))
    if full_text is not blocks:
        _require_bounded(full_text)
    if gate and _is_off_topic(page, gate, metadata, [[block] for block in full_text]):
        blocks = drop_boilerplate(full_text)
        completeness = _measure_completeness(blocks, extraction.shown)
        return _compose_quickly(page, metadata, blocks, found, is_extracted=True, completeness=completeness)
    signals = translation_detection.find_signals(page.tree, page.markup, url=page.url, blocks=full_text)
    blocks = drop_boilerplate(signals.blocks)
    text = "\n\n".join(blocks)
    count = _count_required_words(text)
    expected = page.expected_languages(metadata.page_language)
    language, shares = language_detection.identify_blocks(blocks, expected=expected)
    translation = translation_detection.classify_translation(
        signals,
        language=language.code,
        blocks=_identify_each(blocks, language) if signals.has_evidence else (),
        page_language=metadata.page_language,
    )
    facts = TextFacts(
        words=count,
        language=language,
        languages=tuple(shares),
        translation=translation,
        is_proxied=signals.proxy is not None,
        text_hash=text_hash(text),
        completeness=_measure_completeness(blocks, extraction.shown),
    )
    return assign_topics(compose_article(page, metadata, blocks, found, facts), topics)


def _read_post(page: ObservedPage, post: TelegramPost) -> Article:
    """Return the article of a Telegram post, however short it is."""
    _require_bounded(post.blocks)
    signals = translation_detection.find_signals(page.tree, page.markup, url=post.url, blocks=post.blocks)
    blocks = signals.blocks or post.blocks
    text = "\n\n".join(blocks)
    expected = page.expected_languages(post.metadata.page_language)
    language, shares = language_detection.identify_blocks(blocks, expected=expected)
    facts = TextFacts(
        words=count_words(text),
        language=language,
        languages=tuple(shares),
        translation=translation_detection.classify_translation(
            signals, language=language.code, blocks=(), page_language=None
        ),
        text_hash=text_hash(text),
        completeness=1.0,
    )
    return compose_article(page._replace(url=post.url), post.metadata, blocks, KIND, facts)


def _read_quickly(page: ObservedPage, gate: Gate, metadata: Metadata, pruned: HtmlElement) -> Article | None:
    """Return the article if no topic can match it and the page clearly shows one; None if it must be read in full."""
    if not (page.is_listed or metadata.describes_itself):
        return None
    blocks = find_paragraphs(pruned)
    if not MAX_INTERSTITIAL_WORDS < count_words("\n\n".join(blocks)) <= MAX_WORDS:
        return None
    if not _is_off_topic(page, gate, metadata, split_into_blocks(pruned)):
        return None
    try:
        found = _find_kind(page, metadata, blocks, pruned)
    except NotAnArticle:
        return None
    return _compose_quickly(page, metadata, blocks, found)


def _is_off_topic(page: ObservedPage, gate: Gate, metadata: Metadata, blocks: Iterable[Iterable[str]]) -> bool:
    """Return whether no topic can match what is made of these blocks, each given as the pieces of its text.

    The outlet of a translation is not known yet.
    """
    if translation_detection.unwrap_proxy_url(page.url):
        return False
    others = ([text] for text in (metadata.title, *_list_other_texts(metadata, page.entry)))
    outlets = {urls.outlet(each) for each in (page.url, metadata.canonical_url)}
    country = page.feed.country if page.feed else None
    return not gate.may_match(chain(others, blocks), outlets=outlets, country=country)


def _compose_quickly(
    page: ObservedPage,
    metadata: Metadata,
    blocks: Sequence[str],
    found: FoundKind,
    *,
    is_extracted: bool = False,
    completeness: float | None = None,
) -> Article:
    """Return the article without topics and signs of translation. `is_extracted`: its text is that of full reading."""
    text = "\n\n".join(blocks)
    count = _count_required_words(text)
    expected = page.expected_languages(metadata.page_language)
    confirmed = None if is_extracted else language_detection.confirm(text, expected)
    language = confirmed or language_detection.identify(text, expected=expected)
    languages = () if language.code == language_detection.UNDETERMINED.code else (language.code,)
    hash_ = text_hash(text) if is_extracted else ""
    facts = TextFacts(count, language, languages, text_hash=hash_, completeness=completeness)
    return compose_article(page, metadata, blocks, found, facts)


def _count_required_words(text: str) -> int:
    """Count the words of a text. Raises Terminal if it has too few for an article."""
    if (count := count_words(text)) < MIN_WORDS:
        message = f"the page holds no article: its text has {count} words, at least {MIN_WORDS} are needed"
        raise Terminal(message, reason="no_text")
    return count


def _find_kind(page: ObservedPage, metadata: Metadata, blocks: Sequence[str], pruned: HtmlElement) -> FoundKind:
    """Return which kind of coverage the page is. Raises NotAnArticle if it is none."""
    if kind := find_interstitial(metadata.headlines, blocks, is_article=metadata.is_article):
        raise NotAnArticle(kind, "its title, or its few words")
    if not metadata.describes_itself and is_gate(page.tree, page.markup, blocks):
        raise NotAnArticle("wall", "it asks for a password, or tests for robots")
    layout = Layout(page, blocks, pruned)
    return classify_page(metadata, layout, url=page.url, markup=page.markup, is_listed=page.is_listed)


def _require_bounded(blocks: Sequence[str]) -> None:
    """Raise Terminal if a text is too long to be grouped with others."""
    text = "\n\n".join(blocks)
    if is_inflated(text):
        raise Terminal("more than one in 20 characters of the text stands for a whole phrase", reason="too_complex")
    if (count := count_words(text)) > MAX_WORDS:
        raise Terminal(f"the text has {count:,} words, at most {MAX_WORDS:,} are kept", reason="too_complex")


def _measure_completeness(blocks: Sequence[str], shown: int) -> float | None:
    """Return the share of the letters shown that the text has; None if the page shows no paragraphs."""
    return round(min(1.0, count_characters(blocks) / shown), 2) if shown else None


def _list_other_texts(metadata: Metadata, entry: Entry | None) -> list[str]:
    """Return the article's text, or a summary of it, from JSON-LD, the feed and meta tags."""
    return [metadata.body, entry.content if entry else "", *metadata.descriptions]


def _prefer_full_text(blocks: list[str], contents: Iterable[str]) -> list[str]:
    """Return the first full text in `contents` that is twice as long as the blocks, else the blocks.

    A page without any text (a video, a gallery) has at least its summary.
    """
    if not blocks:
        return max((split_content(content) for content in contents), key=count_characters, default=[])
    minimum = max(MIN_WORDS_OF_FULL_TEXT, 2 * count_words("\n\n".join(blocks)))
    for content in contents:
        if len(content) >= minimum and count_words("\n".join(full_text := split_content(content))) >= minimum:
            return full_text
    return blocks


def _identify_each(blocks: Sequence[str], language: Language) -> list[tuple[str, int]]:
    """Return the language and the word count of each of the first MAX_IDENTIFIED_BLOCKS blocks."""
    return [
        (language_detection.identify(block, expected=(language.code,)).code, count_words(block))
        for block in blocks[:MAX_IDENTIFIED_BLOCKS]
    ]
