"""Build the record of an article from what was found on its page."""

from collections.abc import Sequence
from typing import NamedTuple

from newsvane import urls
from newsvane.articles.metadata import Metadata
from newsvane.articles.observed_page import ObservedPage
from newsvane.articles.page_kinds import FoundKind
from newsvane.records import Article, Language, Translation


class TextFacts(NamedTuple):
    """What was found out about the text of an article.

    `words`: how many. `languages`: those of its paragraphs. `is_proxied`: a translation service showed the page.
    `text_hash`: "" if the text is not the one that full reading gives. `completeness`: the share of the letters shown
    that the text has; None if unknown.
    """

    words: int
    language: Language
    languages: tuple[str, ...] = ()
    translation: Translation = Translation()
    is_proxied: bool = False
    text_hash: str = ""
    completeness: float | None = None


def compose_article(
    page: ObservedPage, metadata: Metadata, blocks: Sequence[str], found: FoundKind, facts: TextFacts
) -> Article:
    """Return the article, as yet without topics. `blocks`: its paragraphs. `found`: its kind."""
    # A translated page that names the original as its canonical address is still an article of its own.
    is_original_named = metadata.canonical_url == facts.translation.source_url
    canonical_url = urls.canonical(page.url) if is_original_named else metadata.canonical_url
    outlet_url = (facts.translation.source_url if facts.is_proxied else None) or canonical_url
    return Article(
        article_id=urls.article_id(canonical_url),
        url=page.url,
        canonical_url=canonical_url,
        claimed_url=metadata.claimed_url,
        outlet=urls.outlet(outlet_url),
        feed_id=page.entry.feed_id or None if page.entry else None,
        title=metadata.title,
        authors=metadata.authors,
        published_at=metadata.published_at,
        published_source=metadata.published_source,
        published_zone=metadata.published_zone,
        published_precision=metadata.published_precision,
        updated_at=metadata.updated_at,
        fetched_at=page.now,
        section=metadata.section,
        kind=found.kind,
        kind_evidence=found.evidence,
        text="\n\n".join(blocks),
        text_hash=facts.text_hash,
        words=facts.words,
        completeness=facts.completeness,
        image_url=metadata.image_url,
        alternates=metadata.alternates,
        paywalled=metadata.paywalled,
        liveblog=found.kind == "live_blog",
        country=page.feed.country if page.feed else None,
        outlet_kind=page.feed.kind if page.feed else "other",
        language=facts.language.code,
        language_confidence=facts.language.confidence,
        languages=facts.languages,
        page_language=metadata.page_language,
        translation=facts.translation,
    )
