"""Find what a page says about itself: section, language, and whether it is an article, a live blog or paywalled."""

import re

from newsvane.articles.markup import clean
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.structured_data import as_list, schema_types, text_values
from newsvane.articles.metadata.titles import title_key, unescape_once

MAX_SECTION_LENGTH = 100
"""Characters of a section's name."""

_SECTION_META_NAMES = (
    "article:section", "og:article:section", "parsely-section", "cxenseparse:recs:articlesection", "section",
    "dc.subject", "dcterms.subject",
)  # fmt: skip
_LIVE_PATH = re.compile(
    r"[/-](?:live-?blog|live-?ticker|live-?updates?|minuto-a-minuto|en-direct|canli-?blog)(?:[/.-]|$)", re.IGNORECASE
)
_LIVE_TITLE = re.compile(
    r"^\W*(?:live|live-?blog|live-?ticker|en vivo|en directo?|ao vivo|(?:in )?diretta|canlı|drejtpërdrejt"
    r"|minuto a minuto|minute by minute|онлайн|прямой эфир|لحظه به لحظه|زنده|مباشر)\b"
    r"|\b(?:live(?:blog| updates?)?|liveticker|as it happened|minuto a minuto|canlı(?: anlatım)?)\W*$",
    re.IGNORECASE,
)
MIN_LIVE_TIMES = 4
"""A live blog gives the time of each of its posts."""
_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?=$|[-_])")


def find_section(page: PageElements, title: str) -> str | None:
    """Return the page's section: by JSON-LD, by meta tags, or the last breadcrumb that is not the page itself."""
    candidates = [section for item in page.structured_data.articles for section in text_values(item, "articleSection")]
    candidates += page.meta_values(*_SECTION_META_NAMES)
    own_crumb = title_key(title)[:30]
    crumbs = reversed(page.structured_data.breadcrumbs[1:])
    candidates += [crumb for crumb in crumbs if title_key(crumb)[:30] != own_crumb][:1]
    names = (clean(unescape_once(name)) for name in candidates)
    return next((name for name in names if 0 < len(name) <= MAX_SECTION_LENGTH and "/" not in name[:1]), None)


def is_paywalled(page: PageElements) -> bool:
    """Return whether the page says that it is not free (schema.org `isAccessibleForFree`, Facebook's content tier)."""
    free = [value for item in page.structured_data.articles for value in as_list(item.get("isAccessibleForFree"))]
    return any(str(value).strip().lower() in {"false", "0", "no"} for value in free) or (
        "locked" in [tier.lower() for tier in page.meta_values("article:content_tier")]
    )


def is_liveblog(page: PageElements) -> bool:
    """Return whether the page is a live blog: by its type, its address, or a title with "live" over several times."""
    if any("LiveBlogPosting" in schema_types(item) for item in page.structured_data.articles):
        return True
    is_called_live = any(map(_LIVE_TITLE.search, (*page.h1_texts, page.document_title)))
    return bool(_LIVE_PATH.search(page.url.partition("?")[0])) or (is_called_live and len(page.times) >= MIN_LIVE_TIMES)


def is_article(page: PageElements) -> bool:
    """Return whether the page marks itself as an article: in structured data, Open Graph, or an `<article>` element."""
    is_declared = bool(page.structured_data.articles) or "article" in page.meta_values("og:type")
    return is_declared or page.tree.find(".//article") is not None


def describes_itself(page: PageElements) -> bool:
    """Return whether structured data describes this page as an article, not only others that it leads to."""
    titles = [key for title in (*page.h1_texts, page.document_title, *page.meta_values("og:title"))
              if (key := title_key(title))]  # fmt: skip
    item = next(iter(page.structured_data.articles), None)
    if item is None or "DiscussionForumPosting" in schema_types(item):
        return False
    headlines = list(map(title_key, text_values(item, "headline", "name")))
    return not headlines or any(a in b or b in a for a in headlines for b in titles if a)


def find_language(page: PageElements) -> str | None:
    """Return the language that the page declares, without its region."""
    declared = _LANGUAGE.match((page.tree.get("lang") or page.tree.get("xml:lang") or "").strip())
    return declared[1].lower() if declared else None
