"""Read one page: decode it, find its text and metadata, identify language and translation, match topics."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lxml.html import HtmlElement

from newsvane import language as language_detection
from newsvane import translation as translation_detection
from newsvane import urls
from newsvane.articles.body import count_characters, extract_blocks, find_paragraphs, split_content
from newsvane.articles.boilerplate_dom import count_letters, prune
from newsvane.articles.boilerplate_text import drop_boilerplate
from newsvane.articles.interstitials import MAX_INTERSTITIAL_WORDS, find_interstitial
from newsvane.articles.lead_trimming import trim_lead
from newsvane.articles.markup import clean, decode, parse
from newsvane.articles.metadata import Metadata, read_metadata
from newsvane.articles.page_kinds import FoundKind, Layout, NotAnArticle, classify_page
from newsvane.articles.page_shapes import SENTENCE_END, measure_shapes
from newsvane.articles.teasers import measure_teasers
from newsvane.articles.telegram_post import KIND, TelegramPost, read_telegram_post
from newsvane.errors import NewsvaneError, Terminal
from newsvane.records import Article, Entry, Feed, Language, Skipped, Topic, Translation
from newsvane.texts import is_inflated, text_hash, words
from newsvane.topics import Gate, assign_topics

MIN_WORDS = 3
"""A shorter text is none."""
MAX_WORDS = 40_000
"""The longest text on 400 large public pages has 11,700 words. Each word costs time again when the article is grouped,
searched and shown."""
MAX_CELL_LETTERS = 60
MAX_LINKS_OF_BARE_PAGE = 5
MIN_TEXT_SHARE = 0.6
"""A page that is nothing but a text, like one for printing, has this share of its letters in it, and hardly a link."""
MIN_WORDS_OF_FULL_TEXT = 100
"""A shorter text in a feed or in JSON-LD is a summary, not the article itself."""
MAX_IDENTIFIED_BLOCKS = 200
"""On pages with a signal of translation, the language is identified separately for this many paragraphs."""
MAX_DETAIL = 300
"""Characters of the explanation in a `Skipped` record."""
_UNSPACED_LETTER = re.compile("[\u0e00-\U0010ffff]")


def read_article(
    html: bytes,
    *,
    url: str,
    entry: Entry | None = None,
    now: datetime | None = None,
    topics: Sequence[Topic] | None = None,
    feed: Feed | None = None,
    gate: Gate | None = None,
) -> Article | Skipped:
    """Read one page. Never raises, whatever the bytes.

    `url`: the address that answered. `entry`: what a feed said about the page, for facts that the page does not state.
    `feed`: the outlet's entry in the watch list; its language decides doubtful cases, its country and kind are copied
    to the article. `now`: when the page was fetched; the current time by default. `topics`: the topics to match, for
    example those of `newsvane.topics.load_topics(…)`; none by default, because settings are never read. `gate`: that of
    these topics; a page that it rejects is read quickly: its text is taken from its paragraphs as they stand, and is
    not examined for signs of translation (`text_hash` is then "").

    The reasons of a `Skipped`: `empty`, `not_html`, `too_complex`, `not_article` (the page is something else, see its
    kind: a consent or log-in page, an error page, a list of articles …), `no_text`, `unreadable` (a parser failed; the
    detail says how).
    """
    now = now or datetime.now(UTC)
    try:
        return _read(html, url, entry=entry, feed=feed, now=now, topics=topics or (), gate=gate)
    except NewsvaneError as error:
        reason, detail = error.reason, str(error)
        kind = error.kind if isinstance(error, NotAnArticle) else None
    except Exception as error:  # a parser that fails on hostile bytes must not end the batch
        reason, detail, kind = "unreadable", f"{type(error).__name__}: {error}", None
    return Skipped(
        url=clean(url),
        stage="read",
        reason=reason,
        detail=clean(detail)[:MAX_DETAIL],
        kind=kind,
        feed_id=entry.feed_id or None if entry else None,
        entry_id=entry.entry_id if entry else None,
        at=now,
    )


def count_words(text: str) -> int:
    """Count the words between spaces. In scripts without spaces, count two characters as one word."""
    found = words(text)
    if not _UNSPACED_LETTER.search(text):
        return len(found)
    return len(found) - sum(map(_is_unspaced, found)) // 2


def _is_unspaced(word: str) -> bool:
    return len(word) == 1 and word >= "\u0e00"


def _read(
    html: bytes,
    url: str,
    *,
    entry: Entry | None,
    feed: Feed | None,
    now: datetime,
    topics: Sequence[Topic],
    gate: Gate | None,
) -> Article:
    markup = decode(html)
    tree = parse(markup)
    if post := read_telegram_post(tree, url=url, now=now):
        article = _build_post(post, tree, markup, entry=entry, feed=feed, now=now)
        return assign_topics(article, topics) if topics else article
    metadata = read_metadata(tree, markup, url=url, entry=entry, now=now)
    pruned = prune(tree)
    if gate and (
        quick := _read_quickly(gate, metadata, pruned, tree, url=url, markup=markup, entry=entry, feed=feed, now=now)
    ):
        return quick
    extraction = extract_blocks(pruned, tree)
    _require_bounded(extraction.blocks)
    blocks = trim_lead(extraction.blocks, pruned, metadata)
    found = _find_kind(metadata, blocks, pruned, tree, url=url, markup=markup, entry=entry)
    full_text = _prefer_full_text(blocks, _list_other_texts(metadata, entry))
    if full_text is not blocks:
        _require_bounded(full_text)
    blocks = full_text
    signals = translation_detection.find_signals(tree, markup, url=url, blocks=blocks)
    blocks = drop_boilerplate(signals.blocks)
    if (count := count_words("\n\n".join(blocks))) < MIN_WORDS:
        message = f"the page holds no article: its text has {count} words, at least {MIN_WORDS} are needed"
        raise Terminal(message, reason="no_text")
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
        words=count,
        url=url,
        is_proxied=signals.proxy is not None,
        language=language,
        languages=tuple(shares),
        translation=translation,
        text_hash=text_hash("\n\n".join(blocks)),
        completeness=_measure_completeness(blocks, extraction.shown),
        found=found,
        entry=entry,
        feed=feed,
        now=now,
    )
    return assign_topics(article, topics) if topics else article


def _build_post(
    post: TelegramPost, tree: HtmlElement, markup: str, *, entry: Entry | None, feed: Feed | None, now: datetime
) -> Article:
    """Return the article of a Telegram post, however short it is."""
    _require_bounded(post.blocks)
    signals = translation_detection.find_signals(tree, markup, url=post.url, blocks=post.blocks)
    text = "\n\n".join(post.blocks)
    language, shares = language_detection.identify_blocks(
        post.blocks, expected=_expected_languages(entry, feed, post.metadata)
    )
    return _build_article(
        post.metadata,
        post.blocks,
        words=count_words(text),
        url=post.url,
        is_proxied=False,
        language=language,
        languages=tuple(shares),
        translation=translation_detection.classify_translation(
            signals, language=language.code, blocks=(), page_language=None
        ),
        completeness=1.0,
        text_hash=text_hash(text),
        found=KIND,
        entry=entry,
        feed=feed,
        now=now,
    )


def _read_quickly(
    gate: Gate,
    metadata: Metadata,
    pruned: HtmlElement,
    tree: HtmlElement,
    *,
    url: str,
    markup: str,
    entry: Entry | None,
    feed: Feed | None,
    now: datetime,
) -> Article | None:
    """Return the article if no topic can match it and the page clearly shows one; None if it must be read in full."""
    if not (_is_listed(entry) or metadata.describes_itself) or translation_detection.unwrap_proxy_url(url):
        return None
    blocks = find_paragraphs(pruned)
    words = count_words("\n\n".join(blocks))
    if not MAX_INTERSTITIAL_WORDS < words <= MAX_WORDS:
        return None
    pieces = (metadata.title, *_list_other_texts(metadata, entry), *pruned.itertext())
    outlets = {urls.outlet(each) for each in (url, metadata.canonical_url)}
    if gate.may_match(pieces, outlets=outlets, country=feed.country if feed else None):
        return None
    try:
        found = _find_kind(metadata, blocks, pruned, tree, url=url, markup=markup, entry=entry)
    except NotAnArticle:
        return None
    language = language_detection.identify("\n\n".join(blocks), expected=_expected_languages(entry, feed, metadata))
    return _build_article(
        metadata,
        blocks,
        words=words,
        url=url,
        is_proxied=False,
        language=language,
        languages=() if language.code == language_detection.UNDETERMINED.code else (language.code,),
        translation=Translation(),
        completeness=None,
        text_hash="",
        found=found,
        entry=entry,
        feed=feed,
        now=now,
    )


def _require_bounded(blocks: Sequence[str]) -> None:
    """Raise Terminal if a text is too long to be grouped with others."""
    text = "\n\n".join(blocks)
    if is_inflated(text):
        raise Terminal("more than one in 20 characters of the text stands for a whole phrase", reason="too_complex")
    if (count := count_words(text)) > MAX_WORDS:
        raise Terminal(f"the text has {count:,} words, at most {MAX_WORDS:,} are kept", reason="too_complex")


def _find_kind(
    metadata: Metadata,
    blocks: Sequence[str],
    pruned: HtmlElement,
    tree: HtmlElement,
    *,
    url: str,
    markup: str,
    entry: Entry | None,
) -> FoundKind:
    """Return which kind of coverage the page is. Raises NotAnArticle if it is none."""
    kind = find_interstitial(metadata.headlines, blocks, is_article=metadata.is_article)
    if kind:
        raise NotAnArticle(kind, "its title, or its few words")
    letters, links = count_letters(pruned), sum(1 for _ in tree.iter("a"))
    layout = Layout(
        words=count_words("\n\n".join(blocks)),
        blocks=len(blocks),
        sentence_share=_measure_sentences(blocks),
        teasers=measure_teasers(tree, blocks, url=url),
        shapes=measure_shapes(tree, markup, blocks),
        linked_share=sum(map(count_letters, pruned.iter("a"))) / letters if letters else 0.0,
        is_bare=links <= MAX_LINKS_OF_BARE_PAGE and count_characters(blocks) >= MIN_TEXT_SHARE * _count_shown(tree),
        table_share=_count_cell_letters(pruned) / letters if letters else 0.0,
    )
    return classify_page(metadata, layout, url=url, markup=markup, is_listed=_is_listed(entry))


def _is_listed(entry: Entry | None) -> bool:
    return entry is not None and bool(entry.title and entry.published_at)


def _measure_completeness(blocks: Sequence[str], shown: int) -> float | None:
    """Return the share of the letters shown that the text has; None if the page shows no paragraphs."""
    return round(min(1.0, count_characters(blocks) / shown), 2) if shown else None


def _measure_sentences(blocks: Sequence[str]) -> float:
    """Return the share of the paragraphs that end like a sentence."""
    return sum(block.endswith(SENTENCE_END) for block in blocks) / len(blocks) if blocks else 0.0


def _count_cell_letters(tree: HtmlElement) -> int:
    """Count the letters in the short cells of tables; long ones are text on pages that use tables as a layout."""
    return sum(letters for cell in tree.iter("td", "th") if (letters := count_letters(cell)) <= MAX_CELL_LETTERS)


def _count_shown(tree: HtmlElement) -> int:
    """Count the letters that a page shows, headline included."""
    hidden = sum(map(count_letters, tree.iter("head", "script", "style", "noscript", "template")))
    return count_letters(tree) - hidden


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
    words: int,
    url: str,
    is_proxied: bool,
    language: Language,
    languages: tuple[str, ...],
    translation: Translation,
    found: FoundKind,
    completeness: float | None,
    text_hash: str,
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
        kind=found.kind,
        kind_evidence=found.evidence,
        text=text,
        text_hash=text_hash,
        words=words,
        completeness=completeness,
        image_url=metadata.image_url,
        alternates=metadata.alternates,
        paywalled=metadata.paywalled,
        liveblog=found.kind == "live_blog",
        country=feed.country if feed else None,
        outlet_kind=feed.kind if feed else "other",
        language=language.code,
        language_confidence=language.confidence,
        languages=languages,
        page_language=metadata.page_language,
        translation=translation,
    )
